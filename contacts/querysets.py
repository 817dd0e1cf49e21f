"""Questions about many contacts."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Self, cast

from django.apps import apps
from django.db import connections, models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from contacts.choices import Portal
from contacts.expressions import JSONGroupArray, RowComparison
from contacts.texts import folded, folded_case, is_storable, normal_email, normal_text
from contacts.words import BY_TRIGRAMS, SHORTEST_INDEXED, condition_on, trigrams

# What a contact has not, by the name of the part.
_LACKING = {"picture": Q(thumbnail=""), "email": Q(email=""), "number": Q(phone="", mobile="", more_numbers=[])}


def _of_a_text(question: Callable) -> Callable:
    """Answer with no contacts where the text is one that no contact has, because no database takes it."""

    @wraps(question)
    def ask(contacts: "ContactQuerySet", text: str) -> "ContactQuerySet":
        return question(contacts, text) if is_storable(text) else contacts.none()

    return ask


class ContactQuerySet(models.QuerySet):
    """Each method completes a sentence that begins with "contacts …"."""

    # A condition that only contacts among which they lie meet, where there is more to it than all.
    _vicinity = Q()

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        clone._vicinity = self._vicinity
        return clone

    def vicinity(self) -> "ContactQuerySet":
        """… among which these lie: whoever looks for them in some order need not begin before the first of those."""
        return ContactQuerySet(self.model, using=self.db).filter(self._vicinity)

    def placed(self, column: str, operator: str, value: Any, pk: Any) -> "ContactQuerySet":
        """… whose column and id, taken as a pair, stand to this pair as the ``operator`` says (``<``, ``>=`` …)."""
        field = cast(models.Field, self.model._meta.get_field(column))
        place = Value(value, output_field=field), Value(pk, output_field=self.model._meta.pk)
        return self.filter(RowComparison(F(column), F("pk"), *place, operator=operator))

    def whole(self) -> "ContactQuerySet":
        """… with ``tag_names`` (a list) and ``website_grants`` (a list of dicts), read in the same query."""
        return self.with_tags().annotate(website_grants=Subquery(self._website_grants()))

    def with_tags(self) -> "ContactQuerySet":
        """… with ``tag_names`` (a list), read in the same query."""
        return self.annotate(tag_names=Subquery(self._tag_names()))

    def _tag_names(self):
        tagged = apps.get_model("contacts.TaggedContact")._default_manager.filter(content_object=OuterRef("pk"))
        return tagged.order_by().values("content_object").annotate(names=JSONGroupArray("tag__name")).values("names")

    def _website_grants(self):
        facts = JSONObject(reference="role__reference", name="role__name", status="status", expires="expires_at")
        grants = apps.get_model("contacts.AccessGrant")._default_manager
        visible = grants.filter(contact=OuterRef("pk"), role__portal=Portal.WEBSITE).order_by()
        return visible.values("contact").annotate(all=JSONGroupArray(facts)).values("all")

    @_of_a_text
    def search(self, text: str) -> "ContactQuerySet":
        """… in whose names, e-mails, company, reference or numbers every word of the text occurs.

        A word may stand anywhere in a word; case and accents do not count (contract §3, ``q``).
        """
        contacts = self
        for word in folded(text).split():
            contacts = contacts.filter(condition_on(self, word))
        return contacts

    @_of_a_text
    def with_email(self, email: str) -> "ContactQuerySet":
        """… that have this address among their e-mails, without case."""
        return self.filter(pk__in=RawSQL(*keys_with_email(email, connections[self.db].vendor)))  # noqa: S611  # values travel apart

    @_of_a_text
    def with_reference(self, reference: str) -> "ContactQuerySet":
        """… that have this reference, without case."""
        return self.filter(reference_key=folded_case(normal_text(reference))).exclude(reference_key="")

    @_of_a_text
    def with_customer_number(self, number: str) -> "ContactQuerySet":
        """… that have this customer number."""
        return self.filter(customer_number=normal_text(number)).exclude(customer_number="")

    @_of_a_text
    def with_company(self, company: str) -> "ContactQuerySet":
        """… of this company, without case."""
        # All its words in one: the search column holds them side by side, and few contacts hold them so.
        narrowed, company = self.filter(condition_on(self, folded(company))), normal_text(company)
        if connections[self.db].vendor == "sqlite":
            # Its own comparison knows the case of the letters A to Z alone; Django lends it Python's.
            return narrowed.filter(company__iregex=rf"\A{re.escape(company)}\Z")
        return narrowed.filter(company__iexact=company)

    @_of_a_text
    def tagged(self, name: str) -> "ContactQuerySet":
        """… that carry this tag, without case.

        The tag itself is asked for at once: how the database goes about the rest depends on how many carry it.
        """
        named = (
            apps.get_model("contacts.Tag")._default_manager.using(self.db).filter(slug=folded_case(normal_text(name)))
        )
        tag = named.values_list("pk", flat=True).first()
        return self.filter(tagged_contacts__tag=tag) if tag else self.none()

    def open_to(self, channel: str) -> "ContactQuerySet":
        """… that have not opted out of this channel."""
        return self.filter(**{f"{channel}_optout_reason": ""})

    def opted_out_of(self, channel: str) -> "ContactQuerySet":
        """… that have opted out of this channel."""
        return self.exclude(**{f"{channel}_optout_reason": ""})

    def having(self, part: str) -> "ContactQuerySet":
        """… that have a ``picture``, an ``email`` or a ``number``."""
        return self.exclude(_LACKING[part])

    def lacking(self, part: str) -> "ContactQuerySet":
        """… that have none."""
        return self.filter(_LACKING[part])

    def touched_by(self, operation: int) -> "ContactQuerySet":
        """… that an operation made or changed, and that are still there."""
        changes = apps.get_model("contacts.Change")._default_manager.filter(operation=operation)
        deeds = apps.get_model("contacts.Operation")._default_manager.ended().filter(pk=operation, oldest__isnull=False)
        ages = deeds.values_list("oldest", "newest").first()
        touched = self.filter(Q(pk__in=changes.values("contact")), Q(created_at__range=ages) if ages else Q())
        if ages:
            touched._vicinity = self._vicinity & Q(created_at__range=ages)
        return touched


def keys_with_email(email: str, vendor: str) -> tuple[str, list[str]]:
    """Give the statement, and its values, for the keys of the contacts with this address among their e-mails."""
    email = normal_email(email)
    return {"postgresql": _keys_by_gin, "sqlite": _keys_by_trigrams}[vendor](email)


def _keys_by_gin(email: str) -> tuple[str, list[str]]:
    # The offset keeps the two apart from what is asked around them: sorted by age, they would be looked for row by row.
    # The plan for any address is taken for dear beside the one for this address, so that each look-up would be planned
    # anew; with the address in a SELECT of its own there is but one plan, and that is kept.
    statement = """
        SELECT id FROM contacts_contact WHERE email = %s
        UNION ALL SELECT id FROM contacts_contact WHERE more_emails @> (SELECT %s::jsonb) OFFSET 0
    """
    return statement, [email, json.dumps([email])]


def _keys_by_trigrams(email: str) -> tuple[str, list[str]]:
    whole = folded(email)
    # What stands before the "@" narrows best: the groups of letters of a common domain are in every row.
    local, _at, _domain = whole.partition("@")
    text = local if len(local) >= SHORTEST_INDEXED else whole
    is_indexed = len(text) >= SHORTEST_INDEXED
    narrowed, held = (f"id IN ({BY_TRIGRAMS})", trigrams([text])) if is_indexed else ("INSTR(search_text, %s)", text)
    # Conditions of ours are put together here; values travel apart.
    statement = f"""
        SELECT id FROM contacts_contact WHERE email = %s
        UNION ALL SELECT id FROM contacts_contact
        WHERE {narrowed} AND EXISTS (SELECT 1 FROM JSON_EACH(more_emails) WHERE value = %s)
    """  # noqa: S608
    return statement, [email, held, email]
