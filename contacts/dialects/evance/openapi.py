"""The Evance Contacts API in OpenAPI 3.1 (contract §3), for its documentation."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from contacts.choices import ContactType, Scope
from contacts.dialects.evance import examples, views
from contacts.dialects.evance.paging import DEFAULT_LIMIT, MAX_LIMIT, SORTS
from contacts.dialects.evance.schemas import ID
from contacts.dialects.openapi.messages import answer, body, cursors, parameters, path_parameter, query, refusals, security
from contacts.dialects.openapi.values import Schema, ref
from contacts.filters import MAX_TEXT_LENGTH
from contacts.paging import REACH

_READ, _WRITE = security(Scope.CONTACTS_READONLY), security(Scope.CONTACTS)
_ID = path_parameter("id", "The system id of the contact", **ID)
_ENVELOPE: Schema = {"type": "object", "properties": {"contact": ref("schemas", "Contact")}, "required": ["contact"]}
_CONTACT = answer("The contact.", _ENVELOPE, "ETag", example=examples.CONTACT)
_INSTANT = {"anyOf": [{"format": "date"}, {"format": "date-time"}]}
_SAME_CONTACT = {"id": "$response.body#/contact/id"}
_LINKS = {name: {"operationId": name, "parameters": _SAME_CONTACT} for name in ("getContact", "updateContact", "deleteContact")}


def _operation(name: str, summary: str, responses: dict[str, Schema], *, needs=_READ, **more):
    operation = {"operationId": name, "summary": summary, "tags": ["Contacts"], "security": needs}
    return extend_schema(operation=operation | more | {"responses": responses})


extend_schema_view(
    post=_operation(
        "addContact",
        "Adding a contact",
        {
            "201": answer("The new contact.", _ENVELOPE, "ETag", "Location", "Idempotent-Replayed", example=examples.CONTACT, links=_LINKS),
            **refusals(400, 403, 409, 413, 415, 422),
        },
        needs=_WRITE,
        description="Where a newsletter recipient has the e-mail of a new user, the recipient becomes that user.",
        parameters=parameters("IdempotencyKey"),
        requestBody=body(ref("schemas", "NewContact"), examples.NEW_CONTACT),
    )
)(views.ContactsView)

extend_schema_view(
    get=_operation(
        "getContact",
        "Get a contact",
        {"200": _CONTACT, "304": answer("The contact still has the version that `If-None-Match` names.", None, "ETag"), **refusals(404)},
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=_operation(
        "updateContact",
        "Updating a contact",
        {"200": _CONTACT, **refusals(400, 403, 404, 412, 413, 415, 422)},
        needs=_WRITE,
        description="The type must be supplied. What is absent stays as it was; null or “” clears, a list replaces the list.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "ContactChanges"), examples.CHANGES),
    ),
    delete=_operation(
        "deleteContact",
        "Deleting a contact",
        {"204": answer("The contact is deleted."), **refusals(403, 404, 412)},
        needs=_WRITE,
        parameters=[_ID, *parameters("IfMatch")],
    ),
)(views.ContactView)

extend_schema_view(
    get=_operation(
        "findContacts",
        "Finding contacts",
        {"200": answer("A page.", ref("schemas", "ContactList"), "Link", example=examples.CONTACT_LIST), **refusals(400)},
        description="All conditions hold together. `links` lead to the pages beside this one, however many there are.",
        parameters=[
            query("q", "Words of names, e-mails, company, reference or numbers: each must occur, in any part of a word.", maxLength=MAX_TEXT_LENGTH, pattern="^[^\\u0000]*$"),
            query("reference", "The reference, without case.", maxLength=MAX_TEXT_LENGTH, pattern="^[^\\u0000]*$"),
            query("email", "One of the e-mails, without case.", maxLength=MAX_TEXT_LENGTH, pattern="^[^\\u0000]*$"),
            query("company", "The company, without case.", maxLength=MAX_TEXT_LENGTH, pattern="^[^\\u0000]*$"),
            query("tag", "A tag, without case.", maxLength=MAX_TEXT_LENGTH, pattern="^[^\\u0000]*$"),
            query("type", "The type.", enum=sorted(ContactType.values)),
            query("leaveDate", "The day of leaving.", format="date"),
            query("created:min", "Created then or later.", **_INSTANT),
            query("created:max", "Created then or earlier.", **_INSTANT),
            query("modified:min", "Modified then or later.", **_INSTANT),
            query("modified:max", "Modified then or earlier.", **_INSTANT),
            query("sort", "The order; a minus turns it.", enum=list(SORTS), default="created"),
            query("limit", "The size of a page.", type="integer", minimum=1, maximum=MAX_LIMIT, default=DEFAULT_LIMIT),
            query("page", f"The number of the page; `page` × `limit` reach {REACH:,}.", type="integer", minimum=1, maximum=REACH, default=1),
            *cursors(),
            query("total", "Count all, however long it takes.", enum=["exact"]),
            *parameters(),
        ],
    )
)(views.SearchView)
