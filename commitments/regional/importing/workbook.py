"""Reads all kinds of spreadsheets to rows of text, after they have been checked. Pure."""

from collections.abc import Iterator
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from commitments.regional.importing.cells import text_of
from commitments.regional.importing.file_errors import InvalidFileError, _, damaged, encrypted


def rows_of(body: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet with their numbers, the headings first.

    Raises:
        InvalidFileError: it cannot be read, or a row has more cells than headings.
    """
    sheet = _first_sheet(body)
    left = [""] * (sheet.start or (0, 0))[1]
    heads = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + [text_of(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        heads = heads or len(cells)
        if len(cells) > heads:
            raise InvalidFileError(
                _("The row has more cells than there are column headings."), row=number
            )
        yield number, cells + [""] * (heads - len(cells))


def _first_sheet(body: bytes) -> CalamineSheet:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(body))
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                return book.get_sheet_by_index(place)
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    raise damaged()
