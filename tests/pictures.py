"""Pictures for tests, and what the storage has of them."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from contacts.thumbnails import take_in


def a_picture(number: int = 0) -> ContentFile:
    """Give an upload; another number makes another picture."""
    file = BytesIO()
    Image.new("RGB", (60 + number, 40), (250, 10, 10)).save(file, "PNG")
    return ContentFile(file.getvalue(), "picture.png")


def name_of(upload: ContentFile) -> str:
    """Give the name under which the storage keeps what is drawn of the upload."""
    picture = take_in(upload)
    upload.seek(0)
    return picture.name


def stored_pictures() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
