"""The sentence that says what both parties conclude, in every case that can occur."""

from collections.abc import Iterable

import pytest
from django.utils import translation

from commitments.evaluations.combined_reading import StatedVerdict, reading
from commitments.evaluations.revisions.matrix import MatrixCell, MatrixVerdict, MatrixYear
from commitments.pages.answer.banner import Banner, banner

pytestmark = pytest.mark.one_database

ALONE = "one_sided"


def stated(verdict: str, *, kind: str = "signed", view: bool = False, **why: str) -> MatrixVerdict:
    return MatrixVerdict(
        is_view=view,
        verdict=verdict,
        reason=why.get("reason", ""),
        gap=why.get("gap", ""),
        reservation=why.get("reservation", ""),
        written_in=None,
        revision=1,
        kind=kind,
        version=None,
    )


def year(number: int = 2012, **said: MatrixVerdict | None) -> MatrixYear:
    """A year with what each party said; None for one that is not responsible and has no view."""
    cells = [
        MatrixCell(party, row is not None and not row.is_view, row) for party, row in said.items()
    ]
    words = {
        cell.party: StatedVerdict(row.verdict, row.reason, row.gap, row.reservation)
        for cell in cells
        if (row := cell.stated)
    }
    answering = [cell.party for cell in cells if cell.answers]
    return MatrixYear(number, cells, reading(words, answering) or "")


def unpublished(number: int, *parties: str) -> MatrixYear:
    cells = [MatrixCell(code, code in parties, None) for code in ("KD", "KS")]
    return MatrixYear(number, cells, "")


def told(years: Iterable[MatrixYear], *, of_the_past: bool = False) -> Banner:
    with translation.override("en"):
        return banner(list(years), of_the_past=of_the_past)


FULFILLED = stated("fulfilled")
PARTLY = stated("partly_fulfilled")
NOTHING = stated("")


@pytest.mark.parametrize(
    ("shown", "lead", "text"),
    [
        (
            year(KD=FULFILLED, KS=PARTLY),
            "The parties disagree for 2012.",
            "KD says fulfilled, KS says partly fulfilled.",
        ),
        (
            year(KD=FULFILLED, KS=FULFILLED),
            "The parties agree for 2012.",
            "Both say fulfilled.",
        ),
        (
            year(
                KD=stated("not_fulfilled", reason="not_prioritised"),
                KS=stated("not_fulfilled", reason="outside_control"),
            ),
            "The parties agree for 2012, but give different reasons.",
            "Both say not fulfilled.",
        ),
        (
            year(KD=FULFILLED, KS=NOTHING),
            "Only KD has assessed the promise for 2012.",
            "KD says fulfilled. KS has not assessed it.",
        ),
        (
            year(KD=NOTHING, KS=PARTLY),
            "Only KS has assessed the promise for 2012.",
            "KS says partly fulfilled. KD has not assessed it.",
        ),
        (
            year(KD=NOTHING, KS=NOTHING),
            "Neither party has assessed the promise for 2012.",
            "The evaluation of that year is published without any assessment of it.",
        ),
        (
            year(KD=None, KS=FULFILLED),
            "KS says fulfilled for 2012.",
            "KS alone is responsible.",
        ),
        (
            year(KD=None, KS=NOTHING),
            "KS has not assessed the promise for 2012.",
            "The evaluation of that year is published without any assessment of it.",
        ),
        (
            year(KD=stated("fulfilled", view=True), KS=PARTLY),
            "The parties disagree for 2012.",
            "KS is responsible and says partly fulfilled. KD has another view: fulfilled.",
        ),
        (
            year(KD=stated("fulfilled", view=True), KS=FULFILLED),
            "KS says fulfilled for 2012.",
            "KS alone is responsible.",
        ),
        (
            year(KD=stated("fulfilled", view=True), KS=NOTHING),
            "KS has not assessed the promise for 2012.",
            "The evaluation of that year is published without any assessment of it.",
        ),
        (
            year(KD=stated("fulfilled", kind=ALONE), KS=stated("", kind=ALONE)),
            "KD has published its assessment for 2012 alone.",
            "KD says fulfilled. Nothing from KS is published for that year.",
        ),
        (
            year(KD=None, KS=stated("fulfilled", kind=ALONE)),
            "KS says fulfilled for 2012.",
            "KS alone is responsible, and published the assessment alone.",
        ),
        (
            year(KD=stated("", kind=ALONE), KS=stated("", kind=ALONE)),
            "No assessment of the promise is published for 2012.",
            "The evaluation of that year is published without any assessment of it.",
        ),
    ],
)
def test_says_what_both_conclude_in_whole_sentences(
    shown: MatrixYear, lead: str, text: str
) -> None:
    found = told([shown])

    assert (found.lead, found.text) == (lead, text)
    assert found.year is shown
    assert found.later == ""


def test_only_a_disagreement_is_marked() -> None:
    assert told([year(KD=FULFILLED, KS=PARTLY)]).is_disputed
    assert not told([year(KD=FULFILLED, KS=FULFILLED)]).is_disputed
    assert not told([year(KD=FULFILLED, KS=NOTHING)]).is_disputed


def test_without_a_published_evaluation_nothing_is_said_of_the_parties() -> None:
    found = told([unpublished(2011, "KD", "KS"), unpublished(2012, "KD", "KS")])

    assert found.lead == "No assessment of this promise has been published."
    assert found.text == "What each party concludes appears here once it is published."
    assert (found.year, found.published) == (None, None)


def test_a_question_about_another_day_gets_no_promise_of_what_is_to_come() -> None:
    found = told([unpublished(2011, "KD", "KS")], of_the_past=True)

    assert found.lead == "No assessment of this promise matches the dates you chose."
    assert found.text == ""


def test_is_about_the_last_year_that_both_assessed() -> None:
    years = [
        year(2011, KD=FULFILLED, KS=FULFILLED),
        year(2012, KD=FULFILLED, KS=PARTLY),
        unpublished(2013, "KD", "KS"),
    ]

    assert told(years).lead == "The parties disagree for 2012."


def test_a_disagreement_stands_until_both_have_assessed_again() -> None:
    years = [year(2011, KD=FULFILLED, KS=PARTLY), year(2012, KD=PARTLY, KS=NOTHING)]

    found = told(years)

    assert found.lead == "The parties disagree for 2011."
    assert found.later == "For 2012 only one assessment is published: KD says partly fulfilled."


def test_a_later_year_without_any_assessment_adds_nothing() -> None:
    years = [year(2011, KD=FULFILLED, KS=FULFILLED), year(2012, KD=NOTHING, KS=NOTHING)]

    found = told(years)

    assert (found.lead, found.later) == ("The parties agree for 2011.", "")


def test_an_assessment_counts_before_a_later_year_without_one() -> None:
    years = [year(2011, KD=FULFILLED, KS=NOTHING), year(2012, KD=NOTHING, KS=NOTHING)]

    assert told(years).lead == "Only KD has assessed the promise for 2011."


def test_who_is_responsible_follows_each_year() -> None:
    years = [year(2011, KD=None, KS=FULFILLED), year(2012, KD=FULFILLED, KS=PARTLY)]

    assert told(years).lead == "The parties disagree for 2012."
    assert told(years[:1]).text == "KS alone is responsible."
