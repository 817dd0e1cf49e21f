"""The contact's picture (contract §3, ``thumbnail``)."""

import socket
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from contacts import thumbnails
from contacts.models import Change, Contact
from tests.dialects.pictures import as_base64, as_data_uri, picture, put_into_store
from tests.dialects.samples import contact, divendo_path, evance_faults, guest

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Let no test leave the machine: whoever opens a connection fails."""

    def refuse(*_, **__):
        raise AssertionError("A connection was opened.")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def create(api, thumbnail, **keys):
    answer = api.post(CONTACTS, contact(thumbnail=thumbnail, **keys))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def rewrite(api, known, thumbnail):
    answer = api.put(f"/api/contacts/{known['id']}.json", {"contact": {"type": "guest", "thumbnail": thumbnail}})
    assert answer.status_code == 200, answer.content
    return answer.json()["contact"]["thumbnail"]


def stored_files():
    folders = [""]
    found = []
    while folders:
        folder = folders.pop()
        inner, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
        folders += [f"{folder}/{name}".lstrip("/") for name in inner]
        found += [f"{folder}/{name}".lstrip("/") for name in files]
    return found


@pytest.mark.parametrize("write", [as_base64, as_data_uri, lambda content: as_data_uri(content, "x-unknown")])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_written_and_read_at_an_absolute_address(api, client, write, kind):
    thumbnail = create(api, write(picture(kind)))["thumbnail"]

    assert thumbnail.startswith("http://testserver/content/pictures/")
    served = client.get(thumbnail)
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(BytesIO(b"".join(served.streaming_content))).size == (8, 6)


def test_a_content_uri_names_a_file_that_the_store_has(api):
    put_into_store("images/avatars/my-file-name.png", picture())

    thumbnail = create(api, "~/content/images/avatars/my-file-name.png")["thumbnail"]

    assert thumbnail == "http://testserver/content/images/avatars/my-file-name.png"


def test_an_address_is_fetched_once(api, monkeypatch):
    fetched = []

    def fetch(url, at_most):
        fetched.append(url)
        return picture(colour="blue")

    monkeypatch.setattr(thumbnails.take_in, "__kwdefaults__", {"fetch": fetch})

    created = create(api, "https://example.com/images/ana.jpg")

    assert fetched == ["https://example.com/images/ana.jpg"]
    assert created["thumbnail"].startswith("http://testserver/content/pictures/")


@pytest.mark.parametrize(
    "name", ["pictures/a.png", "images/my photo.png", "images/Zoë & Söhne.png", "images/100%.png", "images/a+b#c?.png"]
)
def test_the_own_address_changes_nothing(api, name):
    put_into_store(name, picture())
    created = create(api, f"~/content/{name}")

    assert rewrite(api, created, created["thumbnail"]) == created["thumbnail"]
    assert Contact.objects.get(pk=created["id"]).version == 1
    assert Change.objects.count() == 1


def test_the_own_address_of_another_picture_is_that_picture(api):
    first, second = create(api, as_base64(picture())), create(api, as_base64(picture(colour="blue")))

    assert rewrite(api, first, second["thumbnail"]) == second["thumbnail"]


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_null_removes_the_picture(api, nothing):
    assert rewrite(api, create(api, as_base64(picture())), nothing) is None


def test_a_picture_stays_when_none_is_sent(api):
    created = create(api, as_base64(picture()))
    stored = Contact.objects.get(pk=created["id"])

    api.put(f"/api/contacts/{created['id']}.json", {"contact": {"type": "guest", "position": "Buyer"}})
    api.put(divendo_path(stored), guest(customernumber="1"))

    assert api.get(f"/api/contacts/{created['id']}.json").json()["contact"]["thumbnail"] == created["thumbnail"]


def test_a_large_picture_is_fitted_into_512(api, client):
    thumbnail = create(api, as_base64(picture("JPEG", (2000, 1000))))["thumbnail"]

    assert Image.open(BytesIO(b"".join(client.get(thumbnail).streaming_content))).size == (512, 256)


@pytest.mark.parametrize(
    ("thumbnail", "ref"),
    [
        ("~/content/images/unknown.png", "not-found"),
        ("~/content/", "not-found"),
        ("~/content/../secret.png", "not-found"),
        ("~/content//etc/passwd", "not-found"),
        ("~/content/a\0.png", "invalid"),
        ("http://testserver/content/images/unknown.png", "not-found"),
        ("http://testserver/content/%2e%2e/%2e%2e/etc/passwd", "not-found"),
        ("data:image/png;base64,????", "invalid"),
        ("data:image/png;base64," + as_base64(b"GIF89a but not really"), "invalid"),
        ("data:,hello", "invalid"),
        (as_base64(picture())[:40], "invalid"),
        (as_base64(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "invalid"),
        ("a photo of Ana", "invalid"),
        ("file:///etc/passwd", "invalid"),
        ("/content/pictures/a.png", "invalid"),
        ("http://127.0.0.1/a.png", "unreachable"),
        ("http://10.0.0.1/a.png", "unreachable"),
        ("http://169.254.169.254/latest/meta-data", "unreachable"),
        ("https://[::1]/a.png", "unreachable"),
        ("http://2130706433/a.png", "invalid"),
        ("http://1.1.1.1:8080/a.png", "invalid"),
        ("http://ana:secret@1.1.1.1/a.png", "invalid"),
        ("http:///a.png", "invalid"),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing_behind(api, thumbnail, ref):
    before = Contact.objects.count()

    faults = evance_faults(api.post(CONTACTS, contact(thumbnail=thumbnail, type="guest")))

    assert {name for name, _ in faults} == {"thumbnail"}
    assert ref in {code for _, code in faults}
    assert (Contact.objects.count(), stored_files()) == (before, [])


def test_a_picture_has_at_most_5_mb_and_25_megapixels(api):
    for content in (b"x" * (5 * 1024 * 1024 + 1), picture("PNG", (5001, 5000))):
        answer = api.post(CONTACTS, contact(thumbnail=as_base64(content)))
        assert evance_faults(answer) == [("thumbnail", "too-large")]


@pytest.mark.parametrize("thumbnail", [5, True, {}, ["~/content/a.png"]])
def test_a_picture_is_written_as_a_text(api, thumbnail):
    assert evance_faults(api.post(CONTACTS, contact(thumbnail=thumbnail))) == [("thumbnail", "invalid")]


def test_a_picture_of_a_refused_contact_is_not_kept(api):
    body = contact(thumbnail=as_base64(picture()), lastname="")

    assert evance_faults(api.post(CONTACTS, body)) == [("lastname", "required")]
    assert stored_files() == []


def test_a_bad_picture_is_named_beside_all_other_faults(api):
    answer = api.post(CONTACTS, contact(thumbnail="~/content/unknown.png", lastname="", company=5))

    assert evance_faults(answer) == [("company", "invalid"), ("lastname", "required"), ("thumbnail", "not-found")]


def test_a_long_name_of_a_file_is_no_file(api):
    names = {name for name, _ in evance_faults(api.post(CONTACTS, contact(thumbnail="~/content/" + "x" * 5000)))}

    assert names == {"thumbnail"}
