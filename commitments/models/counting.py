"""Commitments counted in the database: what kind of promises the texts make, and who answers."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from commitments.models.words import State
from commitments.promises import NUMBERS, Answers, PromiseCount
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

    def counted(self, verdicts: "PublishedVerdictQuerySet | None" = None) -> list[PromiseCount]:
        """A row per agreement, group and kind of promise that occur together: one query.

        ``verdicts`` are those that count, one a commitment and party at most. Without them
        nothing is counted as unassessed or disputed.
        """
        reported = self.model._default_manager.filter(progress_entries__state=State.PUBLISHED)
        counts = {
            "commitments": Count("pk"),
            "with_deadline": Count("pk", filter=~Q(deadline="")),
            "definite": Count("pk", filter=Q(measurable=True)),
            "silent": Count("pk", filter=~Exists(reported.filter(pk=OuterRef("pk")))),
        }
        if verdicts is not None:
            own = verdicts.own().decided().filter(commitment=OuterRef("pk")).order_by()
            disputed = verdicts.disputed().filter(commitment=OuterRef("pk")).order_by()
            counts |= {
                "unassessed": Count("pk", filter=~Exists(own)),
                "disputed": Count("pk", filter=Exists(disputed)),
            }
        rows: QuerySet[Any, Any] = self.order_by().values("agreement_id", "group", "verb_class")
        return [PromiseCount(**row) for row in rows.annotate(**counts)]

    def counted_by_party(self, verdicts: "PublishedVerdictQuerySet") -> list[Answers]:
        """A row per agreement and party that answers, with its verdicts: one query.

        ``verdicts`` are those that count, as in ``counted``. The parties stand in the order of
        the agreement's first lines.
        """
        own = verdicts.filter(commitment=OuterRef("pk"), party=OuterRef("responsible"))
        verdict = NullIf(Subquery(own.order_by().values("verdict")[:1]), Value(""))
        rows = (
            self.filter(responsible__agreement_parties__agreement=F("agreement"))
            .order_by()
            .values(
                "agreement_id",
                party=F("responsible__code"),
                verdict=Coalesce(verdict, Value(NOT_ASSESSED)),
            )
            .annotate(
                count=Count("pk"), party_position=Max("responsible__agreement_parties__position")
            )
            .order_by("party_position")
        )
        found: dict[tuple[int, str], dict[str, int]] = {}
        for row in rows:
            verdicts_of = found.setdefault((row["agreement_id"], row["party"]), {})
            verdicts_of[row["verdict"]] = row["count"]
        return [Answers(*key, sum(counts.values()), counts) for key, counts in found.items()]
