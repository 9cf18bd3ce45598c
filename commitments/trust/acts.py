"""Verifies the chain of public acts, and by it the rows without a history."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Model

from agreements.models import TextVersion
from commitments.context.load import KINDS as CONTEXT
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.content_version import ContentVersion, DatabaseMark
from commitments.foundation.public_act import PublicAct, columns_sha256
from commitments.foundation.verification_error import UNREADABLE, VerificationError, named
from commitments.places.models import Office, OfficeCounty, Region
from commitments.register.rows_from_text import KINDS

Row = tuple[str, str]  # model label and key, as acts name a row
NOT_NAMED: Final = "no public act names it"
GONE: Final = "a public act names it, and it is gone"

_AT_A_TIME: Final = 100  # rows, some of which have whole documents
_WITHOUT_HISTORY: Final[tuple[type[Model], ...]] = (
    *KINDS,
    *CONTEXT,
    DatabaseMark,
    Office,
    OfficeCounty,
    PublishedVerdict,
    Redaction,
    Region,
    Revision,
    TextVersion,
)

_FROZEN: Final[tuple[type[Model], ...]] = (Redaction, TextVersion)


def read(last: dict[Row, str], earlier: dict[Row, set[str]]) -> Iterator[VerificationError]:
    """Read every act, comparing each with the previous one and the last with the content version.

    Args:
        last: is filled with each row's SHA-256 in the last act about it, "" for a deleted row.
        earlier: is filled with the different SHA-256 values in earlier acts, if any.
    """
    number, head, acted_at = 0, "", None
    for act in PublicAct.objects.order_by("number").iterator(chunk_size=_AT_A_TIME):
        if act.number > number + 1:
            yield VerificationError(f"{PublicAct._meta.label} {number + 1}", "it is gone")
        if act.number != number + 1 or act.sha256 != act.chained(head):
            yield VerificationError(named(act), "it does not follow from the act before")
        number, head, acted_at = act.number, act.sha256, act.acted_at
        try:
            rows = {(label, key): sha256 for label, key, sha256 in act.rows}
        except UNREADABLE:
            yield VerificationError(named(act), "its rows cannot be read")
            continue
        struck_out = {label for label, _key in rows} & _histories()
        for row, sha256 in rows.items():
            if last.get(row, sha256) != sha256:
                earlier.setdefault(row, set()).add(last[row])
                struck_out |= {row[0]} & {Revision._meta.label}
        last.update(rows)
        if struck_out and not any(label == Redaction._meta.label for label, _key in rows):
            yield VerificationError(named(act), "it strikes out and names no redaction")
    if _version() != (number, head, acted_at):
        where = f"{ContentVersion._meta.label} 1"
        yield VerificationError(where, "it is not what the last public act left it as")
    for other in ContentVersion.objects.exclude(pk=1):
        yield VerificationError(named(other), "there is one content version, with the key 1")


def errors(last: dict[Row, str], earlier: dict[Row, set[str]]) -> Iterator[VerificationError]:
    """Report rows without a history that differ from the last act about them, or are gone.

    Rows that must never change are also compared with every earlier act about them.
    """
    frozen = {model._meta.label for model in _FROZEN}
    for label, key in earlier:
        if label in frozen:
            what = "it is not what an earlier public act about it says"
            yield VerificationError(f"{label} {key}", what)
    for model in _WITHOUT_HISTORY:
        named_rows = {row: sha256 for row, sha256 in last.items() if row[0] == model._meta.label}
        for pk, found in _stored(model):
            stated = named_rows.pop((model._meta.label, str(pk)), "")
            if not stated:
                yield VerificationError(f"{model._meta.label} {pk}", NOT_NAMED)
            elif found != stated:
                what = "it is not what the last public act about it says"
                yield VerificationError(f"{model._meta.label} {pk}", what)
        for (label, key), sha256 in named_rows.items():
            if sha256:
                yield VerificationError(f"{label} {key}", GONE)


@cache
def _histories() -> frozenset[str]:
    """Return the labels of history models, which acts name if a passage was redacted."""
    return frozenset(
        model._meta.label for model in apps.get_models() if hasattr(model, "instance_type")
    )


def _version() -> tuple[int, str, datetime | None]:
    columns = ("number", "head_sha256", "changed_at")
    found: Any = ContentVersion.objects.filter(pk=1).values_list(*columns).first()
    return found or (0, "", None)


def _stored(model: Any) -> Iterator[tuple[object, str]]:
    """Yield the key and SHA-256 of every row; "" if the row cannot be read."""
    rows = model._base_manager.order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_A_TIME):
        some = keys[first : first + _AT_A_TIME]
        try:
            found = [(row.pk, columns_sha256(row)) for row in rows.filter(pk__in=some)]
        except UNREADABLE:
            found = [(pk, _sha256(rows.filter(pk=pk))) for pk in some]
        yield from found


def _sha256(row: Any) -> str:
    try:
        return columns_sha256(row.get())
    except UNREADABLE:
        return ""
