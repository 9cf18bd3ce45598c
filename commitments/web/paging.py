"""Paging of long lists: the requested page, its rows, and links to the other pages."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.formats import number_format

PAGE_SIZE: Final = 50  # rows
_AROUND: Final = 2  # page numbers linked on each side of the current page
MOST_COUNTED: Final = 10_000  # rows of a filtered list
_LONGEST_NUMBER: Final = 9  # digits; no list has more pages, and int() limits its input


class Pages:
    """The pages of rows that have a total order.

    Pages of the second half are read from the end, so the last costs as little as the first. This
    is not possible if the last page is unknown.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        page_size: int = PAGE_SIZE,
        *,
        counted: int | None = None,
        most_counted: int | None = None,
    ) -> None:
        """Take the rows, and their number if it is known; no query is made yet.

        Rows beyond ``most_counted`` are not counted; None counts all.
        """
        self._rows = rows
        self._page_size = page_size
        self._counted = counted
        self._most = most_counted
        self._ahead: dict[int, list[Any]] = {}  # keys, by the page that they begin at

    @cached_property
    def rows_in_all(self) -> int:
        """Count the rows by one query; ``most_counted`` + 1 if there are more than that."""
        if self._counted is not None:
            return self._counted
        rows = self._rows if self._most is None else self._rows.order_by()[: self._most + 1]
        return rows.count()

    @property
    def is_open(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._most is not None and self.rows_in_all > self._most

    @property
    def last(self) -> int:
        """The last known page; 1 if there are no rows, so that page 1 always exists."""
        return max(1, -(-self.rows_in_all // self._page_size))

    def exists(self, number: int) -> bool:
        """Whether the page exists."""
        return 1 <= number <= self._known_from(number)[0]

    def rows(self, number: int) -> list[Any]:
        """Return the rows of an existing page, by one query for any number of rows.

        Only keys are sorted and skipped, which an index can do. The other columns are then read for
        the rows of the page only.
        """
        begin = (number - 1) * self._page_size
        end = min(begin + self._page_size, self.rows_in_all)
        keys: Any
        if self._is_far(number):
            keys = self._keys_ahead(number)[: self._page_size]
        elif self.is_open or 2 * begin < self.rows_in_all:
            keys = self._rows.values("pk")[begin:end]
        else:
            keys = self._rows.reverse().values("pk")[
                self.rows_in_all - end : self.rows_in_all - begin
            ]
        return list(self._rows.filter(pk__in=keys))

    def around(self, number: int) -> list[int]:
        """Return the page numbers to link to, 0 for a gap. Empty if there is only one page."""
        near = range(number - _AROUND, number + _AROUND + 1)
        last, goes_on = self._known_from(number)
        offered = [page for page in sorted({1, *near, last}) if 1 <= page <= last]
        if len(offered) == 1:
            return []
        with_gaps: list[int] = []
        for page in offered:
            if with_gaps and page > with_gaps[-1] + 1:
                with_gaps.append(0)
            with_gaps.append(page)
        return [*with_gaps, 0] if goes_on else with_gaps

    def _known_from(self, number: int) -> tuple[int, bool]:
        """Return the last page known from here, and whether there are more."""
        if not self._is_far(number):
            return self.last, self.is_open
        pages = -(-len(self._keys_ahead(number)) // self._page_size)
        return number - 1 + min(pages, _AROUND + 1), pages > _AROUND + 1

    def _is_far(self, number: int) -> bool:
        """Whether the next pages may be beyond the counted ones, so that they must be looked up."""
        return self.is_open and number + _AROUND > self.last

    def _keys_ahead(self, number: int) -> list[Any]:
        """Return the keys of a page and of its next linked pages, and one more; one query."""
        if number not in self._ahead:
            begin = (number - 1) * self._page_size
            end = begin + (_AROUND + 1) * self._page_size + 1
            self._ahead[number] = list(self._rows.values_list("pk", flat=True)[begin:end])
        return self._ahead[number]


def page_number(text: str) -> int:
    """Parse ``side``; 1 if it is empty. The page need not exist.

    Raises:
        ValueError: the text is not a whole number.
    """
    if not text:
        return 1
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text) if len(text) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER


def page_of(request: HttpRequest, pages: Pages) -> int:
    """Return the page number that the request's ``side`` names.

    Raises:
        Http404: the page does not exist.
    """
    try:
        number = page_number(request.GET.get("side", "").strip())
    except ValueError:
        raise Http404 from None
    if not pages.exists(number):
        raise Http404
    return number


def page_links(
    pages: Pages, number: int, address: Callable[[int], str] = "?side={}".format
) -> list[dict[str, Any]]:
    """Return the page links, with "" as the number of a gap. Empty for a single page."""
    return [
        {
            "number": number_format(place, force_grouping=True) if place else "",
            "url": address(place),
            "current": place == number,
        }
        for place in pages.around(number)
    ]
