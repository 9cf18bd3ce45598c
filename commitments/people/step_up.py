"""The second factor of a session: when it was given, and how to give it again."""

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.foundation.content_version import DatabaseMark
from commitments.people import factor_actions, unsaved
from commitments.people.acting import person
from commitments.people.forms.factors import CodeAgainForm, PasskeyAgainForm
from commitments.people.models import Membership
from commitments.people.sign_in import is_own_path
from kvalitet.accounts import allauth_internals
from kvalitet.accounts.half_signed_in import takes_half_signed_in
from kvalitet.accounts.models import User
from kvalitet.guard.redirects import led

Visitor = User | AnonymousUser

FACTOR: Final = "mfa"  # allauth's name for a given second factor
EXAMPLE: Final = "example"  # sign-in as an example person, only on one's own machine


def record_factor(request: HttpRequest, user: User, method: str = FACTOR) -> None:
    """Record in the session that the person has given a second factor now."""
    allauth_internals.record_authentication(request, user, method)


def factor_at(request: HttpRequest, user: Visitor | None = None) -> datetime | None:
    """Return when the person last gave a second factor in this session; None if never.

    Args:
        request: the request with the session.
        user: whose factor; None means the signed-in person.
    """
    counted = {FACTOR, EXAMPLE} if settings.LOCAL else {FACTOR}
    records = get_authentication_records(request, user or request.user)
    times = [record["at"] for record in records if record["method"] in counted]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def wholly_signed_in(request: HttpRequest, user: Visitor) -> Visitor:
    """Return the person, or an anonymous reader if the session has no second factor."""
    if user.is_authenticated and factor_at(request, user) is None:
        return AnonymousUser()
    return user


def to_factor(request: HttpRequest, visitor: Visitor) -> HttpResponseRedirect:
    """Redirect to the page that requests the factor, or sets up the first one, and back.

    Text typed into a form that stores it is restored. A button has to be pressed again.
    """
    page = (
        "factor_renew"
        if factor_actions.are_set_up(visitor) or _is_example(visitor)
        else "factor_list"
    )
    onwards = urlencode({"next": _way_back(request)}, safe="/")
    return led(request, redirect(f"{reverse(f'commitments:{page}')}?{onwards}"))


@takes_half_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def factor_renew(request: HttpRequest) -> HttpResponse:
    """Request the second factor again: code, passkey, or the example people's button."""
    user = person(request)
    is_example = _is_example(user)
    if not is_example and not factor_actions.are_set_up(user):
        return redirect("commitments:factor_list")
    onwards = request.POST.get("next", request.GET.get("next", ""))
    form = code = CodeAgainForm(user=user)
    passkey = PasskeyAgainForm(user=user)
    if request.method == "POST":
        if "example" in request.POST:
            return _renewed_as_example(request, user, onwards)
        if "credential" in request.POST:
            form = passkey = PasskeyAgainForm(request.POST, user=user)
        else:
            form = code = CodeAgainForm(request.POST, user=user)
        if form.is_valid():
            form.save()
            return _back(request, onwards)
    takes_passkey = factor_actions.takes_passkey(user)
    context = {
        "form": form,
        "code": code,
        "passkey": passkey,
        "takes_code": factor_actions.takes_code(user),
        "is_example": is_example,
        "passkey_options": allauth_internals.passkey_options(user) if takes_passkey else None,
        "next": onwards,
    }
    return render(request, "people/factors/renew.html", context)


def _renewed_as_example(request: HttpRequest, user: User, onwards: str) -> HttpResponse:
    if not _is_example(user):
        raise PermissionDenied
    record_factor(request, user, EXAMPLE)
    return _back(request, onwards)


def _is_example(user: Visitor) -> bool:
    """Whether the person is an example person who can sign in with one click."""
    return (
        settings.LOCAL
        and user.is_authenticated
        and DatabaseMark.purpose_here() == DatabaseMark.Purpose.EXAMPLE
        and Membership.objects.of_examples().filter(user=user.pk).exists()
    )


def _back(request: HttpRequest, onwards: str) -> HttpResponseRedirect:
    messages.success(request, _("You have confirmed that it is you. You can continue."))
    return redirect(onwards if is_own_path(onwards) else settings.LOGIN_REDIRECT_URL)


def _way_back(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or the page of the posted form or button."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    if page := unsaved.way_back(request):
        return page
    if unsaved.is_shown_at(request.path):
        return request.path
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and is_own_path(came_from.path):
        return came_from.path
    return reverse(settings.LOGIN_REDIRECT_URL)
