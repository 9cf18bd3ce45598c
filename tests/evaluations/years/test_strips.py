"""Strips, from lines that are laid in memory."""

from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.matrix import MatrixPromise
from commitments.evaluations.years.strips import Strip, strip

PROMISES = [
    MatrixPromise(1, "2005-M1", "Data", "", ["KD", "KS"], "prose"),
    MatrixPromise(2, "2005-F1", "Verktøy", "", ["KD", "KS"], "joint"),
    MatrixPromise(3, "2005-F2", "Nettverk", "", ["KD", "KS"], "joint"),
    MatrixPromise(4, "2005-S1", "Lover", "", ["KD"], "State"),
]


def row(key: int, party: str, verdict: str, year: int = 2006) -> tuple[object, ...]:
    """A published verdict in the columns of the matrix."""
    return (key, year, party, False, verdict, "", "", "", None, 1, "signed", None)


ROWS = [
    row(1, "KD", "fulfilled"),
    row(1, "KS", "fulfilled"),
    row(2, "KD", "fulfilled"),
    row(2, "KS", "partly_fulfilled"),
    row(3, "KD", "fulfilled"),
    row(3, "KS", ""),
    row(4, "KD", "fulfilled"),
    row(3, "KD", "fulfilled", 2007),
    row(3, "KS", "partly_fulfilled", 2007),
]
LINES = matrix.lines(PROMISES, [2006, 2007], ["KD", "KS"], ROWS, {})


def test_squares_are_in_text_order_by_group() -> None:
    drawn = strip(LINES, 2006)

    assert [
        (group.name, [square.promise.ref for square in group.squares]) for group in drawn.groups
    ] == [("prose", ["2005-M1"]), ("joint", ["2005-F1", "2005-F2"]), ("State", ["2005-S1"])]
    assert drawn.parties == ["KD", "KS"]


def test_counts_agreement_and_disagreement_of_its_own_year_alone() -> None:
    assert [(drawn.disagreeing, drawn.agreeing) for drawn in map(at, (2006, 2007))] == [
        (1, 1),
        (1, 0),
    ]


def test_a_strip_without_squares_has_no_parties() -> None:
    assert strip([], 2006).parties == []


def at(year: int) -> Strip:
    return strip(LINES, year)
