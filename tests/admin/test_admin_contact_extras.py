from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contacts.choices import Portal, Via
from contacts.models import AccessGrant, Contact
from contacts.services import Grant, create_contact
from tests.admin.browser import errors_of
from tests.factories import AccessRoleFactory

USER = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.fixture
def roles(db):
    return [AccessRoleFactory(reference=reference, name=reference.title()) for reference in ("customer", "partner")]


@pytest.fixture
def user(roles):
    return create_contact(USER | {"grants": [Grant("customer")]}, via=Via.DIVENDO)


def upload(colour="red"):
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return SimpleUploadedFile("picture.png", file.getvalue(), "image/png")


def grants_of(contact):
    return {
        grant.role.reference: (grant.status, grant.expires_at) for grant in contact.grants.select_related("role").all()
    }


def test_roles_are_granted_and_taken_away(pages, user):
    pages.change(
        user, grants_customer_status="", grants_partner_status="pending", grants_partner_expires="2031-01-01 18:00"
    )

    assert grants_of(user) == {"partner": ("pending", datetime(2031, 1, 1, 18, tzinfo=UTC))}


def test_a_new_user_can_be_granted_roles_at_once(pages, roles):
    pages.add(**USER, grants_partner_status="active")

    assert grants_of(Contact.objects.get(email="ana@example.com")) == {"partner": ("active", None)}


def test_roles_of_the_admin_portal_are_neither_shown_nor_touched(pages, user):
    manager = AccessRoleFactory(reference="manager", portal=Portal.ADMIN)
    AccessGrant.objects.create(contact=user, role=manager)

    shown = pages.shown(user)
    pages.send(user, shown | {"grants_customer_status": "rejected"})

    assert not [name for name in shown if "manager" in name]
    assert grants_of(user) == {"customer": ("rejected", None), "manager": ("active", None)}


def test_a_wrong_end_names_its_role(pages, user):
    response = pages.change(user, grants_customer_expires="soon")

    message = "Customer: Give a day, or an instant such as 2031-01-01T00:00:00+00:00."
    assert errors_of(response) == {"grants": [message]}


def test_who_is_no_user_cannot_be_granted_a_role(pages, roles):
    response = pages.add(**USER | {"type": "guest"}, grants_partner_status="active")

    message = "Only a contact of the type user can have access roles: name none."
    assert errors_of(response) == {"grants": [message]}
    assert not Contact.objects.filter(email="ana@example.com").exists()


def test_a_user_who_becomes_a_guest_loses_roles_and_password(pages, user):
    pages.change(user, type="guest")

    user.refresh_from_db()
    assert (user.type, user.password, grants_of(user)) == ("guest", "", {})


def test_a_password_is_set_and_never_shown(pages, user):
    pages.change(user, raw_password="correct horse")

    user.refresh_from_db()
    assert user.password.startswith("md5$")
    assert pages.shown(user)["raw_password"] == ""
    assert user.password not in pages.client.get(pages.address(user)).text


def test_a_password_that_is_too_short_is_refused_at_its_field(pages, user):
    response = pages.change(user, raw_password="horse")

    assert errors_of(response) == {"raw_password": ["Choose a password of 8 or more characters."]}


def test_a_picture_is_uploaded_shown_and_removed(pages, user):
    pages.change(user, thumbnail=upload())
    user.refresh_from_db()
    assert user.thumbnail.name.startswith("pictures/")
    assert f'<img src="/content/{user.thumbnail.name}"' in pages.client.get(pages.address(user)).text

    pages.change(user, **{"thumbnail-clear": "on"})
    user.refresh_from_db()
    assert user.thumbnail.name == ""


def test_a_picture_is_fetched_from_its_address(pages, user):
    pages.change(user, thumbnail_source=PIXEL)

    user.refresh_from_db()
    assert user.thumbnail.name.startswith("pictures/")


@pytest.mark.parametrize("source", [{"thumbnail": b"no picture"}, {"thumbnail_source": "~/content/nothing.png"}])
def test_what_is_no_picture_is_refused_at_its_field(pages, user, source):
    if "thumbnail" in source:
        source = {"thumbnail": SimpleUploadedFile("picture.png", source["thumbnail"])}

    response = pages.change(user, **source)

    assert list(errors_of(response)) == ["thumbnail"]
    user.refresh_from_db()
    assert user.thumbnail.name == ""


def test_a_picture_comes_from_one_place(pages, user):
    response = pages.change(user, thumbnail=upload(), thumbnail_source=PIXEL)

    message = "Upload a picture, remove it, or give an address: one."
    assert errors_of(response) == {"thumbnail_source": [message]}


def test_a_page_that_refuses_shows_the_picture_that_there_is(pages, user):
    pages.change(user, thumbnail=upload())
    user.refresh_from_db()

    response = pages.change(user, thumbnail=upload("blue"), last_name="")

    assert f'<img src="/content/{user.thumbnail.name}"' in response.text
