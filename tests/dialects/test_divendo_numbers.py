"""One list of numbers here, three kinds of numbers in the store (contract §2, ``contactnumbers``)."""

import pytest

from contacts.models import Contact
from tests.dialects.samples import divendo_faults, divendo_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

LONDON, LEEDS, MOBILE, OTHER_MOBILE = "02030869860", "0113 222 4444", "07400 123456", "07400 654321"
BRITISH = {"country": "GB"}


def kinds(stored):
    stored.refresh_from_db()
    return stored.phone, stored.mobile, stored.more_numbers


def create(api, numbers, **keys):
    answer = api.post("/contacts", guest(contactnumbers=numbers, **keys))
    assert (answer.status_code, answer.json()["contactnumbers"]) == (200, numbers)
    return Contact.objects.get(object_id=answer.json()["id"])


def change(api, stored, numbers, **keys):
    answer = api.put(divendo_path(stored), {"contactnumbers": numbers, **keys})
    assert (answer.status_code, answer.json()["contactnumbers"]) == (200, numbers)
    return kinds(stored)


def test_the_address_tells_which_number_is_the_phone_and_which_the_mobile(api):
    assert kinds(create(api, [MOBILE, LONDON], address=BRITISH)) == (LONDON, MOBILE, [])


def test_an_international_number_needs_no_address(api):
    assert kinds(create(api, ["+44 7400 123456"])) == ("", "+44 7400 123456", [])


def test_without_a_country_a_national_number_is_the_phone(api):
    assert kinds(create(api, [MOBILE])) == (MOBILE, "", [])


def test_a_later_phone_or_mobile_is_one_of_the_others(api):
    stored = create(api, [LEEDS, OTHER_MOBILE, MOBILE, LONDON], address=BRITISH)

    assert kinds(stored) == (LEEDS, OTHER_MOBILE, [MOBILE, LONDON])


def test_a_number_keeps_its_kind_wherever_it_comes_to_stand(api):
    stored = ContactFactory(phone=MOBILE, mobile=LONDON, more_numbers=[LEEDS], address_country="GB")

    assert change(api, stored, [LEEDS, LONDON, OTHER_MOBILE, MOBILE]) == (MOBILE, LONDON, [LEEDS, OTHER_MOBILE])


def test_a_new_number_takes_the_place_of_one_that_went(api):
    stored = ContactFactory(phone=LONDON, mobile=MOBILE, address_country="GB")

    assert change(api, stored, [LEEDS, MOBILE]) == (LEEDS, MOBILE, [])


def test_a_new_mobile_is_no_phone_although_that_place_is_free(api):
    stored = ContactFactory(mobile=MOBILE, address_country="GB")

    assert change(api, stored, [MOBILE, OTHER_MOBILE]) == ("", MOBILE, [OTHER_MOBILE])


def test_the_country_of_the_same_request_counts(api):
    stored = ContactFactory(address_country="")

    assert change(api, stored, [MOBILE], address={"country": "gb"}) == ("", MOBILE, [])


def test_the_same_number_may_stand_twice(api):
    stored = create(api, [LONDON, LONDON], address=BRITISH)

    assert kinds(stored) == (LONDON, "", [LONDON])
    assert change(api, stored, [LONDON, MOBILE, LONDON]) == (LONDON, MOBILE, [LONDON])


def test_letters_and_separators_are_brought_into_normal_form(api):
    answer = api.post("/contacts", guest(contactnumbers=["+44 (0)20-3086.9860", "0800 flowers"]))

    assert answer.json()["contactnumbers"] == ["+44 (0)20 3086 9860", "0800 3569377"]


@pytest.mark.parametrize("number", ["12", "1" * 16, "0113 222 4444 #5", "0113\n222", "٠١٢٣٤٥", "call me!"])
def test_what_is_no_number_is_refused_at_its_place(api, number):
    answer = api.post("/contacts", guest(contactnumbers=[LONDON, number, LEEDS]))

    assert {pointer for pointer, _ in divendo_faults(answer)} == {"/contactnumbers/1"}


def test_an_empty_number_is_none(api):
    answer = api.post("/contacts", guest(contactnumbers=["", LONDON, " "]))

    assert answer.json()["contactnumbers"] == [LONDON]


def test_every_bad_number_is_named(api):
    answer = api.post("/contacts", guest(contactnumbers=["1", LONDON, "1", "x" * 50]))

    assert {pointer for pointer, _ in divendo_faults(answer)} == {
        *("/contactnumbers/0", "/contactnumbers/2", "/contactnumbers/3"),
    }


def test_more_numbers_than_anybody_has_are_refused_at_once(api):
    for count in (60, 100_000):
        answer = api.post("/contacts", guest(contactnumbers=[LONDON] * count))
        assert {pointer for pointer, _ in divendo_faults(answer)} == {"/contactnumbers"}
