"""What the parties say about one commitment: the latest entries, and the timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest

from commitments.foundation.choices import State
from commitments.foundation.days import end_of
from commitments.foundation.linked_rows import with_linked
from commitments.foundation.prepared_query import Prepared
from commitments.progress.filter import TimeFilter
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.web.paging import Pages, page_links, page_of

PAGE_SIZE: Final = 20  # entries


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry on the timeline; ``withdrawn``: it had been withdrawn at the requested time."""

    entry: ProgressEntry
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class PartyStatement:
    """A party's latest entry; ``answers``: whether the party is responsible for the commitment."""

    party: str
    answers: bool
    entry: ProgressEntry | None


class TimeLine:
    """One page of a commitment's timeline, and the latest entry of each party.

    The commitment has ``entry_count``, the number of entries on the line. All entries are read by
    two queries, however many there are.
    """

    def __init__(
        self,
        request: HttpRequest,
        commitment: Any,
        list_filter: TimeFilter,
        words: Mapping[str, Sequence[str]],
    ) -> None:
        """Take the request for a page, the times, and the commitment's linked words.

        Raises:
            Http404: the page does not exist.
        """
        self._list_filter = list_filter
        self._parties = words["party"]
        self._answers = words["answers"]
        self._pages = Pages(ProgressEntry.objects.none(), PAGE_SIZE, counted=commitment.entry_count)
        self._number = page_of(request, self._pages)
        self._entries = self._read(commitment)

    @property
    def statements(self) -> list[PartyStatement]:
        """Return each party's latest entry, now or at the requested time."""
        latest: dict[str, ProgressEntry] = {}
        for entry in self._entries:  # in order of the days, so that the last one remains
            if not self._is_withdrawn(entry):
                latest[entry.party.code] = entry
        return [
            PartyStatement(code, code in self._answers, latest.get(code)) for code in self._parties
        ]

    @property
    def entries(self) -> list[TimelineEntry]:
        """Return this page's entries, ordered by the day they describe."""
        return [
            TimelineEntry(entry, self._is_withdrawn(entry)) for entry in self._on_line[:PAGE_SIZE]
        ]

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Return the first day of this page and that of the next.

        None for the first page's first day, and if there is no next page.
        """
        days = [entry.true_on for entry in self._on_line]
        begins = days[0] if days and self._number > 1 else None
        return begins, days[PAGE_SIZE] if len(days) > PAGE_SIZE else None

    @property
    def pages(self) -> list[dict[str, object]]:
        """Return links to the other pages; empty if there is only one."""
        return page_links(
            self._pages, self._number, lambda page: self._list_filter.query(side=str(page))
        )

    @property
    def _on_line(self) -> list[Any]:
        """The entries of this page and the first of the next."""
        return [entry for entry in self._entries if entry.on_page]

    def _read(self, commitment: Any) -> list[Any]:
        if not commitment.entry_count:
            return []
        asked = _OF_TODAY if self._list_filter.asks_of_today else _entries
        begin = (self._number - 1) * PAGE_SIZE
        times = self._list_filter.times
        end = begin + PAGE_SIZE + 1
        rows = asked(commitment.pk, *self._parties, begin=begin, end=end, **times)
        entries = with_linked(rows, "sources")
        for entry in entries:
            entry.commitment = commitment
        return entries

    def _is_withdrawn(self, entry: ProgressEntry) -> bool:
        kjent = self._list_filter.times["kjent"]
        if entry.state != State.WITHDRAWN or entry.withdrawn_at is None:
            return False
        return kjent is None or entry.withdrawn_at <= end_of(kjent)


def _entries(
    commitment: int, *parties: str, begin: int, end: int, **times: date | None
) -> ProgressEntryQuerySet:
    """Return these entries on the line, and each party's latest."""
    rows = ProgressEntry.objects.filter(commitment=commitment).in_order_of_days()
    found = rows.of_page(
        rows.on_time_line(**times)[begin:end],
        and_also=[rows.seen(**times).of_party_code(code).latest_first()[:1] for code in parties],
    )
    return found.select_related("party").in_order_of_days()


_OF_TODAY: Final = Prepared(_entries)
