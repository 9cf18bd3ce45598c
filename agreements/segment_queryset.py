"""Queries for segments."""

from collections import defaultdict
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from agreements.models import Segment  # noqa: F401  # named in a base class


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Segments, in text order."""

    def procedures(self) -> Self:
        """Return the rules for following up the agreement that have a reference."""
        return self.filter(kind="procedure").exclude(ref="")

    def refs_by_agreement(self) -> dict[str, set[str]]:
        """Return the references of each agreement that has any, by its slug, in one query."""
        refs: dict[str, set[str]] = defaultdict(set)
        for slug, ref in self.exclude(ref="").values_list("agreement__slug", "ref"):
            refs[slug].add(ref)
        return refs

    def doubtful(self) -> Self:
        """Return segments whose kind a reader may doubt, with their agreement, in one query."""
        return self.filter(note__doubt=True).select_related("agreement")

    def with_signatures(self) -> Self:
        """Fetch the signature of each segment that has one, in one query."""
        return self.select_related("signature__party")

    def with_goals_and_signatures(self) -> Self:
        """Fetch the goal or signature, if any; a goal is repeated for each area (``goal_area``)."""
        return (
            self.select_related("goal", "signature__party")
            .annotate(goal_area=F("goal__areas__area"))
            .order_by("position", "goal__areas__pk")
        )
