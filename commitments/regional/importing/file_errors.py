"""Errors in an uploaded file: the place, the value, and the reason. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileError:
    """One error; ``row`` is 0 and ``column`` empty if it concerns the whole file.

    Rows are counted as in a spreadsheet: the headings are row 1.
    """

    reason: str
    row: int = 0
    column: str = ""
    value: str = ""


class InvalidFileError(ValueError):
    """The file cannot be read at all."""

    def __init__(self, reason: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        """Store the error for the page."""
        super().__init__(reason)
        self.file_error = FileError(reason, row, column, value[:60])


def _(text: str) -> str:
    """Mark a text for the catalogues and return it: the server translates the child's messages."""
    return text


def damaged() -> InvalidFileError:
    """Return the error of a file that is not what it should be."""
    return InvalidFileError(
        _(
            "The file is damaged, or its content does not match the file name. Save it again, "
            "then choose it again."
        )
    )


def encrypted() -> InvalidFileError:
    """Return the error of a file that needs a password."""
    return InvalidFileError(_("The file is protected by a password. Save it without one."))


def with_macros() -> InvalidFileError:
    """Return the error of a file with executable content."""
    return InvalidFileError(_("The file holds macros. Save it without them."))


def with_formulas(place: str = "") -> InvalidFileError:
    """Return the error of a sheet whose cells are not values."""
    text = _("The sheet contains formulas. Save it with values instead.")
    return InvalidFileError(text, value=place)


def with_merged_cells(place: str = "") -> InvalidFileError:
    """Return the error of a sheet with cells that span several places."""
    return InvalidFileError(_("The sheet contains merged cells. Split them."), value=place)


def with_error(row: int, place: str = "") -> InvalidFileError:
    """Return the error of a cell such as «#REF!», which would be read as an empty one."""
    text = _("The cell holds an error instead of a value. Write the value.")
    return InvalidFileError(text, row=row, value=place)


def too_many_rows(row: int) -> InvalidFileError:
    """Return the error of a sheet with too many rows."""
    return InvalidFileError(_("The sheet has more than 50,000 rows."), row=row)


def too_many_columns(row: int, place: str = "") -> InvalidFileError:
    """Return the error of a sheet with too many columns."""
    return InvalidFileError(_("The sheet has more than 200 columns."), row=row, value=place)


def too_many_cells(row: int) -> InvalidFileError:
    """Return the error of a sheet with too many cells, even if most are empty."""
    return InvalidFileError(_("The sheet has more than 700,000 cells."), row=row)
