"""What a load balancer asks: is the process alive, and may it be given requests."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all; the database is not asked."""
    return _plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and fits this code, else 503 with what is missing."""
    try:
        missing = _missing_migrations()
    except DatabaseError:
        return _plain("The database does not answer.", status=503)
    if missing:
        return _plain(f"Run `manage.py migrate`. Not applied yet: {', '.join(missing)}.", status=503)
    return _plain("ok")


def _plain(text, status=200):
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _missing_migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
