"""Published progress as rows of a file, read in batches."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agreements import vocabulary
from agreements.facts import in_file
from agreements.models import Agreement
from commitments.foundation.days import in_norway, is_outside, year_of_retrospect
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.sources.models import Source
from commitments.web.csv_and_json import AT_A_TIME, among

_FIELDS: Final = (
    "pk", "commitment__ref", "commitment__short_title", "commitment__agreement_id", "party__code",
    "status", "true_on", "narrative", "language", "created_at", "published_at", "corrects_id",
    "correction_reason",
)  # fmt: skip


class EntryFileRow(NamedTuple):
    """A published progress entry in a file; the fields are the columns, in this order.

    ``gjelder_dato`` is the day it describes, ``sprak`` the language of ``tekst``. ``kilder`` are
    titles and ``kilde_adresser`` their addresses, in the same order. ``skrevet_i_ettertid`` is the
    year of writing if that was over a year after the day it describes. ``rettet``: it corrects an
    earlier version. ``adresse`` is its URL in the portal, ``per_dato`` the day the row describes,
    as for a commitment.
    """

    oppforing: int
    referanse: str
    kortnavn: str
    avtale: str
    part: str
    status: str
    gjelder_dato: date
    tekst: str
    sprak: str
    kilder: Sequence[str]
    kilde_adresser: Sequence[str]
    registrert: datetime
    publisert: datetime
    skrevet_i_ettertid: int | None
    utenfor_avtaleperioden: bool
    rettet: bool
    grunn_til_rettelse: str
    adresse: str
    per_dato: date | str


class _Cited(NamedTuple):
    """Titles of an entry's sources and their addresses, in the same order."""

    titles: Sequence[str]
    addresses: Sequence[str]


_AS_ENTERED: Final = [f"source__{name}" for name in Source.AS_ENTERED]
_NOTHING: Final = _Cited((), ())


def progress_rows(
    entries: ProgressEntryQuerySet, agreements: Mapping[int, Agreement], *, as_of: date | None
) -> Iterator[list[EntryFileRow]]:
    """Yield batches of rows in the order of the entries, with two queries for each batch.

    ``agreements`` are those the entries may belong to, by primary key. ``as_of`` is ``per_dato``,
    None before anything was published.
    """
    values = entries.values_list(*_FIELDS).iterator(chunk_size=AT_A_TIME)
    rows = _EntryFileRows(agreements, as_of)
    while batch := list(islice(values, AT_A_TIME)):
        cited = rows.cited([pk for pk, *_rest in batch])
        yield [rows.row(found, cited.get(found[0], _NOTHING)) for found in batch]


class _EntryFileRows:
    """What all rows of a file share: agreements, words, and the portal's URLs."""

    def __init__(self, agreements: Mapping[int, Agreement], as_of: date | None) -> None:
        self._terms = {
            key: (row.slug, row.starts_on, row.ends_on) for key, row in agreements.items()
        }
        self._as_of = as_of or ""
        self._statuses = {name: word.slug for name, word in vocabulary.words("progress").items()}
        with translation.override(settings.LANGUAGE_CODE):  # one URL for every language
            self._page = settings.ORIGIN + reverse("commitments:commitment_list")
            self._file = settings.ORIGIN + reverse("commitments:source_file", args=[0])

    def cited(self, keys: list[int]) -> dict[int, _Cited]:
        """Return the sources of these entries, by entry; one query."""
        links = ProgressEntry.sources.through.objects.filter(among("progressentry_id", keys))
        found: dict[int, _Cited] = {}
        columns = ("progressentry_id", "source_id", "source__title", "source__address")
        rows = links.order_by(*_AS_ENTERED).values_list(*columns)
        for entry, pk, title, address in rows:
            place = address or self._file.replace("/0/", f"/{pk}/")
            if entry in found:
                titles, addresses = found[entry]
                found[entry] = _Cited((*titles, title), (*addresses, place))
            else:
                found[entry] = _Cited((title,), (place,))
        return found

    def row(self, found: tuple[Any, ...], cited: _Cited) -> EntryFileRow:
        pk, ref, title, agreement_id, party, status, true_on, text, language, *rest = found
        created_at, published_at, corrects, reason = rest
        slug, first, last = self._terms[agreement_id]
        recorded = in_norway(created_at)
        return EntryFileRow(  # positional: keyword arguments take as long as all the rest
            pk,
            ref,
            in_file(title),
            slug,
            party,
            self._statuses[status],
            true_on,
            text,
            language,
            cited.titles,
            cited.addresses,
            recorded,
            in_norway(published_at),
            year_of_retrospect(true_on, recorded),
            is_outside(true_on, first, last),
            corrects is not None,
            reason,
            f"{self._page}{ref}/#oppforing-{pk}",
            self._as_of,
        )
