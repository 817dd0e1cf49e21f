"""The import wizard for tests, walked as a browser without script does."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from contacts.models import ImportDraft

PEOPLE = "first_name,last_name,email\nAna,Brook,ana@example.com\nBen,Cole,no mail\nCleo,Dale,cleo@example.com\n"
MATCHING = {"mode": "upsert", "blank_clears": "false", "is_atomic": "false", "rule_email": "1"}


class Wizard:
    """One draft, and the client of a member of the staff who works on it."""

    def __init__(self, client, content: str | bytes = PEOPLE, name="people.csv"):
        self.client = client
        data = content if isinstance(content, bytes) else content.encode()
        self.answer = client.post(reverse("staff:imports-new"), {"file": SimpleUploadedFile(name, data)})
        self.pk = ImportDraft.objects.latest("pk").pk

    @property
    def draft(self) -> ImportDraft:
        return ImportDraft.objects.get(pk=self.pk)

    def address(self, step: str, *args) -> str:
        return reverse(f"staff:imports-{step}" if step else "staff:import", args=[self.pk, *args])

    def get(self, step: str, *args, **query):
        return self.client.get(self.address(step, *args), query)

    def post(self, step: str, *args, follow=False, **data):
        return self.client.post(self.address(step, *args), data, follow=follow)

    def planned(self, columns=None, **matching) -> "Wizard":
        """Walk to the review."""
        self.post("columns", type="guest", **(columns or {}))
        self.post("matching", **{**MATCHING, **matching})
        return self

    def rehearsed(self, **matching) -> "Wizard":
        self.planned(**matching).post("rehearse")
        return self

    @property
    def tiles(self) -> dict[str, int]:
        return self.draft.review["tiles"]


def work_off() -> None:
    """Do what waits for a worker, within this test's transaction."""
    for waiting in DBTaskResult.objects.ready():
        task, arguments = import_string(waiting.task_path), waiting.args_kwargs["args"]
        context = [SimpleNamespace(attempt=1)] if task.takes_context else []
        waiting.delete()
        task.func(*context, *arguments)
