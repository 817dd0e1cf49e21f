"""Who writes, and through what: the same keys are columns of every ``Change``."""

from typing import Required, TypedDict

from contacts.choices import Via
from contacts.models import ApiClient, Operation, StaffMember


class Author(TypedDict, total=False):
    via: Required[Via]
    by: StaffMember | None
    client: ApiClient | None
    reason: str
    operation: Operation | None
    # Where a renewed consent comes from. Without it an import lifts no opt-out.
    consent_source: str
