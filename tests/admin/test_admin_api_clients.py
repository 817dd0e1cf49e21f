import pytest
from django.utils import timezone

from contacts.choices import Scope
from contacts.models import ApiClient
from contacts.services.clients import create_client, has_secret, read_server_key
from tests.admin.browser import form_of

LIST = "/admin/contacts/apiclient/"


@pytest.fixture
def shop(db):
    return create_client("Shop", Scope.CONTACTS, with_key=True)


def act(client, action, api_client, **more):
    return client.post(LIST, {"action": action, "_selected_action": [api_client.pk], **more})


def test_a_new_client_shows_its_credentials_once(pages):
    response = pages.client.post(f"{LIST}add/", {"name": "Shop", "scope": "contacts", "with_key": "on"})

    api_client = ApiClient.objects.get()
    (credentials,) = response.context["all_credentials"]
    assert has_secret(api_client, credentials.client_secret)
    assert read_server_key(api_client) == credentials.server_key
    for shown in (api_client.client_id, credentials.client_secret, credentials.server_key):
        assert shown in response.text
    assert "no-store" in response["Cache-Control"]
    assert credentials.client_secret not in pages.client.get(f"{LIST}{api_client.pk}/change/").text


def test_a_client_without_a_name_is_not_made(pages):
    response = pages.client.post(f"{LIST}add/", {"name": " ", "scope": "contacts"})

    assert list(response.context["adminform"].form.errors) == ["name"]
    assert not ApiClient.objects.exists()


def test_the_list_shows_when_a_client_was_used_last(pages, shop):
    ApiClient.objects.update(last_used_at=timezone.make_aware(timezone.datetime(2031, 2, 3, 4, 5)))

    page = pages.client.get(LIST).text

    for fact in ("Shop", shop.client.client_id, "Read and write contacts", "Feb. 3, 2031"):
        assert fact in page


def test_a_new_secret_is_given_once_that_is_confirmed(pages, shop):
    asked = act(pages.client, "renew_secrets", shop.client)
    assert "end at once" in asked.text
    assert has_secret(ApiClient.objects.get(), shop.client_secret)

    answered = act(pages.client, "renew_secrets", shop.client, confirmed="yes")

    (credentials,) = answered.context["all_credentials"]
    assert has_secret(ApiClient.objects.get(), credentials.client_secret)
    assert not has_secret(ApiClient.objects.get(), shop.client_secret)
    assert credentials.client_secret in answered.text
    assert "no-store" in answered["Cache-Control"]


def test_the_page_of_a_client_leads_to_a_new_secret(pages, shop):
    page = pages.client.get(f"{LIST}{shop.client.pk}/change/")

    answer = pages.client.post(LIST, form_of(page, "renew-secret"))

    assert "end at once" in answer.text


def test_a_client_is_disabled_and_enabled_again(pages, shop):
    act(pages.client, "disable", shop.client)
    assert not ApiClient.objects.get().is_active

    act(pages.client, "enable", shop.client)
    assert ApiClient.objects.get().is_active


def test_editing_a_client_leaves_its_secret_alone(pages, shop):
    address = f"{LIST}{shop.client.pk}/change/"

    shown = form_of(pages.client.get(address), "apiclient_form")
    pages.client.post(address, shown | {"name": "Web shop", "scope": "contacts.readonly"})

    api_client = ApiClient.objects.get()
    assert (api_client.name, api_client.scope) == ("Web shop", "contacts.readonly")
    assert has_secret(api_client, shop.client_secret)


def test_a_client_is_not_deleted_because_the_history_names_it(pages, shop):
    assert pages.client.post(f"{LIST}{shop.client.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_is_done_to_a_clients_secret_is_written_down(pages, shop):
    act(pages.client, "renew_secrets", shop.client, confirmed="yes")
    act(pages.client, "disable", shop.client)

    page = pages.client.get(f"{LIST}{shop.client.pk}/history/").text

    assert "Given a new secret." in page
    assert "Disabled." in page
