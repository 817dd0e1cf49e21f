"""What happened: changes, operations and the ledger of consent. Rows are added, never altered.

A change or an event outlives its contact, so the foreign keys to contacts are not kept by the database.
"""

import json
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.choices import ChangeKind, Channel, ConsentState, OperationKind, OperationState, Via


class ExactJSONEncoder(json.JSONEncoder):
    """Write days and instants in full: Django's own encoder drops the microseconds, and undo must not."""

    def default(self, o):
        return o.isoformat() if isinstance(o, date) else super().default(o)


def _to_contact(related_name: str, *, db_index: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        "contacts.Contact",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=db_index,
        related_name=related_name,
    )


def _to_staff() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class OperationQuerySet(models.QuerySet):
    """Each method completes a sentence that begins with "operations …"."""

    def unsettled(self, since: datetime) -> "OperationQuerySet":
        """… that run or rest, or have failed since then: somebody may have to see to them."""
        going_on = models.Q(state__in=[OperationState.RUNNING, OperationState.PAUSED])
        return self.filter(going_on | models.Q(state=OperationState.FAILED, started_at__gte=since))

    def ended(self) -> "OperationQuerySet":
        """… that touch nothing more, unless somebody makes them go on."""
        return self.filter(ended_at__isnull=False)


class Operation(models.Model):
    """A deed that touches many contacts; their changes point to it."""

    kind = models.CharField(_("kind"), max_length=10, choices=OperationKind)
    state = models.CharField(_("state"), max_length=10, choices=OperationState, default=OperationState.RUNNING)
    via = models.CharField(_("via"), max_length=10, choices=Via)
    by = _to_staff()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # An import's or export's file: its name, its SHA-256 in hex, and how many of its rows are dealt with.
    source = models.CharField(_("file"), max_length=255, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    done_rows = models.PositiveIntegerField(_("rows dealt with"), default=0)
    # Of how many, where that is known beforehand.
    total_rows = models.PositiveIntegerField(_("rows in all"), null=True, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # When the first and the last of its contacts were made: a list of very many is looked for nowhere else.
    oldest = models.DateTimeField(null=True, blank=True, editable=False)
    newest = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == OperationState.RUNNING

    @property
    def is_in_background(self) -> bool:
        """Whether a worker does it, rather than somebody's terminal."""
        kinds = (OperationKind.IMPORT, OperationKind.UNDO, OperationKind.BULK, OperationKind.TAGS)
        return self.via in (Via.PAGE, Via.ADMIN) and self.kind in kinds

    @property
    def is_one_transaction(self) -> bool:
        """Whether nobody can stop it between two batches, since all of them commit together."""
        return self.is_running and bool(self.options.get("is_atomic"))

    @property
    def can_pause(self) -> bool:
        return self.is_in_background and self.is_running and not self.is_one_transaction

    @property
    def can_resume(self) -> bool:
        return self.is_in_background and self.state in (OperationState.PAUSED, OperationState.FAILED)

    @property
    def can_cancel(self) -> bool:
        is_stoppable = self.state in (OperationState.RUNNING, OperationState.PAUSED) and not self.is_one_transaction
        return self.is_in_background and is_stoppable

    @property
    def can_undo(self) -> bool:
        return self.kind != OperationKind.EXPORT and self.state != OperationState.UNDONE


class Change(models.Model):
    """One write to one contact. ``before`` and ``after`` hold the changed fields only, by model field name."""

    contact = _to_contact("changes", db_index=False)
    object_id = models.CharField(max_length=24)
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_("at"), default=timezone.now)
    via = models.CharField(_("via"), max_length=10, choices=Via)
    by = _to_staff()
    client = models.ForeignKey("contacts.ApiClient", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    request_id = models.CharField(_("request"), max_length=128, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="changes"
    )
    version = models.PositiveIntegerField(_("version"))
    before = models.JSONField(default=dict, encoder=ExactJSONEncoder)
    after = models.JSONField(default=dict, encoder=ExactJSONEncoder)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["at", "id"], name="change_at_idx"),
            # The timeline of a contact, and whatever asks for its changes.
            models.Index(fields=["contact", "at", "id"], name="change_of_contact_idx"),
            models.Index(fields=["operation", "contact"], name="change_of_operation_idx"),
            models.Index(fields=["object_id"], name="change_object_id_idx"),
            # The trash: what was deleted lately.
            models.Index(fields=["at", "id"], condition=models.Q(kind=ChangeKind.DELETED), name="change_deleted_idx"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.contact_id}"

    @property
    def is_revertible(self) -> bool:
        """Whether what it replaced can come back: a contact that came or went is deleted or restored instead."""
        return self.kind == ChangeKind.CHANGED


class ConsentEventQuerySet(models.QuerySet):
    """Each method completes a sentence that begins with "events …"."""

    def latest_of_channels(self) -> "ConsentEventQuerySet":
        """… that were recorded last for their channel: they are its state."""
        place = Window(RowNumber(), partition_by=["contact", "channel"], order_by=["-pk"])
        return self.annotate(place=place).filter(place=1)


class ConsentEvent(models.Model):
    """A line of the consent ledger; the opt-out columns of a contact are its latest state."""

    contact = _to_contact("consent_events")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    state = models.CharField(_("state"), max_length=3, choices=ConsentState)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    occurred_at = models.DateTimeField(_("occurred"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    via = models.CharField(_("via"), max_length=10, choices=Via)
    by = _to_staff()
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")

    def __str__(self):
        return f"{self.get_channel_display()}: {self.get_state_display()}"
