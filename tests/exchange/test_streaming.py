"""Memory does not grow with the file: nothing is read, and no contact asked for, before the last one is done with."""

import gc
import weakref
from io import BytesIO
from itertools import islice

import pytest

from contacts.columns import COLUMNS
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Reading, Writing
from contacts.models import Contact
from tests.exchange.tables import watched, written

TEXT_FORMATS = [name for name in FORMATS if name != "xlsx"]
READABLE = [name for name, format in FORMATS.items() if format.read]
# Enough for several of the pieces in which files are read.
MANY = 4000


def contacts(number):
    for index in range(number):
        contact = Contact(type="guest", email=f"{index}@example.com", first_name="Ana", last_name="Brook" * 4)
        contact.tag_names, contact.website_grants = [], []
        yield contact


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_contacts_are_written_as_they_are_asked_for(name):
    file = BytesIO()

    count = FORMATS[name].write(watched(contacts(200), file), file, Writing(list(COLUMNS)))

    assert count == 200
    # No more than a few contacts wait to be written.
    length = len(file.getvalue())
    assert 0 <= length / 2 - file.lengths[100] < length / 4
    assert file.lengths == sorted(file.lengths)


@pytest.mark.parametrize("name", FORMATS)
def test_written_contacts_are_not_kept(name):
    alive = []

    def remembered():
        for contact in contacts(20):
            alive.append(weakref.ref(contact))
            yield contact
        # A contact and its picture know each other, so they stay until somebody tidies up.
        gc.collect()
        assert sum(one() is not None for one in alive) <= 1

    FORMATS[name].write(remembered(), BytesIO(), Writing(["email", "first_name"]))

    assert len(alive) == 20


@pytest.mark.parametrize("name", [name for name in READABLE if name != "xlsx"])
def test_a_file_is_read_as_its_rows_are_asked_for(name):
    content = written(*contacts(MANY), format=name)
    file = BytesIO(content)

    source = FORMATS[name].read(file, Reading())
    places = [file.tell() for _row in islice(source.rows, 0, MANY, MANY // 4)]
    del source

    assert places[0] < len(content) / 2
    assert places == sorted(places)
    assert len(set(places)) > 1


def test_the_rows_of_a_sheet_are_read_as_they_are_asked_for(monkeypatch):
    read = []
    monkeypatch.setattr("contacts.exchange.xlsx._texts", lambda row, width: read.append(1) or [str(row[0])])
    file = BytesIO(written(*contacts(20), format="xlsx", columns=["email"]))

    rows = FORMATS["xlsx"].read(file, Reading(preset="own", ignore_unknown=True)).rows
    next(rows)

    assert len(read) == 2


@pytest.mark.parametrize("name", READABLE)
def test_the_file_stays_open_for_its_owner(name):
    file = BytesIO(written(*contacts(3), format=name))

    source = FORMATS[name].read(file, Reading())
    next(source.rows)
    del source
    gc.collect()

    assert not file.closed


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_to_stays_open_for_its_owner(name):
    file = BytesIO()

    FORMATS[name].write(contacts(3), file, Writing(["email"]))
    gc.collect()

    assert file.getvalue()
