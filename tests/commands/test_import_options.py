"""What can be said to `import_contacts`: how a file is read, and how its rows meet what is stored."""

import pytest

from contacts.models import Change, Contact, Operation, SavedMapping
from tests.commands.files import Outcome, csv_of, imported, whole_store
from tests.factories import GUEST, ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db

THEIRS = "Mail;Rufname;Name;Zi\nana@example.com;Ana;Müller;5\n"
MAPS = ["--map", "Mail=email", "--map", "Rufname=first_name", "--map", "Name=last_name"]


def take_in(path, content, *options):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Outcome("import_contacts", path, *options)


def guest():
    return Contact.objects.get(type="guest")


def test_encoding_and_delimiter_are_found_out_and_said(path):
    outcome = take_in(path, csv_of(GUEST | {"last_name": "Müller"}).replace(",", ";").encode("cp1252"))

    assert outcome.counts == {"created": 1}
    assert "Read as Windows-1252. It says “Müller”: name the encoding if that is wrong. Parted by semicolons.\n" in (
        outcome.out
    )
    assert guest().last_name == "Müller"


def test_encoding_and_delimiter_can_be_said(path):
    content = csv_of(GUEST | {"last_name": "Łukasz"}).replace(",", "|").encode("cp1250")

    assert take_in(path, content, "--encoding", "windows-1250", "--delimiter", "pipe").counts == {"created": 1}
    assert guest().last_name == "Łukasz"


def test_unknown_headers_are_named_with_suggestions_and_the_options_that_help(path):
    outcome = take_in(path, THEIRS)

    assert outcome.status == 2
    assert "There is no column “Mail”. Did you mean email" in outcome.err
    assert 'Say --map "Header=column", --map "Header=" to leave one out, or --ignore-unknown.' in outcome.err


def test_headers_are_mapped_left_out_and_defaults_given(path):
    outcome = take_in(path, THEIRS, *MAPS, "--map", "Zi=", "--default", "type=guest", "--default", "company=A=B")

    assert outcome.counts == {"created": 1}
    assert (guest().first_name, guest().last_name, guest().company) == ("Ana", "Müller", "A=B")


def test_a_default_changes_nobody_who_is_there(path):
    ContactFactory(user=True, email="ana@example.com", company="Old")

    take_in(path, THEIRS, *MAPS, "--ignore-unknown", "--default", "type=guest", "--default", "company=New")

    contact = Contact.objects.get(email="ana@example.com")
    assert (contact.type, contact.company, contact.last_name) == ("user", "Old", "Müller")


def test_a_mapping_is_saved_and_used_again(path):
    said = ["--ignore-unknown", "--default", "type=guest"]
    assert take_in(path, THEIRS, *MAPS, "--save-mapping", "Till", *said).counts == {"created": 1}
    assert SavedMapping.objects.get().columns == {"Mail": "email", "Rufname": "first_name", "Name": "last_name"}

    assert take_in(path, THEIRS, "--mapping", "Till", *said).counts == {"unchanged": 1}
    again = take_in(path, THEIRS, "--mapping", "Till", "--map", "Rufname=title", "--save-mapping", "Till", *said)
    assert again.counts == {"changed": 1}
    assert SavedMapping.objects.get().columns["Rufname"] == "title"


def test_a_mapping_that_there_is_not_is_refused_with_those_that_there_are(path):
    SavedMapping.objects.create(name="Till")

    outcome = take_in(path, THEIRS, "--mapping", "Kasse")

    assert (outcome.status, outcome.err) == (2, "There is no saved mapping “Kasse”. There are: Till.")


def test_a_mapping_must_map_something_to_be_saved(path):
    outcome = take_in(path, csv_of(GUEST), "--save-mapping", "Till")

    assert (outcome.status, outcome.err[:31]) == (2, "There is nothing to save: say -")


def test_a_dry_run_saves_no_mapping(path):
    take_in(path, THEIRS, *MAPS, "--ignore-unknown", "--save-mapping", "Till", "--dry-run")

    assert not SavedMapping.objects.exists()


def test_a_preset_can_be_said(path):
    content = "Given Name,Family Name,E-mail 1 - Value\nAna,Brook,ana@example.com\n"

    assert "Read as a file of Google Contacts.\n" in take_in(path, content).out
    assert "There is no column “E-mail 1 - Value”." in take_in(path, content, "--preset", "own").err


def test_a_new_contact_needs_a_type_and_the_advice_names_the_way(path):
    outcome = take_in(path, "email,first_name\nana@example.com,<b>\n")

    assert set(outcome.err.splitlines()[:2]) == {
        "line 2, type: Say of which type a new contact is: by a column “type”, or by a default such as guest.",
        "line 2, first_name “<b>”: Remove the HTML: write plain text, without tags.",
    }


def test_days_are_read_in_the_order_that_is_said(path):
    row = GUEST | {"date_of_birth": "03/04/1990"}

    assert take_in(path, csv_of(row), "--day-order", "dmy").counts == {"created": 1}
    assert guest().date_of_birth.isoformat() == "1990-04-03"


@pytest.mark.parametrize(("options", "company"), [([], "Old"), (["--blank-clears"], "")])
def test_a_blank_cell_says_nothing_unless_blanks_clear(path, options, company):
    ContactFactory(email="ana@example.com", company="Old")

    take_in(path, csv_of(GUEST | {"company": ""}), *options)

    assert guest().company == company


def test_match_and_mode_are_handed_on(path):
    ContactFactory(email="ana@example.com", customer_number="K1")
    row = GUEST | {"customer_number": "K1", "email": "other@example.com"}

    assert take_in(path, csv_of(row), "--match", "email", "--mode", "update").counts == {"skipped": 1}
    assert take_in(path, csv_of(row), "--match", "customer_number, email", "--mode", "create").counts == {"skipped": 1}
    assert take_in(path, csv_of(row), "--match", "customer_number").counts == {"changed": 1}


def test_policies_are_handed_on(path):
    ContactFactory(email="ana@example.com", company="Old", tags=[])
    row = GUEST | {"company": "New", "title": "Dr", "tags": "new", "first_name": "Anna"}

    take_in(path, csv_of(row), "--policy", "company=fill", "--policy", "title=ignore", "--policy", "tags=add")

    assert (guest().company, guest().title, guest().first_name) == ("Old", "", "Anna")
    assert list(guest().tags.names()) == ["new"]


def test_the_policy_of_a_part_is_that_of_its_list_and_the_other_way_round(path):
    ContactFactory(email="ana@example.com", customer_number="K1")

    for line, policy in [("K1,b@example.com,emails", "email=add"), ("K1,c@example.com,email", "emails=add")]:
        number, email, header = line.split(",")
        content = f"customer_number,{header}\n{number},{email}\n"
        assert take_in(path, content, "--policy", policy).counts == {"changed": 1}

    assert guest().emails == ["ana@example.com", "b@example.com", "c@example.com"]


def test_consent_is_lifted_where_all_is_said(path):
    ContactFactory(email="ana@example.com", sms_optout_reason="moved", sms_optout_date="2024-01-01T00:00:00+00:00")
    content = csv_of(GUEST | {"sms_consent_date": "2025-01-01"})
    lifting = ["--consent-source", "Form 7", "--allow-resubscribe"]

    assert "Opt-outs that the file would lift: 1; lifted: 0.\n" in take_in(path, content).out
    rehearsed = take_in(path, content, *lifting, "--dry-run").out
    assert "Opt-outs that the file would lift: 1; to be lifted: 1.\n" in rehearsed
    assert guest().sms_optout_reason == "moved"
    assert "Opt-outs that the file would lift: 1; lifted: 1.\n" in take_in(path, content, *lifting).out
    assert (guest().sms_optout_reason, guest().consent_events.get().source) == ("", "Form 7")


def test_it_is_written_down_who_imports_and_why(path):
    staff = StaffMemberFactory(email="sam@example.com")

    take_in(path, csv_of(GUEST), "--by", "Sam@example.com", "--reason", "Trade fair")

    operation, change = Operation.objects.get(), Change.objects.get()
    assert (operation.by, operation.reason) == (change.by, change.reason) == (staff, "Trade fair")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--by", "nobody@example.com"], "No staff member has the e-mail “nobody@example.com”"),
        (["--policy", "colour=add"], "There is no column “colour”."),
        (["--default", "colour=red"], "There is no column “colour”"),
        (["--default", "date_of_birth=soon"], "The default of date_of_birth cannot be “soon”."),
        (["--map", "email=colour"], "There is no column “colour”."),
        (["--map", "Colour=email"], "The file has no header “Colour”"),
        (["--encoding", "klingon"], "There is no encoding “klingon”."),
        (["--delimiter", "x"], "Cells cannot be parted by “x”"),
        (["--allow-resubscribe"], "Say where the renewed consents come from"),
        (["--resume", "7"], "There is no operation 7."),
        (["--report", "/no/such/folder/failed.csv"], "/no/such/folder/failed.csv cannot be written"),
        (["--save-mapping", "x" * 101, "--map", "email=email"], "The mapping cannot be saved"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(path, options, complaint, settings):
    before = whole_store(settings.MEDIA_ROOT)

    outcome = take_in(path, csv_of(GUEST), *options)

    assert (outcome.status, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert whole_store(settings.MEDIA_ROOT) == before


@pytest.mark.parametrize(
    "options",
    [
        ["--match", "name"],
        ["--match", ","],
        ["--policy", "tags"],
        ["--policy", "tags=mix"],
        ["--map", "=email"],
        ["--default", "type"],
        ["--batch", "0"],
        ["--batch", "x"],
        ["--mode", "delete"],
        ["--format", "vcard3"],
    ],
)
def test_what_cannot_be_parsed_is_refused(path, options):
    assert take_in(path, csv_of(GUEST), *options).err.startswith("Error: argument --")
    assert not Contact.objects.filter(type="guest").exists()


def test_the_report_cannot_take_the_place_of_the_file(path):
    outcome = take_in(path, csv_of(GUEST), "--report", path)

    assert (outcome.status, outcome.err[:31]) == (2, "The report would take the place")
    assert path.read_bytes() == csv_of(GUEST).encode()


def test_an_option_can_be_said_in_python_too(path):
    assert imported(path, csv_of(GUEST), match=["email"], mode="update").counts == {"skipped": 1}


def test_blanks_are_no_source_of_consent(path):
    ContactFactory(email="ana@example.com", sms_optout_reason="moved", sms_optout_date="2024-01-01T00:00:00+00:00")
    content = csv_of(GUEST | {"sms_consent_date": "2025-01-01"})

    outcome = take_in(path, content, "--consent-source", " ", "--allow-resubscribe")

    assert (outcome.status, guest().sms_optout_reason) == (2, "moved")
