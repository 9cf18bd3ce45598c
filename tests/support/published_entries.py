"""What parties tell the public in tests: entries published by the actions, at any time."""

from datetime import date
from typing import Any

import time_machine

from commitments.foundation.choices import State
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from tests.support import recorders
from tests.support.written_again import written_again

# When an entry is published, unless a test says otherwise.
PUBLISHED_AT: str = "2026-03-01 12:00 +0000"


@written_again
def publish_entry(
    true_on: str = "2007-03-15",
    status: str = "in_progress",
    *,
    party: str = "KD",
    ref: str = recorders.REF,
    at: str = PUBLISHED_AT,
    **changed: Any,
) -> ProgressEntry:
    """An entry that a party published at this time."""
    with time_machine.travel(at, tick=False):
        return recorders.taken_to(
            State.PUBLISHED,
            by=recorders.editor(party),
            ref=ref,
            status=status,
            true_on=date.fromisoformat(true_on),
            **changed,
        )


def correct(entry: ProgressEntry, *, at: str = PUBLISHED_AT, **changed: Any) -> ProgressEntry:
    """The version that takes the entry's place, published at this time."""
    party = entry.party.code
    with time_machine.travel(at, tick=False):
        by = recorders.editor(party)
        copy = workflow.correct(entry, by=by)
        told = {
            "status": copy.status,
            "narrative": copy.narrative,
            "true_on": copy.true_on,
            "correction_reason": "Eksempel: feil dag.",
            "sources": list(copy.sources.all()),
        }
        copy = edit_actions.edit(
            copy, EntryContent(**{**told, **changed}), by=by, version=copy.version
        )
        copy = workflow.submit(copy, by=by, version=copy.version)
        return workflow.approve(copy, by=recorders.approver(party), version=copy.version)


def withdraw(
    entry: ProgressEntry, *, at: str = PUBLISHED_AT, reason: str = "Eksempel: feil."
) -> None:
    """The party no longer stands by the entry from this time on."""
    with time_machine.travel(at, tick=False):
        entry = workflow.propose_withdrawal(
            entry, by=entry.created_by, version=entry.version, reason=reason
        )
        by = recorders.approver(entry.party.code)
        workflow.withdraw(entry, by=by, version=entry.version)
