"""The last steps of an import: it runs once, and its result stays to be looked at."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contacts.exchange.drafting import start_import
from contacts.exchange.interfaces import UnusableFile
from contacts.models import ImportDraft
from contacts.pages.frame import reason_in, tell, watched_page
from contacts.pages.guards import member_of
from contacts.pages.imports.drafts import draft_of, draft_page
from contacts.pages.operations.progress import Progress
from contacts.services.import_runs import refused
from contacts.tasks import run_in_background

_SHOWN = 20


@require_POST
@draft_page
def run(request, pk: int):
    """Let the file come in, once, however often the button was pressed."""
    draft = draft_of(pk)
    try:
        with transaction.atomic():
            deed, is_new = start_import(draft, reason_in(request), member_of(request))
            if is_new:
                run_in_background(deed)
    except UnusableFile as error:
        tell(request, str(error), level=40)
        return redirect("staff:imports-file", pk)
    tell(request, _("The import has begun. You may leave this page: it goes on by itself."))
    return redirect("staff:import", pk)


@require_safe
@draft_page
def result(request, pk: int):
    """Show how far an import is and what became of it; a draft that waits goes on where it was left."""
    draft = draft_of(pk)
    if draft.operation is None:
        return redirect(f"staff:imports-{_step_of(draft)}", pk)
    deed = draft.operation
    facts = {
        "draft": draft,
        "deed": deed,
        "refused": refused(deed.counts),
        "leftovers": deed.leftovers.all()[:_SHOWN],
        "step": "run",
        "progress": Progress.seen_by(request, deed),
    }
    return watched_page(request, "staff/imports/result.html", facts, is_running=deed.is_running)


def _step_of(draft: ImportDraft) -> str:
    """Give the step at which the draft was left."""
    if draft.review:
        return "review"
    return "matching" if "policies" in draft.plan else "file"
