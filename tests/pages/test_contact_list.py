"""The list of contacts: its page, its parts, its columns."""

import pytest
from django.urls import reverse

from tests.factories import ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(StaffMemberFactory(is_superuser=True))
    return client


def test_the_list_shows(staff):
    ContactFactory(first_name="Ana", last_name="Brook", phone="+44 20 7946 0000")

    page = staff.get(reverse("staff:contacts"))

    assert page.status_code == 200
    assert "Ana Brook" in page.content.decode()
