"""Cells, the unit in which assessments are counted: commitment × responsible party × year."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from agreements.models import EvaluationYear
from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.evaluations.counting.claims import CellCount
from commitments.evaluations.revisions.verdict_models import PublishedVerdictQuerySet
from commitments.register.models import Commitment

_YEARS: Final = "agreement__evaluation_years"


class Cell(NamedTuple):
    """One responsible party's assessment of one commitment for one counted evaluation year.

    ``stated`` is the second half of a code of the vocabulary: a verdict, not_assessed in a
    published evaluation, or not_published for a year without one.
    """

    agreement: str
    position: int
    ref: str
    year: int
    place: int
    party: str
    stated: str


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of years with a published evaluation, and of years without.

    A published evaluation says itself who was responsible; for other years it is those who are now.
    """

    published: QuerySet[Any, Any]
    unpublished: QuerySet[Any, Any]

    @classmethod
    def of(cls, verdicts: PublishedVerdictQuerySet) -> Self:
        """Create all cells; ``verdicts`` are those of all current revisions that may be seen."""
        of_year = verdicts.filter(commitment__agreement=OuterRef("agreement"))
        of_year = of_year.filter(year=OuterRef("year")).order_by()
        unpublished = Commitment.objects.order_by().filter(
            responsible__agreement_parties__agreement=F("agreement"),
            agreement__evaluation_years__in=EvaluationYear.objects.counted().filter(
                ~Exists(of_year)
            ),
        )
        own = verdicts.own().order_by()
        own = own.filter(party__agreement_parties__agreement=F("commitment__agreement"))
        return cls(
            own.values(
                slug=F("commitment__agreement__slug"),
                row=F("commitment__position"),
                cell_ref=F("commitment__ref"),
                of=F("year"),
                place=F("party__agreement_parties__position"),
                who=F("party__code"),
                stated=Coalesce(NullIf("verdict", Value("")), Value(NOT_ASSESSED)),
            ),
            unpublished.values(
                slug=F("agreement__slug"),
                row=F("position"),
                cell_ref=F("ref"),
                of=F(f"{_YEARS}__year"),
                place=F("responsible__agreement_parties__position"),
                who=F("responsible__code"),
                stated=Value(NOT_PUBLISHED),
            ),
        )

    def filtered(self, **values: object) -> Self:
        """Return cells with these values of ``slug``, ``of`` (the year), ``who`` and ``stated``."""
        return type(self)(self.published.filter(**values), self.unpublished.filter(**values))

    def given(self) -> Self:
        """Return the cells with a verdict."""
        return type(self)(self.published.exclude(stated=NOT_ASSESSED), self.unpublished.none())

    def listed(self) -> QuerySet[Any, Any]:
        """Return all columns of ``Cell``, in text order, then by year and party."""
        columns = ("slug", "row", "cell_ref", "of", "place", "who", "stated")
        rows = self.published.values_list(*columns)
        return rows.union(self.unpublished.values_list(*columns), all=True).order_by(
            "slug", "row", "of", "place"
        )

    def counted(self) -> list[CellCount]:
        """Return ``counts`` as objects, in one query."""
        return [CellCount(*row) for row in self.counts()]

    def counts(self) -> QuerySet[Any, tuple[Any, ...]]:
        """Count the cells by agreement, year, party and what is stated."""
        columns = ("slug", "of", "place", "who", "stated")
        published, unpublished = (
            rows.values_list(*columns).annotate(n=Count("pk"))
            for rows in (self.published, self.unpublished)
        )
        rows: QuerySet[Any, Any] = published.union(unpublished, all=True)
        return rows.order_by("slug", "of", "place")
