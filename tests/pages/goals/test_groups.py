"""The commitments beside a goal, grouped by what connects them."""

from typing import Final

import pytest

from agreements.models import Goal
from commitments.pages.goals.groups import GroupedGoal, grouped
from commitments.register.models import Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

GOALS: Final = ("2011-B1", "2011-B2", "2011-B3", "2011-G1", "2011-G2", "2011-G3", "2011-V1")


def goals() -> list[GroupedGoal]:
    return grouped(Goal.objects.for_page(), Commitment.objects.in_text_order())


def test_the_groups_of_a_goal_are_complete_and_disjoint() -> None:
    for goal, groups in goals():
        found = [row.commitment.ref for group in groups for row in group.rows]
        areas = {row.area for row in goal.areas.all()}
        own = Commitment.objects.of_agreement(goal.segment.agreement.slug)
        expected = set(own.filter(areas__area__in=areas).values_list("ref", flat=True))
        expected |= {row.link.commitment for group in groups for row in group.rows if row.link}

        assert [group.basis for group in groups] == ["text", "echo", "area"]
        assert len(found) == len(set(found))
        assert set(found) == expected


def test_only_one_commitment_is_connected_with_the_goals_by_the_text() -> None:
    connected = {
        goal.ref: [row.commitment.ref for row in groups[0].rows]
        for goal, groups in goals()
        if groups[0].rows
    }

    assert connected == {ref: ["2011-M2"] for ref in GOALS}
