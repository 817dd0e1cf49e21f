"""A program that calls the APIs: JSON in, JSON out, with a token of its own."""

import json

from django.test import Client

from contacts.dialects.oauth.grants import RegisteredClient
from contacts.dialects.tokens import AccessTokens


class Caller:
    def __init__(self, client):
        self._client = RegisteredClient(client)
        self._http = Client()

    def get(self, path, query=None, **headers):
        return self._http.get(path, query, headers=self.with_token(headers))

    def post(self, path, body, **headers):
        return self.request("POST", path, body, **headers)

    def put(self, path, body, **headers):
        return self.request("PUT", path, body, **headers)

    def delete(self, path, **headers):
        return self._http.delete(path, headers=self.with_token(headers))

    def request(self, method, path, body=b"", content_type="application/json", **headers):
        """Send what the other methods do not: any method, any bytes, any media type."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = self.with_token({"Content-Type": content_type, **headers})
        return self._http.generic(method, path, data, content_type=content_type, headers=headers)

    def with_token(self, headers):
        """Add a fresh token, and write ``if_match`` as ``If-Match``."""
        token = AccessTokens(3600)("client_credentials", self._client, scope=self._client.client.scope)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {token['access_token']}", **named}
