import gc
import os
from importlib import import_module
from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application


class Request(WSGIRequest):
    """A request as clients mean it where Django reads it otherwise."""

    def __init__(self, environ: dict):
        if "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated"):
            # Django takes a body that comes in chunks (RFC 9112 §7.1) for none, because nobody says its length.
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        super().__init__(environ)

    @property
    def encoding(self) -> None:
        """Leave it at UTF-8, whatever charset the media type names (contract §1).

        Django would read the query by that name too, and break where it names no charset but a codec such as "hex".
        """
        return None

    @encoding.setter
    def encoding(self, value: str) -> None:
        pass


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()
application.request_class = Request
# What is loaded now stays: the garbage collector need not go through it again and again, a tenth of a second long.
import_module(settings.ROOT_URLCONF)
gc.freeze()
