"""What the staff's pages draw again and again."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sheet; without a label it is decoration, and screen readers pass over it."""
    address = f"{static('vendor/tabler/icons.svg')}#{name}"
    if not label:
        return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)
    return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
