"""Which lines of the matrix are shown and counted; nothing is read from the database."""

from typing import Final

from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.matrix import MatrixLine, MatrixPromise
from commitments.evaluations.years.selection import (
    assessed,
    by_verdict,
    grouped,
    summary,
    with_missing,
    with_reading,
    written_in,
)

YEARS: Final = (2011, 2012)
BOTH: Final = ("KD", "KS")
PROMISES: Final = [
    MatrixPromise(1, "2011-M1", "", "", BOTH, "prose"),
    MatrixPromise(2, "2011-F1", "", "", BOTH, "joint"),
    MatrixPromise(3, "2011-F2", "", "", BOTH, "joint"),
    MatrixPromise(4, "2011-M3", "", "", ("KS",), "prose"),
]
AGREED, DISPUTED, ALONE, OF_KS = (promise.ref for promise in PROMISES)


def stated(
    key: int, year: int, party: str, verdict: str, *, is_view: bool = False, reason: str = ""
) -> tuple[object, ...]:
    """A row of ``matrix.COLUMNS``."""
    return (key, year, party, is_view, verdict, reason, "", "", 2026, 1, "signed", None)


ROWS: Final = [
    stated(1, 2011, "KD", "not_fulfilled", reason="policy_changed"),
    stated(1, 2011, "KS", "not_fulfilled", reason="not_known"),
    stated(2, 2011, "KD", "fulfilled"),
    stated(2, 2011, "KS", "partly_fulfilled"),
    stated(3, 2011, "KD", "fulfilled"),
    stated(3, 2011, "KS", ""),
    stated(4, 2011, "KS", "fulfilled"),
    stated(4, 2011, "KD", "partly_fulfilled", is_view=True),
]


def lines(*years: int) -> list[MatrixLine]:
    """The lines of these years; 2012 has no published evaluation."""
    return matrix.lines(PROMISES, years or YEARS, BOTH, ROWS, {})


def refs(found: list[MatrixLine]) -> list[str]:
    return [line.promise.ref for line in found]


def test_in_agreement_includes_agreement_for_different_reasons() -> None:
    assert refs(with_reading(lines(), "agree")) == [AGREED]


def test_a_view_that_differs_is_disagreement() -> None:
    assert refs(with_reading(lines(), "disagree")) == [DISPUTED, OF_KS]
    assert refs(with_reading(lines(), "disagree", 2011)) == [DISPUTED, OF_KS]
    assert with_reading(lines(), "disagree", 2012) == []


def test_a_year_without_a_published_evaluation_is_missing() -> None:
    assert refs(with_missing(lines())) == [AGREED, DISPUTED, ALONE, OF_KS]
    assert refs(with_missing(lines(), 2011)) == [ALONE]


def test_a_party_without_responsibility_is_not_missing() -> None:
    assert OF_KS not in refs(with_missing(lines(2011)))


def test_a_view_alone_does_not_count_as_an_assessment() -> None:
    only_view = matrix.lines(PROMISES[3:], [2011], BOTH, [*ROWS[7:], stated(4, 2011, "KS", "")], {})

    assert assessed(only_view) == []
    assert refs(assessed(lines())) == [AGREED, DISPUTED, ALONE, OF_KS]


def test_sorts_by_the_verdicts_of_responsible_parties_in_the_order_of_the_key() -> None:
    assert refs(by_verdict(lines(), 2011)) == [OF_KS, DISPUTED, ALONE, AGREED]
    assert refs(by_verdict(lines(), 2012)) == [OF_KS, AGREED, DISPUTED, ALONE]


def test_groups_keep_text_order_and_occur_once() -> None:
    assert [(group.name, refs(group.lines)) for group in grouped(lines())] == [
        ("prose", [AGREED, OF_KS]),
        ("joint", [DISPUTED, ALONE]),
    ]


def test_counts_assessments_and_readings_of_a_year() -> None:
    found = summary(lines(), "2011-2013", 2011)

    assert found.given == (6, 7, "?avtale=2011-2013&ar=2011&vurdering=gitt")
    assert [(row.name, row.commitments) for row in found.readings] == [
        ("agree", (1, 3, "?samlet=enige&ar=2011")),
        ("disagree", (2, 3, "?samlet=uenige&ar=2011")),
        ("only_kd", (1, 3, "?samlet=bare_kd_har_vurdert&ar=2011")),
    ]


def test_names_the_years_of_retrospect_of_a_published_year() -> None:
    assert written_in(lines(), 2011) == [2026]
    assert written_in(lines(), 2012) == []
