"""The Divendo API in OpenAPI 3.1 (contract §2), for its documentation."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from contacts.choices import Scope
from contacts.dialects.divendo import examples, views
from contacts.dialects.divendo.paging import DEFAULT_COUNT, MAX_COUNT
from contacts.dialects.openapi.messages import answer, body, cursors, parameters, path_parameter, query, refusals, security
from contacts.dialects.openapi.values import Schema, ref
from contacts.paging import REACH

_READ, _WRITE = security(Scope.CONTACTS_READONLY), security(Scope.CONTACTS)
_ID = path_parameter("id", "The unique id for the contact", pattern="^[0-9a-f]{24}$")
_CONTACT = answer("The contact.", ref("schemas", "Contact"), "ETag", example=examples.CONTACT)
_UNCHANGED = answer("The contact still has the version that `If-None-Match` names.", None, "ETag")
_SAME_CONTACT = {"id": "$response.body#/id"}
_LINKS = {
    name: {"operationId": name, "parameters": _SAME_CONTACT}
    for name in ("getContact", "updateContact", "deleteContact", "getPreferences", "updatePreferences")
}


def _operation(name: str, summary: str, responses: dict[str, Schema], *, needs=_READ, **more):
    operation = {"operationId": name, "summary": summary, "tags": ["Contacts"], "security": needs}
    return extend_schema(operation=operation | more | {"responses": responses})


extend_schema_view(
    get=_operation(
        "listContacts",
        "List contacts, the oldest first",
        {
            "200": answer("A page.", ref("schemas", "ContactList"), "Link", example=examples.CONTACT_LIST),
            **refusals(400),
        },
        description="The `Link` header leads to the pages beside this one, however many there are.",
        parameters=[
            query("count", "How many to return.", type="integer", minimum=1, maximum=MAX_COUNT, default=DEFAULT_COUNT),
            query(
                "offset",
                f"How many to skip; together with `count` up to {REACH:,}.",
                type="integer",
                minimum=0,
                maximum=REACH,
                default=0,
            ),
            *cursors(),
            query("total", "Count all, however long it takes.", enum=["exact"]),
            *parameters(),
        ],
    ),
    post=_operation(
        "createContact",
        "Create a new contact",
        {
            "200": answer(
                "The new contact.",
                ref("schemas", "Contact"),
                "ETag",
                "Location",
                "Idempotent-Replayed",
                example=examples.CONTACT,
                links=_LINKS,
            ),
            **refusals(400, 403, 409, 413, 415, 422),
        },
        needs=_WRITE,
        description="Creates a new contact within your store. It is a guest: it needs both names and an e-mail.",
        parameters=parameters("IdempotencyKey"),
        requestBody=body(ref("schemas", "NewContact"), examples.NEW_CONTACT),
    ),
)(views.ContactsView)

extend_schema_view(
    get=_operation(
        "getContact",
        "Look up a specific contact",
        {"200": _CONTACT, "304": _UNCHANGED, **refusals(404)},
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=_operation(
        "updateContact",
        "Update a contact",
        {"200": _CONTACT, **refusals(400, 403, 404, 412, 413, 415)},
        needs=_WRITE,
        description="What is absent stays as it was; null or “” clears, an array replaces the array.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "ContactChanges"), examples.CHANGES),
    ),
    delete=_operation(
        "deleteContact",
        "Delete a contact",
        {"204": answer("The contact is deleted."), **refusals(403, 404, 412)},
        needs=_WRITE,
        parameters=[_ID, *parameters("IfMatch")],
    ),
)(views.ContactView)

extend_schema_view(
    get=_operation(
        "getPreferences",
        "Look up what a contact has opted out of",
        {
            "200": answer("The preferences.", ref("schemas", "Preferences"), "ETag", example=examples.PREFERENCES),
            "304": _UNCHANGED,
            **refusals(404),
        },
        parameters=[_ID, *parameters("IfNoneMatch")],
    ),
    put=_operation(
        "updatePreferences",
        "Update what a contact has opted out of",
        {
            "200": answer("The preferences are updated.", ref("schemas", "Updated"), "ETag", example={"updated": 1}),
            **refusals(400, 403, 404, 412, 413, 415),
        },
        needs=_WRITE,
        description="A missing channel stays as it was. To opt out is to have a reason.",
        parameters=[_ID, *parameters("IfMatch")],
        requestBody=body(ref("schemas", "PreferencesChanges"), examples.PREFERENCES),
    ),
)(views.PreferencesView)

extend_schema_view(
    get=_operation(
        "getContactByEmail",
        "Look up a contact by e-mail",
        {"200": _CONTACT, **refusals(400, 404)},
        description="By any of its e-mails, without case. Of several contacts the oldest is answered.",
        parameters=[query("search", "The e-mail.", pattern=r"[^\s\u0000-\u001f\u0085]") | {"required": True, "allowEmptyValue": False}, *parameters()],
    )
)(views.ContactByEmailView)

extend_schema_view(
    get=_operation(
        "getContactByCustomerNumber",
        "Look up a contact by customer number",
        {"200": _CONTACT, **refusals(404)},
        parameters=[path_parameter("customernumber", "The customer number."), *parameters()],
    )
)(views.ContactByCustomerNumberView)
