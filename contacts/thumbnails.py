"""Pictures: taken in from what was given, drawn anew, kept under a name made from their content (contract §3)."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import unquote_to_bytes

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from contacts.fetching import fetch as fetch_from_web

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIZE = (512, 512)
MAX_NAME_LENGTH = 200  # as the column has
CONTENT = "~/content/"
Fetch = Callable[[str, int], bytes]
DRAWN_NAME = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{64}\.(png|jpg)")
_BASE64_MARK = re.compile(r";\s*base64\s*$", re.IGNORECASE)
NOT_A_PICTURE = _("This is not a whole picture: send a PNG, JPEG, GIF or WebP file.")
NOT_STORED = _("The store has no such file: choose one that it has, or send the picture itself.")
TOO_HEAVY = _("Send a picture of at most 5 MB.")
TOO_WIDE = _("Send a picture of at most 25 megapixels.")
UNREADABLE = _("Give a picture as an http(s) address, as a data URI, in base64, or as ~/content/… of a stored file.")


@dataclass(frozen=True)
class Picture:
    """A picture as it will be stored, and its name in the storage: the same content always has the same name."""

    name: str
    content: bytes


def take_in(value: str | File | None, *, fetch: Fetch = fetch_from_web) -> Picture | str:
    """Give the picture that the value holds or leads to, or the name of the stored file that it names ("" for nothing).

    A URL is fetched here, so call this before a transaction opens. Raises an unkeyed ``ValidationError`` with the code
    ``invalid``, ``too_large``, ``not_found`` or ``unreachable``.
    """
    if isinstance(value, File):
        # A model's file that is stored already was judged when it came.
        return str(value) if getattr(value, "_committed", False) else draw(value.open().read(MAX_BYTES + 1))
    text = str(value or "").strip()
    if text.startswith(CONTENT):
        if not is_stored_name(text := text.removeprefix(CONTENT)):
            raise ValidationError(NOT_STORED, code="not_found")
        return text
    if not text or is_stored_name(text):
        return text
    return draw(_bytes_of(text, fetch))


def draw(data: bytes) -> Picture:
    """Draw the picture anew: upright, within 512 by 512 pixels, without whatever else the file held."""
    if len(data) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_large")
    with _refusing_what_cannot_be_drawn():
        content, extension = _written(_decoded(data))
    digest = sha256(content).hexdigest()
    return Picture(f"pictures/{digest[:2]}/{digest}.{extension}", content)


def is_stored_name(name: str) -> bool:
    """Say whether the storage has a file of this name. A name that leads out of the storage is not one."""
    leads_out = "\\" in name or not {"", ".", ".."}.isdisjoint(name.split("/"))
    if leads_out or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        return False
    # Opened, because a folder `exists` too.
    with suppress(OSError), default_storage.open(name):
        return True
    return False


def store(picture: Picture) -> bool:
    """Keep the picture under its name, and say whether the storage had none of this name before."""
    if is_stored_name(picture.name):
        return False
    with _ready_file(picture) as file:
        name = default_storage.save(picture.name, file)
    if name != picture.name:
        # A rival stored the same content first.
        default_storage.delete(name)
    return name == picture.name


def remove(name: str) -> None:
    """Delete a picture that was drawn here. Other files were put into the storage by somebody else, and stay.

    Contacts with the same picture share one file: the caller makes sure that none has it any more.
    """
    if DRAWN_NAME.fullmatch(name):
        default_storage.delete(name)


class _ReadyFile(File):
    """A file that is whole: a local storage renames it into its place, so that nobody ever meets half a picture."""

    def temporary_file_path(self) -> str:
        return str(self.name)


@contextmanager
def _ready_file(picture: Picture) -> Iterator[File]:
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:
        # A storage on other machines shows a file when it has all of it.
        yield ContentFile(picture.content)
        return
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            file.write(picture.content)
            file.flush()
            yield _ReadyFile(file, file.name)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _bytes_of(text: str, fetch: Fetch) -> bytes:
    start = text[:8].lower()
    if start.startswith(("http://", "https://")):
        return fetch(text, MAX_BYTES + 1)
    try:
        return _from_data_uri(text[len("data:") :]) if start.startswith("data:") else _from_base64(text)
    except ValueError as error:
        raise ValidationError(UNREADABLE, code="invalid") from error


def _from_data_uri(text: str) -> bytes:
    """Read what follows ``data:`` (RFC 2397): a type, perhaps ``;base64``, a comma, the data with percent escapes."""
    head, _comma, data = text.partition(",")
    unquoted = unquote_to_bytes(data)
    return _from_base64(unquoted.decode("ascii")) if _BASE64_MARK.search(head) else unquoted


def _from_base64(text: str) -> bytes:
    """Read base64 of both alphabets (RFC 4648 §4, §5), broken into lines or not, padded or not."""
    bare = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    return b64decode(bare + "=" * (-len(bare) % 4), validate=True)


@contextmanager
def _refusing_what_cannot_be_drawn() -> Iterator[None]:
    try:
        yield
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_WIDE, code="too_large") from error
    except Exception as error:
        # Hostile bytes make the decoders raise nearly anything: OSError, SyntaxError, struct.error, MemoryError…
        raise ValidationError(NOT_A_PICTURE, code="invalid") from error


def _decoded(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        # Known from the header: nothing is decoded yet.
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(TOO_WIDE, code="too_large")
        picture.load()
        drawing = _in_true_colours(picture)
        drawing.thumbnail(SIZE)
        return _upright(drawing)


def _in_true_colours(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Converting cuts the 16 bits of a grey off at white, instead of scaling them.
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _upright(drawing: Image.Image) -> Image.Image:
    # Pillow remembers what the EXIF says, where it can be read. The rest goes: writing broken tags back would fail, and
    # comments and colour profiles would get into the new file from here.
    with suppress(Exception):
        drawing.getexif()
    drawing.info.clear()
    return ImageOps.exif_transpose(drawing)


def _written(drawing: Image.Image) -> tuple[bytes, str]:
    # Every mail program shows these two; WebP would be smaller, but older ones do not show it.
    kind, extension = ("PNG", "png") if drawing.mode == "RGBA" else ("JPEG", "jpg")
    file = BytesIO()
    drawing.save(file, kind, quality=85, optimize=True)
    return file.getvalue(), extension
