"""Nothing is fetched but from public addresses, however the way inside is spelled (contract §3)."""

import pytest

from contacts.fetching import Target, addresses_of, is_public
from tests.loopback_web import PUBLIC, PUBLIC_IPV6, Web, redirect


@pytest.fixture
def web():
    with Web() as web:
        yield web


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_IPV6, "1.1.1.1", "223.255.255.254", "172.32.0.1", "2a00:1450::1"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


INNER_ADDRESSES = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.0.1 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:93.184.216.34 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::
2002:c0a8:1::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""


@pytest.mark.parametrize("address", INNER_ADDRESSES.split())
def test_addresses_of_inner_networks_are_not_public(address):
    assert not is_public(address)


def test_the_resolver_of_the_system_gives_every_address():
    assert {"127.0.0.1"} == set(addresses_of("127.0.0.1"))


INSIDE = {
    "localhost": ["127.0.0.1", "::1"],
    "inside.example.com": ["10.1.2.3"],
    "mixed.example.com": [PUBLIC, "127.0.0.1"],
    "mixed6.example.com": [PUBLIC_IPV6, "::1"],
    "scoped.example.com": [PUBLIC, "fe80::1%eth0"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "odd.example.com": ["no address"],
}


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_with_one_inner_address_is_refused(web, scheme, host):
    web.names |= INSIDE

    assert web.refusal_of(f"{scheme}://{host}/secret") == "unreachable"
    assert (web.asked, web.reached, web.requests) == ([host], [], [])


WAYS_INSIDE = """
http://127.0.0.1/secret http://127.0.0.1:80/secret https://127.0.0.1:443/secret http://0.0.0.0/ http://0/
http://127.1/ http://127.0.1/ http://0x7f.1/ http://0x7f000001/ http://0X7F000001/ http://2130706433/
http://017700000001/ http://0177.0.0.1/ http://0177.0.0.0x1/ http://127.000.000.001/ http://127.0.0.1./
http://0x8.0x8.0x8.0x8/ http://134744072/ http://010.8.8.8/ http://8.8.2056/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/
http://\uff11\uff12\uff17.0.0.1/ http://%31%32%37.0.0.1/ http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/
http://[2002:7f00:1::]/ http://[fe80::1%25eth0]/ http://[2606:2800:21f::1%25eth0]/ http://[::1 http://169.254.169.254/latest/meta-data/
http://[fd00:ec2::254]/ http://10.0.0.1/ http://192.168.1.1/ http://100.64.0.1/ http://example.com@127.0.0.1/
http://127.0.0.1@example.com/ http://user:word@example.com/ http://@example.com/ http://127.0.0.1#@example.com/
http://127.0.0.1?@example.com/ http://example.com\\@127.0.0.1/ http://127.0.0.1\\.example.com/
http://127.0.0.1%00.example.com/ http://127.0.0.1%2f.example.com/ http://example.com:22/ http://example.com:0/
http://example.com:8080/ http://example.com:65616/ http://example.com:-80/ http://example.com:80:81/
http://example.com:a/ https://example.com:8443/ file:///etc/passwd file://example.com:80/etc/passwd
ftp://example.com:80/ gopher://example.com:80/_GET dict://example.com:80/ jar:http://example.com/ //example.com/
example.com /secret http:/example.com http:///secret http://.example.com/ http://example..com/
http://exa*mple.com/ http://$(id).example.com/
"""


@pytest.mark.parametrize(
    "url",
    [
        *WAYS_INSIDE.split(),
        "",
        "http://",
        "http://exa mple.com/",
        "http://example.com/\r\nX: y",
        "http://exam\tple.com/",
        "http://example.com/\0",
        "http://example.com/" + "a" * 2000,
        f"http://{'a' * 64}.example.com/",
    ],
)
def test_no_spelling_leads_inside(web, url):
    # The server would answer to any of them, were it asked; a name that is not known leads to it too.
    assert web.refusal_of(url) in ("invalid", "unreachable")
    assert (web.reached, web.requests) == ([], [])


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("HTTP://EXAMPLE.com./", "example.com"),
        ("http://bücher.example.com/", "xn--bcher-kva.example.com"),
        ("https://a_b.example.com:80/", "a_b.example.com"),
        (f"http://{PUBLIC}/", PUBLIC),
        (f"http://[{PUBLIC_IPV6.upper()}]:443/", PUBLIC_IPV6),
        ("http://0x.com/", "0x.com"),
    ],
)
def test_a_public_host_is_read_from_its_address(url, host):
    assert Target.of(url).host == host


def test_a_name_is_resolved_once_for_each_request(web):
    # The second answer would lead inside: rebinding.
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    assert web.fetch(resolve=lambda host: next(answers)) == b"a picture"
    assert web.reached == [(PUBLIC, 80)]


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
