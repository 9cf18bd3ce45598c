"""Commitments counted in the database: what kind of promises the texts make, and who answers."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from commitments.models.words import State
from commitments.promises import NUMBERS, Answers, Cell
from commitments.verdicts import NOT_ASSESSED

if TYPE_CHECKING:
    from commitments.models.commitment import Commitment  # noqa: F401  # named in a base class
    from commitments.models.published_verdict import PublishedVerdictQuerySet


class CountedQuerySet(models.QuerySet["Commitment"]):
    """Commitments as totals; the price does not grow with what a page shows."""

    def standing_out(self) -> Self:
        """Those with an own deadline or a definite thing or event, by reference."""
        return self.filter(~Q(deadline="") | Q(measurable=True)).order_by("ref")

    def naming_numbers(self) -> Self:
        """Those whose wording names a number that is no year, or an amount."""
        return self.filter(wording__regex=NUMBERS)

    def counted(self) -> list[Cell]:
        """A row per agreement, group and kind of promise that occur together: one query."""
        rows = self.order_by().values_list("agreement_id", "group", "verb_class")
        told = self.model._default_manager.filter(progress_entries__state=State.PUBLISHED)
        return [
            Cell(*row)
            for row in rows.annotate(
                commitments=Count("pk"),
                with_deadline=Count("pk", filter=~Q(deadline="")),
                definite=Count("pk", filter=Q(measurable=True)),
                silent=Count("pk", filter=~Exists(told.filter(pk=OuterRef("pk")))),
            )
        ]

    def counted_for_front(
        self, verdicts: "PublishedVerdictQuerySet"
    ) -> tuple[list[Cell], list[Answers]]:
        """What ``counted`` gives, and a row per agreement and party with its verdicts: one query.

        ``verdicts`` are those that count, one a commitment and party at most. The parties
        stand in the order of the agreement's first lines.
        """
        rows = self._as_cells(verdicts).union(self._as_answers(verdicts), all=True)
        columns = ("what", "of", "first", "second", "n1", "n2", "n3", "n4", "n5", "n6")
        cells: list[Cell] = []
        answers: dict[tuple[int, str], Answers] = {}
        for what, agreement, first, second, *numbers in rows.values_list(*columns).order_by("n2"):
            if what == "cell":
                cells.append(Cell(agreement, first, second, *numbers))
                continue
            found = answers.setdefault((agreement, first), Answers(agreement, first, 0, {}))
            answers[agreement, first] = found._replace(
                commitments=found.commitments + numbers[0],
                verdicts={**found.verdicts, second: numbers[0]},
            )
        return cells, list(answers.values())

    def _as_cells(self, verdicts: "PublishedVerdictQuerySet") -> QuerySet[Any, Any]:
        told = self.model._default_manager.filter(progress_entries__state=State.PUBLISHED)
        own = verdicts.own().decided().filter(commitment=OuterRef("pk")).order_by()
        disputed = verdicts.disputed().filter(commitment=OuterRef("pk")).order_by()
        rows: QuerySet[Any, Any] = self.order_by().values(
            what=Value("cell"), of=F("agreement_id"), first=F("group"), second=F("verb_class")
        )
        found: QuerySet[Any, Any] = rows.annotate(
            n1=Count("pk"),
            n2=Count("pk", filter=~Q(deadline="")),
            n3=Count("pk", filter=Q(measurable=True)),
            n4=Count("pk", filter=~Exists(told.filter(pk=OuterRef("pk")))),
            n5=Count("pk", filter=~Exists(own)),
            n6=Count("pk", filter=Exists(disputed)),
        )
        return found

    def _as_answers(self, verdicts: "PublishedVerdictQuerySet") -> QuerySet[Any, Any]:
        own = verdicts.filter(commitment=OuterRef("pk"), party=OuterRef("responsible"))
        verdict = NullIf(Subquery(own.order_by().values("verdict")[:1]), Value(""))
        zero = Value(0)
        rows: QuerySet[Any, Any] = (
            self.order_by()
            .filter(responsible__agreement_parties__agreement=F("agreement"))
            .values(
                what=Value("answers"),
                of=F("agreement_id"),
                first=F("responsible__code"),
                second=Coalesce(verdict, Value(NOT_ASSESSED)),
            )
        )
        place = Max("responsible__agreement_parties__position")
        counts = {"n1": Count("pk"), "n2": place, "n3": zero, "n4": zero, "n5": zero, "n6": zero}
        found: QuerySet[Any, Any] = rows.annotate(**counts)
        return found
