"""Divendo's names in files: as the headers of a flat one, and what a file may bring back that the API only answers."""

from contacts.dialects.divendo.serializers import ContactSerializer
from contacts.dialects.flat import headers_of

# The API gives these and takes none; a file may put them back.
GIVEN_ONCE = {"id": "object_id", "created": "created_at"}
HEADERS = GIVEN_ONCE | headers_of(ContactSerializer())
# Headers that no other file has.
SIGNATURE = [header for header in HEADERS if header.startswith(("name.", "preferences."))]
