"""The yearly duty to evaluate, year by year: what is known from the time, what was made here."""

from typing import Final

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from agreements.evaluation_year import EvaluationYear, EvaluationYearQuerySet
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision

_NOTHING: Final = Value("", CharField())


def followed_up() -> EvaluationYearQuerySet:
    """Every evaluation year with how it was followed up, by agreement and year.

    Doubtful years are among them; ``is_counted`` says whether a year is counted.
    ``is_known``: an evaluation of the time is published, which alone answers the duty.
    ``is_open``: an evaluation was opened here. ``published`` is the kind of its current
    revision, "" before there is one.
    """
    known = PastEvaluation.objects.published().filter(evaluation_year=OuterRef("pk"))
    revisions = Revision.objects.filter(evaluation__evaluation_year=OuterRef("pk"))
    current = revisions.order_by("-kind", "-number")  # as ``RevisionQuerySet.current`` has it
    return (
        EvaluationYear.objects.order_by("agreement", "year")
        .with_counted()
        .annotate(
            is_known=Exists(known.order_by()),
            is_open=Exists(Evaluation.objects.filter(evaluation_year=OuterRef("pk")).order_by()),
            published=Coalesce(Subquery(current.values("kind")[:1]), _NOTHING),
        )
    )
