"""Laws of both dialects: what is read may be written back, what is written is read, what cannot be said stays."""

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings

from contacts.choices import ContactType, Via
from contacts.models import Change, ConsentEvent, Contact
from contacts.models.law import INHERITED_FIELDS
from contacts.reading import with_extras
from contacts.services import change_contact, create_contact
from contacts.services.history import values_of
from contacts.texts import folded_case
from tests.commands.files import another_store
from tests.dialects.pictures import put_into_store
from tests.dialects.samples import divendo_path, evance_path, headquarters
from tests.factories import AccessRoleFactory
from tests.strategies import PICTURES, ROLES, of_all_types, pairs_of_one_type

pytestmark = pytest.mark.django_db

on_the_database = hypothesis_settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
in_both_dialects = pytest.mark.parametrize("path", [divendo_path, evance_path])

# What a dialect has no words for.
NOT_IN_DIVENDO = {
    *("type", "company", "department", "division", "position", "reference", "registered_number", "tax_number"),
    *("address_title", "address_first_name", "address_last_name", "address_company", "username", "website"),
    *("biography", "date_of_birth", "start_date", "leave_date", "thumbnail", "password", "tags", "grants"),
}
NOT_IN_EVANCE = {
    *("title", "more_emails", "more_numbers", "number_order", "customer_number", "account_number"),
    *(f"{channel}_optout_{part}" for channel in ("email", "post", "sms", "phone") for part in ("reason", "date")),
}
NAMES = ("firstname", "lastname", "company")


@pytest.fixture
def furnished(db):
    """Let the store have what the drawn contacts may speak of."""
    for reference in ROLES:
        AccessRoleFactory(reference=reference)
    for name in PICTURES:
        put_into_store(name, b"a picture")


def stored(changes):
    """Store the contact; the headquarters is there, and becomes what is drawn."""
    if changes["type"] == ContactType.HQ:
        return change_contact(headquarters().pk, changes, via=Via.PAGE)
    return create_contact(changes, via=Via.PAGE)


def held(contact):
    return values_of(with_extras(Contact.objects.whole().get(pk=contact.pk)))


def traces(contact):
    """Give all that a write would leave a trace in."""
    row = Contact.objects.filter(pk=contact.pk).values().get()
    return row, held(contact), Change.objects.count(), ConsentEvent.objects.count()


def body_of(api, path, changes):
    """Give what the API answers for such a contact, which is not stored any more."""
    with another_store():
        return api.get(path(stored(changes))).json()


def bare(body):
    return body.get("contact", body)


def sayable(body):
    """Give what a client can write. Of a tag that is there already, the store knows the spelling."""
    contact = {key: value for key, value in bare(body).items() if key not in ("id", "created", "hasPassword")}
    address, tags = contact["address"] and {**contact["address"], "id": 0}, contact.get("tags", {}).get("contact", ())
    return {**contact, "address": address, "tags": [folded_case(tag) for tag in tags]}


def has_an_echo(shown, body):
    """Whether the address is named as it was shown, by a name that it took over from the contact and that changes."""
    (before, address), (_, sent) = ((bare(one), bare(one)["address"] or {}) for one in (shown, body))
    echoed = [key for key in NAMES if sent.get(key) and sent[key] == address.get(key) == before[key]]
    return any(bare(body)[key] != before[key] for key in echoed)


def taken_over(before, after):
    """Give what is no longer written out because the contact says the same itself by now: it reads as before."""
    names = {f"address_{name}": "" for name in INHERITED_FIELDS if before[f"address_{name}"] == after[name]}
    return names | {"more_emails": [email for email in before["more_emails"] if email != after["email"]]}


@in_both_dialects
@on_the_database
@given(changes=of_all_types)
def test_writing_what_was_read_changes_nothing(api, furnished, path, changes):
    with another_store():
        contact = stored(changes)
        before, answer = traces(contact), api.get(path(contact))

        again = api.put(path(contact), answer.json())

        assert (again.status_code, again.json(), again["ETag"]) == (200, answer.json(), answer["ETag"])
        assert traces(contact) == before


@on_the_database
@given(changes=of_all_types)
def test_writing_preferences_as_they_were_read_changes_nothing(api, furnished, changes):
    with another_store():
        contact = stored(changes)
        path, before = f"{divendo_path(contact)}/preferences", traces(contact)

        assert api.put(path, api.get(path).json()).json() == {"updated": 1}

        assert traces(contact) == before


@pytest.mark.parametrize(("path", "unsaid"), [(divendo_path, NOT_IN_DIVENDO), (evance_path, NOT_IN_EVANCE)])
@on_the_database
@given(pair=pairs_of_one_type)
def test_what_a_dialect_cannot_say_survives_its_writes(api, furnished, path, unsaid, pair):
    body = body_of(api, path, pair[1])
    with another_store():
        contact = stored(pair[0])
        before = held(contact)

        assert api.put(path(contact), body).status_code == 200

        after = held(contact)
        kept = before | taken_over(before, after)
        assert {name: after[name] for name in unsaid} == {name: kept[name] for name in unsaid}


@in_both_dialects
@on_the_database
@given(pair=pairs_of_one_type)
def test_what_was_written_is_read(api, furnished, path, pair):
    body = body_of(api, path, pair[1])
    with another_store():
        contact = stored(pair[0])
        assume(not has_an_echo(api.get(path(contact)).json(), body))

        answer = api.put(path(contact), body)

        assert sayable(answer.json()) == sayable(body)
        assert api.get(path(contact)).json() == answer.json()
