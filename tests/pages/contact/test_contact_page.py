"""The page of one contact, as it is read."""

import pytest

from contacts import paging
from contacts.choices import Via
from contacts.forms.blocks import BLOCKS
from contacts.models import Change, Contact, Note
from contacts.services import change_contact, delete_contact
from contacts.services.history import record_many
from tests.factories import ContactFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db


def test_the_page_shows_every_block(client, reader, contact, at):
    client.force_login(reader)

    page = client.get(at("contact", contact)).content.decode()

    for block in BLOCKS.values():
        assert f'id="block-{block.name}"' in page
    for text in ("Ada Brook", "ada.home@", "+44 20 7946 0111", "Acme", "Buyer", "R-1", "Buys &amp; sells.", "1990"):
        assert text in page
    for text in ("1 Mill Lane", "United Kingdom", str(contact.pk), contact.object_id, "Evance API", "vip"):
        assert text in page


def test_a_reader_has_no_button_that_writes(client, reader, contact, at):
    client.force_login(reader)

    page = client.get(at("contact", contact)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert 'method="post"' not in main
    assert "/blocks/" not in main
    assert "Opt out of" not in main


@pytest.mark.parametrize("group", ["Editor", "Manager", "Administrator"])
def test_who_may_change_a_contact_sees_the_pencils(client, member_of, contact, at, group):
    client.force_login(member_of(group))

    page = client.get(at("contact", contact)).content.decode()

    assert page.count("Change: ") == len(BLOCKS)
    assert ("Download vCard" in page) == (group != "Editor")


POSTS = ["contact-tags", "contact-notes", "contact-note-restore", "contact-invite", "contact-card"]


@pytest.mark.parametrize("name", POSTS)
def test_who_may_only_read_is_refused_by_every_address(client, reader, contact, at, name):
    client.force_login(reader)

    assert client.post(at(name, contact)).status_code == 403


def test_who_may_only_read_is_refused_by_every_form(client, reader, contact, at):
    client.force_login(reader)
    change = contact.changes.get()

    assert client.get(at("contact-block", contact, "work")).status_code == 403
    assert client.get(at("contact-consent", contact, "sms")).status_code == 403
    assert client.post(f"/staff/changes/{change.pk}/revert/").status_code == 403


def test_strangers_are_asked_to_sign_in(client, contact, at):
    assert client.get(at("contact", contact)).status_code == 302


def test_what_people_typed_is_never_markup(client, editor, at):
    hostile = '"><img src=x onerror=alert(1)>'
    contact = ContactFactory(first_name="A")
    Contact.objects.filter(pk=contact.pk).update(
        first_name=hostile, company=hostile, biography=hostile, email_optout_reason=hostile, website="javascript:x"
    )
    Note.objects.create(contact=contact, text=hostile, by=editor)
    change_contact(contact.pk, {"tags": ["'\" & b"]}, via=Via.PAGE, by=editor, reason=hostile)
    client.force_login(editor)

    for page in (at("contact", contact), at("contact-block", contact, "about"), at("contact-lens", contact, "csv")):
        text = client.get(page).content.decode()
        assert "<img src=x" not in text
        assert 'href="javascript' not in text


def test_a_deleted_contact_leads_to_the_trash(client, reader, contact, at):
    delete_contact(contact.pk, via=Via.PAGE)
    client.force_login(reader)

    answer = client.get(at("contact", contact))

    assert answer.status_code == 404
    assert "in the trash" in answer.content.decode()


@pytest.mark.parametrize("pk", [1, 2**63, 10**30])
def test_an_unknown_contact_is_not_found(client, reader, pk):
    client.force_login(reader)

    assert client.get(f"/staff/contacts/{pk}/").status_code == 404


def test_the_page_takes_as_many_queries_for_ten_thousand_changes_as_for_one(client, editor, contact, at):
    client.force_login(editor)
    page = at("contact", contact, **{"from": "type=user"})
    client.get(page)
    with statements() as few:
        client.get(page)
    change = contact.changes.get()
    many = [({"company": str(number)}, {"company": str(number + 1)}) for number in range(10_000)]
    record_many("changed", [(contact, *pair) for pair in many], {"via": Via.PAGE, "by": editor})
    assert Change.objects.count() > 10_000
    assert change.pk

    with statements() as lots:
        answer = client.get(page)

    assert answer.status_code == 200
    assert len(lots) == len(few)
    assert len(few) <= 20, few


class TestNeighbours:
    @pytest.fixture
    def three(self, db):
        return [ContactFactory(last_name=name, company="Acme") for name in ("Adams", "Brook", "Cole")]

    def test_lead_through_the_list_that_one_came_from(self, client, reader, at, three):
        client.force_login(reader)
        ContactFactory(last_name="Bell", company="Other")

        page = client.get(at("contact", three[1], **{"from": "company=acme&sort=name"})).content.decode()

        previous, following = (at("contact", one, **{"from": "company=acme&sort=name"}) for one in (three[0], three[2]))
        assert f'href="{previous}" rel="prev"'.replace("&", "&amp;") in page
        assert f'href="{following}" rel="next"'.replace("&", "&amp;") in page
        assert 'href="/staff/contacts/?company=acme&amp;sort=name"' in page

    @pytest.mark.parametrize("sort", ["name", "-name", "-created"])
    def test_say_which_of_how_many_the_contact_is(self, client, reader, at, three, sort):
        client.force_login(reader)
        ContactFactory(last_name="Bell", company="Other")

        page = client.get(at("contact", three[1], **{"from": f"company=acme&sort={sort}"})).content.decode()

        assert "2 of 3" in page

    def test_say_no_place_for_a_contact_that_has_left_the_list(self, client, reader, at, three):
        client.force_login(reader)
        Contact.objects.filter(pk=three[1].pk).update(company="Other")

        page = client.get(at("contact", three[1], **{"from": "company=acme&sort=name"})).content.decode()

        assert " of 2" not in page
        assert 'rel="prev"' in page

    def test_say_no_place_in_a_list_that_is_too_long_to_be_counted(self, client, reader, at, three, monkeypatch):
        monkeypatch.setattr(paging, "REACH", 2)
        client.force_login(reader)

        page = client.get(at("contact", three[1], **{"from": "company=acme&sort=name"})).content.decode()

        assert " of 3" not in page
        assert 'rel="next"' in page

    def test_end_at_the_ends(self, client, reader, at, three):
        client.force_login(reader)

        page = client.get(at("contact", three[0], **{"from": "company=acme&sort=name"})).content.decode()

        assert 'rel="prev"' not in page
        assert 'rel="next"' in page

    def test_are_not_there_for_who_came_from_no_list(self, client, reader, at, three):
        client.force_login(reader)

        assert "rel=" not in client.get(at("contact", three[1])).content.decode().partition("<main")[2][:1500]

    def test_survive_a_query_that_is_nonsense(self, client, reader, at, three):
        client.force_login(reader)
        query = {"from": "sort=nothing&type=\0&&%zz&created_min=never"}

        assert client.get(at("contact", three[1], **query)).status_code == 200


def test_the_link_of_an_e_mail_writes_to_nobody_else(client, reader, at):
    contact = ContactFactory(email="ana?bcc=eve%40example.com&x@example.com")
    client.force_login(reader)

    page = client.get(at("contact", contact)).content.decode()

    assert 'href="mailto:ana%3Fbcc%3Deve%2540example.com%26x@example.com"' in page
