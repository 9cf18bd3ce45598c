"""How long a party has been silent: from which day, how many days, and in which order."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.pages.parties.silence import Silence, longest_first, silence

ENDS_ON: Final = date(2013, 12, 31)
TODAY: Final = date(2026, 11, 28)
DAYS: Final = st.dates(date(2005, 1, 1), date(2030, 12, 31))
SAID: Final = st.none() | DAYS
YEARS: Final = st.none() | st.integers(2005, 2030)


class Row(NamedTuple):
    name: str
    silence: Silence


def of(**changed: Any) -> Silence:
    values = {"progress_on": None, "assessed_for": None, "ends_on": ENDS_ON, "today": TODAY}
    return silence(**{**values, **changed})


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ({"progress_on": date(2012, 8, 10)}, date(2012, 8, 10)),
        ({"assessed_for": 2011}, date(2011, 12, 31)),
        ({"progress_on": date(2012, 8, 10), "assessed_for": 2011}, date(2012, 8, 10)),
        ({"progress_on": date(2011, 8, 10), "assessed_for": 2011}, date(2011, 12, 31)),
        ({"progress_on": date(2014, 2, 1), "assessed_for": 2013}, date(2014, 2, 1)),
    ],
)
def test_counts_from_the_day_that_the_latest_statement_was_true(
    said: dict[str, Any], since: date
) -> None:
    assert of(**said) == Silence(since, (TODAY - since).days, is_unbroken=False)


def test_counts_from_the_agreements_last_day_if_nothing_was_ever_said() -> None:
    assert of() == Silence(ENDS_ON, 4715, is_unbroken=True)


@pytest.mark.parametrize(
    "running",
    [
        {"ends_on": date(2030, 12, 31)},
        {"ends_on": date(2030, 12, 31), "assessed_for": 2026},
        {"ends_on": TODAY},
        {"progress_on": TODAY},
    ],
)
def test_counts_no_days_before_they_have_passed(running: dict[str, Any]) -> None:
    assert of(**running).days == 0


@given(progress_on=SAID, assessed_for=YEARS, ends_on=DAYS, today=DAYS)
def test_is_never_negative_and_never_longer_than_since_any_statement(
    progress_on: date | None, assessed_for: int | None, ends_on: date, today: date
) -> None:
    found = silence(
        progress_on=progress_on, assessed_for=assessed_for, ends_on=ends_on, today=today
    )

    assert found.days >= 0
    assert found.is_unbroken == (progress_on is None and assessed_for is None)
    assert found.days == 0 or found.since + timedelta(found.days) == today
    assert progress_on is None or found.since >= progress_on
    assert assessed_for is None or found.since >= date(assessed_for, 12, 31)


@given(st.lists(st.integers(0, 3)))
def test_the_longest_silence_is_first_and_equal_ones_keep_their_order(days: list[int]) -> None:
    rows = [Row(str(n), Silence(ENDS_ON, each, is_unbroken=True)) for n, each in enumerate(days)]

    found = longest_first(rows)

    assert sorted(found) == sorted(rows)
    for one, after in pairwise(found):
        assert (-one.silence.days, int(one.name)) < (-after.silence.days, int(after.name))
