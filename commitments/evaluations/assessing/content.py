"""The content of an assessment, its validation, and the rules for submitting it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.assessing.models import (
    LONGEST_NARRATIVE,
    REASONS_TO_CHOOSE,
    Assessment,
    Gap,
    Verdict,
)
from commitments.foundation.choices import Language, State
from commitments.foundation.plain_text import readable
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.actions import NewSource
from commitments.sources.models import Source

_NEEDS_SOURCE: Final = (Verdict.FULFILLED, Verdict.PARTLY_FULFILLED)


@dataclass(frozen=True, slots=True)
class AssessmentContent:
    """What a person can write in an assessment. Verdict and grounds may be missing at first.

    ``authors`` are other people whose text is included.
    """

    verdict: str = ""
    reason: str = ""
    reservation: Reservation | None = None
    gap: str = ""
    narrative: str = ""
    language: str = Language.NB
    sources: list[Source] = field(default_factory=list)
    new_sources: list[NewSource] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)
    authors: list[Membership] = field(default_factory=list)


def checked(row: Assessment, content: AssessmentContent) -> dict[str, object]:
    """Validate the content and return the values to store, text in NFC with LF line ends.

    Raises:
        ValidationError: keyed by field; codes ``invalid_choice``, ``required`` (a reason,
            gap or reservation that the verdict needs), ``not_applicable``, ``reservation``,
            ``unreadable``, ``max_length``.
    """
    errors: dict[str, ValidationError] = {}
    for check in (_verdict, _reason, _gap, _reservation, _entries):
        errors |= check(row, content)
    if content.language not in Language.values:
        errors["language"] = _error(_("Choose bokmål or nynorsk."), "invalid_choice")
    narrative = ""
    try:
        narrative = readable(content.narrative, LONGEST_NARRATIVE)
    except ValidationError as error:
        errors["narrative"] = error
    if errors:
        raise ValidationError(dict(errors))
    return {
        "verdict": content.verdict,
        "reason": content.reason,
        "reservation": content.reservation,
        "gap": content.gap,
        "narrative": narrative,
        "language": content.language,
    }


def lacking(
    verdict: str,
    narrative: str,
    sources: Collection[Source | NewSource],
    entries: Collection[ProgressEntry],
) -> dict[str, str]:
    """Return messages for the fields still missing before submission, by field; empty if complete.

    A chosen entry that is still published counts as a source, and for «fulfilled» alone also as
    grounds (product.md, 2, «Yearly evaluation», 1).
    """
    published = [entry for entry in entries if entry.state == State.PUBLISHED]
    if not verdict:
        return {"verdict": _("Choose an assessment, or clear the row.")}
    found: dict[str, str] = {}
    if not narrative and not (verdict == Verdict.FULFILLED and published):
        found["narrative"] = _("Say what the assessment is based on.")
    if verdict in _NEEDS_SOURCE and not sources and not published:
        found["sources"] = _("Add a source, or choose a published entry from your party.")
    return found


def lacking_in(row: Assessment) -> dict[str, str]:
    """Return messages for the fields of a stored row still missing before submission, by field."""
    return lacking(row.verdict, row.narrative, row.sources.all(), row.entries.all())


def reservations_for(commitment: Commitment, party: Party) -> list[Reservation]:
    """Return the reservations that limit this commitment and that the party may use.

    Empty if the party is not responsible for the commitment: a view uses no reservation.
    """
    if not commitment.responsible.filter(pk=party.pk).exists():
        return []
    rows = commitment.reservations.filter(invoked_by=party)
    return list(rows.select_related("segment").order_by("ref"))


def _verdict(row: Assessment, content: AssessmentContent) -> dict[str, ValidationError]:
    if content.verdict and content.verdict not in Verdict.values:
        return {"verdict": _error(_("Choose one of the assessments."), "invalid_choice")}
    if content.verdict == Verdict.NOT_APPLICABLE and not row.commitment.may_be_inapplicable:
        text = _(
            "The wording has no condition or period, so «not applicable this year» cannot be "
            "chosen."
        )
        return {"verdict": _error(text, "not_applicable")}
    responsible = row.commitment.responsible.filter(pk=row.party_id)
    if content.verdict == Verdict.RESERVATION_USED and not responsible.exists():
        text = _("Only a party that is responsible for the commitment can use a reservation.")
        return {"verdict": _error(text, "reservation")}
    return {}


def _reason(row: Assessment, content: AssessmentContent) -> dict[str, ValidationError]:
    del row
    if content.verdict != Verdict.NOT_FULFILLED:
        text = _("Give a reason only for «not fulfilled». Leave the field empty.")
        return {"reason": _error(text, "invalid_choice")} if content.reason else {}
    if not content.reason:
        return {"reason": _error(_("Choose one reason."), "required")}
    if content.reason not in REASONS_TO_CHOOSE:
        return {"reason": _error(_("Choose one of the reasons."), "invalid_choice")}
    return {}


def _gap(row: Assessment, content: AssessmentContent) -> dict[str, ValidationError]:
    del row
    if content.verdict != Verdict.CANNOT_BE_VERIFIED:
        text = _("Say what is missing only for «cannot be verified». Leave the field empty.")
        return {"gap": _error(text, "invalid_choice")} if content.gap else {}
    if not content.gap:
        return {"gap": _error(_("Say what is missing."), "required")}
    if content.gap not in Gap.values:
        return {"gap": _error(_("Choose what is missing."), "invalid_choice")}
    return {}


def _reservation(row: Assessment, content: AssessmentContent) -> dict[str, ValidationError]:
    if content.verdict != Verdict.RESERVATION_USED:
        text = _("Choose a reservation only for «reservation used». Leave the field empty.")
        return {"reservation": _error(text, "invalid_choice")} if content.reservation else {}
    if content.reservation is None:
        return {"reservation": _error(_("Say which reservation."), "required")}
    if content.reservation not in reservations_for(row.commitment, row.party):
        text = _("This reservation does not limit this commitment for your party.")
        return {"reservation": _error(text, "reservation")}
    return {}


def _entries(row: Assessment, content: AssessmentContent) -> dict[str, ValidationError]:
    kept = set(row.entries.all()) if row.pk else set()
    for entry in set(content.entries) - kept:
        own = entry.party_id == row.party_id and entry.commitment_id == row.commitment_id
        if not own or entry.state != State.PUBLISHED:
            text = _("Choose published entries from your own party about this commitment.")
            return {"entries": _error(text, "invalid_choice")}
    return {}


def _error(text: str, code: str) -> ValidationError:
    return ValidationError(text, code=code)
