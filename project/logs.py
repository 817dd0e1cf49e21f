"""How log lines are written: each with the id of its request, to the console."""

from typing import Any


def logging_to_console(line_format: str, level: str) -> dict[str, Any]:
    """Give the value of Django's ``LOGGING``; the format is ``plain`` or ``json``."""
    json = {"()": "pythonjsonlogger.json.JsonFormatter", "timestamp": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "contacts.tracing.RequestIdFilter"}},
        "formatters": {
            "plain": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
            "json": {**json, "format": "{levelname}{name}{request_id}{message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": line_format, "filters": ["request_id"]}
        },
        "loggers": {
            # Django would give its own lines a second handler, which knows no request id.
            "django": {"handlers": [], "propagate": True},
            # Below INFO, Authlib writes down the tokens that it hands out.
            "authlib": {"level": "INFO"},
        },
        "root": {"handlers": ["console"], "level": level},
    }
