import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application


class UTF8Request(WSGIRequest):
    """A request whose texts are UTF-8, whatever charset its media type names (contract §1).

    Django would read the query by that name too, and break where it names no charset but a codec such as "hex".
    """

    @property
    def encoding(self) -> None:
        return None

    @encoding.setter
    def encoding(self, value: str) -> None:
        pass


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()
application.request_class = UTF8Request
