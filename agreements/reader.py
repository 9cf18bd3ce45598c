"""Reads an agreement from its pair of files: the text, and how it is cut and classified.

The text file is taken word for word; the cut file must account for every character of it
that is not white space. A pair that does not match is refused.
"""

import re
import tomllib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from agreements.content import (
    AgreementText,
    CommitmentText,
    GoalText,
    InvalidTextError,
    ProcedureText,
    ReservationText,
    SegmentText,
    SignatureText,
    fold,
)
from agreements.cut import read_cut
from agreements.tables import TomlTable

__all__ = [
    "AgreementText",
    "CommitmentText",
    "GoalText",
    "InvalidTextError",
    "ProcedureText",
    "ReservationText",
    "SegmentText",
    "SignatureText",
    "fold",
    "parse",
    "read_pair",
]

_SHOWN: Final = 25  # characters shown on either side of the place where two texts part


def read_pair(text_file: Path, cut_file: Path) -> AgreementText:
    """The agreement that these two files hold.

    Raises:
        InvalidTextError: a file cannot be read, or the pair is faulty or does not match.
    """
    return parse(
        _bytes(text_file), _bytes(cut_file), text_name=text_file.name, cut_name=cut_file.name
    )


def parse(text_bytes: bytes, cut_bytes: bytes, *, text_name: str, cut_name: str) -> AgreementText:
    """The agreement that the bytes of two files hold; the names are theirs.

    Raises:
        InvalidTextError: the pair is faulty or does not match.
    """
    source_text = _decode(text_bytes, text_name)
    cut_source = _decode(cut_bytes, cut_name)
    document = _document(cut_source, cut_name)
    head, tables = document.table("agreement"), document.numbered("segment")
    document.close("the file")
    slug, parties = _slug(head, text_name), _parties(head)
    cut = read_cut(tables, first_year=slug[:4], parties=parties)
    _check_match(cut.segments, tables, fold(source_text), text_name)
    agreement = AgreementText(
        slug=slug,
        title=head.phrase("title"),
        parties=parties,
        signed_on=head.day_if_given("signed_on"),
        starts_on=head.day_if_given("starts_on"),
        ends_on=head.day("ends_on"),
        evaluation_years=head.numbers("evaluation_years"),
        note=head.string("note", ""),
        source=text_name,
        source_text=source_text,
        source_sha256=_checked_sha256(head, text_bytes, text_name),
        text_sha256=sha256(fold(source_text).encode()).hexdigest(),
        cut_source=cut_source,
        segments=cut.segments,
        goals=cut.goals,
        commitments=cut.commitments,
        reservations=cut.reservations,
        procedures=cut.procedures,
        signatures=cut.signatures,
    )
    head.close("the agreement")
    _check_days(agreement, head)
    return agreement


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidTextError(file.name, f"cannot be read: {error.strerror}") from error


def _decode(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidTextError(file, f"is no UTF-8 from byte {error.start} on") from error
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        raise InvalidTextError(file, "begins with a byte order mark")
    return text


def _document(cut_source: str, file: str) -> TomlTable:
    try:
        return TomlTable(tomllib.loads(cut_source), file)
    except (ValueError, RecursionError) as error:  # ValueError alone: a number of 5,000 digits
        raise InvalidTextError(file, f"is no TOML: {error}") from error


def _slug(head: TomlTable, text_name: str) -> str:
    slug, source = head.phrase("slug"), head.phrase("source")
    if not re.fullmatch("[0-9]{4}-[0-9]{4}", slug):
        raise head.error(f"slug {slug!r} is not two years with a hyphen between them")
    if source != f"{slug}.txt":
        raise head.error(f"source is {source!r}, not '{slug}.txt'")
    if source != text_name:
        raise head.error(f"source is {source!r}, but the text file is {text_name!r}")
    return slug


def _parties(head: TomlTable) -> tuple[str, ...]:
    parties = head.strings("parties")
    for code in parties:
        if not re.fullmatch("[A-ZÆØÅ]{1,10}", code):
            raise head.error(f"party {code!r} is not one to ten capital letters")
    return parties


def _check_match(
    segments: Sequence[SegmentText], tables: Sequence[TomlTable], folded: str, text_name: str
) -> None:
    """The segments, joined by one space, are the folded text."""
    rest = f"{folded} "
    for segment, table in zip(segments, tables, strict=True):
        wanted = f"{segment.text} "
        if not rest.startswith(wanted):
            place = _first_difference(rest, wanted)
            shown = slice(max(0, place - _SHOWN), place + _SHOWN)
            raise table.error(f"reads {wanted[shown]!r} where {text_name} reads {rest[shown]!r}")
        rest = rest.removeprefix(wanted)
    if rest:
        raise InvalidTextError(text_name, f"goes on after the last segment: {rest[:_SHOWN]!r}")


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    alike = min(len(one), len(other))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), alike)


def _checked_sha256(head: TomlTable, text_bytes: bytes, text_name: str) -> str:
    wanted, found = head.phrase("source_sha256"), sha256(text_bytes).hexdigest()
    if wanted != found:
        raise head.error(f"source_sha256 is {wanted}, but that of {text_name} is {found}")
    return found


def _check_days(agreement: AgreementText, head: TomlTable) -> None:
    last = agreement.ends_on
    for name, day in (("signed_on", agreement.signed_on), ("starts_on", agreement.starts_on)):
        if day and day > last:
            raise head.error(f"{name} {day} comes after ends_on {last}")
    years = agreement.evaluation_years
    if list(years) != sorted(years):
        raise head.error("evaluation_years are not in order")
    first_year = int(agreement.slug[:4])
    if not first_year <= years[0] <= years[-1] <= last.year:
        raise head.error(f"evaluation_years lie outside {first_year} to {last.year}")
    if agreement.signed_on and not any(
        str(agreement.signed_on.year) in segment.text
        for segment in agreement.segments
        if segment.kind == "signature"
    ):
        raise head.error("signed_on is given, but no signature names the year")
