"""Histories in the order they were written, each row chained to the one before.

History rows have no running numbers, which would count all rows.
"""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from kvalitet.guard import chain
from kvalitet.guard.keys import RandomKey

# What the library says of an action, beside what the row says.
_OF_ACTION = ("history_id", "history_date", "history_type", "history_user_id")
_CHAINED = (*_OF_ACTION, "history_change_reason", "history_step")


class _StepField(models.PositiveIntegerField):  # type: ignore[type-arg]  # not subscriptable
    """1 in the first history row of a row, one more in each that follows."""

    def pre_save(self, model_instance: Any, add: bool) -> int:  # noqa: FBT001  # Django's signature
        """Count on from the row's last step; a row that is new has none."""
        model_instance.previous_sha256 = ""
        if add and model_instance.history_type != "+":
            key = model_instance.instance_type._meta.pk.attname
            rows = type(model_instance).objects.filter(**{key: getattr(model_instance, key)})
            last = rows.order_by(f"-{self.attname}").values_list(self.attname, "history_sha256")
            step, model_instance.previous_sha256 = last.first() or (0, "")
            setattr(model_instance, self.attname, step + 1)
        return int(super().pre_save(model_instance, add))


class _ChainField(models.CharField):  # type: ignore[type-arg]  # not subscriptable
    """SHA-256 over the history row, its relations, and that of the history row before."""

    def pre_save(self, model_instance: Any, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Compute it for a row that is written; nothing changes it afterwards."""
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
    """A history row's place among those of its row, and in their chain."""

    history_step = _StepField(default=1, editable=False)
    history_sha256 = _ChainField(max_length=64, default="", editable=False, db_index=True)

    class Meta:
        abstract = True


class StepHistory(HistoricalRecords):  # type: ignore[misc]  # the library ships no types
    """Historical records with random keys, in the order of each row's ``history_step``."""

    def __init__(self, **options: object) -> None:
        """With the key and the step; ``options`` are the library's."""
        super().__init__(history_id_field=RandomKey(), bases=[_Step], **options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, object]:
        """The library's, sorted by the step where it sorts by its running number."""
        options: dict[str, object] = super().get_meta_options(model)
        options["ordering"] = ("-history_date", "-history_step")
        options["get_latest_by"] = ("history_date", "history_step")
        once = f"historical{model._meta.model_name}_step_once"
        fields = [model._meta.pk.attname, "history_step"]
        options["constraints"] = [models.UniqueConstraint(fields=fields, name=once)]
        return options

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:  # noqa: ARG002  # the library's signature
        """Called by the library after each history row: its relations, as they were chained."""
        for field in history_instance._history_m2m_fields:
            kept, links = self.m2m_models[field], history_instance.links[field.name]
            kept.objects.bulk_create(kept(history=history_instance, **row) for row in links)


def chained_columns(history: Any) -> list[str]:
    """The columns of a history that its chain covers, beside the relations."""
    return [*_CHAINED, *(field.attname for field in history.tracked_fields)]


def step_sha256(history: Any, values: dict[str, Any], previous: str) -> str:
    """What a history row's SHA-256 must be.

    Args:
        history: the model of the history, or one of its rows.
        values: of ``chained_columns``, and of each relation the keys, sorted.
        previous: the SHA-256 of the step before; "" for the first.
    """
    return chain.link(history.instance_type._meta.label, values, previous)


def other_end(field: Any) -> str:
    """The column of a relation's table, and of its history, that names the related row."""
    return f"{field.m2m_reverse_field_name()}_id"


def _links(row: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of each kept relation's table, as they are now."""
    key = getattr(row, row.instance_type._meta.pk.attname)
    found = {}
    for field in row._history_m2m_fields:
        own = f"{field.m2m_field_name()}_id"
        links = field.remote_field.through._base_manager.filter(**{own: key})
        found[field.name] = list(links.values())
    return found
