"""Laws of both dialects that hold for every contact: what is read may be written back, what is not said stays."""

import pytest

from contacts.models import Change
from tests.dialects.samples import divendo_path
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def test_putting_what_was_answered_changes_nothing(api):
    stored = ContactFactory()
    answer = api.get(divendo_path(stored))

    assert api.put(divendo_path(stored), answer.json())["ETag"] == answer["ETag"]
    assert not Change.objects.exists()
