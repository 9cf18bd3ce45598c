"""Queries for progress entries."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery

from commitments.foundation.choices import State
from commitments.foundation.days import end_of
from commitments.foundation.json_values import JSONValues
from commitments.publishing.queryset import StatementQuerySet

if TYPE_CHECKING:
    from commitments.progress.models import ProgressEntry  # noqa: F401  # named in a base class


class ProgressEntryQuerySet(StatementQuerySet["ProgressEntry"]):
    """Progress entries, ordered by the day they describe, the latest first."""

    def true_between(self, first: date, last: date) -> Self:
        """Return entries about a day from the first to the last, inclusive."""
        return self.filter(true_on__range=(first, last))

    def known_by(self, day: date) -> Self:
        """Return the versions that were published at the end of that day in Norway.

        Versions that had been corrected or withdrawn by then are left out.
        """
        moment = end_of(day)
        return self._versions_of(moment).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
        )

    def seen(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """Return the entries for the two times; today's if neither is given."""
        rows = self.known_by(kjent) if kjent else self.published()
        return rows.filter(true_on__lte=per) if per else rows

    def on_time_line(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """Return the entries of ``seen`` and those withdrawn by then, which are shown as such."""
        if kjent:
            rows = self._versions_of(end_of(kjent))
        else:
            rows = self.filter(state__in=(State.PUBLISHED, State.WITHDRAWN))
        return rows.filter(true_on__lte=per) if per else rows

    def _versions_of(self, moment: datetime) -> Self:
        """Return every version that was published by then and not yet corrected."""
        return self.public().filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), published_at__lte=moment
        )

    def on(self, commitments: models.QuerySet[models.Model]) -> Self:
        """Return the entries about these commitments."""
        return self.filter(commitment__in=commitments.order_by().values("pk"))

    def latest_first(self) -> Self:
        """Order by the day they describe, then by publication, the latest first."""
        return self.order_by("-true_on", "-published_at", "-created_at")

    def latest_per_party(self) -> Self:
        """Return one entry per commitment and party: the latest day, then the last published."""
        later = (
            self.filter(commitment=OuterRef("commitment"), party=OuterRef("party"))
            .latest_first()
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(later))

    def in_order_of_days(self) -> Self:
        """Order by the day they describe, then by publication."""
        return self.order_by("true_on", "published_at", "created_at")

    def of_page(self, page: Self, *, and_also: Iterable[Self]) -> Self:
        """Return the rows of a page and some others; ``on_page`` marks those of the page.

        Page and others may be sliced. All are read by one query.
        """
        others = Q.create([("pk__in", rows.values("pk")) for rows in and_also], connector=Q.OR)
        on_page = ExpressionWrapper(Q(pk__in=page.values("pk")), models.BooleanField())
        return self.annotate(on_page=on_page).filter(Q(on_page=True) | others)

    def statement_values(self) -> Self:
        """Return objects of ``status`` and ``true_on``, the latest first, for a subquery.

        The day is text, «2012-03-15», because JSON has no dates.
        """
        values = JSONValues(status="status", true_on="true_on")
        return cast("Self", self.latest_first().values(statement=values))

    def with_commitment(self) -> Self:
        """Fetch each entry's party and its commitment's reference, in the same query."""
        names = ("search_words", "wording", "note", "reasons", "condition")
        return self.select_related("party", "commitment").defer(
            *(f"commitment__{name}" for name in names)
        )

    def last_published_first(self) -> Self:
        """Order by publication, the latest first, with what a list in the workspace shows."""
        return self.select_related("commitment", "party").order_by("-published_at", "-created_at")

    def public_versions(self) -> Self:
        """Return every public version, the last published first, with what it corrects.

        A fixed number of queries for any number of rows.
        """
        return (
            self.public()
            .select_related("party", "commitment__agreement", "corrects")
            .prefetch_related("sources", "corrects__sources")
            .order_by("-published_at", "-created_at")
        )
