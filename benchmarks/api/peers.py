"""What the references are asked for, group by group, beside our own scenarios of the same names."""

from benchmarks.api.scenarios import TYPICAL, Scenarios, marked
from benchmarks.callers import TYPICAL_TOKEN
from benchmarks.load import lines_of
from benchmarks.people import id_of
from benchmarks.rounds import Scenario
from benchmarks.servers import Server

Peers = dict[str, Server]
_BY_TOKEN = {"headers": {"Authorization": f"Token {TYPICAL_TOKEN}"}}


def reading(of: Scenarios, peers: Peers) -> list[Scenario]:
    return [
        of.one(peers["limit"], "GET one", lambda number: f"/one/{id_of(number)}"),
        of.one(peers["limit"], "GET one again", lambda number: f"/one/{id_of(number)}"),
        of.one(peers["typical"], "GET one", lambda number: f"/contacts/{id_of(number)}/", **_BY_TOKEN),
        of.one(peers["ninja"], "GET one", lambda number: f"/contacts/{id_of(number)}"),
        of.one(peers["fastapi"], "GET one", lambda number: f"/contacts/{id_of(number)}"),
    ]


def lists(of: Scenarios, peers: Peers) -> list[Scenario]:
    # Those that count all contacts for each page answer so few in a turn that two turns tell as much as six.
    return [
        of.gets(peers["limit"], "list of 50", ["/list/50"]),
        of.gets(peers["typical"], "list of 50", ["/contacts/?limit=50"], rounds=2, **_BY_TOKEN),
        of.gets(peers["typical"], "list, no count", ["/uncounted/?limit=50"], **_BY_TOKEN),
        of.gets(peers["ninja"], "list of 50", ["/contacts?limit=50"], rounds=2),
        of.gets(peers["fastapi"], "list of 50", ["/contacts?limit=50"], rounds=2),
    ]


def searches(of: Scenarios, peers: Peers) -> list[Scenario]:
    address = "/contacts/?limit=50&search=barbelcor"
    return [of.gets(peers["typical"], "search, rare word", [address], clients=1, rounds=2, **_BY_TOKEN)]


def writing(of: Scenarios, peers: Peers) -> list[Scenario]:
    lines = lines_of("POST", iter(["/contacts/"]), marked(TYPICAL, "typical"))
    return [of.make(peers["typical"], "POST", lines, once=True, **_BY_TOKEN)]


PEERS = {"reading": reading, "lists": lists, "searches": searches, "writing": writing}
