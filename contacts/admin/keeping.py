"""What staff have kept to come back to: views of the list, and what the headers of files mean."""

from django.contrib import admin

from contacts.models import SavedMapping, SavedView


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin):
    """Made on the list itself; here one is renamed, shared, handed on to somebody else or deleted."""

    list_display = ["name", "owner", "is_shared", "created_at"]
    list_filter = ["is_shared"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__email", "owner__name"]
    fields = ["name", "owner", "is_shared", "query", "columns", "created_at"]
    readonly_fields = ["query", "columns", "created_at"]
    autocomplete_fields = ["owner"]

    def has_add_permission(self, request):
        return False


@admin.register(SavedMapping)
class SavedMappingAdmin(admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name", "columns"]
    readonly_fields = ["columns"]

    def has_add_permission(self, request):
        return False
