"""All cells, the unit in which assessments are counted, as a list with filters and as files."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import link, trail
from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.evaluations.counting.cells import Cell, Cells
from commitments.evaluations.counting.claims import GIVEN
from commitments.evaluations.revisions.file import verdict_value
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.content_version import ContentVersion
from commitments.register.models import Commitment
from commitments.web.csv_and_json import AT_A_TIME
from commitments.web.known_query import known_query
from commitments.web.list_filter import Choices, FilterToDrop, ListFilter, choice
from commitments.web.list_page import ListPage, in_words, without
from commitments.web.paging import Pages
from commitments.web.table_file import TableFile, refused

# What a cell can state, by its value in addresses.
_NAMES: Final = {
    vocabulary.assessment(name).slug: name
    for name in (*vocabulary.names("verdict"), NOT_ASSESSED, NOT_PUBLISHED)
}


class ListedCell(NamedTuple):
    """A cell with its commitment."""

    cell: Cell
    commitment: Commitment


class CellFileRow(NamedTuple):
    """A cell in a file; ``vurdering`` is a verdict, ikke_vurdert or ikke_publisert."""

    referanse: str
    avtale: str
    ar: int
    part: str
    vurdering: str
    per_dato: date | str


def _stated() -> Choices:
    language = get_language()
    stated = map(vocabulary.assessment, _NAMES.values())
    return [(GIVEN, gettext("given")), *((word.slug, word.label(language)) for word in stated)]


class CellFilter(ListFilter):
    """The cells that match a query, in text order; none if the query is invalid."""

    avtale = choice(_("Agreement"))
    part = choice(_("Responsible party"))
    ar = choice(_("Evaluation year"))
    vurdering = choice(_("Assessment"), _stated)

    def __init__(self, query: QueryDict, *, agreements: Iterable[Agreement]) -> None:
        """Take the query; the agreements, their parties and their years are the choices."""
        super().__init__(query, rows=PublishedVerdict.objects.none())
        loaded = list(agreements)
        codes = dict.fromkeys(code for row in loaded for code in row.party_codes)
        years = sorted({year.year for row in loaded for year in row.evaluation_years.all()})
        self.filters["avtale"].extra["choices"] = [(row.slug, row.short_name) for row in loaded]
        self.filters["part"].extra["choices"] = [(code, code) for code in codes]
        self.filters["ar"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.form.full_clean()

    def filters_to_drop(self) -> list[FilterToDrop]:
        """Return the single filters without which at least one cell matches."""
        counted = ((chip, self._without(chip.name).count()) for chip in self.chips)
        return [FilterToDrop(chip, hits) for chip, hits in counted if hits]

    def _asked(self, taken: dict[str, Any]) -> Any:
        cells = Cells.of(PublishedVerdict.objects.seen_at_once())
        names = {"avtale": "slug", "part": "who", "ar": "of"}
        cells = cells.filtered(**{names[key]: taken[key] for key in taken if key in names})
        stated = taken.get("vurdering", "")
        if stated == GIVEN:
            cells = cells.given()
        elif stated:
            cells = cells.filtered(stated=_NAMES[stated])
        return cells.listed()


class CellList(ListPage):
    """One page of the cells that match a query."""

    file_url_name = "assessment_list_file"

    def __init__(self, list_filter: CellFilter, side: str) -> None:
        """Take the filters, and the requested page as typed."""
        rows = list_filter.rows
        super().__init__(list_filter, side, rows=rows)
        self.pages = _CellPages(rows)

    def context(self) -> dict[str, Any]:
        """Return everything that the template names."""
        here = link(gettext("Assessments"), "commitments:assessment_list")
        return {**super().context(), "trail": trail(here)}

    def shown(self, rows: list[Any]) -> list[ListedCell]:
        """Return this page's cells with their commitments, in one query."""
        cells = [Cell(*row) for row in rows]
        found = Commitment.objects.filter(ref__in={cell.ref for cell in cells}).for_list()
        by_ref = {commitment.ref: commitment for commitment in found}
        return [ListedCell(cell, by_ref[cell.ref]) for cell in cells]

    def counted(self, hits: int) -> str:
        """Return the number of cells, in words."""
        text = ngettext("%(hits)s assessment", "%(hits)s assessments", hits)
        return text % {"hits": in_words(hits)}

    def counted_without(self, to_drop: FilterToDrop) -> str:
        """Return the number of cells without a filter, in words."""
        text = ngettext(
            "%(hits)s assessment without the filter «%(label)s: %(value)s»",
            "%(hits)s assessments without the filter «%(label)s: %(value)s»",
            to_drop.hits,
        )
        return text % without(to_drop)


class _CellPages(Pages):
    """Pages of rows without a key; their number does not grow with what is published."""

    def rows(self, number: int) -> list[Any]:
        """Return the rows of an existing page, in one query."""
        begin = (number - 1) * self._page_size
        return list(self._rows[begin : begin + self._page_size])


@login_not_required
@require_safe
def assessment_list(request: HttpRequest) -> HttpResponse:
    """List the cells that match the query, 50 to a page.

    An invalid value, also a ``side`` that is not a number, gives 400 and an empty list. A page
    that does not exist gives 404 and a link to the first page.
    """
    query = known_query(request)
    list_page = CellList(CellFilter(query, agreements=_agreements()), query.get("side", ""))
    template = "evaluations/years/cells.html"
    return render(request, template, list_page.context(), status=list_page.status)


@login_not_required
@require_safe
def assessment_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return every cell that matches the query as a file, the same bytes in every language."""
    list_filter = CellFilter(known_query(request), agreements=_agreements())
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    as_of = ContentVersion.changed_on()
    rows = _file_rows(list_filter.rows.iterator(), as_of)
    table = TableFile("vurderinger", CellFileRow._fields, rows, as_of, list_filter.selection)
    return table.answer(ending)


def _file_rows(rows: Iterator[Any], as_of: date | None) -> Iterator[list[CellFileRow]]:
    while batch := [Cell(*row) for row in islice(rows, AT_A_TIME)]:
        yield [
            CellFileRow(
                cell.ref,
                cell.agreement,
                cell.year,
                cell.party,
                verdict_value(cell.stated),
                as_of or "",
            )
            for cell in batch
        ]


def _agreements() -> Any:
    return Agreement.objects.with_parties().with_evaluation_years().without_texts()
