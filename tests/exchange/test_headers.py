"""Headers of files and the columns that they mean."""

import pytest

from contacts.columns import COLUMNS
from contacts.exchange.headers import suggestions_for
from contacts.exchange.interfaces import UnknownHeaders, UnusableFile
from contacts.exchange.places import READABLE
from contacts.times import read_instant
from tests.exchange.tables import TableFile, changes_of, sample


def column_of(header, **reading):
    (row,) = changes_of(f'email,"{header}"\na@example.com,7\n', **reading)
    (name,) = row.keys() - {"email"}
    return name


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("last_name", "last_name"),
        ("LastName", "last_name"),
        ("Last name", "last_name"),
        ("LAST-NAME", "last_name"),
        ("E-mail 2", None),
        ("Company registration number", "registered_number"),
        ("Address line 1", "address_line1"),
        ("Address town or city", "address_city"),
        ("Title", "title"),
        ("SMS: reason of opt-out", "sms_optout_reason"),
    ],
)
def test_a_header_is_known_by_name_or_label_however_it_is_spelled(header, column):
    if column:
        assert column_of(header) == column
    else:
        with pytest.raises(UnknownHeaders):
            column_of(header)


def test_every_column_is_known_by_its_own_name():
    file = TableFile(",".join(READABLE) + "\n", ignore_unknown=False)

    assert file.source.places.keys() >= COLUMNS.keys()


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("mail", "email"),
        ("Zip", "address_postcode"),
        ("Birthday", "date_of_birth"),
        ("phnoe", "phone"),
        ("Notes", "biography"),
        ("Lieblingsfarbe", None),
    ],
)
def test_an_unknown_header_is_named_with_what_it_may_mean(header, first):
    with pytest.raises(UnknownHeaders) as refusal:
        TableFile(f"email,{header}\n")

    assert f"There is no column “{header}”." in str(refusal.value)
    assert "Say which columns they are, or that they are to be left out." in str(refusal.value)
    assert [*refusal.value.suggestions[header], None][0] == first


def test_all_unknown_headers_are_named_at_once():
    with pytest.raises(UnknownHeaders) as refusal:
        TableFile("email,mail,colour,street\n")

    assert refusal.value.suggestions.keys() == {"mail", "colour", "street"}


def test_unknown_headers_can_be_left_out_all_or_one_by_one():
    content = "email,Colour,Size\na@example.com,red,XL\n"

    everything, some = (
        TableFile(content, ignore_unknown=True),
        TableFile(content, mapping={"colour": "", "Size": "tags"}),
    )

    assert everything.changes == [{"email": "a@example.com"}]
    assert everything.notes[1:] == ["Left out, as the store has no place for them: Colour, Size."]
    assert some.changes == [{"email": "a@example.com", "tags": ["XL"]}]


def test_a_header_can_be_mapped_to_a_column_by_name_or_label():
    mapping = {"vorname": "first_name", "NACHNAME": "Last name", "Straße": "address_line1", "Ort": "address_city"}
    mapping |= {"PLZ": "address_postcode", "Geburtstag": "date_of_birth", "Typ": "type", "Mobil": "mobile"}

    jürgen, änne = sample("excel_german.csv", mapping=mapping).changes

    assert jürgen["first_name"] == "Jürgen"
    assert jürgen["address_postcode"] == "01067"
    assert jürgen["mobile"] == "0171 5550100"
    assert (änne["last_name"], str(änne["date_of_birth"])) == ("Größ; Söhne", "1985-05-01")


def test_what_the_caller_says_goes_before_what_a_header_is_called():
    assert changes_of("email,phone\na@example.com,123456\n", mapping={"phone": "mobile"}) == [
        {"email": "a@example.com", "mobile": "123456"}
    ]


def test_several_headers_can_be_put_together_into_one_column():
    content = "email,first,middle,private,work\na@example.com,Ana,Maria,111111,222222\n"
    mapping = {"first": "first_name", "middle": "first_name", "private": "numbers", "work": "numbers"}

    assert changes_of(content, mapping=mapping) == [
        {"email": "a@example.com", "first_name": "Ana Maria", "numbers": ["111111", "222222"]}
    ]


@pytest.mark.parametrize(
    ("mapping", "complaint"),
    [
        ({"email": "e_mial"}, "There is no column “e_mial”. Did you mean email"),
        ({"Colour": "tags"}, "The file has no header “Colour”: its headers are email, name."),
    ],
)
def test_a_mapping_must_fit_the_file_and_the_store(mapping, complaint):
    with pytest.raises(UnusableFile, match=complaint):
        TableFile("email,name\n", mapping=mapping)


@pytest.mark.parametrize("headers", ["email,type,email", "email,E-Mail,type", "first_name,First name"])
def test_a_column_that_stands_twice_is_refused(headers):
    with pytest.raises(UnusableFile, match="Name each column once: "):
        TableFile(f"{headers}\n")


def test_blank_cells_say_nothing_unless_they_clear():
    content = "email,last_name,tags,numbers,mobile\na@example.com, ,,,123456\n"

    assert changes_of(content) == [{"email": "a@example.com", "mobile": "123456"}]
    assert changes_of(content, blank_clears=True) == [
        {"email": "a@example.com", "mobile": "123456", "last_name": None, "tags": None, "numbers": None}
    ]


def test_a_default_stands_where_a_row_says_nothing_and_is_known_as_one():
    file = TableFile(
        "email,type\na@example.com,user\nb@example.com,\n", defaults={"type": "guest", "tags": "new; fair"}
    )

    assert [(row["type"], row["tags"]) for row in file.changes] == [
        ("user", ["new", "fair"]),
        ("guest", ["new", "fair"]),
    ]
    assert [row.defaulted for row in file.rows] == [{"tags"}, {"type", "tags"}]


@pytest.mark.parametrize(
    ("defaults", "complaint"),
    [
        ({"colour": "red"}, "There is no column “colour” to give a default for."),
        ({"start_date": "soon"}, "The default of start_date cannot be “soon”. Write a real day as yyyy-mm-dd."),
    ],
)
def test_a_default_must_be_one_of_a_column(defaults, complaint):
    with pytest.raises(UnusableFile, match=complaint):
        TableFile("email\n", defaults=defaults)


def test_dates_of_consent_are_no_changes():
    file = TableFile(
        "email,sms_consent_date,email_consent_date\na@example.com,2026-05-01,2026-05-01 10:00\nb@example.com,,\n"
    )

    assert file.changes == [{"email": "a@example.com"}, {"email": "b@example.com"}]
    assert file.rows[0].consent_dates == {
        "sms": read_instant("2026-05-01T00:00"),
        "email": read_instant("2026-05-01T10:00"),
    }
    assert file.rows[1].consent_dates == {}


def test_the_columns_of_a_report_are_passed_over():
    assert changes_of("_line,email,_error_column,_error\n2,a@example.com,email,wrong\n") == [{"email": "a@example.com"}]


def test_a_suggestion_is_a_column():
    assert {
        name for word in ("street", "zip", "tel", "url", "prefix") for name in suggestions_for(word)
    } <= READABLE.keys()
