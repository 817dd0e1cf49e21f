"""All that has happened to a contact, its notes, and the way back from each change."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import tracing
from contacts.choices import OperationKind, Via
from contacts.models import Change, Note
from contacts.pages.contact.timeline import PAGE_SIZE
from contacts.services import change_contact
from contacts.services.notes import write_note
from contacts.services.operations import operation
from contacts.services.optouts import opt_out
from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ENTRY = re.compile(r'class="entry entry-(\w+)" id="\w+-(\d+)"')


@pytest.fixture
def pages(client, editor):
    client.force_login(editor)
    return client


def entries(page):
    return [(kind, int(pk)) for kind, pk in ENTRY.findall(page.content.decode())]


def test_everything_stands_in_one_list_the_latest_first(pages, editor, contact, at):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=editor)
    note = write_note(contact, "Call before noon.", editor)

    shown = entries(pages.get(at("contact", contact)))

    assert [kind for kind, _ in shown] == ["note", "consent", "change"]
    assert shown[0] == ("note", note.pk)


def test_an_event_and_the_change_that_tells_the_same_are_one(pages, editor, contact, at):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=editor, reason="A call")
    change_contact(contact.pk, {"post_optout_reason": "moved", "company": "Zeta"}, via=Via.EVANCE)

    page = pages.get(at("contact", contact))

    assert [kind for kind, _ in entries(page)] == ["consent", "change", "consent", "change"]
    assert "A call" in page.content.decode()
    assert [kind for kind, _ in entries(pages.get(at("contact", contact, kind="change")))] == ["change"] * 3
    for version in (2, 3):
        assert page.content.decode().count(f"Revert version {version}") == 1


def test_a_change_says_who_how_why_and_in_which_request_and_operation(pages, contact, at):
    member = StaffMemberFactory(name="Olga Operator")
    token = tracing.request_id.set("request-4711")
    with operation(OperationKind.BULK, via=Via.PAGE, by=member) as deed:
        facts = {"via": Via.PAGE, "by": member, "reason": "Letter of 3 May", "operation": deed}
        change_contact(contact.pk, {"company": "Zeta"}, **facts)
    tracing.request_id.reset(token)

    page = pages.get(at("contact", contact)).content.decode()

    for text in ("Olga Operator", "Staff page", "Letter of 3 May", "request-4711", f"/staff/operations/{deed.pk}/"):
        assert text in page
    assert re.search(r"Company</th>\s*<td[^>]*>Acme</td>\s*<td[^>]*>Zeta</td>", page)


@pytest.mark.parametrize("kind", ["note", "change", "consent"])
def test_the_list_is_narrowed_to_one_kind(pages, editor, contact, at, kind):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=editor)
    write_note(contact, "A note.", editor)

    shown = entries(pages.get(at("contact", contact, kind=kind)))

    assert {kind for kind, _ in shown} == {kind}


def test_older_pages_follow_without_gap_or_double(pages, editor, contact, at):
    now = timezone.now().replace(microsecond=0)
    for number in range(PAGE_SIZE * 2):
        # Several in the same instant, and of two kinds.
        write_note(contact, f"Note {number}", editor, now - timedelta(minutes=number // 4))
    Change.objects.update(at=now - timedelta(minutes=3))
    found, page = [], pages.get(at("contact", contact))
    while True:
        found += entries(page)
        older = re.search(r'href="(\?[^"]*before=[^"#]*)', page.content.decode())
        if not older:
            break
        page = pages.get(at("contact", contact) + older[1].replace("&amp;", "&"))

    assert len(found) == len(set(found)) == PAGE_SIZE * 2 + 1


def test_htmx_gets_the_next_entries_alone(pages, editor, contact, at):
    for number in range(PAGE_SIZE + 1):
        write_note(contact, f"Note {number}", editor)
    older = re.search(r'href="(\?[^"]*before=[^"#]*)', pages.get(at("contact", contact)).content.decode())[1]

    page = pages.get(at("contact", contact) + older, headers={"HX-Request": "true", "HX-Target": "older"})

    assert page.content.decode().strip().startswith("<li")
    assert len(entries(page)) == 2


def test_a_made_up_place_is_not_found(pages, contact, at):
    assert pages.get(at("contact", contact, before="made-up")).status_code == 404


class TestReverting:
    def test_brings_back_what_was_and_offers_the_way_back(self, pages, contact, at):
        change = change_contact(contact.pk, {"company": "Zeta"}, via=Via.EVANCE).changes.latest("pk")

        page = pages.post(f"/staff/changes/{change.pk}/revert/", follow=True).content.decode()

        contact.refresh_from_db()
        assert contact.company == "Acme"
        assert "The change is reverted." in page
        pages.post(re.search(r'formaction="([^"]*)"', page)[1])
        contact.refresh_from_db()
        assert contact.company == "Zeta"

    def test_says_what_stays(self, pages, contact, at):
        change = change_contact(contact.pk, {"company": "Zeta"}, via=Via.EVANCE).changes.latest("pk")
        change_contact(contact.pk, {"company": "Omega"}, via=Via.EVANCE)

        page = pages.post(f"/staff/changes/{change.pk}/revert/", follow=True).content.decode()

        assert "Nothing was reverted." in page
        assert "Company: It has been changed since." in page

    def test_of_a_creation_leads_to_the_trash_instead(self, pages, contact, at):
        page = pages.post(f"/staff/changes/{contact.changes.get().pk}/revert/", follow=True).content.decode()

        assert "move it to the trash" in page
        assert "Revert version 1" not in page

    @pytest.mark.parametrize("pk", [1, 2**63, 10**30])
    def test_of_nothing_is_not_found(self, pages, pk):
        assert pages.post(f"/staff/changes/{pk}/revert/").status_code == 404

    def test_leads_nowhere_else(self, pages, contact, at):
        change = change_contact(contact.pk, {"company": "Zeta"}, via=Via.EVANCE).changes.latest("pk")

        answer = pages.post(f"/staff/changes/{change.pk}/revert/", {"next": "https://evil.example/"})

        assert answer["Location"] == at("contact", contact)

    def test_renews_all_that_it_may_have_changed_in_place(self, pages, contact, at):
        change = change_contact(contact.pk, {"company": "Zeta"}, via=Via.EVANCE).changes.latest("pk")

        page = pages.post(f"/staff/changes/{change.pk}/revert/", headers=HTMX).content.decode()

        for part in ("block-work", "block-address", "contact-head", "timeline", "consent", "origin"):
            assert re.search(rf'id="{part}"[^>]* hx-swap-oob="true"', page)
        assert page.count('id="messages"') == 1
        assert "The change is reverted." in page


class TestNotes:
    def test_are_written_changed_deleted_and_brought_back(self, pages, editor, contact, at):
        pages.post(at("contact-notes", contact), {"text": "Call\r\nbefore noon."})
        note = contact.notes.get()
        assert (note.text, note.by) == ("Call\nbefore noon.", editor)

        pages.post(at("contact-note", contact, note.pk), {"text": "Call after noon."})
        note.refresh_from_db()
        assert note.text == "Call after noon."

        page = pages.post(at("contact-note-delete", contact, note.pk), follow=True).content.decode()
        assert not contact.notes.exists()
        pages.post(re.search(r'formaction="([^"]*)"', page)[1], {"next": at("contact", contact)})
        assert (contact.notes.get().text, contact.notes.get().at) == ("Call after noon.", note.at)
        pages.post(at("contact-note-restore", contact))
        assert contact.notes.count() == 1

    def test_are_written_and_deleted_in_place(self, pages, contact, at):
        page = pages.post(at("contact-notes", contact), {"text": "Call before noon."}, headers=HTMX).content.decode()

        note = contact.notes.get()
        assert re.search(r'<textarea[^>]*id="note-text"[^>]*></textarea>', page)
        assert re.search(rf'id="timeline"[^>]* hx-swap-oob="true".* id="note-{note.pk}"', page, re.DOTALL)
        assert "The note is added." in page

        page = pages.post(at("contact-note-delete", contact, note.pk), headers=HTMX).content.decode()

        assert re.search(r'id="timeline"[^>]* hx-swap-oob="true"', page)
        assert "Call before noon." not in page
        assert f'formaction="{at("contact-note-restore", contact)}"' in page

    def test_are_changed_in_place(self, pages, editor, contact, at):
        note = write_note(contact, "Call before noon.", editor)

        form = pages.get(at("contact-note", contact, note.pk), headers=HTMX).content.decode()
        page = pages.post(at("contact-note", contact, note.pk), {"text": "Call after noon."}, headers=HTMX)

        assert form.lstrip().startswith("<form")
        assert page.content.decode().lstrip().startswith('<span class="entry-icon"')
        assert "Call after noon." in page.content.decode()
        assert "The note is changed." in page.content.decode()
        assert (
            "<form" not in pages.get(at("contact-note", contact, note.pk, shown=""), headers=HTMX).content.decode()[:40]
        )
        assert pages.get(at("contact-note", contact, note.pk, shown="")).status_code == 302

    def test_that_are_refused_in_place_keep_what_was_typed(self, pages, contact, at):
        page = pages.post(at("contact-notes", contact), {"text": "<b>bold</b>"}, headers=HTMX).content.decode()

        assert page.lstrip().startswith("<form")
        assert re.search(r'aria-invalid="true"[^>]*>&lt;b&gt;bold&lt;/b&gt;</textarea>', page)

    def test_of_others_are_read_but_not_touched(self, pages, contact, at):
        note = write_note(contact, "Mine alone.", StaffMemberFactory())

        page = pages.get(at("contact", contact)).content.decode()

        assert "Mine alone." in page
        assert "Change the note" not in page
        assert pages.get(at("contact-note", contact, note.pk)).status_code == 404
        assert pages.post(at("contact-note-delete", contact, note.pk)).status_code == 404
        assert Note.objects.count() == 1

    @pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "<b>bold</b>", "\0"])
    def test_that_are_none_are_refused(self, pages, contact, at, text):
        answer = pages.post(at("contact-notes", contact), {"text": text})

        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
        assert not contact.notes.exists()
