"""A commitment as an assessing party sees it in a year."""

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
    """One party beside a commitment; ``handed_in`` is what it handed in where that differs.

    ``files`` says where the files it cites are read, by SHA-256; ``reservations`` are those
    of the agreement, by reference.
    """

    party: str
    answers: bool
    stated: Assessment | None
    handed_in: SignedVerdict | None
    files: Mapping[str, str]
    reservations: Mapping[str, SignedReservation]


@dataclass(frozen=True)
class AssessmentRow:
    """A commitment with what the own party says on it, last year's text and, later, the other's."""

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
        """The commitment."""
        return self.offer.commitment

    @property
    def reading(self) -> str:
        """What the verdicts say together, as the vocabulary names it; "" where nothing is shown."""
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
        """What the row lacks for handing in; nothing where nothing is written."""
        return [str(text) for text in lacking_in(self.own).values()] if self.own else []

    @property
    def spoken(self) -> list[AssessmentColumn]:
        """The columns that say something."""
        return [column for column in self.columns if column.stated and column.stated.verdict]

    @cached_property
    def form(self) -> AssessmentForm | None:
        """The form of the row, None where nothing can be written now."""
        if not self.may_write:
            return None
        return AssessmentForm(self.data, self.files, offer=self.offer, own=self.own)
