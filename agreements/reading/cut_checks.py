"""Checks that the segments of a cut agree with the text and with each other.

A rule is skipped if a key it depends on is faulty, and applies once that fault is mended.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from agreements.reading.content import CommitmentText, Fault, SegmentText
from agreements.reading.cut import Cut, is_inline_reservation
from agreements.reading.editorial import check_titles
from agreements.reading.tables import TomlTable

_LIST_MARKER: Final = re.compile(r"(\d+\.|[·•*-]) ")
_SHOWN: Final = 5  # words shown from where two texts begin to differ
_PLACE: Final = ("kind", "ref", "part", "inline")  # keys that decide where a wording ends
_QUOTED: Final = ("scope", "condition", "period", "deadline")
_WORDS_OF: Final = {
    "areas": "area_words",
    "themes": "theme_words",
    "measurable": "measurable_words",
    "regional": "regional_words",
}
_YEARLY: Final = re.compile("(?=.*evaluer)(?=.*(?:årl[ei]g|(?:hvert|kvart) år))", re.IGNORECASE)


def match(
    segments: Sequence[SegmentText], tables: Sequence[TomlTable], source: str, text_name: str
) -> list[Fault]:
    """Add a fault for each segment that differs from the words of the source.

    Return the fault of a source that continues after the last segment, if it does.
    """
    found = source.split()
    wanted = [
        (word, table)
        for segment, table in zip(segments, tables, strict=True)
        for word in segment.text.split() or [""]
    ]
    matcher = SequenceMatcher(None, found, [word for word, _table in wanted], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        if first == len(wanted):
            shown = " ".join(found[start : start + _SHOWN])
            return [Fault(text_name, f"goes on after the last segment: {shown!r}")]
        for place in range(first, max(first + 1, min(last, first + end - start))):
            table = wanted[place][1]
            own = [word for word, owner in wanted[place : place + _SHOWN] if owner is table]
            other = found[start + place - first :][:_SHOWN]
            reads = f"reads {' '.join(own)!r} where {text_name} reads {' '.join(other)!r}"
            if table.is_sound("text"):
                table.fault(reads, "text")
    return []


def check_cut(cut: Cut, tables: Sequence[TomlTable], source: str) -> None:
    """Check the facts of a matched cut against each other. ``source``: the text, folded."""
    _check_markers(cut, tables)
    _check_signatures(cut, tables)
    _check_later_parts(cut, tables)
    _check_qualified(cut, tables)
    _check_parts(cut, tables)
    _check_quotations(cut, tables, source)
    _check_invoked(cut, tables)
    check_titles(cut.segments, tables)


def is_evaluated_yearly(cut: Cut, tables: Sequence[TomlTable], source: str) -> bool:
    """Whether a procedure says that the parties evaluate the work each year.

    A segment that may be a procedure counts as one, and the source if a segment misquotes it.
    """
    return any(
        _YEARLY.search(segment.text if table.is_sound("text") else source)
        for segment, table in zip(cut.segments, tables, strict=True)
        if segment.kind == "procedure" or not table.is_sound("kind")
    )


def names_year_of_signing(cut: Cut, tables: Sequence[TomlTable], source: str, year: int) -> bool:
    """Whether a signature names the year; if one may be missing, the whole source counts."""
    texts = [segment.text for segment in cut.segments if segment.kind == "signature"]
    if not _are_sound(tables, "kind", "text"):
        texts.append(source)
    return any(str(year) in text for text in texts)


def _are_sound(tables: Sequence[TomlTable], *keys: str) -> bool:
    return all(table.is_sound(*keys) for table in tables)


def _check_markers(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """Check that a text begins with its marker, and that everything like a marker is declared."""
    for segment, table in zip(cut.segments, tables, strict=True):
        marker, begin = segment.marker, _LIST_MARKER.match(segment.text)
        reason = f"the text does not begin with the marker {marker!r} and a space"
        table.check(segment.text.startswith(f"{marker} ".lstrip()), reason, "marker", "text")
        reason = f"the text begins with {begin and begin[1]!r}, which is not declared as marker"
        table.check(marker or not begin, reason, "marker", "text")


def _check_signatures(cut: Cut, tables: Sequence[TomlTable]) -> None:
    for signature in cut.signatures:
        name, title = signature.name, signature.title
        text = cut.segments[signature.position - 1].text
        reason = f"the text is not {name!r} and {title!r}"
        tables[signature.position - 1].check(
            text == f"{name} {title}", reason, "name", "title", "text"
        )


def _check_later_parts(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """Check that only commitments have later parts."""
    firsts: dict[str, SegmentText] = {}
    for segment, table in zip(cut.segments, tables, strict=True):
        first = firsts.setdefault(segment.ref, segment)
        if segment.part > 1 and tables[first.position - 1].is_sound("kind"):
            table.check(
                first.kind == "commitment",
                f"ref {segment.ref!r} stands at segment {first.position} already",
                "ref",
                "part",
            )


def _check_parts(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """Check that a wording only contains inline reservations, and ones that limit it."""
    limits = {reservation.position: reservation.qualifies for reservation in cut.reservations}
    for commitment in cut.commitments:
        if not tables[commitment.position - 1].is_sound("ref"):
            continue
        for position in commitment.positions:
            segment, table = cut.segments[position - 1], tables[position - 1]
            table.check(
                segment.ref == commitment.ref or is_inline_reservation(segment),
                f"stands between the parts of {commitment.ref} and is no inline reservation",
                "inline",
                "kind",
                "ref",
                "part",
            )
            table.check(
                commitment.ref in limits.get(position, (commitment.ref,)),
                f"stands in the wording of {commitment.ref}, which it does not qualify",
                "qualifies",
                "inline",
            )


def _check_quotations(cut: Cut, tables: Sequence[TomlTable], source: str) -> None:
    is_settled = _are_sound(tables, *_PLACE, "text")
    for commitment in cut.commitments:
        table = tables[commitment.position - 1]
        for key, words in _quotations(commitment):
            table.check(
                words in commitment.wording or (words in source and not is_settled),
                f"{key} {words!r} does not stand in the wording",
                key,
            )


def _quotations(commitment: CommitmentText) -> Iterator[tuple[str, str]]:
    """Yield every quotation of the wording, with its key."""
    for key in _QUOTED:
        yield key, getattr(commitment, key)
    for reason in commitment.reasons:
        for words in reason.words:
            yield _WORDS_OF[reason.fact], words


def _check_qualified(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """Check that reservations qualify commitments in the text."""
    commitments = [
        (segment.ref, table)
        for segment, table in zip(cut.segments, tables, strict=True)
        if segment.kind == "commitment" or not table.is_sound("kind")
    ]
    if not all(table.is_sound("ref") for _ref, table in commitments):
        return  # the right one may be among them
    known = dict.fromkeys(ref for ref, _table in commitments if ref)
    for reservation in cut.reservations:
        tables[reservation.position - 1].must_know("qualifies", reservation.qualifies, known)


def _check_invoked(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """Check that a party that may invoke a reservation is responsible for what it qualifies."""
    responsible = {
        commitment.ref: commitment.responsible
        for commitment in cut.commitments
        if tables[commitment.position - 1].is_sound("ref", "responsible")
    }
    for reservation in cut.reservations:
        table = tables[reservation.position - 1]
        for ref in reservation.qualifies:
            for party in reservation.invoked_by:
                table.check(
                    party in responsible.get(ref, (party,)),
                    f"invoked_by names {party}, which is not responsible for {ref}",
                    "invoked_by",
                    "qualifies",
                )
