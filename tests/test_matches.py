"""A list of few matches is cut out of them, one of many along its order; nobody can tell by the answer."""

import pytest
from django.core.cache import cache

from contacts import matches, paging, reading
from contacts.choices import OperationKind, Via
from contacts.models import Contact
from contacts.paging import SORTS, page_after, page_at, page_before, total_of
from contacts.services import change_contact
from contacts.services.operations import operation
from tests.factories import ContactFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
FEW, MANY, FAR = 10_000, 3, 10_000


@pytest.fixture
def annas():
    for number in range(7):
        ContactFactory(first_name="Anna", last_name=f"Smith {number % 3}", company=f"Company {number % 2}")
    ContactFactory(first_name="Anna", last_name="Jones")
    return Contact.objects.search("anna smith")


def _walk(contacts, order, read):
    """Go to the end by the links and back again; give the keys of each page."""
    page = page_at(contacts, order, 0, 3, read=read)
    while page.next:
        yield [contact.pk for contact in page.contacts]
        page = page_after(contacts, order, page.next, 3, read=read)
    while page.previous:
        yield [contact.pk for contact in page.contacts]
        page = page_before(contacts, order, page.previous, 3, read=read)


@pytest.mark.parametrize("read", [list, reading.read])
@pytest.mark.parametrize(("reach", "far"), [(FEW, FAR), (MANY, FAR), (MANY, 5), (MANY, 0)])
@pytest.mark.parametrize("sort", SORTS)
def test_a_page_is_the_same_however_it_is_found(annas, monkeypatch, sort, reach, far, read):
    ContactFactory.create_batch(3)
    monkeypatch.setattr(paging, "REACH", reach)
    monkeypatch.setattr(matches, "_FAR", far)
    cache.clear()
    order = SORTS[sort]
    keys = [contact.pk for contact in order.sort(annas)]

    pages = list(_walk(annas, order, read))

    assert pages == [keys[:3], keys[3:6], keys[6:], keys[3:6]]
    assert [contact.pk for contact in page_at(annas, order, 2, 3, read=read).contacts] == keys[2:5]
    assert page_at(annas, order, 50, 3, read=read).contacts == []


def test_a_page_of_few_matches_tells_how_many_there_are(annas):
    page = page_at(annas, SORTS["created"], 0, 3)

    with statements() as sent:
        assert total_of(annas, page) == total_of(annas, page, exact=True) == 7
    assert sent == []


def test_few_matches_take_two_statements_and_none_take_one(annas):
    with statements() as sent:
        page_at(annas, SORTS["created"], 0, 3, read=reading.read)
    assert len(sent) == 2

    with statements() as sent:
        assert page_at(annas.search("nobody"), SORTS["created"], 0, 3, read=reading.read).contacts == []
    assert len(sent) == 1


def test_a_list_that_is_long_is_not_counted_anew_for_each_page(annas, monkeypatch):
    monkeypatch.setattr(paging, "REACH", MANY)
    cache.clear()
    page = page_at(annas, SORTS["created"], 0, 3)

    with statements() as sent:
        page_after(annas, SORTS["created"], page.next, 3)
        page_after(annas, SORTS["created"], page.next, 3)
        assert total_of(annas, page) is None
    # How far the walk may go, the walk, and the walk again.
    assert len(sent) == 3


def test_a_long_list_at_the_far_end_of_an_order_is_sorted_where_the_walk_meets_too_few(annas, monkeypatch):
    ContactFactory.create_batch(5)
    monkeypatch.setattr(paging, "REACH", MANY)
    monkeypatch.setattr(matches, "_FAR", 5)
    page_at(annas, SORTS["name"], 0, 3)

    with statements() as at_hand:
        oldest = page_at(annas, SORTS["created"], 0, 3).contacts
    with statements() as far_off:
        newest = page_at(annas, SORTS["-created"], 0, 3).contacts

    assert newest[-1].created_at > oldest[-1].created_at
    assert len(at_hand) == 2
    # It is looked no further for the end of the walk, for matches on it, for all matches, and at those of the page.
    assert len(far_off) == 4


def test_contacts_of_an_operation_are_walked_where_they_lie_in_an_order(monkeypatch):
    monkeypatch.setattr(paging, "REACH", MANY)
    monkeypatch.setattr(matches, "_FAR", 3)
    with operation(OperationKind.BULK, via=Via.PAGE) as deed:
        touched = [ContactFactory() for _number in range(5)]
        for contact in touched:
            change_contact(contact.pk, {"company": "B"}, via=Via.PAGE, operation=deed)
    ContactFactory.create_batch(9)
    found = Contact.objects.touched_by(deed.pk)

    with statements() as sent:
        page = page_at(found, SORTS["-created"], 0, 2)

    assert page.contacts == touched[:2:-1]
    # That they are many, how far the walk may go, and the walk.
    assert len(sent) == 3


def test_a_list_that_nothing_narrows_is_walked_at_once(annas):
    with statements() as sent:
        page_at(Contact.objects.all(), SORTS["created"], 0, 3)
    assert len(sent) == 1


def test_a_page_keeps_what_was_to_be_read_with_it(annas):
    (contact, *_others) = page_at(annas.with_tags(), SORTS["created"], 0, 3).contacts

    assert contact.tag_names is None
