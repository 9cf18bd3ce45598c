"""The grounds of published verdicts, with the sources they cite."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from agreements.models import Segment
from agreements.templatetags.texts import named
from commitments.evaluations.revisions.document import CitedSource, PickedEntry, SignedVerdict
from commitments.evaluations.revisions.document_json import from_json
from commitments.sources.models import Source

Files = Mapping[str, Source]  # by SHA-256
Key = tuple[int, str]  # year, or the commitment's key, and party


class SignedSource(NamedTuple):
    """A source as it was signed; ``pk`` is that of the file, None for an address."""

    title: str
    publisher: str
    published_on: date | None
    address: str
    pk: int | None
    file_kind: str
    size: int

    @classmethod
    def of(cls, cited: CitedSource, files: Files) -> Self:
        """Return the source with its file, if it is one."""
        file = files.get(cited.sha256)
        found = (file.pk, file.file_kind, file.size) if file else (None, "", 0)
        return cls(cited.title, cited.publisher, cited.published_on, cited.address, *found)


class ShownEntry(NamedTuple):
    """A published progress entry that a party refers to, with its sources."""

    entry: PickedEntry
    sources: list[SignedSource]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a party stated beside its verdict, as it was signed or published.

    ``reservation`` is the one it used, for people: reference and short title; "" if none.
    """

    stated: SignedVerdict
    reservation: str
    sources: list[SignedSource]
    entries: list[ShownEntry]

    @property
    def reservation_anchor(self) -> str:
        """The anchor of the reservation used on the page of the agreement: «R1»."""
        return self.stated.reservation.partition("-")[2]


def read(stated: Mapping[Key, str], revisions: Iterable[int]) -> dict[Key, Grounds]:
    """Parse what ``PublishedVerdict.statement`` says, each under its key.

    One query if any files are cited, one if a reservation is used; ``revisions`` are keys of those
    that cite them.
    """
    found = {key: from_json(SignedVerdict, json.loads(text)) for key, text in stated.items()}
    files, names = _files(found.values(), revisions), _reservations(found.values())
    return {key: _grounds(row, files, names) for key, row in found.items()}


def _files(stated: Iterable[SignedVerdict], revisions: Iterable[int]) -> Files:
    hashes = {source.sha256 for row in stated for source in _cited(row) if source.sha256}
    if not hashes:
        return {}
    rows = Source.objects.filter(revisions__in=list(revisions), sha256__in=hashes)
    return {row.sha256: row for row in rows.order_by()}


def _reservations(stated: Iterable[SignedVerdict]) -> dict[str, str]:
    refs = {row.reservation for row in stated if row.reservation}
    rows = Segment.objects.filter(ref__in=refs).values_list("ref", "short_title") if refs else []
    return {ref: named(ref, title) for ref, title in rows}


def _cited(stated: SignedVerdict) -> Iterator[CitedSource]:
    yield from stated.sources
    for entry in stated.entries:
        yield from entry.sources


def _grounds(stated: SignedVerdict, files: Files, names: Mapping[str, str]) -> Grounds:
    return Grounds(
        stated,
        names.get(stated.reservation, stated.reservation),
        [SignedSource.of(row, files) for row in stated.sources],
        [
            ShownEntry(entry, [SignedSource.of(row, files) for row in entry.sources])
            for entry in stated.entries
        ],
    )
