"""SQL that Django has no words for, the same on SQLite and PostgreSQL."""

from django.db.models import Aggregate, BooleanField, Func, IntegerField, JSONField, Subquery


class JSONGroupArray(Aggregate):
    """Gather the values of a group into one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="JSON_AGG(%(expressions)s)::text", **context)


class RowComparison(Func):
    """``(a, b) > (x, y)`` as the database compares rows: one range of an index, where ORs would read the whole of it.

    Takes the columns, then as many values; ``operator`` is one such as ``<``.
    """

    output_field = BooleanField()

    def as_sql(self, compiler, connection, function=None, template=None, arg_joiner=None, **context):
        parts, params = [], []
        for expression in self.get_source_expressions():
            sql, its_params = compiler.compile(expression)
            parts.append(sql)
            params.extend(its_params)
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.extra['operator']} ({', '.join(parts[half:])})", params


class CountOf(Subquery):
    """How many rows a question that may have a limit finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
