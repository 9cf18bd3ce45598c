"""History rows in the order they were written, without running numbers that count all rows."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from kvalitet.guard.keys import RandomKey


class _StepField(models.PositiveIntegerField):  # type: ignore[type-arg]  # not subscriptable
    """1 in the first history row of a row, one more in each that follows."""

    def pre_save(self, model_instance: Any, add: bool) -> int:  # noqa: FBT001  # Django's signature
        """Count on from the row's last step; a row that is new has none."""
        if add and model_instance.history_type != "+":
            key = model_instance.instance_type._meta.pk.attname
            rows = type(model_instance).objects.filter(**{key: getattr(model_instance, key)})
            last = rows.aggregate(last=models.Max(self.attname))["last"] or 0
            setattr(model_instance, self.attname, last + 1)
        return int(super().pre_save(model_instance, add))


class _Step(models.Model):
    """A history row's place among those of its row."""

    history_step = _StepField(default=1, editable=False)

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
