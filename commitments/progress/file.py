"""Published progress as rows of a file, read in batches."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agreements import vocabulary
from agreements.models import Agreement
from commitments.foundation.days import in_norway, is_outside, year_of_retrospect
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.sources.models import Source
from commitments.web.csv_and_json import AT_A_TIME

_FIELDS: Final = (
    "pk", "commitment__ref", "commitment__agreement_id", "party__code", "status", "true_on",
    "narrative", "language", "created_at", "published_at", "corrects_id", "correction_reason",
    "sources", "sources__title", "sources__address",
)  # fmt: skip


class EntryFileRow(NamedTuple):
    """A published progress entry in a file; the fields are the columns, in this order.

    ``gjelder_dato`` is the day it was true, ``sprak`` the language of ``tekst``.
    ``kilder`` are titles, ``kilde_adresser`` where each of them is found, in the same
    order. ``skrevet_i_ettertid`` is the year of writing where that was over a year after
    the day it was true. ``rettet``: it corrects an earlier version. ``adresse`` is its
    place in the portal, ``per_dato`` the day the row stands for, as of a commitment.
    """

    oppforing: int
    referanse: str
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


_Texts = Sequence[str]
_AS_ENTERED: Final = [f"sources__{name}" for name in Source.AS_ENTERED]


def progress_rows(
    entries: ProgressEntryQuerySet, agreements: Mapping[int, Agreement], *, as_of: date | None
) -> Iterator[list[EntryFileRow]]:
    """Batches of rows, in the order of the entries: one query, which has a line for each source.

    ``entries`` say their order; ``agreements`` are those they may belong to, by primary key;
    ``as_of`` is ``per_dato``, None before anything was published.
    """
    order = (*entries.query.order_by, "pk", *_AS_ENTERED)
    lines = entries.order_by(*order).values_list(*_FIELDS).iterator(chunk_size=AT_A_TIME)
    made = _EntryFileRows(agreements, as_of)
    rows = (made.row(list(group)) for _pk, group in groupby(lines, itemgetter(0)))
    while batch := list(islice(rows, AT_A_TIME)):
        yield batch


class _EntryFileRows:
    """What all rows of a file share: agreements, words, and the portal's addresses."""

    def __init__(self, agreements: Mapping[int, Agreement], as_of: date | None) -> None:
        self._terms = {
            key: (row.slug, row.starts_on, row.ends_on) for key, row in agreements.items()
        }
        self._as_of = as_of or ""
        self._statuses = {name: word.slug for name, word in vocabulary.words("progress").items()}
        with translation.override(settings.LANGUAGE_CODE):  # one address in every language
            self._page = settings.ORIGIN + reverse("commitments:commitment_list")
            self._file = settings.ORIGIN + reverse("commitments:source_file", args=[0])

    def row(self, lines: list[tuple[Any, ...]]) -> EntryFileRow:
        """The row of an entry, from its lines: one for each source, or one without a source."""
        pk, ref, agreement_id, party, status, true_on, text, language, *rest = lines[0]
        created_at, published_at, corrects, reason, *source = rest
        titles, addresses = self._cited(lines) if len(lines) > 1 else self._source(*source)
        slug, first, last = self._terms[agreement_id]
        recorded = in_norway(created_at)
        return EntryFileRow(  # by place: names cost as much as all the rest
            pk,
            ref,
            slug,
            party,
            self._statuses[status],
            true_on,
            text,
            language,
            titles,
            addresses,
            recorded,
            in_norway(published_at),
            year_of_retrospect(true_on, recorded),
            is_outside(true_on, first, last),
            corrects is not None,
            reason,
            f"{self._page}{ref}/#oppforing-{pk}",
            self._as_of,
        )

    def _source(self, key: int | None, title: str, address: str) -> tuple[_Texts, _Texts]:
        """Its title and where it is found; nothing of one that is not there."""
        if key is None:
            return (), ()
        return (title,), (address or self._file.replace("/0/", f"/{key}/"),)

    def _cited(self, lines: list[tuple[Any, ...]]) -> tuple[_Texts, _Texts]:
        """The same of several sources, in their order."""
        titles, addresses = zip(*(self._source(*line[-3:]) for line in lines), strict=True)
        return list(chain.from_iterable(titles)), list(chain.from_iterable(addresses))
