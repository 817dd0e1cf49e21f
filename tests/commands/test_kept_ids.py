"""`--keep-ids`: the contacts of one store become those of another, and stay who they are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.choices import ContactType, Via
from contacts.models import AccessRole, Change, Contact
from contacts.services import Grant, change_contact, create_contacts
from tests.commands.files import another_store, csv_of, exported, imported
from tests.factories import GUEST, AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db

IDS = {"id": str(2**53 - 1), "object_id": "0123456789abcdef01234567"}


def texts(max_size=60):
    """Give texts that nothing forbids, whatever the script; the store brings them into normal form."""
    return st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<&"), max_size=max_size
    )


NUMBERS = st.from_regex(r"\+?[1-9][0-9 ]{4,10}[0-9]", fullmatch=True)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
GRANTS = st.builds(Grant, st.just("trade"), st.sampled_from(["active", "pending", "rejected"]), st.none() | INSTANTS)
USERS = st.fixed_dictionaries(
    {
        "type": st.just("user"),
        "first_name": texts().filter(str.strip),
        "last_name": texts().filter(str.strip),
        "address_city": texts(),
        "numbers": st.lists(NUMBERS, max_size=5, unique=True),
        "biography": st.text("a\n\t ;,\"'", max_size=20),
        "date_of_birth": st.none() | st.dates(max_value=datetime(2026, 1, 1).date()),
        "tags": st.lists(texts(20).filter(str.strip), max_size=3),
        "grants": st.lists(GRANTS, max_size=1),
        "post_optout_reason": texts(),
        "post_optout_date": st.none() | INSTANTS,
        "created_at": INSTANTS,
    }
)


def headquarters():
    return Contact.objects.get(type=ContactType.HQ)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(users=st.lists(USERS, max_size=3))
def test_an_export_taken_into_an_empty_store_gives_the_same_export(format, users, tmp_path):
    AccessRole.objects.get_or_create(reference="trade", defaults={"name": "Trade"})
    with another_store():
        change_contact(headquarters().pk, {"company": "Head; office", "tags": ["us"]}, via=Via.COMMAND)
        users = [{**user, "email": f"user{index}@example.com"} for index, user in enumerate(users)]
        assert [o for o in create_contacts(users, via=Via.COMMAND) if not isinstance(o, Contact)] == []
        leaving = exported(format)

    with another_store():
        outcome = imported(tmp_path / f"contacts.{format}", leaving, keep_ids=True)

        assert outcome.err == ""
        assert exported(format) == leaving


def test_the_headquarters_of_the_file_takes_the_place_of_an_untouched_one(tmp_path):
    old = headquarters()

    outcome = imported(tmp_path / "a.csv", csv_of(IDS | {"type": "hq", "email": "hq@example.org"}), keep_ids=True)

    assert outcome.err == ""
    assert (headquarters().pk, headquarters().object_id, headquarters().email) == (
        2**53 - 1,
        "0123456789abcdef01234567",
        "hq@example.org",
    )
    kinds = Change.objects.order_by("id").values_list("kind", "contact_id")
    assert list(kinds) == [("deleted", old.pk), ("created", 2**53 - 1)]


def test_a_headquarters_in_use_keeps_its_place(tmp_path):
    change_contact(headquarters().pk, {"company": "In use"}, via=Via.PAGE)
    before = headquarters().pk

    outcome = imported(tmp_path / "a.csv", csv_of(IDS | {"type": "hq", "email": "hq@example.org"}), keep_ids=True)

    assert outcome.status == 1
    assert "line 2, type “hq”: The headquarters of this store is in use already: leave this row out.\n" in outcome.err
    assert headquarters().pk == before


def test_a_headquarters_that_breaks_a_rule_leaves_the_old_one_in_place(tmp_path):
    before = headquarters().pk

    outcome = imported(tmp_path / "a.csv", csv_of(IDS | {"type": "hq", "email": ""}), keep_ids=True)

    assert "line 2, email: Enter the e-mail: a contact of the type hq needs it.\n" in outcome.err
    assert headquarters().pk == before


def test_without_keep_ids_the_ids_are_new_and_the_headquarters_is_refused(tmp_path):
    outcome = imported(tmp_path / "a.csv", csv_of(IDS | GUEST, IDS | {"type": "hq", "email": "hq@example.org"}))

    assert outcome.counts == {"created": 1, "invalid": 1}
    assert "line 3, type “hq”: There is one headquarters already: choose another type.\n" in outcome.err
    guest = Contact.objects.get(type="guest")
    assert guest.pk != 2**53 - 1
    assert guest.object_id != IDS["object_id"]


def test_who_is_here_under_the_id_is_changed(tmp_path):
    outcome = imported(tmp_path / "a.csv", csv_of(IDS | GUEST, IDS | GUEST | {"first_name": "Anna"}), keep_ids=True)

    assert (outcome.counts, outcome.err) == ({"created": 1, "changed": 1}, "")
    assert Contact.objects.get(pk=2**53 - 1).first_name == "Anna"


def test_an_object_id_that_another_contact_has_is_refused(tmp_path):
    other = IDS | GUEST | {"id": str(10**9), "email": "b@example.com"}

    outcome = imported(tmp_path / "a.csv", csv_of(IDS | GUEST, other), keep_ids=True, match=["reference"])

    assert outcome.counts == {"created": 1, "invalid": 1}
    assert f"line 3, object_id “{IDS['object_id']}”: " in outcome.err


def test_guests_who_share_an_e_mail_stay_two(tmp_path):
    rows = [GUEST | {"id": str(10**9 + number), "first_name": name} for number, name in enumerate(["Ana", "Ben"])]

    assert imported(tmp_path / "a.csv", csv_of(*rows), keep_ids=True).counts == {"created": 2}
    assert imported(tmp_path / "a.csv", csv_of(*rows), keep_ids=True).counts == {"unchanged": 2}


@pytest.mark.parametrize("id", ["999999999", str(2**53), "-1", str(10**30)])
def test_an_id_that_no_store_gives_is_refused(tmp_path, id):
    outcome = imported(tmp_path / "a.csv", csv_of(GUEST | {"id": id}), keep_ids=True)

    assert f"line 2, id “{id}”: Write an id from 1,000,000,000 to 9,007,199,254,740,991.\n" in outcome.err


@pytest.mark.parametrize("object_id", ["0123456789ABCDEF01234567", "0123", "g" * 24])
def test_an_object_id_that_no_store_gives_is_refused(tmp_path, object_id):
    outcome = imported(tmp_path / "a.csv", csv_of(GUEST | {"object_id": object_id}), keep_ids=True)

    assert f"line 2, object_id “{object_id}”: Write an object id of 24 lower-case hexadecimal digits.\n" in outcome.err


def test_a_row_without_ids_gets_new_ones(tmp_path):
    assert imported(tmp_path / "a.csv", csv_of(GUEST | {"id": "", "object_id": ""}), keep_ids=True).status == 0
    assert len(Contact.objects.get(type="guest").object_id) == 24


def test_a_user_who_takes_over_a_recipient_keeps_the_ids_that_are_known_here(tmp_path):
    recipient = ContactFactory(recipient=True, email="ana@example.com")
    created_at = recipient.created_at

    row = IDS | GUEST | {"type": "user", "created_at": "2001-01-01T00:00:00Z"}
    outcome = imported(tmp_path / "a.csv", csv_of(row), keep_ids=True)

    assert outcome.counts == {"changed": 1}
    recipient.refresh_from_db()
    assert (recipient.type, recipient.created_at) == ("user", created_at)


def test_the_time_of_creation_is_kept(tmp_path):
    instant = datetime(2020, 2, 3, 4, 5, 6, 789, tzinfo=UTC)

    imported(tmp_path / "a.csv", csv_of(GUEST | {"created_at": instant.isoformat()}))

    guest = Contact.objects.get(type="guest")
    assert guest.created_at == instant
    assert guest.modified_at - guest.changes.get().at == timedelta()


@pytest.mark.parametrize("order", ["mpo", "ompo", ""])
def test_the_order_and_the_kinds_of_numbers_are_kept(tmp_path, order):
    AccessRoleFactory()
    contact = ContactFactory(
        phone="020 7946 0000", mobile="07700 900000", more_numbers=["1234", "5678"], number_order=order
    )
    with another_store():
        leaving = exported("csv", type="guest")
        numbers = contact.numbers
        Contact.objects.filter(pk=contact.pk).delete()

        imported(tmp_path / "a.csv", leaving, keep_ids=True)

        same = Contact.objects.get(pk=contact.pk)
        assert (same.numbers, same.phone, same.mobile) == (numbers, "020 7946 0000", "07700 900000")
