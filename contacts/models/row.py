"""The columns of a contact."""

import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.choices import ContactType, Via
from contacts.models.fields import (
    MAX_EMAIL_LENGTH,
    MAX_NUMBER_LENGTH,
    CountryCodeField,
    EmailListField,
    LinesField,
    LowerEmailField,
    NumberField,
    NumberListField,
    PlainTextField,
)
from contacts.validators import validate_not_in_future, validate_username, validate_website

ID_RANGE = range(10**9, 2**53)


def random_id() -> int:
    """Give a number that tells nothing of the others and fits into a JavaScript number (contract §1)."""
    return secrets.choice(ID_RANGE)


def make_object_id() -> str:
    """Give 24 hexadecimal digits, made like a BSON ObjectId: four bytes of time, eight of chance."""
    return f"{int(time.time()):08x}{secrets.token_hex(8)}"


class ContactRow(models.Model):
    """One row holds a whole contact. What is not set is "", [] or ``None``, never missing."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    object_id = models.CharField(max_length=24, unique=True, default=make_object_id, editable=False)
    type = models.CharField(_("type"), max_length=10, choices=ContactType)

    email = LowerEmailField(_("e-mail"), max_length=MAX_EMAIL_LENGTH)
    more_emails = EmailListField(_("more e-mails"))
    title = PlainTextField(_("title"), max_length=30)
    first_name = PlainTextField(_("first name"), max_length=60)
    last_name = PlainTextField(_("last name"), max_length=60)

    company = PlainTextField(_("company"), max_length=200)
    department = PlainTextField(_("department"), max_length=60)
    division = PlainTextField(_("division"), max_length=60)
    position = PlainTextField(_("position"), max_length=60)

    phone = NumberField(_("phone"), max_length=MAX_NUMBER_LENGTH)
    mobile = NumberField(_("mobile"), max_length=MAX_NUMBER_LENGTH)
    more_numbers = NumberListField(_("more numbers"))
    number_order = models.CharField(max_length=60, blank=True, default="", editable=False)

    address_title = PlainTextField(_("title"), max_length=30)
    address_first_name = PlainTextField(_("first name"), max_length=60)
    address_last_name = PlainTextField(_("last name"), max_length=60)
    address_company = PlainTextField(_("company"), max_length=200)
    address_line1 = PlainTextField(_("line 1"), max_length=200)
    address_line2 = PlainTextField(_("line 2"), max_length=200)
    address_line3 = PlainTextField(_("line 3"), max_length=200)
    address_city = PlainTextField(_("town or city"), max_length=100)
    address_region = PlainTextField(_("region"), max_length=100)
    address_postcode = PlainTextField(_("postcode"), max_length=20)
    address_country = CountryCodeField(_("country"), max_length=2)

    reference = PlainTextField(_("reference"), max_length=100)
    # The reference without case, which the database keeps unique. Folding may lengthen a text threefold.
    reference_key = models.CharField(max_length=300, blank=True, default="", editable=False)
    customer_number = PlainTextField(_("customer number"), max_length=60)
    account_number = PlainTextField(_("account number"), max_length=60)
    registered_number = PlainTextField(_("company registration number"), max_length=50)
    tax_number = PlainTextField(_("tax number"), max_length=50)
    username = PlainTextField(_("username"), max_length=30, validators=[validate_username])
    website = PlainTextField(_("website"), max_length=2048, validators=[validate_website])
    biography = LinesField(_("biography"), max_length=2000)

    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True, validators=[validate_not_in_future])
    start_date = models.DateField(_("start date"), null=True, blank=True)
    leave_date = models.DateField(_("leave date"), null=True, blank=True)

    thumbnail = models.FileField(_("picture"), max_length=200, blank=True, default="")
    password = models.CharField(max_length=128, blank=True, default="", editable=False)

    email_optout_reason = PlainTextField(_("e-mail: reason of opt-out"), max_length=60)
    email_optout_date = models.DateTimeField(_("e-mail: date of opt-out"), null=True, blank=True)
    post_optout_reason = PlainTextField(_("post: reason of opt-out"), max_length=60)
    post_optout_date = models.DateTimeField(_("post: date of opt-out"), null=True, blank=True)
    sms_optout_reason = PlainTextField(_("SMS: reason of opt-out"), max_length=60)
    sms_optout_date = models.DateTimeField(_("SMS: date of opt-out"), null=True, blank=True)
    phone_optout_reason = PlainTextField(_("phone: reason of opt-out"), max_length=60)
    phone_optout_date = models.DateTimeField(_("phone: date of opt-out"), null=True, blank=True)

    search_text = models.TextField(blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The face through which it came.
    created_via = models.CharField(_("came by"), max_length=10, choices=Via, default=Via.SYSTEM, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def blank(cls) -> Self:
        """Give a new contact, as ``cls()`` does, in a quarter of the time: for where there are very many."""
        contact = cls.__new__(cls)
        fixed, made = _defaults_of(cls)
        contact.__dict__.update(fixed, _state=ModelState(), **{name: make() for name, make in made.items()})
        return contact


@cache
def _defaults_of(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Give the defaults that are the same for all, and what makes those that each contact has for itself."""
    fields = model._meta.concrete_fields
    made = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    return {field.attname: field.get_default() for field in fields if field.attname not in made}, made
