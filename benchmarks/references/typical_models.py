"""The tables of the store as a project of its own would declare them."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.utils import timezone

from contacts.choices import ContactType


def _text(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="")


def _random_id() -> int:
    return secrets.randbelow(2**52) + 10**9


def _object_id() -> str:
    return secrets.token_hex(12)


class Member(AbstractBaseUser):
    email = models.EmailField(unique=True)
    name = _text(150)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    preferences = models.JSONField(default=dict)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "contacts_staffmember"


class Tag(models.Model):
    name, slug = _text(100), _text(300)

    class Meta:
        managed = False
        db_table = "contacts_tag"


class Contact(models.Model):
    id = models.BigIntegerField(primary_key=True, default=_random_id)
    object_id = models.CharField(max_length=24, unique=True, default=_object_id)
    type = models.CharField(max_length=10, choices=ContactType.choices)
    email = models.EmailField(max_length=255)
    more_emails, more_numbers = models.JSONField(default=list), models.JSONField(default=list)
    title, first_name, last_name = _text(30), _text(60), _text(60)
    company, department, division, position = _text(200), _text(60), _text(60), _text(60)
    phone, mobile, number_order = _text(40), _text(40), _text(60)
    address_title, address_first_name, address_last_name, address_company = _text(30), _text(60), _text(60), _text(200)
    address_line1, address_line2, address_line3 = _text(200), _text(200), _text(200)
    address_city, address_region, address_postcode, address_country = _text(100), _text(100), _text(20), _text(2)
    reference, reference_key, customer_number, account_number = _text(100), _text(300), _text(60), _text(60)
    registered_number, tax_number, username, website, biography = (
        _text(50),
        _text(50),
        _text(30),
        _text(2048),
        _text(2000),
    )
    date_of_birth = models.DateField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    leave_date = models.DateField(null=True, blank=True)
    thumbnail = models.FileField(max_length=200, blank=True, default="")
    password = _text(128)
    email_optout_reason, post_optout_reason, sms_optout_reason, phone_optout_reason = (_text(60) for _ in range(4))
    email_optout_date = models.DateTimeField(null=True, blank=True)
    post_optout_date = models.DateTimeField(null=True, blank=True)
    sms_optout_date = models.DateTimeField(null=True, blank=True)
    phone_optout_date = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_via = models.CharField(max_length=10, default="system")
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(auto_now=True)
    tags = models.ManyToManyField(Tag, through="Tagging")

    class Meta:
        managed = False
        db_table = "contacts_contact"


class Tagging(models.Model):
    content_object = models.ForeignKey(Contact, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        managed = False
        db_table = "contacts_taggedcontact"


class Role(models.Model):
    reference, name, portal = _text(60), _text(100), _text(10)

    class Meta:
        managed = False
        db_table = "contacts_accessrole"


class Grant(models.Model):
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT)
    status = _text(10)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "contacts_accessgrant"
