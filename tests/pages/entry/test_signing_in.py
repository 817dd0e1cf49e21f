import re

import pytest
from django.test import Client
from time_machine import travel

from tests.factories import StaffMemberFactory
from tests.pages.entry.conftest import PASSWORD

SIGN_IN, HOME = "/staff/sign-in/", "/staff/"


def is_in(client) -> bool:
    return client.get("/staff/me/").status_code == 200


def test_a_member_signs_in_by_e_mail_however_it_is_typed(client, sign_in):
    response = sign_in(" KIM@Example.com ")

    assert (response.status_code, response.url) == (302, HOME)
    assert is_in(client)


def test_the_page_helps_password_managers(client, db):
    page = client.get(SIGN_IN).text

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.parametrize("facts", [{"is_staff": False}, {"is_active": False}])
def test_who_does_not_work_here_any_more_hears_what_a_stranger_hears(client, sign_in, kim, facts):
    type(kim).objects.update(**facts)

    refused, unknown = sign_in(), sign_in("nobody@example.com")

    complaint = re.search('role="alert">.*?</div>', unknown.text, re.DOTALL)[0]
    assert complaint in refused.text
    assert not is_in(client)


def test_one_goes_where_one_wanted_to(client, sign_in):
    asked = client.get("/staff/me/password/")
    assert asked.url == f"{SIGN_IN}?next=/staff/me/password/"

    assert sign_in(address=asked.url).url == "/staff/me/password/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_out_of_the_store(sign_in, address):
    assert sign_in(address=f"{SIGN_IN}?next={address}").url == HOME


def test_who_is_in_is_led_on(at_the_desk):
    assert at_the_desk.get(SIGN_IN).url == HOME


def test_who_has_lost_the_right_to_sign_in_is_not_led_in_circles(at_the_desk, kim):
    type(kim).objects.update(is_staff=False)

    assert at_the_desk.get(HOME).url.startswith(SIGN_IN)
    assert at_the_desk.get(SIGN_IN).status_code == 200


def test_a_session_that_was_foisted_on_somebody_does_not_become_theirs(client, sign_in):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    sign_in()

    assert client.cookies["sessionid"].value != session.session_key


def test_signing_out_takes_a_form(at_the_desk):
    assert at_the_desk.get("/staff/sign-out/").status_code == 405
    assert is_in(at_the_desk)

    assert at_the_desk.post("/staff/sign-out/").url == SIGN_IN
    assert not is_in(at_the_desk)


def test_no_foreign_site_signs_anybody_in(kim):
    response = Client(enforce_csrf_checks=True).post(SIGN_IN, {"username": kim.email, "password": PASSWORD})

    assert response.status_code == 403
    assert "This form has grown too old" in response.text


@pytest.mark.parametrize(
    "address", [SIGN_IN, "/staff/sign-in/code/", "/staff/password/reset/", "/staff/password/reset/sent/"]
)
def test_no_page_of_the_way_in_is_kept(client, db, address):
    assert "no-store" in client.get(address)["Cache-Control"]


def test_after_six_failures_the_login_is_locked_for_this_machine_for_a_quarter_of_an_hour(client, sign_in, kim):
    spellings = ["kim@example.com", "KIM@example.com", " Kim@Example.com ", "kim@EXAMPLE.com", "kIm@example.com"]
    with travel("2027-03-01T09:00:00Z", tick=False):
        for spelling in spellings:
            assert sign_in(spelling, "wrong").status_code == 200
        locked = sign_in(password="wrong")
        assert (locked.status_code, locked["Retry-After"]) == (429, "900")
        assert "Wait 15 minutes" in locked.text
        assert "no-store" in locked["Cache-Control"]
    with travel("2027-03-01T09:14:30Z", tick=False):
        # Not even the right password opens, and trying makes it no longer.
        still = sign_in()
        assert (still.status_code, still["Retry-After"]) == (429, "30")
        assert "Wait 1 minute" in still.text
        assert not is_in(client)
    with travel("2027-03-01T09:15:01Z", tick=False):
        assert sign_in().status_code == 302


def test_others_and_other_machines_come_in_meanwhile(sign_in):
    other = StaffMemberFactory()
    other.set_password(PASSWORD)
    other.save()
    for _each in range(6):
        sign_in(password="wrong")

    assert sign_in(other.email).status_code == 302
    assert sign_in(REMOTE_ADDR="192.0.2.7").status_code == 302


def test_who_gets_in_has_a_clean_slate(client, sign_in):
    for _each in range(2):
        for _again in range(5):
            sign_in(password="wrong")
        assert sign_in().status_code == 302
        client.logout()


def test_nobody_chooses_the_address_that_their_failures_count_for(sign_in):
    answers = [
        sign_in(password="wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code for number in range(6)
    ]

    assert answers[-1] == 429


def test_behind_a_proxy_its_word_counts_and_not_what_the_browser_claims(sign_in, settings):
    settings.BEHIND_PROXY = True
    for number in range(6):
        sign_in(password="wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1")

    assert sign_in(HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.1").status_code == 429
    assert sign_in(HTTP_X_FORWARDED_FOR="198.51.100.2").status_code == 302


def test_one_machine_cannot_go_through_login_after_login(sign_in):
    answers = [sign_in(f"somebody{number}@example.com", "wrong").status_code for number in range(101)]

    assert (answers[99], answers[100]) == (200, 429)


def test_the_failures_of_pages_do_not_lock_programs_out(client, sign_in):
    for _each in range(7):
        sign_in(password="wrong")

    asked = {"grant_type": "client_credentials", "client_id": "kim@example.com", "client_secret": "wrong"}
    assert client.post("/oauth2/token", asked, content_type="application/json").status_code == 401


def test_a_fragment_of_a_page_leads_the_whole_page_to_the_sign_in(client, db):
    response = client.get(
        HOME, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/staff/contacts/?q=a"}
    )

    assert response["HX-Redirect"] == f"{SIGN_IN}?next=/staff/contacts/%3Fq%3Da"
