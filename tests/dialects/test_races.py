"""Many requests at the same moment: nothing is lost, nothing doubled, and the losers are told why."""

from collections import Counter

import pytest

from contacts.choices import ContactType
from contacts.models import Change, Contact
from tests.dialects.samples import contact, divendo_path, evance_faults, evance_path, guest
from tests.factories import ContactFactory
from tests.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CONTACTS = "/api/contacts.json"
# By the column that each is about: sixteen bodies of each dialect.
THROUGH_EVANCE = {
    "company": {"company": "Brook Ltd"},
    "registered_number": {"registeredNumber": "01234567"},
    "tax_number": {"taxNumber": "GB 123"},
    "position": {"position": "Buyer"},
    "mobile": {"mobile": "07700 900123"},
    "username": {"username": "ana.brook"},
    "website": {"website": "https://brook.example.com"},
    "biography": {"biography": "Sells.\nBuys."},
    "department": {"department": "Sales"},
    "division": {"division": "North"},
    "reference": {"reference": "EMP-1"},
    "date_of_birth": {"dateOfBirth": "1990-02-03"},
    "start_date": {"startDate": "2020-01-01"},
    "leave_date": {"leaveDate": "2031-01-01"},
    "address_title": {"address": {"title": "Dr"}},
    "address_company": {"address": {"company": "Brook & Sons"}},
}
THROUGH_DIVENDO = {
    "title": {"name": {"title": "Ms"}},
    "first_name": {"name": {"firstname": "Anna"}},
    "customer_number": {"customernumber": "C-1"},
    "account_number": {"accountnumber": "A-1"},
    "more_emails": {"emails": ["ana@example.com", "brook@example.com"]},
    "address_line1": {"address": {"addressline1": "1 Mill Lane"}},
    "address_line2": {"address": {"addressline2": "Mill End"}},
    "address_line3": {"address": {"addressline3": "Old Town"}},
    "address_city": {"address": {"towncity": "Leeds"}},
    "address_region": {"address": {"stateprovince": "Yorkshire"}},
    "address_postcode": {"address": {"postalcode": "LS1 1AA"}},
    "address_country": {"address": {"country": "GB"}},
    "email_optout_reason": {"preferences": {"email": {"optoutreason": "moved"}}},
    "post_optout_reason": {"preferences": {"post": {"optoutreason": "moved"}}},
    "sms_optout_reason": {"preferences": {"sms": {"optoutreason": "moved"}}},
    "phone_optout_reason": {"preferences": {"phone": {"optoutreason": "moved"}}},
}


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def others(answers, status):
    return [answer for answer in answers if answer.status_code != status]


def versions_of(stored):
    return list(Change.objects.filter(contact_id=stored.pk).order_by("version").values_list("version", flat=True))


def test_a_users_email_is_given_to_one(api):
    answers = at_once([lambda: api.post(CONTACTS, contact("user"))] * 32)

    assert statuses(answers) == {201: 1, 422: 31}
    assert all(evance_faults(answer) == [("email", "not-unique")] for answer in others(answers, 201))
    assert Contact.objects.filter(email="ana@example.com").count() == Change.objects.count() == 1


def test_a_newsletter_recipient_becomes_one_user(api):
    recipient = ContactFactory(recipient=True, email="ana@example.com")

    answers = at_once([lambda: api.post(CONTACTS, contact("user"))] * 16)

    assert statuses(answers) == {201: 1, 422: 15}
    assert all(evance_faults(answer) == [("email", "not-unique")] for answer in others(answers, 201))
    assert Contact.objects.get(email="ana@example.com").pk == recipient.pk
    assert versions_of(recipient) == [2]


def test_a_customer_number_is_given_to_one(api):
    answers = at_once([lambda: api.post("/contacts", guest(customernumber="C-1"))] * 16)

    assert statuses(answers) == {200: 1, 400: 15}
    assert Contact.objects.filter(type=ContactType.GUEST).count() == 1


def test_changes_of_different_keys_are_all_kept(api):
    stored = ContactFactory(email="ana@example.com")
    through_evance = [{"contact": {"type": "guest", **body}} for body in THROUGH_EVANCE.values()]
    calls = [lambda body=body: api.put(evance_path(stored), body) for body in through_evance]
    calls += [lambda body=body: api.put(divendo_path(stored), body) for body in THROUGH_DIVENDO.values()]

    assert statuses(at_once(calls)) == {200: 32}
    assert versions_of(stored) == list(range(2, 34))
    before, after = Contact.objects.get(pk=stored.pk), ContactFactory.build()
    unset = [name for name in THROUGH_EVANCE | THROUGH_DIVENDO if getattr(before, name) == getattr(after, name)]
    assert unset == []


def test_tags_that_rivals_make_at_once_are_made_once(api):
    contacts = ContactFactory.create_batch(16)
    names = [f"tag {number}" for number in range(10)]

    def call(stored, tags):
        return lambda: api.put(evance_path(stored), {"type": "guest", "tags": {"contact": tags}})

    answers = at_once([call(stored, names[number % 5 :]) for number, stored in enumerate(contacts)])

    assert statuses(answers) == {200: 16}
    for number, answer in enumerate(answers):
        assert answer.json()["contact"]["tags"] == {"contact": names[number % 5 :]}


@pytest.mark.parametrize(
    ("path", "key"), [(evance_path, "position"), (divendo_path, "accountnumber")], ids=["evance", "divendo"]
)
def test_of_those_who_expect_the_same_version_one_wins(api, path, key):
    stored = ContactFactory()
    bodies = [{"type": "guest", key: f"Number {number}"} for number in range(32)]

    answers = at_once([lambda body=body: api.put(path(stored), body, if_match='"1"') for body in bodies])

    assert statuses(answers) == {200: 1, 412: 31}
    assert versions_of(stored) == [2]
    (winner,) = (body for body, answer in zip(bodies, answers, strict=True) if answer.status_code == 200)
    answered = api.get(path(stored)).json()
    assert answered.get("contact", answered)[key] == winner[key]


def test_of_those_who_delete_a_contact_one_does(api):
    stored = ContactFactory()

    answers = at_once([lambda: api.delete(evance_path(stored))] * 16)

    assert statuses(answers) == {204: 1, 404: 15}
    assert versions_of(stored) == [2]
