"""The Divendo API in OpenAPI 3.1 (contract §2): its operations, and the settings that make a document of them."""

from drf_spectacular.utils import extend_schema_view

from contacts.dialects.divendo import examples, views
from contacts.dialects.divendo.errors import MEDIA_TYPE
from contacts.dialects.divendo.paging import DEFAULT_COUNT, MAX_COUNT
from contacts.dialects.divendo.schemas import SCHEMAS, TOKEN
from contacts.dialects.openapi.answers import answer, refusal_components, refusals
from contacts.dialects.openapi.documents import settings_for
from contacts.dialects.openapi.operations import linked, reading, writing
from contacts.dialects.openapi.requests import body, cursors, number, parameters, path_parameter, query, searched
from contacts.dialects.openapi.tokens import CLIENT_CREDENTIALS, token_address
from contacts.dialects.openapi.values import ref
from contacts.paging import REACH

SETTINGS = settings_for(
    {"/oauth2/token": token_address("getToken", CLIENT_CREDENTIALS, TOKEN)},
    {"schemas": SCHEMAS, "responses": refusal_components(MEDIA_TYPE, ref("schemas", "Problem"), examples.problem)},
    TITLE="Divendo API",
    VERSION="2.0",
)
_ID = path_parameter("id", "The unique id for the contact.", pattern="^[0-9a-f]{24}$")
_CONTACT = answer("The contact.", ref("schemas", "Contact"), "ETag", example=examples.CONTACT)
_NEW_CONTACT = answer(
    "The new contact.", ref("schemas", "Contact"), "ETag", "Location", "Idempotent-Replayed", example=examples.CONTACT
)
_UNCHANGED = answer("The contact still has the version that `If-None-Match` names.", None, "ETag")
_LINKS = linked("/id", "getContact", "updateContact", "deleteContact", "getPreferences", "updatePreferences")

extend_schema_view(
    get=reading(
        "listContacts",
        "List contacts, the oldest first",
        {
            "200": answer("A page.", ref("schemas", "ContactList"), "Link", example=examples.CONTACT_LIST),
            **refusals(400),
        },
        description="The `Link` header leads to the pages beside this one, however many there are.",
        parameters=[
            number("count", "How many to return.", default=DEFAULT_COUNT, least=1, most=MAX_COUNT),
            number("offset", f"How many to skip, up to {REACH:,}.", default=0, least=0, most=REACH),
            *cursors(),
            query("total", "Count all, however long it takes.", enum=["exact"]),
            *parameters(),
        ],
    ),
    post=writing(
        "createContact",
        "Create a new contact",
        {
            "200": _NEW_CONTACT | {"links": _LINKS},
            **refusals(400, 403, 409, 413, 415, 422),
        },
        description="Creates a new contact within your store. It is a guest: it needs both names and an e-mail.",
        parameters=parameters("IdempotencyKey"),
        requestBody=body(ref("schemas", "NewContact"), examples.NEW_CONTACT),
    ),
)(views.ContactsView)

extend_schema_view(
    get=reading(
        "getContact",
        "Look up a specific contact",
        {"200": _CONTACT, "304": _UNCHANGED, **refusals(404)},
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=writing(
        "updateContact",
        "Update a contact",
        {"200": _CONTACT, **refusals(400, 403, 404, 412, 413, 415)},
        description="What is absent stays as it was; null or “” clears, an array replaces the array.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "ContactChanges"), examples.CHANGES),
    ),
    delete=writing(
        "deleteContact",
        "Delete a contact",
        {"204": answer("The contact is deleted."), **refusals(403, 404, 412)},
        parameters=[_ID, *parameters("IfMatch")],
    ),
)(views.ContactView)

extend_schema_view(
    get=reading(
        "getPreferences",
        "Look up what a contact has opted out of",
        {
            "200": answer("The preferences.", ref("schemas", "Preferences"), "ETag", example=examples.PREFERENCES),
            "304": _UNCHANGED,
            **refusals(404),
        },
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=writing(
        "updatePreferences",
        "Update what a contact has opted out of",
        {
            "200": answer("The preferences are updated.", ref("schemas", "Updated"), "ETag", example={"updated": 1}),
            **refusals(400, 403, 404, 412, 413, 415),
        },
        description="A missing channel stays as it was. To opt out is to have a reason.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "PreferencesChanges"), examples.PREFERENCES),
    ),
)(views.PreferencesView)

extend_schema_view(
    get=reading(
        "getContactByEmail",
        "Look up a contact by e-mail",
        {"200": _CONTACT, **refusals(400, 404)},
        description="By any of its e-mails, without case. Of several contacts the oldest is answered.",
        parameters=[
            searched("search", "The e-mail."),
            *parameters(),
        ],
    )
)(views.ContactByEmailView)

extend_schema_view(
    get=reading(
        "getContactByCustomerNumber",
        "Look up a contact by customer number",
        {"200": _CONTACT, **refusals(404)},
        parameters=[path_parameter("customernumber", "The customer number."), *parameters()],
    )
)(views.ContactByCustomerNumberView)
