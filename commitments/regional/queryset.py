"""Queries for regional statuses."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Count, Q, When

from commitments.foundation.choices import PUBLIC_STATES, SHOWN_TO_OFFICES, State
from commitments.people.models import Membership, Visitor
from commitments.places.models import Region
from commitments.publishing.queryset import StatementQuerySet

if TYPE_CHECKING:
    from commitments.regional.models import RegionalStatus  # noqa: F401  # named in a base class

_STEPS = ("submitted_at", "returned_at", "published_at", "superseded_at", "withdrawn_at")


class RegionalStatusQuerySet(StatementQuerySet["RegionalStatus"]):
    """Regional statuses, by commitment, year, county and party."""

    def visible_to(self, user: Visitor) -> Self:
        """Return public rows; also a party's own for the party, and awaiting rows for an office.

        An office sees rows that are submitted or returned for its own counties, never a draft.
        """
        acting = Membership.acting(user)
        if acting is None or not acting.reads_counties:
            return super().visible_to(user)
        own = Region.objects.of_member(acting).values("pk")
        awaited = Q(state__in=SHOWN_TO_OFFICES, county__in=own)
        return self.filter(Q(state__in=PUBLIC_STATES) | awaited)

    def current(self) -> Self:
        """Return published and open rows, without earlier versions."""
        return self.exclude(state__in=(State.CORRECTED, State.WITHDRAWN))

    def awaiting(self) -> Self:
        """Return the rows that an office can read before they are published."""
        return self.filter(state__in=SHOWN_TO_OFFICES)

    def on_refs(self, refs: Iterable[str]) -> Self:
        """Return the rows on the commitments with these references."""
        return self.filter(commitment__ref__in=refs)

    def open_before_published(self) -> Self:
        """Return the current rows, an open one before a published one."""
        published_last = Case(When(state=State.PUBLISHED, then=1), default=0)
        return self.current().order_by(published_last, "created_at")

    def in_county(self, county: Region) -> Self:
        """Return the rows of one county."""
        return self.filter(county=county)

    def in_counties(self, counties: Iterable[Region]) -> Self:
        """Return the rows of these counties."""
        return self.filter(county__in=counties)

    def of_agreement(self, slug: str) -> Self:
        """Return the rows on commitments of the agreement with this slug."""
        return self.filter(commitment__agreement__slug=slug)

    def for_year(self, *years: int) -> Self:
        """Return the rows for these years."""
        return self.filter(year__in=years)

    def changed_since(self, moment: datetime) -> Self:
        """Return the rows that took a step after this moment."""
        return self.filter(Q.create([(f"{step}__gt", moment) for step in _STEPS], connector=Q.OR))

    def with_all(self) -> Self:
        """Fetch the county, commitment, party and sources, in two queries."""
        return self.with_relations().select_related("county")

    def with_steps(self) -> Self:
        """Fetch the same, and who recorded, sent and returned each."""
        people = ("created_by__user", "submitted_by__user", "returned_by__user")
        return self.with_all().select_related(*people)

    def in_order(self) -> Self:
        """Sort as in files: by year, commitment in text order, county and party; open rows last."""
        return self.order_by(
            "year",
            "commitment__agreement__slug",
            "commitment__position",
            "county__code",
            "party__code",
            "created_at",
        )

    def with_most_counties(self) -> tuple[str, int, str] | None:
        """Return the reference, year and party with most counties in the last year reported."""
        names = ("commitment__ref", "year", "party__code")
        groups = self.order_by().values(*names, "commitment__position", "party_id")
        counted = groups.annotate(counties=Count("pk"))
        rows = counted.order_by("-year", "-counties", "commitment__position", "party_id")
        found: tuple[str, int, str] | None = rows.values_list(*names).first()
        return found

    def for_review(self) -> Self:
        """Fetch what the base class does, and the county."""
        return super().for_review().select_related("county", "corrects__county")

    def for_list(self) -> Self:
        """Fetch what the base class does, and the county."""
        return super().for_list().select_related("county")
