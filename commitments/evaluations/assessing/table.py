"""An evaluation as a party assesses it: a row for each commitment, in text order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.http import QueryDict
from django.utils import timezone

from agreements.models import Party
from commitments.evaluations.acting import address, files_of
from commitments.evaluations.assessing.form import Offer
from commitments.evaluations.assessing.models import Assessment, AssessmentQuerySet
from commitments.evaluations.assessing.rows import AssessmentColumn, AssessmentRow, Phase
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import SignedReservation
from commitments.evaluations.standing import EvaluationOverview, overview
from commitments.evaluations.state import (
    Facts,
    is_revealed,
    may_publish_alone,
    may_take_back,
    state,
)
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.queryset import CommitmentQuerySet
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source

AboutOne = TypeVar("AboutOne", Assessment, ProgressEntry)
Cited = TypeVar("Cited", ProgressEntry, Source)


class AssessmentProgress(NamedTuple):
    """«9 av 12 vurdert», the commitments still missing, and views counted separately."""

    assessed: int
    of: int
    missing: Sequence[Commitment]
    views: int


@dataclass(frozen=True)
class AssessmentTable:
    """Every row of one party in an evaluation, in a fixed number of queries."""

    evaluation: Evaluation
    by: Membership
    only: str = ""  # the reference of one commitment, "" for all
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        """Read the facts of the evaluation."""
        object.__setattr__(self, "facts", facts(self.evaluation))

    @property
    def party(self) -> Party:
        """The party that assesses."""
        assert self.by.party is not None  # noqa: S101  # only members of a party can get here
        return self.by.party

    @property
    def phase(self) -> Phase:
        """What the party can do now."""
        if state(self.facts) == "signed":
            return "signed"
        if is_revealed(self.facts):
            return "revealed"
        return "handed_in" if self.party.code in self.facts.handed_in else "writing"

    @property
    def may_take_back(self) -> bool:
        """Whether the person may take back the party's submission."""
        return self.by.approves and may_take_back(self.facts, self.party.code)

    @property
    def may_publish_alone(self) -> bool:
        """Whether the person may publish the party's submission without the other's."""
        now = timezone.now()
        return self.by.approves and may_publish_alone(self.facts, self.party.code, now)

    def counted(self) -> AssessmentProgress:
        """Count how far the party has come, in two queries."""
        own = self._of_round.of_party(self.party)
        decided = set(own.decided().values_list("commitment"))
        of = list(self._all.answered_for_by(self.party.code))
        missing = [row for row in of if (row.pk,) not in decided]
        assessed = len(of) - len(missing)
        return AssessmentProgress(assessed, len(of), missing, len(decided) - assessed)

    @cached_property
    def rows(self) -> list[AssessmentRow]:
        """The rows in text order."""
        assessments = self._by_commitment(self._assessments.with_relations())
        last_year = self._last_year()
        entries = self._entries()
        reservations = Reservation.objects.invocable_by(self.party, self._commitments)
        handed_in = self._handed_in() if is_revealed(self.facts) else {}
        rows = []
        for commitment in self._commitments:
            by_party = {row.party_id: row for row in assessments.get(commitment.pk, ())}
            own = by_party.get(self.party.pk)
            before = next(iter(last_year.get(commitment.pk, ())), None)
            near = _unique([*(own.entries.all() if own else ()), *entries.get(commitment.pk, ())])
            row = AssessmentRow(
                Offer(
                    commitment,
                    self.party,
                    self.party not in commitment.responsible.all(),
                    reservations.get(commitment.pk, []),
                    near,
                    self._sources(own, before, near),
                ),
                own,
                before,
                self._columns(commitment, by_party, handed_in),
                address(self.evaluation, "assessment_edit", commitment.ref),
                address(self.evaluation, "assessment_clear", commitment.ref),
                self.phase in {"writing", "revealed"},
            )
            rows.append(row)
        return rows

    def fill_in(self, unsaved: Mapping[str, QueryDict]) -> None:
        """Put unsaved text into the rows' forms; ``unsaved`` is by the rows' URLs."""
        self.rows[:] = [replace(row, data=unsaved.get(row.url, row.data)) for row in self.rows]

    @property
    def own_rows(self) -> list[AssessmentRow]:
        """The rows on commitments that the party is responsible for."""
        return [row for row in self.rows if not row.offer.is_view]

    @property
    def view_rows(self) -> list[AssessmentRow]:
        """The rows on commitments that only the other party is responsible for."""
        return [row for row in self.rows if row.offer.is_view]

    @property
    def incomplete(self) -> list[AssessmentRow]:
        """The started rows that cannot be submitted yet."""
        return [row for row in self.rows if row.lacking]

    @property
    def gaps(self) -> list[AssessmentRow]:
        """The rows on own commitments without an assessment."""
        return [row for row in self.own_rows if row.own is None]

    @property
    def given_views(self) -> list[AssessmentRow]:
        """The other party's commitments on which this party has a view."""
        return [row for row in self.view_rows if row.own]

    @property
    def overview(self) -> EvaluationOverview:
        """Deadlines, submissions and signatures of the evaluation."""
        return overview(self.evaluation, self.facts)

    @property
    def _all(self) -> CommitmentQuerySet:
        return Commitment.objects.of_agreement(self.evaluation.agreement.slug).in_text_order()

    @property
    def _wanted(self) -> CommitmentQuerySet:
        return self._all.with_ref(self.only) if self.only else self._all

    @cached_property
    def _commitments(self) -> list[Commitment]:
        return list(self._wanted.for_page().prefetch_related("responsible"))

    @property
    def _assessments(self) -> AssessmentQuerySet:
        return self._of_round.about(self._commitments) if self.only else self._of_round

    @property
    def _of_round(self) -> AssessmentQuerySet:
        return Assessment.objects.visible_to(self.by.user).of_round(self.evaluation)

    def _last_year(self) -> dict[int, list[Assessment]]:
        """Return the party's assessments of the year before, by commitment."""
        agreement, year = self.evaluation.agreement, self.evaluation.year
        before = Evaluation.objects.of_agreement(agreement.slug).of_year(year - 1).first()
        if before is None:
            return {}
        rows = Assessment.objects.visible_to(self.by.user).of_round(before).of_party(self.party)
        return self._by_commitment(rows.decided().with_relations())

    def _entries(self) -> dict[int, list[ProgressEntry]]:
        """Return the party's published entries true in the year or the one after, by commitment."""
        year = self.evaluation.year
        rows = ProgressEntry.objects.published().of_party(self.party).on(self._wanted)
        near = rows.true_between(date(year, 1, 1), date(year + 1, 12, 31))
        return self._by_commitment(near.with_party_and_sources().latest_first())

    def _sources(
        self, own: Assessment | None, before: Assessment | None, near: Iterable[ProgressEntry]
    ) -> list[Source]:
        rows = [
            row for assessment in (own, before) if assessment for row in assessment.sources.all()
        ]
        rows += [row for entry in near for row in entry.sources.all()]
        return [row for row in _unique(rows) if row.party_id == self.party.pk]

    def _handed_in(self) -> dict[int, Submission]:
        """Return each party's submission, by the party's key."""
        rows = Submission.objects.visible_to(self.by.user).of_round(self.evaluation).current()
        return {row.party_id: row for row in rows.prefetch_related("sources")}

    @cached_property
    def _reservations(self) -> dict[str, SignedReservation]:
        named = Reservation.objects.of_agreement(self.evaluation.agreement.slug)
        return {row.ref: SignedReservation(ref=row.ref, wording=row.segment.text) for row in named}

    def _columns(
        self,
        commitment: Commitment,
        assessments: Mapping[int, Assessment],
        handed_in: Mapping[int, Submission],
    ) -> list[AssessmentColumn]:
        """Return a column for each party of the agreement; empty until both have submitted."""
        if not is_revealed(self.facts):
            return []
        answering = {party.code for party in commitment.responsible.all()}
        columns = []
        for party in self._parties:
            row = assessments.get(party.pk)
            amended = row is not None and row.amended_at is not None
            submission = handed_in.get(party.pk) if amended else None
            columns.append(
                AssessmentColumn(
                    party.code,
                    party.code in answering,
                    row,
                    submission.document.verdicts.get(commitment.ref) if submission else None,
                    files_of(submission.sources.all()) if submission else {},
                    self._reservations if submission else {},
                )
            )
        return columns

    @cached_property
    def _parties(self) -> list[Party]:
        places = self.evaluation.agreement.agreement_parties.select_related("party")
        return [place.party for place in places.order_by("position")]

    @staticmethod
    def _by_commitment(rows: Iterable[AboutOne]) -> dict[int, list[AboutOne]]:
        found: dict[int, list[AboutOne]] = {}
        for row in rows:
            found.setdefault(row.commitment_id, []).append(row)
        return found


def _unique(rows: Iterable[Cited]) -> list[Cited]:
    return list({row.pk: row for row in rows}.values())
