"""Contacts that may be who somebody is about to type in: they share an e-mail, a number or a reference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.phones import core_digits, digits_of
from contacts.querysets import ContactQuerySet
from contacts.texts import folded_case, is_storable, normal_email, normal_text

# Each value costs a look-up and each double a place in the page.
MOST_VALUES = MOST_DOUBLES = 5
# Of numbers with fewer digits, such as an extension, many have the same.
FEWEST_DIGITS = 6
# The search that finds a number finds the same digits within other texts too.
_LOOKED_THROUGH = 25


@dataclass(frozen=True)
class Traits:
    """What tells one contact from all others, as somebody typed it."""

    emails: Sequence[str] = ()
    numbers: Sequence[str] = ()
    reference: str = ""
    customer_number: str = ""
    country: str = ""

    def shared_with(self, contact: Contact) -> list[str]:
        """Say in words what the contact has of these."""
        return [*self._shared_emails(contact), *self._shared_numbers(contact), *self._shared_references(contact)]

    def _shared_emails(self, contact: Contact) -> Iterator[str]:
        for email in dict.fromkeys(map(normal_email, self.emails)):
            if email in contact.emails:
                yield _("same e-mail: %s") % email

    def _shared_numbers(self, contact: Contact) -> Iterator[str]:
        cores = self.number_cores()
        for number in contact.numbers:
            if any(digits_of(number).endswith(core) for core in cores):
                yield _("same number: %s") % number

    def _shared_references(self, contact: Contact) -> Iterator[str]:
        if contact.reference and folded_case(normal_text(self.reference)) == contact.reference_key:
            yield _("same reference: %s") % contact.reference
        if contact.customer_number and normal_text(self.customer_number) == contact.customer_number:
            yield _("same customer number: %s") % contact.customer_number

    def number_cores(self) -> list[str]:
        cores = dict.fromkeys(core_digits(number, self.country) for number in self.numbers)
        return [core for core in cores if len(core) >= FEWEST_DIGITS]


@dataclass(frozen=True)
class Double:
    """A stored contact that may be the same, and what speaks for it."""

    contact: Contact
    reasons: list[str]


def possible_doubles(traits: Traits, *, besides: Iterable[int] = ()) -> list[Double]:
    """Give the contacts that share a trait, those that share most first, but for those with the keys ``besides``.

    Costs four queries at most, each by an index, however much was typed.
    """
    left_out = set(besides)
    found = {contact.pk: contact for contacts in _asked(traits) for contact in contacts[:_LOOKED_THROUGH]}
    others = [contact for pk, contact in found.items() if pk not in left_out]
    doubles = [Double(contact, traits.shared_with(contact)) for contact in others]
    doubles = sorted((double for double in doubles if double.reasons), key=_by_reasons)
    return doubles[:MOST_DOUBLES]


def _by_reasons(double: Double) -> tuple[int, Any]:
    return -len(double.reasons), double.contact.created_at


def _asked(traits: Traits) -> Iterator[ContactQuerySet]:
    emails = [email for email in traits.emails if email and is_storable(email)]
    if emails:
        yield _any_of(map(Contact.objects.with_email, emails[:MOST_VALUES]))
    if cores := traits.number_cores():
        yield _any_of(map(Contact.objects.search, cores[:MOST_VALUES]))
    if traits.reference:
        yield Contact.objects.with_reference(traits.reference)
    if traits.customer_number:
        yield Contact.objects.with_customer_number(traits.customer_number)


def _any_of(questions: Iterable[ContactQuerySet]) -> ContactQuerySet:
    return reduce(or_, questions)
