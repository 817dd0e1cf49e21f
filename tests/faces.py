"""The ways in for a contact. Each is told the same facts by model column, and says what it refuses in its own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from contacts.choices import ContactType, OperationKind, Scope, Via
from contacts.columns import COLUMNS
from contacts.dialects.divendo.columns import HEADERS as DIVENDO_HEADERS
from contacts.dialects.evance.columns import HEADERS as EVANCE_HEADERS
from contacts.dialects.faults import CODES
from contacts.models import Contact, Operation
from contacts.services.clients import create_client
from contacts.services.import_rows import ImportOptions, Outcome, Row
from contacts.services.import_runs import Run, run_import
from tests.admin.browser import ContactPages
from tests.dialects.caller import Caller
from tests.dialects.samples import divendo_faults, divendo_path, evance_faults, evance_path
from tests.factories import StaffMemberFactory

Facts = Mapping[str, Any]
# Where, in the face's own words, and why.
Refusals = set[tuple[str, str]]


class Face:
    """One way in. ``places`` says under which name the face takes a column; what is not there it cannot say."""

    places: Mapping[str, str]
    # There is one headquarters from the start.
    makes = sorted({*ContactType} - {ContactType.HQ})

    def refusals(self, facts: Facts, contact: Contact | None = None) -> Refusals:
        """Ask for a new contact with these facts, or for the stored one to have them; nothing is refused: ``set()``."""
        raise NotImplementedError

    def said(self, facts: Facts) -> dict[str, Any]:
        """Give the facts that the face can say, under its own names."""
        return {self.places[column]: value for column, value in facts.items() if column in self.places}


class DivendoFace(Face):
    places = {
        **{column: header for header, column in DIVENDO_HEADERS.items()},
        **dict.fromkeys(("email", "more_emails"), "emails"),
        **dict.fromkeys(("phone", "mobile", "more_numbers"), "contactnumbers"),
    }
    makes = [ContactType.GUEST]

    def __init__(self, client):
        self.api = Caller(create_client("Shop", Scope.CONTACTS).client)

    def refusals(self, facts, contact=None):
        body = nested(self.said(facts))
        answer = self.api.put(divendo_path(contact), body) if contact else self.api.post("/contacts", body)
        faults = [] if answer.status_code == 200 else divendo_faults(answer)
        return {(without_indexes(pointer.strip("/").split("/")), code) for pointer, code in faults}

    def said(self, facts):
        numbers = [facts.get("phone"), facts.get("mobile"), *facts.get("more_numbers", ())]
        lists = {"emails": [facts["email"], *facts.get("more_emails", ())], "contactnumbers": numbers}
        return super().said(facts) | {name: list(filter(None, items)) for name, items in lists.items()}


class EvanceFace(Face):
    places = {
        **{column: header for header, column in EVANCE_HEADERS.items()},
        "raw_password": "password",
        "is_invited": "invite",
    }

    def __init__(self, client):
        self.api = Caller(create_client("Shop", Scope.CONTACTS).client)

    def refusals(self, facts, contact=None):
        grants = {"grants": [vars(grant) for grant in facts["grants"]]} if "grants" in facts else {}
        body = {"contact": nested(self.said({**facts, **grants}))}
        answer = self.api.put(evance_path(contact), body) if contact else self.api.post("/api/contacts.json", body)
        faults = [] if answer.status_code in (200, 201) else evance_faults(answer)
        return {(without_indexes(name.split(".")), code) for name, code in faults}


class AdminFace(Face):
    places = {
        **{column: column for column in [*COLUMNS, "raw_password"] if column not in ("id", "object_id", "created_at")},
        "tags": "tag_names",
    }

    def __init__(self, client):
        client.force_login(StaffMemberFactory(is_superuser=True))
        self.pages = ContactPages(client)

    def refusals(self, facts, contact=None):
        typed = self.typed(facts)
        response = self.pages.change(contact, **typed) if contact else self.pages.add(**typed)
        if response.status_code == 302:
            return set()
        form = response.context["adminform"].form
        return {(name, code_of(problem)) for name, problems in form.errors.as_data().items() for problem in problems}

    def typed(self, facts: Facts) -> dict[str, str]:
        """Give what is typed into the form: a list line by line, a picture's address, a choice for each role."""
        typed = {
            name: "\n".join(value) if isinstance(value, list) else value for name, value in self.said(facts).items()
        }
        for grant in facts.get("grants", ()):
            typed[f"grants_{grant.reference}_status"] = grant.status
        return {**typed, "thumbnail_source": typed.pop("thumbnail", "")}

    def said(self, facts):
        return super().said({column: value for column, value in facts.items() if column != "grants"})


class ImportFace(Face):
    places = {column: column for column in COLUMNS}

    def __init__(self, client):
        self.outcomes: list[Outcome] = []

    def refusals(self, facts, contact=None):
        row = Row(1, self.said(facts) | ({"id": contact.pk} if contact else {}))
        deed = Operation.objects.create(kind=OperationKind.IMPORT, via=Via.IMPORT)
        run_import([row], deed, ImportOptions(match=("id",)), Run(), self.outcomes.append, via=Via.IMPORT)
        problems = self.outcomes.pop().problems
        return {(column, code_of(problem)) for column, found in problems.items() for problem in found}


FACES = {"divendo": DivendoFace, "evance": EvanceFace, "admin": AdminFace, "import": ImportFace}


def nested(values: Facts) -> dict[str, Any]:
    """Give the object that has these values at these dotted places."""
    whole: dict[str, Any] = {}
    for place, value in values.items():
        *outer, key = place.split(".")
        inner = whole
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[key] = value
    return whole


def without_indexes(path: Iterable[str]) -> str:
    return ".".join(part for part in path if not part.isdigit())


def code_of(problem) -> str:
    return CODES.get(problem.code or "", "invalid")
