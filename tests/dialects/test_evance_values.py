"""Values with a form of their own: numbers, usernames, websites, days (contract §3)."""

import pytest
import time_machine

from tests.dialects.samples import contact, evance_faults

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
DATES = ("dateOfBirth", "startDate", "leaveDate")


def create(api, **keys):
    answer = api.post(CONTACTS, contact(**keys))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def faults(api, **keys):
    return evance_faults(api.post(CONTACTS, contact(**keys)))


@pytest.mark.parametrize("key", ["phone", "mobile"])
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("+44 (0)20 3086 9860", "+44 (0)20 3086 9860"),
        ("0800-FLOWERS", "0800 3569377"),
        ("020.3086/98-60", "020 3086 98 60"),
        ("abc", "222"),
        ("1" * 15, "1" * 15),
    ],
)
def test_a_number_comes_into_its_normal_form(api, key, sent, kept):
    assert create(api, **{key: sent})[key] == kept


@pytest.mark.parametrize("key", ["phone", "mobile"])
@pytest.mark.parametrize("number", ["12", "1" * 16, "0113*222", "[0113] 222", "é0113222", "<b>123</b>", "123\0"])
def test_what_is_no_number_is_refused(api, key, number):
    assert {name for name, _ in faults(api, **{key: number})} == {key}


def test_a_username_has_letters_digits_and_three_signs(api):
    assert create(api, username="Ana_B.2-x")["username"] == "Ana_B.2-x"
    assert create(api, username="Ana_B.2-x")["username"] == "Ana_B.2-x"
    for username in ("ana brook", "anä", "a@b", "a/b", "a\nb", "<b>"):
        assert {name for name, _ in faults(api, username=username)} == {"username"}


@pytest.mark.parametrize(
    "website", ["https://www.mywebsite.com", "/path-to-my-profile", "http://a.co:8080/?c=d#e", "/", "HTTPS://X.COM"]
)
def test_a_website_is_an_address_or_a_path(api, website):
    assert create(api, website=website)["website"] == website


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "www.a.com", "//a.com", "ftp://a.com", "/a b", "/\\a.com", "https://"]
)
def test_another_website_is_refused(api, website):
    assert faults(api, website=website) == [("website", "invalid")]


@pytest.mark.parametrize("key", DATES)
def test_a_date_is_a_real_day(api, key):
    assert create(api, **{key: "1996-02-29"})[key] == "1996-02-29"
    for date in (
        "1995-02-29",
        "29.02.1996",
        "1996-2-9",
        "19960229",
        "1996-02-29T00:00:00",
        "٣١٢٣-01-01",
        1996,
        {},
        "0000-01-01",
    ):
        assert faults(api, **{key: date}) == [(key, "invalid")]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_nobody_is_born_in_the_future(api):
    assert create(api, dateOfBirth="2026-06-15")["dateOfBirth"] == "2026-06-15"
    assert faults(api, dateOfBirth="2026-06-16") == [("dateOfBirth", "invalid")]


def test_who_leaves_may_have_started_later(api):
    created = create(api, startDate="2030-01-01", leaveDate="1999-12-31")

    assert (created["startDate"], created["leaveDate"]) == ("2030-01-01", "1999-12-31")
