"""Pictures for tests."""

import base64
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image


def picture(kind="PNG", size=(8, 6), colour="red"):
    """Give the bytes of a picture."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def as_base64(content):
    return base64.b64encode(content).decode()


def as_data_uri(content, kind="png"):
    return f"data:image/{kind};base64,{as_base64(content)}"


def put_into_store(name, content):
    """Put a file beside those of the contacts, as an operator does."""
    return default_storage.save(name, ContentFile(content))
