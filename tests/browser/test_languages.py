"""The pages in the longer words of German and French, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.devices import PHONE
from tests.factories import ContactFactory


@pytest.mark.parametrize("language", ["de", "fr"])
def test_no_page_is_wider_than_a_phone(visit, member, settings, language):
    settings.LANGUAGES, settings.LANGUAGE_CODE = [(language, language)], language
    contact = ContactFactory(user=True)
    addresses = ["", "contacts/?type=user", f"contacts/{contact.pk}/?from=", f"contacts/{contact.pk}/edit/", "me/"]
    addresses += ["contacts/new/", "imports/new/", "exports/new/", "operations/", "tags/", "trash/", "views/"]
    addresses += [f"bulk/?filter=type%3Duser&deed={deed}" for deed in ("edit", "replace", "consent")]
    page = visit("/staff/", member, viewport=PHONE)
    for address in addresses:
        page.goto(f"/staff/{address}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
