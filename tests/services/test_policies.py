"""What a row may do to a contact that is there: overwrite, fill in, add to lists, or nothing; blanks say nothing."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services.policies import Policy, allowed_changes
from tests.commands.files import another_store
from tests.factories import ContactFactory
from tests.services.imports import Import, guest

pytestmark = pytest.mark.django_db

STORED = {"customer_number": "K1", "company": "Old", "biography": "Said\nbefore", "tags": ["vip"]}


def with_policies(row=None, **policies):
    """Take in a row with these policies for the stored contact; give the contact as it is then."""
    done = Import({"customer_number": "K1", **(row or {})}, policies=policies)
    assert done.verdicts in (["changed"], ["unchanged"])
    return with_extras(Contact.objects.whole().get(customer_number="K1"))


@pytest.fixture(autouse=True)
def stored():
    Import(guest(**STORED, phone="020 7946 0000", emails=["ana@example.com", "ana@work.example.com"]))


def test_a_column_without_a_policy_is_overwritten():
    contact = with_policies({"company": "New", "tags": ["new"], "email": "other@example.com"})

    assert (contact.company, contact.tag_names, contact.email) == ("New", ["new"], "other@example.com")


def test_fill_leaves_what_is_there_and_fills_in_what_is_not():
    contact = with_policies(
        {"company": "New", "department": "Sales", "tags": ["new"]}, company="fill", department="fill", tags="fill"
    )

    assert (contact.company, contact.department, contact.tag_names) == ("Old", "Sales", ["vip"])


def test_ignore_leaves_a_column_alone_and_the_others_not():
    contact = with_policies({"company": "New", "title": "Dr", "department": "Sales"}, company="ignore", title="ignore")

    assert (contact.company, contact.title, contact.department) == ("Old", "", "Sales")


def test_a_new_contact_gets_every_column_whatever_the_policies():
    done = Import(guest(email="new@example.com", company="New"), policies={"company": "ignore"})

    assert done.outcomes[0].contact.company == "New"


@pytest.mark.parametrize(
    ("column", "value", "held", "after"),
    [
        ("tags", ["VIP", "new"], "tag_names", ["new", "vip"]),
        ("email", "b@example.com", "emails", ["ana@example.com", "ana@work.example.com", "b@example.com"]),
        ("email", " ANA@work.example.com", "emails", ["ana@example.com", "ana@work.example.com"]),
        ("more_emails", ["b@example.com"], "more_emails", ["ana@work.example.com", "b@example.com"]),
        ("emails", ["b@example.com"], "more_emails", ["ana@work.example.com", "b@example.com"]),
        ("phone", " 020-7946-0000 ", "numbers", ["020 7946 0000"]),
        ("mobile", "07700 900000", "numbers", ["020 7946 0000", "07700 900000"]),
        ("more_numbers", ["1234", "020.7946.0000"], "numbers", ["020 7946 0000", "1234"]),
        ("numbers", ["1234"], "numbers", ["020 7946 0000", "1234"]),
    ],
)
def test_add_takes_up_into_a_list_what_is_new_to_it(column, value, held, after):
    assert getattr(with_policies({column: value}, **{column: "add"}), held) == after


def test_add_on_several_columns_of_one_list_adds_up():
    row = {"email": "b@example.com", "more_emails": ["c@example.com", "B@example.com"]}

    contact = with_policies(row, email="add", more_emails="add")

    assert contact.emails == ["ana@example.com", "ana@work.example.com", "b@example.com", "c@example.com"]


def test_add_on_what_is_no_list_fills_it_in():
    contact = with_policies({"company": "New", "department": "Sales"}, company="add", department="add")

    assert (contact.company, contact.department) == ("Old", "Sales")


@pytest.mark.parametrize("policy", [Policy.FILL, Policy.ADD, Policy.IGNORE])
def test_a_cell_that_clears_clears_only_where_it_overwrites(policy):
    row = {"company": None, "tags": None, "biography": None, "phone": None}

    contact = with_policies(row, company=policy, tags=policy, phone=policy)

    assert (contact.company, contact.tag_names, contact.phone) == ("Old", ["vip"], "020 7946 0000")
    assert contact.biography == ""


def test_what_is_given_once_stays_whatever_the_policy():
    before = Contact.objects.get(customer_number="K1")
    row = {"id": 10**9, "object_id": "0" * 24, "created_at": "2001-01-01T00:00:00+00:00"}

    contact = with_policies(row, created_at="overwrite", object_id="overwrite")

    assert (contact.pk, contact.object_id, contact.created_at) == (before.pk, before.object_id, before.created_at)


def test_a_policy_asks_nothing_of_the_database():
    contact = with_extras(Contact.objects.whole().get(customer_number="K1"))

    changes = allowed_changes(contact, {"tags": ["a"], "grants": [], "company": "New"}, {"grants": Policy.FILL})

    assert changes == {"tags": ["a"], "grants": [], "company": "New"}


TEXTS = st.sampled_from(["", " ", "vip", "VIP ", "ß", "SS", "new one"])
EMAILS = st.sampled_from(["", "b@example.com", " B@example.com", "ana@example.com", "c@example.com"])
NUMBERS = st.sampled_from(["", "020 7946 0000", "0207 946-0000", "07700 900000", " 1234", "0800 FLOWERS"])
LISTED = ["company", "tags", "email", "more_emails", "phone", "mobile", "more_numbers"]
ROWS = st.fixed_dictionaries(
    {"customer_number": st.just("K1")},
    optional={
        "company": TEXTS,
        "tags": st.lists(TEXTS.filter(str.strip), max_size=3),
        "email": EMAILS.filter(str.strip),
        "more_emails": st.lists(EMAILS.filter(str.strip), max_size=2),
        "phone": NUMBERS,
        "mobile": NUMBERS,
        "more_numbers": st.lists(NUMBERS.filter(str.strip), max_size=2),
    },
)


@given(row=ROWS, policies=st.dictionaries(st.sampled_from(LISTED), st.sampled_from(Policy.values)))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_that_is_taken_in_twice_changes_nothing_the_second_time(row, policies):
    with another_store():
        first = Import(row, policies=policies)
        second = Import(row, policies=policies)

    assert second.verdicts == (["invalid"] if first.verdicts == ["invalid"] else ["unchanged"])


def test_an_overwritten_list_loses_nothing_of_what_the_file_does_not_name():
    ContactFactory(customer_number="K2", phone="020 7946 0000", mobile="07700 900000")

    Import({"customer_number": "K2", "mobile": "07700 900001"})

    assert Contact.objects.get(customer_number="K2").numbers == ["020 7946 0000", "07700 900001"]
