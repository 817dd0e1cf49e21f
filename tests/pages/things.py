"""The addresses of the staff's pages with things that are there (the fixture ``things``)."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from contacts.pages.staff_urls import urlpatterns


def addresses_of(things) -> Iterator[tuple[str, object]]:
    """Give each address with things that are there, and its view."""
    for pattern in urlpatterns:
        kinds = pattern.pattern.converters
        yield reverse(f"staff:{pattern.name}", kwargs=keys_of(pattern.name, kinds, things)), pattern.callback


def keys_of(name, kinds, things):
    area = name.split("-")[0]
    owner = {"trash": "contact"}.get(area, area.removesuffix("s"))
    return {key: things.get(owner if key == "pk" else key, "x") for key in kinds}


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client
