"""Two people at the same contact: what a form does with what was changed since it was shown."""

from datetime import UTC, datetime

import pytest

from contacts.choices import Via
from contacts.forms import ContactForm
from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact
from tests.factories import AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db


def whole(contact):
    return with_extras(Contact.objects.whole().get(pk=contact.pk))


def sent_by(form):
    """Give what a browser sends of the form as it is shown: each input, and what is remembered of it."""
    sent = {}
    for bound in form:
        if bound.field.show_hidden_initial:
            sent |= _inputs(bound.field.hidden_widget(), bound.html_initial_name, bound.value())
        if not hasattr(bound.field.widget, "checkbox_name"):
            sent |= _inputs(bound.field.widget, bound.html_name, bound.value())
    return sent


def _inputs(widget, name, value):
    def leaves(part):
        if "subwidgets" not in part or part.get("type") == "date":
            return {part["name"]: part["value"] or ""}
        return {key: text for one in part["subwidgets"] for key, text in leaves(one).items()}

    context = widget.get_context(name, value, {})["widget"]
    return {name: str(value or "")} if "optgroups" in context else leaves(context)


def submitted(contact, sent, only=None):
    form = ContactForm(sent, instance=whole(contact), only=only)
    return form, form.is_valid() and form.store(via=Via.PAGE)


@pytest.fixture
def contact():
    return ContactFactory(company="Acme", position="Buyer")


def test_different_fields_are_no_conflict(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)

    form, is_stored = submitted(contact, sent | {"position": "Head buyer"})

    assert (is_stored, form.conflicts) == (True, [])
    contact.refresh_from_db()
    assert (contact.company, contact.position) == ("Acme Ltd", "Head buyer")


def test_the_same_field_is_a_conflict_that_tells_all_three_values(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)

    form, is_stored = submitted(contact, sent | {"company": "Acme & Co", "position": "Head buyer"})

    assert not is_stored
    assert [(one.name, one.before, one.theirs, one.mine) for one in form.conflicts] == [
        ("company", "Acme", "Acme Ltd", "Acme & Co")
    ]
    contact.refresh_from_db()
    assert (contact.company, contact.position) == ("Acme Ltd", "Buyer")


def test_the_same_value_of_both_is_no_conflict(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)

    assert submitted(contact, sent | {"company": "Acme Ltd"})[1]


@pytest.mark.parametrize(("choice", "company"), [("mine", "Acme & Co"), ("theirs", "Acme Ltd")])
def test_the_choice_is_what_is_stored(contact, choice, company):
    sent = sent_by(ContactForm(instance=whole(contact)))
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)
    form, _ = submitted(contact, sent | {"company": "Acme & Co", "position": "Head buyer"})

    form, is_stored = submitted(contact, form.data | {"choice-company": choice})

    assert is_stored
    contact.refresh_from_db()
    assert (contact.company, contact.position) == (company, "Head buyer")


def test_a_third_who_comes_between_the_choice_and_its_saving_is_a_conflict_again(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)
    form, _ = submitted(contact, sent | {"company": "Acme & Co"})
    change_contact(contact.pk, {"company": "Acme plc"}, via=Via.EVANCE)

    form, is_stored = submitted(contact, form.data | {"choice-company": "mine"})

    assert not is_stored
    assert (form.conflicts[0].before, form.conflicts[0].theirs) == ("Acme Ltd", "Acme plc")


def test_who_writes_between_our_reading_and_our_writing_is_noticed(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    form = ContactForm(sent | {"company": "Acme & Co"}, instance=whole(contact))
    assert form.is_valid()
    change_contact(contact.pk, {"company": "Acme Ltd"}, via=Via.EVANCE)

    assert not form.store(via=Via.PAGE)
    assert form.conflicts[0].theirs == "Acme Ltd"


def test_who_writes_something_else_meanwhile_does_no_harm(contact):
    sent = sent_by(ContactForm(instance=whole(contact)))
    form = ContactForm(sent | {"company": "Acme & Co"}, instance=whole(contact))
    assert form.is_valid()
    change_contact(contact.pk, {"position": "Head buyer", "tags": ["vip"]}, via=Via.EVANCE)

    assert form.store(via=Via.PAGE)
    contact.refresh_from_db()
    assert (contact.company, contact.position, contact.version) == ("Acme & Co", "Head buyer", 3)


def test_lists_dates_and_grants_have_conflicts_too():
    AccessRoleFactory(reference="customer")
    contact = ContactFactory(user=True)
    sent = sent_by(ContactForm(instance=whole(contact)))
    theirs = {"tags": ["vip"], "grants": [Grant("customer")], "sms_optout_reason": "optout"}
    theirs["sms_optout_date"] = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)
    change_contact(contact.pk, theirs | {"date_of_birth": "1990-04-03"}, via=Via.EVANCE)

    mine = {"tag_names": "press", "date_of_birth": "1991-04-03", "sms_optout_reason": "STOP"}
    grant = next(name for name in sent if name.startswith("grants_") and name.endswith("status"))
    form, is_stored = submitted(contact, sent | mine | {grant: "pending"})

    assert not is_stored, form.errors
    assert {one.name for one in form.conflicts} == {"tag_names", "grants", "date_of_birth", "sms_optout_reason"}
    choices = {one.choice: "theirs" for one in form.conflicts}
    assert submitted(contact, form.data | choices)[1]
    assert whole(contact).version == 2


def test_a_block_of_fields_changes_nothing_else(contact):
    only = ("company", "position")
    sent = sent_by(ContactForm(instance=whole(contact), only=only))

    form, is_stored = submitted(contact, sent | {"company": "", "email": "other@example.com"}, only)

    assert is_stored
    assert set(form.fields) == {*only, "reason"}
    assert whole(contact).email == contact.email


def test_a_block_says_which_rule_of_another_field_it_breaks(contact):
    sent = sent_by(ContactForm(instance=whole(contact), only=("type",)))
    change_contact(contact.pk, {"company": ""}, via=Via.EVANCE)

    form, is_stored = submitted(contact, sent | {"type": "branch"}, ("type",))

    assert not is_stored
    assert "company" in str(form.non_field_errors())
