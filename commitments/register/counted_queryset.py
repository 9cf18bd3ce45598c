"""Counts commitments in the database: by type of promise, and by what is published on them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from commitments.register.promise_kinds import NUMBERS, PromiseCount, ResponsibilityCount

if TYPE_CHECKING:
    from commitments.register.models import Commitment  # noqa: F401  # named in a base class


class CountedQuerySet(models.QuerySet["Commitment"]):
    """Commitments as totals; the cost does not grow with what a page shows."""

    def standing_out(self) -> Self:
        """Return commitments with a deadline, period or definite thing or event, by reference."""
        stands_out = ~Q(deadline="") | ~Q(period="") | Q(measurable=True)
        return self.filter(stands_out).order_by("ref")

    def naming_numbers(self) -> Self:
        """Return commitments whose wording has an amount, or a number that is not a year."""
        return self.filter(wording__regex=NUMBERS)

    def counted(
        self, *, decided: QuerySet[Any] | None = None, disputed: QuerySet[Any] | None = None
    ) -> list[PromiseCount]:
        """Return ``counts`` as objects, in one query."""
        return [PromiseCount(**row) for row in self.counts(decided=decided, disputed=disputed)]

    def counts(
        self, *, decided: QuerySet[Any] | None = None, disputed: QuerySet[Any] | None = None
    ) -> QuerySet[Any, dict[str, Any]]:
        """Return a row per agreement, group and type of promise that occur together.

        ``decided`` are the verdicts that responsible parties gave for any year, ``disputed``
        those on which the parties still disagree. Without them nothing is counted as
        unassessed or disputed.
        """
        entries: Any = self.model._meta.get_field("progress_entries").related_model
        reported = entries.objects.published().filter(commitment=OuterRef("pk")).order_by()
        counts = {
            "commitments": Count("pk"),
            "with_deadline": Count("pk", filter=~Q(deadline="")),
            "with_period": Count("pk", filter=~Q(period="")),
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
        counted: QuerySet[Any, Any] = rows.annotate(**counts)
        return counted

    def counted_by_party(self) -> dict[str, dict[str, int]]:
        """Count the commitments each party is responsible for now, by slug and code; one query."""
        rows = self.order_by().values_list("agreement__slug", "responsible__code")
        found: dict[str, dict[str, int]] = {}
        for slug, code, number in rows.annotate(n=Count("pk")):
            found.setdefault(slug, {})[code] = number
        return found

    def counted_responsibilities(self) -> list[ResponsibilityCount]:
        """Count commitments by agreement, responsible party, actor, and whether it is shared.

        One query; within an agreement and party in the order in which the text first has them.
        """
        links = self.model.responsible.through.objects.filter(commitment__in=self.values("pk"))
        others = self.model.responsible.through.objects.filter(commitment=OuterRef("commitment"))
        rows = links.values(
            agreement=F("commitment__agreement__slug"),
            code=F("party__code"),
            actor=F("commitment__actor"),
            is_shared=Exists(others.exclude(party=OuterRef("party"))),
        ).annotate(commitments=Count("pk"), first=Min("commitment__position"))
        ordered = rows.order_by("agreement", "first", "code", "is_shared")
        columns = ("agreement", "code", "actor", "is_shared", "commitments")
        return [ResponsibilityCount(*row) for row in ordered.values_list(*columns)]

    def counted_by_agreement(self) -> dict[str, int]:
        """Count the commitments of each agreement, by its slug; one query."""
        rows = self.order_by().values_list("agreement__slug")
        return dict(rows.annotate(n=Count("pk")))
