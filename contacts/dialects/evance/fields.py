"""Evance's own kinds of JSON values."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contacts.choices import GrantStatus
from contacts.dialects.fields import MAX_ITEMS, Text
from contacts.services import Grant
from contacts.texts import normal_text
from contacts.times import read_instant


class Password(Text):
    """A password. ``null`` and "" leave it as it is: a client that sends back what it got has none to send."""

    def run_validation(self, data=serializers.empty):
        return super().run_validation(data) or None


class AccessRoles(serializers.Field):
    """Website grants: a list of references and ``{"reference", "expires", "status"}``, or the object GET answers."""

    default_error_messages = {
        "invalid": _("Give a list of role references, or of objects with reference, expires and status."),
        "too_many": _("Give a list of at most 1,000 roles."),
        "reference": _("Give every access role its reference."),
        "expires": _("Give “expires” as a date and time such as 2031-01-01T00:00:00+00:00, or null."),
        "status": _("Give “status” as a text."),
    }

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def run_validation(self, data=serializers.empty):
        return super().run_validation(data) or []

    def to_internal_value(self, data):
        if isinstance(data, dict):
            data = [_with_reference(reference, facts) for reference, facts in data.items()]
        if not isinstance(data, list):
            self.fail("invalid")
        if len(data) > MAX_ITEMS:
            self.fail("too_many")
        return [self._grant(item) for item in data]

    def _grant(self, item: Any) -> Grant:
        facts = {"reference": item} if isinstance(item, str) else item
        if not isinstance(facts, dict):
            self.fail("invalid")
        if not isinstance(facts.get("reference"), str):
            self.fail("reference")
        if not isinstance(facts.get("status"), str | None):
            self.fail("status")
        status = facts.get("status") or GrantStatus.ACTIVE
        return Grant(normal_text(facts["reference"]), status, self._expires(facts.get("expires")))

    def _expires(self, text: Any):
        try:
            return read_instant(text) if text not in (None, "") else None
        except (TypeError, ValueError):
            self.fail("expires")


def _with_reference(reference: str, facts: Any) -> Any:
    return {**facts, "reference": reference} if isinstance(facts, dict) else None
