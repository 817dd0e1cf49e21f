"""The admin of the people who work here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from contacts.models import StaffMember
from contacts.services.second_factors import remove_second_factor

# The library shows everybody's secret keys and recovery codes: nobody but their owner is to see them.
admin.site.unregister([TOTPDevice, StaticDevice])


class NewStaffMemberForm(AdminUserCreationForm):
    class Meta:
        model = StaffMember
        fields = ["email", "name"]


@admin.register(StaffMember)
class StaffMemberAdmin(UserAdmin):
    add_form = NewStaffMemberForm
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "contact"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    autocomplete_fields = ["contact"]
    actions = ["take_away_second_factor"]

    def get_readonly_fields(self, request, obj=None):
        # Else who may edit staff could give themselves any permission.
        held_by_superusers = [] if request.user.is_superuser else ["is_superuser", "groups", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *held_by_superusers]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_within_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_within_reach(request, obj)

    @admin.action(permissions=["change"], description=_("Take away the second factor of selected staff members"))
    def take_away_second_factor(self, request, queryset):
        for member in queryset:
            if not self._is_within_reach(request, member):
                raise PermissionDenied
        for member in queryset:
            remove_second_factor(member)
            self.log_change(request, member, _("Second factor taken away."))
        self.message_user(request, _("They sign in by password alone now, and can set up another."))

    def _is_within_reach(self, request, member):
        return request.user.is_superuser or member is None or not member.is_superuser
