"""Long lists in pages: the page a request asks for, its rows, and links to the other pages."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.formats import number_format

PAGE_SIZE: Final = 50  # rows
_AROUND: Final = 2  # page numbers offered on each side of the page that is shown
MOST_COUNTED: Final = 10_000  # rows of a list that is filtered
_LONGEST_NUMBER: Final = 9  # digits; no list has more pages, and int() takes no endless numbers


class Pages:
    """The pages of rows that have a total order.

    Pages of the second half are read from the end, so the last costs as little as the first;
    not where it is unknown which one is the last.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        page_size: int = PAGE_SIZE,
        *,
        counted: int | None = None,
        most_counted: int | None = None,
    ) -> None:
        """Take the rows, and how many there are where that is known; nothing is read yet.

        More rows than ``most_counted`` are not counted; None: all are.
        """
        self._rows = rows
        self._page_size = page_size
        self._counted = counted
        self._most = most_counted
        self._ahead: dict[int, list[Any]] = {}  # keys, by the page that they begin at

    @cached_property
    def rows_in_all(self) -> int:
        """How many rows there are, by one query; one more than ``most_counted`` for still more."""
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
        """The last page that is known; 1 where there is no row, so that page 1 always exists."""
        return max(1, -(-self.rows_in_all // self._page_size))

    def exists(self, number: int) -> bool:
        """Whether there is such a page."""
        return 1 <= number <= self._known_from(number)[0]

    def rows(self, number: int) -> list[Any]:
        """The rows of an existing page, by one query for any number of rows.

        Only keys are sorted and skipped, which indexes can answer; what a row shows is
        then read for the rows of the page alone.
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
        """The page numbers to offer from a page, 0 for a gap; none where there is one page."""
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
        """The last page known when this one is asked for, and whether there are more."""
        if not self._is_far(number):
            return self.last, self.is_open
        pages = -(-len(self._keys_ahead(number)) // self._page_size)
        return number - 1 + min(pages, _AROUND + 1), pages > _AROUND + 1

    def _is_far(self, number: int) -> bool:
        """Whether what to offer from this page is known by looking alone."""
        return self.is_open and number + _AROUND > self.last

    def _keys_ahead(self, number: int) -> list[Any]:
        """The keys of a page and of those to offer after it, and one more; one query."""
        if number not in self._ahead:
            begin = (number - 1) * self._page_size
            end = begin + (_AROUND + 1) * self._page_size + 1
            self._ahead[number] = list(self._rows.values_list("pk", flat=True)[begin:end])
        return self._ahead[number]


def page_number(text: str) -> int:
    """The page that ``side`` asks for; 1 where it asks for none. It need not exist.

    Raises:
        ValueError: the text is no whole number.
    """
    if not text:
        return 1
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text) if len(text) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER


def page_of(request: HttpRequest, pages: Pages) -> int:
    """The page that the request asks for by ``side``.

    Raises:
        Http404: there is no such page.
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
    """Links from a page to the others, with "" as the number of a gap; none for a single page."""
    return [
        {
            "number": number_format(place, force_grouping=True) if place else "",
            "url": address(place),
            "current": place == number,
        }
        for place in pages.around(number)
    ]
