"""Commitments counted in the database: what kind of promises the texts make, and who answers."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from commitments.models.words import State
from commitments.promises import NUMBERS, Answers, Cell

if TYPE_CHECKING:
    from commitments.models.commitment import Commitment  # noqa: F401  # named in a base class


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

    def answers_counted(self) -> list[Answers]:
        """A row per agreement and party, in the order of the agreement's first lines: one query."""
        position = "responsible__agreement_parties__position"
        rows = (
            self.filter(responsible__agreement_parties__agreement=F("agreement"))
            .values_list("agreement_id", "responsible__code", position)
            .annotate(commitments=Count("pk"))
            .order_by("agreement_id", position)
        )
        return [Answers(agreement, code, count) for agreement, code, _position, count in rows]
