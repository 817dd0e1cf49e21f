"""The same on django-ninja: its schemas, its authentication, its pages."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.pagination import LimitOffsetPagination, paginate
from ninja.security import HttpBearer
from rest_framework.authtoken.models import Token

from benchmarks.references.typical_models import Contact


class Bearer(HttpBearer):
    def authenticate(self, request, token):
        return Token.objects.select_related("user").filter(key=token).first()


class RoleOut(Schema):
    reference: str
    name: str


class GrantOut(Schema):
    role: RoleOut
    status: str
    expires_at: datetime | None


class AddressOut(Schema):
    address_title: str
    address_first_name: str
    address_last_name: str
    address_company: str
    address_line1: str
    address_line2: str
    address_line3: str
    address_city: str
    address_region: str
    address_postcode: str
    address_country: str


class ContactOut(Schema):
    id: int
    type: str
    title: str
    first_name: str
    last_name: str
    company: str
    registered_number: str
    tax_number: str
    position: str
    phone: str
    mobile: str
    email: str
    more_emails: list[str]
    username: str
    website: str
    biography: str
    department: str
    division: str
    reference: str
    customer_number: str
    account_number: str
    sms_optout_reason: str
    sms_optout_date: datetime | None
    date_of_birth: date | None
    start_date: date | None
    leave_date: date | None
    created_at: datetime
    modified_at: datetime
    address: AddressOut
    grants: list[GrantOut]
    tags: list[str]

    @staticmethod
    def resolve_address(contact):
        return contact

    @staticmethod
    def resolve_tags(contact):
        return [tag.name for tag in contact.tags.all()]


api = NinjaAPI(auth=Bearer(), docs_url=None)
_contacts = Contact.objects.order_by("created_at", "id").prefetch_related("tags", "grants__role")


@api.get("/contacts/{contact_id}", response=ContactOut)
def one(request, contact_id: int):
    return get_object_or_404(_contacts, pk=contact_id)


@api.get("/contacts", response=list[ContactOut])
@paginate(LimitOffsetPagination)
def many(request):
    return _contacts.all()


urlpatterns = [path("", api.urls)]
