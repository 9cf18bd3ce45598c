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
