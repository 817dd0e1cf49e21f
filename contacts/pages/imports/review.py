"""The fourth step of an import: what would become of each row, and what can still be mended."""

from math import ceil
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.exchange.drafting import is_small, review_now
from contacts.exchange.failures import write_failed, write_problems
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.labels import labels
from contacts.exchange.progress import noted
from contacts.exchange.reviewing import AGAIN, OPT_OUT, PAGE, RESUBSCRIBE, TILES, job_for, page_of
from contacts.models import ImportDraft
from contacts.pages.frame import tell, watched_page
from contacts.pages.guards import member_of
from contacts.pages.imports.drafts import draft_of, draft_page, waiting_draft
from contacts.services.drafts import basis_of, begin_review, leave_out, mend_row
from contacts.services.import_rows import Row, Verdict
from contacts.tasks import rehearse_draft

# What each tile is called, how it is marked, and which icon it has.
TILE_WORDS = {
    Verdict.CREATED: (gettext_lazy("Create"), "good", "user-plus"),
    Verdict.CHANGED: (gettext_lazy("Update"), "accent", "pencil"),
    Verdict.UNCHANGED: (gettext_lazy("Unchanged"), "", "check"),
    Verdict.HELD: (gettext_lazy("Held for a person"), "warn", "help-circle"),
    Verdict.INVALID: (gettext_lazy("Invalid"), "bad", "alert-circle"),
    Verdict.SKIPPED: (gettext_lazy("Skipped"), "", "player-stop"),
    RESUBSCRIBE: (gettext_lazy("Would re-subscribe"), "warn", "mail-check"),
    OPT_OUT: (gettext_lazy("Would opt out"), "", "mail-off"),
    AGAIN: (gettext_lazy("Same contact again"), "warn", "copy"),
}


@vary_on_headers("HX-Request")
@require_safe
@draft_page
def review(request, pk: int):
    """Show what the last rehearsal has found: counts, and the rows of one kind."""
    draft = waiting_draft(pk)
    facts = {"draft": draft, "step": "review", "is_current": draft.review.get("basis") == basis_of(draft)}
    if draft.review.get("state") == "running":
        facts["reviewed"] = noted(draft.review["token"])
    if draft.review.get("state") == "done":
        facts |= _found(request, draft)
    is_running = "reviewed" in facts and facts["is_current"]
    return watched_page(request, "staff/imports/review.html", facts, is_running=is_running)


def _found(request, draft: ImportDraft) -> dict[str, Any]:
    counted = draft.review["tiles"]
    chosen = request.GET.get("tile")
    tile = chosen if chosen in TILES else _first_tile(counted)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 10 else 1
    pages = ceil(counted.get(tile, 0) / PAGE)
    return {
        "tiles": [(name, *TILE_WORDS[name], counted.get(name, 0)) for name in TILES],
        "tile": tile,
        "tile_label": TILE_WORDS[tile][0],
        "rows": page_of(draft, tile, page - 1),
        "page": page,
        "pages": pages,
        "mended_lines": {int(line) for line in draft.mended},
        "lifted": draft.review["counts"].get("resubscribed", 0),
        "refused": sum(counted.get(name, 0) for name in (Verdict.HELD, Verdict.INVALID)),
        "comes": sum(counted.get(name, 0) for name in (Verdict.CREATED, Verdict.CHANGED)),
    }


def _first_tile(counted: dict[str, int]) -> str:
    """Give the tile that wants to be seen first: what is wrong, or else what would come."""
    order = (Verdict.INVALID, Verdict.HELD, Verdict.CREATED, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.SKIPPED)
    return next((name for name in order if counted.get(name)), Verdict.CREATED)


@require_POST
@draft_page
def rehearse(request, pk: int):
    """Rehearse the draft: at once, or in the background where the file is long."""
    _rehearse(waiting_draft(pk), request)
    return redirect("staff:imports-review", pk)


def _rehearse(draft: ImportDraft, request) -> None:
    if is_small(draft):
        review_now(draft, member_of(request))
    else:
        rehearse_draft.enqueue(draft.pk, begin_review(draft), member_of(request).pk)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def row(request, pk: int, line: int):
    """Show one row with all its cells, to be mended."""
    draft = waiting_draft(pk)
    if request.method == "POST":
        return _mend(request, draft, line)
    try:
        found, headers = _row_of(draft, line)
    except UnusableFile:
        return redirect("staff:imports-file", pk)
    mended = draft.mended.get(str(line), {})
    cells = [(header, found.cells.get(header, ""), header in mended) for header in headers]
    facts = {"draft": draft, "line": line, "cells": cells, "is_left_out": line in draft.left_out, "step": "review"}
    return render(request, "staff/imports/row.html", facts | {"back": _back(request, draft)})


def _row_of(draft: ImportDraft, line: int) -> tuple[Row, list[str]]:
    with draft.file.open("rb") as content:
        source = job_for(draft, content).source
        found = next((row for row in source.rows if row.line == line), None)
    if found is None:
        raise Http404
    return found, [header for header in source.headers if header]


def _mend(request, draft: ImportDraft, line: int):
    """Keep mended cells, or whether the row comes in; a short file is rehearsed again at once."""
    deed = request.POST.get("deed", "mend")
    if deed in ("leave_out", "take_in"):
        leave_out(draft, line, deed == "leave_out")
        told = _("Line %(line)s is left out.") if deed == "leave_out" else _("Line %(line)s comes in again.")
    else:
        known = {*_headers_of(draft), *labels()}
        cells = {name.removeprefix("cell:"): value for name, value in request.POST.items() if name.startswith("cell:")}
        mend_row(draft, line, {header: value for header, value in cells.items() if header in known})
        told = _("Line %(line)s is mended.")
    tell(request, told % {"line": line})
    if is_small(draft):
        _rehearse(draft, request)
    return redirect(_back(request, draft))


def _headers_of(draft: ImportDraft) -> list[str]:
    with draft.file.open("rb") as content:
        return job_for(draft, content).source.headers


def _back(request, draft: ImportDraft) -> str:
    """Give the address of the tile that the person comes from."""
    tile = request.POST.get("tile") or request.GET.get("tile") or ""
    address = reverse("staff:imports-review", args=[draft.pk])
    return f"{address}?tile={tile}#rows" if tile in TILES else address


@require_safe
@draft_page
def problems(request, pk: int):
    """Give the rows in which something is wrong, as a file."""
    draft = waiting_draft(pk)
    if draft.review.get("state") != "done":
        raise Http404
    return _file_of(write_problems, draft, "problems")


@require_safe
@draft_page
def failed(request, pk: int):
    """Give the rows that did not come in, as a file to be mended and imported again."""
    draft = draft_of(pk)
    if not draft.file or not draft.operation:
        raise Http404
    return _file_of(write_failed, draft, "failed")


def _file_of(write: Any, draft: ImportDraft, word: str) -> FileResponse:
    target = TemporaryFile()  # noqa: SIM115  # the answer closes it
    write(draft, target)
    target.seek(0)
    stem = draft.name.rsplit(".", 1)[0]
    return FileResponse(
        target, as_attachment=True, filename=f"{stem}-{word}.csv", content_type="text/csv; charset=utf-8"
    )
