"""The time that a file may take, from the moment it is there until it is answered."""

from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from commitments.regional.importing.file_errors import InvalidFileError

LONGEST: Final = 17.0  # seconds; of 20, three are left for the page


class Clock:
    """The time that waiting, reading, and comparing with what stands may take together."""

    def __init__(self, seconds: float = LONGEST) -> None:
        """Start it."""
        self._end = monotonic() + seconds

    def check(self) -> None:
        """Go on, or give up.

        Raises:
            InvalidFileError: the time is up.
        """
        if monotonic() > self._end:
            raise InvalidFileError(
                _("The file takes too long to read. Divide it and upload one part at a time.")
            )
