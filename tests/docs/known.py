"""What a store knows and its documents do not: which contacts, roles, pictures and cursors there are.

Without these, nearly every made-up request would end at an id that nobody has.
"""

import base64
import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from contacts.dialects.openapi.documents import Document
from contacts.models import Contact
from contacts.paging import Order

OF_DIVENDO, OF_EVANCE = "5643eff487bb38127c11e624", 4711004711
ROLES = ["customer", "trade-account"]
Schema = dict[str, Any]


def _picture() -> str:
    file = BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def _cursor() -> str:
    return Order().cursor(Contact(pk=OF_EVANCE, created_at=datetime(2020, 1, 1, tzinfo=UTC)))


PICTURE, CURSOR = _picture(), _cursor()
_SCHEMAS = {
    "RoleReference": ROLES,
    "Picture": [PICTURE, f"data:image/png;base64,{PICTURE}", ""],
    # Three say as much as 250, in a fraction of the time.
    "Country": ["", "DE", "GB"],
}
_PARAMETERS = {"after": [CURSOR], "before": [CURSOR]}


def with_known_values(document: Document, *ids: str | int) -> Schema:
    """Give the document, with the values that the store knows in place of the form that they have."""
    described = json.loads(document.json)
    components = described["components"]
    for name in _SCHEMAS.keys() & components["schemas"].keys():
        components["schemas"][name]["enum"] = _SCHEMAS[name]
    # The version that each contact has, any, and one that none has.
    components["parameters"]["IfMatch"]["schema"] = {"enum": ['"1"', "*", '"2"']}
    # The address of tokens that the security schemes do not name, because one scheme names one.
    if "/admin/oauth/token.json" in described["paths"]:
        flow = {"tokenUrl": "/admin/oauth/token.json", "scopes": {}}
        components["securitySchemes"]["byJson"] = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    known = _PARAMETERS | {"id": list(ids)}
    for parameter in _parameters_of(described):
        if parameter.get("name") in known:
            parameter["schema"]["enum"] = known[parameter["name"]]
    return described


def _parameters_of(described: Schema) -> list[Schema]:
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    return [parameter for operation in operations for parameter in operation["parameters"]]
