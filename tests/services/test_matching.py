"""Which stored contact a row means: by ordered rules, of which the first with exactly one hit wins."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.models import Contact
from contacts.services.import_rows import Row
from contacts.services.import_runs import Run
from contacts.services.matching import RULES, Said, match_rows, ranks_of
from tests.factories import ContactFactory
from tests.queries import statements
from tests.services.imports import Import, guest, rows_of

pytestmark = pytest.mark.django_db

NOBODY = (None, "", False)
SEVERAL = (None, "", True)


def match(rules=RULES, **said):
    found = match_rows([Said.by(said, rules)])[0]
    return found.pk, found.rule, found.is_ambiguous


def test_each_rule_finds_by_its_own_key():
    contact = ContactFactory(reference="R-Straße", customer_number="K 7")

    assert match(id=contact.pk) == (contact.pk, "id", False)
    assert match(object_id=contact.object_id) == (contact.pk, "object_id", False)
    assert match(reference=" r-STRASSE ") == (contact.pk, "reference", False)
    assert match(customer_number=" K 7") == (contact.pk, "customer_number", False)
    assert match(email=contact.email.upper()) == (contact.pk, "email", False)
    assert match(emails=[contact.email, "other@example.com"]) == (contact.pk, "email", False)
    assert match(first_name=contact.first_name) == NOBODY


def test_a_customer_number_is_told_apart_by_case():
    ContactFactory(customer_number="k7")

    assert match(customer_number="K7") == NOBODY


def test_the_order_of_the_rules_decides():
    first, second = ContactFactory(reference="R1"), ContactFactory(customer_number="K1")
    said = {"reference": "R1", "customer_number": "K1"}

    assert match(["reference", "customer_number"], **said)[0] == first.pk
    assert match(["customer_number", "reference"], **said)[0] == second.pk
    assert match(["email"], **said) == NOBODY


def test_a_rule_without_a_hit_gives_way_to_the_next():
    contact = ContactFactory()

    assert match(id=10**9, reference="new", email=contact.email) == (contact.pk, "email", False)


def test_an_e_mail_of_several_is_nobody_s_unless_another_rule_tells():
    guests = ContactFactory.create_batch(2, email="shared@example.com")

    assert match(email="shared@example.com") == SEVERAL
    assert match(email="shared@example.com", id=guests[1].pk) == (guests[1].pk, "id", False)
    assert match(["email", "id"], email="shared@example.com", id=guests[1].pk) == (guests[1].pk, "id", False)


def test_by_e_mail_alone_a_contact_of_another_type_is_another():
    branch = ContactFactory(branch=True, email="leeds@example.com")
    manager = ContactFactory(user=True, email="leeds@example.com")

    assert match(type="branch", email="leeds@example.com")[0] == branch.pk
    assert match(type="user", email="leeds@example.com")[0] == manager.pk
    assert match(type="guest", email="leeds@example.com") == NOBODY
    assert match(email="leeds@example.com") == SEVERAL


def test_by_e_mail_alone_a_contact_with_another_number_or_reference_is_another():
    ContactFactory(email="couple@example.com", customer_number="K1", reference="R1")

    assert match(email="couple@example.com", customer_number="K1")[0]
    assert match(email="couple@example.com", customer_number="K2") == NOBODY
    assert match(email="couple@example.com", reference="R2") == NOBODY
    assert match(["email"], email="couple@example.com", customer_number="K2")[1] == "email"


def test_by_e_mail_a_contact_without_a_number_is_found_and_gets_it():
    contact = ContactFactory()

    assert match(email=contact.email, customer_number="K1", reference="R1")[0] == contact.pk


def test_a_newsletter_recipient_who_registers_is_the_same_person():
    recipient = ContactFactory(recipient=True)

    assert match(type="user", email=recipient.email)[0] == recipient.pk
    assert match(type="recipient", email=ContactFactory(user=True).email) == NOBODY


@pytest.mark.parametrize(
    "said",
    [
        {"id": 10**30},
        {"id": 2**63},
        {"id": -5},
        {"object_id": "\0"},
        {"reference": "a\0"},
        {"customer_number": "\ud800"},
        {"email": "\0"},
        {"reference": " ", "customer_number": "", "email": None, "emails": []},
    ],
)
def test_what_no_contact_can_have_finds_nobody(said):
    assert match(**said) == NOBODY


def test_a_batch_is_matched_with_one_query_for_each_key():
    contacts = ContactFactory.create_batch(30, customer_number="")
    rows = [{"email": contact.email, "id": contact.pk, "reference": "new"} for contact in contacts]

    with statements() as sent:
        found = match_rows([Said.by(row, RULES) for row in rows])

    assert [one.pk for one in found] == [contact.pk for contact in contacts]
    assert len(sent) == 3


KEYS = st.fixed_dictionaries(
    {}, optional={"reference": st.sampled_from("aAb"), "email": st.sampled_from(["x@example.com", "y@example.com"])}
)


@given(rows=st.lists(KEYS, max_size=8))
def test_rows_of_one_rank_share_no_key_and_later_rows_never_go_first(rows):
    ranks = ranks_of([Said.by(row, RULES) for row in rows])

    def keys(row):
        return {(name, value.lower()) for name, value in row.items()}

    for later in range(len(rows)):
        for earlier in range(later):
            if keys(rows[earlier]) & keys(rows[later]):
                assert ranks[earlier] < ranks[later]


def test_a_row_held_for_several_hits_says_what_to_do_and_writes_nothing():
    ContactFactory.create_batch(2, email="shared@example.com")

    done = Import(guest(email="shared@example.com", first_name="New"), guest())

    assert done.verdicts == ["held", "created"]
    assert done.outcomes[0].problems["__all__"][0].messages == [
        "Several contacts fit this row: give it an id, a reference or a customer number."
    ]
    assert not Contact.objects.filter(first_name="New").exists()


@pytest.mark.parametrize(
    ("mode", "verdicts"),
    [("upsert", ["changed", "created"]), ("create", ["skipped", "created"]), ("update", ["changed", "skipped"])],
)
def test_the_mode_says_what_may_be_done(mode, verdicts):
    stored = ContactFactory(customer_number="K1")

    done = Import(guest(customer_number="K1", company="New"), guest(customer_number="K2"), mode=mode)

    assert done.verdicts == verdicts
    stored.refresh_from_db()
    assert stored.company == ("" if mode == "create" else "New")
    assert Contact.objects.filter(customer_number="K2").exists() == ("created" in verdicts)


def test_two_rows_that_mean_one_contact_by_different_keys_follow_each_other():
    contact = ContactFactory(customer_number="K1")

    done = Import({"customer_number": "K1", "company": "One"}, {"email": contact.email, "company": "Two"})

    assert done.verdicts == ["changed", "changed"]
    contact.refresh_from_db()
    assert contact.company == "Two"
    assert [change.after["company"] for change in contact.changes.order_by("pk")] == ["One", "Two"]


def test_a_contact_that_two_rows_of_the_file_mean_is_created_once():
    done = Import(guest(), guest(company="New"), guest(email="ANA@example.com", company="New"))

    assert done.verdicts == ["created", "changed", "unchanged"]


def test_who_keeps_his_id_is_found_by_it_and_not_by_an_e_mail_that_guests_share():
    here = ContactFactory(email="shared@example.com")
    rows = [guest(email="shared@example.com", id=number) for number in (10**9, 10**9 + 1, here.pk)]

    done = Import(*rows, keep_ids=True)

    assert done.verdicts == ["created", "created", "unchanged"]
    assert set(Contact.objects.filter(type="guest").values_list("pk", flat=True)) == {10**9, 10**9 + 1, here.pk}


def test_what_is_given_for_want_of_better_does_not_take_part():
    contact = ContactFactory(user=True, company="Old")
    row = Row(2, {"email": contact.email, "type": "guest", "company": "New"}, defaulted=frozenset({"type"}))

    assert Import(row).verdicts == ["changed"]
    contact.refresh_from_db()
    assert (contact.type, contact.company) == ("user", "New")


@given(numbers=st.lists(st.integers(0, 4), max_size=12), batch=st.integers(1, 5))
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_the_file_is_cut_each_reference_ends_with_its_last_row(numbers, batch):
    rows = [guest(email=f"{n}@example.com", reference=f"r{n}", company=f"{i}") for i, n in enumerate(numbers)]
    Contact.objects.filter(type="guest").delete()

    Import(*rows_of(*rows), run=Run(batch=batch))

    last = {f"r{n}": f"{i}" for i, n in enumerate(numbers)}
    assert dict(Contact.objects.filter(type="guest").values_list("reference", "company")) == last
