"""What an action raises when the row has moved on since its form was opened."""

from typing import Any

from django.core.exceptions import ValidationError


class StaleRowError(ValidationError):
    """Someone else has saved the row since the form was opened: ``current``; None: cleared."""

    def __init__(self, current: Any, text: str = "") -> None:
        """Keep what the other saved, so that both can be shown; a workflow has its own text."""
        super().__init__(text or str(current.TEXTS.stale), code="stale_row")
        self.current: Any = current  # of the kind that the action was given
