"""The normal form of a text, and its folded form for comparing and searching."""

import re
import unicodedata

_NUL_OR_HALF_A_CHARACTER = re.compile(r"[\x00\ud800-\udfff]")


def normal_text(value: object) -> str:
    """Give the text as the store keeps it: Unicode NFC, trimmed; ``None`` is the empty text (contract §1)."""
    if value is None:
        return ""
    text = str(value)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def normal_email(value: object) -> str:
    """Give an e-mail address as the store keeps it: equal addresses are equal texts (contract §1)."""
    return normal_text(value).lower()


def normal_lines(value: object) -> str:
    """Give a text of several lines in normal form: line ends are ``\\n``."""
    return normal_text(value).replace("\r\n", "\n").replace("\r", "\n")


def folded_case(text: str) -> str:
    """Give the form in which texts that differ only in case are the same text."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def folded(text: str) -> str:
    """Give the form in which search compares: without case and accents, other spaces as one blank."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Taken apart on both sides: "℡" hides capitals from the first casefold, which in turn makes accents anew.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.split())


def is_storable(text: str) -> bool:
    """Whether a database takes the text, and so may be asked for it."""
    # What can be printed holds neither, and is told in a fraction of the time.
    return text.isprintable() or not _NUL_OR_HALF_A_CHARACTER.search(text)
