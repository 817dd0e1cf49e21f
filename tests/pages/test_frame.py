"""What stands around every page of the staff."""

import pytest

from tests.factories import StaffMemberFactory

CONTACTS = "?filter=type%3Duser"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["contacts/", "views/", f"bulk/{CONTACTS}&deed=edit", f"exports/new/{CONTACTS}"])
def test_what_is_done_with_contacts_stands_among_the_contacts(client, address):
    client.force_login(StaffMemberFactory(is_superuser=True))

    page = client.get(f"/staff/{address}").text

    assert page.count('aria-current="page"') == 1
    assert '<a class="side-place" href="/staff/contacts/" aria-current="page">' in page
