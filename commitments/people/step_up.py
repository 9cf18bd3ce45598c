"""The second factor of a session: when it was proven, and the way to prove it again and back."""

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

FACTOR: Final = "mfa"  # allauth's name for a second factor that was given
EXAMPLE: Final = "example"  # the sign-in of the example people, on one's own machine alone


def record_factor(request: HttpRequest, user: User, method: str = FACTOR) -> None:
    """Remember in the session that the person has proven a second factor now."""
    allauth_internals.record_authentication(request, user, method)


def factor_at(request: HttpRequest, user: Visitor | None = None) -> datetime | None:
    """When this session last proved a second factor of its person; None where it never did.

    Args:
        request: the request whose session is asked.
        user: whose factor; None stands for the signed-in person.
    """
    counted = {FACTOR, EXAMPLE} if settings.LOCAL else {FACTOR}
    records = get_authentication_records(request, user or request.user)
    times = [record["at"] for record in records if record["method"] in counted]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def wholly_signed_in(request: HttpRequest, user: Visitor) -> Visitor:
    """The person, or a reader where the session has proven no second factor."""
    if user.is_authenticated and factor_at(request, user) is None:
        return AnonymousUser()
    return user


def to_factor(request: HttpRequest, visitor: Visitor) -> HttpResponseRedirect:
    """To the page that asks for the factor, or sets the first one up, and from there back.

    What was typed into a form that keeps it is there again; a button is pressed once more.
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
    """Asks for the second factor once more, by code, passkey or the example people's button."""
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
    """Whether the person is one of the example people, where these sign in with one click."""
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
    """The page to return to: this one, or of a form or button the page that it stands on."""
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
