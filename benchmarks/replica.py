"""Two web servers, Redis, a primary and a replica that lags: what happens when one of them goes?

    python -m benchmarks.replica [--contacts 1000] [--seconds 5]

Everything is made in a temporary folder and on free ports, and gone afterwards. A tenth of the requests write. Each
phase prints what the programs noticed; the last column is how many transactions the replica answered.
"""

import argparse
import json
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psycopg

from benchmarks import people, processes
from benchmarks.api.__main__ import token_of
from benchmarks.api.scenarios import Scenarios, evance
from benchmarks.load import Load, put_load
from benchmarks.postgres import Cluster, servant
from benchmarks.rounds import Scenario
from benchmarks.servers import Server, in_project, ours

# So far behind is the replica made to be: who reads there what it has just written would not find it.
LAG = "2s"
WRITES_READ_BACK = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--contacts", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    with ExitStack() as stack:
        Trial(options, stack).run()


class Trial:
    def __init__(self, options: argparse.Namespace, stack: ExitStack):
        self._options, self._stack = options, stack
        self._folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self._folder.chmod(0o755)
        stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
        self._primary = self._cluster("primary")
        in_project(["-m", "benchmarks.filling", str(options.contacts)], self._primary.url(), self._folder)
        # One program only reads; the other writes, and so reads from the primary.
        self._reader, self._writer = self._caller(), self._caller()
        self._replica = self._copy()
        self._redis_port = processes.free_port()
        self._redis = self._start_redis()
        self._webs = [self._web(number) for number in (1, 2)]

    def _cluster(self, name: str) -> Cluster:
        settings = {"shared_buffers": "128MB", "max_wal_size": "1GB", "maintenance_work_mem": "64MB"}
        cluster = Cluster(self._folder / name, processes.free_port(), **settings).start()
        self._stack.callback(cluster.stop, "immediate")
        return cluster

    def _copy(self) -> Cluster:
        """Make the replica: a copy of the primary's files that follows its log, some seconds behind."""
        settings = {"shared_buffers": "128MB", "recovery_min_apply_delay": LAG}
        copy = Cluster(self._folder / "replica", processes.free_port(), **settings)
        copy.folder.mkdir(mode=0o700)
        if servant():
            shutil.chown(copy.folder, servant())
        copy.run("pg_basebackup", "-R", "-D", copy.folder, "-d", self._primary.url())
        return copy.start()

    def _start_redis(self):
        command = ["redis-server", "--port", str(self._redis_port), "--save", "", "--appendonly", "no"]
        log = self._folder / "redis.log"
        started = processes.start(command, {"PATH": "/usr/bin:/bin"}, log)
        self._stack.callback(processes.stop, started)
        processes.wait_until_open(self._redis_port, started, log)
        return started

    def _web(self, number: int) -> Server:
        more = {
            "REPLICA_DATABASE_URL": self._replica.url(),
            "CACHE_URL": f"redis://127.0.0.1:{self._redis_port}/0",
        }
        server = ours(f"web {number}", self._primary.url(), self._folder, **more)
        self._stack.callback(server.stop)
        server.start()
        return server

    def _caller(self) -> str:
        command = ["-m", "benchmarks.callers", str(self._options.contacts)]
        made = json.loads(in_project(command, self._primary.url(), self._folder))
        return urlencode({name: made[name] for name in ("client_id", "client_secret")})

    def _known_as(self, web: Server, credentials: str) -> Server:
        web.credentials = credentials
        web.token = token_of(web)
        return web

    def run(self) -> None:
        print(f"{'phase':<34}{'requests':>10}{'errors':>8}{'p50 ms':>9}{'p99 ms':>9}{'by replica':>12}")
        self._phase("all are there")
        self._read_back()
        self._replica.stop("immediate")
        self._phase("the replica is killed")
        self._replica.start()
        self._phase("the replica is back")
        processes.stop(self._redis)
        self._phase("Redis is killed")
        self._redis = self._start_redis()
        self._phase("Redis is back")
        self._webs[1].stop()
        self._webs.pop()
        self._phase("one web server is left")

    def _phase(self, name: str) -> None:
        answered = self._answered_by_replica()
        loads = [put for web in self._webs for put in self._loads_on(web)]
        by_replica = self._answered_by_replica() - answered if answered is not None else 0
        refused = sum(load.refused + load.broken for load in loads)
        p50, p99 = (max(getattr(load, share) for load in loads) for share in ("p50", "p99"))
        total = sum(load.requests for load in loads)
        print(f"{name:<34}{total:>10,}{refused:>8}{p50:>9.1f}{p99:>9.1f}{by_replica:>12,}", flush=True)

    def _loads_on(self, web: Server) -> list[Load]:
        """Let programs read and, as others do, write."""
        of = Scenarios(self._folder / "calls", self._options.contacts, 1)
        reads = of.one(self._known_as(web, self._reader), "reads", evance)
        mixed = of.mix(self._known_as(web, self._writer))
        return [self._put(reads), self._put(mixed)]

    def _put(self, scenario: Scenario) -> Load:
        seconds = self._options.seconds / 2
        return put_load(scenario.server.port, scenario.calls, scenario.headers, clients=4, seconds=seconds)

    def _answered_by_replica(self) -> int | None:
        try:
            with psycopg.connect(self._replica.url(), connect_timeout=2) as connection:
                query = "SELECT sum(xact_commit)::bigint FROM pg_stat_database"
                return connection.execute(query).fetchone()[0]
        except psycopg.OperationalError:
            return None

    def _read_back(self) -> None:
        """Write by one server, and read by the other at once: a program finds what it wrote, however late the copy."""
        missed = 0
        for number in range(WRITES_READ_BACK):
            path = evance(number * 20)
            self._call(self._webs[0], path, {"contact": {"type": "user", "position": f"Position {number}"}})
            contact = self._call(self._webs[1], path)["contact"]
            missed += contact["position"] != f"Position {number}"
        print(f"  {WRITES_READ_BACK} writes read back at once by the other server: {missed} were not there yet")

    def _call(self, web: Server, path: str, body: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {web.token}", "X-Forwarded-Proto": "https"}
        headers |= {"Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = Request(f"http://127.0.0.1:{web.port}{path}", data, headers, method="PUT" if body else "GET")
        with urlopen(request) as answer:
            return json.load(answer)


if __name__ == "__main__":
    assert people.TYPES[0] == "user", "Every twentieth contact is one that may have a position."
    main()
