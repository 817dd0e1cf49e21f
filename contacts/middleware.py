"""What every request passes, whichever face it is for."""

import re
import uuid

from contacts import tracing

_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class RequestIdMiddleware:
    """Take the client's ``X-Request-Id`` if it is sane, else make one; answer with it (contract §1)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = _id_for(request)
        token = tracing.request_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            tracing.request_id.reset(token)
        response["X-Request-Id"] = request.request_id
        return response


def _id_for(request):
    given = request.headers.get("X-Request-Id", "")
    return given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
