"""Where a sign-in leads on to: an address of ours, and nothing that would break."""

import pytest
from django.urls import reverse

from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db
WAYS = ["nowhere", "a\x00b", "//evil.example", "https://evil.example/", "javascript:x"]
each_way = pytest.mark.parametrize("way", WAYS)


@each_way
def test_who_is_in_already_is_led_on_whatever_the_address_says(client, way):
    client.force_login(StaffMemberFactory())

    answer = client.get(reverse("staff:sign-in"), {"next": way})

    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert "javascript" not in answer.url


@each_way
def test_the_undo_of_a_message_leads_to_an_address_of_ours(client, way):
    client.force_login(StaffMemberFactory(is_superuser=True))

    answer = client.post(reverse("staff:trash-restore-ticked"), {"next": way})

    assert answer.url == reverse("staff:trash")
