"""`manage.py collect_pictures`: what nobody needs goes, and nothing else."""

import os
import re
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from contacts import thumbnails
from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact, create_contact, delete_contact, pictures
from tests.factories import ContactFactory
from tests.pictures import a_picture, name_of, stored_pictures

pytestmark = pytest.mark.django_db

VIA = {"via": Via.EVANCE}
HOUR = 3600


def collected(**options) -> tuple[int, int, str]:
    """Run the command; give how many pictures and bytes it tells of, and what it says of them."""
    out = StringIO()
    call_command("collect_pictures", stdout=out, **options)
    told = re.fullmatch(r"Pictures (removed|to be removed): ([\d,]+) \(([\d,]+) bytes\)\n", out.getvalue())
    did, *figures = told.groups()
    count, size = (int(figure.replace(",", "")) for figure in figures)
    return count, size, did


def an_orphan(number: int, age: float = 2 * HOUR) -> str:
    """Store a picture that nobody has, so many seconds ago; give its name."""
    picture = thumbnails.take_in(a_picture(number))
    thumbnails.store(picture)
    made_older(picture.name, age)
    return picture.name


def made_older(name: str, age: float = 2 * HOUR) -> None:
    os.utime(default_storage.path(name), (time.time() - age,) * 2)


def test_what_nobody_needs_is_removed_and_told():
    orphans = [an_orphan(1), an_orphan(2)]
    size = sum(default_storage.size(name) for name in orphans)

    assert collected() == (2, size, "removed")
    assert stored_pictures() == set()
    assert collected() == (0, 0, "removed")


def test_a_dry_run_tells_the_same_and_removes_nothing():
    name = an_orphan(1)

    assert collected(dry_run=True) == (1, default_storage.size(name), "to be removed")
    assert stored_pictures() == {name}


def test_an_empty_store_has_nothing_to_remove():
    assert collected() == (0, 0, "removed")


@pytest.mark.parametrize(("hours", "age", "left"), [(1, 0.9, 1), (1, 1.1, 0), (0, 0, 0), (0.5, 0.4, 1), (48, 47, 1)])
def test_what_is_young_stays(hours, age, left):
    an_orphan(1, age * HOUR)

    collected(older_than=hours)

    assert len(stored_pictures()) == left


def test_what_a_contact_shows_stays():
    ContactFactory(thumbnail=an_orphan(1))

    assert collected() == (0, 0, "removed")
    assert len(stored_pictures()) == 1


def test_what_history_may_bring_back_stays():
    changed = create_contact({"type": "recipient", "email": "ana@example.com", "thumbnail": a_picture(1)}, **VIA)
    deleted = create_contact({"type": "recipient", "email": "bo@example.com", "thumbnail": a_picture(2)}, **VIA)
    change_contact(changed.pk, {"thumbnail": a_picture(3)}, **VIA)
    change_contact(changed.pk, {"thumbnail": None}, **VIA)
    delete_contact(deleted.pk, **VIA)
    names = {name_of(a_picture(number)) for number in (1, 2, 3)}
    for name in names:
        made_older(name)

    assert collected() == (0, 0, "removed")
    assert stored_pictures() == names


@pytest.mark.parametrize(
    "name",
    ["logo.png", "images/avatars/a.png", "pictures/logo.png", "pictures/ab/notes.txt", f"pictures/ab/{'a' * 64}.gif"],
)
def test_what_was_not_drawn_here_stays(name):
    default_storage.save(name, ContentFile(b"whatever"))
    made_older(name)

    assert collected(older_than=0) == (0, 0, "removed")
    assert stored_pictures() == {name}


def test_what_a_contact_takes_up_at_the_last_moment_comes_back(monkeypatch):
    name = an_orphan(1)
    content = Path(default_storage.path(name)).read_bytes()
    remove = thumbnails.remove

    def take_up_first(removed):
        Contact.objects.filter(type="hq").update(thumbnail=name)
        remove(removed)

    monkeypatch.setattr(pictures.thumbnails, "remove", take_up_first)

    assert collected() == (0, 0, "removed")
    assert Path(default_storage.path(name)).read_bytes() == content


def test_what_is_gone_while_we_look_is_no_problem(monkeypatch):
    names = sorted([an_orphan(1), an_orphan(2)])
    tell_time = default_storage.get_modified_time

    def take_away_first(name):
        if name == names[0]:
            default_storage.delete(name)
        return tell_time(name)

    monkeypatch.setattr(default_storage, "get_modified_time", take_away_first)

    assert collected()[0] == 1
    assert stored_pictures() == set()


def test_other_storages_are_swept_too(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    picture = thumbnails.take_in(a_picture(1))
    thumbnails.store(picture)

    assert collected(older_than=0) == (1, len(picture.content), "removed")
    assert not default_storage.exists(picture.name)


@pytest.mark.parametrize("hours", [-1, float("nan"), float("inf"), 1e12])
def test_hours_are_hours(hours):
    with pytest.raises(CommandError, match="0 or more"):
        collected(older_than=hours)
