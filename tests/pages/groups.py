"""Members of the staff for tests, each in one of the groups that the migrations make."""

from django.contrib.auth.models import Group

from tests.factories import StaffMemberFactory


def a_member_of(group: str):
    member = StaffMemberFactory()
    member.groups.add(Group.objects.get(name=group))
    return member
