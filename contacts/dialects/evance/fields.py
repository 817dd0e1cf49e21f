"""Evance's own kinds of JSON values."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contacts.choices import GrantStatus
from contacts.services import Grant
from contacts.times import read_instant


class Tags(serializers.Field):
    """``{"contact": ["…"]}``: tag types and their values, of which there is one type. ``null`` takes all away."""

    default_error_messages = {
        "invalid": _('Give an object such as {{"contact": ["a tag"]}}.'),
        "not_texts": _("Give a list of texts under “contact”."),
        "unknown_type": _("There is no tag type “{name}” for contacts: use “contact”."),
    }

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            self.fail("invalid")
        for name in data:
            if name != "contact":
                self.fail("unknown_type", name=name)
        names = data.get("contact")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.fail("not_texts")
        return names


class AccessRoles(serializers.Field):
    """Website grants: a list of references and ``{"reference", "expires", "status"}``, or the object GET answers."""

    default_error_messages = {
        "invalid": _("Give a list of role references, or of objects with reference, expires and status."),
        "reference": _("Give every access role its reference."),
        "expires": _("Give “expires” as a date and time such as 2031-01-01T00:00:00+00:00, or null."),
        "status": _("Give “status” as a text."),
    }

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data):
        if isinstance(data, dict):
            data = [_with_reference(reference, facts) for reference, facts in data.items()]
        if not isinstance(data, list):
            self.fail("invalid")
        return [self._grant(item) for item in data]

    def _grant(self, item: Any) -> Grant:
        facts = {"reference": item} if isinstance(item, str) else item
        if not isinstance(facts, dict):
            self.fail("invalid")
        if not isinstance(facts.get("reference"), str):
            self.fail("reference")
        status = facts.get("status") or GrantStatus.ACTIVE
        if not isinstance(status, str):
            self.fail("status")
        return Grant(facts["reference"], status, self._expires(facts.get("expires")))

    def _expires(self, text: Any):
        try:
            return read_instant(text) if text not in (None, "") else None
        except (TypeError, ValueError):
            self.fail("expires")


def _with_reference(reference: str, facts: Any) -> Any:
    return {**facts, "reference": reference} if isinstance(facts, dict) else None
