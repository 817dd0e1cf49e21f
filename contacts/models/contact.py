"""The contact: its row, its law, and what the database itself keeps to."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from contacts.choices import Channel, ContactType
from contacts.models.law import EMAIL_GROUPS, ContactLaw
from contacts.models.tagging import TaggedContact
from contacts.querysets import ContactQuerySet


def _unique(field: str, condition: Q, name: str, message: Any) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[field], condition=condition, name=name, violation_error_code="unique", violation_error_message=message
    )


def _list_index(*fields: str) -> models.Index:
    return models.Index(fields=fields, name=f"contact_{'_'.join(fields)}_idx")


class Contact(ContactLaw):  # type: ignore[django-manager-missing]  # taggit's tables have a manager without types
    """A person, company or place, of whatever type."""

    tags = TaggableManager(through=TaggedContact, blank=True, related_name="contacts")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        # Beside Django's own four: what touches many at once is a right of its own, and so is taking them along.
        permissions = [
            ("bulk_change_contact", _("Can change and delete many contacts at once")),
            ("import_contact", _("Can import contacts")),
            ("export_contact", _("Can export contacts")),
        ]
        constraints = [
            _unique(
                "email",
                Q(type__in=list(EMAIL_GROUPS[0])),
                "unique_email_of_users_and_recipients",
                _("Another user or newsletter recipient has this e-mail address."),
            ),
            _unique(
                "email",
                Q(type=EMAIL_GROUPS[1][0]),
                "unique_email_of_branches",
                _("Another branch has this e-mail address."),
            ),
            _unique(
                "type", Q(type=ContactType.HQ), "one_hq", _("There is one headquarters already: choose another type.")
            ),
            _unique(
                "reference_key", ~Q(reference_key=""), "unique_reference", _("Another contact has this reference.")
            ),
            _unique(
                "customer_number",
                ~Q(customer_number=""),
                "unique_customer_number",
                _("Another contact has this customer number."),
            ),
            models.CheckConstraint(condition=Q(type__in=ContactType.values), name="a_known_type"),
        ] + [
            models.CheckConstraint(
                condition=~Q(**{f"{channel}_optout_reason": ""}) | Q(**{f"{channel}_optout_date": None}),
                name=f"no_{channel}_optout_date_without_reason",
            )
            for channel in Channel.values
        ]
        indexes = [
            _list_index("created_at", "id"),
            _list_index("modified_at", "id"),
            _list_index("last_name", "id"),
            _list_index("company", "id"),
            _list_index("email", "id"),
            _list_index("type", "created_at", "id"),
            models.Index(fields=["leave_date"], condition=Q(leave_date__isnull=False), name="contact_leave_date_idx"),
            # What the pages narrow by. The rare ones are as small as they are rare.
            models.Index(fields=["address_country"], name="contact_country_idx"),
            models.Index(fields=["created_via", "created_at", "id"], name="contact_came_by_idx"),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(phone="", mobile="", more_numbers=[]),
                name="contact_without_number_idx",
            ),
            models.Index(fields=["thumbnail"], condition=~Q(thumbnail=""), name="contact_thumbnail_idx"),
        ] + [
            models.Index(
                fields=["created_at", "id"],
                condition=~Q(**{f"{channel}_optout_reason": ""}),
                name=f"contact_{channel}_optout_idx",
            )
            for channel in Channel.values
        ]

    def __str__(self):
        return self.full_name or self.company or self.email

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """Give those that have to be asked for. The others follow from the law, and asking costs a query each."""
        unique = [one for one in self._meta.constraints if isinstance(one, models.UniqueConstraint)]
        return [(Contact, unique)]

    def validate_constraints(self, exclude=None) -> None:
        """Ask the database's rules. A double is named at the field that people know."""
        self.derive()
        unasked = set(exclude or ())
        if "reference" in unasked:
            unasked.add("reference_key")
        try:
            super().validate_constraints(exclude=unasked)
        except ValidationError as refusal:
            problems = refusal.error_dict
            if "reference_key" in problems:
                problems["reference"] = problems.pop("reference_key")
            if "email" in problems and self._may_replace_recipient():
                del problems["email"]
            if problems:
                raise ValidationError(problems)

    def _may_replace_recipient(self) -> bool:
        """Whether nobody but a newsletter recipient has this user's e-mail: that one gives way (contract §3)."""
        users = Contact.objects.filter(type=ContactType.USER, email=self.email).exclude(pk=self.pk)
        return self.type == ContactType.USER and not users.exists()
