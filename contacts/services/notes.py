"""Notes: what people who work here write down about a contact."""

from datetime import datetime

from contacts.models import Contact, Note, StaffMember


def write_note(contact: Contact, text: str, by: StaffMember, at: datetime | None = None) -> Note:
    """Store a note and give it; ``at`` is for one that comes back. Raises ``ValidationError`` keyed by model field."""
    note = Note(contact=contact, text=text, by=by, **({"at": at} if at else {}))
    return _kept(note)


def rewrite_note(note: Note, text: str) -> Note:
    """Give the note another text. Raises ``ValidationError`` keyed by model field."""
    note.text = text
    return _kept(note)


def delete_note(note: Note) -> None:
    note.delete()


def _kept(note: Note) -> Note:
    note.clean_fields(exclude=["contact", "by"])
    note.save()
    return note
