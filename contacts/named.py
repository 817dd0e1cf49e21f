"""Rows of small tables by what they are named by, asked for in a statement that Django need not compile.

It takes five times as long to compile one as a database to answer it, and every write of tags or roles asks.
"""

from collections.abc import Collection
from typing import TypeVar

from django.db import connections, models, router

Row = TypeVar("Row", bound=models.Model)


def rows_named(model: type[Row], field: str, names: Collection[str]) -> list[Row]:
    """Give the rows whose field is one of these names; no names take no query."""
    if not names:
        return []
    meta, alias = model._meta, router.db_for_read(model)
    columns = [str(one.column) for one in meta.concrete_fields]
    places = ", ".join(["%s"] * len(names))
    # Names of our own table and columns; values travel apart.
    statement = f"SELECT {', '.join(columns)} FROM {meta.db_table} WHERE {field} IN ({places})"  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, list(names))
        return [model.from_db(alias, columns, row) for row in cursor.fetchall()]
