"""Website permissions: roles, and which contact has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.choices import GrantStatus, Portal
from contacts.models.fields import PlainTextField


class AccessRole(models.Model):
    """A permission that contacts of the type user can be granted."""

    reference = models.SlugField(_("reference"), max_length=60, unique=True)
    name = PlainTextField(_("name"), max_length=100, blank=False)
    portal = models.CharField(_("portal"), max_length=10, choices=Portal, default=Portal.WEBSITE)

    class Meta:
        verbose_name = _("access role")
        verbose_name_plural = _("access roles")
        ordering = ["reference"]

    def __str__(self):
        return self.name


class AccessGrant(models.Model):
    """A role that a contact has, has asked for, or was refused."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey(AccessRole, on_delete=models.PROTECT, related_name="grants", verbose_name=_("role"))
    status = models.CharField(_("status"), max_length=10, choices=GrantStatus, default=GrantStatus.ACTIVE)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)

    class Meta:
        verbose_name = _("access grant")
        verbose_name_plural = _("access grants")
        constraints = [models.UniqueConstraint(fields=["contact", "role"], name="a_contact_has_a_role_once")]

    def __str__(self):
        return f"{self.role} ({self.get_status_display()})"
