"""A web that never leaves the machine: every name and address of it leads to one server on the loopback."""

import contextlib
import socket
import threading

import pytest
from django.core.exceptions import ValidationError

from contacts.fetching import Fetcher

PUBLIC, PUBLIC_TOO, PUBLIC_IPV6 = "93.184.216.34", "151.101.1.69", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
CAP = 1000


def answer(body=b"a picture", status="200 OK", **headers) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(location, status="302 Found") -> bytes:
    return answer(b"not this", status, Location=location)


class Web:
    """The server behind all of it, and notes of what was asked: which names, which addresses, which pages."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.pages = {}
        self.names = {}
        self.asked, self.requests, self.reached = [], [], []
        self.tls = None

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.listener.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self.reply, args=[connection], daemon=True).start()

    def reply(self, connection):
        # Who fetches may hang up at any moment: that is what is tested.
        with contextlib.suppress(OSError), connection, self.secured(connection) as connection:
            request = connection.recv(10_000).decode()
            self.requests.append(request)
            page = self.pages.get(request.split(" ")[1], answer())
            for piece in [page] if isinstance(page, bytes) else page:
                connection.sendall(piece)

    def secured(self, connection):
        return self.tls.wrap_socket(connection, server_side=True) if self.tls else connection

    def resolve(self, host):
        self.asked.append(host)
        with contextlib.suppress(OSError):
            # What the system would read as an address, in whichever spelling.
            return [socket.inet_ntoa(socket.inet_aton(host))]
        return self.names.get(host, [host] if ":" in host else [PUBLIC])

    def connect(self, place, timeout):
        self.reached.append(place)
        return socket.create_connection(self.listener.getsockname(), timeout)

    def fetch(self, url="http://example.com/", at_most=CAP, **ways):
        return Fetcher(**{"seconds": 60, "resolve": self.resolve, "connect": self.connect} | ways).fetch(url, at_most)

    def refusal_of(self, url="http://example.com/", **ways) -> str:
        with pytest.raises(ValidationError) as caught:
            self.fetch(url, **ways)
        return caught.value.code
