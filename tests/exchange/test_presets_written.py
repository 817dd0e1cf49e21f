"""Files that are written for address books and for the users of the two APIs."""

from datetime import date

import pytest

from contacts.exchange.interfaces import UnfitFormat
from contacts.exchange.presets import PRESETS
from contacts.models import Contact
from tests.exchange.tables import cells_of, changes_of, written


@pytest.fixture
def contact():
    ana = Contact(
        type="guest",
        title="Dr",
        first_name="Ana",
        last_name="Brook",
        company="Example Ltd",
        position="Buyer",
        department="Purchasing",
        biography="One\ntwo",
        email="ana@example.com",
        more_emails=["b@example.com", "c@example.com"],
        phone="020 7946 0000",
        mobile="+44 7700 900123",
        more_numbers=["020 7946 0001", "020 7946 0002"],
        date_of_birth=date(1990, 4, 12),
        address_line1="20 Wenlock Road",
        address_line2="Floor 2",
        address_city="London",
        address_region="Greater London",
        address_postcode="N1 7GU",
        address_country="GB",
        website="https://www.example.com",
    )
    ana.tag_names = ["Trade fair", "VIP"]
    ana.website_grants = []
    return ana


@pytest.mark.parametrize("name", ["google", "outlook", "divendo", "evance"])
def test_what_is_written_for_others_is_read_back_as_theirs(contact, name):
    read = Contact()
    (changes,) = changes_of(written(contact, preset=name), preset=name)
    read.tag_names = changes.pop("tags", [])
    read.take(changes)

    headers = [one for one in PRESETS[name].written if one.header != "accessRoles"]
    assert {one.header: one.cell(read) for one in headers} == {one.header: one.cell(contact) for one in headers}


def test_an_export_for_others_has_the_chosen_columns_only(contact):
    header, row = cells_of(written(contact, preset="google", columns=["mobile", "first_name"]))

    assert header == ["First Name", "Phone 2 - Label", "Phone 2 - Value"]
    assert row == ["Ana", "Mobile", "+44 7700 900123"]


def test_columns_that_others_have_no_header_for_are_refused():
    with pytest.raises(UnfitFormat, match="The preset has none of these columns"):
        written(Contact(), preset="outlook", columns=["reference"])
