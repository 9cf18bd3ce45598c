"""Meetings as they are asked for: the latest first, with their papers at a fixed price."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.meeting_models import Meeting
from tests import make

pytestmark = pytest.mark.django_db


def test_the_latest_meeting_comes_first() -> None:
    second, first, third = (
        make.make_meeting(year=2012, number=number, held_on=date(2012, month, 5))
        for number, month in ((2, 5), (1, 2), (None, 11))
    )

    assert list(Meeting.objects.all()) == [third, second, first]
    assert [meeting.is_bilateral for meeting in Meeting.objects.all()] == [True, False, False]


def test_papers_cost_two_queries_for_any_number_of_meetings(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in (1, 2, 3):
        make.make_meeting(number=number).papers.set([make.make_source()])

    with django_assert_num_queries(2):
        papers = [list(meeting.papers.all()) for meeting in Meeting.objects.with_papers()]

    assert [len(found) for found in papers] == [1, 1, 1]
