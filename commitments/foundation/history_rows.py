"""History written by actions: one row for each action, with the user and the relations."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models

from kvalitet.guard.history import StepHistory


class StepHistories(StepHistory):
    """Historical records that an action writes once both row *and* relations are saved.

    The library writes a row at ``save()`` and another for every relation. Actions save without
    history and then write one row with everything.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        """Add the library's descriptor and ``recorded_history`` to the model."""
        super().contribute_to_class(cls, name)
        cls.recorded_history = self  # type: ignore[attr-defined]  # read by record() below


def record(instance: Any, *, user: object, reason: str = "", **relations: object) -> None:
    """Save a row with its relations and write exactly one history row.

    Args:
        instance: the row, new or changed; its model's ``history`` is a ``StepHistories``.
        user: the person who acts, or None for the command line.
        reason: stored in the history row; at most 100 characters.
        relations: many-to-many relations by name, each the complete new set of rows.
    """
    created = instance._state.adding
    instance.skip_history_when_saving = True
    instance.save()
    for name, rows in relations.items():
        getattr(instance, name).set(rows)
    del instance.skip_history_when_saving
    instance._history_user = user
    instance._change_reason = reason or None
    instance.recorded_history.create_historical_record(instance, "+" if created else "~")


def record_new(
    rows: Sequence[Any],
    *,
    user: Callable[[Any], object],
    **relations: Callable[[Any], Iterable[models.Model]],
) -> None:
    """Save new rows of one model in bulk, each with its relations and one history row.

    Args:
        rows: none of them saved yet.
        user: the person who acts, a function of a row.
        relations: many-to-many relations by name, each a function of a row.
    """
    model: Any = type(rows[0])
    model.objects.bulk_create(rows)
    for name, related in relations.items():
        field = model._meta.get_field(name)
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        through = field.remote_field.through
        through.objects.bulk_create(
            through(**{own: row, other: end}) for row in rows for end in related(row)
        )
    for row in rows:
        row._history_user = user(row)
    written = model.history.bulk_history_create(rows)
    for field in model.history.model._history_m2m_fields:
        kept = model.recorded_history.m2m_models[field]
        kept.objects.bulk_create(
            kept(history=step, **link) for step in written for link in step.links[field.name]
        )


def erase(instance: Any, *, user: object) -> None:
    """Delete a row. Its history keeps the content and who deleted it."""
    instance._history_user = user
    instance.delete()
