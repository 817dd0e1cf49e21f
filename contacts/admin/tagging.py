"""Tags are looked up here, and given to contacts at the contacts."""

import taggit.admin
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.admin.lists import ReadOnlyAdmin
from contacts.models import Tag

# The library shows a table of tags of its own, which stays empty here.
admin.site.unregister(taggit.admin.Tag)


@admin.register(Tag)
class TagAdmin(ReadOnlyAdmin):
    list_display = ["name", "tagged"]
    list_display_links = None
    fields = ["name", "tagged"]
    search_fields = ["slug"]
    ordering = ["slug"]
    sortable_by = ["name"]

    @admin.display(description=_("contacts"))
    def tagged(self, tag):
        address = reverse("admin:contacts_contact_changelist", query={"tag": tag.name})
        return format_html('<a href="{}">{}</a>', address, _("Show them"))
