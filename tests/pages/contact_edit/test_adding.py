"""Adding a contact: quickly, or with all fields; without script the server says what the script would."""

import pytest

from contacts.choices import Via
from contacts.models import Contact
from tests.admin.browser import form_of, messages_of
from tests.factories import ContactFactory
from tests.pages.groups import a_member_of
from tests.pictures import a_picture, stored_pictures
from tests.queries import statements

pytestmark = pytest.mark.django_db

QUICK, FULL = "/staff/contacts/new/", "/staff/contacts/new/full/"
ANA = {"type": "guest", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}


@pytest.fixture(autouse=True)
def editor(client):
    member = a_member_of("Editor")
    client.force_login(member)
    return member


def test_a_contact_is_added_through_the_door_and_shown(client, editor):
    response = client.post(QUICK, ANA | {"phone": "020 7946 0000", "tag_names": "vip\r\nfair"})

    contact = Contact.objects.get(email="ana@example.com")
    change = contact.changes.get()
    assert response.url == f"/staff/contacts/{contact.pk}/"
    assert (change.via, change.by, change.after["tags"]) == (Via.PAGE, editor, ["fair", "vip"])
    assert (contact.phone, contact.created_via) == ("020 7946 0000", Via.PAGE)


def test_whoever_may_delete_can_take_it_back_with_one_click(client):
    client.force_login(a_member_of("Manager"))

    response = client.post(QUICK, ANA, follow=True)

    pk = Contact.objects.get(email="ana@example.com").pk
    (message,) = messages_of(response)
    assert f'formaction="/staff/contacts/{pk}/delete/"' in message


def test_an_editor_who_may_not_delete_is_offered_no_undo(client):
    (message,) = messages_of(client.post(QUICK, ANA, follow=True))

    assert message == "Ana Brook is saved."


def test_the_next_one_can_be_added_at_once(client):
    response = client.post(QUICK, ANA | {"then": "another"})

    assert response.url == QUICK
    assert form_of(client.get(QUICK), "contact-form")["email"] == ""


def test_what_the_type_needs_is_marked_and_explained_without_script(client):
    response = client.get(QUICK)

    assert "Guest: needs e-mail, first name and last name." in response.text
    assert "Branch: needs e-mail and company." in response.text
    needed = [field.name for field in response.context["form"] if 'aria-required="true"' in str(field)]
    assert needed == ["type", "first_name", "last_name", "email"]


def test_errors_stand_at_the_top_with_links_to_their_fields(client):
    response = client.post(QUICK, {"type": "branch", "email": "nobody"})

    page = response.text
    assert '<div class="error-summary" role="alert" tabindex="-1" autofocus>' in page
    assert '<a href="#id_company">Company</a>: Enter the company: a contact of the type branch needs it.' in page
    assert '<a href="#id_email">E-mail</a>' in page
    assert 'id="id_company_error"' in page
    assert 'aria-describedby="id_company_error"' in page
    assert not Contact.objects.filter(type="branch").exists()


def test_more_fields_keep_what_was_typed_and_judge_nothing(client):
    typed = {"type": "branch", "company": "Brook & <Sons>", "email": "not yet", "tag_names": "a\r\nb", "more": "1"}

    response = client.post(FULL, typed)

    shown = form_of(response, "contact-form")
    assert [shown[name] for name in ("type", "company", "email")] == ["branch", "Brook & <Sons>", "not yet"]
    assert shown["tag_names"].split() == ["a", "b"]
    assert "error-summary" not in response.text


def test_an_address_may_bring_a_beginning(client):
    shown = form_of(client.get(f"{QUICK}?email=x%40example.com&type=recipient"), "contact-form")

    assert (shown["email"], shown["type"]) == ("x@example.com", "recipient")


def test_the_full_form_stores_everything(client):
    facts = {"more_emails": "b@example.com\r\nc@example.com", "address_country": "GB", "date_of_birth": "1990-02-28"}

    client.post(FULL, ANA | facts | {"thumbnail": a_picture(), "reason": "Met at the fair"})

    contact = Contact.objects.get(email="ana@example.com")
    assert contact.more_emails == ["b@example.com", "c@example.com"]
    assert (contact.address_country, contact.thumbnail.name in stored_pictures()) == ("GB", True)
    assert contact.changes.get().reason == "Met at the fair"


def test_a_picture_is_kept_when_something_else_is_refused(client):
    response = client.post(FULL, ANA | {"last_name": "", "thumbnail": a_picture()})
    shown = form_of(response, "contact-form")
    assert shown["kept_picture"].startswith("data:image/")
    assert stored_pictures() == set()

    client.post(FULL, shown | {"last_name": "Brook"})

    assert Contact.objects.get(email="ana@example.com").thumbnail.name in stored_pictures()


def test_what_is_no_picture_is_told_beside_it(client):
    file = a_picture()
    file.file.write(b"no picture")
    file.seek(0)

    page = client.post(FULL, ANA | {"last_name": "", "thumbnail": file}).text

    assert "This is not a whole picture" in page.partition('id="id_thumbnail_error"')[2]


def test_a_user_takes_over_the_newsletter_recipient(client):
    recipient = ContactFactory(recipient=True, email="ana@example.com")

    warned = client.post(QUICK, ANA | {"type": "user"})
    assert [double.contact for double in warned.context["form"].doubles] == [recipient]
    response = client.post(QUICK, ANA | {"type": "user", "someone_else": recipient.pk}, follow=True)

    assert Contact.objects.get(pk=recipient.pk).type == "user"
    assert messages_of(response) == ["The newsletter recipient with this e-mail address is this user now."]


def test_what_was_typed_is_never_taken_for_html(client):
    evil = '"><script>alert(1)</script>'

    for address in (QUICK, FULL):
        page = client.post(address, dict.fromkeys([*ANA, "tag_names", "phone", "kept_picture"], evil)).text
        assert "<script>alert" not in page


@pytest.mark.parametrize("address", [QUICK, FULL])
def test_a_reader_may_not_add(client, address):
    client.force_login(a_member_of("Reader"))

    assert client.get(address).status_code == 403
    assert client.post(address, ANA).status_code == 403


def test_nobody_is_made_the_headquarters(client):
    assert 'value="hq"' not in client.get(QUICK).text
    client.post(QUICK, ANA | {"type": "hq"})

    assert Contact.objects.filter(type="hq").count() == 1


@pytest.mark.parametrize(("address", "most"), [(QUICK, 6), (FULL, 7)])
def test_a_page_costs_a_fixed_number_of_queries(client, address, most):
    with statements() as sent:
        client.get(address)

    assert len(sent) <= most
