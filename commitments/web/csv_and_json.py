"""Writes rows as CSV and JSON piece by piece, with only one batch in memory."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import chain, repeat
from typing import Final

from django.db.models import Q

from commitments.web.cells import Row, cells, records

AT_A_TIME: Final = 1_000  # rows in a batch
_THIN: Final = 2  # query the whole range if it has fewer keys than this for each one requested
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel does not read æ, ø and å


def among(column: str, keys: Sequence[int]) -> Q:
    """Condition for rows of these keys, or of the range that they nearly fill, which is cheaper."""
    first, last = min(keys), max(keys)
    if last - first < _THIN * len(keys):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__in": keys})


def csv_file(columns: Sequence[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Write the rows as CSV: RFC 4180 with commas and CRLF, in UTF-8; one piece for each batch.

    It begins with a byte order mark, because Excel takes a file without one for Windows text.
    """
    head = _lines([columns], before=_BYTE_ORDER_MARK)
    yield from _headed(head, (_lines(cells(batch)) for batch in batches))


def json_file(
    name: str,
    batches: Iterable[Sequence[Row]],
    *,
    as_of: date | None,
    selection: Mapping[str, str],
) -> Iterator[bytes]:
    """Write the rows as one JSON object under this name: the columns of the CSV, one row to a line.

    ``utvalg`` has the filters in use, ``per_dato`` the day that the rows describe. One piece for
    each batch, and one that ends the object.
    """
    facts = {"per_dato": as_of.isoformat() if as_of else None, "utvalg": dict(selection)}
    head = f'{_json(facts)[:-1]},"{name}":['.encode()
    lines = (
        (before + ",\n".join(map(_json, records(batch)))).encode()
        for before, batch in zip(chain(["\n"], repeat(",\n")), batches, strict=False)
    )
    yield from _headed(head, lines)
    yield b"\n]}\n"


def _headed(head: bytes, batches: Iterator[bytes]) -> Iterator[bytes]:
    """Put the head before the first batch, so that a first piece means that rows can be read."""
    yield head + next(batches, b"")
    yield from batches


def _lines(rows: Iterable[Iterable[str]], *, before: str = "") -> bytes:
    text = StringIO(before)
    text.seek(0, 2)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
