"""The kinds of JSON values. A field says what shape a value has, never what is allowed: that is the law's part."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contacts.texts import normal_text
from contacts.times import read_day, read_instant

# What is longer is not even judged: what that costs is not for a client to say. All that the law allows is far shorter.
MAX_LENGTH = 10_000
MAX_ITEMS = 1000
MAX_LENGTH_OF_LIST = 10 * MAX_LENGTH


class Text(serializers.CharField):
    """A text; ``null`` and "" clear it."""

    default_error_messages = {
        "invalid": _("Give a text."),
        "max_length": _("Give a text of at most {max_length} characters."),
    }

    def __init__(self, **options):
        options = {"required": False, "max_length": MAX_LENGTH, **options}
        super().__init__(allow_null=True, allow_blank=True, trim_whitespace=False, **options)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Flag(serializers.BooleanField):
    """``true`` or ``false``, and nothing that resembles them."""

    default_error_messages = {"invalid": _("Give true or false.")}

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A day as yyyy-mm-dd; ``null`` and "" clear it."""

    default_error_messages = {"invalid": _("Give a real day as yyyy-mm-dd.")}

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data):
        if data == "":
            return None
        try:
            return read_day(data)
        except (TypeError, ValueError):
            self.fail("invalid")


class Instant(serializers.DateTimeField):
    """A date and time in ISO 8601; without an offset it is the store's time. ``null`` and "" clear it."""

    default_error_messages = {"invalid": _("Give a date and time such as 2031-01-01T00:00:00+00:00.")}

    def __init__(self, **options):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data):
        if data == "":
            return None
        try:
            return read_instant(data)
        except (TypeError, ValueError):
            self.fail("invalid")


class Texts(serializers.ListField):
    """A list of texts. ``null`` clears it.

    ``covers`` names the model fields that hold its items, ``normal`` brings an item into the form they are kept in.
    """

    child = serializers.CharField()
    default_error_messages = {
        "not_a_list": _("Give a list of texts."),
        "too_many": _("Give a list of at most 1,000 texts, and of 100,000 characters in all."),
    }

    def __init__(self, covers: Sequence[str] = (), normal: Callable[[str], str] = normal_text, **options):
        super().__init__(required=False, allow_null=True, **options)
        self.covers, self.normal = covers, normal

    def to_internal_value(self, data):
        if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
            self.fail("not_a_list")
        if len(data) > MAX_ITEMS or sum(map(len, data)) > MAX_LENGTH_OF_LIST:
            self.fail("too_many")
        return data
