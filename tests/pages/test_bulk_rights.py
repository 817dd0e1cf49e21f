"""Who may edit and delete many contacts at once."""

import pytest
from django.contrib.auth.models import Group, Permission

from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.bulk_flow import BULK, Flow, state_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("group", "status"), [("Reader", 403), ("Editor", 403), ("Manager", 200), ("Administrator", 200)]
)
def test_who_may_edit_many(client, group, status):
    member = StaffMemberFactory(is_staff=True)
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)

    assert client.post(BULK, {"pk": [ContactFactory().pk], "deed": "edit"}).status_code == status


def test_to_delete_many_takes_the_right_to_delete_as_well(client):
    member = StaffMemberFactory(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="bulk_change_contact"))
    client.force_login(member)
    flow = Flow(client, pk=[ContactFactory().pk])

    assert 'value="delete"' not in flow.form.text
    assert client.post(BULK, {"state": state_in(flow.form), "deed": "delete"}).status_code == 403
    flow.deed = "delete"
    assert flow.look().status_code == 403
