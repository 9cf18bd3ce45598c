"""The matrix's filters: the commitments that a query selects, and their order."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from commitments.evaluations.revisions.matrix import MatrixLine
from commitments.evaluations.years import selection
from commitments.evaluations.years.selection import MISSING, READINGS
from commitments.register.models import Commitment
from commitments.web.list_filter import Choices, ListFilter, choice


def _readings() -> Choices:
    words = (vocabulary.word(f"reading.{name}") for name in READINGS.values())
    return [(word.slug, word.label(get_language())) for word in words]


class MatrixFilter(ListFilter):
    """Which lines of the matrix are shown: all of them, or those with one reading or a gap.

    ``ar`` limits the other filters to one year, and does nothing alone. ``sorter`` is the year
    whose verdicts the lines are sorted by.
    """

    samlet = choice(_("Combined reading"), _readings)
    mangler = choice(_("Missing"), lambda: [(MISSING, gettext("something is missing"))])
    ar = choice(_("Evaluation year"))
    sorter = choice(_("Order"))

    def __init__(self, query: QueryDict, *, years: Iterable[int]) -> None:
        """Take the query; the agreement's counted years are the choices of ``ar``."""
        super().__init__(query, rows=Commitment.objects.none())
        choices = [(str(year), str(year)) for year in years]
        for name in ("ar", "sorter"):
            self.filters[name].extra["choices"] = choices
        self.form.full_clean()

    def select(self, lines: Sequence[MatrixLine]) -> list[MatrixLine]:
        """Return the lines that match, in the requested order; none if a value is invalid."""
        if self.filter_errors:
            return []
        found = list(lines)
        if reading := self._taken("samlet"):
            found = selection.with_reading(found, READINGS[reading], self._year("ar"))
        if self._taken("mangler"):
            found = selection.with_missing(found, self._year("ar"))
        year = self._year("sorter")
        return selection.by_verdict(found, year) if year else found

    @property
    def is_filtered(self) -> bool:
        """Whether some lines may be left out."""
        return bool(self._taken("samlet") or self._taken("mangler"))

    @property
    def is_sorted(self) -> bool:
        """Whether the lines are sorted by a year's verdicts, not in text order."""
        return bool(self._taken("sorter"))

    @property
    def chosen(self) -> list[str]:
        """Return what is chosen, in words for the title; empty for everything in text order."""
        found = [chip.value for chip in self.chips] if self.is_filtered else []
        if year := self._taken("sorter"):
            found.append(gettext("by the assessments for %(year)s") % {"year": year})
        return found

    def _year(self, name: str) -> int | None:
        value = self._taken(name)
        return int(value) if value else None
