"""The admin of the API clients. Their secrets are shown once, in the answer that makes them."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from contacts.models import ApiClient
from contacts.services.clients import (
    NewCredentials,
    create_client,
    disable_client,
    edit_client,
    enable_client,
    renew_secret,
)


class NewClientForm(forms.ModelForm):
    with_key = forms.BooleanField(
        label=_("With a server key"),
        required=False,
        help_text=_("For a client of the Evance API that signs assertions instead of sending its secret."),
    )

    class Meta:
        model = ApiClient
        fields = ["name", "scope"]


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):
    list_display = ["name", "client_id", "scope", "is_active", "last_used_at"]
    list_filter = ["is_active", "scope"]
    search_fields = ["name", "client_id"]
    fields = ["name", "scope", "is_active", "client_id", "created_at", "secret_changed_at", "last_used_at"]
    readonly_fields = ["client_id", "created_at", "secret_changed_at", "last_used_at"]
    actions = ["disable", "enable", "renew_secrets"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["name", "scope", "with_key"]

    def get_form(self, request, obj=None, change=False, **options):
        return super().get_form(request, obj, change, **({"form": NewClientForm} if obj is None else {}) | options)

    def save_form(self, request, form, change):
        client = super().save_form(request, form, change)
        if change:
            return client
        request.new_credentials = create_client(**form.cleaned_data)
        return request.new_credentials.client

    def save_model(self, request, obj, form, change):
        if change:
            edit_client(obj, form.changed_data)

    def response_add(self, request, obj, post_url_continue=None):
        return self._shown(request, [request.new_credentials])

    def has_delete_permission(self, request, obj=None):
        # The history names it for ever: a client that is not wanted any more is disabled.
        return False

    @admin.action(permissions=["change"], description=_("Disable selected API clients"))
    def disable(self, request, queryset):
        for client in queryset:
            disable_client(client)
            self.log_change(request, client, _("Disabled."))
        self.message_user(request, _("They get no token any more, and those that they have open nothing."))

    @admin.action(permissions=["change"], description=_("Enable selected API clients"))
    def enable(self, request, queryset):
        for client in queryset:
            enable_client(client)
            self.log_change(request, client, _("Enabled."))
        self.message_user(request, _("They may come in again."))

    @admin.action(permissions=["change"], description=_("Give selected API clients a new secret"))
    def renew_secrets(self, request, queryset):
        if "confirmed" not in request.POST:
            context = {
                "title": _("Give new secrets"),
                "clients": queryset,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return self._page(request, "renew_secrets", context)
        for client in queryset:
            self.log_change(request, client, _("Given a new secret."))
        return self._shown(request, [renew_secret(client) for client in queryset])

    def _shown(self, request, all_credentials: Sequence[NewCredentials]):
        context = {"title": _("New credentials"), "all_credentials": all_credentials}
        response = self._page(request, "credentials", context)
        add_never_cache_headers(response)
        return response

    def _page(self, request, name, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/contacts/apiclient/{name}.html", context)
