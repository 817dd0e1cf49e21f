"""The documentation of the Evance Contacts API, at /docs/evance/."""

from contacts.dialects.evance import openapi  # noqa: F401
from contacts.dialects.evance.schemas import ADDRESS, CONTACT, CONTACT_LIST, ERRORS, TOKEN
from contacts.dialects.evance.written import WRITTEN_SCHEMAS
from contacts.dialects.openapi.documents import Document, settings_for
from contacts.dialects.openapi.messages import refusal_components
from contacts.dialects.openapi.tokens import CLIENT_CREDENTIALS, SIGNED_ASSERTION, TOKEN_ERROR, token_address
from contacts.dialects.openapi.values import COUNTRY, NUMBER, Schema, ref

_GRANTS: Schema = {"oneOf": [CLIENT_CREDENTIALS, SIGNED_ASSERTION]}
SETTINGS = settings_for(
    {
        "/admin/oauth/token": token_address("getToken", _GRANTS, TOKEN),
        "/admin/oauth/token.json": token_address("getTokenByJson", _GRANTS, TOKEN),
    },
    {
        "responses": refusal_components("application/json", ref("schemas", "Errors")),
        "schemas": {"Address": ADDRESS, "Contact": CONTACT, "ContactList": CONTACT_LIST, "Errors": ERRORS, "Country": COUNTRY, "Number": NUMBER, "TokenError": TOKEN_ERROR, **WRITTEN_SCHEMAS},
    },
    TITLE="Evance Contacts API",
    VERSION="1",
    DESCRIPTION="X",
)
app_name = "evance-docs"
document = Document("contacts.dialects.evance.urls", SETTINGS)
urlpatterns = document.urlpatterns
