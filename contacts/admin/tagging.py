"""Tags as a whole: renamed, merged and deleted through the history of every contact that has them."""

import taggit.admin
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.admin.lists import LongListAdmin
from contacts.admin.operations import note_of
from contacts.choices import Via
from contacts.models import Operation, Tag
from contacts.services import Author
from contacts.services.tagging import begin_deletion, begin_merge, begin_rename
from contacts.tasks import start_retagging

# The library shows a table of tags of its own, which stays empty here.
admin.site.unregister(taggit.admin.Tag)


class RenamingForm(forms.ModelForm):
    """Renames when it is asked whether it is valid: later the admin could not show a refusal."""

    author: Author
    operation: Operation | None = None

    class Meta:
        model = Tag
        fields = ["name"]

    def is_valid(self):
        return super().is_valid() and (not self.has_changed() or self._is_renamed())

    def validate_unique(self):
        """Nothing is asked here: the service knows what to do about a tag of the same name, and says so."""

    def _is_renamed(self):
        try:
            tag = Tag.objects.get(pk=self.instance.pk)
            self.operation = start_retagging(begin_rename, tag, self.cleaned_data["name"], **self.author)
        except ValidationError as refusal:
            self.add_error("name", refusal)
        return not self.errors


@admin.register(Tag)
class TagAdmin(LongListAdmin):
    form = RenamingForm
    list_display = ["name", "uses", "tagged"]
    fields = ["name"]
    search_fields = ["slug"]
    ordering = ["slug"]
    sortable_by = ["name"]
    actions = ["merge"]

    def get_queryset(self, request):
        return Tag.objects.counted().order_by(*self.ordering)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.author = self._author(request)  # type: ignore[attr-defined]  # it is a RenamingForm
        return form

    def _author(self, request) -> Author:
        return Author(via=Via.ADMIN, by=request.user)

    def has_add_permission(self, request):
        # A tag comes with the first contact that is given it.
        return False

    def save_model(self, request, obj, form, change):
        """Nothing is left to write: the form did. What it began is told of."""
        self._tell(request, form.operation)

    def get_deleted_objects(self, objs, request):
        # The contacts that have the tags lose them, and are not listed one by one.
        names = [str(tag) for tag in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request, obj):
        self._tell(request, start_retagging(begin_deletion, [obj], **self._author(request)))

    def delete_queryset(self, request, queryset):
        self._tell(request, start_retagging(begin_deletion, queryset, **self._author(request)))

    @admin.action(permissions=["change"], description=_("Merge selected tags"))
    def merge(self, request, queryset):
        chosen = request.POST.get("into", "")
        into = next((tag for tag in queryset if str(tag.pk) == chosen), None)
        if into is None:
            return self._merging_page(request, queryset)
        self.message_user(request, _("They become one tag: “%s”.") % into, messages.SUCCESS)
        self._tell(request, start_retagging(begin_merge, queryset, into, **self._author(request)))
        return None

    def _tell(self, request, operation):
        if operation:
            self.message_user(request, note_of(operation), messages.INFO)

    def _merging_page(self, request, queryset):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "tags": queryset,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/contacts/tag/merge.html", context)

    @admin.display(description=_("contacts"))
    def uses(self, tag):
        return tag.uses

    @admin.display(description=_("which"))
    def tagged(self, tag):
        address = reverse("admin:contacts_contact_changelist", query={"tag": tag.name})
        return format_html('<a href="{}">{}</a>', address, _("Show them"))
