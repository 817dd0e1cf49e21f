import pytest

from tests.admin.browser import ContactPages
from tests.factories import StaffMemberFactory


@pytest.fixture
def member(db):
    """A member of the staff who may do everything."""
    return StaffMemberFactory(is_superuser=True)


@pytest.fixture
def pages(client, member):
    """The pages of contacts in the admin, with that member in front of them."""
    client.force_login(member)
    return ContactPages(client)
