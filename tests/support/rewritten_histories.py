"""Histories and acts rewritten by somebody who has the database and knows how they are chained."""

from collections.abc import Mapping
from typing import Any

from commitments.foundation.content_version import ContentVersion
from commitments.foundation.public_act import PublicAct
from commitments.trust.histories import Among, Histories


def change_step(step: Any, **values: Any) -> None:
    """Other values in one history row, past every rule."""
    type(step)._base_manager.filter(pk=step.pk).update(**values)


def chain_anew(row: Any) -> dict[str, str]:
    """Give every history row of a row the SHA-256 that its values and the one before ask for.

    Returns the new ones by those that they stand in for.
    """
    model: Any = type(row)
    kept, before, anew = Histories(model, {}), None, {}
    for step in kept.steps(Among([row.pk]))[row.pk]:
        old, step["history_sha256"] = step["history_sha256"], kept.sha256_of(step, before)
        anew[old] = step["history_sha256"]
        model.history.filter(pk=step["history_id"]).update(history_sha256=anew[old])
        before = step
    return anew


def newest_step(row: Any) -> Any:
    """The last history row of a row."""
    return type(row).history.filter(id=row.pk).order_by("history_step").last()


def drop_last_act() -> None:
    """Delete the last public act and set the content version back to the one before."""
    *_others, before, last = PublicAct.objects.order_by("number")
    PublicAct.objects.filter(pk=last.pk)._raw_delete("default")
    ContentVersion.objects.update(
        number=before.number, head_sha256=before.sha256, changed_at=before.acted_at
    )


def rewrite_acts(anew: Mapping[str, str]) -> None:
    """Put other SHA-256 for those of rows in every act, and chain all acts to another head."""
    previous = ""
    for act in PublicAct.objects.order_by("number"):
        act.rows = [[label, key, anew.get(sha256, sha256)] for label, key, sha256 in act.rows]
        act.sha256 = previous = act.chained(previous)
        PublicAct.objects.filter(pk=act.pk).update(rows=act.rows, sha256=act.sha256)
    ContentVersion.objects.update(head_sha256=previous)
