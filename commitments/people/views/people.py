"""People and their access: confirming, ending, deactivating; and one's own account."""

from collections.abc import Container
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.pages import Link, link, work_trail
from commitments.people import factor_actions, membership_actions, user_actions
from commitments.people.acting import acting, person, secretariat
from commitments.people.factor_reset_actions import who_may_agree
from commitments.people.factor_reset_models import FactorReset
from commitments.people.forms.people import LanguageForm, NameForm
from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from commitments.people.step_up import factor_at
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.web.messages import refused_as_message
from kvalitet.accounts.models import User

_GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class _Row:
    """A membership, and what the user may do with it."""

    membership: Membership
    offices: list[str]
    may_confirm: bool
    may_end: bool
    may_edit: bool
    reset_asked: bool
    may_answer_reset: bool


@dataclass(frozen=True, slots=True)
class _Factors:
    """A person's two-step verification, and what the secretariat may do about it."""

    is_set_up: bool
    party: str
    may_be_agreed: bool
    from_mailbox: bool
    request: FactorReset | None


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """List access: everyone's for the secretariat and superusers, the party's for an approver."""
    by = Membership.acting(request.user)
    keeps = by is not None and (by.approves or by.role == Role.SECRETARIAT)
    if not keeps and not request.user.is_superuser:
        raise PermissionDenied(_("Only the secretariat and approvers can see who has access."))
    visible = Membership.objects.visible_to(request.user).listed()
    resets = set(FactorReset.objects.awaiting_answer().values_list("membership", flat=True))
    context = {
        "open_rows": [_row(membership, by, resets) for membership in visible.open()],
        "ended_rows": [_row(membership, by) for membership in visible.ended()],
        "invitations": Invitation.objects.visible_to(request.user).listed().open(),
        "may_add": by is not None and by.role == Role.SECRETARIAT,
        "trail": trail_of_people(),
    }
    return render(request, "people/list.html", context)


@shows_unsaved
@require_http_methods(_GET_OR_POST)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a name; the page also deactivates or activates the account."""
    membership = visible_membership(request, pk)
    by = secretariat(request)
    fields = request.POST if request.method == "POST" else unsaved_in(request)
    form = NameForm(fields, initial={"name": membership.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            user_actions.rename(membership.user, form.cleaned_data["name"], by=by)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The name has been saved."))
            return redirect("commitments:person_list")
    here = link(membership.user.name, "commitments:person_edit", pk)
    context = {
        "form": form,
        "membership": membership,
        "factors": _factors(membership.user),
        "trail": trail_of_people(here),
    }
    return render(request, "people/edit.html", context)


@require_POST
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate the person's account."""
    user = visible_membership(request, pk).user
    refused_as_message(request, lambda: user_actions.deactivate(user, by=secretariat(request)))
    return redirect("commitments:person_edit", pk)


@require_POST
def person_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate the person's account."""
    membership = visible_membership(request, pk)
    user_actions.activate(membership.user, by=secretariat(request))
    return redirect("commitments:person_edit", pk)


@require_POST
def membership_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the membership as an approver; it is in force from the next request."""
    membership = visible_membership(request, pk)
    by, given_at = acting(request), factor_at(request)
    refused_as_message(
        request, lambda: membership_actions.confirm(membership, by=by, factor_at=given_at)
    )
    return redirect("commitments:person_list")


@require_http_methods(_GET_OR_POST)
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then end the membership and all the person's sessions."""
    membership = visible_membership(request, pk)
    own = membership.user_id == request.user.pk
    by = membership if own else Membership.acting(request.user)
    if by is None or not _row(membership, by).may_end:
        raise PermissionDenied(_("Only the secretariat and approvers in the party can do this."))
    if request.method == "POST":
        membership_actions.end(membership, by=by, factor_at=factor_at(request))
        return redirect("commitments:front" if own else "commitments:person_list")
    trail = trail_of_people(link(_("End access"), "commitments:membership_end", pk))
    context = {"membership": membership, "own": own, "trail": [] if own else trail}
    return render(request, "people/membership_end.html", context)


@require_http_methods(_GET_OR_POST)
def account(request: HttpRequest) -> HttpResponse:
    """Show the person's own account, where the language of emails can be chosen."""
    user = person(request)
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if form.is_valid():
        user_actions.choose_language(user, form.cleaned_data["language"])
        messages.success(request, _("The language is saved."))
        return redirect("commitments:account")
    membership = Membership.objects.of_person(request.user).open().listed().first()
    context = {"form": form, "row": _row(membership, membership) if membership else None}
    return render(request, "people/account.html", context)


def trail_of_people(*steps: Link) -> list[Link]:
    """Return the breadcrumbs from the workspace to the list of people and its pages."""
    return work_trail(link(_("People"), "commitments:person_list"), *steps)


def visible_membership(request: HttpRequest, pk: int) -> Membership:
    """Return the membership if it is visible to the user.

    Raises:
        Http404: it does not exist or is not visible.
    """
    return get_object_or_404(Membership.objects.visible_to(request.user).listed(), pk=pk)


def _factors(person: User) -> _Factors:
    """Read the person's open membership, whichever membership the page is about."""
    membership = Membership.objects.open().of_person(person).select_related("party").first()
    party = membership.party if membership else None
    requests = FactorReset.objects.of(membership).awaiting_answer().select_related("asked_by__user")
    return _Factors(
        is_set_up=factor_actions.are_set_up(person),
        party=party.code if party else "",
        may_be_agreed=bool(party and membership and who_may_agree(membership).exists()),
        from_mailbox=Membership.objects.of_person(person).of_parties().exists(),
        request=requests.first(),
    )


def _row(
    membership: Membership, by: Membership | None, resets: Container[int] = frozenset()
) -> _Row:
    """Return the membership with what ``by`` may do. The actions check again."""
    secretariat = by is not None and by.role == Role.SECRETARIAT
    own = by is not None and by.user_id == membership.user_id
    approves = by is not None and by.approves and by.party_id == membership.party_id
    still_open = membership.ended_at is None
    return _Row(
        membership=membership,
        offices=[office.name for office in membership.offices.all()],
        may_confirm=still_open and approves and not own and not membership.is_confirmed,
        may_end=still_open and (secretariat or approves or own),
        may_edit=secretariat,
        reset_asked=membership.pk in resets,
        may_answer_reset=membership.pk in resets and approves and not own,
    )
