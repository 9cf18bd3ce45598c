"""What the register's page shows: hits, pages, columns and the ways to other queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from commitments import search
from commitments.excerpt import Piece, excerpt
from commitments.filters import CommitmentFilter, Problem
from commitments.models import Commitment
from commitments.views.paging import Pages, page_number

_COLUMNS: Final[dict[str, Promise]] = {
    "referanse": _("Reference"),
    "ordlyd": _("Wording"),
    "ansvarlig": _("Responsible"),
    "loftetype": _("Kind of promise"),
}
_ORDERS: Final[dict[str, Promise]] = {
    "referanse": _("In the order of the texts."),
    "-referanse": _("In the reverse order of the texts."),
    "ansvarlig": _("Sorted by who is responsible."),
    "-ansvarlig": _("Sorted by who is responsible, in reverse."),
    "loftetype": _("Sorted by the kind of promise."),
    "-loftetype": _("Sorted by the kind of promise, in reverse."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment in the list: who answers for it, and its wording in pieces, hits marked."""

    commitment: Commitment
    answering: list[str]
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``order`` is what a press on its head sorts by, "" where it does not sort."""

    name: str
    label: Promise
    order: str
    aria_sort: str


class Listing:
    """One page of the register, as a query asks for it."""

    def __init__(
        self, asked: CommitmentFilter, side: str, *, agreements: Sequence[Agreement]
    ) -> None:
        """Take the filters, the page asked for as typed, and the agreements with their parties."""
        self.asked = asked
        self.agreements = {agreement.pk: agreement for agreement in agreements}
        self.problems: list[Problem] = asked.problems
        try:
            self.number = page_number(side)
        except ValueError:
            self.number = 1
            self.problems = [*self.problems, self._no_number(side)]
        self.pages = Pages(asked.commitments.for_list())

    @property
    def status(self) -> HTTPStatus:
        """400 where a value cannot be taken, 404 where the page does not exist."""
        if self.problems:
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.OK if self._exists else HTTPStatus.NOT_FOUND

    def context(self) -> dict[str, Any]:
        """Everything the template names, ready-made."""
        hits = 0 if self.problems else self.pages.rows_in_all
        found = hits > 0 and self.status == HTTPStatus.OK
        return {
            "form": self.asked.form,
            "problems": self.problems,
            "chips": self.asked.chips,
            "hits": self._counted(hits),
            "ways_out": [] if hits or self.problems else self._ways_out(),
            "missing_page": self.status == HTTPStatus.NOT_FOUND,
            "first_page": self.asked.query(),
            "is_empty": not self.agreements,
            "order": _ORDERS[self._order],
            "kept": self.asked.kept,
            "columns": self._columns(),
            "rows": self._rows() if found else [],
            "pages": self._pages() if found else [],
            "downloads": self._downloads() if self.status == HTTPStatus.OK else [],
            "changed_at": max((row.loaded_at for row in self.agreements.values()), default=None),
            "trail": [
                {"label": gettext("Front page"), "url": reverse("commitments:front")},
                {"label": gettext("Commitments"), "url": reverse("commitments:commitment_list")},
            ],
        }

    @cached_property
    def _exists(self) -> bool:
        return 1 <= self.number <= self.pages.last

    @cached_property
    def _order(self) -> str:
        return self.asked.form.cleaned_data.get("sorter") or "referanse"

    def _rows(self) -> list[Row]:
        terms = search.terms(self.asked.form.cleaned_data.get("q", ""))
        rows = []
        for commitment in self.pages.rows(self.number):
            commitment.agreement = self.agreements[commitment.agreement_id]
            wording = commitment.wording.removeprefix(commitment.marker).lstrip()
            pieces = excerpt(search.mark(wording, terms))
            rows.append(Row(commitment, commitment.responsible_codes, pieces))
        return rows

    def _columns(self) -> list[Column]:
        columns = []
        for name, label in _COLUMNS.items():
            sorted_by = {name: "ascending", f"-{name}": "descending"}.get(self._order, "none")
            order = f"-{name}" if sorted_by == "ascending" else name
            columns.append(Column(name, label, order if name in _ORDERS else "", sorted_by))
        return columns

    def _pages(self) -> list[dict[str, Any]]:
        return [
            {
                "number": number_format(number, force_grouping=True) if number else "",
                "url": self.asked.query(side=str(number)),
                "current": number == self.number,
            }
            for number in self.pages.around(self.number)
        ]

    def _downloads(self) -> list[dict[str, str]]:
        query = self.asked.query().removesuffix("?")
        return [
            {"label": "CSV", "url": reverse("commitments:commitment_list_csv") + query},
            {"label": "JSON", "url": reverse("commitments:commitment_list_json") + query},
        ]

    def _ways_out(self) -> list[dict[str, str]]:
        return [
            {
                "text": ngettext(
                    "%(hits)s commitment without the filter «%(label)s: %(value)s»",
                    "%(hits)s commitments without the filter «%(label)s: %(value)s»",
                    way.hits,
                )
                % {
                    "hits": number_format(way.hits, force_grouping=True),
                    "label": way.chip.label,
                    "value": way.chip.value,
                },
                "url": way.chip.query_without,
            }
            for way in self.asked.ways_out()
        ]

    def _no_number(self, side: str) -> Problem:
        typed = Truncator(side.replace("\0", "\ufffd")).chars(60)
        text = gettext("«%(value)s» is no page number.") % {"value": typed}
        return Problem(text, self.asked.query())

    @staticmethod
    def _counted(hits: int) -> str:
        text = ngettext("%(hits)s commitment", "%(hits)s commitments", hits)
        return text % {"hits": number_format(hits, force_grouping=True)}
