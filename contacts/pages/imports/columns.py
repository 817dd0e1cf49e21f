"""The second step of an import: what the columns of the file mean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.choices import ContactType
from contacts.exchange.guesses import Guess, fitting_mappings, guesses_for, mapping_of, own_guesses
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.labels import label_of, labels
from contacts.exchange.plans import Plan
from contacts.exchange.previews import Preview
from contacts.models import ImportDraft, SavedMapping
from contacts.pages.frame import tell
from contacts.pages.imports.drafts import draft_page, waiting_draft
from contacts.services.drafts import plan_draft
from contacts.services.mappings import save_mapping
from contacts.services.policies import Policy

AUTO = "auto"
# A column without a rule is overwritten.
_TELLING_RULES = set(Policy.values) - {Policy.OVERWRITE.value}


@dataclass(frozen=True)
class Line:
    """A column of the file as the page shows it."""

    index: int
    guess: Guess
    samples: list[str]
    auto: str
    chosen: str
    rule: str
    default: str

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        return [(name, label_of(name)) for name in self.guess.suggestions]


def lines_of(preview: Preview, plan: Plan) -> Iterator[Line]:
    """Give the columns of the file with what they mean by the plan, and the rule and default of each."""
    chosen = guesses_for(preview.headers, plan.reading)
    for index, (guess, own) in enumerate(zip(chosen, own_guesses(preview.headers, plan.reading), strict=True)):
        auto = "" if own.column or not own.fills else f"{own.preset}: {', '.join(map(label_of, own.fills))}"
        value = guess.column or (AUTO if guess.fills else "")
        first = guess.fills[0] if guess.fills else ""
        rule, default = plan.policies.get(first, Policy.OVERWRITE.value), plan.defaults.get(first, "")
        yield Line(index, guess, preview.samples_of(guess.header), auto, value, rule, default)


def _said(data: QueryDict, preview: Preview, plan: Plan) -> dict[str, Any]:
    """Give the parts of the plan that the form speaks of."""
    own = own_guesses(preview.headers, plan.reading)
    chosen = {guess.header: data.get(f"column-{index}", AUTO) for index, guess in enumerate(own)}
    mapping = mapping_of(chosen, own) if preview.has_headers else {}
    policies: dict[str, str] = {}
    defaults = {"type": data.get("type", "")}
    for index, guess in enumerate(guesses_for(preview.headers, replace(plan.reading, mapping=mapping))):
        policies |= dict.fromkeys(guess.fills, data.get(f"rule-{index}", ""))
        defaults |= {name: data.get(f"default-{index}", "").strip() for name in guess.fills[:1] if name != "type"}
    return {
        "mapping": mapping,
        "policies": {name: rule for name, rule in policies.items() if rule in _TELLING_RULES},
        "defaults": {name: text for name, text in defaults.items() if text},
    }


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def columns(request, pk: int):
    """Show what each column is taken for, and take corrections."""
    draft, error = waiting_draft(pk), ""
    plan = Plan(**draft.plan)
    with draft.file.open("rb") as content:
        try:
            if request.method == "POST":
                return _settle(request, draft, Preview(content, plan), content)
            plan = _with_mapping(plan, request.GET.get("mapping"))
        except (UnusableFile, ValidationError) as refusal:
            error = " ".join(getattr(refusal, "messages", [str(refusal)]))
        try:
            preview = Preview(content, replace(plan, mapping={}, defaults={}))
        except UnusableFile:
            return redirect("staff:imports-file", pk)
    facts = _facts(draft, preview, plan) | {"error": error}
    return render(request, "staff/imports/columns.html", facts, status=422 if error else 200)


def _settle(request, draft: ImportDraft, preview: Preview, content: Any):
    """Keep what the form says, once the file can be read by it. Raises ``UnusableFile`` and ``ValidationError``."""
    said = _said(request.POST, preview, Plan(**draft.plan))
    plan = Plan(**(draft.plan | said))
    Preview(content, plan)
    if name := request.POST.get("save_as", "").strip():
        kept = {line.guess.header: line.chosen for line in lines_of(preview, plan)}
        save_mapping(name, {header: column for header, column in kept.items() if column not in ("", AUTO)})
        tell(request, _("The mapping is kept as “%(name)s”.") % {"name": name})
    plan_draft(draft, said)
    return redirect("staff:imports-matching", draft.pk)


def _with_mapping(plan: Plan, pk: str | None) -> Plan:
    """Give the plan by the saved mapping that is asked for."""
    saved = SavedMapping.objects.filter(pk=pk).first() if pk and pk.isdecimal() and len(pk) < 19 else None
    return replace(plan, mapping=saved.columns) if saved else plan


def _facts(draft: ImportDraft, preview: Preview, plan: Plan) -> dict[str, Any]:
    lines = list(lines_of(preview, plan))
    return {
        "draft": draft,
        "preview": preview,
        "lines": lines,
        "left_out": [line.guess.header for line in lines if not line.chosen and line.guess.header],
        "labels": labels().items(),
        "rules": Policy.choices,
        "types": [choice for choice in ContactType.choices if choice[0] != ContactType.HQ],
        "type": plan.defaults.get("type", ""),
        "mappings": fitting_mappings(preview.headers) if preview.has_headers else [],
        "step": "columns",
    }
