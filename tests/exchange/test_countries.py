"""Countries as address books name them."""

import pytest
from django.utils.translation import override
from django_countries import countries

from contacts.exchange.countries import country_code, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GB", "GB"),
        ("gb", "GB"),
        ("GBR", "GB"),
        (" united kingdom ", "GB"),
        ("Scotland", "GB"),
        ("UK", "GB"),
        ("United States", "US"),
        ("United States of America", "US"),
        ("USA", "US"),
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("Pays-Bas", "NL"),
        ("Turkey", "TR"),
        ("Czech Republic", "CZ"),
        ("Guinea", "GN"),
        ("", ""),
        ("Untied Kingdom", ""),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(text, code):
    assert country_code(text) == code


def test_the_name_of_a_country_leads_back_to_it_whatever_language_is_spoken():
    with override("de"):
        assert [country_code(country_name(code)) for code in countries.countries] == list(countries.countries)


def test_what_is_no_country_is_named_as_it_is():
    assert country_name("ZZ") == "ZZ"
