"""Long lists in pages."""

import pytest
from pytest_django import DjangoAssertNumQueries

from commitments.register.models import Commitment
from commitments.web.paging import Pages, page_number


@pytest.mark.parametrize(
    ("number", "first", "last"), [(1, 0, 9), (2, 10, 19), (3, 20, 29), (4, 30, 34)]
)
def test_every_page_holds_its_rows_in_order(
    texts: None, number: int, first: int, last: int
) -> None:
    rows = Commitment.objects.in_text_order()
    everything = list(rows)

    assert Pages(rows, 10).rows(number) == everything[first : last + 1]


def test_a_page_is_one_query(
    texts: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = Pages(Commitment.objects.in_text_order(), 10)
    assert pages.rows_in_all == 35

    with django_assert_num_queries(1) as sent:
        pages.rows(4)
    assert "LIMIT 5)" in sent.captured_queries[0]["sql"]


def test_no_row_is_one_empty_page(db: None) -> None:
    pages = Pages(Commitment.objects.in_text_order().filter(ref="2005-X"))

    assert (pages.last, pages.rows(1), pages.around(1)) == (1, [], [])


@pytest.mark.parametrize(
    ("number", "offered"),
    [
        (1, [1, 2, 3, 0, 18]),
        (2, [1, 2, 3, 4, 0, 18]),
        (9, [1, 0, 7, 8, 9, 10, 11, 0, 18]),
        (18, [1, 0, 16, 17, 18]),
    ],
)
def test_offers_the_pages_around_and_both_ends(
    texts: None, number: int, offered: list[int]
) -> None:
    assert Pages(Commitment.objects.in_text_order(), 2).around(number) == offered


@pytest.mark.parametrize(
    ("typed", "number"), [("", 1), ("0", 0), ("07", 7), ("9" * 5000, 1_000_000_000)]
)
def test_reads_the_page_asked_for(typed: str, number: int) -> None:
    assert page_number(typed) == number


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "٣", "1e3", "\ufffd"])
def test_refuses_what_is_no_whole_number(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        page_number(typed)


@pytest.fixture
def uncounted(texts: None) -> Pages:
    """The pages of 35 rows of which ten are counted."""
    return Pages(Commitment.objects.in_text_order(), 2, most_counted=10)


def test_counts_no_further_than_asked(
    uncounted: Pages, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as sent:
        assert (uncounted.rows_in_all, uncounted.is_open) == (11, True)
    assert "LIMIT 11)" in sent.captured_queries[0]["sql"]


def test_so_many_rows_as_are_counted_are_known_exactly(texts: None) -> None:
    pages = Pages(Commitment.objects.in_text_order(), 10, most_counted=35)

    assert (pages.rows_in_all, pages.is_open, pages.around(4)) == (35, False, [1, 2, 3, 4])


def test_rows_that_are_not_counted_have_their_pages(uncounted: Pages) -> None:
    everything = list(Commitment.objects.in_text_order())

    for number in range(1, 19):
        assert uncounted.exists(number)
        assert uncounted.rows(number) == everything[2 * (number - 1) : 2 * number]
    assert not uncounted.exists(0)
    assert not uncounted.exists(19)
    assert not uncounted.exists(10**9)


@pytest.mark.parametrize(
    ("number", "offered"),
    [
        (1, [1, 2, 3, 0, 6, 0]),
        (4, [1, 2, 3, 4, 5, 6, 0]),
        (5, [1, 0, 3, 4, 5, 6, 7, 0]),
        (12, [1, 0, 10, 11, 12, 13, 14, 0]),
        (16, [1, 0, 14, 15, 16, 17, 18]),
        (18, [1, 0, 16, 17, 18]),
    ],
)
def test_offers_pages_where_the_last_is_unknown(
    uncounted: Pages, number: int, offered: list[int]
) -> None:
    assert uncounted.around(number) == offered


def test_a_page_far_away_is_looked_for_once(
    uncounted: Pages, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert uncounted.rows_in_all == 11

    with django_assert_num_queries(2):
        assert uncounted.exists(12)
        uncounted.rows(12)
        uncounted.around(12)
