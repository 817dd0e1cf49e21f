"""What staff work with beside the contacts: saved views and mappings, notes, files on their way in, leftovers."""

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.fields import LinesField, PlainTextField
from contacts.models.history import Operation
from contacts.models.staff import StaffMember


def _uploads() -> Storage:
    """Give the place of uploaded files, which no address leads to."""
    return storages["uploads"]


class SavedViewQuerySet(models.QuerySet):
    def seen_by(self, member: StaffMember) -> "SavedViewQuerySet":
        """… that the member keeps, or somebody else shares."""
        return self.filter(models.Q(owner=member) | models.Q(is_shared=True))


class SavedView(models.Model):
    """A list of contacts to come back to: ``query`` is what stands behind the ``?`` of its address."""

    name = PlainTextField(_("name"), max_length=60, blank=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    is_shared = models.BooleanField(_("shared"), default=False, help_text=_("Everybody who works here sees it."))
    query = models.TextField(_("query"), blank=True)
    # Names of ``contacts.columns``, in the order of the table; none are the reader's own.
    columns = models.JSONField(_("columns"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="a_saved_view_has_its_own_name",
                violation_error_message=_("You have a view of this name: choose another."),
            )
        ]

    def __str__(self):
        return self.name


class SavedMapping(models.Model):
    """Which columns of ours the headers of somebody's files mean."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    columns = models.JSONField(_("columns"), default=dict, help_text=_("Our column by the file's header."))

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Note(models.Model):
    """What somebody wrote down about a contact. It outlives the contact, so that a restored one has it again."""

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.DO_NOTHING, db_constraint=False, related_name="notes"
    )
    text = LinesField(_("note"), max_length=5000, blank=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-id"]

    def __str__(self):
        return self.text[:60]


class ImportDraft(models.Model):
    """A file that somebody is about to take in, and how; each step of the wizard adds to it.

    ``plan`` holds what ``contacts.exchange.plans.Plan`` does, ``mended`` cells by line and header,
    ``left_out`` the lines that are not to come in, ``review`` what a rehearsal has found.
    """

    file = models.FileField(_("file"), storage=_uploads, upload_to="imports/%Y/%m", max_length=200)
    name = models.CharField(_("name"), max_length=255)
    plan = models.JSONField(default=dict, blank=True)
    mended = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    review = models.JSONField(default=dict, blank=True)
    operation = models.OneToOneField(Operation, on_delete=models.SET_NULL, null=True, blank=True, related_name="draft")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("import draft")
        verbose_name_plural = _("import drafts")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name


class Leftover(models.Model):
    """What an operation was to do and has not done, and why: a row of a file, or a contact that it passed over."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="leftovers")
    contact_id = models.BigIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=200, blank=True)
    value = models.TextField(_("value"), blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("leftover")
        verbose_name_plural = _("leftovers")
        ordering = ["id"]

    def __str__(self):
        return self.reason


class WorkerQuerySet(models.QuerySet):
    # A worker says every few seconds that it is alive; the database may keep it waiting.
    PATIENCE = timedelta(seconds=30)

    def alive(self) -> "WorkerQuerySet":
        """… that were seen lately."""
        return self.filter(seen_at__gt=timezone.now() - self.PATIENCE)


class Worker(models.Model):
    """A process that does background work, and when it was last alive."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self):
        return self.name
