"""Writes rows as an XLSX file: texts as text, numbers and days as such, no formulas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from commitments.foundation.days import OSLO
from commitments.web.cells import Row, in_one_cell

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS: Final = 1_048_575  # in a sheet, without the header row
_LONGEST_TEXT: Final = 32_767  # characters in a cell
_DAY: Final = "yyyy-mm-dd"
_INSTANT: Final = "yyyy-mm-dd hh:mm:ss"
_BEFORE_ANY_CHANGE: Final = datetime(2000, 1, 1, tzinfo=OSLO)


class TooManyRowsError(ValueError):
    """A spreadsheet has no room for so many rows."""


def xlsx_file(
    columns: Sequence[str],
    batches: Iterable[Sequence[Row]],
    *,
    sheet: str,
    as_of: date | None,
) -> IO[bytes]:
    """Write the rows to an open XLSX file, at its beginning; the same rows give the same bytes.

    Rows are written to disk one by one. Instants are in Norwegian time. A text too long for a cell
    ends in «…».

    Raises:
        TooManyRowsError: there are more than ``MOST_ROWS``.
    """
    import xlsxwriter  # noqa: PLC0415  # heavy; a server begins without it

    file = TemporaryFile()  # noqa: SIM115 # the answer that sends it closes it
    try:
        options = {"constant_memory": True, "default_date_format": _DAY}
        with xlsxwriter.Workbook(file, options) as book:
            book.set_properties({"created": _made_at(as_of)})
            _fill(book, sheet, columns, batches)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(
    book: "xlsxwriter.Workbook",
    sheet: str,
    columns: Sequence[str],
    batches: Iterable[Sequence[Row]],
) -> None:
    page = book.add_worksheet(sheet)
    bold, instant = book.add_format({"bold": True}), book.add_format({"num_format": _INSTANT})
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)
    for place, name in enumerate(columns):
        page.write_string(0, place, name, bold)
    for number, row in enumerate(chain.from_iterable(batches), start=1):
        if number > MOST_ROWS:
            raise TooManyRowsError
        for place, value in enumerate(row):
            _write(page, number, place, in_one_cell(value), instant)


def _write(
    page: "xlsxwriter.worksheet.Worksheet",
    number: int,
    place: int,
    value: str | int | date | None,
    instant: "xlsxwriter.format.Format",
) -> None:
    if isinstance(value, datetime):
        page.write_datetime(number, place, value.replace(tzinfo=None, microsecond=0), instant)
    elif isinstance(value, date):
        page.write_datetime(number, place, value)
    elif isinstance(value, int):
        page.write_number(number, place, value)
    elif value:
        page.write_string(number, place, _short(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 2]} …"


def _made_at(day: date | None) -> datetime:
    """Return the day the rows describe, instead of the time at which the file is made."""
    if day is None:
        return _BEFORE_ANY_CHANGE.replace(tzinfo=None)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 # the format has no zones
