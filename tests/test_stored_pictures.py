"""Pictures are kept under a name made from their content, and stored files are named in no other way than that."""

import stat
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contacts.models import Contact
from contacts.thumbnails import Picture, is_stored_name, remove, store, take_in


@pytest.fixture
def picture() -> Picture:
    file = BytesIO()
    Image.new("RGB", (60, 40), (250, 10, 10)).save(file, "PNG")
    return take_in(ContentFile(file.getvalue()))


@pytest.fixture(params=["a path of its own", "no path"])
def other_storage(request, settings, monkeypatch):
    """A storage that keeps its files elsewhere, and knows a path for each, or none."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    if request.param == "no path":
        monkeypatch.setattr(InMemoryStorage, "_relative_path", lambda storage, name: name)
        monkeypatch.setattr(InMemoryStorage, "path", Storage.path)


def stored_files(settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def content_of(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_a_picture_is_stored_once_under_its_name(picture, settings):
    assert [store(picture), store(picture)] == [True, False]
    assert stored_files(settings) == [picture.name]
    assert content_of(picture.name) == picture.content


def test_a_stored_picture_may_be_read_by_the_web_server(picture):
    store(picture)

    assert stat.S_IMODE(Path(default_storage.path(picture.name)).stat().st_mode) == 0o644


@pytest.mark.usefixtures("other_storage")
def test_other_storages_keep_pictures_too(picture, settings):
    assert [store(picture), store(picture)] == [True, False]
    assert content_of(picture.name) == picture.content

    remove(picture.name)
    assert not is_stored_name(picture.name)
    assert stored_files(settings) == []


def test_many_at_once_store_one_file(picture, settings):
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _turn: store(picture), range(40)))

    assert True in outcomes
    assert stored_files(settings) == [picture.name]


def test_who_comes_second_leaves_no_double(picture, settings, monkeypatch):
    store(picture)
    monkeypatch.setattr("contacts.thumbnails.is_stored_name", lambda name: False)

    assert store(picture) is False
    assert stored_files(settings) == [picture.name]


def test_a_failed_store_leaves_nothing(picture, settings, monkeypatch):
    def fail(storage, name, content):
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", fail)

    with pytest.raises(OSError, match="No space"):
        store(picture)
    assert stored_files(settings) == []


def test_the_final_name_never_holds_half_a_picture(picture, monkeypatch):
    # A storage that had to write the bytes itself would show them one after the other.
    monkeypatch.setattr("django.core.files.base.File.chunks", lambda *args: pytest.fail("The file is being copied."))

    assert store(picture) is True
    assert content_of(picture.name) == picture.content


def test_a_removed_picture_is_gone(picture, settings):
    store(picture)
    remove(picture.name)
    remove(picture.name)

    assert stored_files(settings) == []


def test_only_pictures_that_were_drawn_here_are_removed(settings):
    default_storage.save("team/logo.png", ContentFile(b"logo"))
    for name in ("team/logo.png", "pictures/../team/logo.png", ""):
        remove(name)

    assert stored_files(settings) == ["team/logo.png"]


@pytest.mark.parametrize("value", ["", "  ", None])
def test_nothing_is_no_picture(value):
    assert take_in(value) == ""


def test_a_stored_file_is_given_by_its_name(picture):
    store(picture)
    default_storage.save("team/the logo.png", ContentFile(b"logo"))

    assert take_in(picture.name) == picture.name
    assert take_in(f"~/content/{picture.name}") == picture.name
    assert take_in("~/content/team/the logo.png") == "team/the logo.png"


def test_the_file_of_a_contact_stays_as_it_is(picture):
    assert take_in(Contact(thumbnail=picture.name).thumbnail) == picture.name
    assert take_in(Contact().thumbnail) == ""


def test_a_new_file_of_a_contact_is_drawn(picture):
    contact = Contact(thumbnail=SimpleUploadedFile("a.jpg", picture.content))

    assert isinstance(take_in(contact.thumbnail), Picture)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "missing.png",
        "pictures",
        "../secret.png",
        "pictures/../../secret.png",
        "pictures/../logo.png",
        "./logo.png",
        "/logo.png",
        "//logo.png",
        "logo.png/",
        "pictures//a.png",
        "..\\secret.png",
        "pictures\\a.png",
        "%2e%2e/secret.png",
        "logo.png\0",
        "logo.png\n.jpg",
        "\ud800.png",
        "a" * 201,
        "logo.png/a.png",
        "/etc/passwd",
    ],
)
def test_only_files_of_the_storage_can_be_named(name, settings):
    Path(settings.MEDIA_ROOT, "pictures").mkdir(parents=True)
    for path in ("logo.png", "pictures/a.png", "../secret.png"):
        Path(settings.MEDIA_ROOT, path).write_bytes(b"content")

    with pytest.raises(ValidationError) as caught:
        take_in(f"~/content/{name}")
    assert caught.value.code == "not_found"
