"""The fields of a contact in the groups in which people read and change them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.models.law import ADDRESS_FIELDS


@dataclass(frozen=True)
class Block:
    """Fields of ``ContactForm`` that belong together."""

    name: str
    title: Any
    icon: str
    fields: tuple[str, ...]


BLOCKS: dict[str, Block] = {
    block.name: block
    for block in (
        Block("identity", _("Identity"), "user", ("type", "title", "first_name", "last_name", "username")),
        Block("reach", _("E-mails and numbers"), "mail", ("email", "more_emails", "phone", "mobile", "more_numbers")),
        Block("address", _("Address"), "map-pin", ADDRESS_FIELDS),
        Block("work", _("Work"), "building", ("company", "department", "division", "position")),
        Block(
            "references",
            _("References"),
            "id",
            ("reference", "customer_number", "account_number", "registered_number", "tax_number"),
        ),
        Block("dates", _("Dates"), "calendar", ("date_of_birth", "start_date", "leave_date")),
        Block("about", _("Website and biography"), "notes", ("website", "biography")),
        Block("access", _("Access"), "key", ("grants", "raw_password")),
    )
}
