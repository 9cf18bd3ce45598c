"""How segments are asked for: by what they are, with what they hold."""

from collections import defaultdict
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from agreements.models import Segment  # noqa: F401  # named in a base class


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Segments, as the text goes."""

    def procedures(self) -> Self:
        """Those that say how the parties are to follow up the agreement, each with a reference."""
        return self.filter(kind="procedure").exclude(ref="")

    def refs_by_agreement(self) -> dict[str, set[str]]:
        """The references of each agreement that has any, by its slug: one query."""
        refs: dict[str, set[str]] = defaultdict(set)
        for slug, ref in self.exclude(ref="").values_list("agreement__slug", "ref"):
            refs[slug].add(ref)
        return refs

    def doubtful(self) -> Self:
        """Those whose kind a reader may disagree with, with their agreement: one query."""
        return self.filter(note__doubt=True).select_related("agreement")

    def with_signatures(self) -> Self:
        """Each segment with the name it may hold: one query for any number."""
        return self.select_related("signature__party")

    def with_goals_and_signatures(self) -> Self:
        """Each segment with its goal or name, if any; a goal once per area (``goal_area``)."""
        return (
            self.select_related("goal", "signature__party")
            .annotate(goal_area=F("goal__areas__area"))
            .order_by("position", "goal__areas__pk")
        )
