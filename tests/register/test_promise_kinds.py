import re

import pytest

from commitments.register.promise_kinds import NUMBERS, PromiseCount, Totals, by_verb, of_agreement

CELLS = (
    PromiseCount(1, "joint", "arbeide_for", 3, 0, 0, 1),
    PromiseCount(1, "prose", "arbeide_for", 1, 0, 1, 0),
    PromiseCount(1, "State", "sorge_for", 2, 1, 0, 2),
    PromiseCount(2, "joint", "tilfore", 4, 0, 0, 0),
)


def test_totals_are_those_of_one_agreement() -> None:
    first = of_agreement(CELLS, 1)

    assert first.commitments == 6
    assert of_agreement(CELLS, 3).commitments == 0


def test_what_stands_in_a_list_is_counted_apart() -> None:
    first = of_agreement(CELLS, 1)

    assert (first.listed, first.listed_work_for, first.work_for) == (5, 3, 4)


def test_results_deadlines_and_definite_things_are_added_up() -> None:
    every = Totals(CELLS)

    assert (every.result, every.with_deadline, every.definite) == (6, 1, 3)


def test_kinds_of_promise_come_by_frequency_and_then_in_the_given_order() -> None:
    totals = {"a": of_agreement(CELLS, 1), "b": of_agreement(CELLS, 2)}

    rows = by_verb(totals, ["bista", "sorge_for", "tilfore", "arbeide_for"])

    assert [(row.verb, row.total) for row in rows] == [
        ("tilfore", 4),
        ("arbeide_for", 4),
        ("sorge_for", 2),
    ]
    assert [(cell.slug, cell.commitments) for cell in rows[0].cells] == [("a", 0), ("b", 4)]


@pytest.mark.parametrize(
    "wording",
    ["1. Arbeide for kvalitet", "Kunnskapsløftet (2005-2008).", "jf. St.meld. fra 1999", "løftene"],
)
def test_list_numbers_and_years_are_no_numbers(wording: str) -> None:
    assert not re.search(NUMBERS, wording)


@pytest.mark.parametrize(
    "wording",
    [
        "Ansette 300 lærere.",
        "gi 12 500 plasser",
        "innen 90",
        "ti prosent",
        "to millioner kroner",
        "nr. 4123 av",
    ],
)
def test_numbers_and_amounts_are_seen(wording: str) -> None:
    assert re.search(NUMBERS, wording)
