"""What people set for themselves."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.pages.entry.forms import ProfileForm
from contacts.pages.frame import tell
from contacts.pages.guards import member_of, staff_page
from contacts.services.preferences import preferences_of
from contacts.services.second_factors import second_factor_of
from contacts.services.staff import save_profile


@staff_page()
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show how the person likes the pages, and keep what they choose."""
    member = member_of(request)
    kept = {"name": member.name, **preferences_of(member)}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid() and _is_saved(request, form):
        # It is said in the language that was chosen just now.
        with translation.override(form.cleaned_data["language"] or translation.get_language_from_request(request)):
            tell(request, _("Your choices are kept."))
        return redirect("staff:profile")
    context = {"form": form, "app": second_factor_of(member), "groups": member.groups.all()}
    return render(request, "entry/profile.html", context)


def _is_saved(request, form) -> bool:
    try:
        save_profile(request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
