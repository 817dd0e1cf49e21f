"""The warning of contacts that may be the same: while typing, and without script when the form is sent."""

import pytest

from contacts.models import Contact
from tests.admin.browser import form_of
from tests.factories import ContactFactory
from tests.pages.groups import a_member_of
from tests.queries import statements

pytestmark = pytest.mark.django_db

QUICK, CHECK = "/staff/contacts/new/", "/staff/contacts/new/check/"
ANA = {"type": "guest", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(a_member_of("Editor"))


@pytest.fixture
def known(db):
    return ContactFactory(email="ana@example.com", company="Brook & Sons", phone="+44 20 7946 0000", reference="R1")


def test_a_form_is_not_stored_before_somebody_has_said_that_it_is_someone_else(client, known):
    page = client.post(QUICK, ANA).text
    assert "Is it somebody who is here already?" in page
    assert "Same e-mail: ana@example.com" in page
    assert Contact.objects.filter(email="ana@example.com").count() == 1

    client.post(QUICK, ANA | {"someone_else": f"{known.pk},"})

    assert Contact.objects.filter(email="ana@example.com").count() == 2


def test_it_offers_to_open_and_to_use_the_other(client, known):
    page = client.post(QUICK, ANA).text

    assert f'href="/staff/contacts/{known.pk}/"' in page
    assert f'formaction="/staff/contacts/{known.pk}/edit/"' in page
    assert f'name="someone_else" value="{known.pk}"' in page


def test_whoever_uses_the_other_finds_there_what_was_typed_where_it_had_nothing(client, known):
    typed = ANA | {"company": "Other", "mobile": "07400 123456", "tag_names": "vip\r\n<b>", "password": "x", "use": "1"}

    response = client.post(f"/staff/contacts/{known.pk}/edit/", typed)
    shown = form_of(response, "contact-form")
    assert "Filled in from what you typed: Tags, Mobile." in response.text
    assert (shown["company"], shown["mobile"], shown["initial-mobile"]) == ("Brook & Sons", "07400 123456", "")
    assert not known.changes.exists()
    client.post(f"/staff/contacts/{known.pk}/edit/", shown | {"tag_names": "vip"})

    assert known.changes.get().after == {"mobile": "07400 123456", "tags": ["vip"]}


def test_another_contact_is_not_copied_into_a_double(client, known):
    twin = ContactFactory()

    page = client.post(f"/staff/contacts/{twin.pk}/edit/check/", {"reference": "r1"}).text

    assert 'name="use"' not in page


def test_a_yes_for_one_is_none_for_another(client, known):
    ContactFactory(email="ana@example.com", first_name="Another")

    page = client.post(QUICK, ANA | {"someone_else": known.pk}).text

    assert "Another Brook" in page
    assert f'<input type="hidden" name="someone_else" value="{known.pk}">' in page
    assert Contact.objects.filter(email="ana@example.com").count() == 2


@pytest.mark.parametrize(
    "typed", [{"email": "ANA@example.com"}, {"more_numbers": "0800 1\n020 7946 0000"}, {"reference": "r1"}]
)
def test_while_typing_the_same_is_told_without_judging(client, known, typed):
    response = client.post(CHECK, {"address_country": "GB", **typed}, headers={"HX-Request": "true"})

    assert str(known) in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]


def test_while_typing_nothing_is_told_of_what_is_new(client, known):
    assert "doubles-title" not in client.post(CHECK, {"email": "new@example.com", "phone": "12345"}).text


def test_numbers_are_read_by_the_plan_of_the_country(client):
    page = client.post(CHECK, {"phone": "020 7946 0000", "mobile": "07400 123456", "address_country": "GB"}).text

    assert "Dialled as +44 20 7946 0000" in page
    assert "Dialled as +44 7400 123456" in page


@pytest.mark.parametrize("country", ["", "XX", "<b>", "\0"])
def test_a_country_that_is_none_reads_no_number(client, country):
    assert "Dialled" not in client.post(CHECK, {"phone": "020 7946 0000", "address_country": country}).text


def test_a_contact_is_not_warned_of_what_it_had_before(client, known):
    twin = ContactFactory(email="ana@example.com")
    page = f"/staff/contacts/{twin.pk}/edit/check/"

    assert "doubles-title" not in client.post(page, {"email": "ana@example.com"}).text
    assert str(known) in client.post(page, {"email": "ana@example.com", "reference": "r1"}).text


def test_keys_that_are_none_are_no_answer(client, known):
    for answer in ("x", "²", "-1", "9" * 30, "\0"):
        assert "Is it somebody" in client.post(QUICK, ANA | {"someone_else": answer}).text


def test_a_check_costs_few_queries_however_much_is_typed(client, known):
    many = {"more_emails": "\n".join(f"{n}@example.com" for n in range(40)), "more_numbers": "02079460000\n" * 40}

    with statements() as sent:
        client.post(CHECK, {**many, "email": "ana@example.com", "reference": "R1", "customer_number": "C"})

    assert len(sent) <= 9


def test_a_reader_may_not_ask(client, known):
    client.force_login(a_member_of("Reader"))

    assert client.post(CHECK, ANA).status_code == 403
    assert client.post(f"/staff/contacts/{known.pk}/edit/check/", ANA).status_code == 403
