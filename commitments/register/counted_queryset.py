"""Commitments counted in the database: what kind of promises the texts make, and who answers."""

from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from agreements.vocabulary import NOT_ASSESSED
from commitments.register.promise_kinds import NUMBERS, Answers, PromiseCount

if TYPE_CHECKING:
    from commitments.register.models import Commitment  # noqa: F401  # named in a base class


class CountedQuerySet(models.QuerySet["Commitment"]):
    """Commitments as totals; the price does not grow with what a page shows."""

    def standing_out(self) -> Self:
        """Those with an own deadline or a definite thing or event, by reference."""
        return self.filter(~Q(deadline="") | Q(measurable=True)).order_by("ref")

    def naming_numbers(self) -> Self:
        """Those whose wording names a number that is no year, or an amount."""
        return self.filter(wording__regex=NUMBERS)

    def counted(
        self, *, decided: QuerySet[Any] | None = None, disputed: QuerySet[Any] | None = None
    ) -> list[PromiseCount]:
        """A row per agreement, group and kind of promise that occur together: one query.

        ``decided`` are the verdicts that parties gave on what they answer for, ``disputed``
        those on which the parties disagree; both of the years that count. Without them
        nothing is counted as unassessed or disputed.
        """
        entries: Any = self.model._meta.get_field("progress_entries").related_model
        reported = entries.objects.published().filter(commitment=OuterRef("pk")).order_by()
        counts = {
            "commitments": Count("pk"),
            "with_deadline": Count("pk", filter=~Q(deadline="")),
            "definite": Count("pk", filter=Q(measurable=True)),
            "silent": Count("pk", filter=~Exists(reported)),
        }
        if decided is not None:
            given = decided.filter(commitment=OuterRef("pk")).order_by()
            counts["unassessed"] = Count("pk", filter=~Exists(given))
        if disputed is not None:
            given = disputed.filter(commitment=OuterRef("pk")).order_by()
            counts["disputed"] = Count("pk", filter=Exists(given))
        rows: QuerySet[Any, Any] = self.order_by().values("agreement_id", "group", "verb_class")
        return [PromiseCount(**row) for row in rows.annotate(**counts)]

    def counted_by_party(self, verdicts: QuerySet[Any], *, own: QuerySet[Any]) -> list[Answers]:
        """A row per agreement and party that answers, or answered, with its verdicts: one query.

        ``verdicts`` are those that count, one a commitment and party at most, ``own`` those of
        them on what the party answers for. Where a commitment has any, they say themselves who
        answered; elsewhere those who do now did not assess. The parties stand in the order of
        the agreement's first lines.
        """
        own = own.filter(
            commitment__in=self.order_by().values("pk"),
            party__agreement_parties__agreement=F("commitment__agreement"),
        )
        judged = Exists(verdicts.filter(commitment=OuterRef("pk")).order_by())
        now = self.filter(responsible__agreement_parties__agreement=F("agreement"))
        stated = Coalesce(NullIf("verdict", Value("")), Value(NOT_ASSESSED))
        rows = _of_parties(own, "commitment__", "party__", stated).annotate(
            n=Count("pk"), now=Value(0)
        )
        today = _of_parties(now, "", "responsible__", Value(NOT_ASSESSED)).annotate(
            n=Count("pk", filter=~judged), now=Count("pk")
        )
        found: dict[tuple[int, str], tuple[int, Counter[str]]] = {}
        for row in rows.union(today, all=True).order_by("place"):
            key = row["of"], row["who"]
            answered, counts = found.get(key, (0, Counter()))
            counts[row["stated"]] += row["n"]
            found[key] = answered + row["now"], counts
        return [
            Answers(*key, answered, {name: n for name, n in counts.items() if n})
            for key, (answered, counts) in found.items()
        ]


def _of_parties(
    rows: QuerySet[Any, Any], commitment: str, party: str, stated: Any
) -> QuerySet[Any, Any]:
    """Agreement, party, its place there and what is stated; the names lead to the first two."""
    place = F(f"{party}agreement_parties__position")
    who, of = F(f"{party}code"), F(f"{commitment}agreement")
    found: QuerySet[Any, Any] = rows.order_by().values(of=of, place=place, who=who, stated=stated)
    return found
