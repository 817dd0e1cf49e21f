"""Pictures are taken in from anything that holds one, and drawn anew (contract §3, row `thumbnail`)."""

import struct
import zlib
from base64 import b64encode, encodebytes, urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote_from_bytes

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from contacts.thumbnails import MAX_BYTES, Picture, take_in

RED, BLUE = (250, 10, 10), (10, 10, 250)


def file_of(image, format="PNG", **options) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def picture_of(mode="RGB", size=(60, 40), colour=RED, format="PNG", **options) -> bytes:
    return file_of(Image.new("RGB", size, colour).convert(mode), format, **options)


def two_colours(format="PNG", **options) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (60, 40), RED)
    image.paste(BLUE, (30, 0, 60, 40))
    return file_of(image, format, **options)


def header_of(width, height) -> bytes:
    """A PNG that promises its size and holds next to nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [b"IHDR" + size, b"IDAT" + zlib.compress(b"")]
    framed = [struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def taken_in(data: bytes) -> Image.Image:
    return Image.open(BytesIO(take_in(ContentFile(data)).content))


def is_like(pixel, colour) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def refusal_of(value, **options) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        take_in(value, **options)
    return caught.value


def outcome_of(value) -> str:
    """Give "drawn", the name, or the code of the refusal."""
    try:
        taken = take_in(value)
    except ValidationError as refusal:
        return refusal.code
    return "drawn" if isinstance(taken, Picture) else taken


PNG = picture_of()


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_format_is_taken_in(format):
    assert is_like(taken_in(picture_of(format=format)).getpixel((30, 20)), RED)


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "L"])
def test_a_jpeg_of_any_colours_is_drawn_in_plain_ones(mode):
    assert taken_in(picture_of(mode, format="JPEG")).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA"])
def test_a_png_of_any_mode_is_taken_in(mode):
    assert taken_in(picture_of(mode)).size == (60, 40)


def test_sixteen_bits_of_grey_keep_their_shade():
    grey = taken_in(file_of(Image.new("I;16", (8, 8), 0x8000)))

    assert is_like(grey.getpixel((4, 4)), (128, 128, 128))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_shines_through_still_does(mode):
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}
    drawn = taken_in(file_of(image, **options))

    assert (drawn.format, drawn.getpixel((5, 5))[3]) == ("PNG", 0)


def test_an_animation_becomes_its_first_frame():
    frames = [Image.new("RGB", (60, 40), colour) for colour in (RED, BLUE)]
    drawn = taken_in(file_of(frames[0], "GIF", save_all=True, append_images=frames[1:]))

    assert getattr(drawn, "n_frames", 1) == 1
    assert is_like(drawn.getpixel((30, 20)), RED)


@pytest.mark.parametrize(
    ("size", "drawn"), [((2000, 1000), (512, 256)), ((30, 700), (22, 512)), ((9000, 1), (512, 1)), ((60, 40), (60, 40))]
)
def test_a_picture_is_fitted_into_512_and_never_enlarged(size, drawn):
    assert taken_in(picture_of(size=size)).size == drawn


# Where the left half of the stored picture has to show, by Exif 2.32, tag 0x0112.
@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_by_its_exif(format, orientation, red):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    drawn = taken_in(two_colours(format, exif=exif))
    spots = {"left": (3, 20), "right": (57, 20), "top": (20, 3), "bottom": (20, 57)}

    assert drawn.size == ((60, 40) if orientation < 5 else (40, 60))
    assert is_like(drawn.getpixel(spots[red]), RED)


def test_broken_exif_does_not_spoil_a_picture():
    assert taken_in(picture_of(format="JPEG", exif=b"Exif\0\0neither big nor little end")).size == (60, 40)


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_nothing_of_the_metadata_stays(format, mode):
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "SECRET artist"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = "SECRET place"
    options = {"exif": exif, "icc_profile": b"SECRET profile" * 20, "xmp": b"<x>SECRET</x>", "comment": b"SECRET"}
    if format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", "SECRET")
    source = picture_of(mode, format=format, **options)
    content = take_in(ContentFile(source)).content

    assert b"SECRET" in source
    assert b"SECRET" not in content
    assert not {"exif", "icc_profile", "xmp", "comment", "Author"} & set(Image.open(BytesIO(content)).info)


def test_the_name_comes_from_the_content():
    picture = take_in(ContentFile(PNG))
    digest = sha256(picture.content).hexdigest()

    assert picture.name == f"pictures/{digest[:2]}/{digest}.jpg"
    assert take_in(ContentFile(PNG)) == picture


@pytest.mark.parametrize("data", [PNG, picture_of(format="JPEG"), picture_of(format="GIF"), picture_of(format="WEBP")])
def test_half_a_picture_is_refused(data):
    assert refusal_of(ContentFile(data[: len(data) // 2])).code == "invalid"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!doctype html><p>GIF89a",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        picture_of(format="BMP"),
        picture_of(format="TIFF"),
        picture_of(format="PPM"),
        header_of(0, 10),
    ],
)
def test_what_is_no_picture_is_refused(data):
    assert refusal_of(ContentFile(data)).code == "invalid"


@pytest.mark.parametrize("size", [(5001, 5000), (9000, 9000), (11_000, 11_000), (60_000, 60_000)])
def test_a_picture_of_more_than_25_megapixels_is_refused_by_its_header(size):
    refusal = refusal_of(ContentFile(header_of(*size)))

    assert (refusal.code, refusal.messages) == ("too_large", ["Send a picture of at most 25 megapixels."])


def test_a_file_of_more_than_5_megabytes_is_refused():
    assert take_in(ContentFile(PNG + bytes(MAX_BYTES - len(PNG)))).name
    assert refusal_of(ContentFile(PNG + bytes(MAX_BYTES - len(PNG) + 1))).code == "too_large"


@given(
    at=st.integers(0, 400),
    put=st.binary(max_size=8),
    data=st.sampled_from([PNG, two_colours("GIF"), two_colours("JPEG")]),
)
def test_spoilt_bytes_are_drawn_or_refused(at, put, data):
    assert outcome_of(ContentFile(data[:at] + put + data[at + len(put) :])) in ("drawn", "invalid", "too_large")


@pytest.mark.parametrize(
    "text",
    [
        b64encode(PNG).decode(),
        b64encode(PNG).decode().rstrip("="),
        encodebytes(PNG).decode(),
        urlsafe_b64encode(PNG).decode(),
        f"data:image/png;base64,{b64encode(PNG).decode()}",
        f"DATA:;BASE64,{encodebytes(PNG).decode()}",
        f"data:image/png;name=a.png;base64,{quote_from_bytes(b64encode(PNG), safe='')}",
        f"data:image/png,{quote_from_bytes(PNG)}",
        f"  data:,{quote_from_bytes(PNG)}\n",
    ],
)
def test_text_holds_a_picture(text):
    assert take_in(text) == take_in(SimpleUploadedFile("a.png", PNG))


@pytest.mark.parametrize(
    "text", ["hello!", "a", "data:", "data:image/png;base64,$$$", "ftp://example.com/a.png", "é" * 9]
)
def test_text_that_holds_no_picture_is_refused(text):
    assert refusal_of(text).code == "invalid"


@given(st.text())
def test_any_text_is_taken_in_or_refused(text):
    assert outcome_of(text) in ("", "invalid", "not_found")


def test_an_address_is_fetched_once():
    asked = []
    picture = take_in("HTTPS://example.com/a.png", fetch=lambda url, at_most: asked.append((url, at_most)) or PNG)

    assert picture == take_in(ContentFile(PNG))
    assert asked == [("HTTPS://example.com/a.png", MAX_BYTES + 1)]


def test_an_address_that_leads_to_too_much_is_refused():
    assert refusal_of("http://example.com/", fetch=lambda url, at_most: bytes(at_most)).code == "too_large"
