"""The list of imports, and what can be done with one as a whole: continue it, throw it away, do it again."""

from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contacts.models import ImportDraft
from contacts.pages.frame import tell
from contacts.pages.guards import View, member_of, staff_page
from contacts.services.drafts import copy_draft, discard_draft

_PAGE = 50


def draft_of(pk: int) -> ImportDraft:
    """Give the draft, or answer 404. Who may import sees those of all: a colleague may have left one behind."""
    return get_object_or_404(ImportDraft.objects.select_related("operation", "by"), pk=pk)


def draft_page(view: View) -> View:
    """Let in who may import. A draft that somebody throws away meanwhile, or its file, is not found."""

    @staff_page("import_contact")
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **names: Any) -> HttpResponse:
        try:
            return view(request, pk, **names)
        except (ImportDraft.DoesNotExist, FileNotFoundError) as gone:
            raise Http404 from gone

    return guarded


def waiting_draft(pk: int) -> ImportDraft:
    """Give a draft that has not come in yet, or answer 404."""
    return get_object_or_404(ImportDraft.objects.select_related("by").exclude(file=""), pk=pk, operation=None)


@require_safe
@staff_page("import_contact")
def imports(request):
    """Show the drafts that wait, and what has come in before."""
    drafts = ImportDraft.objects.select_related("by", "operation", "operation__by").defer(
        "mended", "left_out", "review"
    )
    waiting = drafts.filter(operation=None)[:_PAGE]
    past = Paginator(drafts.exclude(operation=None), _PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/imports/list.html", {"waiting": waiting, "past": past})


@require_POST
@draft_page
def discard(request, pk: int):
    """Throw a draft away; its file goes at once."""
    draft = waiting_draft(pk)
    discard_draft(draft)
    tell(request, _("The draft of “%(name)s” and its file are gone.") % {"name": draft.name})
    return redirect("staff:imports")


@require_POST
@draft_page
def again(request, pk: int):
    """Begin a new draft with the same file and settings."""
    draft = get_object_or_404(ImportDraft.objects.exclude(file=""), pk=pk)
    copy = copy_draft(draft, member_of(request))
    tell(request, _("This is a new draft of “%(name)s” with the same settings.") % {"name": draft.name})
    return redirect("staff:imports-review", copy.pk)
