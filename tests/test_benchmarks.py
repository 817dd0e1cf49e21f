"""What the benchmarks measure with is what the store would keep."""

import pytest

from benchmarks import people
from contacts.models import Contact


@pytest.mark.parametrize("number", [*range(0, 60, 7), 993, 100_000, 999_999])
def test_a_made_contact_obeys_the_law_and_is_found_by_what_it_holds(number):
    made = people.person(number).columns
    contact = Contact(**made)

    contact.clean_fields()
    contact.clean()
    contact.derive()

    assert {name: getattr(contact, name) for name in made} == made


def test_no_two_made_contacts_share_what_must_be_unique():
    made = [person.columns for person in people.people(2000)]

    for name in ("id", "object_id", "email"):
        assert len({columns[name] for columns in made}) == len(made)
