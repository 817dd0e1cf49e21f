"""A PostgreSQL of our own: made in a folder, tuned for this measurement, gone with it.

Given ``BENCH_DATABASE_URL`` (of a role that may make databases), that server is used instead.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "1",
    "wal_compression": "on",
    # Rows are frozen and counted after they are put in; nothing shall run beside what is measured.
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
}


def binaries() -> Path | None:
    """Give the folder of PostgreSQL's programs, the newest there is."""
    named = shutil.which("initdb")
    folders = [Path(named).resolve().parent] if named else []
    return next(iter(folders + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Cluster:
    """A server whose data lies in ``folder``; what lies there already is used again."""

    def __init__(self, folder: Path, port: int, **settings: str):
        self.folder, self.port = folder, port
        self._settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)} | settings
        found = binaries()
        if found is None:
            raise SystemExit("PostgreSQL is not here: install it, or name one in BENCH_DATABASE_URL.")
        self._binaries = found

    def start(self) -> "Cluster":
        if not (self.folder / "PG_VERSION").exists():
            self._make_folder()
            self.run("initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-D", self.folder)
        elif (self.folder / "postmaster.pid").exists():
            self._stop_leftover()
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        log = self.folder / "log"
        self.run("pg_ctl", "start", "-w", "-t", "120", "-D", self.folder, "-l", log, "-o", options)
        return self

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "stop", "-w", "-m", mode, "-D", self.folder)

    def _stop_leftover(self) -> None:
        """Stop the server of a run that was cut short; there may be none any more."""
        with suppress(SystemExit):
            self.stop()

    def url(self, name: str = "postgres") -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs, as somebody it agrees to run for."""
        command = [str(self._binaries / program), *map(str, arguments)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        done = subprocess.run(command, cwd="/", text=True, user=servant(), **quiet)
        if done.returncode:
            raise SystemExit(f"{program} failed: {done.stderr}")

    def _make_folder(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o700)
        if servant():
            shutil.chown(self.folder, servant())


def servant() -> str | None:
    """Give the user for whom PostgreSQL runs: it refuses to be root's."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def cluster_folder(kept: Path) -> Path:
    """Give a folder below ``kept``, or a temporary one where PostgreSQL's user may not go there."""
    kept.mkdir(parents=True, exist_ok=True)
    asked = subprocess.run(["test", "-x", str(kept)], user=servant())
    return kept / "postgres" if asked.returncode == 0 else Path(tempfile.mkdtemp(prefix="bench-")) / "postgres"


class Databases:
    """The databases of a server: each filled once, copied for each run."""

    def __init__(self, url: str):
        self._url = url

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{name}"))

    def has(self, name: str, mark: str) -> bool:
        """Tell whether there is such a database with this mark, which tells what it was filled with."""
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        return self._do(query, [name]) == [(mark,)]

    def make(self, name: str) -> None:
        self.drop(name)
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def mark(self, name: str, mark: str) -> None:
        self._do(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))

    def copy(self, name: str, copy: str) -> None:
        self.drop(copy)
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._do(sql.SQL(statement).format(sql.Identifier(copy), sql.Identifier(name)))

    def drop(self, name: str) -> None:
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def postmaster(self) -> int:
        """Give the process from which all of the server's processes come, where it runs on this machine."""
        with psycopg.connect(self._url) as connection:
            backend = connection.info.backend_pid
            status = Path(f"/proc/{backend}/status")
            text = status.read_text() if status.exists() and "postgres" in status.read_text() else ""
        return int(found[1]) if (found := re.search(r"PPid:\s+(\d+)", text)) else 0

    def _do(self, statement, parameters=None) -> list[tuple]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
