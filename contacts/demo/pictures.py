"""Pictures of people who do not exist: their initials on a colour."""

from colorsys import hls_to_rgb
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = 256
_FONT_SIZE = 112


def draw_initials(initials: str, hue: float) -> bytes:
    """Give a JPEG of the initials on a colour that runs into its neighbour; ``hue`` goes once around from 0 to 1."""
    picture = ImageOps.colorize(_gradient(), _colour(hue, 0.34), _colour(hue + 0.12, 0.52))
    ImageDraw.Draw(picture).text((SIZE / 2, SIZE / 2), initials, "white", _font(), anchor="mm")
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


@cache
def _gradient() -> Image.Image:
    return Image.linear_gradient("L").resize((SIZE, SIZE))


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_FONT_SIZE)


def _colour(hue: float, lightness: float) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in hls_to_rgb(hue % 1, lightness, 0.55))
