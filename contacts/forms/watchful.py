"""The form of a contact that watches what is typed: it explains, tells of doubles, and keeps a picture."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from mimetypes import guess_type
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from contacts import thumbnails
from contacts.forms.addresses import labels_of
from contacts.forms.conflicts import remember_stored
from contacts.forms.contact import ContactForm
from contacts.forms.requirements import required_by_type
from contacts.phones import digits_of, international
from contacts.services.doubles import Double, Traits, possible_doubles

# What may come before a country's own numbers are read rightly, and what tells who a contact is.
WATCHED = ("email", "more_emails", "phone", "mobile", "more_numbers", "reference", "customer_number")
_ASKS_FOR_COUNTRY = "address_country"


_KEY = re.compile(r"[0-9]{10,16}")


class KeysField(forms.Field):
    """Keys of contacts, as hidden inputs or boxes give them; what is no key is none."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        keys = (key.strip() for part in value or () for key in str(part).split(","))
        return {int(key) for key in keys if _KEY.fullmatch(key)}


class WatchfulForm(ContactForm):
    """A ``ContactForm`` for people who type: see ``is_ready``."""

    # The doubles of which somebody has said that they are other people.
    someone_else = KeysField(required=False)
    kept_picture = forms.CharField(required=False, widget=forms.HiddenInput)

    def is_ready(self) -> bool:
        """Whether it may be stored: it is valid, and of every possible double it was said that it is somebody else."""
        return self.is_valid() and not self.doubles

    @cached_property
    def doubles(self) -> list[Double]:
        """Give who shares what was typed anew, but for those of whom it was said that they are somebody else."""
        return possible_doubles(self._new_traits(), besides={self.instance.pk, *self.dismissed})

    @cached_property
    def dismissed(self) -> set[int]:
        return KeysField().to_python(self["someone_else"].data) if "someone_else" in self.fields else set()

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    def fill_blanks(self, typed: Mapping[str, Any]) -> list[str]:
        """Show what was typed for a new contact where this one has nothing, for somebody to look at and save.

        Gives the names of the fields that were filled.
        """
        blank = [name for name in self.fields if typed.get(name) and not self.initial.get(name)]
        remember_stored(self, blank)
        self.initial.update({name: typed[name] for name in blank})
        return blank

    def _new_traits(self) -> Traits:
        """Give what was typed; what the contact has had before needs no second warning."""
        old = {value for name in WATCHED for value in _listed(self._before(name))}
        new = {name: [value for value in _listed(self._typed(name)) if value not in old] for name in WATCHED}
        return Traits(
            emails=new["email"] + new["more_emails"],
            numbers=new["phone"] + new["mobile"] + new["more_numbers"],
            reference="".join(new["reference"]),
            customer_number="".join(new["customer_number"]),
            country=self.country,
        )

    def _typed(self, name: str) -> Any:
        return self.fields[name].to_python(self[name].data) if name in self.fields else self._before(name)

    def _before(self, name: str) -> Any:
        return self.initial.get(name) or ([] if name.startswith("more_") else "")

    @property
    def country(self) -> str:
        """Give the country that was chosen, by whose plan numbers are read."""
        return str(self[_ASKS_FOR_COUNTRY].value() or "") if _ASKS_FOR_COUNTRY in self.fields else ""

    @property
    def readings(self) -> dict[str, list[str]]:
        """Give how the world dials the numbers that were typed, by field; what was typed stays as it is."""
        names = [name for name in ("phone", "mobile", "more_numbers") if name in self.fields and self._holds(name)]
        return {name: list(self._read(_listed(self[name].value()))) for name in names}

    def _holds(self, name: str) -> bool:
        return not self.is_bound or self.add_prefix(name) in self.data

    def _read(self, numbers: list[str]) -> Iterator[str]:
        for number in numbers:
            dialled = international(number, self.country)
            if dialled and digits_of(dialled) != digits_of(number):
                yield dialled

    @property
    def address_labels(self) -> dict[str, Any]:
        return labels_of(self.country)

    @property
    def needed(self) -> list[str]:
        """Give the names of the fields that the chosen type needs."""
        return required_by_type().get(str(self["type"].value() or ""), []) if "type" in self.fields else []

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "thumbnail" not in self.changed_data and not cleaned.get("thumbnail_source"):
            cleaned["thumbnail_source"] = cleaned.get("kept_picture", "")
        return super().clean()

    def keep_picture(self) -> None:
        """Keep an upload for the next time: a browser forgets the file when the page comes back."""
        upload = self.files.get(self.add_prefix("thumbnail"))
        if upload is None:
            return
        try:
            kept = _data_uri(thumbnails.draw(upload.open().read(thumbnails.MAX_BYTES + 1)))
        except ValidationError as refusal:
            self.errors.setdefault("thumbnail", self.error_class(refusal.messages, renderer=self.renderer))
            return
        data = cast(Any, self.data).copy()
        data[self.add_prefix("kept_picture")] = kept
        self.data = data


def _listed(value: Any) -> list[str]:
    """Give the values of a field that may hold one or many."""
    values = value.splitlines() if isinstance(value, str) else value or []
    return [one.strip() for one in values if one.strip()]


def _data_uri(picture: thumbnails.Picture) -> str:
    return f"data:{guess_type(picture.name)[0]};base64,{b64encode(picture.content).decode('ascii')}"
