"""Groups the commitments of an agreement beside a goal, by what connects them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from agreements import vocabulary
from agreements.models import Goal
from commitments.context.goal_links import ShownLink, shown_links
from commitments.context.goal_models import GoalLink
from commitments.register.models import Commitment
from commitments.register.queryset import CommitmentQuerySet

SAME_AREA: Final = "area"


class GoalCommitment(NamedTuple):
    """A commitment beside a goal; ``link`` is None if only an area connects them."""

    commitment: Any
    link: ShownLink | None


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """Commitments with one basis, a word of the group «serves», in text order; possibly none."""

    basis: str
    rows: Sequence[GoalCommitment]

    @property
    def anchor(self) -> str:
        """The group's anchor on the page of its goal, which is also its value in files."""
        return vocabulary.word(f"serves.{self.basis}").slug


class GroupedGoal(NamedTuple):
    """A goal with its three groups: stated in the text, same words, same area."""

    goal: Goal
    groups: list[GoalGroup]


def grouped(goals: Iterable[Goal], commitments: CommitmentQuerySet) -> list[GroupedGoal]:
    """Return each goal with those of the commitments that go with it, in four queries.

    The goals must be loaded ``for_page``. A commitment is in one group of a goal at most.
    """
    loaded = list(goals)
    own = {goal.segment.agreement_id for goal in loaded}
    beside = list(commitments.filter(agreement__in=own).prefetch_related("areas"))
    links = GoalLink.objects.filter(goal__in=[goal.ref for goal in loaded])
    connected = shown_links(links.select_related("proposal"))
    return [GroupedGoal(goal, _groups(goal, beside, connected)) for goal in loaded]


def _groups(
    goal: Goal, commitments: Iterable[Commitment], links: Iterable[ShownLink]
) -> list[GoalGroup]:
    areas = {row.area for row in goal.areas.all()}
    own = {link.commitment: link for link in links if link.goal == goal.ref}
    found: dict[str, list[GoalCommitment]] = {name: [] for name in vocabulary.names("serves")}
    for row in commitments:
        if row.agreement_id != goal.segment.agreement_id:
            continue
        if link := own.get(row.ref):
            found[link.basis].append(GoalCommitment(row, link))
        elif areas & {each.area for each in row.areas.all()}:
            found[SAME_AREA].append(GoalCommitment(row, None))
    return [GoalGroup(basis, rows) for basis, rows in found.items()]
