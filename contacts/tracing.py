"""The id of the request at hand, for log lines, errors and the history."""

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    """Gives each log record its ``request_id``, or "" outside of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or _id_of_request(record)
        return True


def _id_of_request(record):
    # Django logs a refused request when it has left the middleware already, and hands the request along.
    return getattr(getattr(record, "request", None), "request_id", "")
