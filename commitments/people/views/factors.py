"""A person's own second factors and recovery codes: set up, added and removed."""

from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments.people import factor_actions
from commitments.people.acting import person
from commitments.people.forms.factors import AppForm, PasskeyForm
from commitments.people.mfa import picture_of
from commitments.people.sign_in import is_own_path
from commitments.people.step_up import factor_at, record_factor
from kvalitet.accounts import allauth_internals
from kvalitet.accounts.half_signed_in import takes_half_signed_in
from kvalitet.accounts.models import User

_READ_AND_SEND: Final = ["GET", "HEAD", "POST"]


@takes_half_signed_in
@require_safe
def factor_list(request: HttpRequest) -> HttpResponse:
    """List the factors and what can be added. The first page after the first password."""
    user = person(request)
    rows = Authenticator.objects.filter(user=user).order_by("created_at")
    codes = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "app": rows.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": rows.filter(type=Authenticator.Type.WEBAUTHN),
        "codes_left": len(allauth_internals.unused_codes(codes)) if codes else None,
        "is_set_up": factor_actions.are_set_up(user),
        "next": _onwards(request),
    }
    return render(request, "people/factors/list.html", context)


@takes_half_signed_in
@require_http_methods(_READ_AND_SEND)
def factor_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, by a QR code and the first code."""
    user = person(request)
    factor_actions.require_right_to_change(user, factor_at=factor_at(request))
    form = AppForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            codes = factor_actions.set_up_app(user, form.secret, factor_at=factor_at(request))
        except ValidationError as error:
            form.add_error("code", error)
        else:
            allauth_internals.forget_app_secret(request)
            return _changed(request, user, codes, _("The app has been set up."))
    address = get_adapter().build_totp_url(user, form.secret)
    context = {
        "form": form,
        "picture": picture_of(address),
        "secret": form.secret,
        "next": _onwards(request),
    }
    return render(request, "people/factors/app.html", context)


@takes_half_signed_in
@require_http_methods(_READ_AND_SEND)
def factor_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: a fingerprint, a face, a PIN or a security key."""
    user = person(request)
    factor_actions.require_right_to_change(user, factor_at=factor_at(request))
    form = PasskeyForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        codes = factor_actions.add_passkey(user, **form.cleaned_data, factor_at=factor_at(request))
        return _changed(request, user, codes, _("The passkey has been added."))
    options = allauth_internals.new_passkey_options(user)
    context = {"form": form, "passkey_options": options, "next": _onwards(request)}
    return render(request, "people/factors/passkey.html", context)


@require_http_methods(_READ_AND_SEND)
def factor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then remove an own app or passkey."""
    user = person(request)
    own = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    authenticator = get_object_or_404(own, pk=pk)
    if request.method != "POST":
        return render(request, "people/factors/remove.html", {"authenticator": authenticator})
    try:
        factor_actions.remove(authenticator, by=user, factor_at=factor_at(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("commitments:factor_list")
    return _changed(request, user, [], _("The app or passkey has been removed."))


@require_http_methods(_READ_AND_SEND)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ask for confirmation, then make ten new codes, which are shown only once."""
    user = person(request)
    if request.method != "POST":
        return render(request, "people/factors/recovery_codes.html", {"codes": [], "next": ""})
    codes = factor_actions.renew_recovery_codes(user, factor_at=factor_at(request))
    return _changed(request, user, codes, "")


def _onwards(request: HttpRequest) -> str:
    """Return where the person was going before a second factor was requested."""
    address = request.POST.get("next", request.GET.get("next", ""))
    return address if is_own_path(address) else ""


def _changed(request: HttpRequest, user: User, codes: list[str], message: str) -> HttpResponse:
    """Continue under a new session id, as all old sessions have ended; show new codes once."""
    update_session_auth_hash(request, user)
    record_factor(request, user)
    onwards = _onwards(request)
    if message:
        messages.success(request, message)
    if codes:
        context = {"codes": codes, "next": onwards or settings.LOGIN_REDIRECT_URL}
        return render(request, "people/factors/recovery_codes.html", context)
    return redirect(onwards or "commitments:factor_list")
