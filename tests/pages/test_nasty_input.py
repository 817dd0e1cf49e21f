"""Whatever is sent to whichever address of the staff's pages, none of them breaks."""

import inspect
import re

import pytest
from django.db import transaction
from django.urls import reverse

from contacts.filters import ContactFilterSet
from tests.pages.things import addresses_of, signed_in

pytestmark = pytest.mark.django_db

NASTY = {
    "a NUL": "a\x00b",
    "more digits than Python reads": "9" * 5000,
    "a number that no database takes": f"-{10**30}",
    "a digit that is no number": "²",
    "markup": "<b>'\"%s{0}\\&type=%00&operation=²",
}
# These are sent alone as well: others beside them may be refused first.
ALONE = ("a NUL", "more digits than Python reads")
each_value = pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
each_alone = pytest.mark.parametrize("value", [NASTY[name] for name in ALONE], ids=ALONE)
# How the code asks for what was sent: by a method, by a key, or whether it is there.
_ASKED = re.compile(
    r"""\.(?:get|getlist|pop)\("(\w+)"|(?:GET|POST|said|posted)\["(\w+)"\]|"(\w+)" in (?:request\.|said)"""
)
_FIELDS = re.compile(r"^    (\w+) = (?:forms\.|CodeField|DayField|UsernameField)", re.MULTILINE)


def names_asked_for(view) -> list[str]:
    """Give the names that the module of the view asks for in what was sent, and the fields of its forms."""
    inner = getattr(view, "view_class", None) or inspect.unwrap(view)
    source = inspect.getsource(inspect.getmodule(inner))
    asked = (name for found in _ASKED.findall(source) for name in found if name)
    return list(dict.fromkeys([*asked, *_FIELDS.findall(source)]))


class TakenBack(Exception):
    """Ends a transaction without a trace."""


def breaks(client, method, address, sent, **headers) -> list[str]:
    """Send it, and tell what breaks; what it does is taken back, so that the next address finds all that there was."""
    told = []
    try:
        with transaction.atomic():
            response = getattr(client, method)(address, sent, headers=headers)
            list(response.streaming_content if response.streaming else response)
            told += [response.status_code] if response.status_code >= 500 else []
            raise TakenBack
    except TakenBack:
        pass
    except Exception as error:
        told.append(error)
    return [f"{method} {address} {str(sent)[:99]}: {what!r:.300}" for what in told]


@each_value
def test_no_form_breaks_by_what_it_is_sent(things, value):
    broken = []
    for address, view in addresses_of(things):
        sent = dict.fromkeys([*names_asked_for(view), "next", "reason"], value)
        broken += breaks(signed_in(things["member"]), "post", address, sent)

    assert "\n".join(broken) == ""


@each_alone
def test_no_page_breaks_by_one_thing_that_is_wrong(things, value):
    broken = []
    for address, view in addresses_of(things):
        client, names = signed_in(things["member"]), names_asked_for(view)
        for sent in ({name: value} for name in names):
            broken += breaks(client, "get", address, sent)
        for sent in ({name: value} for name in [*names, "next"]):
            broken += breaks(client, "post", address, sent)

    assert "\n".join(broken) == ""


@each_value
def test_no_list_breaks_by_its_conditions(things, value):
    client, broken = signed_in(things["member"]), []
    conditions = [*ContactFilterSet.base_filters, "sort", "columns", "after", "before", "view", "total", "q", "from"]
    for name in conditions:
        broken += breaks(client, "get", reverse("staff:contacts"), {name: value}, hx_request="true")
        query = f"{name}={value}"
        broken += breaks(client, "get", reverse("staff:bulk"), {"filter": query, "deed": "edit"})
        broken += breaks(client, "get", reverse("staff:exports-new"), {"filter": query})
        broken += breaks(client, "get", reverse("staff:contact", args=[things["contact"]]), {"from": query})

    assert "\n".join(broken) == ""
