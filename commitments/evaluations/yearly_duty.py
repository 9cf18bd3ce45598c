"""The yearly duty to evaluate: evaluations made at the time and here, year by year."""

from typing import Final

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from agreements.evaluation_year import EvaluationYear, EvaluationYearQuerySet
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision

_NOTHING: Final = Value("", CharField())


def followed_up() -> EvaluationYearQuerySet:
    """Return every evaluation year with how it was followed up, by agreement and year.

    Doubtful years are included; ``is_counted`` says whether a year is counted. ``is_known``:
    an evaluation made at the time is published, and only such an evaluation meets the duty.
    ``is_open``: an evaluation was opened here. ``published`` is the kind of its current
    revision, empty before there is one.
    """
    known = PastEvaluation.objects.published().filter(evaluation_year=OuterRef("pk"))
    revisions = Revision.objects.filter(evaluation__evaluation_year=OuterRef("pk"))
    current = revisions.order_by("-kind", "-number")  # as in ``RevisionQuerySet.current``
    return (
        EvaluationYear.objects.order_by("agreement", "year")
        .with_counted()
        .annotate(
            is_known=Exists(known.order_by()),
            is_open=Exists(Evaluation.objects.filter(evaluation_year=OuterRef("pk")).order_by()),
            published=Coalesce(Subquery(current.values("kind")[:1]), _NOTHING),
        )
    )
