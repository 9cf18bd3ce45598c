"""Histories in the order they were written, each row chained to the previous one.

History rows have no sequential ids, which would reveal how many there are.
"""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from kvalitet.guard import chain
from kvalitet.guard.keys import RandomKey

# The library's facts about the action, besides the row's own values.
_OF_ACTION = ("history_id", "history_date", "history_type", "history_user_id")
_CHAINED = (*_OF_ACTION, "history_change_reason", "history_step")


class _StepField(models.PositiveIntegerField):  # type: ignore[type-arg]  # not subscriptable
    """1 for the first history row of an object, then increasing by one."""

    def pre_save(self, model_instance: Any, add: bool) -> int:  # noqa: FBT001  # Django's signature
        """Continue from the object's last step."""
        model_instance.previous_sha256 = ""
        if add and model_instance.history_type != "+":
            key = model_instance.instance_type._meta.pk.attname
            rows = type(model_instance).objects.filter(**{key: getattr(model_instance, key)})
            last = rows.order_by(f"-{self.attname}").values_list(self.attname, "history_sha256")
            step, model_instance.previous_sha256 = last.first() or (0, "")
            setattr(model_instance, self.attname, step + 1)
        return int(super().pre_save(model_instance, add))


class _ChainField(models.CharField):  # type: ignore[type-arg]  # not subscriptable
    """SHA-256 of the history row, its relations and the previous history row's checksum."""

    def pre_save(self, model_instance: Any, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Compute the checksum when the row is created. It never changes afterwards."""
        if add:
            model_instance.links = _links(model_instance)
            names = chained_columns(model_instance)
            values = {name: getattr(model_instance, name) for name in names}
            for field in model_instance._history_m2m_fields:
                links = model_instance.links[field.name]
                values[field.name] = sorted(row[other_end(field)] for row in links)
            sha256 = step_sha256(model_instance, values, model_instance.previous_sha256)
            setattr(model_instance, self.attname, sha256)
        return str(super().pre_save(model_instance, add))


class _Step(models.Model):
    """A history row's step and its checksum in the chain."""

    history_step = _StepField(default=1, editable=False)
    history_sha256 = _ChainField(max_length=64, default="", editable=False, db_index=True)

    class Meta:
        abstract = True


class StepHistory(HistoricalRecords):  # type: ignore[misc]  # the library ships no types
    """Historical records with random keys, ordered by ``history_step`` within each object."""

    def __init__(self, **options: object) -> None:
        """Set the key and base class. ``options`` are the library's."""
        super().__init__(history_id_field=RandomKey(), bases=[_Step], **options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, object]:
        """Order by step instead of the library's sequential id, and make each step unique."""
        options: dict[str, object] = super().get_meta_options(model)
        options["ordering"] = ("-history_date", "-history_step")
        options["get_latest_by"] = ("history_date", "history_step")
        once = f"historical{model._meta.model_name}_step_once"
        fields = [model._meta.pk.attname, "history_step"]
        options["constraints"] = [models.UniqueConstraint(fields=fields, name=once)]
        return options

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:  # noqa: ARG002  # the library's signature
        """Store the relations that the checksum covers.

        The library calls this after each history row.
        """
        for field in history_instance._history_m2m_fields:
            kept, links = self.m2m_models[field], history_instance.links[field.name]
            kept.objects.bulk_create(kept(history=history_instance, **row) for row in links)


def chained_columns(history: Any) -> list[str]:
    """Return the history's columns that the checksum covers, without the relations."""
    return [*_CHAINED, *(field.attname for field in history.tracked_fields)]


def step_sha256(history: Any, values: dict[str, Any], previous: str) -> str:
    """Compute a history row's SHA-256.

    Args:
        history: the model of the history, or one of its rows.
        values: of ``chained_columns``, and the sorted keys of each relation.
        previous: the SHA-256 of the previous step; "" for the first.
    """
    return chain.link(history.instance_type._meta.label, values, previous)


def other_end(field: Any) -> str:
    """Return the column that refers to the related row, in the relation's table and its history."""
    return f"{field.m2m_reverse_field_name()}_id"


def _links(row: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the present rows of each tracked relation's table."""
    key = getattr(row, row.instance_type._meta.pk.attname)
    found = {}
    for field in row._history_m2m_fields:
        own = f"{field.m2m_field_name()}_id"
        links = field.remote_field.through._base_manager.filter(**{own: key})
        found[field.name] = list(links.values())
    return found
