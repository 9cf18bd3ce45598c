"""The register as rows of a file: every commitment a query asks for, read in batches."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from agreements import vocabulary
from commitments.columns import CommitmentRow, record
from commitments.exports.streams import AT_A_TIME, among
from commitments.models import Commitment, CommitmentArea, CommitmentTheme, Reservation
from commitments.models.commitment_queryset import CommitmentQuerySet
from commitments.models.progress_queryset import ProgressEntryQuerySet
from commitments.said import Said, said

_FIELDS: Final = (
    "pk", "ref", "agreement__slug", "group", "actor", "wording", "verb_class",
    "deadline", "condition", "measurable", "regional", "note",
)  # fmt: skip


def register_rows(
    commitments: CommitmentQuerySet, entries: ProgressEntryQuerySet, *, stands_for: date | None
) -> Iterator[list[CommitmentRow]]:
    """Batches of rows, in the order of the commitments: five queries for each batch.

    ``entries`` are those that may be seen; ``stands_for`` is ``per_dato``, None before
    anything was published.
    """
    values = commitments.values_list(*_FIELDS).iterator(chunk_size=AT_A_TIME)
    while batch := list(islice(values, AT_A_TIME)):
        yield _rows(batch, entries, stands_for)


def register_record(
    commitments: CommitmentQuerySet, entries: ProgressEntryQuerySet, *, stands_for: date | None
) -> dict[str, Any] | None:
    """The first of the rows with the columns of the register's JSON; None where there is none."""
    values = list(commitments.values_list(*_FIELDS)[:1])
    return record(_rows(values, entries, stands_for)[0]) if values else None


def status_columns(answers: dict[str, Said]) -> dict[str, Any]:
    """The columns that say what each party last published; empty for one that does not answer."""
    columns: dict[str, Any] = {}
    for code in ("KD", "KS"):
        if told := answers.get(code):
            columns[f"status_{code.lower()}"] = told.value
            columns[f"status_{code.lower()}_dato"] = told.true_on
    return columns


def _rows(
    values: list[tuple[Any, ...]], entries: ProgressEntryQuerySet, stands_for: date | None
) -> list[CommitmentRow]:
    keys = [key for key, *_columns in values]
    linked = [_gathered(links, column, keys) for links, column in _links()]
    answering = _answering(keys, entries)
    groups = {name: word.slug for name, word in vocabulary.words("group").items()}
    day = stands_for or ""
    rows = []
    for key, ref, slug, group, actor, wording, kind, deadline, condition, *marks, note in values:
        areas, themes, limits = (found.get(key, []) for found in linked)
        told = answering.get(key, {})
        facts = (ref, slug, groups[group], list(told), actor, wording, kind, areas, themes)
        row = CommitmentRow._make((*facts, deadline, condition, limits, *marks, note, day, *_EMPTY))
        rows.append(row._replace(**status_columns(told)))
    return rows


_EMPTY: Final = tuple(CommitmentRow._field_defaults.values())


def _answering(keys: list[int], entries: ProgressEntryQuerySet) -> dict[int, dict[str, Said]]:
    """What each party that answers last said, in the order of the agreement's first lines."""
    found: dict[int, dict[str, Said]] = {}
    rows = Commitment.objects.filter(among("pk", keys)).said_by_party(entries)
    for key, code, value in rows.values_list("pk", "answers", "said"):
        found.setdefault(key, {})[code] = said(code, value)
    return found


def _links() -> list[tuple[QuerySet[Any], str]]:
    """What hangs on commitments, each in its order: areas, themes, reservations."""
    limits = Reservation.qualifies.through.objects.order_by("reservation__segment__position")
    return [
        (CommitmentArea.objects.order_by("pk"), "area"),
        (CommitmentTheme.objects.order_by("pk"), "theme"),
        (limits, "reservation__ref"),
    ]


def _gathered(links: QuerySet[Any], column: str, keys: list[int]) -> dict[int, list[str]]:
    """The linked values of each commitment that has any."""
    found: dict[int, list[str]] = {}
    rows = links.filter(among("commitment_id", keys)).values_list("commitment_id", column)
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
