"""What one value may not be. Each refuses with a sentence that names the way out."""

import html
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_TAG_START = re.compile(r"<[A-Za-z/!]")
# Surrogates are refused with the control characters: no database takes half a character.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# Django lets `localhost` pass; the domain of an address has a dot (contract §1).
validate_email = EmailValidator(_("Enter an e-mail address such as name@example.com."), code="invalid", allowlist=[])

validate_username = RegexValidator(
    r"\A[A-Za-z0-9_.-]*\Z", _("Use only the letters A to Z, digits, underscores, dots and dashes."), code="invalid"
)

_validate_url = URLValidator(schemes=["http", "https"])


def validate_no_html(text: str) -> None:
    """Refuse what a browser would read as a tag, also behind character references (contract §1)."""
    if _TAG_START.search(text) or ("&" in text and _TAG_START.search(html.unescape(text))):
        raise ValidationError(_("Remove the HTML: write plain text, without tags."), code="html")


def validate_no_control_characters(text: str) -> None:
    """Refuse NUL and the other control characters (contract §1)."""
    if _CONTROL.search(text):
        raise ValidationError(_("Remove the control characters: they cannot be shown."), code="invalid")


def validate_no_control_characters_in_lines(text: str) -> None:
    """Refuse control characters other than newline and tab (contract §1)."""
    if _CONTROL_IN_LINES.search(text):
        raise ValidationError(_("Remove the control characters: they cannot be shown."), code="invalid")


def validate_website(text: str) -> None:
    """Take ``http(s)://…`` or a path that begins with one slash (contract §3)."""
    if text.startswith("/") and not text.startswith("//") and not re.search(r"[\s\\]", text):
        return
    try:
        _validate_url(text)
    except ValidationError:
        raise ValidationError(_("Enter an address such as https://www.example.com or /a-page."), code="invalid")


def validate_not_in_future(value: date) -> None:
    """Refuse a day after today."""
    if value > timezone.localdate():
        # A field puts its own message in place of one whose code it knows, as it knows "invalid".
        raise ValidationError(_("Enter a day that is not in the future."), code="future")
