"""The person's sessions, and signing out of them."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.people import user_actions
from commitments.people.acting import person
from kvalitet.accounts.open_sessions import name_of, open_sessions


@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    """List the person's own browsers, with buttons to sign out one or all others."""
    user = person(request)
    here = name_of(request.session.session_key or "")
    if request.method == "POST":
        if "others" in request.POST:
            user_actions.end_sessions(user)
            update_session_auth_hash(request, user)
            messages.success(request, _("You have been signed out everywhere else."))
        elif user_actions.end_session(user, request.POST.get("name", "")):
            messages.success(request, _("You have been signed out there."))
        return redirect("commitments:session_list")
    context = {"sessions": open_sessions(user), "here": here}
    return render(request, "people/session_list.html", context)
