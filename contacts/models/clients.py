"""The programs that may call the APIs, and the requests that they may safely send twice."""

import secrets

from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.choices import Scope
from contacts.models.fields import PlainTextField

_WITHIN = {
    Scope.CONTACTS: {Scope.CONTACTS, Scope.CONTACTS_READONLY},
    Scope.CONTACTS_READONLY: {Scope.CONTACTS_READONLY},
}


def new_client_id() -> str:
    return secrets.token_hex(16)


def narrowed_scope(held: str, asked: str) -> Scope | None:
    """Give what a holder of one scope gets on asking for these, parted by blanks (RFC 6749 §3.3).

    Who names none gets all that it holds; ``None`` says that it asked for more than that.
    """
    names = set(asked.split()) or {held}
    if not names <= _WITHIN[Scope(held)]:
        return None
    return Scope.CONTACTS if Scope.CONTACTS in names else Scope.CONTACTS_READONLY


class ApiClient(models.Model):
    """A program that may call both APIs (contract §1; a confidential client of RFC 6749 §2.1).

    Neither its secret nor its server key can be read here: the one is a digest, the other encrypted.
    A token lives only as long as ``secret_changed_at`` stays what it was when the token was made.
    """

    client_id = models.CharField(_("client id"), max_length=32, unique=True, default=new_client_id, editable=False)
    name = PlainTextField(_("name"), max_length=100, blank=False)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, default=Scope.CONTACTS_READONLY)
    secret_hash = models.CharField(max_length=64, editable=False)
    encrypted_key = models.TextField(blank=True, default="", editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    secret_changed_at = models.DateTimeField(_("secret changed"), default=timezone.now, editable=False)

    # The caller of a request stands where Django and REST framework look for a signed-in user.
    is_authenticated = True

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class IdempotentRequest(models.Model):
    """A request that came with an ``Idempotency-Key``, and its answer (contract §1).

    While ``status`` is ``None`` the request still runs, claimed at ``claimed_at``.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="idempotent_requests")
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=255)
    key = models.CharField(max_length=255, validators=[MinLengthValidator(1)])
    fingerprint = models.CharField(max_length=64, help_text=_("SHA-256 of the request's body, in hex."))
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    body = models.BinaryField(default=b"", blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("idempotent request")
        verbose_name_plural = _("idempotent requests")
        indexes = [models.Index(fields=["created_at"], name="idempotent_created_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "method", "path", "key"], name="one_answer_for_an_idempotency_key"
            )
        ]

    def __str__(self):
        return f"{self.method} {self.path} {self.key}"
