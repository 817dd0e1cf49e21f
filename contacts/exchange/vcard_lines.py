"""The content lines of vCard, the same in 3.0 and 4.0: unfolding, parameters, escapes, folding (RFC 6350 §3).

Lines are folded and unfolded as octets, because a fold may part the octets of one character.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

MAX_LINE = 75
Decode = Callable[[bytes, str], str]

_FOLD = re.compile(rb"\r?\n[ \t]")
_BOM = "\N{BYTE ORDER MARK}".encode()
# Possessive: a line without a colon is known as one at once.
_HEAD_AND_VALUE = re.compile(rb'((?:[^":]++|"[^"]*+")*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';\s*([^=;"]*)(?:=((?:"[^"]*"|[^";])*))?')
_PARAMETER_VALUE = re.compile(r'"([^"]*)"|([^,"]+)')
_CARET_ESCAPE = re.compile(r"\^(['^n])")
_CARET_ESCAPED = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})
_UNCARETED = {"'": '"', "^": "^", "n": "\n"}
# Phones escape colons too, though nothing asks for it. Before other letters a backslash stands for itself.
_ESCAPE = re.compile(r"\\([\\,;:nN])")
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "7BIT", "8BIT"}


@dataclass
class Property:
    """One content line. ``value`` has its escapes still; the names and the keys of parameters are upper-cased."""

    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict)
    group: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value).strip()

    @property
    def types(self) -> set[str]:
        return {one.strip().lower() for value in self.parameters.get("TYPE", ()) for one in value.split(",")}

    def parameter(self, key: str) -> str:
        """Give the first value of a parameter, "" where there is none."""
        return next(iter(self.parameters.get(key, ())), "")

    def parts(self, separator: str = ";") -> list[str]:
        """Give the parts of the value, each as a text."""
        return [unescaped(part).strip() for part in split(self.value, separator)]


def escaped(text: str) -> str:
    """Give the text as it stands in a value (RFC 6350 §3.4)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPED)


def unescaped(value: str) -> str:
    """Give the text that a value, or a part of one, stands for."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value) if "\\" in value else value


def split(value: str, separator: str) -> list[str]:
    """Part a value at the separators that are not escaped; the parts have their escapes still."""
    if "\\" not in value:
        return value.split(separator)
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{separator}", value, re.DOTALL):
        if found[0] == separator:
            parts.append(value[start : found.start()])
            start = found.end()
    return [*parts, value[start:]]


def unfold(pieces: Iterable[bytes], limit: int) -> Iterator[tuple[int, bytes]]:
    """Give each line as it was before it was folded, with the number of the line in the file on which it begins.

    ``pieces`` are the file's lines, long ones in several pieces. What a line has beyond ``limit`` octets is dropped,
    so that a file without line ends does not fill the memory.
    """
    number, begin, size, is_new = 0, 0, 0, True
    held: list[bytes] = []
    for piece in pieces:
        number += is_new
        if is_new and not (held and piece.startswith((b" ", b"\t"))):
            if held:
                yield begin, _unfolded(held)
            held, size, begin = [], 0, number
        if size <= limit:
            held.append(piece)
            size += len(piece)
        is_new = piece.endswith(b"\n")
    if held:
        yield begin, _unfolded(held)


def _unfolded(pieces: list[bytes]) -> bytes:
    line = pieces[0] if len(pieces) == 1 else _FOLD.sub(b"", b"".join(pieces))
    return line.rstrip(b"\r\n").removeprefix(_BOM)


def read_line(number: int, line: bytes, decode: Decode) -> Property:
    """Read an unfolded line; ``decode`` is asked for the text of octets whose CHARSET parameter says what it says.

    Raises ``ValueError`` for what is no content line.
    """
    found = _HEAD_AND_VALUE.fullmatch(line)
    if not found:
        raise ValueError(line[:MAX_LINE])
    name, _semicolon, rest = decode(found[1], "").partition(";")
    parameters = _read_parameters(";" + rest) if rest else {}
    value = decode(found[2], next(iter(parameters.get("CHARSET", ())), ""))
    group, _dot, name = name.strip().rpartition(".")
    return Property(name.upper(), value, parameters, group.lower(), number)


def _read_parameters(text: str) -> dict[str, list[str]]:
    parameters: dict[str, list[str]] = {}
    for found in _PARAMETER.finditer(text):
        key, values = found[1].strip().upper(), found[2]
        if values is None:
            # As vCard 2.1 has it, and phones that say 3.0: TEL;CELL instead of TEL;TYPE=CELL.
            key, values = ("ENCODING" if key in _ENCODINGS else "TYPE"), key
        parameters.setdefault(key, []).extend(_read_parameter_values(values))
    return parameters


def _read_parameter_values(text: str) -> list[str]:
    values = [quoted or plain for quoted, plain in _PARAMETER_VALUE.findall(text)]
    return [_CARET_ESCAPE.sub(lambda found: _UNCARETED[found[1]], value) for value in values]


def write_line(line: Property) -> bytes:
    """Give the line's octets, folded, with its end."""
    parameters = [f"{key}={','.join(map(_quoted, values))}" for key, values in line.parameters.items()]
    return fold(f"{';'.join([line.name, *parameters])}:{line.value}".encode())


def _quoted(value: str) -> str:
    """Give a parameter's value with the escapes of RFC 6868, in quotation marks where it needs them."""
    value = value.translate(_CARET_ESCAPED)
    return f'"{value}"' if re.search("[,:;]", value) else value


def fold(line: bytes) -> bytes:
    """Part a line in UTF-8 into lines of at most 75 octets, never within a character, and end it (RFC 6350 §3.2)."""
    pieces, start, room = [], 0, MAX_LINE
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[start:end])
        # The blank that marks a fold takes one octet.
        start, room = end, MAX_LINE - 1
    return b"\r\n ".join([*pieces, line[start:]]) + b"\r\n"
