"""The first step of an import: the file, and how it is read."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contacts.columns import COLUMNS
from contacts.exchange.delimiters import DELIMITERS
from contacts.exchange.formats import FORMATS
from contacts.exchange.importing import READERS
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.plans import Plan
from contacts.exchange.previews import Preview, find_plan
from contacts.models import ImportDraft
from contacts.pages.guards import member_of, staff_page
from contacts.pages.imports.drafts import draft_page, waiting_draft
from contacts.services.drafts import keep_draft, plan_draft

MEGABYTE = 1024 * 1024
_FOUND_OUT = gettext_lazy("Found out")
_ENCODINGS = ["utf-8", "windows-1252", "utf-16", "iso-8859-15", "mac-roman", "cp850"]
_LEAVE_IN_TEMPLATE = ("id", "object_id", "created_at", "number_order", "grants", "thumbnail")


class NewFileForm(forms.Form):
    """A file, or text in its place. Valid, it has the ``content``, its ``name`` and the ``plan`` that this tells."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=gettext_lazy("Or paste rows here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_file(self) -> File | None:
        file, most = self.cleaned_data["file"], settings.IMPORT_MAX_MEGABYTES * MEGABYTE
        if file and file.size > most:
            message = _("The file has %(size)s, but %(most)s is the most: part it, or use manage.py import_contacts.")
            raise ValidationError(message % {"size": filesizeformat(file.size), "most": filesizeformat(most)})
        return file

    def clean(self) -> dict[str, Any]:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if not self.errors:
            self._find_plan(file, text)
        return self.cleaned_data

    def _find_plan(self, file: File | None, text: str) -> None:
        if bool(file) == bool(text.strip()):
            raise ValidationError(_("Choose a file, or paste rows; one of the two."))
        self.content: File = file or ContentFile(text.encode())
        self.name = (file and file.name) or _("Pasted rows")
        try:
            self.plan = find_plan(self.content)
        except UnusableFile as error:
            self.add_error("file" if file else "text", str(error))
        self.content.seek(0)


class ReadingForm(forms.Form):
    """How the file is read, where it was found out wrongly."""

    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=[(name, FORMATS[name].label) for name in READERS])
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=gettext_lazy("Separator"), required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.TypedChoiceField(label=gettext_lazy("Headers"), coerce=int)
    day_order = forms.ChoiceField(label=gettext_lazy("Days such as 03/04/1990"), required=False)

    def __init__(self, data: Any, preview: Preview | None, **options: Any):
        super().__init__(data, **options)
        choices = _choices(preview)
        for name, field in list(self.fields.items()):
            if name in choices:
                field.choices = choices[name]  # type: ignore[attr-defined]  # these are all choices
            elif name != "format":
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Give these parts of the plan; what is to be found out is ``None``."""
        return {
            name: self.cleaned_data[name] if name == "header_row" else value or None
            for name, value in self.cleaned_data.items()
        }


def _choices(preview: Preview | None) -> dict[str, list[tuple[Any, Any]]]:
    """Give the choices of the fields that the format has; of a file that cannot be read, those that may help."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    format = preview.plan.format if preview else "csv"
    if format != "xlsx":
        label = f"{_FOUND_OUT}: {preview.encoding}" if preview else _FOUND_OUT
        found["encoding"] = [("", label), *((name, name) for name in _ENCODINGS)]
    if format == "csv":
        label = f"{_FOUND_OUT}: {preview.delimiter}" if preview else _FOUND_OUT
        found["delimiter"] = [("", label), *((name, plural) for plural, name in DELIMITERS.values())]
    if preview and len(preview.sheets) > 1:
        found["sheet"] = [("", _("The first one")), *((name, name) for name in preview.sheets)]
    if format in ("csv", "xlsx"):
        lines = [(number, _("Row %(number)s names the columns") % {"number": number}) for number in range(1, 11)]
        found["header_row"] = [*lines, (0, _("There are none"))]
        found["day_order"] = [("", _("Ask row by row")), ("dmy", _("The day first")), ("mdy", _("The month first"))]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("import_contact")
def new(request):
    """Take a file; the draft begins with it."""
    form = NewFileForm(request.POST, request.FILES) if request.method == "POST" else NewFileForm()
    if request.method == "POST" and form.is_valid():
        draft = keep_draft(form.content, form.name, form.plan | {"defaults": {"type": "guest"}}, member_of(request))
        return redirect("staff:imports-file", draft.pk)
    status = 422 if form.errors else 200
    limit = filesizeformat(settings.IMPORT_MAX_MEGABYTES * MEGABYTE)
    return render(request, "staff/imports/new.html", {"form": form, "limit": limit, "step": "file"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def file(request, pk: int):
    """Show how the file was read, and take corrections."""
    draft = waiting_draft(pk)
    if request.method == "POST":
        preview, _error = _preview_of(draft)
        form = ReadingForm(request.POST, preview)
        if form.is_valid():
            plan_draft(draft, form.said())
            return redirect("staff:imports-columns" if "go_on" in request.POST else "staff:imports-file", pk)
    preview, error = _preview_of(draft)
    form = ReadingForm(None, preview, initial=draft.plan)
    facts = {"draft": draft, "preview": preview, "error": error, "form": form, "step": "file"}
    return render(request, "staff/imports/file.html", facts, status=422 if error else 200)


def _preview_of(draft: ImportDraft) -> tuple[Preview | None, str]:
    """Give the beginning of the file, or what is wrong with it."""
    with draft.file.open("rb") as content:
        try:
            return Preview(content, Plan(**draft.plan)), ""
        except UnusableFile as error:
            return None, str(error)


@require_safe
@staff_page("import_contact")
def template(request):
    """Give a CSV with our columns and nothing in it, to be filled."""
    names = [name for name in COLUMNS if name not in _LEAVE_IN_TEMPLATE]
    response = HttpResponse(f"\ufeff{','.join(names)}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts-template.csv"'
    return response
