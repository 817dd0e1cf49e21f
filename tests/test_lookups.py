"""Looking contacts up by one value (contract §2 and §3), and the indexes behind it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts import words
from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact
from contacts.services.matching import contacts_with

pytestmark = pytest.mark.django_db

emails = st.text("abAB.@", min_size=1, max_size=5)


@given(st.lists(st.lists(emails.map(str.lower), min_size=1, max_size=3), max_size=4), st.lists(emails, min_size=1))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_contact_is_found_by_each_of_its_emails(owned, queries):
    Contact.objects.all().delete()
    drafts = [
        Contact(type="guest", id=10**9 + index, email=one[0], more_emails=one[1:]) for index, one in enumerate(owned)
    ]
    for draft in drafts:
        draft.derive()
    Contact.objects.bulk_create(drafts)

    for query in queries:
        expected = {draft.pk for draft in drafts if query.lower() in draft.emails}
        assert set(Contact.objects.with_email(query).values_list("pk", flat=True)) == expected, query


@pytest.mark.parametrize(
    "email", ["ana.brook@example.com", " ANA.Brook@Example.COM ", "post@bücher.example", "POST@BÜCHER.example"]
)
def test_a_contact_has_each_of_its_emails(ana, email):
    assert list(Contact.objects.with_email(email)) == [ana]


@pytest.mark.parametrize(
    "email", ["", "ana", "brook@example.com", "ana.brook@example.co", "%", "post@bucher.example", "a\0", "\ud800"]
)
def test_a_part_of_an_email_is_none(ana, email):
    assert not Contact.objects.with_email(email).exists()


@pytest.mark.parametrize(
    ("reference", "count"), [("ref/2026-7", 1), (" REF/2026-7", 1), ("ref", 0), ("", 0), ("a\0", 0)]
)
def test_a_reference_is_known_without_case(ana, reference, count):
    assert Contact.objects.with_reference(reference).count() == count


@pytest.mark.parametrize(("number", "count"), [("C-1", 1), (" C-1 ", 1), ("c-1", 0), ("C", 0), ("", 0), ("C-1\0", 0)])
def test_a_customer_number_is_known_as_it_is_written(ana, number, count):
    change_contact(ana.pk, {"customer_number": "C-1"}, via=Via.PAGE)

    assert Contact.objects.with_customer_number(number).count() == count


@pytest.mark.parametrize(
    ("company", "count"),
    [
        ("Müller & Söhne, 100%_GmbH", 1),
        ("MÜLLER & SÖHNE, 100%_GMBH ", 1),
        ("Mu\u0308ller & So\u0308hne, 100%_gmbh", 1),
        ("Muller & Sohne, 100%_GmbH", 0),
        ("Müller & Söhne", 0),
        ("Müller & Söhne, 1000_GmbH", 0),
        ("", 0),
        ("\u0301", 0),
        (".*", 0),
        ("a\0", 0),
    ],
)
def test_a_company_is_known_without_case(ana, company, count):
    assert Contact.objects.with_company(company).count() == count


@pytest.mark.parametrize(
    ("name", "count"), [("VIP", 1), (" vip ", 1), ("Straße", 1), ("STRASSE", 1), ("v", 0), ("", 0), ("a\0", 0)]
)
def test_a_tag_is_known_without_case(ana, name, count):
    change_contact(ana.pk, {"tags": ["Vip", "straße"]}, via=Via.PAGE)

    assert Contact.objects.tagged(name).count() == count


@pytest.fixture
def no_small_table():
    """Let PostgreSQL forget that reading the whole of two rows is fastest."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


WHOLE_TABLE = {"sqlite": "SCAN contacts_contact\n", "postgresql": "Seq Scan on contacts_contact"}
# What SQLite's index does not know it reads row by row: it is for stores that are read in no time.
on_postgresql = pytest.mark.postgresql
TRIGRAMS = {"sqlite": "contacts_contact_search VIRTUAL TABLE INDEX", "postgresql": "contact_search_text_trigrams"}


@pytest.mark.usefixtures("no_small_table")
@pytest.mark.parametrize(
    "question",
    [
        lambda contacts: contacts.search("brook"),
        lambda contacts: contacts.search("brook ana 0207946"),
        pytest.param(lambda contacts: contacts.search("ro"), marks=on_postgresql),
        pytest.param(lambda contacts: contacts.search("ł"), marks=on_postgresql),
        lambda contacts: contacts.with_email("ana@example.com"),
        lambda contacts: contacts.with_company("Cargo Ltd"),
        lambda contacts: contacts.with_reference("ref"),
        lambda contacts: contacts.with_customer_number("7"),
        lambda contacts: contacts.tagged("vip"),
    ],
)
def test_every_question_goes_by_an_index(ana, question):
    assert WHOLE_TABLE[connection.vendor] not in f"{question(Contact.objects).explain()}\n"


@pytest.mark.usefixtures("no_small_table")
@pytest.mark.parametrize("column", ["id", "object_id", "reference", "customer_number", "email"])
def test_a_thousand_keys_of_a_file_go_by_an_index(ana, column):
    keys = [10**9 + number if column == "id" else f"key {number}" for number in range(1000)]

    assert WHOLE_TABLE[connection.vendor] not in f"{contacts_with(column, keys).explain()}\n"


@pytest.mark.usefixtures("no_small_table")
@pytest.mark.parametrize("query", ["brook", "+44-20", "o'b", "brook ana"])
def test_search_goes_by_the_trigrams(ana, query):
    assert TRIGRAMS[connection.vendor] in Contact.objects.search(query).explain()


@on_postgresql
@pytest.mark.usefixtures("no_small_table")
@pytest.mark.parametrize("query", ["ro", "ł", "/2", "(0", "'", "\\", "x y"])
def test_one_letter_and_two_go_by_their_pairs(ana, query):
    assert "contact_search_text_pairs" in Contact.objects.search(query).explain()


@on_postgresql
def test_letters_that_many_have_are_looked_for_without_an_index(ana, monkeypatch):
    monkeypatch.setattr(words, "_MANY", 1)

    assert "contacts_letter_pairs" not in str(Contact.objects.search("ro").query)
    assert "contacts_letter_pairs" in str(Contact.objects.search("qq").query)
    assert list(Contact.objects.search("ro")) == [ana]
