"""What happened last: everything that the parties made public, the latest first."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.utils import timezone

from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus

_COUNTY_ROWS: Final = 100  # read to find the latest county reports, which have up to 20 rows each


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


def latest(most: int) -> list[Event]:
    """Return the latest events; five queries, each of at most 100 rows."""
    found = [*_entries(most), *_withdrawals(most), *_counties(), *_revisions(most), *_past(most)]
    return sorted(found, key=attrgetter("at"), reverse=True)[:most]


def _entries(most: int) -> Iterator[Event]:
    for row in ProgressEntry.objects.seen().last_published_first().with_commitment()[:most]:
        kind = "corrected" if row.corrects_id else "published"
        at: Any = row.published_at
        yield _told(kind, at, row, row.narrative)


def _withdrawals(most: int) -> Iterator[Event]:
    rows = ProgressEntry.objects.filter(state=State.WITHDRAWN).with_commitment()
    for row in rows.order_by("-withdrawn_at")[:most]:
        at: Any = row.withdrawn_at
        yield _told("withdrawn", at, row, row.withdrawal_reason)


def _told(kind: str, at: datetime, row: ProgressEntry, text: str) -> Event:
    address = row.get_absolute_url()
    return Event(kind, at, row.party.code, row.commitment, address, text, row.language)


def _counties() -> Iterator[Event]:
    """Yield one event for what a party reported on one commitment and year in one day."""
    rows = RegionalStatus.objects.published().select_related("commitment", "party")
    rows = rows.defer("commitment__search_words", "commitment__note", "commitment__reasons")
    seen: set[tuple[int, str, int, date]] = set()
    for row in rows.order_by("-published_at")[:_COUNTY_ROWS]:
        at: Any = row.published_at
        batch = (row.commitment_id, row.party.code, row.year, timezone.localdate(at))
        if batch not in seen:
            seen.add(batch)
            address = f"{row.commitment.get_absolute_url()}#fylker"
            yield Event("counties", at, row.party.code, row.commitment, address, year=row.year)


def _revisions(most: int) -> Iterator[Event]:
    year = "evaluation__evaluation_year"
    rows = Revision.objects.order_by("-published_at")
    columns = ("kind", "published_at", f"{year}__agreement", f"{year}__year")
    for kind, at, agreement, of in rows.values_list(*columns)[:most]:
        yield Event(kind, at, agreement=agreement, year=of)


def _past(most: int) -> Iterator[Event]:
    rows = PastEvaluation.objects.published().order_by("-published_at")
    columns = ("published_at", "party__code", "evaluation_year__agreement", "evaluation_year__year")
    for at, party, agreement, of in rows.values_list(*columns)[:most]:
        yield Event("past", at, party, agreement=agreement, year=of)
