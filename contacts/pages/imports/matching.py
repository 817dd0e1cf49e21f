"""The third step of an import: how the rows meet the contacts that are there."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from contacts.exchange.figures import Figure, figures_of
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.plans import Plan
from contacts.exchange.reviewing import job_for
from contacts.models import ImportDraft
from contacts.pages.imports.drafts import draft_page, waiting_draft
from contacts.services.drafts import plan_draft
from contacts.services.import_rows import Mode
from contacts.services.matching import RULES
from contacts.tags import clean_tag_names

RULE_LABELS = {
    "id": _("Id (of either kind)"),
    "reference": _("Reference"),
    "customer_number": _("Customer number"),
    "email": _("E-mail"),
}
_PLACES = [("1", _("first")), ("2", _("second")), ("3", _("third")), ("4", _("fourth")), ("", _("not used"))]
_YES_NO = {"true": True, "false": False}


def _yes_no(value: str) -> bool:
    return _YES_NO[value]


class MatchingForm(forms.Form):
    """How rows meet contacts, as ``Plan`` has it."""

    mode = forms.ChoiceField(
        label=_("What the file may do"), choices=Mode.choices, widget=forms.RadioSelect, initial=Mode.UPSERT
    )
    blank_clears = forms.TypedChoiceField(
        label=_("A blank cell"),
        choices=[("false", _("says nothing: what is stored stays")), ("true", _("clears what is stored"))],
        coerce=_yes_no,
        widget=forms.RadioSelect,
    )
    allow_resubscribe = forms.BooleanField(label=_("This file may lift opt-outs"), required=False)
    consent_source = forms.CharField(label=_("Where the consents come from"), required=False, max_length=200)
    add_tags = forms.CharField(
        label=_("Tag all rows with"), required=False, max_length=1000, help_text=_("Several are parted by commas.")
    )
    is_atomic = forms.TypedChoiceField(
        label=_("When some rows are refused"),
        choices=[("false", _("the good rows come in")), ("true", _("nothing comes in"))],
        coerce=_yes_no,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, plan: Plan):
        flags = {name: str(getattr(plan, name)).lower() for name in ("blank_clears", "is_atomic")}
        initial = {"mode": plan.mode, "allow_resubscribe": plan.allow_resubscribe, "add_tags": ", ".join(plan.add_tags)}
        super().__init__(data, initial={**initial, "consent_source": plan.consent_source, **flags})
        places = {rule: str(place) for place, rule in enumerate(plan.match, 1)}
        for rule, label in RULE_LABELS.items():
            field = forms.ChoiceField(label=label, choices=_PLACES, required=False, initial=places.get(rule, ""))
            self.fields[f"rule_{rule}"] = field

    def clean_add_tags(self) -> list[str]:
        return clean_tag_names([name for name in self.cleaned_data["add_tags"].split(",") if name.strip()])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        places = {rule: said.pop(f"rule_{rule}", "") for rule in RULES}
        said["match"] = sorted((rule for rule in RULES if places[rule]), key=lambda rule: places[rule])
        if not said["match"]:
            raise ValidationError(_("Choose at least one rule: without one every row would be a new contact."))
        if said.get("allow_resubscribe") and not said.get("consent_source"):
            self.add_error(
                "consent_source", _("Say where the renewed consents come from, or let no opt-out be lifted.")
            )
        return said


@dataclass(frozen=True)
class RuleLine:
    """A rule as the page shows it: its field, and its figures where they are known."""

    field: Any
    figure: Figure | None


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def matching(request, pk: int):
    """Show how rows would find their contacts, and take what is said of it."""
    draft = waiting_draft(pk)
    form = MatchingForm(request.POST if request.method == "POST" else None, Plan(**draft.plan))
    if request.method == "POST" and form.is_valid():
        plan_draft(draft, form.cleaned_data)
        return redirect("staff:imports-review", pk)
    try:
        total, figures = _figures(draft)
    except UnusableFile:
        return redirect("staff:imports-columns", pk)
    rules = [RuleLine(form[f"rule_{rule}"], figures.get(rule)) for rule in RULES]
    facts = {"draft": draft, "form": form, "rules": rules, "total": total, "step": "matching"}
    return render(request, "staff/imports/matching.html", facts, status=422 if form.errors else 200)


def _figures(draft: ImportDraft) -> tuple[int | None, dict[str, Figure]]:
    with draft.file.open("rb") as content:
        found = figures_of(job_for(draft, content).source.rows)
    return (found[0], {figure.rule: figure for figure in found[1]}) if found else (None, {})
