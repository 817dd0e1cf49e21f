"""Pictures, served by the app itself in the embedded setup; a proxy or a bucket does it in production."""

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe
from django.views.static import serve

ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
def content(request, path):
    """Serve a picture. Its name follows from its bytes, so that it may be kept for good."""
    if not isinstance(default_storage._wrapped, FileSystemStorage):
        raise Http404
    response: FileResponse = serve(request, path, document_root=default_storage.location)
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
