"""Saved views for tests."""

from contacts.services.saved_views import keep_view


def keep(owner, **facts):
    return keep_view(
        owner, **{"name": "Mine", "query": "type=guest&sort=name", "columns": [], "is_shared": False, **facts}
    )
