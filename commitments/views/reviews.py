"""One entry in the workspace: how it will look, where it stands, and the steps to take."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments.actions import steps, withdrawals
from commitments.actions.steps import StaleEntryError
from commitments.forms.faults import Fault
from commitments.forms.numbers import whole_number
from commitments.models import Membership, Recorded, State
from commitments.typed import keeps_typed, take_typed, who
from commitments.views.doors import own_entry
from commitments.views.kinds import PROGRESS, Kind
from commitments.views.versions import corrected
from commitments.views.withdrawing import Withdrawal

Act = Callable[..., Recorded]  # an action on an entry, with ``by`` and ``version``

_PROPOSED: Final = "withdrawal_proposed"
_DECLINED: Final = "withdrawal_declined"
_DONE: Final[dict[str, Promise]] = {
    State.SUBMITTED: gettext_lazy(
        "The entry is sent. An approver who has not written in it can publish it."
    ),
    State.RETURNED: gettext_lazy("The entry is returned with your note."),
    State.PUBLISHED: gettext_lazy("The entry is published. Everyone can read it now."),
    State.WITHDRAWN: gettext_lazy("The entry is withdrawn. Time and reason remain public."),
    _PROPOSED: gettext_lazy(
        "The withdrawal is proposed. An approver who did not propose it decides on it."
    ),
    _DECLINED: gettext_lazy("The proposal to withdraw is closed. The entry remains published."),
}


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with the entry now, so that no button leads to a refusal."""

    edit: bool
    publish: bool
    send_back: bool
    correct: bool
    discard: bool
    own: bool
    correction: Recorded | None
    withdrawal: Withdrawal

    @classmethod
    def of(cls, entry: Recorded, by: Membership) -> "Steps":
        """The steps that the actions would allow."""
        own = entry.wrote_or_sent(by.user_id)
        submitted, published = entry.state == State.SUBMITTED, entry.state == State.PUBLISHED
        correction = entry.corrections.still_open().first() if published else None
        withdrawal = Withdrawal.of(entry, by, corrected=correction is not None)
        return cls(
            edit=entry.is_editable,
            publish=submitted and by.approves and not own,
            send_back=submitted and by.approves,
            correct=published and correction is None and not withdrawal.proposed,
            discard=entry.is_editable,
            own=own,
            correction=correction,
            withdrawal=withdrawal,
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step was not taken; ``typed`` is the note or reason that came with it."""

    texts: list[str] = field(default_factory=list)
    typed: str = ""
    status: HTTPStatus = HTTPStatus.OK


@require_safe
def entry_review(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """The entry as it will look, its state, who decided, and the buttons for this person."""
    return _shown(request, (kind, pk), Refusal())


@require_POST
def entry_submit(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Send the entry to an approver."""
    return _step(request, (kind, pk), State.SUBMITTED, steps.submit)


@require_POST
def entry_approve(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Publish the entry."""
    return _step(request, (kind, pk), State.PUBLISHED, steps.approve)


@require_POST
def entry_send_back(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Return the entry to its authors with a note."""
    note = request.POST.get("note", "")
    return _step(request, (kind, pk), State.RETURNED, partial(steps.send_back, note=note))


@require_POST
def entry_correct(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Open a correction: a new draft to write in; a second press leads to the same one."""
    entry, by = own_entry(request, pk, kind)
    try:
        draft = steps.correct(entry, by=by)
    except ValidationError as error:
        opened = entry.corrections.still_open().first()
        if opened is None:
            return _shown(request, (kind, pk), _refused(request, error, HTTPStatus.CONFLICT))
        draft = opened
    if draft.is_editable:
        return redirect(kind.url("edit", draft.pk))
    return redirect(draft.get_work_url())


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def entry_propose_withdrawal(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Ask for the reason, then propose to withdraw: the entry stands until an approver agrees."""
    entry, by = own_entry(request, pk, kind)
    if request.method == "POST":
        act = partial(withdrawals.propose_withdrawal, reason=request.POST.get("reason", ""))
        refusal = _take(request, (entry, by), _PROPOSED, act)
    elif Steps.of(entry, by).withdrawal.propose:
        refusal = Refusal(typed=(take_typed(request) or QueryDict()).get("reason", ""))
    else:
        refusal = None
    if refusal is None:
        return redirect(entry.get_work_url())
    context = {
        **_frame(entry, kind),
        "typed": refusal.typed,
        "faults": [Fault(text, "id_reason") for text in refusal.texts],
        "who": who(request),
    }
    template = "commitments/entry_propose_withdrawal.html"
    return render(request, template, context, status=refusal.status)


@require_POST
def entry_withdraw(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Let a proposed withdrawal happen: a tombstone with time and reason remains."""
    return _step(request, (kind, pk), State.WITHDRAWN, withdrawals.withdraw)


@require_POST
def entry_decline_withdrawal(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Decline a proposed withdrawal, or take the own proposal back."""
    return _step(request, (kind, pk), _DECLINED, withdrawals.decline_withdrawal)


@require_POST
def entry_discard(request: HttpRequest, pk: int, kind: Kind = PROGRESS) -> HttpResponse:
    """Discard a draft or a returned entry; a second press finds it gone and leads on."""
    try:
        entry, by = own_entry(request, pk, kind)
        steps.discard(entry, by=by, version=_version(request))
    except StaleEntryError as error:
        return _shown(request, (kind, pk), _refused(request, error, HTTPStatus.CONFLICT))
    except (Http404, ObjectDoesNotExist):
        _require_discarded(request, pk, kind)
    messages.success(request, _("The entry is discarded. Its history remains."))
    return redirect("commitments:workspace")


def _step(request: HttpRequest, place: tuple[Kind, int], goal: str, act: Act) -> HttpResponse:
    """Take a step and show the entry anew, with the reason where the step was refused."""
    kind, pk = place
    try:
        refusal = _take(request, own_entry(request, pk, kind), goal, act)
    except (Http404, ObjectDoesNotExist):
        _require_discarded(request, pk, kind)
        reason = _("A colleague has discarded the entry.")
        return render(request, "409.html", {"reason": reason}, status=HTTPStatus.CONFLICT)
    if refusal is None:
        return redirect(kind.url("review", pk))
    return _shown(request, place, refusal)


def _take(
    request: HttpRequest, own: tuple[Recorded, Membership], goal: str, act: Act
) -> Refusal | None:
    """Take a step; None where it is done, also when the same press was sent twice."""
    entry, by = own
    try:
        act(entry, by=by, version=_version(request))
    except StaleEntryError as error:
        if not _is_done(error.current, goal, by):
            return _refused(request, error, HTTPStatus.CONFLICT)
    except ValidationError as error:
        return _refused(request, error, HTTPStatus.OK)
    messages.success(request, str(_DONE[goal]))
    return None


def _is_done(row: Recorded, goal: str, by: Membership) -> bool:
    """Whether the row is where the step leads, so that a repeated request is no conflict."""
    if goal == _DECLINED:
        return row.state == State.PUBLISHED and not row.withdrawal_is_proposed
    stands = row.withdrawal_is_proposed if goal == _PROPOSED else row.state == goal
    return stands and getattr(row, f"{goal}_by_id") == by.pk


def _require_discarded(request: HttpRequest, pk: int, kind: Kind) -> None:
    """Tell an entry of the own party that is gone from one that never was.

    Raises:
        Http404: the party has had no such entry.
    """
    if not kind.history.visible_to(request.user).of_entry(pk).exists():
        raise Http404


def _refused(request: HttpRequest, error: ValidationError, status: HTTPStatus) -> Refusal:
    typed = request.POST.get("note", "") or request.POST.get("reason", "")
    return Refusal(error.messages, typed, status)


def _version(request: HttpRequest) -> int:
    """The version the page showed; 0, which no row has, where it says none."""
    return whole_number(request.POST.get("version", ""))


def _shown(request: HttpRequest, place: tuple[Kind, int], refusal: Refusal) -> HttpResponse:
    kind, pk = place
    entry, by = own_entry(request, pk, kind)
    context = {
        **_frame(entry, kind),
        "steps": Steps.of(entry, by),
        "changes": corrected(entry),
        "refusal": refusal,
    }
    template = "commitments/entry_review.html"
    return render(request, template, context, status=refusal.status)


def _frame(entry: Any, kind: Kind) -> dict[str, Any]:
    commitment = entry.commitment
    return {
        "subject": kind.subject(entry),
        "urls": kind.urls(entry.pk),
        "entry": entry,
        "commitment": commitment,
        "trail": [
            {"label": _("My work"), "url": reverse("commitments:workspace")},
            {"label": commitment.ref, "url": commitment.get_absolute_url()},
            {"label": _("Entry"), "url": entry.get_work_url()},
        ],
    }
