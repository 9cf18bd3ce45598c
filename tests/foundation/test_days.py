"""Days in Norway: how addresses write them, when they end, and what they mean beside another."""

from datetime import UTC, date, datetime

import pytest

from commitments.foundation.days import end_of, in_norway, is_outside, read_day, year_of_retrospect


def test_a_day_is_read_as_addresses_write_it() -> None:
    assert read_day("2012-03-15") == date(2012, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2012-3-15", "20120315", "2012-W11-4", "2012-02-30", "15.3.2012"),
        *(" 2012-03-15", "2012-03-15T10:00", "\u0662\u0660\u0661\u0662-03-15"),
    ],
)
def test_no_other_way_of_writing_a_day_is_taken(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whichever part of it is wrong
        read_day(text)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2027, 3, 1), datetime(2027, 3, 1, 22, 59, 59, 999999, tzinfo=UTC)),
        (date(2027, 7, 1), datetime(2027, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_norway(day: date, last: datetime) -> None:
    assert end_of(day) == last


def test_an_instant_is_told_by_the_clocks_in_norway() -> None:
    moment = in_norway(datetime(2026, 12, 31, 23, 30, 5, 7, tzinfo=UTC))

    assert moment.isoformat() == "2027-01-01T00:30:05.000007+01:00"


@pytest.mark.parametrize(
    ("day", "outside"),
    [("2011-08-23", True), ("2011-08-24", False), ("2013-12-31", False), ("2014-01-01", True)],
)
def test_both_ends_belong_to_the_term(day: str, outside: bool) -> None:  # a value
    first, last = date(2011, 8, 24), date(2013, 12, 31)

    assert is_outside(date.fromisoformat(day), first, last) is outside


def test_no_day_lies_before_an_unknown_start() -> None:
    assert not is_outside(date(1999, 1, 1), None, date(2008, 12, 31))


@pytest.mark.parametrize(
    ("day", "written", "year"),
    [
        ("2012-03-15", "2013-03-15T12:00:00+00:00", None),
        ("2012-03-15", "2013-03-15T23:30:00+00:00", 2013),
        ("2012-02-29", "2013-03-01T12:00:00+00:00", 2013),
        ("2012-03-15", "2026-11-22T12:00:00+00:00", 2026),
    ],
)
def test_more_than_a_year_later_is_in_retrospect(day: str, written: str, year: int | None) -> None:
    written_at = datetime.fromisoformat(written)

    assert year_of_retrospect(date.fromisoformat(day), written_at) == year
