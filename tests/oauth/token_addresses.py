"""What the tests of the token addresses share."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlsplit

import requests
from django.http import HttpResponse
from django.test import Client
from requests.adapters import BaseAdapter

DIVENDO, EVANCE, EVANCE_JSON = "/oauth2/token", "/admin/oauth/token", "/admin/oauth/token.json"
ADDRESSES = [DIVENDO, EVANCE, EVANCE_JSON]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# In a description (RFC 6749 §5.2).
ALLOWED = {chr(code) for code in range(0x20, 0x7F)} - {chr(0x22), chr(0x5C)}


def refusal(response: HttpResponse) -> tuple[int, str]:
    """Give status and error of an answer that has the shape of RFC 6749 §5.2."""
    assert response["Cache-Control"] == "no-store"
    assert list(response.json()) == ["error", "error_description"]
    assert set(response.json()["error_description"]) <= ALLOWED
    return response.status_code, response.json()["error"]


class InProcess(BaseAdapter):
    """Lets a library that speaks HTTP by ``requests`` talk to the code, without a network between them."""

    def __init__(self, client: Client):
        super().__init__()
        self._client = client

    def send(self, request: requests.PreparedRequest, *args, **options) -> requests.Response:
        headers = dict(request.headers)
        body, path = request.body or "", urlsplit(request.url).path
        answer = self._client.generic(request.method, path, body, headers["Content-Type"], secure=True, headers=headers)
        response = requests.Response()
        response.status_code, response._content, response.headers = answer.status_code, answer.content, answer.headers
        return response

    def close(self) -> None:
        """Nothing is open."""


def compact_jwt(header: object, payload: object, key: str | bytes = "") -> str:
    """Sign with HS256 whatever it is, without a library that would refuse it; bytes go in as they are."""
    signed = ".".join(_encoded(part) for part in (header, payload))
    key = key.encode() if isinstance(key, str) else key
    return f"{signed}.{_encoded(hmac.digest(key, signed.encode(), hashlib.sha256))}"


def _encoded(part):
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
