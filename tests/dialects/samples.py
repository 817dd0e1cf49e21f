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
