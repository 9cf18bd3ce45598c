"""What is known of each evaluation year of an agreement: from the time, and here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from agreements.models import EvaluationYear
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.facts import facts_of
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.state import ONE_SIDED, SIGNED
from commitments.evaluations.years.how_far import HowFar, how_far


@dataclass(frozen=True, slots=True)
class YearOverview:
    """An evaluation year, how far its evaluation here has come, and its current revision.

    ``past`` are the published evaluations made at the time. ``revision`` is None if none is
    published.
    """

    year: EvaluationYear
    how_far: HowFar
    revision: Revision | None
    past: list[PastEvaluation]

    @property
    def is_counted(self) -> bool:
        """Whether the year is counted; a doubtful year without an evaluation here is not."""
        return self.year.is_counted

    @property
    def alone(self) -> str:
        """The party that published its assessments alone; empty if none has or both signed."""
        if self.revision is None or self.revision.kind != ONE_SIDED:
            return ""
        party = self.revision.published_by.party
        return party.code if party else ""

    @property
    def signatures(self) -> list[SignOff]:
        """The signatures on the current revision, in order of time; empty without one."""
        return list(self.revision.signoffs.all()) if self.revision else []

    @property
    def is_signed(self) -> bool:
        """Whether both parties have signed the revision that applies."""
        return self.revision is not None and self.revision.kind == SIGNED


def overviews(slug: str, years: Iterable[Any]) -> list[YearOverview]:
    """Return an overview of each of these years of an agreement, in a fixed number of queries."""
    evaluations = list(Evaluation.objects.of_agreement(slug).with_relations())
    facts = facts_of(evaluations)
    by_year = {row.evaluation_year_id: facts[row.pk] for row in evaluations}
    revisions = {row.evaluation.evaluation_year_id: row for row in _revisions(slug)}
    past: dict[int, list[PastEvaluation]] = defaultdict(list)
    for row in PastEvaluation.objects.published().of_agreement(slug).with_relations():
        past[row.evaluation_year_id].append(row)
    now = timezone.now()
    return [
        YearOverview(
            year, how_far(by_year.get(year.pk), now), revisions.get(year.pk), past[year.pk]
        )
        for year in years
    ]


def _revisions(slug: str) -> Iterable[Revision]:
    rows = Revision.objects.current().of_agreement(slug).without_content()
    return rows.select_related("evaluation", "published_by__party").prefetch_related(
        "signoffs__party"
    )
