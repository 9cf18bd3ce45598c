"""The parties' pages for proposals by the portal: the list, and the page to answer one."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.pages import link, work_trail
from commitments.context import answer_actions
from commitments.context.form import ObjectionForm
from commitments.context.proposal_models import Proposal
from commitments.context.waiting import proposals_for, proposed_fact
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.web.messages import refused_as_message, refused_on_form

_NO_PARTY = gettext_lazy("Only editors and approvers in a party see the proposals to answer.")


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """List every proposal with its state, and mark those that wait for the own party."""
    by = writer(request, _NO_PARTY)
    context = {"by": by, "proposals": proposals_for(by), "trail": work_trail(_list_link())}
    return render(request, "context/proposal_list.html", context)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_review(request: HttpRequest, key: str) -> HttpResponse:
    """Show one proposal with every answer to it, and a form to object."""
    by, proposal = _own(request, key)
    if request.method != "POST":
        form = ObjectionForm(unsaved_in(request), initial={"version": proposal.version})
        return _page(request, proposal, by, form)
    form = ObjectionForm(request.POST)
    status = refused_on_form(
        request,
        form,
        lambda: answer_actions.object_to(proposal, by=by, **_said(form)),
        done=_("The objection is public now, beside the proposal."),
        overtaken={"changed_proposal"},
    )
    if status is None:
        return redirect(proposal.get_work_url())
    return _page(request, proposal, by, form, status=status)


@require_POST
def proposal_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm a proposal for the own party."""
    by, proposal = _own(request, key)
    version = _version(request.POST)
    refused_as_message(
        request,
        lambda: answer_actions.confirm(proposal, by=by, version=version),
        done=_("The confirmation is public now, beside the proposal."),
    )
    return redirect(proposal.get_work_url())


def _own(request: HttpRequest, key: str) -> tuple[Membership, Proposal]:
    """Return the acting user's membership, which writes for a party, and the proposal.

    Raises:
        PermissionDenied: the user does not write for a party.
        Http404: no page shows a proposal with this key.
    """
    by = writer(request, _NO_PARTY)
    return by, get_object_or_404(Proposal.objects.current(), key=key)


def _said(form: ObjectionForm) -> dict[str, Any]:
    return {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}


def _version(posted: QueryDict) -> int:
    """Return the version that was shown; 0 if the request has none."""
    form = ObjectionForm(posted)
    form.is_valid()
    return form.cleaned_data.get("version") or 0


def _page(
    request: HttpRequest,
    proposal: Proposal,
    by: Membership,
    form: ObjectionForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    answers = list(proposal.answers.select_related("party"))
    context = {
        "by": by,
        "proposal": proposal,
        "fact": proposed_fact(proposal),
        "answers": answers[::-1],
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "trail": work_trail(_list_link(), link(_("Answer a proposal"), proposal.get_work_url())),
    }
    return render(request, "context/proposal_review.html", context, status=status)


def _list_link() -> dict[str, str]:
    return link(_("Proposals about the agreements"), "commitments:proposal_list")
