"""A file from the web, fetched from public addresses only, with one deadline over everything (contract §3).

``http.client`` is driven by hand because no client library gives both: a look at *every* address of a name before one
of them is connected to, and a deadline that also ends slow look-ups, slow headers and bytes that trickle in.
"""

import io
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address, ip_network
from time import monotonic
from typing import Any, Self, cast
from urllib.parse import SplitResult, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

NOT_FETCHED = _("Give an address that begins with http:// or https://, without a password and without a port.")
UNREACHABLE = _("The picture could not be fetched: give an address that everybody can open, or send the picture.")
PORTS = {"http": 80, "https": 443}
MAX_URL_LENGTH = 2000
MAX_REDIRECTS = 3
MAX_TRIES = 4
REDIRECTS = {301, 302, 303, 307, 308}

# From IPv6 only the part that is handed out (RFC 4291) is taken at all: mapped addresses and NAT64 stay outside.
_IPV6_HANDED_OUT = ip_network("2000::/3")
# Beside what `is_global` knows: relays and translators, behind which a private IPv4 address may hide, and multicast.
_NEVER_PUBLIC = ["192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/3", "2001::/23", "2002::/16", "3fff::/20"]
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
# What a resolver reads as a number (127.1, 0x7f.1, 2130706433, 0177.0.0.1), and a person as a name.
_ENDS_IN_NUMBER = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")


def is_public(address: str) -> bool:
    """Say whether the IP address is one that anybody on the internet can reach, and not a detour to a private one."""
    ip = ip_address(address)
    is_handed_out = ip.version == 4 or ip in _IPV6_HANDED_OUT
    return is_handed_out and ip.is_global and not any(ip in ip_network(network) for network in _NEVER_PUBLIC)


def addresses_of(host: str) -> list[str]:
    """Give every address of the host, as the system's resolver orders them."""
    return [str(place[0]) for *_kind, place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Target:
    """What one request is for: an http(s) URL in parts, its host in ASCII, its port one of 80 and 443."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Read the URL. Raises ``ValueError`` for one that is never fetched."""
        parts = urlsplit(url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        if len(url) > MAX_URL_LENGTH or _FORBIDDEN.search(url) or re.search("[@%]", parts.netloc):
            raise ValueError("The address hides something.")
        if parts.scheme not in PORTS or port not in PORTS.values():
            raise ValueError("Neither the web nor one of its ports.")
        query = f"?{parts.query}" if parts.query else ""
        return cls(url, parts.scheme, _host_of(parts), port, iri_to_uri((parts.path or "/") + query))

    def request(self) -> bytes:
        """Give the request. It asks for plain bytes: a compressed body could grow beyond any limit."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        host = host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: contact-store\r\nAccept: image/*\r\n"
            "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
        ).encode("ascii")


@dataclass(frozen=True)
class Fetcher:
    """How files are fetched: within how many seconds, and by which ways to the net (tests put their own in place)."""

    seconds: float = 5
    resolve: Callable[[str], Iterable[str]] = addresses_of
    connect: Callable[..., socket.socket] = socket.create_connection
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def fetch(self, url: str, at_most: int) -> bytes:
        """Give the first ``at_most`` bytes of what the URL leads to, over three redirects at most.

        Raises an unkeyed ``ValidationError``: ``invalid`` for an address that is never asked, ``unreachable`` when
        no answer came in time, or none with a file, or when the host has an address that is not public.
        """
        try:
            target = Target.of(url)
        except ValueError as error:
            raise ValidationError(NOT_FETCHED, code="invalid") from error
        try:
            return self._followed(target, at_most, _Deadline(self.seconds))
        except (OSError, HTTPException, ValueError) as error:
            raise ValidationError(UNREACHABLE, code="unreachable") from error

    def _followed(self, target: Target, at_most: int, deadline: "_Deadline") -> bytes:
        for _hop in range(1 + MAX_REDIRECTS):
            with self._answer_of(target, deadline) as response:
                if response.status == 200:
                    return response.read(at_most)
                target = _next_target(target, response)
        raise ValueError("Too many redirects.")

    @contextmanager
    def _answer_of(self, target: Target, deadline: "_Deadline") -> Iterator[HTTPResponse]:
        with self._connected(target, deadline) as connection:
            connection.sendall(target.request())
            response = HTTPResponse(cast(socket.socket, _TimelySocket(connection, deadline)), method="GET")
            response.begin()
            yield response

    def _connected(self, target: Target, deadline: "_Deadline") -> socket.socket:
        connection = self._reached(self._public_addresses(target.host, deadline), target.port, deadline)
        connection.settimeout(deadline.left())
        if target.scheme == "https":
            return self.tls().wrap_socket(connection, server_hostname=target.host)
        return connection

    def _reached(self, addresses: list[str], port: int, deadline: "_Deadline") -> socket.socket:
        try:
            # A silent address takes only its share of the time from the others.
            return self.connect((addresses[0], port), timeout=deadline.left() / len(addresses))
        except OSError:
            if len(addresses) == 1:
                raise
        return self._reached(addresses[1:], port, deadline)

    def _public_addresses(self, host: str, deadline: "_Deadline") -> list[str]:
        addresses = self._resolved(host, deadline)
        # Refused like a name that does not exist: nobody learns which names the inner network has.
        if not addresses or not all(is_public(address) for address in addresses):
            raise ValueError("Not every address is public.")
        return addresses[:MAX_TRIES]

    def _resolved(self, host: str, deadline: "_Deadline") -> list[str]:
        # The system's resolver knows no deadline: who waits for it must be able to walk away.
        waiting = ThreadPoolExecutor(max_workers=1)
        answer = waiting.submit(self.resolve, host)
        waiting.shutdown(wait=False)
        return list(answer.result(timeout=deadline.left()))


fetch = Fetcher().fetch


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        if (left := self._end - monotonic()) <= 0:
            raise TimeoutError
        return left


class _TimelySocket(io.RawIOBase):
    """A socket as ``HTTPResponse`` reads it, where every wait ends with the deadline, however small the bites."""

    def __init__(self, connection: socket.socket, deadline: _Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").encode("idna").decode("ascii").removesuffix(".")
    if ":" in host or _ENDS_IN_NUMBER.fullmatch(host):
        return str(ip_address(host))
    if not _NAME.fullmatch(host):
        raise ValueError("Not the name of a host.")
    return host


def _next_target(target: Target, response: HTTPResponse) -> Target:
    if response.status not in REDIRECTS:
        raise ValueError("Neither a file nor the way to one.")
    return Target.of(urljoin(target.url, response.headers.get("Location", "")))
