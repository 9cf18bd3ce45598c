"""All published progress taken away at once, and put back, past the actions."""

from django.db.models import F

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry


def withdraw() -> None:
    """Withdraw every published entry."""
    ProgressEntry.objects.filter(state=State.PUBLISHED).update(
        state=State.WITHDRAWN,
        withdrawal_proposed_at=F("published_at"),
        withdrawal_proposed_by=F("submitted_by"),
        withdrawal_reason="Eksempel",
        withdrawn_at=F("published_at"),
        withdrawn_by=F("published_by"),
    )


def publish_again() -> None:
    """Publish every withdrawn entry."""
    ProgressEntry.objects.filter(state=State.WITHDRAWN).update(
        state=State.PUBLISHED,
        withdrawal_proposed_at=None,
        withdrawal_proposed_by=None,
        withdrawal_reason="",
        withdrawn_at=None,
        withdrawn_by=None,
    )
