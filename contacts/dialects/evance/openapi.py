"""The Evance Contacts API in OpenAPI 3.1 (contract §3): its operations, and the settings for a document of them."""

from drf_spectacular.utils import extend_schema_view

from contacts.choices import ContactType
from contacts.dialects.evance import examples, views
from contacts.dialects.evance.paging import DEFAULT_LIMIT, MAX_LIMIT, SORTS
from contacts.dialects.evance.schemas import ANSWERED_SCHEMAS, ID, TOKEN
from contacts.dialects.evance.written import WRITTEN_SCHEMAS
from contacts.dialects.openapi.answers import answer, refusal_components, refusals
from contacts.dialects.openapi.documents import settings_for
from contacts.dialects.openapi.operations import linked, reading, writing
from contacts.dialects.openapi.requests import body, cursors, number, parameters, path_parameter, query
from contacts.dialects.openapi.tokens import CLIENT_CREDENTIALS, SIGNED_ASSERTION, token_address
from contacts.dialects.openapi.values import Schema, answered, ref
from contacts.filters import MAX_TEXT_LENGTH
from contacts.paging import REACH

_GRANTS: Schema = {"oneOf": [CLIENT_CREDENTIALS, SIGNED_ASSERTION]}
SETTINGS = settings_for(
    {
        "/admin/oauth/token": token_address("getToken", _GRANTS, TOKEN),
        "/admin/oauth/token.json": token_address("getTokenByJson", _GRANTS, TOKEN),
    },
    {
        "schemas": ANSWERED_SCHEMAS | WRITTEN_SCHEMAS,
        "responses": refusal_components("application/json", ref("schemas", "Errors"), examples.errors),
    },
    TITLE="Evance Contacts API",
    VERSION="1",
)
_ID = path_parameter("id", "The system id of the contact.", **ID)
_ENVELOPE = answered({"contact": ref("schemas", "Contact")})
_CONTACT = answer("The contact.", _ENVELOPE, "ETag", example=examples.CONTACT)
_NEW_CONTACT = answer(
    "The new contact.", _ENVELOPE, "ETag", "Location", "Idempotent-Replayed", example=examples.CONTACT
)
_UNCHANGED = answer("The contact still has the version that `If-None-Match` names.", None, "ETag")
_LINKS = linked("/contact/id", "getContact", "updateContact", "deleteContact")
_TEXT = {"maxLength": MAX_TEXT_LENGTH, "pattern": r"^[^\u0000]*$"}
_INSTANT = {"anyOf": [{"format": "date"}, {"format": "date-time"}]}

extend_schema_view(
    post=writing(
        "addContact",
        "Adding a contact",
        {
            "201": _NEW_CONTACT | {"links": _LINKS},
            **refusals(400, 403, 409, 413, 415, 422),
        },
        description="Where a newsletter recipient has the e-mail of a new user, the recipient becomes that user.",
        parameters=parameters("IdempotencyKey"),
        requestBody=body(ref("schemas", "NewContact"), examples.NEW_CONTACT),
    )
)(views.ContactsView)

extend_schema_view(
    get=reading(
        "getContact",
        "Get a contact",
        {
            "200": _CONTACT,
            "304": _UNCHANGED,
            **refusals(404),
        },
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=writing(
        "updateContact",
        "Updating a contact",
        {"200": _CONTACT, **refusals(400, 403, 404, 412, 413, 415, 422)},
        description="The type must be supplied. What is absent stays as it was; null or “” clears it.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "ContactChanges"), examples.CHANGES),
    ),
    delete=writing(
        "deleteContact",
        "Deleting a contact",
        {"204": answer("The contact is deleted."), **refusals(403, 404, 412)},
        parameters=[_ID, *parameters("IfMatch")],
    ),
)(views.ContactView)

extend_schema_view(
    get=reading(
        "findContacts",
        "Finding contacts",
        {
            "200": answer("A page.", ref("schemas", "ContactList"), "Link", example=examples.CONTACT_LIST),
            **refusals(400),
        },
        description="All conditions hold together. `links` lead to the pages beside this one, however many there are.",
        parameters=[
            query("q", "Words of names, e-mails, company, reference or numbers, in any part of a word.", **_TEXT),
            query("reference", "The reference, without case.", **_TEXT),
            query("email", "One of the e-mails, without case.", **_TEXT),
            query("company", "The company, without case.", **_TEXT),
            query("tag", "A tag, without case.", **_TEXT),
            query("type", "The type.", enum=sorted(ContactType.values)),
            query("leaveDate", "The day of leaving.", format="date"),
            query("created:min", "Created then or later.", **_INSTANT),
            query("created:max", "Created then or earlier.", **_INSTANT),
            query("modified:min", "Modified then or later.", **_INSTANT),
            query("modified:max", "Modified then or earlier.", **_INSTANT),
            query("sort", "The order; a minus turns it.", enum=list(SORTS), default="created"),
            number("limit", "The size of a page.", default=DEFAULT_LIMIT, least=1, most=MAX_LIMIT),
            number("page", f"The page; with `limit` up to {REACH:,} contacts.", default=1, least=1, most=REACH),
            *cursors(),
            query("total", "Count all, however long it takes.", enum=["exact"]),
            *parameters(),
        ],
    )
)(views.SearchView)
