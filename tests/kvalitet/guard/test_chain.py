from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from kvalitet.guard import chain

VALUES: dict[str, Any] = {
    "text": "Æ é\r\n",
    "number": 7,
    "truth": True,
    "nothing": None,
    "day": date(2026, 11, 29),
    "instant": datetime(2026, 11, 29, 12, 30, 0, 1, tzinfo=UTC),
    "keys": [3, 5],
}
CHANGED: dict[str, Any] = {
    "text": "Æ e\u0301\r\n",  # the same letters, composed of other characters
    "number": 8,
    "truth": False,
    "nothing": "",
    "day": date(2026, 11, 30),
    "instant": datetime(2026, 11, 29, 12, 30, 0, 2, tzinfo=UTC),
    "keys": [5, 3],
}


def test_is_the_same_on_every_machine() -> None:
    again = VALUES["instant"].astimezone(timezone(timedelta(hours=1)))
    backwards = dict(reversed(VALUES.items()))

    assert chain.link("row", backwards | {"instant": again}, "") == (
        "17d658cf65174796bdf4fa6dd5cf8b197136c7b9233d2e66eac8ad56b9c3fb28"
    )


@pytest.mark.parametrize("name", VALUES)
def test_every_sign_of_every_value_counts(name: str) -> None:
    changed = VALUES | {name: CHANGED[name]}

    assert chain.link("row", changed, "") != chain.link("row", VALUES, "")


def test_what_it_is_about_and_what_came_before_count() -> None:
    links = {
        chain.link(about, VALUES, previous)
        for about in ("row", "rows")
        for previous in ("", "0" * 64, "1" * 64)
    }

    assert len(links) == 6
