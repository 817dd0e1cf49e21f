"""The columns of the list: some put a contact's facts together, the others show one of ``contacts.columns``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.columns import COLUMNS
from contacts.models import Contact


@dataclass(frozen=True)
class ListColumn:
    """``kind`` says how a cell is drawn (``_table.html``), ``sort`` by what a click on the head sorts."""

    name: str
    label: Any
    kind: str = "text"
    sort: str = ""

    def text_of(self, contact: Contact) -> str:
        return COLUMNS[self.name].cell_of(contact) if self.kind == "text" else ""


def label_of(name: str) -> Any:
    """Give the name that people know a field of the contact by."""
    return getattr(Contact._meta.get_field(name), "verbose_name", name)


# Every row has it: it leads to the contact.
NAME = ListColumn("name", _("Name"), "name", "name")
_DRAWN = [
    ListColumn("email", _("E-mail"), "email", "email"),
    ListColumn("phone", _("Phone"), "number"),
    ListColumn("type", _("Type"), "type"),
    ListColumn("tags", _("Tags"), "tags"),
    ListColumn("place", _("Place"), "place"),
    ListColumn("consent", _("Consent"), "consent"),
    ListColumn("modified_at", _("Changed"), "instant", "modified"),
    ListColumn("created_at", _("Created"), "instant", "created"),
    ListColumn("created_via", _("Came by"), "choice"),
    ListColumn("company", _("Company"), "fact", "company"),
    ListColumn("mobile", _("Mobile"), "number"),
    ListColumn("website", _("Website"), "fact"),
]
_PLAIN = (
    *("position", "department", "division", "reference", "customer_number", "account_number", "registered_number"),
    *("tax_number", "username", "date_of_birth", "start_date", "leave_date", "address_line1", "address_city"),
    *("address_region", "address_postcode", "address_country"),
)
CHOICES: dict[str, ListColumn] = {column.name: column for column in _DRAWN} | {
    name: ListColumn(name, label_of(name)) for name in _PLAIN
}
# What stands beside the name for whom nothing else was chosen.
LIST_COLUMNS = ("email", "phone", "type", "consent", "tags", "place", "modified_at")


def columns_named(names: Iterable[str]) -> list[ListColumn]:
    """Give the columns of these names, each once; names that there are not say nothing."""
    return [CHOICES[name] for name in dict.fromkeys(names) if name in CHOICES]
