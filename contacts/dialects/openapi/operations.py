"""The operations of a dialect: what every description of one says alike."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema

from contacts.choices import Scope
from contacts.dialects.openapi.values import Schema


def reading(name: str, summary: str, responses: dict[str, Schema], **more: Any) -> Callable:
    """Describe an operation that a token of any scope may call; ``more`` is of OpenAPI's Operation Object."""
    return _operation(Scope.CONTACTS_READONLY, name, summary, more, responses)


def writing(name: str, summary: str, responses: dict[str, Schema], **more: Any) -> Callable:
    """Describe an operation for which a token must have the scope ``contacts``."""
    return _operation(Scope.CONTACTS, name, summary, more, responses)


def _operation(scope: Scope, name: str, summary: str, more: dict[str, Any], responses: dict[str, Schema]) -> Callable:
    operation = {
        "operationId": name,
        "summary": summary,
        "tags": ["Contacts"],
        "security": [{"clientCredentials": [scope.value]}, {"accessToken": []}],
        **more,
        "responses": responses,
    }
    return extend_schema(operation=operation)


def linked(id_in_answer: str, *names: str) -> dict[str, Schema]:
    """Say that the operations of these names take the id that stands at this place of the answer (a JSON Pointer)."""
    parameters = {"id": f"$response.body#{id_in_answer}"}
    return {name: {"operationId": name, "parameters": parameters} for name in names}


def security_schemes(token_address: str) -> dict[str, Schema]:
    """Describe how a client shows who it is: with a token that it fetches, or that somebody pastes."""
    scopes = {scope.value: str(scope.label) for scope in Scope}
    return {
        "clientCredentials": {
            "type": "oauth2",
            "description": "OAuth 2.0: an API client gets a token for its id and secret.",
            "flows": {"clientCredentials": {"tokenUrl": token_address, "scopes": scopes}},
        },
        "accessToken": {"type": "http", "scheme": "bearer", "description": "An access token that you have already."},
        "credentials": {
            "type": "http",
            "scheme": "basic",
            "description": "For the token address: client id and secret.",
        },
    }
