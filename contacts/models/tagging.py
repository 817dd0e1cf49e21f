"""Tags: taggit's model and manager, over a table with real foreign keys."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from contacts.expressions import CountOf
from contacts.tags import MAX_LENGTH
from contacts.texts import folded_case, is_storable, normal_text

# So many contacts of a tag are counted.
MOST_COUNTED = 10_000


class TagQuerySet(models.QuerySet):
    """Each method completes a sentence that begins with "tags …"."""

    def matching(self, text: str) -> "TagQuerySet":
        """… in whose names the text occurs, without case."""
        return self.filter(slug__contains=folded_case(normal_text(text))) if is_storable(text) else self.none()

    def unused(self) -> "TagQuerySet":
        """… that no contact has."""
        return self.filter(~Exists(TaggedContact.objects.filter(tag=OuterRef("pk"))))

    def counted(self) -> "TagQuerySet":
        """… with ``uses``: how many contacts have each; past 10,000 they are not counted on."""
        links = TaggedContact.objects.filter(tag=OuterRef("pk")).order_by().values("pk")
        return self.annotate(uses=CountOf(links[: MOST_COUNTED + 1]))


class Tag(TagBase):
    """A word that groups contacts. Its ``slug`` is the name folded: names that differ only in case are one tag."""

    name = models.CharField(_("name"), max_length=MAX_LENGTH, unique=True)
    # Folding may lengthen a text: "ß" becomes "ss", one "ΐ" becomes three characters.
    slug = models.CharField(max_length=3 * MAX_LENGTH, unique=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag, i=None):
        return folded_case(tag) if i is None else f"{folded_case(tag)} {i}"


class TaggedContact(ItemBase):
    # The unique index below finds the tags of a contact, too.
    content_object = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, db_index=False, related_name="tagged_contacts"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_contacts")

    class Meta:
        verbose_name = _("tagged contact")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_contact_has_a_tag_once")]
