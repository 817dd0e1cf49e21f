"""The dialog in which somebody says which contacts to take along, in which form, and why."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contacts.choices import Channel, Via
from contacts.columns import COLUMNS
from contacts.exchange.exporting import contacts_found_by, export
from contacts.exchange.handing_out import COLUMN_SETS, CONSENT_COLUMNS, KINDS, Wish, conditions_of
from contacts.exchange.interfaces import UnfitFormat
from contacts.exchange.labels import label_of
from contacts.exchange.presets import PRESETS
from contacts.pages.guards import member_of, staff_page
from contacts.services import Author
from contacts.services.exports import begin_export
from contacts.tasks import run_in_background

# So many are written while the person waits; more by a worker.
AT_ONCE = 5000


class ExportForm(forms.Form):
    """What is to be taken along. ``columns`` come in the order in which they stand on the page."""

    conditions = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Format"), choices=[(name, kind[0]) for name, kind in KINDS.items()])
    headers = forms.ChoiceField(
        label=gettext_lazy("Headers"),
        choices=[("own", gettext_lazy("Ours, with the columns below"))]
        + [(name, preset.label) for name, preset in PRESETS.items() if preset.written],
    )
    columns = forms.MultipleChoiceField(label=gettext_lazy("Columns"), required=False)
    leave_out = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out who has opted out of"), required=False, choices=Channel.choices
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)

    def __init__(self, data: Any):
        super().__init__(data)
        self.fields["columns"].choices = [(name, name) for name in COLUMNS]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors:
            return said
        if said["headers"] == "own" and not said["columns"]:
            raise ValidationError({"columns": _("Choose at least one column.")})
        said["columns"] = said["columns"] or list(COLUMNS)
        names = ("kind", "conditions", "columns", "headers")
        self.wish = Wish(**{name: said[name] for name in names}, open_to=said["leave_out"])
        self.count = self._count()
        if self.count >= settings.EXPORT_REASON_FROM and not said["reason"].strip():
            message = _("Say why: so many contacts do not leave the store without a reason.")
            self.add_error("reason", message)
        return said

    def _count(self) -> int:
        try:
            return self.wish.found().count()
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
        except UnfitFormat as error:
            self.add_error("kind", str(error))
        return 0


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("view_contact", "export_contact")
def new(request):
    """Show the dialog; give the file, or let a worker write it where it is long."""
    if request.method != "POST":
        conditions = conditions_of(request.GET.get("filter", ""), request.GET.getlist("pk"))
        return _dialog(request, None, conditions, COLUMN_SETS["all"][1])
    if "arrange" in request.POST:
        arranged = _arranged(request.POST.getlist("order"), request.POST.getlist("columns"), request.POST["arrange"])
        return _dialog(request, ExportForm(request.POST), request.POST.get("conditions", ""), *arranged, is_asked=True)
    form = ExportForm(request.POST)
    if not form.is_valid():
        columns, order = request.POST.getlist("columns"), request.POST.getlist("order")
        return _dialog(request, form, request.POST.get("conditions", ""), columns, order)
    author = Author(via=Via.PAGE, by=member_of(request), reason=form.cleaned_data["reason"].strip())
    return _written(form.wish, author) if form.count <= AT_ONCE else _handed_over(form, author)


def _dialog(
    request, form: Any, conditions: str, columns: Sequence[str], order: Sequence[str] = (), *, is_asked: bool = False
):
    """Show the dialog with these columns ticked; all stand in this order, as far as it names them."""
    try:
        count: int | None = contacts_found_by(conditions).count()
    except ValidationError:
        count = None
    known = [name for name in order if name in COLUMNS]
    names = list(dict.fromkeys([*known, *columns, *COLUMNS]))
    facts = {
        "form": form or ExportForm(None),
        "shows_errors": form is not None and not is_asked,
        "conditions": conditions,
        "is_selection": conditions.startswith("pk="),
        "count": count,
        "columns": [(name, label_of(name), name in columns) for name in names if name in COLUMNS],
        "sets": [(name, label) for name, (label, _columns) in COLUMN_SETS.items()],
        "kinds": KINDS,
        "channels": Channel.choices,
        "asks_reason": (count or 0) >= settings.EXPORT_REASON_FROM,
        "has_consent": set(CONSENT_COLUMNS) <= set(columns),
        "is_long": (count or 0) > AT_ONCE,
    }
    return render(request, "staff/exports/dialog.html", facts, status=422 if facts["shows_errors"] else 200)


def _arranged(order: Sequence[str], ticked: Sequence[str], wish: str) -> tuple[Sequence[str], Sequence[str]]:
    """Give the ticked columns, and the order of all, after what was asked for: ``set:all``, ``up:email`` …"""
    deed, _colon, name = wish.partition(":")
    if deed == "set" and name in COLUMN_SETS:
        return COLUMN_SETS[name][1], COLUMN_SETS[name][1]
    names = [one for one in order if one in COLUMNS]
    if deed in ("up", "down") and name in names:
        place = names.index(name)
        names.insert(max(place + (-1 if deed == "up" else 1), 0), names.pop(place))
    return ticked, names


def _written(wish: Wish, author: Author) -> FileResponse:
    target = TemporaryFile()  # noqa: SIM115  # the answer closes it
    export(target, wish.format, wish.writing, wish.narrowed, name=wish.name, **author)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=wish.name)


def _handed_over(form: ExportForm, author: Author):
    with transaction.atomic():
        deed = begin_export(form.wish.name, form.wish.stored(), form.count, **author)
        run_in_background(deed)
    return redirect("staff:export", deed.pk)
