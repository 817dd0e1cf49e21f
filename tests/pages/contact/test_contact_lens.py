"""How others see a contact, and what leaves with it."""

import json

import pytest
from django.core import mail

from contacts.choices import OperationKind
from contacts.exchange.lens import LENSES
from contacts.models import Operation
from contacts.services import change_contact
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def test_the_dialects_show_their_own_json_and_what_it_lacks(contact):
    contact = change_contact(contact.pk, {"customer_number": "K-1", "raw_password": "correct horse"}, via="page")
    divendo, evance = (LENSES[name].see(contact) for name in ("divendo", "evance"))

    assert json.loads(divendo.text)["id"] == contact.object_id
    assert {"Type", "Company", "Reference", "Tags", "Password"} <= set(divendo.lacking)
    assert not {"Customer number", "E-mail", "More e-mails"} & set(divendo.lacking)
    assert json.loads(evance.text)["contact"]["id"] == contact.pk
    assert set(evance.lacking) == {"More e-mails", "Title", "Customer number", "Password"}


def test_files_hold_all_of_it_and_say_what_only_we_understand(contact):
    row, card = LENSES["csv"].see(contact), LENSES["vcard"].see(contact)

    assert (row.lacking, card.lacking) == ([], [])
    assert row.text.startswith("id,object_id,type")
    assert card.text.startswith("BEGIN:VCARD")
    assert {"Type", "Reference"} <= set(card.private)
    assert "E-mail" not in card.private
    assert LENSES["vcard3"].see(contact).text.splitlines()[1] == "VERSION:3.0"


@pytest.mark.parametrize("name", LENSES)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_a_reader_may_look_and_copy(client, reader, contact, at, name, headers):
    client.force_login(reader)

    page = client.get(at("contact-lens", contact, name), headers=headers).content.decode()

    assert "data-copy=" in page
    assert ("<main" in page) == (not headers)


def test_there_is_no_other_lens(client, reader, contact, at):
    client.force_login(reader)

    assert client.get(at("contact-lens", contact, "xml")).status_code == 404


def test_a_card_that_is_taken_along_leaves_a_trace(client, member_of, contact, at):
    client.force_login(manager := member_of("Manager"))

    answer = client.post(at("contact-card", contact))

    trace = Operation.objects.get(kind=OperationKind.EXPORT)
    assert answer["Content-Type"].startswith("text/vcard")
    assert b"FN:Ada Brook" in answer.content
    assert (trace.by, trace.counts, trace.state) == (manager, {"exported": 1}, "done")


class TestInviting:
    def test_mails_the_person_a_link(self, client, editor, contact, at):
        client.force_login(editor)

        page = client.post(at("contact-invite", contact), follow=True).content.decode()

        assert "on its way to ada@example.com" in page
        assert "http://testserver/invitations/" in mail.outbox[0].body

    def test_is_for_users_alone(self, client, editor, at, db):
        client.force_login(editor)

        page = client.post(at("contact-invite", ContactFactory()), follow=True).content.decode()

        assert "Only a contact of the type user" in page
        assert mail.outbox == []

    def test_says_when_no_mail_goes_out(self, client, editor, contact, at, monkeypatch):
        def refuse(*args):
            raise ConnectionRefusedError

        monkeypatch.setattr("contacts.services.invitations.send_invitation", refuse)
        client.force_login(editor)

        page = client.post(at("contact-invite", contact), follow=True).content.decode()

        assert "The mail could not be sent" in page
