"""Evaluations of the time: attached by a party, published by another of its approvers."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments.actions import past_evaluations, withdrawals
from commitments.actions.past_evaluations import StalePastEvaluationError
from commitments.forms.faults import Fault
from commitments.forms.numbers import whole_number
from commitments.forms.past_evaluation import PastEvaluationForm
from commitments.models import Membership, PastEvaluation, State
from commitments.typed import keeps_typed, take_typed, who
from commitments.views.withdrawing import Withdrawal

_DONE: Final[dict[str, Promise]] = {
    "send": gettext_lazy("It is sent. An approver who has not written it can publish it."),
    "publiser": gettext_lazy("It is published. Everyone can read it now."),
    "returner": gettext_lazy("It is returned with your note."),
    "trekk": gettext_lazy("It is withdrawn. Time and reason remain public."),
    "avsla-trekking": gettext_lazy(
        "The proposal to withdraw is closed. The evaluation remains published."
    ),
    "forkast": gettext_lazy("The draft is discarded. Its history remains."),
}


@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """What is published, and what the own party has begun."""
    by = _writer(request)
    rows = PastEvaluation.objects.visible_to(request.user).with_relations()
    context = {
        "rows": rows.order_by("evaluation_year__year", "created_at"),
        "by": by,
        "trail": _trail(),
    }
    return render(request, "commitments/past_list.html", context)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def past_attach(request: HttpRequest) -> HttpResponse:
    """Attach a document that shows an evaluation made at the time; it begins as a draft."""
    by = _writer(request)
    if request.method != "POST":
        return _form(
            request, by, PastEvaluationForm(take_typed(request), party=_party(by), row=None)
        )
    form = PastEvaluationForm(request.POST, request.FILES, party=_party(by), row=None)
    if form.is_valid():
        year = form.cleaned_data["evaluation_year"]
        act = partial(past_evaluations.attach, year, form.content(), by=by)
        return _kept(request, by, form, act)
    return _form(request, by, form)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def past_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft, or with one that was returned."""
    row, by = _own(request, pk)
    if request.method != "POST":
        if not row.is_editable:
            return redirect("commitments:past_review", pk)
        return _form(request, by, PastEvaluationForm(take_typed(request), party=row.party, row=row))
    form = PastEvaluationForm(request.POST, request.FILES, party=row.party, row=row)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        act = partial(past_evaluations.edit, row, form.content(), by=by, version=version)
        return _kept(request, by, form, act)
    return _form(request, by, form)


@require_safe
def past_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The document, where it stands, and the steps that this person may take."""
    row, by = _own(request, pk)
    return _shown(request, row, by)


@require_POST
def past_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Send, publish, return, withdraw, decline to withdraw, or discard."""
    row, by = _own(request, pk)
    note = request.POST.get("note", "")
    acts: dict[str, Callable[..., object]] = {
        "send": past_evaluations.submit,
        "publiser": past_evaluations.approve,
        "returner": partial(past_evaluations.send_back, note=note),
        "trekk": withdrawals.withdraw,
        "avsla-trekking": withdrawals.decline_withdrawal,
        "forkast": past_evaluations.discard,
    }
    if step not in acts:
        raise Http404
    try:
        acts[step](row, by=by, version=whole_number(request.POST.get("version", "")))
    except StalePastEvaluationError as error:
        return _shown(request, error.current, by, error.messages, HTTPStatus.CONFLICT)
    except ValidationError as error:
        return _shown(request, row, by, error.messages)
    messages.success(request, str(_DONE[step]))
    if step == "forkast":
        return redirect("commitments:past_list")
    return redirect("commitments:past_review", pk)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def past_propose_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then propose to withdraw: it stands until an approver agrees."""
    row, by = _own(request, pk)
    if request.method != "POST":
        if not Withdrawal.of(row, by).propose:
            return redirect("commitments:past_review", pk)
        return _proposal(request, row, (take_typed(request) or QueryDict()).get("reason", ""))
    reason = request.POST.get("reason", "")
    version = whole_number(request.POST.get("version", ""))
    try:
        withdrawals.propose_withdrawal(row, by=by, version=version, reason=reason)
    except StalePastEvaluationError as error:
        own = error.current.withdrawal_proposed_by_id == by.pk
        if not (own and error.current.withdrawal_is_proposed):  # else a repeated request
            return _proposal(request, row, reason, error.messages, HTTPStatus.CONFLICT)
    except ValidationError as error:
        return _proposal(request, row, reason, error.messages)
    text = _("The withdrawal is proposed. An approver who did not propose it decides on it.")
    messages.success(request, text)
    return redirect("commitments:past_review", pk)


def _proposal(
    request: HttpRequest,
    row: PastEvaluation,
    typed: str,
    texts: Sequence[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "row": row,
        "typed": typed,
        "faults": [Fault(text, "id_reason") for text in texts],
        "who": who(request),
        "trail": _trail_of(row),
    }
    template = "commitments/past_propose_withdrawal.html"
    return render(request, template, context, status=status)


def _writer(request: HttpRequest) -> Membership:
    by = Membership.acting(request.user)
    if by is None or not by.writes:
        raise PermissionDenied(_("Only parties to the agreement attach evaluations of the time."))
    return by


def _party(by: Membership) -> Any:
    return by.party


def _own(request: HttpRequest, pk: int) -> tuple[PastEvaluation, Membership]:
    """A row of the acting person's party; whether another party has one, nobody may know."""
    rows = PastEvaluation.objects.visible_to(request.user).with_relations()
    rows = rows.select_related("withdrawal_proposed_by__user").prefetch_related("authors")
    row = get_object_or_404(rows, pk=pk)
    by = _writer(request)
    if row.party_id != by.party_id:
        raise PermissionDenied(
            _("Only an approver or editor of %(party)s works with this.")
            % {"party": row.party.code}
        )
    return row, by


def _kept(
    request: HttpRequest,
    by: Membership,
    form: PastEvaluationForm,
    act: Callable[[], PastEvaluation],
) -> HttpResponse:
    try:
        row = act()
    except StalePastEvaluationError as error:
        typed = request.POST.copy()
        typed["version"] = str(error.current.version)
        form = PastEvaluationForm(typed, party=error.current.party, row=error.current)
        form.refuse(error)
        return _form(request, by, form, HTTPStatus.CONFLICT)
    except ValidationError as error:
        form.refuse(error)
        return _form(request, by, form)
    messages.success(request, _("The draft is saved."))
    return redirect("commitments:past_review", row.pk)


def _form(
    request: HttpRequest,
    by: Membership,
    form: PastEvaluationForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "current": form.row if status == HTTPStatus.CONFLICT else None,
        "faults": form.faults() if form.is_bound else [],
        "party": _party(by).code,
        "url": request.path,
        "who": who(request),
        "trail": _trail(_("Attach an evaluation of the time"), request.path),
    }
    return render(request, "commitments/past_form.html", context, status=status)


def _shown(
    request: HttpRequest,
    row: PastEvaluation,
    by: Membership,
    texts: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    submitted = row.state == State.SUBMITTED
    context = {
        "row": row,
        "texts": texts or [],
        "typed": request.POST.get("note", ""),
        "edit": row.is_editable,
        "publish": submitted and by.approves and not row.wrote_or_sent(by.user_id),
        "send_back": submitted and by.approves,
        "withdrawal": Withdrawal.of(row, by),
        "discard": row.state == State.DRAFT,
        "trail": _trail_of(row),
    }
    return render(request, "commitments/past_review.html", context, status=status)


def _trail_of(row: PastEvaluation) -> list[dict[str, str]]:
    url = reverse("commitments:past_review", args=[row.pk])
    return _trail(_("Evaluation of the time"), url)


def _trail(label: str = "", url: str = "") -> list[dict[str, str]]:
    steps = [
        {"label": _("My work"), "url": reverse("commitments:workspace")},
        {"label": _("Evaluations of the time"), "url": reverse("commitments:past_list")},
    ]
    return [*steps, {"label": label, "url": url}] if label else steps
