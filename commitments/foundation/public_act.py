"""The chain of all public acts; the content version has the checksum of the last one."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.db import models
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.content_version import ContentVersion
from kvalitet.guard import chain

NamedRow = list[str]  # model label, key and SHA-256 of a row

_ABOUT: Final = "public act"


class PublicAct(models.Model):
    """One public act, with the SHA-256 of each row that it created, changed or deleted.

    ``rows`` are lists of model label, key and SHA-256. The SHA-256 is that of the newest history
    row, or of the columns if the model has no history; "" for a deleted row. An act never changes.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    acted_at = models.DateTimeField(_("time"))
    rows = models.JSONField(_("rows"), default=list)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("public act")
        verbose_name_plural = _("public acts")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def record(
        cls, *rows: Model, gone: Iterable[Model] = (), erased: Iterable[NamedRow] = ()
    ) -> "PublicAct":
        """Add an act about these rows, with their values once the act has the lock.

        Increases the content version and locks it until the caller's transaction ends. A caller
        that records several acts must lock all their rows before the first act.

        Args:
            rows: what the act created or changed.
            gone: what it is about to delete.
            erased: history rows with a redacted passage, in the form of an act's ``rows``.
        """
        ContentVersion.objects.get_or_create(pk=1)
        version = ContentVersion.objects.select_for_update().get(pk=1)
        named = [*_with_sha256(rows), *(named_row(row, "") for row in gone), *erased]
        act = cls(number=version.number + 1, acted_at=timezone.now(), rows=named)
        act.sha256 = act.chained(version.head_sha256)
        act.save(force_insert=True)
        version.number, version.changed_at = act.number, act.acted_at
        version.head_sha256 = act.sha256
        version.save()
        return act

    def chained(self, previous: str) -> str:
        """Compute the act's SHA-256 from the previous act's; "" for the first act."""
        values = {"number": self.number, "acted_at": self.acted_at, "rows": self.rows}
        return chain.link(_ABOUT, values, previous)


def named_row(row: Model, sha256: str) -> NamedRow:
    """Return a row in the form of an act's ``rows``."""
    return [row._meta.label, str(row.pk), sha256]


def columns_sha256(row: Any) -> str:
    """Return the SHA-256 of all columns, for a row without a history."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return chain.link(row._meta.label, values, "")


def _with_sha256(rows: Iterable[Any]) -> list[NamedRow]:
    """Name each row with its SHA-256; histories are read by one query for each model."""
    named = []
    for model, own in groupby(sorted(rows, key=_label), key=type):
        found = list(own)
        if hasattr(model, "recorded_history"):
            newest = _newest_steps(model, found)
            named += [named_row(row, newest[row.pk]) for row in found]
        else:
            named += [named_row(row, columns_sha256(row)) for row in found]
    return named


def _newest_steps(model: Any, rows: Iterable[Model]) -> dict[object, str]:
    key = model._meta.pk.attname
    steps = model.history.filter(**{f"{key}__in": {row.pk for row in rows}})
    return dict(steps.order_by("history_step").values_list(key, "history_sha256"))


def _label(row: Model) -> str:
    return row._meta.label
