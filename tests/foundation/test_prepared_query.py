"""Queries whose SQL a process makes once: they answer what the queries themselves do."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.prepared_query import Prepared
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment

pytestmark = pytest.mark.usefixtures("texts")

by_ref: Prepared[Commitment] = Prepared(
    lambda ref: Commitment.objects.for_page().with_mark().filter(ref=ref)
)
refs_of: Prepared[Any] = Prepared(
    lambda agreement, group, *, order: (
        Commitment.objects.filter(Q(agreement__slug=agreement), Q(group=group) | Q(measurable=True))
        .order_by(order)
        .values_list("ref", flat=True)
    )
)


def asked(ref: str) -> dict[str, Any]:
    return {name: value for name, value in vars(by_ref(ref)[0]).items() if not name.startswith("_")}


def test_gives_the_rows_of_each_value(texts: None) -> None:
    for row in Commitment.objects.for_page().with_mark():
        own = {name: value for name, value in vars(row).items() if not name.startswith("_")}

        assert asked(row.ref) == own
        assert [one.pk for one in by_ref(row.ref)[0].segments.all()] == [
            one.pk for one in row.segments.all()
        ]


def test_knows_nothing_of_what_was_asked_before(texts: None) -> None:
    first = refs_of("2005-2009", "joint", order="ref")

    assert refs_of("2011-2013", "joint", order="ref") != first
    assert refs_of("2005-2009", "joint", order="-ref") == first[::-1]
    assert refs_of("2005-2009", "joint", order="ref") == first
    assert by_ref("none") == []
    assert by_ref.first("none") is None


def test_asks_the_database_each_time(texts: None) -> None:
    refs_of("2005-2009", "joint", order="ref")

    with CaptureQueriesContext(connection) as asked_for:
        refs_of("2005-2009", "joint", order="ref")

    assert len(asked_for) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda n: Commitment.objects.order_by("pk")[:n], id="a value in the SQL"),
        pytest.param(lambda text: Commitment.objects.filter(ref=f"{text}-"), id="changed"),
    ],
)
def test_refuses_a_query_that_values_change(texts: None, wrong: Any) -> None:
    value = 5 if wrong.__code__.co_varnames == ("n",) else "F1"

    with pytest.raises(ValueError, match="depends on the values"):
        Prepared(wrong)(value)


@pytest.mark.parametrize(
    ("field", "clock"), [("published_at", timezone.now), ("true_on", timezone.localdate)]
)
def test_refuses_a_query_that_the_clock_changes(texts: None, field: str, clock: Any) -> None:
    before: Prepared[Any] = Prepared(
        lambda: ProgressEntry.objects.filter(**{f"{field}__lt": clock()})
    )

    with pytest.raises(ValueError, match="depends on the clock"):
        before()


def test_a_query_that_finds_nothing_is_not_asked(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asked: Prepared[Commitment] = Prepared(
        lambda *keys: Commitment.objects.filter(pk__in=keys, measurable=True)
    )

    with django_assert_num_queries(0):
        assert asked() == []
    assert asked(1, 2, 3) == list(asked.asked(1, 2, 3))
