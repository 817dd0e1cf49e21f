"""A bulk edit in three steps: say what is to be done, see what it would do, do it."""

from collections.abc import Iterable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.choices import Via
from contacts.differences import differences_of, label_of
from contacts.forms.bulk import BULK_FORMS
from contacts.models import Contact, Operation
from contacts.pages.bulk.state import State
from contacts.pages.frame import reason_in, tell
from contacts.pages.guards import staff_page
from contacts.pages.operations.bulk_words import deed_in_words, selection_in_words
from contacts.services.bulk_deeds import Deed
from contacts.services.bulk_edits import Outcomes, as_change, rehearse_bulk
from contacts.services.selections import has_moved
from contacts.tasks import AT_ONCE, start_bulk

# So many contacts are tried out for a preview, and so many of them are shown.
TRIED_OUT, SHOWN = 1000, 10
_RIGHTS = dict.fromkeys(Deed, "bulk_change_contact") | {Deed.DELETE: "delete_contact"}


def _step(view):
    """Lead back to the list, with the reason, who comes with nothing to go on from."""

    @staff_page("bulk_change_contact")
    @wraps(view)
    def step(request):
        try:
            return view(request)
        except ValidationError as refusal:
            tell(request, " ".join(refusal.messages), level=messages.WARNING)
            return redirect("staff:contacts")

    return step


@require_http_methods(["GET", "HEAD", "POST"])
@_step
def choose(request):
    """Ask what is to be done with the contacts that were chosen in the list; or again, with what was said before."""
    state = State.carried_by(request) if "state" in request.POST else State.chosen_in(request)
    kind = state.deed.kind if state.deed else request.POST.get("deed") or request.GET.get("deed", Deed.EDIT)
    return _form_page(request, state, kind, None)


@require_POST
@_step
def preview(request):
    """Say what would be changed, in all and for the first contacts, and who would be left out; write nothing."""
    state, kind = State.carried_by(request), request.POST.get("deed", "")
    form = _form_class(request, kind)(request.POST)
    if not form.is_valid():
        return _form_page(request, state, kind, form)
    deed = form.deed()
    try:
        deed.check(reason="-")
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form_page(request, state, kind, form)
    return _preview_page(request, State(state.selection, state.seen, state.came_from, deed))


@require_POST
@_step
def apply(request):
    """Do it: at once where they are few, else in the background, which has a page of its own."""
    state, reason = State.carried_by(request), reason_in(request)
    _form_class(request, state.meant.kind)
    if has_moved(state.seen, state.selection.count()):
        return _preview_page(request, state, reason)
    try:
        deed = start_bulk(state.selection, state.meant, via=Via.PAGE, by=request.user, reason=reason)
    except ValidationError as refusal:
        return _preview_page(request, state, reason, refusal.messages)
    if deed.is_running:
        return redirect("staff:operation", pk=deed.pk)
    _tell_of(request, deed)
    return redirect(state.came_from)


def _form_class(request, kind):
    if kind not in Deed.values:
        raise ValidationError(_("Choose in the list what is to be done."))
    if not request.user.has_perm(f"contacts.{_RIGHTS[kind]}"):
        raise PermissionDenied
    return BULK_FORMS[kind]


def _form_page(request, state, kind, form):
    form_class, count = _form_class(request, kind), state.selection.count()
    if form is None:
        form = form_class(initial=form_class.initial_of(state.deed) if state.deed else None)
    facts = {"form": form, "kind": Deed(kind), "count": count, "came_from": state.came_from}
    facts |= {"seen": state.seen, "has_moved": has_moved(state.seen, count)}
    facts["state"] = State(state.selection, count, state.came_from).signed(request)
    return render(request, "staff/bulk/form.html", facts)


def _preview_page(request, state, reason="", problems=()):
    count = state.selection.count()
    outcomes = rehearse_bulk(state.selection, state.deed, TRIED_OUT, via=Via.PAGE, by=request.user)
    facts = {"kind": Deed(state.deed.kind), "count": count, "came_from": state.came_from, "reason": reason}
    facts |= {"lines": list(deed_in_words(state.deed)), "selection": selection_in_words(state.selection.stored())}
    facts |= {"seen": state.seen, "has_moved": has_moved(state.seen, count), "problems": problems}
    facts |= {"counts": outcomes.counts, "is_sample": count > TRIED_OUT, "most": TRIED_OUT, "at_once": count <= AT_ONCE}
    facts["needs_reason"] = bool(state.deed.optins)
    facts["state"] = state.seeing(count).signed(request)
    return render(request, "staff/bulk/preview.html", facts | _shown(outcomes))


def _shown(outcomes: Outcomes):
    """Give the first contacts of each outcome, with what would become of them."""
    changed, refused = list(outcomes.changed)[:SHOWN], list(outcomes.refusals)[:SHOWN]
    contacts = Contact.objects.in_bulk([*changed, *refused, *outcomes.deleted[:SHOWN]])
    rows = [(contacts[pk], differences_of(as_change(outcomes.changed[pk]))) for pk in changed if pk in contacts]
    left_out = [(contacts.get(pk), pk, _reasons(outcomes.refusals[pk])) for pk in refused]
    going = [contacts[pk] for pk in outcomes.deleted[:SHOWN] if pk in contacts]
    return {"rows": rows, "left_out": left_out, "going": going}


def _reasons(by_field: dict[str, list[str]]) -> list[str]:
    return [f"{label_of(name)}: {' '.join(words)}" if name else " ".join(words) for name, words in by_field.items()]


def _tell_of(request, deed: Operation) -> None:
    details = format_html(' <a href="{}">{}</a>', reverse("staff:operation", args=[deed.pk]), _("Details"))
    can_undo = request.user.has_perm("contacts.change_operation") and deed.changes.exists()
    undo = reverse("staff:operation-undo", args=[deed.pk]) if can_undo else ""
    tell(request, format_html("{}{}", " ".join(_sentences(deed.counts)), details), undo=undo)


def _sentences(counts: dict[str, int]) -> Iterable[str]:
    words = {
        "changed": ngettext("%(number)s contact changed.", "%(number)s contacts changed.", counts.get("changed", 0)),
        "deleted": ngettext("%(number)s contact deleted.", "%(number)s contacts deleted.", counts.get("deleted", 0)),
        "unchanged": ngettext("%(number)s was so already.", "%(number)s were so already.", counts.get("unchanged", 0)),
        "skipped": ngettext("%(number)s was left out.", "%(number)s were left out.", counts.get("skipped", 0)),
    }
    told = [text % {"number": f"{counts[word]:,}"} for word, text in words.items() if counts.get(word)]
    return told or [_("There was nothing to do.")]
