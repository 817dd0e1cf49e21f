"""Evance's names in files: as the headers of a flat one, and what a file may bring back that the API only answers."""

from contacts.dialects.evance.serializers import ContactSerializer
from contacts.dialects.flat import headers_of

# The API gives these and takes none; a file may put them back.
GIVEN_ONCE = {"id": "id", "created": "created_at"}
# Secrets and letters to people do not travel in files.
NEVER_IN_FILES = {"raw_password", "is_invited"}
_ALL = headers_of(ContactSerializer())
_WRITTEN = {header: column for header, column in _ALL.items() if column not in NEVER_IN_FILES}
# An address's keys may stand alone where the contact itself has none of the same name.
_SHORT = {
    header.removeprefix("address."): column
    for header, column in _WRITTEN.items()
    if header.startswith("address.") and header not in ("address.title", "address.company")
}
HEADERS = GIVEN_ONCE | _WRITTEN
SHORT_HEADERS = {header: column for header, column in _SHORT.items() if header not in HEADERS}
# What the API answers and the store derives.
LEFT_OUT = {
    *("password", "invite", "hasPassword", "isUser", "isGuest", "isBranch", "isHQ", "isRecipient", "isSupplier"),
    *("address.id", "address.latitude", "address.longitude", "address.isPrimary"),
}
# Headers that no other file has; most of Evance's names are ours in other spelling.
SIGNATURE = ["countryCode", "address.countryCode", "accessRoles"]
