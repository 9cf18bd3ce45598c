"""What both parties say about a commitment, in a sentence or two, computed from the verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from agreements.templatetags.texts import label
from commitments.evaluations.combined_reading import AGREE, AGREE_OTHER_REASON, DISAGREE
from commitments.evaluations.revisions.matrix import MatrixCell, MatrixVerdict, MatrixYear
from commitments.evaluations.revisions.models import Revision


@dataclass(frozen=True, slots=True)
class Banner:
    """The sentences, in the reader's language, and the year they are about.

    ``year`` is None if no evaluation has been published. ``later`` is about a later year that only
    one party has assessed; empty if there is none.
    """

    lead: str
    text: str
    later: str = ""
    year: MatrixYear | None = None
    is_disputed: bool = False

    @property
    def published(self) -> MatrixVerdict | None:
        """What is published for the year; None if nothing is."""
        return self.year.published if self.year else None


def banner(years: Sequence[MatrixYear], *, of_the_past: bool = False) -> Banner:
    """Return what the parties say, for the last year that all responsible parties assessed.

    Without such a year, for the last that any of them assessed, or else the last published one:
    a disagreement stands until a later year in which both have assessed. ``of_the_past``: the
    reader asked for another day than today.
    """
    published = [year for year in years if year.published]
    if not published:
        return _unpublished(of_the_past=of_the_past)
    told = [year for year in published if own_verdicts(year)]
    complete = [year for year in told if len(own_verdicts(year)) == len(_responsible(year))]
    year = [*published[-1:], *told[-1:], *complete[-1:]][-1]
    lead, text = _sentences(year)
    later = next((row for row in reversed(told) if row.year > year.year), None)
    return Banner(lead, text, _later(later) if later else "", year, year.reading == DISAGREE)


def own_verdicts(year: MatrixYear) -> list[MatrixCell]:
    """Return the cells in which a responsible party has given a verdict."""
    return [cell for cell in year.spoken if cell.answers]


def _responsible(year: MatrixYear) -> list[MatrixCell]:
    return [cell for cell in year.cells if cell.answers and cell.stated]


def _unpublished(*, of_the_past: bool) -> Banner:
    if of_the_past:
        return Banner(gettext("No assessment of this promise matches the dates you chose."), "")
    return Banner(
        gettext("No assessment of this promise has been published."),
        gettext("What each party concludes appears here once it is published."),
    )


def _sentences(year: MatrixYear) -> tuple[str, str]:
    own, responsible = own_verdicts(year), _responsible(year)
    if not own:
        return _unassessed(year, responsible)
    if len(responsible) == 1:
        return _of_one(year, own[0])
    if len(own) < len(responsible):
        [silent] = [cell for cell in responsible if cell not in own]
        return _of_one_of_two(year, own[0], silent)
    return _of_both(year, own)


def _of_both(year: MatrixYear, own: Sequence[MatrixCell]) -> tuple[str, str]:
    one, other = own
    both = gettext("Both say %(verdict)s.") % {"verdict": _word(one)}
    if year.reading == AGREE:
        return gettext("The parties agree for %(year)s.") % {"year": year.year}, both
    if year.reading == AGREE_OTHER_REASON:
        lead = gettext("The parties agree for %(year)s, but give different reasons.")
        return lead % {"year": year.year}, both
    return _disagree(year), gettext("%(one)s says %(first)s, %(other)s says %(second)s.") % {
        "one": one.party,
        "first": _word(one),
        "other": other.party,
        "second": _word(other),
    }


def _of_one_of_two(year: MatrixYear, own: MatrixCell, silent: MatrixCell) -> tuple[str, str]:
    values = {
        "party": own.party, "verdict": _word(own), "other": silent.party, "year": year.year,
    }  # fmt: skip
    if _is_one_sided(year):
        lead = gettext("%(party)s has published its assessment for %(year)s alone.")
        text = gettext(
            "%(party)s says %(verdict)s. Nothing from %(other)s is published for that year."
        )
    else:
        lead = gettext("Only %(party)s has assessed the promise for %(year)s.")
        text = gettext("%(party)s says %(verdict)s. %(other)s has not assessed it.")
    return lead % values, text % values


def _of_one(year: MatrixYear, own: MatrixCell) -> tuple[str, str]:
    values: dict[str, object] = {
        "party": own.party, "verdict": _word(own), "year": year.year,
    }  # fmt: skip
    if year.reading == DISAGREE:
        [view] = [cell for cell in year.spoken if not cell.answers]
        values |= {"other": view.party, "view": _word(view)}
        return _disagree(year), gettext(
            "%(party)s is responsible and says %(verdict)s. %(other)s has another view: %(view)s."
        ) % values
    text = gettext("%(party)s alone is responsible.")
    if _is_one_sided(year):
        text = gettext("%(party)s alone is responsible, and published the assessment alone.")
    return gettext("%(party)s says %(verdict)s for %(year)s.") % values, text % values


def _unassessed(year: MatrixYear, responsible: Sequence[MatrixCell]) -> tuple[str, str]:
    text = gettext("The evaluation of that year is published without any assessment of it.")
    if len(responsible) == 1 and not _is_one_sided(year):
        lead = gettext("%(party)s has not assessed the promise for %(year)s.")
        return lead % {"party": responsible[0].party, "year": year.year}, text
    lead = gettext("Neither party has assessed the promise for %(year)s.")
    if _is_one_sided(year):
        lead = gettext("No assessment of the promise is published for %(year)s.")
    return lead % {"year": year.year}, text


def _disagree(year: MatrixYear) -> str:
    return gettext("The parties disagree for %(year)s.") % {"year": year.year}


def _later(year: MatrixYear) -> str:
    cell = own_verdicts(year)[0]
    return gettext("For %(year)s only one assessment is published: %(party)s says %(verdict)s.") % {
        "year": year.year,
        "party": cell.party,
        "verdict": _word(cell),
    }


def _word(cell: MatrixCell) -> str:
    return label(cell.verdict, "verdict")


def _is_one_sided(year: MatrixYear) -> bool:
    return year.published is not None and year.published.kind == Revision.Kind.ONE_SIDED
