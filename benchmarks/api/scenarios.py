"""What is asked of which server: the requests of each scenario, as lines of a file."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from benchmarks import people
from benchmarks.load import lines_of
from benchmarks.rounds import Scenario
from benchmarks.servers import Server

# Different contacts that a scenario asks for; more than any cache of the store remembers.
VARIETY = 20_000
_KNOWN = {"If-None-Match": '"1"'}
GUEST = {
    "emails": ["{marker}.{n}@example.com"],
    "name": {"title": "Ms", "firstname": "Nora", "surname": "Bench"},
    "address": {"addressline1": "1 High Street", "towncity": "Leeds", "postalcode": "LS1 1AB", "country": "GB"},
    "contactnumbers": ["020 7946 0123", "07700 900123"],
    "preferences": {"sms": {"optoutreason": "optout", "optoutdate": "2026-01-01T00:00:00+00:00"}},
}
_ADDRESS = {"line1": "1 High Street", "city": "Leeds", "zip": "LS1 1AB", "countryCode": "GB"}
USER = {
    "contact": {
        "type": "user",
        "firstname": "Nora",
        "lastname": "Bench",
        "email": "{marker}.{n}@example.com",
        "phone": "020 7946 0123",
        "company": "Acme",
        "address": _ADDRESS,
        "tags": {"contact": ["VIP", "Trade"]},
        "accessRoles": ["customer"],
    }
}
PUT = {"contact": {"type": "user", "position": "Buyer {n}", "department": "Sales {n}"}}
TYPICAL = {
    "type": "user",
    "first_name": "Nora",
    "last_name": "Bench",
    "email": "{marker}.{n}@example.com",
    "phone": "020 7946 0123",
    "company": "Acme",
    "address": {"address_line1": "1 High Street"},
}
WORDS = {
    "search, rare word": ["barbelcor", "tortorzan", "fengaling", "quivenras", "norlinkar", "dancorfel"],
    "search, two words": ["anna smith", "müller emma", "clara nowak", "zoe garcia"],
    "search, common word": ["smith", "jones", "brown", "example"],
    "search, accents": ["Müller", "lefevre", "ANGSTROM", "Παπαδόπουλος", "Иванов"],
    "search, digits of a phone": ["9001234", "79460012", "0770090", "442070"],
    "search, three letters": ["smi", "xav", "zan", "qui"],
    "search, two letters": ["sm", "xa", "li", "qu", "zw", "vx"],
    "search, one letter": ["a", "z", "q", "王", "ß"],
}


class Scenarios:
    """Makes scenarios over the contacts of one database, with files for their requests."""

    def __init__(self, folder: Path, count: int, rounds: int):
        self.folder, self.count, self.rounds = folder, count, rounds
        self.folder.mkdir(parents=True, exist_ok=True)
        chance = random.Random(42)
        asked = (chance.randrange(count) for _ in range(VARIETY))
        # Each twentieth, beginning with the second, is there to be deleted.
        self.numbers = [number + (number % 20 == 1) for number in asked]

    def make(self, server: Server, name: str, lines: str, **options) -> Scenario:
        file = self.folder / f"{server.name} {name}.txt".replace("/", " ")
        file.write_text(lines)
        options.setdefault("rounds", self.rounds)
        headers = {"Authorization": f"Bearer {server.token}", "X-Forwarded-Proto": "https"}
        headers["Content-Type"] = "application/json"
        return Scenario(name, server, file, headers | options.pop("headers", {}), **options)

    def gets(self, server: Server, name: str, paths: Iterable[str], **options) -> Scenario:
        return self.make(server, name, lines_of("GET", iter(paths)), **options)

    def one(self, server: Server, name: str, address: Callable[[int], str], **options) -> Scenario:
        return self.gets(server, name, map(address, self.numbers), **options)

    def reading(self, server: Server) -> list[Scenario]:
        """Ask for one contact in each way there is."""
        hot = self.numbers[:20]
        with_number = [number for number in self.numbers if people.customer_number_of(number)]
        by_email = lambda number: f"/contacts/email?search={quote(people.email_of(number))}"  # noqa: E731
        return [
            self.one(server, "GET one", evance),
            self.one(server, "GET one, Divendo", divendo),
            self.gets(server, "GET one, hot", map(evance, hot)),
            self.one(server, "GET 304", evance, headers=_KNOWN),
            self.one(server, "look-up by e-mail", by_email),
            self.gets(server, "look-up by customer number", map(by_customer_number, with_number)),
            self.gets(server, "look-up by reference", map(by_reference, with_number)),
        ]

    def lists(self, server: Server, deep: dict[str, str]) -> list[Scenario]:
        """Ask for pages; ``deep`` are the addresses of pages far down, by name."""
        return [
            self.gets(server, "list of 50", ["/api/contacts/search.json?limit=50"]),
            self.gets(server, "list of 50, Divendo", ["/contacts?count=50"]),
            self.gets(server, "list of 100", ["/api/contacts/search.json?limit=100"]),
            self.gets(server, "list of 50, a tag", ["/api/contacts/search.json?limit=50&tag=VIP"]),
            self.gets(server, "list of 50, newest first", ["/api/contacts/search.json?limit=50&sort=-modified"]),
            *(self.gets(server, name, [path]) for name, path in deep.items()),
        ]

    def searches(self, server: Server) -> list[Scenario]:
        """Ask for words, one client after the other, so that times are those of the search alone."""
        address = "/api/contacts/search.json?limit=50&q="
        return [
            self.gets(server, name, (address + quote(word) for word in words), clients=1, rounds=3)
            for name, words in WORDS.items()
        ]

    def writing(self, server: Server) -> list[Scenario]:
        token = f"grant_type=client_credentials&{server.credentials}"
        users = map(evance, self._users()[-20_000:])
        return [
            self.make(server, "POST", lines_of("POST", ["/api/contacts.json"], marked(USER, "post")), once=True),
            self.make(server, "POST, Divendo", lines_of("POST", ["/contacts"], marked(GUEST, "post")), once=True),
            self.make(server, "PUT", lines_of("PUT", users, PUT), once=True),
            self.make(
                server,
                "PUT, Divendo",
                lines_of("PUT", map(divendo, self.numbers), {"name": {"title": "T {n}"}}),
                once=True,
            ),
            self.make(server, "DELETE", lines_of("DELETE", map(evance, range(1, self.count, 20))), once=True),
            self.make(server, "token", f"POST\t/oauth2/token\t{token}\n", headers=_FORM),
            self.mix(server),
        ]

    def mix(self, server: Server) -> Scenario:
        """Read nine times, then write."""
        reads = lines_of("GET", map(evance, self.numbers[:9000])).splitlines()
        writes = lines_of("PUT", map(evance, self._users()[:1000]), PUT).splitlines()
        mixed = [line for number, line in enumerate(writes) for line in (*reads[9 * number : 9 * number + 9], line)]
        return self.make(server, "90/10 mix", "".join(f"{line}\n" for line in mixed), once=True)

    def _users(self) -> range:
        return range(0, self.count, 20)


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def evance(number: int) -> str:
    return f"/api/contacts/{people.id_of(number)}.json"


def divendo(number: int) -> str:
    return f"/contacts/{people.object_id_of(number)}"


def by_customer_number(number: int) -> str:
    return f"/contacts/customernumber/{people.customer_number_of(number)}"


def by_reference(number: int) -> str:
    return f"/api/contacts/search.json?reference={people.reference_of(number)}"


def marked(body: dict, marker: str) -> dict:
    """Give the body with e-mails that no other scenario makes."""
    import json

    return json.loads(json.dumps(body).replace("{marker}", marker))
