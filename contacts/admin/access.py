"""The admin of the roles that contacts can be granted."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import ngettext

from contacts.models import AccessRole


@admin.register(AccessRole)
class AccessRoleAdmin(admin.ModelAdmin):
    list_display = ["reference", "name", "portal"]
    list_filter = ["portal"]
    search_fields = ["reference", "name"]

    def get_deleted_objects(self, objs, request):
        """Say how many have a role that is to go, where Django would list every one of them."""
        chosen = AccessRole.objects.filter(pk__in=[role.pk for role in objs]).annotate(holders=Count("grants"))
        names = [str(role) for role in chosen]
        return (
            names,
            {self.opts.verbose_name_plural: len(names)},
            set(),
            [_held(role) for role in chosen if role.holders],
        )


def _held(role):
    message = ngettext(
        "%(role)s: %(count)d contact has this role. Take it away there first.",
        "%(role)s: %(count)d contacts have this role. Take it away there first.",
        role.holders,
    )
    return message % {"role": role, "count": role.holders}
