"""The register as files: every commitment a query asks for, streamed row by row."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import StringIO
from itertools import islice
from typing import Any, Final

from django.db.models import F, QuerySet

from agreements import vocabulary
from commitments.columns import COLUMNS, CommitmentRow, cells, record
from commitments.models import Commitment, CommitmentArea, CommitmentTheme, Reservation
from commitments.models.commitment_queryset import CommitmentQuerySet

_AT_A_TIME: Final = 1_000  # rows; what lies in memory at once
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel does not read æ, ø and å
_FIELDS: Final = (
    "pk", "ref", "agreement__slug", "group", "actor", "wording", "verb_class",
    "deadline", "condition", "measurable", "regional", "note",
)  # fmt: skip


def csv_file(commitments: CommitmentQuerySet, *, content_of: date | None) -> Iterator[bytes]:
    """The rows as CSV, piece by piece: RFC 4180 with commas and CRLF, in UTF-8.

    It begins with a byte order mark, because Excel takes a file without it for
    Windows text. ``content_of``: the day of the last change, None before the first.
    The first piece needs no database.
    """
    yield _lines([COLUMNS], before=_BYTE_ORDER_MARK)
    for batch in _batches(commitments, content_of):
        yield _lines(cells(row) for row in batch)


def json_file(
    commitments: CommitmentQuerySet,
    *,
    content_of: date | None,
    selection: Mapping[str, str],
) -> Iterator[bytes]:
    """The rows as one JSON object, piece by piece: the same columns, one row to a line.

    ``utvalg`` names the filters in use, ``forpliktelser`` holds the rows.
    """
    head = {"per_dato": _iso(content_of), "utvalg": dict(selection)}
    yield f'{_json(head)[:-1]},"forpliktelser":['.encode()
    between = "\n"
    for batch in _batches(commitments, content_of):
        yield (between + ",\n".join(_json(record(row)) for row in batch)).encode()
        between = ",\n"
    yield b"\n]}\n"


def json_row(commitments: CommitmentQuerySet, *, content_of: date | None) -> dict[str, Any] | None:
    """The first of the rows with the columns of the register's JSON; None where there is none."""
    values = list(commitments.values_list(*_FIELDS)[:1])
    return record(_rows(values, content_of)[0]) if values else None


def _batches(
    commitments: CommitmentQuerySet, content_of: date | None
) -> Iterator[list[CommitmentRow]]:
    values = commitments.values_list(*_FIELDS).iterator(chunk_size=_AT_A_TIME)
    while batch := list(islice(values, _AT_A_TIME)):
        yield _rows(batch, content_of)


def _rows(values: list[tuple[Any, ...]], content_of: date | None) -> list[CommitmentRow]:
    keys = [key for key, *_columns in values]
    linked = [_gathered(links, column, keys) for links, column in _links()]
    groups = {name: word.slug for name, word in vocabulary.words("group").items()}
    day = _iso(content_of) or ""
    rows = []
    for key, ref, slug, group, actor, wording, kind, deadline, condition, *marks, note in values:
        answering, areas, themes, limits = (found.get(key, []) for found in linked)
        said = (ref, slug, groups[group], answering, actor, wording, kind, areas, themes)
        rows.append(CommitmentRow._make((*said, deadline, condition, limits, *marks, note, day)))
    return rows


def _links() -> list[tuple[QuerySet[Any], str]]:
    """What hangs on commitments, each in its order: who answers, areas, themes, reservations."""
    answering = Commitment.responsible.through.objects.filter(
        party__agreement_parties__agreement=F("commitment__agreement")
    )
    limits = Reservation.qualifies.through.objects.order_by("reservation__segment__position")
    return [
        (answering.order_by("party__agreement_parties__position"), "party__code"),
        (CommitmentArea.objects.order_by("pk"), "area"),
        (CommitmentTheme.objects.order_by("pk"), "theme"),
        (limits, "reservation__ref"),
    ]


def _gathered(links: QuerySet[Any], column: str, keys: list[int]) -> dict[int, list[str]]:
    """The linked values of each commitment that has any."""
    found: dict[int, list[str]] = {}
    for key, value in links.filter(commitment__in=keys).values_list("commitment_id", column):
        found.setdefault(key, []).append(value)
    return found


def _lines(rows: Iterable[Iterable[str]], *, before: str = "") -> bytes:
    text = StringIO(before)
    text.seek(0, 2)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
