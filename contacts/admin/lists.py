"""Lists of which nobody knows how long they get: none asks the database for more than it shows."""

from typing import cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from contacts.paging import REACH, Order, page_at, total_of
from contacts.querysets import ContactQuerySet


class BoundedPaginator(Paginator):
    """Counts, and leads, to 10,000 rows; ``has_more`` says that there are others."""

    @cached_property
    def count(self) -> int:
        return REACH if self.has_more else self._total

    @property
    def has_more(self) -> bool:
        return self._total is None

    @cached_property
    def _total(self):
        return total_of(self.object_list)  # type: ignore[arg-type]  # any other rows are counted alike


class ContactPaginator(BoundedPaginator):
    """Finds the contacts of a page as every other face does: the search for a few does not read them all."""

    def page(self, number):
        number, contacts = self.validate_number(number), cast(ContactQuerySet, self.object_list)
        column = str(contacts.query.order_by[0])
        order = Order(column.removeprefix("-"), column.startswith("-"))
        found = page_at(contacts, order, (number - 1) * self.per_page, self.per_page)
        return Page(found.contacts, number, self)


class IndexedChangeList(ChangeList):
    """Sorts by one column and the id, both the same way round, as the indexes do."""

    def get_ordering(self, request, queryset):
        column = str(super().get_ordering(request, queryset)[0])
        return [column, "-pk" if column.startswith("-") else "pk"]


class LongListAdmin(admin.ModelAdmin):
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_max_show_all = 0

    class Media:
        css = {"all": ["admin/contacts.css"]}

    def get_changelist(self, request, **options):
        return IndexedChangeList


class ReadOnlyAdmin(LongListAdmin):
    """What is only looked at here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
