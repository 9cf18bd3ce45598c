"""Sign-in with one click as an example person, only on one's own machine."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commitments.foundation.content_version import DatabaseMark
from commitments.people import step_up
from commitments.people.models import Membership
from commitments.people.sign_in import is_own_path


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def example_sign_in(request: HttpRequest) -> HttpResponse:
    """Show a button for each example person; 404 unless LOCAL=1 and the database is an example."""
    if not settings.LOCAL or DatabaseMark.purpose_here() != DatabaseMark.Purpose.EXAMPLE:
        raise Http404
    people = list(Membership.objects.of_examples().listed())
    if request.method == "POST":
        chosen = [row.user for row in people if row.user.email == request.POST.get("email")]
        if not chosen:
            raise Http404
        get_adapter(request).login(request, chosen[0])
        step_up.record_factor(request, chosen[0], step_up.EXAMPLE)
        onwards = request.POST.get("next", "")
        return redirect(onwards if is_own_path(onwards) else settings.LOGIN_REDIRECT_URL)
    context = {"people": people, "next": request.GET.get("next", "")}
    return render(request, "people/example_sign_in.html", context)
