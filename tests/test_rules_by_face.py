"""Each rule of the law through each face: a broken contact is refused, and nothing is stored."""

import pytest

from contacts.models import Contact
from contacts.services.clients import create_client
from tests.dialects.caller import Caller
from tests.dialects.samples import contact, evance_faults

pytestmark = pytest.mark.django_db


def test_html_is_refused_by_evance():
    before = Contact.objects.count()
    answer = Caller(create_client("Shop", "contacts").client).post("/api/contacts.json", contact(company="<b>"))

    assert evance_faults(answer) == [("company", "html")]
    assert Contact.objects.count() == before
