"""Cells that no spreadsheet takes for a formula (CWE-1236, OWASP ASVS 5, 1.2.10), and that are read back to the letter.

A spreadsheet runs a cell that begins with one of a few characters. An apostrophe before it makes it a text. A cell that
has apostrophes before such a character by itself is given one more in every file, safe or not, so that one can be taken
off again from whatever is read.
"""

import re

# The last four are the full-width forms of the first four.
_STARTS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(f"'*[{re.escape(_STARTS)}]")
_APOSTROPHES = re.compile(f"'+[{re.escape(_STARTS)}]")
# A cell that begins otherwise is left alone by each of the functions, which need not even be called.
SAFE_STARTS = frozenset(f"'{_STARTS}")
EXACT_STARTS = frozenset("'")


def safe_cell(text: str) -> str:
    """Give the text so that it is a text in every spreadsheet."""
    return f"'{text}" if _FORMULA.match(text) else text


def exact_cell(text: str) -> str:
    """Give the text as it is, but for what ``unsafe_cell`` would read otherwise."""
    return f"'{text}" if _APOSTROPHES.match(text) else text


def unsafe_cell(text: str) -> str:
    """Give back the text that ``safe_cell`` or ``exact_cell`` was given."""
    return text[1:] if _APOSTROPHES.match(text) else text
