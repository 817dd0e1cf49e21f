"""The token addresses (contract §2, §3; RFC 6749), which are no views of REST framework's."""

from contacts.dialects.openapi.answers import headers
from contacts.dialects.openapi.requests import parameters
from contacts.dialects.openapi.values import Schema, answered, ref

_TEXT: Schema = {"type": "string"}
_SCOPE: Schema = {
    "type": "string",
    "description": "What the token is to open, parted by blanks: all that the client may do where it is absent.",
    "pattern": r"^(?:contacts(?:\.readonly)?(?: contacts(?:\.readonly)?)*)?$",
}
CLIENT_CREDENTIALS: Schema = {
    "type": "object",
    "properties": {
        "grant_type": {"const": "client_credentials"},
        "client_id": {**_TEXT, "description": "The credentials may come by HTTP Basic as well."},
        "client_secret": _TEXT,
        "scope": _SCOPE,
    },
    "required": ["grant_type"],
}
SIGNED_ASSERTION: Schema = {
    "type": "object",
    "properties": {
        "grant_type": {"const": "urn:ietf:params:oauth:grant-type:jwt-bearer"},
        "assertion": {
            **_TEXT,
            "minLength": 1,
            "description": "A JWT that the client signed with its server key by HS256 (RFC 7523). It says `iss` and"
            " `sub` (the client id), `aud` (this address), `exp` (at most an hour ahead), `iat`, and perhaps `scope`.",
        },
        "scope": _SCOPE,
    },
    "required": ["grant_type", "assertion"],
}
TOKEN_ERROR = answered({"error": _TEXT, "error_description": _TEXT}, optional=["error_description"])
_REFUSALS = {
    "400": "The request is not as RFC 6749 wants it, or the grant is not a good one.",
    "401": "No active client has these credentials.",
    "413": "The body is longer than 10 MB.",
    "415": "The body is neither a form nor JSON.",
    "429": "Too many wrong credentials came from this address: wait.",
}
_HEADERS_OF_REFUSALS = {"401": "WWW-Authenticate", "429": "Retry-After"}
_EXAMPLE = {
    "grant_type": "client_credentials",
    "client_id": "5f2b7c0c9d3e4a6f8b1a2c3d4e5f6071",
    "client_secret": "the secret that was shown when the client was made",
}


def token_address(operation_id: str, request: Schema, token: Schema) -> Schema:
    """Describe a token address that takes such requests and hands out such tokens."""
    content = {"schema": request, "example": _EXAMPLE}
    return {
        "post": {
            "operationId": operation_id,
            "summary": "Get an access token",
            "description": "A client shows its credentials and gets a token, which it sends along with each call.",
            "tags": ["Access"],
            "security": [{"credentials": []}, {}],
            "parameters": parameters(),
            "requestBody": {
                "required": True,
                "content": {"application/x-www-form-urlencoded": content, "application/json": content},
            },
            "responses": {
                "200": _answer("The token.", token),
                **{status: _refusal(status) for status in _REFUSALS},
            },
        }
    }


def _answer(description: str, schema: Schema, *own_headers: str) -> Schema:
    content = {"application/json": {"schema": schema}}
    return {"description": description, "headers": headers((*own_headers, "X-Request-Id")), "content": content}


def _refusal(status: str) -> Schema:
    own_headers = [_HEADERS_OF_REFUSALS[status]] if status in _HEADERS_OF_REFUSALS else []
    return _answer(_REFUSALS[status], ref("schemas", "TokenError"), *own_headers)
