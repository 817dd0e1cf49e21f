"""The servers that stand beside each other in one run: ours as README.md starts it, and what it is compared with."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import processes

SECRET = "benchmarks-know-no-secrets-and-keep-none-so-this-is-long-enough"
WORKERS = 2
# As README.md tells operators; the requests say that a proxy stands before us.
OURS = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "1", "project.wsgi:application"]
_REFERENCES = "benchmarks.references"
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "1"]


def _environment(database: str, folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "true",
        "DATABASE_URL": database,
        "API_REQUESTS_PER_MINUTE": "1000000000",
        "STATIC_DIR": str(folder / "static"),
        "CONTENT_DIR": str(folder / "content"),
        "LOG_LEVEL": "ERROR",
        **more,
    }


@dataclass
class Server:
    """A server and how to start it; ``database`` is the process whose family answers its queries."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    postmaster: int = 0
    token: str = ""
    credentials: str = ""
    port: int = field(default_factory=processes.free_port)
    process: subprocess.Popen | None = None

    def start(self) -> "Server":
        log = self.folder / f"{self.name}.log"
        log.unlink(missing_ok=True)
        command = [sys.executable, *self.command, "--workers", str(WORKERS), "--port", str(self.port)]
        self.process = processes.start(command, self.environment, log)
        processes.wait_until_open(self.port, self.process, log)
        return self

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)

    def cpu(self) -> tuple[float, float]:
        """Give the seconds that the server and its database have computed so far."""
        return processes.cpu_seconds(self.process.pid), processes.cpu_seconds(self.postmaster)

    def memory(self) -> list[float]:
        """Give the memory of its workers in MB."""
        return processes.memory_of(processes.family_of(self.process.pid))[:WORKERS]


def ours(name: str, database: str, folder: Path, postmaster: int = 0, **more: str) -> Server:
    return Server(name, OURS, _environment(database, folder, **more), folder, postmaster)


def references(database: str, folder: Path, postmaster: int, token: str) -> list[Server]:
    """Give *limit*, *typical*, django-ninja and FastAPI over this database."""

    def server(name: str, command: list[str], **more: str) -> Server:
        return Server(name, command, _environment(database, folder, **more), folder, postmaster, token)

    django = [*GRANIAN, f"{_REFERENCES}.typical_wsgi:application"]
    return [
        server("limit", [*GRANIAN, f"{_REFERENCES}.limit:application"]),
        server("typical", django),
        server("ninja", django, REFERENCE=f"{_REFERENCES}.ninja"),
        server("fastapi", ["-m", "uvicorn", "--log-level", "error", f"{_REFERENCES}.fast:app"]),
    ]


def in_project(arguments: list[str], database: str, folder: Path, **more: str) -> str:
    """Run a script beside the servers, with their settings; give what it prints."""
    environment = _environment(database, folder, **more)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout
