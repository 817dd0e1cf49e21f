"""What the parts of an address are called where people live."""

from typing import Any

from django.utils.translation import gettext_lazy as _

Labels = dict[str, Any]

_STATE, _PROVINCE, _COUNTY, _PREFECTURE = _("State"), _("Province"), _("County"), _("Prefecture")
_CANTON, _REGION, _POSTCODE, _POSTAL_CODE = _("Canton"), _("Region"), _("Postcode"), _("Postal code")
_ZIP, _EIRCODE, _PIN, _TOWN, _SUBURB = (
    _("ZIP code"),
    _("Eircode"),
    _("PIN code"),
    _("Town or city"),
    _("Suburb or town"),
)
# Country: what it calls the place, the region and the postcode.
_WORDS: dict[str, tuple[Any, Any, Any]] = {
    "AU": (_SUBURB, _STATE, _POSTCODE),
    "BR": (_TOWN, _STATE, _POSTAL_CODE),
    "CA": (_TOWN, _PROVINCE, _POSTAL_CODE),
    "CH": (_TOWN, _CANTON, _POSTCODE),
    "CN": (_TOWN, _PROVINCE, _POSTAL_CODE),
    "DE": (_TOWN, _STATE, _POSTCODE),
    "ES": (_TOWN, _PROVINCE, _POSTAL_CODE),
    "FR": (_TOWN, _REGION, _POSTAL_CODE),
    "GB": (_("Post town"), _COUNTY, _POSTCODE),
    "IE": (_TOWN, _COUNTY, _EIRCODE),
    "IN": (_TOWN, _STATE, _PIN),
    "IT": (_TOWN, _PROVINCE, _POSTAL_CODE),
    "JP": (_TOWN, _PREFECTURE, _POSTAL_CODE),
    "MX": (_TOWN, _STATE, _POSTAL_CODE),
    "NL": (_TOWN, _PROVINCE, _POSTCODE),
    "US": (_("City"), _STATE, _ZIP),
}
_PARTS = ("address_city", "address_region", "address_postcode")
_ANYWHERE = (_TOWN, _REGION, _POSTCODE)


def labels_of(country: str) -> Labels:
    """Give what the country (ISO code, may be empty) calls the town, the region and the postcode, by field."""
    return dict(zip(_PARTS, map(str, _WORDS.get(country, _ANYWHERE)), strict=True))


def labels_by_country() -> dict[str, Labels]:
    """Give the labels of all countries that have words of their own; those of the rest stand under ""."""
    return {country: labels_of(country) for country in ("", *_WORDS)}
