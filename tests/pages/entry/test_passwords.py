import re
from time import time

import pytest
from django.core import mail
from time_machine import travel

from contacts.pages.entry import passwords
from contacts.services.preferences import prefer
from tests.factories import StaffMemberFactory
from tests.pages.entry.conftest import PASSWORD

RESET, NEW = "/staff/password/reset/", "staple battery horse"


@pytest.fixture(autouse=True)
def prompt_postman(monkeypatch):
    monkeypatch.setattr(passwords.postman, "submit", lambda deliver, letter: deliver(letter))


def ask(client, email="kim@example.com", **more):
    return client.post(RESET, {"email": email}, **more)


def link() -> str:
    return re.search(r"http://testserver(/staff/password/reset/\S+)", mail.outbox[-1].body)[1]


def set_password(client, address, password=NEW):
    page = client.get(address, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else address
    return client.post(where, {"new_password1": password, "new_password2": password})


def test_a_forgotten_password_is_set_anew_by_mail(client, kim, sign_in):
    assert ask(client, "KIM@example.com").url == f"{RESET}sent/"
    assert mail.outbox[0].to == ["kim@example.com"]
    assert mail.outbox[0].subject == "Set a new password"

    assert set_password(client, link()).url == "/staff/sign-in/"

    assert "Your new password is set" in client.get("/staff/sign-in/").text
    assert sign_in().status_code == 200
    assert sign_in(password=NEW).status_code == 302


def test_the_answer_is_the_same_for_an_unknown_address(client, kim):
    known, unknown = ask(client), ask(client, "nobody@example.com")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("facts", [{"is_active": False}, {"is_staff": False}])
def test_who_does_not_work_here_any_more_gets_no_mail(client, kim, facts):
    type(kim).objects.update(**facts)

    ask(client)

    assert mail.outbox == []


def test_the_mail_speaks_the_language_of_its_reader(client, kim):
    prefer(kim, language="de")

    ask(client, headers={"Accept-Language": "fr"})

    assert len(mail.outbox) == 1


def test_a_link_works_once(client, kim):
    ask(client)
    address = link()
    set_password(client, address)

    again = client.get(address)

    assert again.status_code == 410
    assert "This link is no longer valid" in again.text


def test_a_link_works_for_four_hours(client, kim):
    ask(client)

    with travel(time() + 4 * 60 * 60 + 60):
        assert client.get(link()).status_code == 410


def test_a_made_up_link_is_void(client, db):
    assert client.get(f"{RESET}x/y/").status_code == 410


def test_a_weak_password_is_refused(client, kim):
    ask(client)

    assert "too common" in set_password(client, link(), "password").text


def test_a_new_password_ends_a_lock_out(client, kim, sign_in):
    for _each in range(6):
        sign_in(password="wrong")
    ask(client)

    set_password(client, link())

    assert sign_in(password=NEW).status_code == 302


def test_no_more_than_three_mails_an_hour_go_to_one_address(client, kim):
    answers = {ask(client, REMOTE_ADDR=f"192.0.2.{number}").url for number in range(5)}

    assert answers == {f"{RESET}sent/"}
    assert len(mail.outbox) == 3


def test_one_machine_cannot_ask_for_mail_after_mail(client, kim):
    answers = [ask(client, f"somebody{number}@example.com").status_code for number in range(21)]

    assert answers == [302] * 20 + [429]


def test_a_mail_that_cannot_be_sent_is_nobodys_business_but_the_logs(client, kim, monkeypatch, caplog):
    def refuse(mail):
        raise OSError("no route to host")

    monkeypatch.setattr(passwords.EmailMessage, "send", refuse)

    assert ask(client).status_code == 302
    assert "could not be sent" in caplog.text


def test_a_password_is_changed_by_who_knows_the_former_one(at_the_desk, kim):
    typed = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert at_the_desk.post("/staff/me/password/", typed).status_code == 200

    assert at_the_desk.post("/staff/me/password/", typed | {"old_password": PASSWORD}).url == "/staff/me/"

    kim.refresh_from_db()
    assert kim.check_password(NEW)
    assert at_the_desk.get("/staff/me/").status_code == 200


def test_other_sessions_end_with_the_former_password(at_the_desk, kim):
    other = type(at_the_desk)()
    other.force_login(kim)
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

    at_the_desk.post("/staff/me/password/", typed)

    assert other.get("/staff/me/").status_code == 302


def test_a_colleague_is_not_touched(client, kim):
    other = StaffMemberFactory()
    ask(client)

    set_password(client, link())

    other.refresh_from_db()
    assert not other.has_usable_password() or not other.check_password(NEW)
