"""The environment that the settings come from."""

import os
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """Takes an empty variable for none, as containers and service files hand those on; names one that means nothing."""

    ENVIRON = {name: value for name, value in os.environ.items() if value}

    def get_value(self, var: str, *args: Any, **options: Any) -> Any:
        try:
            return super().get_value(var, *args, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"The variable {var} cannot be “{self.ENVIRON[var]}”: {error}") from error

    def db_url(self, var: str, *args: Any, **options: Any) -> dict[str, Any]:
        database = super().db_url(var, *args, **options)
        if not database.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
            # What it holds instead may be a password.
            raise ImproperlyConfigured(
                f"The variable {var} wants an address such as postgres://user:password@host/name."
            )
        return database

    db = db_url
