"""The databases of a run: filled once and kept below var/, copied for each run, so that each begins with the same."""

import hashlib
import shutil
from pathlib import Path

from benchmarks import filling, people, postgres, processes
from benchmarks.servers import in_project

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "benchmarks"
_FILL = ["-m", "benchmarks.filling"]


def mark_of(count: int) -> str:
    """Tell from what a database was made: other code makes another."""
    files = [Path(people.__file__), Path(filling.__file__), *sorted((ROOT / "contacts" / "migrations").glob("0*.py"))]
    return hashlib.sha256(b"".join([b"%d" % count, *(file.read_bytes() for file in files)])).hexdigest()[:16]


class PostgreSQL:
    """The server that ``url`` names, or one of our own."""

    def __init__(self, url: str | None):
        self._cluster = None
        if url is None:
            self._cluster = postgres.Cluster(postgres.cluster_folder(VAR), processes.free_port()).start()
        self._databases = postgres.Databases(url or self._cluster.url())
        self.postmaster = self._databases.postmaster()

    def fresh(self, count: int) -> str:
        """Give the address of a database with as many contacts, as they were made."""
        name, mark = f"contacts_bench_{count}", mark_of(count)
        if not self._databases.has(name, mark):
            print(f"Filling PostgreSQL with {count:,} contacts, once.", flush=True)
            self._databases.make(name)
            in_project([*_FILL, str(count)], self._databases.url(name), VAR)
            self._databases.mark(name, mark)
        self._databases.copy(name, f"{name}_run")
        return self._databases.url(f"{name}_run")

    def empty(self, name: str) -> str:
        """Give the address of a database with nothing in it."""
        self._databases.make(name)
        return self._databases.url(name)

    def stop(self) -> None:
        if self._cluster:
            self._cluster.stop()


def fresh_sqlite(count: int) -> str:
    """Give the address of a file with as many contacts, as they were made."""
    filled = VAR / f"contacts-{count}-{mark_of(count)}.sqlite3"
    if not filled.exists():
        print(f"Filling SQLite with {count:,} contacts, once.", flush=True)
        half = filled.with_suffix(".half")
        _remove(half)
        in_project([*_FILL, str(count)], f"sqlite:///{half}", VAR)
        half.rename(filled)
    run = VAR / f"run-{count}.sqlite3"
    _remove(run)
    shutil.copy(filled, run)
    return f"sqlite:///{run}"


def _remove(file: Path) -> None:
    for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        part.unlink(missing_ok=True)
