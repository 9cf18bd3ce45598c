"""The state of a proposal follows from the newest answer of each party to its current version."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from agreements import vocabulary
from commitments.context import standing


def answer(party: str, said: str, version: int = 1, day: int = 1) -> Any:
    return SimpleNamespace(
        party=SimpleNamespace(code=party),
        answer=said,
        version=version,
        answered_at=datetime(2027, 3, day, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], "proposed"),
        (["confirmed"], "confirmed_by_one"),
        (["confirmed", "confirmed"], "confirmed"),
        (["confirmed", "objected"], "objected"),
        (["objected"], "objected"),
    ],
)
def test_says_what_the_answers_say_together(answers: list[str], state: str) -> None:
    assert standing.state(answers) == state
    assert state in vocabulary.names("link")


def test_the_newest_answer_of_a_party_counts() -> None:
    rows = [answer("KD", "confirmed"), answer("KS", "objected"), answer("KS", "confirmed")]

    found = standing.newest(rows, version=1)

    assert {code: row.answer for code, row in found.items()} == {
        "KD": "confirmed",
        "KS": "confirmed",
    }


def test_an_answer_to_an_earlier_version_does_not_count() -> None:
    rows = [answer("KD", "confirmed", version=1), answer("KS", "confirmed", version=2)]

    assert set(standing.newest(rows, version=2)) == {"KS"}


def test_an_answer_given_after_the_day_asked_about_does_not_count() -> None:
    rows = [answer("KD", "confirmed", day=1), answer("KD", "objected", day=3)]

    found = standing.newest(rows, version=1, kjent=date(2027, 3, 2))

    assert found["KD"].answer == "confirmed"
    assert standing.newest(rows, version=1, kjent=date(2027, 2, 28)) == {}
