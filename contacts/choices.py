"""The words that the store knows: types, faces, channels, states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactType(TextChoices):
    USER = "user", _("User")
    GUEST = "guest", _("Guest")
    RECIPIENT = "recipient", _("Newsletter recipient")
    SUPPLIER = "supplier", _("Supplier")
    BRANCH = "branch", _("Branch")
    HQ = "hq", _("Headquarters")


class Via(TextChoices):
    """The face through which a contact was changed."""

    DIVENDO = "divendo", _("Divendo API")
    EVANCE = "evance", _("Evance API")
    ADMIN = "admin", _("Admin")
    PAGE = "page", _("Staff page")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    INVITATION = "invitation", _("Invitation")
    SYSTEM = "system", _("System")


class Channel(TextChoices):
    """A way to reach a contact, which the contact may refuse."""

    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("Phone")


# Their values: an enumeration lists them anew each time that it is asked.
CHANNELS: tuple[str, ...] = tuple(Channel.values)


class ConsentState(TextChoices):
    IN = "in", _("Opted in")
    OUT = "out", _("Opted out")


class ChangeKind(TextChoices):
    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")


class Portal(TextChoices):
    WEBSITE = "website", _("Website")
    ADMIN = "admin", _("Admin portal")


class GrantStatus(TextChoices):
    ACTIVE = "active", _("Active")
    PENDING = "pending", _("Pending")
    REJECTED = "rejected", _("Rejected")


class Scope(TextChoices):
    """What an API client may do (contract §1)."""

    CONTACTS = "contacts", _("Read and write contacts")
    CONTACTS_READONLY = "contacts.readonly", _("Read contacts")


class OperationKind(TextChoices):
    IMPORT = "import", _("Import")
    EXPORT = "export", _("Export")
    UNDO = "undo", _("Undo")
    BULK = "bulk", _("Bulk edit")
    TAGS = "tags", _("Tags")
    RESTORE = "restore", _("Restored from the trash")
    DEMO = "demo", _("Demonstration data")


class OperationState(TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")
    # It goes on where it stopped when somebody says so; a cancelled one does not, and can only be undone.
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Cancelled")
