import re
from io import StringIO

import pytest
from django.core.management import call_command

from contacts.models import ApiClient, StaffMember
from contacts.services.clients import disable_client, has_secret
from contacts.services.staff import opens_the_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings, tmp_path):
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


def welcome(**options) -> str:
    out = StringIO()
    call_command("welcome", stdout=out, **options)
    return out.getvalue()


def shown(name: str, text: str) -> str:
    return re.search(rf"\b{name}[ =]+(\S+)", text)[1]


def test_the_login_that_is_shown_opens_the_admin(var):
    text = welcome()

    assert opens_the_admin(shown("e-mail", text), shown("password", text))
    assert StaffMember.objects.get().is_superuser


def test_the_client_that_is_shown_may_call_the_apis(var):
    text = welcome()

    client = ApiClient.objects.get()
    assert shown("client_id", text) == client.client_id
    assert has_secret(client, shown("client_secret", text))


def test_every_line_goes_to_the_origin(var):
    assert set(re.findall(r"https?://[^/ ]+", welcome(origin="http://127.0.0.1:8123"))) == {"http://127.0.0.1:8123"}


def test_a_second_welcome_shows_the_same(var):
    assert welcome() == welcome()


def test_the_keys_are_for_the_owner_of_the_file_alone(var):
    welcome()

    assert (var / "welcome.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["", "[", '{"email": "staff@example.com"}'])
def test_damaged_keys_are_made_anew_for_the_same_login_and_client(var, damage):
    before = welcome()
    (var / "welcome.json").write_text(damage)

    after = welcome()

    assert opens_the_admin(shown("e-mail", after), shown("password", after))
    assert shown("password", after) != shown("password", before)
    assert (StaffMember.objects.count(), ApiClient.objects.count()) == (1, 1)


def test_keys_of_another_database_are_made_anew(var):
    before = welcome()
    StaffMember.objects.all().delete()
    ApiClient.objects.all().delete()

    after = welcome()

    assert shown("client_id", after) != shown("client_id", before)
    assert opens_the_admin(shown("e-mail", after), shown("password", after))


def test_a_disabled_client_is_left_alone_and_another_made(var):
    welcome()
    first = ApiClient.objects.get()
    disable_client(first)

    text = welcome()

    first.refresh_from_db()
    assert not first.is_active
    assert shown("client_id", text) != first.client_id


def test_production_gets_no_demonstration_login(var, settings):
    settings.DEBUG = False

    assert "DEBUG is off" in welcome()
    assert not StaffMember.objects.exists()
    assert not ApiClient.objects.exists()
    assert not var.exists()
