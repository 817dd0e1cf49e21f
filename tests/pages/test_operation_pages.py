"""The pages of operations: the list, one operation, its progress, and what can be done with it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HTMX_STOP_POLLING

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Contact, Leftover, Operation
from contacts.services.background import beat
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.selections import Selection
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.imports.wizard import work_off
from tests.queries import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = StaffMemberFactory(is_superuser=True)
    client.force_login(member)
    return member


def an_edit(*contacts, by=None, **deed):
    """Give a bulk edit of these contacts that has begun."""
    deed = BulkDeed("edit", **(deed or {"values": {"company": "ACME"}}))
    return begin_bulk(Selection([contact.pk for contact in contacts]), deed, via=Via.PAGE, by=by, reason="New name")


def an_operation(**facts):
    return Operation.objects.create(**{"kind": OperationKind.BULK, "via": Via.PAGE, "state": "done", **facts})


def page_of(deed, name="operation"):
    return reverse(f"staff:{name}", args=[deed.pk])


def test_the_list_tells_what_who_when_and_with_what_result(client, member):
    deed = an_edit(ContactFactory(), by=member)
    run_bulk(deed)

    page = client.get(reverse("staff:operations")).text

    for word in ("Edit fields", "New name", str(member), "changed", page_of(deed)):
        assert word in page


def test_the_list_is_narrowed_by_kind_state_person_and_days(client, member):
    old = an_operation(started_at=timezone.now() - timedelta(days=9))
    undo = an_operation(kind=OperationKind.UNDO, undoes=old, state="running", by=member)
    today = timezone.localdate().isoformat()

    def found(**narrowing):
        page = client.get(reverse("staff:operations"), narrowing).text
        return [deed for deed in (old, undo) if f'href="{page_of(deed)}"' in page]

    assert found() == [old, undo]
    assert found(kind="undo") == found(state="running") == found(by=member.pk) == found(begun_from=today) == [undo]
    assert found(kind="bulk", begun_to=today) == [old]
    assert found(kind="nonsense") == []


def test_the_list_goes_on_from_page_to_page_and_back(client, member):
    deeds = [an_operation() for _number in range(120)][::-1]
    address, seen = reverse("staff:operations") + "?kind=bulk", []
    for _page in range(3):
        page = client.get(address)
        seen += [row["deed"] for row in page.context["rows"]]
        address = reverse("staff:operations") + page.context["older"]
    assert seen == deeds
    assert page.context["older"] == ""

    back = client.get(reverse("staff:operations") + page.context["newer"])

    assert [row["deed"] for row in back.context["rows"]] == deeds[50:100]


def test_an_empty_list_says_why(client, member):
    assert "Nothing has touched many contacts yet" in client.get(reverse("staff:operations")).text
    assert "No operation fits" in client.get(reverse("staff:operations"), {"kind": "undo"}).text


def test_the_lists_queries_do_not_grow(client, member):
    counts = []
    for number in (1, 30):
        for _ in range(number):
            an_operation(by=member, kind=OperationKind.UNDO, undoes=an_operation())
        with statements() as sent:
            client.get(reverse("staff:operations"))
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def test_the_page_tells_in_plain_words_what_was_to_be_done(client, member):
    deed = an_edit(ContactFactory(), values={"company": "ACME"}, cleared=["website"])
    run_bulk(deed)

    page = client.get(page_of(deed)).text

    for words in ("set to “ACME”", "cleared", "1 that was ticked", "New name", f"?operation={deed.pk}"):
        assert words in page


def test_while_it_runs_the_page_looks_again_until_it_is_told_to_stop(client, member):
    deed = an_edit(*[ContactFactory() for _ in range(3)])
    page = client.get(page_of(deed)).text
    assert "every 2s" in page
    assert "0 of 3" in page

    look = client.get(page_of(deed), headers={"HX-Request": "true"})
    assert look.status_code == 200
    assert "every 2s" in look.text

    run_bulk(deed)
    look = client.get(page_of(deed), headers={"HX-Request": "true"})
    assert look.status_code == HTMX_STOP_POLLING
    assert "every 2s" not in look.text


def test_a_look_takes_no_message_away_from_the_page_that_the_person_is_at(client, member):
    deed = an_edit(*[ContactFactory() for _ in range(3)])
    client.post(reverse("staff:operation-pause", args=[deed.pk]))

    look = client.get(page_of(deed), headers={"HX-Request": "true"})

    assert "What is done stays; go on" not in look.text
    assert "What is done stays; go on" in client.get("/staff/me/").text


def test_the_page_says_plainly_when_no_worker_runs(client, member):
    deed = an_edit(ContactFactory())
    assert "python manage.py work" in client.get(page_of(deed)).text

    beat("worker")

    assert "python manage.py work" not in client.get(page_of(deed)).text


def test_it_is_paused_resumed_and_cancelled_by_plain_posts(client, member):
    deed = an_edit(ContactFactory())
    states = []
    for name in ("pause", "resume", "cancel", "resume"):
        assert client.post(page_of(deed, f"operation-{name}")).status_code == 302
        deed.refresh_from_db()
        states.append(deed.state)
    assert states == [OperationState.PAUSED, OperationState.RUNNING, OperationState.CANCELLED, OperationState.CANCELLED]
    assert "Nothing was done" in client.get(page_of(deed)).text


def test_the_ages_of_its_contacts_are_looked_up_by_a_worker_once_it_is_cancelled(client, member):
    contacts = [ContactFactory() for _ in range(3)]
    deed = an_edit(*contacts)
    run_bulk(deed)
    Operation.objects.filter(pk=deed.pk).update(state="running", ended_at=None, oldest=None, newest=None)

    with statements() as sent:
        client.post(page_of(deed, "operation-cancel"))

    assert [sql for sql in sent if "MIN(" in sql] == []
    assert set(Contact.objects.touched_by(deed.pk)) == set(contacts)
    work_off()
    deed.refresh_from_db()
    assert (deed.state, deed.oldest, deed.newest) == ("cancelled", contacts[0].created_at, contacts[2].created_at)
    assert set(Contact.objects.touched_by(deed.pk)) == set(contacts)


def test_leftovers_are_listed_and_given_as_a_file_without_formulas(client, member):
    deed = an_operation()
    contact = ContactFactory()
    Leftover.objects.create(operation=deed, contact_id=contact.pk, field="company", reason="=1+1")
    Leftover.objects.create(operation=deed, line=7, field="Their header", value="x", reason="Too long")

    page = client.get(page_of(deed)).text
    file = client.get(page_of(deed, "operation-leftovers"))

    assert reverse("staff:contact", args=[contact.pk]) in page
    assert "line 7" in page
    assert file.getvalue().decode().splitlines() == [
        "contact,line,field,value,reason",
        f"{contact.pk},,company,,'=1+1",
        ",7,Their header,x,Too long",
    ]


def test_the_pages_queries_do_not_grow_with_what_was_left_over(client, member):
    counts = []
    for number in (1, 60):
        deed = an_operation()
        for _ in range(number):
            Leftover.objects.create(operation=deed, contact_id=ContactFactory().pk, reason="No")
        with statements() as sent:
            client.get(page_of(deed))
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize(
    ("group", "may_see", "may_act"), [("Reader", True, False), ("Editor", True, False), ("Manager", True, True)]
)
def test_who_may_see_and_who_may_act(client, group, may_see, may_act):
    member = StaffMemberFactory(is_staff=True)
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)
    deed = an_edit(ContactFactory())

    page = client.get(page_of(deed))

    assert (page.status_code == 200) == may_see
    assert ("Pause" in page.text) == may_act
    for name in ("pause", "resume", "cancel", "undo"):
        assert (client.post(page_of(deed, f"operation-{name}")).status_code == 302) == may_act


def test_who_may_not_look_is_refused_and_what_is_not_there_is_not_found(client, member):
    assert client.get(reverse("staff:operation", args=[10**6])).status_code == 404
    client.force_login(StaffMemberFactory(is_staff=True))
    assert client.get(reverse("staff:operations")).status_code == 403
