"""Files are fetched in time, over few redirects, and never more of them than wanted (contract §3)."""

import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.loopback_web import CAP, PUBLIC, PUBLIC_IPV6, PUBLIC_TOO, Web, answer, redirect


@pytest.fixture
def web():
    with Web() as web:
        yield web


def late(page, seconds=0.4):
    time.sleep(seconds)
    yield page


def dripping(data, after=b""):
    yield after
    for byte in data:
        yield bytes([byte])
        time.sleep(0.02)


def endless_body():
    yield answer(b"")
    while True:
        yield b"x" * 999


def test_a_file_is_fetched_from_the_address_that_was_checked(web):
    assert web.fetch("http://example.com/a%20b/ü.png?size=ö#top") == b"a picture"
    assert web.reached == [(PUBLIC, 80)]
    assert web.requests[0].startswith("GET /a%20b/%C3%BC.png?size=%C3%B6 HTTP/1.1\r\nHost: example.com\r\n")


def test_no_compressed_body_is_asked_for(web):
    web.fetch()

    assert "Accept-Encoding: identity\r\n" in web.requests[0]


def test_the_next_address_is_tried_when_one_is_dead(web):
    def connect(place, timeout):
        if place[0] == PUBLIC_IPV6:
            raise OSError("Network is unreachable")
        return web.connect(place, timeout)

    web.names["example.com"] = [PUBLIC_IPV6, PUBLIC, PUBLIC_TOO]

    assert web.fetch(connect=connect) == b"a picture"
    assert web.reached == [(PUBLIC, 80)]


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


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content", "206 Partial", "401 No", "304 Same"])
def test_only_a_file_is_an_answer(web, status):
    web.pages = {"/": answer(status=status)}

    assert web.refusal_of() == "unreachable"


@pytest.mark.parametrize(
    "page",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"x" * 70_000, answer(A="x" * 70_000), answer(A="b\r\nA: " * 101)],
)
def test_what_is_not_http_is_refused(web, page):
    web.pages = {"/": page}

    assert web.refusal_of() == "unreachable"


def test_a_body_without_end_is_read_up_to_the_cap(web):
    web.pages = {"/": endless_body()}

    assert web.fetch() == b"x" * CAP


@pytest.mark.parametrize("length", ["1", "0005", "99999999999999999999"])
def test_a_length_is_not_believed(web, length):
    web.pages = {"/": answer(b"x" * 5000, Content_Length=length)}

    assert len(web.fetch()) <= CAP


def test_a_body_in_chunks_is_read_up_to_the_cap(web):
    web.pages = {"/": answer(b"5\r\nhello\r\n" * 500 + b"0\r\n\r\n", Transfer_Encoding="chunked")}

    assert web.fetch() == b"hello" * (CAP // 5)


@pytest.mark.parametrize(
    "page",
    [
        lambda: late(answer()),
        lambda: dripping(answer()),
        lambda: dripping(b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + answer()),
        lambda: dripping(b"A: b\r\n" * 4 + b"\r\n", after=b"HTTP/1.1 200 OK\r\n"),
        lambda: dripping(b"x" * 40, after=answer(b"", Content_Length=40)),
        lambda: dripping(b"1\r\nx\r\n" * 5 + b"0\r\n\r\n", after=answer(b"", Transfer_Encoding="chunked")),
    ],
    ids=["silence", "a status", "patience", "headers", "a body", "chunks"],
)
def test_what_comes_too_late_is_not_waited_for(web, page):
    # Each is a good answer to whoever waits longer, and none is silent for as long as the deadline, but the first.
    web.pages = {"/": page()}

    assert web.refusal_of(seconds=0.15) == "unreachable"


def test_one_deadline_stands_over_all_redirects(web):
    web.pages = {f"/{hop}": late(redirect(f"/{hop + 1}"), 0.08) for hop in range(3)}

    assert web.refusal_of("http://example.com/0", seconds=0.2) == "unreachable"
    assert "GET /3 " not in "".join(web.requests)


def test_a_slow_resolver_is_not_waited_for(web):
    let_go, finished = threading.Event(), []

    def resolve(host):
        let_go.wait(5)
        finished.append(host)
        return [PUBLIC]

    assert web.refusal_of(seconds=0.05, resolve=resolve) == "unreachable"
    assert (finished, web.reached) == ([], [])
    let_go.set()


def test_each_address_has_its_share_of_the_time(web):
    shares = []

    def connect(place, timeout):
        shares.append(timeout)
        raise TimeoutError

    web.names["example.com"] = [PUBLIC, PUBLIC_TOO]

    assert web.refusal_of(seconds=60, connect=connect) == "unreachable"
    assert shares == [pytest.approx(30, abs=5), pytest.approx(60, abs=5)]


@pytest.fixture
def certificate(web, tmp_path):
    """Let the web speak TLS as example.com, and give what trusts it."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.com")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(today - timedelta(1)).not_valid_after(today + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("example.com")]), critical=False)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(key.private_bytes(*form) + pem)
    web.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    web.tls.load_cert_chain(tmp_path / "server.pem")
    return lambda: ssl.create_default_context(cadata=pem.decode())


def test_https_asks_for_the_name_and_not_for_the_address(web, certificate):
    greeted = []
    web.tls.sni_callback = lambda connection, name, context: greeted.append(name)

    assert web.fetch("https://example.com/", tls=certificate) == b"a picture"
    assert (greeted, web.reached) == (["example.com"], [(PUBLIC, 443)])


def test_a_certificate_for_another_name_is_refused(web, certificate):
    web.names["www.example.com"] = [PUBLIC]

    assert web.refusal_of("https://www.example.com/", tls=certificate) == "unreachable"
    assert web.requests == []


@pytest.mark.usefixtures("certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(web):
    assert web.refusal_of("https://example.com/") == "unreachable"
    assert web.requests == []
