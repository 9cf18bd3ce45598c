"""Invitations: sent and withdrawn by the secretariat, and accepted by a link."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pages import link
from commitments.people import invitation_actions
from commitments.people.acting import secretariat
from commitments.people.forms.people import AccountForm, PersonForm
from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership
from commitments.people.step_up import factor_at
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.people.views.people import trail_of_people
from commitments.web.messages import refused_as_message
from kvalitet.accounts.allauth_internals import sign_in_with_password
from kvalitet.accounts.models import User

_GET_OR_POST = ["GET", "HEAD", "POST"]


@shows_unsaved
@require_http_methods(_GET_OR_POST)
def person_add(request: HttpRequest) -> HttpResponse:
    """Invite a person. The email with the link is sent automatically."""
    by = secretariat(request)
    form = PersonForm(request.POST if request.method == "POST" else unsaved_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            sent = invitation_actions.invite(
                by=by, factor_at=factor_at(request), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            message = _("%(email)s is invited.") % {"email": sent.email}
            messages.success(request, message)
            return redirect("commitments:person_list")
    trail = trail_of_people(link(_("Invite a person"), "commitments:person_add"))
    context = {"form": form, "trail": trail}
    return render(request, "people/add.html", context)


@require_POST
def invitation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation, so that its link stops working."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    by, given_at = secretariat(request), factor_at(request)
    refused_as_message(
        request, lambda: invitation_actions.end(invitation, by=by, factor_at=given_at)
    )
    return redirect("commitments:person_list")


@sensitive_post_parameters("password1", "password2")
@login_not_required
@require_http_methods(_GET_OR_POST)
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; a new person chooses a password, others accept when signed in."""
    rows = Invitation.objects.with_token(token).select_related("party")
    invitation = rows.prefetch_related("offices").first()
    if invitation is None or not invitation.works:
        return _closed(request, invitation)
    person = User.objects.filter(email=invitation.email).first()
    try:
        if person is not None and person.has_usable_password():
            return _accept_as(request, invitation, person)
        return _accept_as_new(request, invitation)
    except ValidationError:  # used at the same moment
        return _closed(request, invitation)


def _accept_as(request: HttpRequest, invitation: Invitation, person: User) -> HttpResponse:
    """Show the accept button to the invited person and a sign-in link to everyone else."""
    is_addressed = request.user.is_authenticated and request.user.pk == person.pk
    if request.method == "POST" and is_addressed:
        invitation_actions.accept(invitation, by=person)
        return redirect(settings.LOGIN_URL)
    before = Membership.objects.of_person(person).open().listed().first() if is_addressed else None
    context = {"is_addressed": is_addressed, "before": before, "path": request.path}
    return _page(request, invitation, "people/invitation_accept.html", context)


@sensitive_variables("form")
def _accept_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Take name and password, then continue to the second factor."""
    posted = request.POST if request.method == "POST" else None
    form = AccountForm(posted, initial={"name": invitation.name})
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        try:
            member = invitation_actions.accept_as_new(invitation, name=name, password=password)
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                raise
            form.add_error(None, error)
        else:
            onwards = reverse(settings.LOGIN_REDIRECT_URL)
            return sign_in_with_password(request, member.user, onwards)
    return _page(request, invitation, "people/invitation_new.html", {"form": form})


def _page(
    request: HttpRequest, invitation: Invitation, template: str, context: Mapping[str, object]
) -> HttpResponse:
    offices = [office.name for office in invitation.offices.all()]
    shared = {"invitation": invitation, "offices": offices}
    return render(request, template, {**shared, **context})


def _closed(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """Say why the link does not work; 404 if it never existed, otherwise 410."""
    status = HTTPStatus.NOT_FOUND if invitation is None else HTTPStatus.GONE
    context = {"invitation": invitation}
    return render(request, "people/invitation_closed.html", context, status=status)
