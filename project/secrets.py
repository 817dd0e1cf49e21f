"""The secret of an installation that nobody but its owner reaches: a demonstration or a test run."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def kept_secret(path: Path) -> str:
    """Give the secret kept in the file; the first call makes it. Only its owner may read the file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _keep(secrets.token_urlsafe(48), path)
    return path.read_text()


def _keep(secret, path):
    # Written elsewhere and linked: of processes that start together one wins, and none reads half a secret.
    with NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(secret)
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)
