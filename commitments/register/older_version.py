"""Applies an older version of the text to loaded commitments, which are never saved."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from agreements import read_rows
from agreements.applied_texts import AppliedCommitment, AppliedTexts
from agreements.reading.content import DOUBTFUL_YEAR, AgreementText, columns
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation

# Facts with the same name in a parsed text and in a row.
FACTS: Final = (
    *("position", "wording", "group", "actor", "modal", "verb_class", "scope", "condition"),
    *("period", "deadline", "measurable", "regional", "short_title", "note", "reasons"),
)


class Limit(NamedTuple):
    """A reservation with the codes of the parties that may invoke it, in alphabetical order."""

    reservation: Reservation
    invoked_by: Sequence[str]


def lay_over(commitment: Any, texts: AppliedTexts) -> None:
    """Overwrite a commitment and its agreement with the version that applied.

    If it was loaded ``for_page``, its segments and its neighbours at the time are set too.
    """
    if text := texts.older.get(commitment.agreement_id):
        read_rows.lay_over(commitment.agreement, text)
    applied = texts.commitment(commitment.ref)
    if applied is None:
        return
    commitment.marker = applied.marker
    for name, value in columns(applied.facts, FACTS).items():
        setattr(commitment, name, value)
    if hasattr(commitment, "heading_distance"):
        _lay_over_page(commitment, applied)


def linked_words(commitment: Commitment, texts: AppliedTexts) -> dict[str, list[Any]]:
    """As ``Commitment.linked_words``, in the version that applied."""
    words = commitment.linked_words()
    if applied := texts.commitment(commitment.ref):
        words["party"] = list(applied.text.parties)
        words["answers"] = applied.answers
        words["area"] = list(applied.facts.areas)
        words["theme"] = list(applied.facts.themes)
        words["year"], words["marked_year"] = _years(applied.text, words)
    return words


def _years(text: AgreementText, now: dict[str, list[Any]]) -> tuple[list[int], list[Any]]:
    """Return the counted and the marked years of this text; years counted now are counted."""
    counted = set(text.undoubted_years) | ({*text.evaluation_years} & {*now["year"]})
    marked = [
        asdict(row)
        for row in text.marked_years
        if row.mark != DOUBTFUL_YEAR or row.year not in counted
    ]
    return sorted(counted), marked


def limits(commitment: Commitment, texts: AppliedTexts) -> list[Limit]:
    """Return the commitment's reservations in the version that applied, in text order."""
    applied = texts.commitment(commitment.ref)
    if applied is None:
        return [Limit(*row) for row in Reservation.objects.limiting(commitment).items()]
    return [
        Limit(
            Reservation(
                **columns(row, ("ref", "kind", "reason")),
                segment=read_rows.segment(applied.text.segments[row.position - 1]),
            ),
            sorted(row.invoked_by),
        )
        for row in applied.reservations
    ]


def _lay_over_page(commitment: Any, applied: AppliedCommitment) -> None:
    text, position = applied.text, applied.facts.position
    rows = [None, *sorted(text.commitments, key=lambda row: row.position), None]
    place = next(n for n, row in enumerate(rows) if row and row.ref == commitment.ref)
    for side, row in (("previous", rows[place - 1]), ("next", rows[place + 1])):
        setattr(commitment, f"{side}_ref", row and row.ref)
        setattr(commitment, f"{side}_title", row and columns(row, ("short_title",))["short_title"])
    before = [row for row in text.segments[: position - 1] if row.kind == "heading"]
    listed = before and applied.facts.group != "prose"
    commitment.heading = before[-1].text if listed else ""
    commitment.heading_distance = position - before[-1].position if before else None
    own = [read_rows.segment(text.segments[place - 1]) for place in applied.facts.positions]
    commitment._prefetched_objects_cache["segments"] = own
