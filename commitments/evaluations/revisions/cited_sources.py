"""The sources that an evaluation cites."""

from typing import Final

from django.db.models import Q, QuerySet

from agreements.models import Party
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.foundation.prepared_query import Prepared
from commitments.sources.models import Source


def sources_of(evaluation: Evaluation, alone: Party | None = None) -> set[Source]:
    """Every source that the content of the current round cites, or one party's part of it."""
    party = alone.pk if alone else 0
    found = set(_SOURCES(evaluation.pk, evaluation.round, party, of_all=alone is None))
    if evaluation.meeting:
        found |= set(evaluation.meeting.papers.all())
    return found | ({evaluation.opening_source} if evaluation.opening_source else set())


def _sources(evaluation: int, number: int, party: int, *, of_all: bool) -> QuerySet[Source]:
    whose = {"evaluation": evaluation, "round": number, **({} if of_all else {"party": party})}
    assessments = Assessment.sources.through.objects.filter(
        **{f"assessment__{name}": value for name, value in whose.items()}
    )
    submissions = Submission.sources.through.objects.filter(
        submission__taken_back_at=None,
        **{f"submission__{name}": value for name, value in whose.items()},
    )
    return Source.objects.filter(
        Q(pk__in=assessments.values("source")) | Q(pk__in=submissions.values("source"))
    )


_SOURCES: Final = Prepared(_sources)
