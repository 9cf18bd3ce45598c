"""What happened last: everything that the parties made public, the latest first."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.utils import timezone

from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.choices import State
from commitments.foundation.prepared_query import Prepared
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus

_SHOWN: Final = 5  # events
_MOST_COUNTY_ROWS: Final = 100  # read to find the latest county reports, of up to 20 rows each
_YEAR: Final = "evaluation_year"


class Event(NamedTuple):
    """Something that became public.

    ``kind``: published, corrected or withdrawn (progress), counties, signed or one_sided (an
    evaluation), or past (an evaluation made at the time). ``party`` is empty for an evaluation
    published here. ``commitment`` has ``ref`` and ``title``, ``address`` is where it stands on
    its page; both are empty for evaluations. ``year`` is that of an evaluation or of county
    reports, else 0. ``text`` is what was said.
    """

    kind: str
    at: datetime
    party: str = ""
    commitment: Any = None
    address: str = ""
    text: str = ""
    language: str = ""
    agreement: int = 0
    year: int = 0


def latest(*, any_past: bool) -> list[Event]:
    """Return the latest events; at most five queries, each of at most 100 rows.

    ``any_past``: whether an evaluation made at the time is published.
    """
    found = [*_entries(), *_withdrawals(), *_counties(), *_revisions()]
    found += _past() if any_past else []
    return sorted(found, key=attrgetter("at"), reverse=True)[:_SHOWN]


def _entries() -> Iterator[Event]:
    for row in _ENTRIES():
        at: Any = row.published_at
        yield _told("corrected" if row.corrects_id else "published", at, row, row.narrative)


def _withdrawals() -> Iterator[Event]:
    for row in _WITHDRAWN():
        at: Any = row.withdrawn_at
        yield _told("withdrawn", at, row, row.withdrawal_reason)


def _told(kind: str, at: datetime, row: ProgressEntry, text: str) -> Event:
    address = row.get_absolute_url()
    return Event(kind, at, row.party.code, row.commitment, address, text, row.language)


def _counties() -> Iterator[Event]:
    """Yield one event for what a party reported on one commitment and year in one day."""
    seen: set[tuple[int, str, int, date]] = set()
    for row in _COUNTY_ROWS():
        at: Any = row.published_at
        batch = (row.commitment_id, row.party.code, row.year, timezone.localdate(at))
        if batch not in seen:
            seen.add(batch)
            address = f"{row.commitment.get_absolute_url()}#fylker"
            yield Event("counties", at, row.party.code, row.commitment, address, year=row.year)


def _revisions() -> Iterator[Event]:
    for kind, at, agreement, year in _REVISIONS():
        yield Event(kind, at, agreement=agreement, year=year)


def _past() -> Iterator[Event]:
    for at, party, agreement, year in _PAST():
        yield Event("past", at, party, agreement=agreement, year=year)


_ENTRIES: Final = Prepared(
    lambda: ProgressEntry.objects.seen().last_published_first().with_commitment()[:_SHOWN]
)
_WITHDRAWN: Final = Prepared(
    lambda: (
        ProgressEntry.objects.filter(state=State.WITHDRAWN)
        .with_commitment()
        .order_by("-withdrawn_at")[:_SHOWN]
    )
)
_COUNTY_ROWS: Final = Prepared(
    lambda: (
        RegionalStatus.objects.published()
        .select_related("commitment", "party")
        .only("year", "published_at", "party__code", "commitment__ref", "commitment__short_title")
        .order_by("-published_at")[:_MOST_COUNTY_ROWS]
    )
)
_REVISIONS: Final = Prepared(
    lambda: Revision.objects.order_by("-published_at").values_list(
        "kind", "published_at", f"evaluation__{_YEAR}__agreement", f"evaluation__{_YEAR}__year"
    )[:_SHOWN]
)
_PAST: Final = Prepared(
    lambda: (
        PastEvaluation.objects.published()
        .order_by("-published_at")
        .values_list("published_at", "party__code", f"{_YEAR}__agreement", f"{_YEAR}__year")[
            :_SHOWN
        ]
    )
)
