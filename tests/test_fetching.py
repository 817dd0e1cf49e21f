"""Files are fetched from public addresses only, and in time (contract §3). Nothing here leaves the machine."""

import contextlib
import socket
import threading
import time

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
    """A server on the loopback that stands for the whole web, and notes who was asked for what."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.pages = {}
        self.names = {"example.com": [PUBLIC]}
        self.asked, self.requests, self.reached = [], [], []
        self.tls = None
        threading.Thread(target=self.serve, daemon=True).start()

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
        return self.names.get(host) or [host]

    def connect(self, place, timeout):
        self.reached.append(place)
        return socket.create_connection(self.listener.getsockname(), timeout)

    def fetch(self, url="http://example.com/", at_most=CAP, **ways):
        return Fetcher(**{"seconds": 2, "resolve": self.resolve, "connect": self.connect} | ways).fetch(url, at_most)

    def refusal_of(self, url="http://example.com/", **ways) -> str:
        with pytest.raises(ValidationError) as caught:
            self.fetch(url, **ways)
        return caught.value.code


@pytest.fixture
def web():
    web = Web()
    yield web
    web.listener.close()


def dripping(pieces, seconds=0.02):
    for piece in pieces:
        yield piece
        time.sleep(seconds)


def endlessly(piece):
    while True:
        yield piece


def test_a_file_is_fetched_from_the_address_that_was_checked(web):
    assert web.fetch("http://example.com/a%20b/ü.png?size=ö#top") == b"a picture"
    assert web.reached == [(PUBLIC, 80)]
    assert web.requests[0].startswith("GET /a%20b/%C3%BC.png?size=%C3%B6 HTTP/1.1\r\nHost: example.com\r\n")


def test_no_compressed_body_is_asked_for(web):
    web.fetch()

    assert "Accept-Encoding: identity\r\n" in web.requests[0]


def test_a_name_is_resolved_once_for_each_request(web):
    # The second answer would lead inside: rebinding.
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    assert web.fetch(resolve=lambda host: next(answers)) == b"a picture"
    assert web.reached == [(PUBLIC, 80)]


def test_the_next_address_is_tried_when_one_is_dead(web):
    def connect(place, timeout):
        if place[0] == PUBLIC_IPV6:
            raise OSError("Network is unreachable")
        return web.connect(place, timeout)

    web.names["example.com"] = [PUBLIC_IPV6, PUBLIC, PUBLIC_TOO]

    assert web.fetch(connect=connect) == b"a picture"
    assert web.reached == [(PUBLIC, 80)]


@pytest.mark.parametrize("addresses", [[PUBLIC, "10.0.0.1"], ["::1", PUBLIC], [PUBLIC, PUBLIC_IPV6, "fe80::1%eth0"]])
def test_a_name_with_one_inner_address_is_refused(web, addresses):
    web.names["example.com"] = addresses

    assert web.refusal_of() == "unreachable"
    assert web.reached == []


def test_proxies_of_the_environment_are_not_asked(web, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert web.fetch() == b"a picture"
    assert web.reached == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web, status):
    web.names["cdn.example.com"] = [PUBLIC_TOO]
    web.pages = {
        "/": redirect("a/b", f"{status} Go on"),
        "/a/b": redirect("//cdn.example.com:443/c", f"{status} Go on"),
    }

    assert web.fetch() == b"a picture"
    assert web.reached == [(PUBLIC, 80), (PUBLIC, 80), (PUBLIC_TOO, 443)]
    assert "Host: cdn.example.com:443\r\n" in web.requests[2]


@pytest.mark.parametrize("hops", [3, 4])
def test_three_redirects_are_enough(web, hops):
    web.pages = {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(hops)}
    outcome = web.fetch("http://example.com/0") if hops == 3 else web.refusal_of("http://example.com/0")

    assert outcome == (b"a picture" if hops == 3 else "unreachable")
    assert len(web.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://example.com:8080/",
        "http://user:word@example.com/",
        "file:///etc/passwd",
        "gopher://example.com:80/_x",
        "data:image/png;base64,AAAA",
        "http://[",
        "http://example.com/a b\\c",
        "/",
        "",
    ],
)
def test_redirects_lead_to_public_files_alone(web, location):
    web.names["localhost"] = ["127.0.0.1"]
    web.pages = {"/": redirect(location)}

    assert web.refusal_of() == "unreachable"
    assert {address for address, _port in web.reached} == {PUBLIC}


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content", "206 Partial", "401 No", "304 Same"])
def test_only_a_file_is_an_answer(web, status):
    web.pages = {"/": answer(status=status)}

    assert web.refusal_of() == "unreachable"


@pytest.mark.parametrize(
    "page", [b"", b"hello\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"x" * 70_000, b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000]
)
def test_what_is_not_http_is_refused(web, page):
    web.pages = {"/": page}

    assert web.refusal_of() == "unreachable"


def test_a_body_without_end_is_read_up_to_the_cap(web):
    web.pages = {"/": (piece for part in ([answer(b"")], endlessly(b"x" * 999)) for piece in part)}

    assert web.fetch() == b"x" * CAP


@pytest.mark.parametrize("length", ["1", "0005", "99999999999999999999"])
def test_a_length_is_not_believed(web, length):
    web.pages = {"/": answer(b"x" * 5000, Content_Length=length)}

    assert len(web.fetch()) <= CAP


def test_a_body_in_chunks_is_read_up_to_the_cap(web):
    web.pages = {"/": answer(b"5\r\nhello\r\n" * 500 + b"0\r\n\r\n", Transfer_Encoding="chunked")}

    assert web.fetch() == b"hello" * (CAP // 5)
