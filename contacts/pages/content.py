"""Pictures, served by the app itself in the embedded setup; a proxy or a bucket does it in production."""

from django.core.files.storage import FileSystemStorage, storages
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve

ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
def content(request, path):
    """Serve a picture. Its name follows from its bytes, so that it may be kept for good."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    response = serve(request, path, document_root=str(storage.location))
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
