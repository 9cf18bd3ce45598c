"""A workflow row in the workspace: its preview, its stage, and the steps to take."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.pages import link, work_trail
from commitments.foundation.stale_row import StaleRowError
from commitments.people import unsaved
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.publishing import workflow
from commitments.publishing.models import Statement
from commitments.publishing.own_row import own_row
from commitments.publishing.versions import corrected
from commitments.publishing.workflow import REMARKS
from commitments.publishing.workflow_models import Workflow
from commitments.web.day_fields import whole_number
from commitments.web.form_errors import FormError


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step was refused; ``unsaved`` is the note or reason that was sent."""

    texts: list[str] = field(default_factory=list)
    unsaved: str = ""
    status: HTTPStatus = HTTPStatus.OK


@shows_unsaved
@require_safe
def review(request: HttpRequest, pk: int, model: type[Workflow]) -> HttpResponse:
    """Show the row as it will look, its stage, who decided, and this user's buttons."""
    return _shown(request, pk, model, Refusal())


@require_POST
def take_step(request: HttpRequest, pk: int, model: type[Workflow], step: str) -> HttpResponse:
    """Take a step and show the row again, with the reason if the step was refused.

    Discarding a row twice changes nothing and redirects as usual.
    """
    try:
        row, by = own_row(request, pk, model)
        refusal = _take(request, row, by, step)
    except (Http404, ObjectDoesNotExist):
        _require_discarded(request, pk, model)
        if step != "discard":
            refused = unsaved.kept_and_shown(request, repeat=False)
            context = {"reason": model.TEXTS.discarded, "refused": refused}
            return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
        _notify(request, model, step)
        refusal = None
    if refusal:
        return _shown(request, pk, model, refusal)
    return redirect(model.list_url_name if step == "discard" else row.get_work_url())


@require_POST
def correct(request: HttpRequest, pk: int, model: type[Statement]) -> HttpResponse:
    """Create a draft correction. A repeated request redirects to the same one."""
    row, by = own_row(request, pk, model)
    try:
        draft = workflow.correct(row, by=by)
    except ValidationError as error:
        opened = row.open_correction
        if opened is None:
            return _shown(request, pk, model, Refusal(error.messages, status=HTTPStatus.CONFLICT))
        draft = opened
    return redirect(draft.step_url("edit") if draft.is_editable else draft.get_work_url())


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def propose_withdrawal(request: HttpRequest, pk: int, model: type[Workflow]) -> HttpResponse:
    """Ask for the reason, then propose to withdraw. The row stays public until it is approved."""
    row, by = own_row(request, pk, model)
    if request.method == "POST":
        refusal = _take(request, row, by, "propose_withdrawal")
    elif row.allows("propose_withdrawal", by):
        refusal = Refusal(unsaved=(unsaved_in(request) or QueryDict()).get("reason", ""))
    else:
        refusal = None
    if refusal is None:
        return redirect(row.get_work_url())
    context = {
        **_frame(row),
        "unsaved": refusal.unsaved,
        "errors": [FormError(text, "id_reason") for text in refusal.texts],
    }
    return render(request, row.withdrawal_template, context, status=refusal.status)


def _take(request: HttpRequest, row: Workflow, by: Membership, step: str) -> Refusal | None:
    """Take a step; None if it succeeds, or has succeeded because the request was sent twice."""
    # An invalid version becomes 0, which no row has.
    version = whole_number(request.POST.get("version", ""))
    remark = request.POST.get(REMARKS.get(step, ""), "")
    try:
        workflow.take(step, row, by=by, version=version, remark=remark)
    except StaleRowError as error:
        if not (step in row.REPEATABLE and error.current.has_taken(step, by)):
            return Refusal(error.messages, remark, HTTPStatus.CONFLICT)
    except ValidationError as error:
        return Refusal(error.messages, remark)
    _notify(request, row, step)
    return None


def _notify(request: HttpRequest, row: Workflow | type[Workflow], step: str) -> None:
    messages.success(request, str(row.TEXTS.done[step]))


def _require_discarded(request: HttpRequest, pk: int, model: type[Workflow]) -> None:
    """Check that a missing row of the own party has been discarded.

    Raises:
        Http404: the party has had no such row, or discarding this kind of row is not repeatable.
    """
    history: Any = model.history  # type: ignore[attr-defined]  # the library adds it
    if "discard" not in model.REPEATABLE or not (
        history.visible_to(request.user).of_entry(pk).exists()
    ):
        raise Http404


def _shown(request: HttpRequest, pk: int, model: type[Workflow], refusal: Refusal) -> HttpResponse:
    row, by = own_row(request, pk, model)
    steps = {step: row.allows(step, by) for step in row.STEPS}
    if steps["send_back"] and not refusal.unsaved:
        note = (unsaved_in(request, row.step_url("send_back")) or QueryDict()).get("note", "")
        refusal = replace(refusal, unsaved=note)
    context = {
        **_frame(row),
        "steps": steps,
        "own": row.wrote_or_sent(by.user_id),
        "proposed_it": row.is_proposed_by(by.user_id),
        "changed": corrected(row),
        "refusal": refusal,
        "errors": [FormError(text, "") for text in refusal.texts],
    }
    return render(request, row.review_template, context, status=refusal.status)


def _frame(row: Workflow) -> dict[str, Any]:
    """Return the context of every page of a row: the row, its steps' URLs and breadcrumbs."""
    return {
        "row": row,
        "urls": {step: row.step_url(step) for step in row.STEPS},
        "trail": work_trail(link(*row.parent_page), link(str(row.TEXTS.name), row.get_work_url())),
    }
