"""One page of a filtered list: hits, rows, page links and downloads."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext

from commitments.web.list_filter import FilterError, FilterToDrop, ListFilter
from commitments.web.paging import MOST_COUNTED, Pages, page_links, page_number
from commitments.web.table_file import downloads


class ListPage:
    """The base of filtered list pages. Each list adds its rows and texts."""

    file_url_name: str

    def __init__(self, list_filter: ListFilter, side: str, *, rows: QuerySet[Any]) -> None:
        """Take the filters, the page number as typed, and the rows; no query is made yet."""
        self.list_filter = list_filter
        self.filter_errors: list[FilterError] = list_filter.filter_errors
        try:
            self.number = page_number(side)
        except ValueError:
            self.number = 1
            self.filter_errors = [*self.filter_errors, self._no_number(side)]
        self.pages = Pages(rows, most_counted=MOST_COUNTED)

    def shown(self, rows: list[Any]) -> list[Any]:
        """Prepare the rows of this page for the template."""
        raise NotImplementedError

    def counted(self, hits: int) -> str:
        """Return the sentence with the number of hits."""
        raise NotImplementedError

    def counted_without(self, to_drop: FilterToDrop) -> str:
        """Return the sentence with the number of hits without a filter."""
        raise NotImplementedError

    @property
    def status(self) -> HTTPStatus:
        """400 if a value is invalid, 404 if the page does not exist."""
        if self.filter_errors:
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.OK if self._exists else HTTPStatus.NOT_FOUND

    def context(self) -> dict[str, Any]:
        """Return everything the template uses."""
        hits = 0 if self.filter_errors else self.pages.rows_in_all
        found = hits > 0 and self.status == HTTPStatus.OK
        filters_to_drop = [] if hits or self.filter_errors else self.list_filter.filters_to_drop()
        return {
            "list_filter": self.list_filter,
            "filter_errors": self.filter_errors,
            "chips": self.list_filter.chips,
            "hits": self.counted(hits),
            "filters_to_drop": [
                {"text": self.counted_without(to_drop), "url": to_drop.chip.query_without}
                for to_drop in filters_to_drop
            ],
            "missing_page": self.status == HTTPStatus.NOT_FOUND,
            "first_page": self.list_filter.query(),
            "times": self.list_filter.times,
            "is_older": bool(self.list_filter.texts.older),
            "today": self.list_filter.query(per="", kjent=""),
            "rows": self.shown(self.pages.rows(self.number)) if found else [],
            "pages": page_links(self.pages, self.number, self._address) if found else [],
            "downloads": self._files() if self.status == HTTPStatus.OK else [],
        }

    @cached_property
    def _exists(self) -> bool:
        return self.pages.exists(self.number)

    def _address(self, page: int) -> str:
        return self.list_filter.query(side=str(page))

    def _files(self) -> list[dict[str, str]]:
        return downloads(self.file_url_name, query=self.list_filter.query().removesuffix("?"))

    def _no_number(self, side: str) -> FilterError:
        value = Truncator(side.replace("\0", "\ufffd")).chars(60)
        text = gettext("«%(value)s» is not a page number.") % {"value": value}
        return FilterError(text, self.list_filter.query())


def in_words(hits: int) -> str:
    """Format a number of rows; «more than 10 000» if no more were counted."""
    if hits <= MOST_COUNTED:
        return number_format(hits, force_grouping=True)
    number = number_format(MOST_COUNTED, force_grouping=True)
    return gettext("more than %(number)s") % {"number": number}


def without(to_drop: FilterToDrop) -> dict[str, str]:
    """Return the values of a sentence about a filter to drop: hits, label and value."""
    return {
        "hits": in_words(to_drop.hits),
        "label": to_drop.chip.label,
        "value": to_drop.chip.value,
    }
