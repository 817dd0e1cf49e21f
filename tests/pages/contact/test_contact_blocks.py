"""Changing a contact in place, block by block."""

import re

import pytest

from contacts.choices import Via
from contacts.forms.blocks import BLOCKS
from contacts.services import change_contact
from tests.factories import AccessRoleFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def inputs_of(page):
    """Give the inputs of the form in the main part of a page, as a browser sends them."""
    main = page.partition("<main")[2] or page
    sent = {}
    for tag in re.findall(r"<input [^>]*>", main):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") not in ("radio", "checkbox", "file") and "name" in facts:
            sent[facts["name"]] = _plain(facts.get("value", ""))
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', main, re.DOTALL):
        sent[name] = _plain(text)
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = _plain(chosen[1]) if chosen else ""
    return sent


def _plain(text):
    return text.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", '"')


@pytest.fixture
def pages(client, editor):
    client.force_login(editor)
    return client


CHANGES = {
    "identity": {"first_name": "Eda"},
    "reach": {"email": "eda@example.com", "more_emails": "", "mobile": "+44 7400 123 456"},
    "address": {"address_line1": "2 Mill Lane", "address_country": "DE"},
    "work": {"company": "Acme & Co"},
    "references": {"reference": "R-2", "customer_number": "K-1"},
    "dates": {"leave_date": "2027-01-31", "date_of_birth": ""},
    "about": {"biography": "Buys.\nSells.", "website": ""},
    "access": {"grants_role-1_status": "active"},
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_each_block_is_changed_by_itself_through_the_door(pages, editor, contact, at, name, headers):
    AccessRoleFactory(reference="role-1")
    form = inputs_of(pages.get(at("contact-block", contact, name), headers=headers).content.decode())
    assert CHANGES[name].keys() <= form.keys()

    answer = pages.post(
        at("contact-block", contact, name), form | CHANGES[name] | {"reason": "A call"}, headers=headers
    )

    assert answer.status_code == (200 if headers else 302), answer.content.decode()[:3000]
    change = contact.changes.latest("pk")
    assert (change.via, change.by, change.reason) == (Via.PAGE, editor, "A call")
    assert len(change.after) == len(CHANGES[name])


def test_what_was_not_changed_leaves_no_trace(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "reach")).content.decode())

    assert pages.post(at("contact-block", contact, "reach"), form).status_code == 302
    assert contact.changes.count() == 1


def test_errors_stand_at_their_fields_and_above_the_form(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "reach")).content.decode())

    for headers in ({}, HTMX):
        answer = pages.post(at("contact-block", contact, "reach"), form | {"email": "no mail"}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'href="#reach-email"' in page
        assert 'id="reach-email_error"' in page
        assert 'aria-describedby="reach-email_error"' in page
        assert ("<main" in page) == (not headers)
    contact.refresh_from_db()
    assert contact.email == "ada@example.com"


def test_after_saving_htmx_gets_the_block_and_all_that_tells_of_the_change(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "work"), headers=HTMX).content.decode())

    answer = pages.post(at("contact-block", contact, "work"), form | {"company": "Zeta"}, headers=HTMX)

    page = answer.content.decode()
    assert page.count("Zeta") >= 2
    for part in (
        'id="block-work"',
        'id="contact-head"',
        'id="timeline"',
        'id="origin"',
        'id="messages" aria-live="polite" hx-swap-oob="innerHTML"',
    ):
        assert part in page
    assert "HX-Request" in answer["Vary"]


def test_saving_offers_the_way_back(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "work")).content.decode())
    page = pages.post(at("contact-block", contact, "work"), form | {"company": "Zeta"}, follow=True).content.decode()

    undo = re.search(r'formaction="([^"]*revert/)"', page)[1]
    pages.post(undo, {"next": at("contact", contact)})

    contact.refresh_from_db()
    assert contact.company == "Acme"


def test_cancelling_gives_the_block_as_it_is_read(pages, contact, at):
    page = pages.get(at("contact-block", contact, "work") + "?shown", headers=HTMX).content.decode()

    assert 'id="block-work"' in page
    assert "<form" not in page


def test_a_stale_block_shows_the_conflict_and_stores_what_was_chosen(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "work")).content.decode())
    change_contact(contact.pk, {"company": "Theirs"}, via=Via.EVANCE)

    answer = pages.post(at("contact-block", contact, "work"), form | {"company": "Mine", "position": "Director"})

    page = answer.content.decode()
    assert "Somebody else has changed the same meanwhile" in page
    contact.refresh_from_db()
    assert contact.company == "Theirs"
    for text in ("Acme", "Theirs", "Mine"):
        assert text in page
    chosen = inputs_of(page) | {"choice-company": "mine"}
    assert pages.post(at("contact-block", contact, "work"), chosen).status_code == 302
    contact.refresh_from_db()
    assert (contact.company, contact.position) == ("Mine", "Director")


def test_different_fields_are_no_conflict(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "work")).content.decode())
    change_contact(contact.pk, {"company": "Theirs"}, via=Via.EVANCE)

    assert pages.post(at("contact-block", contact, "work"), form | {"position": "Director"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.company, contact.position) == ("Theirs", "Director")


def test_there_is_no_other_block(pages, contact, at):
    assert pages.get(at("contact-block", contact, "nothing")).status_code == 404


def test_a_password_is_set_and_never_shown(pages, contact, at):
    form = inputs_of(pages.get(at("contact-block", contact, "access")).content.decode())
    page = pages.post(at("contact-block", contact, "access"), form | {"raw_password": "correct horse"}, follow=True)

    assert "correct horse" not in page.content.decode()
    contact.refresh_from_db()
    assert contact.password


class TestTags:
    def test_are_put_on_and_taken_off(self, pages, contact, at):
        for headers in ({}, HTMX):
            pages.post(at("contact-tags", contact), {"add": "Trade"}, headers=headers)
            assert sorted(tag.name for tag in contact.tags.all()) == ["Trade", "vip"]
            pages.post(at("contact-tags", contact), {"remove": "trade"}, headers=headers)
            assert [tag.name for tag in contact.tags.all()] == ["vip"]

    def test_say_what_is_wrong_with_them(self, pages, contact, at):
        page = pages.post(at("contact-tags", contact), {"add": "<b>x</b>"}).content.decode()

        assert 'id="new-tag-error"' in page
        assert "&lt;b&gt;" in page
