"""The only writer of meetings, which the secretariat records."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.meeting_models import NUMBERS, Meeting
from commitments.evaluations.models import Evaluation
from commitments.foundation.history_rows import record
from commitments.foundation.public_act import PublicAct
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.people.rights import require_secretariat
from commitments.publishing.same_form import require_untouched
from commitments.sources.actions import NewSource, add_paper, files_follow_rows, not_cited_yet
from commitments.sources.models import Source


@files_follow_rows()
def record_meeting(  # noqa: PLR0913 (what the form asks for, all by name)
    *,
    by: Membership,
    year: int,
    number: int | None,
    held_on: date,
    new_papers: Sequence[NewSource] = (),
    token: UUID | None = None,
) -> Meeting:
    """Record a new meeting; ``number`` is None for a bilateral one.

    ``token`` is the form's. Sending the same form again changes the meeting that it recorded.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        StaleRowError: the form has recorded a meeting that someone else has changed since.
        ValidationError: keyed by field; codes ``future_day``, ``other_year``,
            ``invalid_choice``, ``recorded`` if the year has a meeting with this number,
            and those of ``sources.add_paper``.
    """
    require_secretariat(by)
    _check(year, number, held_on)
    meeting = Meeting(
        year=year, number=number, held_on=held_on, entered_by=by, token=token or uuid4()
    )
    try:
        with files_follow_rows():
            _save(meeting, by, [], new_papers)
    except ValidationError:
        earlier = Meeting.objects.filter(token=meeting.token).first()
        if earlier is None:
            raise
        return _same_form(earlier, year, number, held_on, new_papers, by=by)
    return meeting


def _same_form(  # noqa: PLR0913 (what the form asks for)
    earlier: Meeting,
    year: int,
    number: int | None,
    held_on: date,
    papers: Sequence[NewSource],
    *,
    by: Membership,
) -> Meeting:
    """Save the form's content in the meeting that the same form recorded before."""
    cited = list(earlier.papers.all())
    _known, new = not_cited_yet(cited, papers)
    if not new and (earlier.year, earlier.number, earlier.held_on) == (year, number, held_on):
        return earlier
    require_untouched(earlier, by, _stale())
    return edit_meeting(
        earlier,
        by=by,
        version=earlier.version,
        year=year,
        number=number,
        held_on=held_on,
        papers=cited,
        new_papers=new,
    )


@files_follow_rows()
def edit_meeting(  # noqa: PLR0913 (what the form asks for, all by name)
    meeting: Meeting,
    *,
    by: Membership,
    version: int,
    year: int,
    number: int | None,
    held_on: date,
    papers: Sequence[Source] = (),
    new_papers: Sequence[NewSource] = (),
) -> Meeting:
    """Change a meeting's facts; ``papers`` are those that stay.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        StaleRowError: the row has changed since ``version``.
        ValidationError: as ``record_meeting``, or a party has signed an evaluation that
            names the meeting (code ``signed``): the secretariat cannot void a signature.
    """
    require_secretariat(by)
    # Lock evaluations before the meeting, so that an edit waits while one is being signed.
    _held_evaluations(meeting)
    current = hold(meeting)
    evaluations = _held_evaluations(meeting)  # one may have named it meanwhile
    if current.version != version:
        raise StaleRowError(current, _stale())
    for evaluation in evaluations:
        require_no_signature(evaluation)
    _check(year, number, held_on)
    current.year, current.number, current.held_on = year, number, held_on
    current.version += 1
    kept = set(papers) & set(current.papers.all())
    _save(current, by, sorted(kept, key=attrgetter("place")), new_papers)
    if evaluations:
        PublicAct.record(current, *current.papers.all())
    return current


def hold(meeting: Meeting) -> Meeting:
    """Lock the meeting until the transaction ends, and return it as it is now."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def require_no_signature(evaluation: Evaluation) -> None:
    """Refuse to change what a party has signed.

    Raises:
        ValidationError: code ``signed``.
    """
    if SignOff.objects.of_round(evaluation).valid().exists():
        raise ValidationError(
            _(
                "A party has signed the evaluation that names the meeting. It can no longer be "
                "changed."
            ),
            code="signed",
        )


def _stale() -> str:
    return _("Someone else has changed the meeting since you opened it.")


def _held_evaluations(meeting: Meeting) -> list[Evaluation]:
    rows = Evaluation.objects.select_for_update(of=("self",)).filter(meeting=meeting.pk)
    return list(rows.order_by("pk"))


def _save(
    meeting: Meeting, by: Membership, kept: Sequence[Source], new_papers: Sequence[NewSource]
) -> None:
    added = [add_paper(new, by=by) for new in new_papers]
    try:
        with transaction.atomic():
            record(meeting, user=by.user, papers=[*kept, *added])
    except IntegrityError as error:
        text = _("The meeting with this number has already been recorded.")
        invalid = ValidationError(text, code="recorded")
        raise ValidationError({"number": invalid}) from error


def _check(year: int, number: int | None, held_on: date) -> None:
    errors = {}
    if number is not None and number not in NUMBERS:
        text = _("The meetings of a year are numbered 1 to 4.")
        errors["number"] = ValidationError(text, code="invalid_choice")
    if held_on > timezone.localdate():
        text = _("The date cannot be in the future.")
        errors["held_on"] = ValidationError(text, code="future_day")
    elif held_on.year != year:
        text = _("The date is not in the year of the meeting.")
        errors["held_on"] = ValidationError(text, code="other_year")
    if errors:
        raise ValidationError(dict(errors))
