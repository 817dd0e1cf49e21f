"""Views of the list that staff keep to come back to."""

from collections.abc import Sequence
from typing import Any

from contacts.models import SavedView, StaffMember


def keep_view(owner: StaffMember, *, name: str, query: str, columns: Sequence[str], is_shared: bool) -> SavedView:
    """Keep a list under a name. Raises ``ValidationError``, keyed by field, for a name that is none or taken."""
    view = SavedView(owner=owner, name=name, query=query, columns=list(columns), is_shared=is_shared)
    view.full_clean()
    view.save()
    return view


def change_view(view: SavedView, **changes: Any) -> SavedView:
    """Change ``name``, ``is_shared``, ``query`` or ``columns`` of a view. Raises as ``keep_view`` does."""
    for name, value in changes.items():
        setattr(view, name, value)
    view.full_clean()
    view.save(update_fields=list(changes))
    return view


def delete_view(view: SavedView) -> None:
    """Forget a view. The contacts that it showed stay as they are."""
    view.delete()
