"""What is wrong with a file that was put in: where, what stood there, and why. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileError:
    """One error; ``row`` 0 and ``column`` "" where the file as a whole is meant.

    Rows are counted as a spreadsheet counts them: the heads are row 1.
    """

    reason: str
    row: int = 0
    column: str = ""
    value: str = ""


class InvalidFileError(ValueError):
    """A file that cannot be read at all."""

    def __init__(self, reason: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        """Keep the error for the page."""
        super().__init__(reason)
        self.file_error = FileError(reason, row, column, value[:60])


def _(text: str) -> str:
    """The text itself, marked for the catalogues: the server translates what a child says."""
    return text


def damaged() -> InvalidFileError:
    """The error of a file that is not what it should be."""
    return InvalidFileError(
        _(
            "The file is damaged, or its content does not match the file name. Save it again, "
            "then choose it again."
        )
    )


def encrypted() -> InvalidFileError:
    """The error of a file that nobody can read without a password."""
    return InvalidFileError(_("The file is protected by a password. Save it without one."))


def with_macros() -> InvalidFileError:
    """The error of a file that could run something."""
    return InvalidFileError(_("The file holds macros. Save it without them."))


def with_formulas(place: str = "") -> InvalidFileError:
    """The error of a sheet whose cells are not values."""
    text = _("The sheet contains formulas. Save it with values instead.")
    return InvalidFileError(text, value=place)


def with_merged_cells(place: str = "") -> InvalidFileError:
    """The error of a sheet whose cells cannot be told apart."""
    return InvalidFileError(_("The sheet contains merged cells. Split them."), value=place)


def with_error(row: int, place: str = "") -> InvalidFileError:
    """The error of a cell such as «#REF!», which would be read as an empty one."""
    text = _("The cell holds an error instead of a value. Write the value.")
    return InvalidFileError(text, row=row, value=place)


def too_many_rows(row: int) -> InvalidFileError:
    """The error of a sheet that goes on too far down."""
    return InvalidFileError(_("The sheet has more than 50,000 rows."), row=row)


def too_many_columns(row: int, place: str = "") -> InvalidFileError:
    """The error of a sheet that goes on too far to the right."""
    return InvalidFileError(_("The sheet has more than 200 columns."), row=row, value=place)


def too_many_cells(row: int) -> InvalidFileError:
    """The error of a sheet that has much in it, or much emptiness in between."""
    return InvalidFileError(_("The sheet has more than 700,000 cells."), row=row)
