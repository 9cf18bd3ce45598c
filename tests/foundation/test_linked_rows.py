"""Rows with what they are linked to: like ``prefetch_related``, by one query."""

import pytest
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.linked_rows import with_linked
from commitments.register.models import Commitment

pytestmark = pytest.mark.usefixtures("texts")


def test_gives_what_django_would(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = list(Commitment.objects.order_by("pk"))

    with django_assert_num_queries(2):
        found = with_linked(with_linked(rows, "responsible"), "segments", "agreement")
        said = {
            row.pk: (
                [party.code for party in row.responsible.all()],
                [segment.agreement.slug for segment in row.segments.all()],
                [segment.pk for segment in row.segments.all()],
            )
            for row in found
        }

    assert len(rows) > 25
    for row in Commitment.objects.all():
        parties, slugs, segments = said[row.pk]
        assert parties == [party.code for party in row.responsible.all()]
        assert segments == [segment.pk for segment in row.segments.all()]
        assert set(slugs) == {row.agreement.slug}


def test_no_rows_ask_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert with_linked(Commitment.objects.none(), "segments") == []


def test_what_else_is_asked_is_asked_of_the_same_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    [row] = with_linked([Commitment.objects.get(ref="2005-F1")], "responsible")
    with django_assert_num_queries(0):
        assert row.responsible.exists()
        assert row.responsible.count() == len(row.responsible.all()) == 2

    assert [party.code for party in row.responsible.filter(code="KS")] == ["KS"]
    assert [party.code for party in row.responsible.order_by("-code")] == ["KS", "KD"]
