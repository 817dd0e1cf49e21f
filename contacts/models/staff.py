"""The people who work here. Their logins are apart from contacts: no API reaches them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from contacts.texts import normal_text


class StaffMemberManager(BaseUserManager["StaffMember"]):
    def get_queryset(self) -> models.QuerySet["StaffMember"]:
        # Every page of the staff asks for it: it comes with the person instead of by a query of its own.
        apps = TOTPDevice.objects.filter(user=models.OuterRef("pk"), confirmed=True)
        members = super().get_queryset()
        return members.annotate(has_second_factor=models.Exists(apps))  # type: ignore[no-redef]  # it has a default

    def create_user(self, email: str, password: str | None = None, **facts) -> "StaffMember":
        """Make a login; without a password it cannot be used until one is set."""
        member = self.model(email=self.normalize_email(email), **facts)
        member.set_password(password)
        member.full_clean()
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **facts) -> "StaffMember":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **facts})

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return normal_text(email).lower()

    def get_by_natural_key(self, email: str | None) -> "StaffMember":
        return self.get(email=self.normalize_email(email))


def login_name_of(request: Any, credentials: Mapping[str, Any] | None = None) -> str:
    """Give the name under which failures to sign in are counted: the same however it is typed."""
    given = credentials or getattr(request, "POST", {})
    return StaffMemberManager.normalize_email(given.get("username") or given.get("email"))


class StaffMember(AbstractBaseUser, PermissionsMixin):
    """A login of somebody who works with the contacts; signs in by e-mail."""

    email = models.EmailField(_("e-mail"), max_length=255, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    contact = models.ForeignKey(
        "contacts.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff_logins",
        verbose_name=_("contact"),
        help_text=_("The contact that is this person, if there is one."),
    )
    is_staff = models.BooleanField(_("may sign in here"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    # How this person likes the pages: theme, columns, density … (``contacts.services.preferences``).
    preferences = models.JSONField(default=dict, blank=True, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    # Whether an authenticator app is set up, as it was when the person was read.
    has_second_factor = False

    objects = StaffMemberManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.email = type(self).objects.normalize_email(self.email)
