"""A commitment in a year, as shown to a party that assesses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from django.http import QueryDict

from commitments.evaluations.assessing.content import lacking_in
from commitments.evaluations.assessing.form import AssessmentForm, Offer
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.combined_reading import StatedVerdict, reading
from commitments.evaluations.revisions.document import SignedReservation, SignedVerdict
from commitments.register.models import Commitment
from commitments.sources.chosen_file import Files

Phase = Literal["writing", "handed_in", "revealed", "signed"]


class AssessmentColumn(NamedTuple):
    """One party's column beside a commitment.

    ``handed_in`` is the verdict submitted, if it was amended later. ``files`` maps the SHA-256 of
    its cited files to their URLs, ``reservations`` the agreement's references to reservations.
    """

    party: str
    answers: bool
    stated: Assessment | None
    handed_in: SignedVerdict | None
    files: Mapping[str, str]
    reservations: Mapping[str, SignedReservation]


@dataclass(frozen=True)
class AssessmentRow:
    """A commitment with the own party's row, last year's row and, after the reveal, the other's."""

    offer: Offer
    own: Assessment | None
    last_year: Assessment | None
    columns: Sequence[AssessmentColumn]
    url: str
    clear_url: str
    may_write: bool
    data: QueryDict | None = None
    files: Files | None = None

    @property
    def commitment(self) -> Commitment:
        """The commitment that the row is about."""
        return self.offer.commitment

    @property
    def reading(self) -> str:
        """The combined reading, by its name in the vocabulary; empty if none is shown."""
        if not self.columns:
            return ""
        stated = {
            column.party: StatedVerdict(
                column.stated.verdict,
                column.stated.reason,
                column.stated.gap,
                column.stated.reservation.ref if column.stated.reservation else "",
            )
            if column.stated
            else None
            for column in self.columns
        }
        answering = [column.party for column in self.columns if column.answers]
        return reading(stated, answering) or ""

    @property
    def lacking(self) -> list[str]:
        """Messages for the fields missing before submission; empty if the row is not started."""
        return [str(text) for text in lacking_in(self.own).values()] if self.own else []

    @property
    def spoken(self) -> list[AssessmentColumn]:
        """The columns with a verdict."""
        return [column for column in self.columns if column.stated and column.stated.verdict]

    @cached_property
    def form(self) -> AssessmentForm | None:
        """The form of the row; None if it cannot be written now."""
        if not self.may_write:
            return None
        return AssessmentForm(self.data, self.files, offer=self.offer, own=self.own)
