"""What is wrong with a file that was put in: where, what stood there, and why."""

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
