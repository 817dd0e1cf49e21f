"""Who may take contacts along, and how long a file that waits can be fetched."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from contacts.choices import Via
from contacts.services.exports import FILES_KEPT_FOR, begin_export, drop_old_exports, finish_export
from tests.factories import ContactFactory, StaffMemberFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db

ADDRESS = "/staff/exports/new/"


@pytest.mark.parametrize("group", ["Reader", "Editor"])
def test_who_may_not_export_gets_403(client, group):
    member = StaffMemberFactory()
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)

    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS).status_code == 403
    assert client.get("/staff/exports/1/").status_code == 403


def test_who_has_not_signed_in_is_asked_to(client):
    assert client.get(ADDRESS).status_code == 302


def test_the_dialog_asks_as_much_for_many_contacts_as_for_one(manager_client):
    manager_client.get(ADDRESS)
    with statements() as few:
        manager_client.get(ADDRESS)
    ContactFactory.create_batch(20)

    with statements() as many:
        manager_client.get(ADDRESS)

    assert len(many) == len(few) <= 8


def test_a_file_goes_when_its_time_is_over(own_uploads):
    deed = begin_export("contacts.csv", {}, 1, via=Via.PAGE)
    finish_export(deed, ContentFile(b"email\r\n"), "csv", 0, "")
    name = deed.options["file"]
    assert drop_old_exports() == 0

    with time_machine.travel(timezone.now() + FILES_KEPT_FOR + timedelta(minutes=1)):
        assert drop_old_exports() == 1

    deed.refresh_from_db()
    assert "file" not in deed.options
    assert not storages["uploads"].exists(name)
