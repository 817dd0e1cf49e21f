import re
from base64 import b32decode
from time import time

import pytest
from django_otp.oath import totp
from time_machine import travel

from contacts.services.second_factors import second_factor_of, set_up_second_factor
from tests.pages.entry.conftest import PASSWORD

PAGE, CODE = "/staff/me/second-factor/", "/staff/sign-in/code/"
KEY = "3132333435363738393031323334353637383930"


def shown_by_app(key: str = KEY, seconds: int = 0) -> str:
    """Give the code that an app with this key shows so many seconds from now."""
    return f"{totp(bytes.fromhex(key), t0=-seconds):06d}"


def key_on(page: str) -> str:
    return b32decode(re.search(r'class="secret">([A-Z2-7]+)<', page)[1]).hex()


@pytest.fixture
def with_app(kim):
    """Kim, with an app and recovery codes; gives the codes. Its first code is used up."""
    with travel(time() - 300):
        return set_up_second_factor(kim, KEY, shown_by_app())[1]


def test_a_second_factor_is_set_up_by_a_code_and_the_recovery_codes_are_shown_once(at_the_desk, kim):
    page = at_the_desk.get(PAGE).text
    assert 'src="data:image/svg+xml;base64,' in page

    answer = at_the_desk.post(PAGE, {"code": shown_by_app(key_on(page))})

    codes = re.findall(r"<li><code>([a-z2-7]{8})</code>", answer.text)
    assert len(set(codes)) == 10
    assert "no-store" in answer["Cache-Control"]
    assert second_factor_of(kim)
    again = at_the_desk.get(PAGE).text
    assert "10 codes are left" in again
    assert codes[0] not in again


def test_the_key_stays_the_same_until_it_is_confirmed(at_the_desk):
    assert key_on(at_the_desk.get(PAGE).text) == key_on(at_the_desk.get(PAGE).text)


def test_a_wrong_code_sets_nothing_up(at_the_desk, kim):
    page = at_the_desk.get(PAGE).text

    answer = at_the_desk.post(PAGE, {"code": f"{(int(shown_by_app(key_on(page))) + 1) % 10**6:06d}"})

    assert "not the code that the app shows now" in answer.text
    assert key_on(answer.text) == key_on(page)
    assert second_factor_of(kim) is None


def test_at_sign_in_the_password_alone_opens_nothing(client, sign_in, with_app):
    assert sign_in(address="/staff/sign-in/?next=/staff/me/").url == CODE
    assert client.get("/staff/me/").status_code == 302

    answer = client.post(CODE, {"code": shown_by_app()})

    assert (answer.status_code, answer.url) == (302, "/staff/me/")
    assert client.get(PAGE).status_code == 200


def test_a_code_opens_once(client, sign_in, with_app):
    code = shown_by_app()
    sign_in()
    assert client.post(CODE, {"code": code}).status_code == 302
    client.logout()

    sign_in()

    assert "Each works once" in client.post(CODE, {"code": code}).text
    assert client.get("/staff/me/").status_code == 302


def test_codes_may_be_typed_with_blanks(client, sign_in, with_app):
    sign_in()
    code = shown_by_app()

    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}"}).status_code == 302


def test_a_recovery_code_opens_once_in_place_of_the_app(client, sign_in, with_app):
    sign_in()
    assert client.post(CODE, {"code": with_app[0].upper()}).status_code == 302
    client.logout()
    sign_in()

    assert client.post(CODE, {"code": with_app[0]}).status_code == 200
    with travel(time() + 5):
        assert client.post(CODE, {"code": with_app[1]}).status_code == 302


def test_after_wrong_codes_one_has_to_wait_longer_and_longer(client, sign_in, with_app):
    sign_in()
    client.post(CODE, {"code": "000000"})

    answer = client.post(CODE, {"code": shown_by_app()})

    assert "Too many wrong codes: wait 1 second," in answer.text


def test_the_second_step_waits_for_five_minutes(client, sign_in, with_app):
    sign_in()

    with travel(time() + 301):
        assert client.get(CODE).url == "/staff/sign-in/"


def test_the_second_step_is_void_once_the_password_is_another(client, sign_in, with_app, kim):
    sign_in()
    kim.set_password("another one altogether")
    kim.save()

    assert client.post(CODE, {"code": shown_by_app()}).url == "/staff/sign-in/"


def test_the_session_that_knew_the_password_alone_is_left_behind(client, sign_in, with_app):
    sign_in()
    before = client.cookies["sessionid"].value

    client.post(CODE, {"code": shown_by_app()})

    assert client.cookies["sessionid"].value != before


@pytest.fixture
def verified(client, sign_in, with_app):
    sign_in()
    client.post(CODE, {"code": shown_by_app()})
    return client


def test_the_password_turns_it_off(verified, kim):
    assert "This is not your password" in verified.post(f"{PAGE}off/", {"password": "wrong"}).text
    assert second_factor_of(kim)

    assert verified.post(f"{PAGE}off/", {"password": PASSWORD}).url == "/staff/me/"

    assert second_factor_of(kim) is None
    assert verified.get("/staff/me/").status_code == 200


def test_the_password_gives_new_recovery_codes_and_voids_the_former(verified, with_app):
    page = verified.post(f"{PAGE}codes/", {"password": PASSWORD}).text

    codes = re.findall(r"<li><code>([a-z2-7]{8})</code>", page)
    assert len(codes) == 10
    assert not set(codes) & set(with_app)


def test_who_guesses_the_password_there_is_locked_out_as_at_the_sign_in(verified):
    answers = [verified.post(f"{PAGE}off/", {"password": "wrong"}).status_code for _each in range(6)]

    assert answers == [200, 200, 200, 200, 200, 429]


def test_a_session_from_before_must_show_the_code_to_change_anything(at_the_desk, with_app, kim):
    assert at_the_desk.post(f"{PAGE}off/", {"password": PASSWORD}).url == PAGE
    assert at_the_desk.get(PAGE).url == CODE
    assert second_factor_of(kim)

    at_the_desk.post(CODE, {"code": shown_by_app()})

    assert at_the_desk.get(PAGE).status_code == 200


def test_a_session_from_before_opens_nothing_until_the_code_is_shown(at_the_desk, with_app):
    for address in ("/staff/", "/staff/me/", "/staff/contacts/"):
        assert at_the_desk.get(address).url == PAGE
    assert at_the_desk.get("/staff/", headers={"HX-Request": "true"})["HX-Redirect"] == PAGE
    assert at_the_desk.get("/admin/").status_code == 302
    assert at_the_desk.get(PAGE).url == CODE

    at_the_desk.post(CODE, {"code": shown_by_app()})

    assert at_the_desk.get("/staff/me/").status_code == 200


def test_where_it_is_required_nothing_opens_before_it_is_set_up(at_the_desk, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    for address in ("/staff/", "/staff/me/", "/staff/me/password/"):
        assert at_the_desk.get(address).url == PAGE
    page = at_the_desk.get(PAGE).text

    at_the_desk.post(PAGE, {"code": shown_by_app(key_on(page))})

    assert at_the_desk.get("/staff/me/").status_code == 200


def test_where_it_is_required_a_session_from_before_must_show_the_code(at_the_desk, with_app, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert at_the_desk.get("/staff/me/").url == PAGE
    assert at_the_desk.get(PAGE).url == CODE
