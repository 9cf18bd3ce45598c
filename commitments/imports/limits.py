"""How large a file may be, and how long reading it may take (security.md, C14)."""

from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from commitments.imports.faults import InvalidFileError

LARGEST_FILE: Final = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED: Final = 100 * 1024 * 1024  # bytes, all members
LARGEST_PART: Final = 20 * 1024 * 1024  # bytes of a member that is no sheet
MOST_MEMBERS: Final = 200
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LONGEST: Final = 20.0  # seconds


class Clock:
    """The time that reading one file, and comparing it with what stands, may take."""

    def __init__(self, seconds: float = LONGEST) -> None:
        """Start it."""
        self._end = monotonic() + seconds

    def check(self) -> None:
        """Go on, or give up.

        Raises:
            InvalidFileError: the time is up.
        """
        if monotonic() > self._end:
            raise InvalidFileError(_("The file takes more than 20 seconds to read."))
