"""A time limit for handling an uploaded file, from the upload until the response."""

from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from commitments.regional.importing.file_errors import InvalidFileError

LONGEST: Final = 17.0  # seconds; the page has the remaining three of 20


class Clock:
    """The time limit for waiting, reading, and comparing with stored rows together."""

    def __init__(self, seconds: float = LONGEST) -> None:
        """Start the clock."""
        self._end = monotonic() + seconds

    def check(self) -> None:
        """Continue, or stop if the time is up.

        Raises:
            InvalidFileError: the time is up.
        """
        if monotonic() > self._end:
            raise InvalidFileError(
                _("The file takes too long to read. Divide it and upload one part at a time.")
            )
