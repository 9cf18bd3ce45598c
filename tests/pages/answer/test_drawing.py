"""The drawing of what was said: places along the term, levels for words that would overlap."""

from datetime import date, timedelta

import pytest

from commitments.pages.agreement_dates import Term
from commitments.pages.answer.drawing import LENGTH, DatedMark, Drawing, draw

pytestmark = pytest.mark.one_database

SECOND = Term("2011–2013", date(2011, 8, 24), date(2013, 12, 31), (2011, 2012, 2013))
FIRST = Term("2005–2009", None, date(2008, 12, 31), (2006, 2007, 2008))
PARTIES = ("KD", "KS")


def said(day: date, party: str = "KD", words: str = "i gang, 1.1.2012") -> DatedMark:
    return DatedMark(day, party, "progress-in_progress", words)


def drawn(*rows: DatedMark, term: Term = SECOND) -> Drawing:
    found = draw(term, rows, PARTIES)
    assert found is not None
    return found


def test_nothing_said_is_not_drawn() -> None:
    assert draw(SECOND, [], PARTIES) is None


def test_the_years_span_the_term_and_all_that_was_said() -> None:
    def years(day: date) -> list[int]:
        return [tick.year for tick in drawn(said(day)).years]

    assert years(date(2012, 5, 1)) == [2011, 2012, 2013]
    assert years(date(2015, 5, 1)) == [2011, 2012, 2013, 2014, 2015]
    assert years(date(2009, 5, 1)) == [2009, 2010, 2011, 2012, 2013]


def test_the_term_begins_on_its_first_day() -> None:
    [term] = drawn(said(date(2012, 1, 1))).periods

    assert term.at == round(235 * LENGTH / 1096)  # 24 August is the 236th day of 2011
    assert term.at + term.length == round(1095 * LENGTH / 1096)


def test_an_unknown_start_is_a_period_of_its_own() -> None:
    kinds = [row.period.kind for row in drawn(said(date(2007, 1, 1)), term=FIRST).periods]

    assert kinds == ["unknown_start", "rest"]


def test_the_first_party_is_above_the_bar_and_the_other_below() -> None:
    found = drawn(said(date(2012, 1, 1)), said(date(2012, 1, 1), "KS"))
    above, below = found.marks

    assert (above.said.party, below.said.party) == ("KD", "KS")
    assert above.y + 18 <= found.bar < found.bar + 8 <= below.y
    assert above.stalk < found.middle < below.stalk or above.stalk <= found.bar


def test_words_that_would_overlap_get_another_level() -> None:
    days = [date(2012, 3, 1) + timedelta(days=row) for row in range(3)]
    marks = drawn(*map(said, days)).marks

    assert len({mark.y for mark in marks}) == 3
    assert all(mark.words for mark in marks)


def test_what_finds_no_level_keeps_its_mark_and_loses_its_words() -> None:
    days = [date(2012, 3, 1) + timedelta(days=row) for row in range(20)]
    marks = drawn(*map(said, days)).marks

    assert len(marks) == 20
    assert [bool(mark.words) for mark in marks] == [True] * 4 + [False] * 16


def test_words_at_the_end_stand_before_their_mark() -> None:
    [mark] = drawn(said(date(2013, 12, 31))).marks

    assert (mark.anchor, mark.words_at < mark.at) == ("end", True)


def test_everything_is_inside_the_drawing() -> None:
    days = [date(2011, 1, 1) + timedelta(days=11 * row) for row in range(99)]
    found = drawn(*(said(day, PARTIES[n % 2]) for n, day in enumerate(days)))

    assert all(0 <= mark.at <= LENGTH for mark in found.marks)
    assert all(mark.y >= 20 and mark.y + 18 <= found.height for mark in found.marks)


def test_many_years_are_not_all_numbered() -> None:
    assert len(drawn(said(date(2100, 1, 1))).years) <= 17
