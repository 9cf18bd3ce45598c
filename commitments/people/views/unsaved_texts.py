"""A page for each of a person's unsaved texts, where it can be sent or discarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.pages import link, work_trail
from commitments.people import unsaved
from commitments.people.models import Membership
from commitments.people.unsaved_models import UnsavedText


@require_safe
def unsaved_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text, and the button that sends it again."""
    row = _own(request, pk)
    context = {
        "row": row,
        "form": row.form,
        "is_shown_there": unsaved.is_shown_at(row.page) and _is_of_present_role(request, row),
        "trail": work_trail(link(_("Unsaved text"), request.path)),
    }
    return render(request, "people/unsaved_text.html", context)


@require_POST
def unsaved_text_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard the text."""
    _own(request, pk).delete()
    messages.success(request, _("The text is thrown away."))
    return redirect("commitments:workspace")


def _is_of_present_role(request: HttpRequest, row: UnsavedText) -> bool:
    by = Membership.acting(request.user)
    return by is None or row.typed_at >= by.started_at


def _own(request: HttpRequest, pk: int) -> UnsavedText:
    return get_object_or_404(UnsavedText.objects.of_author(request.user.pk), pk=pk)
