"""The error for a row that has changed since its form was opened."""

from typing import Any

from django.core.exceptions import ValidationError


class StaleRowError(ValidationError):
    """Someone else has saved the row since the form was opened.

    ``current`` is the row as it is now; None if it has been cleared.
    """

    def __init__(self, current: Any, text: str = "") -> None:
        """Store the present row, so that both can be shown; a workflow passes its own text."""
        super().__init__(text or str(current.TEXTS.stale), code="stale_row")
        self.current: Any = current  # of the model that the action was given
