from datetime import date, timedelta

from commitments.pages.agreement_dates import GAP_INSET, DrawnTimeline, Term, draw, periods, years

FIRST = Term("2005–2009", None, date(2008, 12, 31), (2006, 2007, 2008))
SECOND = Term("2011–2013", date(2011, 8, 24), date(2013, 12, 31), (2011, 2012, 2013))


def drawn(*terms: Term, length: int = 1200) -> DrawnTimeline:
    line = draw(terms, length=length)
    assert line is not None
    return line


def test_an_unknown_first_day_is_a_period_of_its_own() -> None:
    unknown, rest = periods([FIRST])

    assert (unknown.kind, unknown.first, unknown.last) == (
        "unknown_start",
        date(2006, 1, 1),
        date(2006, 12, 31),
    )
    assert (rest.kind, rest.first, rest.last) == (
        "rest",
        date(2007, 1, 1),
        date(2008, 12, 31),
    )
    assert unknown.ends_on == rest.ends_on == FIRST.ends_on


def test_an_unknown_start_ends_with_the_agreement_where_that_is_sooner() -> None:
    term = Term("kort", None, date(2005, 3, 31), (2005,))

    assert [(period.kind, period.last) for period in periods([term])] == [
        ("unknown_start", date(2005, 3, 31))
    ]


def test_an_agreement_without_evaluation_years_is_drawn_in_its_last_year() -> None:
    assert list(years([Term("uten", None, date(2008, 12, 31), ())])) == [2008]


def test_the_gap_is_from_the_day_after_one_agreement_to_the_day_before_the_next() -> None:
    gap = next(period for period in periods([SECOND, FIRST]) if period.kind == "gap")

    assert (gap.first, gap.last) == (date(2009, 1, 1), date(2011, 8, 23))


def test_agreements_that_follow_on_each_other_leave_no_gap() -> None:
    after = Term("2014–2015", SECOND.ends_on + timedelta(days=1), date(2015, 12, 31), ())

    assert [period.kind for period in periods([SECOND, after])] == ["term", "term"]


def test_no_gap_is_claimed_before_an_agreement_without_a_first_day() -> None:
    later = Term("2016–2018", None, date(2018, 12, 31), (2016, 2017, 2018))

    assert "gap" not in [period.kind for period in periods([SECOND, later])]


def test_an_agreement_inside_a_longer_one_opens_no_gap() -> None:
    long = Term("lang", date(2000, 1, 1), date(2012, 12, 31), ())
    short = Term("kort", date(2001, 1, 1), date(2002, 12, 31), ())
    last = Term("sist", date(2010, 1, 1), date(2013, 12, 31), ())

    assert [period.kind for period in periods([long, short, last])] == ["term", "term", "term"]


def test_the_years_are_those_that_the_terms_touch() -> None:
    assert list(years([FIRST, SECOND])) == list(range(2006, 2014))


def test_without_agreements_there_is_nothing_to_draw() -> None:
    assert list(years([])) == []
    assert draw([], length=1200) is None


def test_the_drawing_runs_from_the_first_year_to_the_end_of_the_last() -> None:
    line = drawn(FIRST, SECOND)

    assert (line.first_year, line.last_year) == (2006, 2013)
    assert line.years[0].at == 0
    assert line.periods[-1].at + line.periods[-1].length == line.length


def test_periods_touch_and_a_gap_keeps_its_distance() -> None:
    unknown, first, gap, second = drawn(FIRST, SECOND).periods

    assert unknown.at + unknown.length == first.at
    assert first.at + first.length + GAP_INSET == gap.at
    assert gap.at + gap.length + GAP_INSET == second.at


def test_says_where_a_year_begins() -> None:
    line = drawn(FIRST, SECOND, length=2922)  # a unit a day

    assert [line.begins(year) for year in (2006, 2007, 2011)] == [0, 365, 1826]


def test_draws_a_period_too_short_to_see() -> None:
    day = Term("en dag", date(2010, 5, 1), date(2010, 5, 1), ())

    assert [
        drawn_period.length
        for drawn_period in drawn(FIRST, day).periods
        if drawn_period.period.name == "en dag"
    ] == [1]
