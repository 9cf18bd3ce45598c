"""Removing a person's two-step verification: the secretariat requests, an approver answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pages import link
from commitments.people import factor_reset_actions
from commitments.people.acting import acting, secretariat
from commitments.people.factor_reset_models import FactorReset
from commitments.people.step_up import factor_at
from commitments.people.views.people import trail_of_people, visible_membership
from commitments.web.messages import refused_as_message


@require_POST
def person_reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the person's party; without a party, remove it at once."""
    membership = visible_membership(request, pk)
    by = secretariat(request)
    try:
        factor_reset = factor_reset_actions.ask(
            membership.user, by=by, factor_at=factor_at(request)
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        done = _("The two-step verification is removed.")
        waits = _("The approvers in the party are asked. Nothing is removed until one agrees.")
        messages.success(request, waits if factor_reset else done)
    return redirect("commitments:person_edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def factor_reset_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an approver the request and its consequences; on POST, agree."""
    found, by = _request(request, pk), acting(request)
    factor_reset_actions.require_other_approver(found, by)
    if request.method == "POST":
        given_at = factor_at(request)
        refused_as_message(
            request,
            lambda: factor_reset_actions.agree(found, by=by, factor_at=given_at),
            done=_("The two-step verification is removed."),
        )
        return redirect("commitments:person_list")
    here = link(_("Two-step verification"), "commitments:factor_reset_agree", pk)
    context = {
        "membership": found.membership,
        "factor_reset": found,
        "is_open": FactorReset.objects.awaiting_answer().filter(pk=found.pk).exists(),
        "trail": trail_of_people(here),
    }
    return render(request, "people/factors/reset_agree.html", context)


@require_POST
def factor_reset_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the request, or decline it."""
    found, by, given_at = _request(request, pk), acting(request), factor_at(request)
    refused_as_message(
        request,
        lambda: factor_reset_actions.end(found, by=by, factor_at=given_at),
        done=_("The request is closed. Nothing is removed."),
    )
    return redirect("commitments:person_list")


def _request(request: HttpRequest, pk: int) -> FactorReset:
    """Return the latest request about a membership visible to the user.

    Raises:
        Http404: there is no request.
    """
    membership = visible_membership(request, pk)
    people = ("membership__user", "membership__party", "asked_by__user")
    found = FactorReset.objects.of(membership).select_related(*people).first()
    if found is None:
        raise Http404
    return found
