"""Builds rows from a parsed text, for a version that is no longer stored as rows.

None of them is saved.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any, Final

from agreements.models import (
    Agreement,
    AgreementParty,
    EvaluationYear,
    Goal,
    Party,
    Segment,
    Signature,
)
from agreements.reading.content import AgreementText, SegmentText, columns

_SEGMENT: Final = (
    *("position", "kind", "text", "ref", "anchor", "marker", "inline", "short_title", "note"),
)
_AGREEMENT: Final = (
    *("title", "signed_on", "starts_on", "ends_on", "short_title", "note", "source"),
    *("source_text", "source_sha256", "text_sha256", "cut_source"),
)


def segment(read: SegmentText) -> Segment:
    """Build a segment."""
    return Segment(**columns(read, _SEGMENT))


def segments(text: AgreementText) -> list[Segment]:
    """Build all segments, each with its goal or signature, if any."""
    goals = {row.position: row for row in text.goals}
    names = {row.position: row for row in text.signatures}
    found = []
    for read in text.segments:
        row = segment(read)
        if goal := goals.get(read.position):
            row.goal = Goal(ref=goal.ref, st_meld=goal.st_meld)
        if name := names.get(read.position):
            party = Party(code=name.party)
            row.signature = Signature(name=name.name, title=name.title, party=party)
        found.append(row)
    return found


def segments_by_area(text: AgreementText) -> Iterator[Segment]:
    """Repeat a goal for each area, as ``SegmentQuerySet.with_goals_and_signatures`` does."""
    areas = {row.position: row.areas for row in text.goals}
    for row in segments(text):
        for area in areas.get(row.position) or ("",):
            one: Any = copy(row)
            one.goal_area = area
            yield one


def marked_year(values: Mapping[str, Any]) -> EvaluationYear:
    """Build an evaluation year that is shown with its mark; the values are its fields by name."""
    row = EvaluationYear(**values)
    row.is_counted = not row.is_doubtful
    return row


def lay_over(agreement: Agreement, text: AgreementText) -> None:
    """Overwrite an agreement with this parsed text, including its prefetched relations.

    An evaluation year that is no longer a row has no key. A year that is doubtful in this text is
    left out if it was not prefetched, because it is not counted.
    """
    for name, value in columns(text, _AGREEMENT).items():
        setattr(agreement, name, value)
    prefetched = agreement.__dict__.get("_prefetched_objects_cache", {})
    if "agreement_parties" in prefetched:
        prefetched["agreement_parties"] = [
            AgreementParty(party=Party(code=code), position=position)
            for position, code in enumerate(text.parties, start=1)
        ]
    if "evaluation_years" in prefetched:
        prefetched["evaluation_years"] = list(_years(text, prefetched["evaluation_years"]))


def _years(text: AgreementText, prefetched: Iterable[EvaluationYear]) -> Iterator[EvaluationYear]:
    stored = {row.year: row for row in prefetched}
    marks = {row.year: row for row in text.marked_years}
    for year in text.evaluation_years:
        is_sure = year in text.undoubted_years
        if not is_sure and year not in stored:
            continue
        row: Any = stored.get(year) or EvaluationYear(year=year)
        row.is_counted = is_sure or getattr(row, "is_open", True)
        for name in ("mark", "nb", "nn", "en"):
            setattr(row, name, getattr(marks.get(year), name, ""))
        yield row
