"""The imports that contacts of a store came by: of few and of many, of old ones and of new ones."""

from django.db import connection

# By name: after which share of the contacts, by age, it begins, and which share it holds; ten are ten everywhere.
IMPORTS = {
    "of ten": (0.9, 0),
    "of a hundredth": (0.5, 0.01),
    "of the oldest third": (0, 0.33),
    "of the newest third": (0.67, 0.33),
    "of all": (0, 1),
}
_CHANGES = """
    INSERT INTO contacts_change (contact_id, object_id, kind, at, via, request_id, reason, operation_id, version,
        before, after)
    SELECT id, object_id, 'created', created_at, 'import', '', '', %s, 1, '{}', '{}'
    FROM (SELECT * FROM contacts_contact ORDER BY created_at, id LIMIT %s OFFSET %s) AS imported
"""


def imports_of_store() -> dict[str, int]:
    """Give the operations by name. A store that has none gets them."""
    from contacts.choices import Via
    from contacts.models import Operation
    from contacts.services.operations import finish_operation

    found = Operation.objects.filter(kind="import", reason__in=IMPORTS)
    if not found:
        for name in IMPORTS:
            deed = Operation.objects.create(kind="import", via=Via.IMPORT, reason=name)
            _note(deed)
            finish_operation(deed)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE contacts_change")
    return dict(found.all().values_list("reason", "pk"))


def _note(deed) -> None:
    """Have an import made the contacts that its name says."""
    from contacts.models import Contact

    before, share = IMPORTS[deed.reason]
    count = Contact.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [deed.pk, int(share * count) or 10, int(before * count)])
