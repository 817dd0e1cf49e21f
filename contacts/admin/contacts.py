"""The admin of the contacts: all that it writes goes through the door."""

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as confirm_and_delete
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from contacts.admin.fieldsets import INPUT_FIELDS, STORED_FIELDS, fieldsets_without
from contacts.admin.filters import CONSENT_FILTERS, CreatedFilter, ModifiedFilter, TagFilter
from contacts.admin.history import page_of_history
from contacts.admin.lists import ContactPaginator, LongListAdmin
from contacts.admin.operations import note_of
from contacts.choices import ContactType, Via
from contacts.filters import MAX_TEXT_LENGTH
from contacts.forms import ContactForm
from contacts.forms.fields import local_text
from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services import Author, delete_contact
from contacts.services.bulk_deeds import BulkDeed, Deed
from contacts.services.selections import Selection
from contacts.tasks import start_bulk
from contacts.texts import folded_case

_EVENTS_SHOWN = 20


class StoringForm(ContactForm):
    """Goes through the door when it is asked whether it is valid: later the admin could not show a refusal."""

    author: Author

    def is_valid(self):
        return super().is_valid() and self.store(**self.author)


@admin.register(Contact)
class ContactAdmin(LongListAdmin):
    """Contacts as a list, a form and a history. All pages take a fixed number of queries."""

    form = StoringForm
    paginator = ContactPaginator
    list_display = ["name", "type", "email", "company", "address_country", "tag_names", "created_at"]
    list_filter = ["type", TagFilter, *CONSENT_FILTERS, CreatedFilter, ModifiedFilter]
    # Shows the box; what is searched ``get_search_results`` says.
    search_fields = ["search_text"]
    search_help_text = _("Words of names, company, e-mails, numbers and reference; or a whole customer number.")
    ordering = ["-created_at", "-id"]
    sortable_by = ["name", "email", "company", "created_at"]
    actions = ["export", "delete_selected"]
    readonly_fields = STORED_FIELDS

    def get_queryset(self, request):
        return Contact.objects.whole().order_by(*self.ordering)

    def get_object(self, request, object_id, from_field=None):
        contact = super().get_object(request, object_id, from_field)
        return contact and with_extras(contact)

    def get_search_results(self, request, queryset, search_term):
        text = search_term.strip()[:MAX_TEXT_LENGTH]
        return (queryset.search(text) | queryset.with_customer_number(text) if text else queryset), False

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return fieldsets_without(STORED_FIELDS)
        return fieldsets_without(() if self.has_change_permission(request, obj) else INPUT_FIELDS)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.author = Author(via=Via.ADMIN, by=request.user)  # type: ignore[attr-defined]  # it is a StoringForm
        return form

    @method_decorator(sensitive_post_parameters("raw_password"))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Django would open a transaction around this. The door opens its own, once it has fetched the picture.
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            events = obj.consent_events.select_related("by").order_by("-recorded_at", "-pk")
            context["consent_events"] = events[:_EVENTS_SHOWN]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Nothing is left to write: the form did."""

    def save_related(self, request, form, formsets, change):
        """Nothing is left to write: the form did."""

    def response_add(self, request, obj, post_url_continue=None):
        # A contact that is new has its first version.
        if obj.version == 1 or IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        message = _("The newsletter recipient with this e-mail address is this user now.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:contacts_contact_change", obj.pk)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and getattr(obj, "type", None) != ContactType.HQ

    def get_deleted_objects(self, objs, request):
        # Nothing but the contacts is listed: what hangs on them are their own tags and grants.
        names = [str(contact) for contact in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request, obj):
        # A rival who deleted it first did what was asked.
        with suppress(Contact.DoesNotExist):
            delete_contact(obj.pk, via=Via.ADMIN, by=request.user)

    def delete_queryset(self, request, queryset):
        chosen = Selection(pks=list(queryset.values_list("pk", flat=True)))
        operation = start_bulk(chosen, BulkDeed(Deed.DELETE), via=Via.ADMIN, by=request.user)
        self.message_user(request, note_of(operation), messages.INFO)

    @admin.action(permissions=["delete"], description=_("Delete selected contacts"))
    def delete_selected(self, request, queryset):
        if queryset.filter(type=ContactType.HQ).exists():
            message = _("Nothing was deleted: leave out the headquarters, which cannot be deleted.")
            self.message_user(request, message, messages.ERROR)
            return None
        return confirm_and_delete(self, request, queryset)

    def has_export_permission(self, request) -> bool:
        return request.user.has_perm("contacts.export_contact")

    @admin.action(permissions=["export"], description=_("Export selected contacts"))
    def export(self, request, queryset):
        chosen = list(queryset.values_list("pk", flat=True))
        return redirect(reverse("staff:exports-new", query={"pk": chosen}))

    def history_view(self, request, object_id, extra_context=None):
        contact = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, contact):
            raise PermissionDenied
        if contact is None:
            # A deleted contact has no pages any more; its changes are in the list of all.
            return redirect(reverse("admin:contacts_change_changelist", query={"q": unquote(object_id)}))
        context = {
            **self.admin_site.each_context(request),
            **page_of_history(contact, request.GET.get("before", "")),
            "title": _("History: %s") % contact,
            "object": contact,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/contacts/contact/object_history.html", context)

    @admin.display(description=_("name"), ordering="last_name")
    def name(self, contact):
        return str(contact)

    @admin.display(description=_("tags"))
    def tag_names(self, contact):
        return ", ".join(sorted(contact.tag_names or [], key=folded_case))

    @admin.display(description=_("access roles"))
    def grants(self, contact):
        return "\n".join(
            f"{row['name']}: {row['status']} {local_text(row['expires'])}" for row in contact.website_grants
        )

    @admin.display(description=_("has a password"), boolean=True)
    def has_password(self, contact):
        return bool(contact.password)
