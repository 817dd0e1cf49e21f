"""Contacts as clients write them, and what an answer says is wrong with one."""

from contacts.choices import ContactType
from contacts.models import Contact
from tests.factories import ContactFactory

SEARCH = "/api/contacts/search.json"
CHANNELS = ("email", "post", "sms", "phone")


def guest(**keys):
    """Give the least that Divendo takes, and these keys."""
    return {"emails": ["ana@example.com"], "name": {"firstname": "Ana", "surname": "Brook"}, **keys}


def contact(type="guest", **keys):
    """Give a contact that Evance takes whatever its type is, with these keys."""
    needed = {"firstname": "Ana", "lastname": "Brook", "company": "Brook Ltd", "email": "ana@example.com"}
    return {"contact": {"type": type, **needed, **keys}}


def full_guest():
    """Give a contact with every key that Divendo takes."""
    return guest(
        emails=["ana@example.com", "work@example.com"],
        name={"title": "Ms", "firstname": "Ana", "surname": "Brook"},
        address={
            "addressline1": "20-22 Wenlock Road",
            "addressline2": "Flat 2",
            "addressline3": "Rear",
            "towncity": "London",
            "stateprovince": "London",
            "postalcode": "N1 7GU",
            "country": "GB",
        },
        contactnumbers=["02030869860"],
        customernumber="10141246",
        accountnumber="A-1",
        preferences={
            channel: {"optoutreason": "optout", "optoutdate": "2017-06-15T00:00:00+01:00"} for channel in CHANNELS
        },
    )


def full_user():
    """Give a contact with every key that Evance takes."""
    texts = (
        "registeredNumber",
        "taxNumber",
        "position",
        "username",
        "biography",
        "department",
        "division",
        "reference",
    )
    return contact(
        "user",
        **{key: key for key in texts},
        phone="02030869860",
        mobile="07400123456",
        website="/ana",
        thumbnail=None,
        dateOfBirth="1990-01-29",
        startDate="2020-01-29",
        leaveDate="2031-01-29",
        password="correct horse",
        invite=False,
        address={
            "title": "Dr",
            "firstname": "Bea",
            "lastname": "Beck",
            "company": "Beck Ltd",
            "line1": "1 Mill Lane",
            "line2": "Flat 2",
            "line3": "Rear",
            "city": "Leeds",
            "region": "West Yorkshire",
            "countryCode": "GB",
            "zip": "LS1 1AA",
        },
        accessRoles=[],
        tags={"contact": ["north"]},
    )


def paths_in(body, path=()):
    """Give the way to each key of an object and of the objects in it."""
    for key, value in body.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from paths_in(value, (*path, key))


def with_value(body, path, value):
    """Give the object with another value at the end of the way."""
    key, *rest = path
    return {**body, key: with_value(body[key], rest, value) if rest else value}


def divendo_path(stored):
    return f"/contacts/{stored.object_id}"


def evance_path(stored):
    return f"/api/contacts/{stored.pk}.json"


def headquarters():
    """Give the one headquarters; a test that emptied the database has taken the first one away."""
    found = Contact.objects.filter(type=ContactType.HQ).first()
    return found or ContactFactory(type=ContactType.HQ, first_name="", last_name="", company="Headquarters")


def divendo_faults(answer):
    """Give the pointer and the code of each fault."""
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    return sorted((error["pointer"], error["code"]) for error in answer.json()["errors"])


def evance_faults(answer, status=422, context="data"):
    """Give the name and the ref of each fault."""
    body = answer.json()
    assert (answer.status_code, body["success"], body["status"], body["context"]) == (status, False, status, context)
    return sorted((error["name"], error["ref"].removeprefix("error.")) for error in body["errors"])
