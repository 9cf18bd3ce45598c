"""Parses Statistics Norway's code lists of municipalities (Klass 131). Pure."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final

UNKNOWN: Final = "9999"  # «Uoppgitt»: not a municipality
LARGEST_FILE: Final = 10 * 1024 * 1024  # bytes
_LENGTH: Final = 4  # digits in a municipality's code
_CODE: Final = ("code", "kode", "kommunenummer")
_NAME: Final = ("name", "navn")
_FROM: Final = ("validFrom", "gyldig_fra", "validFromInRequestedRange")
_TO: Final = ("validTo", "gyldig_til", "validToInRequestedRange")


class InvalidListError(ValueError):
    """The file is not such a list. The message says where it fails."""


@dataclass(frozen=True, slots=True, order=True)
class MunicipalityPeriod:
    """A code and its name for a period; ``valid_to`` is exclusive, None means still valid."""

    code: str
    valid_from: date
    name: str
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the code was valid on this day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The content of a file: periods with validity, or the names that were valid on one day.

    ``clipped``: the periods begin and end at the ends of the range that was requested from Klass.
    """

    periods: tuple[MunicipalityPeriod, ...] = ()
    on: date | None = None
    names: Mapping[str, str] | None = None
    clipped: bool = False


def read(body: bytes, *, on: date | None = None) -> CodeList:
    """Parse Klass' JSON (``codes``, ``codesAt``), or CSV in UTF-8 or ISO-8859-1.

    ``on`` is the day of a list without validity, such as that of ``codesAt``.

    Raises:
        InvalidListError: the file is too large or not such a list, or a value is missing.
    """
    if len(body) > LARGEST_FILE:
        raise InvalidListError("The file is larger than 10 MB.")
    text = _decoded(body)
    rows = _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)
    found = [row for row in rows if _first(row, _CODE) != UNKNOWN]
    if not found:
        raise InvalidListError("The file has no municipalities.")
    if all(_first(row, _FROM) for row in found):
        periods = tuple(_period(number, row) for number, row in enumerate(found, start=1))
        return CodeList(
            periods,
            clipped=not any(row.get("validFrom") for row in found)
            and (any(row.get("validFromInRequestedRange") for row in found)),
        )
    if on is None:
        raise InvalidListError("The file says no days of validity. Give its day with --date.")
    return CodeList(on=on, names=_names(found))


def merged(
    known: Iterable[MunicipalityPeriod], lists: Iterable[CodeList], *, since: date
) -> list[MunicipalityPeriod]:
    """Merge the lists into the known periods, and return them ordered by code and day.

    A code that is missing in a list of one day ended on that day if it began before, and a new name
    under the same code begins a new period. Periods that ended by ``since`` are left out. Merging
    the same lists again changes nothing.
    """
    lists = list(lists)
    periods = {(row.code, row.valid_from): row for row in known}
    for found in lists:
        for row in found.periods:
            if row.valid_to is None or row.valid_to > since:
                _take(periods, row, clipped=found.clipped)
    dated = [found for found in lists if found.on is not None]
    for found in sorted(dated, key=lambda one: one.on or since):
        _take_day(periods, found)
    return sorted(periods.values())


def _take(
    periods: dict[tuple[str, date], MunicipalityPeriod], row: MunicipalityPeriod, *, clipped: bool
) -> None:
    """Add a period; a clipped one only if no known period with its name covers its first day."""
    if clipped:
        for old in periods.values():
            if old.code == row.code and old.name == row.name and old.covers(row.valid_from):
                return
    periods[row.code, row.valid_from] = row


def _take_day(periods: dict[tuple[str, date], MunicipalityPeriod], found: CodeList) -> None:
    day, names = found.on, dict(found.names or {})
    assert day is not None  # noqa: S101  # the caller takes lists of one day alone
    for key, old in list(periods.items()):
        if not old.covers(day):
            continue
        if names.get(old.code) == old.name:
            del names[old.code]
        elif old.valid_from < day:
            periods[key] = MunicipalityPeriod(old.code, old.valid_from, old.name, day)
        else:
            del periods[key]
    for code, name in names.items():
        later = _next(periods, code, day)
        if later is not None and later.name == name:
            del periods[code, later.valid_from]
            periods[code, day] = MunicipalityPeriod(code, day, name, later.valid_to)
        else:
            periods[code, day] = MunicipalityPeriod(
                code, day, name, later.valid_from if later else None
            )


def _next(
    periods: Mapping[tuple[str, date], MunicipalityPeriod], code: str, day: date
) -> MunicipalityPeriod | None:
    later = [row for row in periods.values() if row.code == code and row.valid_from > day]
    return min(later, default=None)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("iso-8859-1")


def _json_rows(text: str) -> list[dict[str, object]]:
    try:
        rows = json.loads(text)["codes"]
    except (ValueError, KeyError, RecursionError) as error:
        raise InvalidListError("The file is no answer of Klass: it has no «codes».") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidListError("The file is no answer of Klass: «codes» is no list.")
    return rows


def _csv_rows(text: str) -> list[dict[str, object]]:
    separator = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows: list[dict[str, object]] = list(csv.DictReader(StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise InvalidListError(f"The file is no CSV: {error}.") from error
    if rows and not (_has(rows[0], _CODE) and _has(rows[0], _NAME)):
        raise InvalidListError("The first line names no code and name.")
    return rows


def _has(row: Mapping[str, object], names: Iterable[str]) -> bool:
    return any(name in row for name in names)


def _first(row: Mapping[str, object], names: Iterable[str]) -> str:
    """Return the first non-empty value under these names; "" if there is none."""
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def _period(number: int, row: Mapping[str, object]) -> MunicipalityPeriod:
    valid_to = _first(row, _TO)
    begin = _day(number, _first(row, _FROM))
    end = _day(number, valid_to) if valid_to else None
    if end is not None and end <= begin:
        raise InvalidListError(f"Row {number}: the last day comes before the first.")
    return MunicipalityPeriod(_code(number, row), begin, _name(number, row), end)


def _names(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        code = _code(number, row)
        if code in names:
            raise InvalidListError(f"Row {number}: {code} stands twice.")
        names[code] = _name(number, row)
    return names


def _code(number: int, row: Mapping[str, object]) -> str:
    code = _first(row, _CODE)
    if len(code) != _LENGTH or not (code.isascii() and code.isdigit()):
        raise InvalidListError(f"Row {number}: «{code}» is no code of a municipality.")
    return code


def _name(number: int, row: Mapping[str, object]) -> str:
    name = _first(row, _NAME)
    if not name or len(name) > 100:  # noqa: PLR2004  # room in the database
        raise InvalidListError(f"Row {number}: the name is missing or too long.")
    return name


def _day(number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidListError(f"Row {number}: «{text}» is no day.") from error
