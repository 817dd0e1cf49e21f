"""Typical: what a good team writes on Django REST framework without a thought for speed, over the same tables.

A token in the database, nested serializers, prefetching, pages by limit and offset with a count, search by icontains.
"""

from django.db import connection, transaction
from django.urls import include, path
from rest_framework import filters, routers, serializers, viewsets
from rest_framework.pagination import LimitOffsetPagination

from benchmarks.references.typical_models import Contact, Grant


class GrantSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="role.name")
    reference = serializers.CharField(source="role.reference")

    class Meta:
        model = Grant
        fields = ["name", "reference", "status", "expires_at"]


class AddressSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = [field.name for field in Contact._meta.fields if field.name.startswith("address_")]


class ContactSerializer(serializers.ModelSerializer):
    address = AddressSerializer(source="*", required=False)
    grants = GrantSerializer(many=True, read_only=True)
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    emails = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = [
            *("id", "type", "title", "first_name", "last_name", "company", "registered_number", "tax_number"),
            *("position", "phone", "mobile", "email", "username", "website", "thumbnail", "biography", "department"),
            *("division", "reference", "date_of_birth", "start_date", "leave_date", "created_at", "modified_at"),
            *("customer_number", "account_number", "sms_optout_reason", "sms_optout_date"),
            *("address", "grants", "tags", "emails"),
        ]

    def get_emails(self, contact):
        return [contact.email, *contact.more_emails]


class PagesWithoutCount(LimitOffsetPagination):
    """Kind to a large table: it only pretends to know how many there are."""

    def get_count(self, queryset):
        return 10_000


class ContactViewSet(viewsets.ModelViewSet):
    queryset = Contact.objects.order_by("created_at", "id").prefetch_related("tags", "grants__role")
    serializer_class = ContactSerializer
    pagination_class = LimitOffsetPagination
    filter_backends = [filters.SearchFilter]
    search_fields = ["first_name", "last_name", "email", "company", "reference"]

    @transaction.atomic
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)


class UncountedContactViewSet(ContactViewSet):
    pagination_class = PagesWithoutCount


def make_token(key: str) -> None:
    """Put the token that is asked for with each request into the database."""
    from rest_framework.authtoken.models import Token

    from benchmarks.references.typical_models import Member

    with connection.schema_editor() as editor:
        editor.create_model(Token)
    member, _ = Member.objects.get_or_create(pk=1, defaults={"email": "typical@example.com", "password": "-"})
    Token.objects.create(key=key, user=member)


_router = routers.SimpleRouter()
_router.register("uncounted", UncountedContactViewSet, "uncounted")
_router.register("contacts", ContactViewSet, "contact")
urlpatterns = [path("", include(_router.urls))]
