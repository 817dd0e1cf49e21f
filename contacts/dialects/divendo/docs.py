"""The documentation of the Divendo API, at /docs/divendo/."""

from contacts.dialects.divendo import openapi
from contacts.dialects.divendo.errors import MEDIA_TYPE
from contacts.dialects.divendo.schemas import SCHEMAS, TOKEN
from contacts.dialects.openapi.documents import Document, settings_for
from contacts.dialects.openapi.messages import refusal_components
from contacts.dialects.openapi.tokens import CLIENT_CREDENTIALS, token_address
from contacts.dialects.openapi.values import ref

SETTINGS = settings_for(
    {"/oauth2/token": token_address("getToken", CLIENT_CREDENTIALS, TOKEN)},
    {"responses": refusal_components(MEDIA_TYPE, ref("schemas", "Problem")), "schemas": SCHEMAS},
    TITLE="Divendo API",
    VERSION="2.0",
    DESCRIPTION="X",
)
app_name = "divendo-docs"
document = Document("contacts.dialects.divendo.urls", SETTINGS)
urlpatterns = document.urlpatterns
