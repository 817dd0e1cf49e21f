"""The files that commands read and write."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import RawIOBase, TextIOBase
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any, cast

from django.core.management.base import OutputWrapper

from contacts.exchange.interfaces import UnusableFile

STANDARD = "-"


@contextmanager
def opened(file: str) -> Iterator[IO[bytes]]:
    """Give the named file, or standard input, to be read from its start as often as wanted. Raises ``UnusableFile``."""
    with _source(file) as source:
        if source.seekable():
            yield source
            return
        # Its beginning is read twice, once to find out what it is, and a pipe cannot be.
        with TemporaryFile() as copy:
            shutil.copyfileobj(source, copy)
            copy.seek(0)
            yield copy


def _source(file: str) -> AbstractContextManager[IO[bytes]]:
    try:
        return nullcontext(sys.stdin.buffer) if file == STANDARD else Path(file).open("rb")
    except OSError as error:
        raise UnusableFile(f"{file} cannot be read: {error.strerror}. Name another file, or - for standard input.")


def appended_to(path: str, *, is_new: bool) -> IO[bytes]:
    """Give a file to which each write goes at once, so that it is there when the process is killed.

    Only its owner can read it: it holds what people have entrusted to the store. Raises ``OSError``.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if is_new else 0)
    return cast(IO[bytes], os.fdopen(os.open(path, flags, 0o600), "ab", buffering=0))


def written_to(file: str, stdout: OutputWrapper) -> AbstractContextManager[IO[bytes]]:
    """Give the named file, or standard output, to be written. A file is there when it is whole, or as it was before."""
    if file != STANDARD:
        path = Path(file)
        return _replacing(path.resolve()) if path.is_file() or not path.exists() else path.open("wb")
    out: Any = stdout._out
    return nullcontext(out.buffer if hasattr(out, "buffer") else cast(IO[bytes], _AsText(out)))


class _AsText(RawIOBase):
    """Takes bytes for a stream of text, such as one that stands in for standard output."""

    def __init__(self, text: TextIOBase):
        self._text = text

    def write(self, data: Any) -> int:
        self._text.write(bytes(data).decode())
        return len(data)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file beside the path that takes its place when it is whole, and goes when it is not.

    Only its owner can read it.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield cast(IO[bytes], file)
            file.flush()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
