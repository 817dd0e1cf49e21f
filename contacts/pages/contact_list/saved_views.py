"""Keeping, changing and forgetting views of the list."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts.models import SavedView
from contacts.pages.contact_list.columns import columns_named
from contacts.pages.frame import tell
from contacts.pages.guards import member_of, staff_page
from contacts.services.saved_views import change_view, delete_view, keep_view

_LONGEST_QUERY = 4000


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    is_shared = forms.BooleanField(label=gettext_lazy("Shared: everybody who works here sees it"), required=False)


class NewViewForm(ViewForm):
    """The list that is kept comes with its name."""

    query = forms.CharField(required=False, max_length=_LONGEST_QUERY, widget=forms.HiddenInput)
    columns = forms.CharField(required=False, max_length=_LONGEST_QUERY, widget=forms.HiddenInput)

    def clean_columns(self) -> list[str]:
        return [column.name for column in columns_named(self.cleaned_data["columns"].split(","))]


@require_safe
@staff_page("view_contact")
def views(request: HttpRequest) -> HttpResponse:
    """Show the views that the person keeps, and those that others share."""
    kept = SavedView.objects.seen_by(member_of(request)).select_related("owner")
    return render(request, "staff/contacts/views.html", {"views": kept})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("view_contact", "add_savedview")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name, and keep the list. What the address says fills the form: an undone deletion posts no more."""
    said = request.GET.dict()
    form = NewViewForm(said | request.POST.dict() if request.method == "POST" else None, initial=said)
    if form.is_valid() and (view := _kept(form, request)):
        tell(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return _to(view)
    return render(request, "staff/contacts/view_form.html", {"form": form, "title": _("Save view")})


def _kept(form: forms.Form, request: HttpRequest) -> SavedView | None:
    try:
        return keep_view(member_of(request), **form.cleaned_data)
    except ValidationError as refusal:
        _show(form, refusal)
        return None


def _show(form: forms.Form, refusal: ValidationError) -> None:
    """Show a refusal at the field that it speaks of; that a name is taken speaks of two."""
    for problems in refusal.error_dict.values():
        form.add_error("name", problems)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("view_contact", "change_savedview")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view of one's own, share it, or keep it to oneself again."""
    view = _own_view(request, pk)
    facts: dict[str, Any] = {"name": view.name, "is_shared": view.is_shared}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=facts)
    if form.is_valid():
        try:
            change_view(view, **form.cleaned_data)
            tell(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect("staff:views")
        except ValidationError as refusal:
            _show(form, refusal)
    return render(request, "staff/contacts/view_form.html", {"form": form, "view": view, "title": _("Edit view")})


@require_POST
@staff_page("view_contact", "change_savedview")
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a view of one's own keep the list as it is shown now."""
    view = _own_view(request, pk)
    columns = [column.name for column in columns_named(request.POST.get("columns", "").split(","))]
    # Written anew, it is a query whatever was sent.
    query = urlencode(parse_qsl(request.POST.get("query", "")[:_LONGEST_QUERY]))
    change_view(view, query=query, columns=columns)
    tell(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return _to(view)


@require_POST
@staff_page("view_contact", "delete_savedview")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own; the message takes it back."""
    view = _own_view(request, pk)
    facts = {"name": view.name, "query": view.query, "columns": ",".join(view.columns)}
    facts |= {"is_shared": "on"} if view.is_shared else {}
    delete_view(view)
    message = _("The view “%(name)s” is deleted.") % {"name": view.name}
    tell(request, message, undo=f"{reverse('staff:views-new')}?{urlencode(facts)}")
    return redirect("staff:views")


def _own_view(request: HttpRequest, pk: int) -> SavedView:
    """Give the view; one that others share may be looked at, and not touched."""
    view = get_object_or_404(SavedView.objects.seen_by(member_of(request)), pk=pk)
    if view.owner_id != member_of(request).pk:
        raise PermissionDenied
    return view


def _to(view: SavedView) -> HttpResponseRedirect:
    return redirect(f"{reverse('staff:contacts')}?view={view.pk}")
