"""Reads an agreement from its pair of files: the text, and how it is divided and classified.

The text file is taken word for word; the cut file must account for every character of it
that is not white space. A pair that does not match is refused.
"""

import re
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from agreements.reading import editorial
from agreements.reading.content import (
    YEAR_MARKS,
    AgreementText,
    CommitmentText,
    FactReason,
    Fault,
    GoalText,
    InLanguages,
    InvalidTextError,
    MarkedYearText,
    Note,
    ProcedureText,
    ReservationText,
    SegmentText,
    SignatureText,
    fold,
)
from agreements.reading.cut import read_cut
from agreements.reading.cut_checks import (
    check_cut,
    is_evaluated_yearly,
    match,
    names_year_of_signing,
)
from agreements.reading.tables import TomlTable

__all__ = [
    "AgreementText",
    "CommitmentText",
    "FactReason",
    "Fault",
    "GoalText",
    "InLanguages",
    "InvalidTextError",
    "MarkedYearText",
    "Note",
    "ProcedureText",
    "ReservationText",
    "SegmentText",
    "SignatureText",
    "examine_pair",
    "fold",
    "parse",
    "read_pair",
]

_PARTIES: Final = frozenset({"KD", "KS"})


def read_pair(text_file: Path, cut_file: Path) -> AgreementText:
    """Read the agreement in these two files.

    Raises:
        InvalidTextError: a file cannot be read, or the pair is faulty or does not match.
    """
    return _faultless(*examine_pair(text_file, cut_file))


def parse(text_bytes: bytes, cut_bytes: bytes, *, text_name: str, cut_name: str) -> AgreementText:
    """Read the agreement in the bytes of two files with these names.

    Raises:
        InvalidTextError: the pair is faulty or does not match.
    """
    faults: list[Fault] = []
    agreement = _examine(text_bytes, cut_bytes, text_name, cut_name, faults)
    return _faultless(agreement, faults)


def examine_pair(text_file: Path, cut_file: Path) -> tuple[AgreementText | None, list[Fault]]:
    """Read the agreement in these two files, and find all their faults.

    Use the agreement only if there are no faults; otherwise empty values replace faulty ones.
    It is None if the cut file cannot be read at all.
    """
    faults: list[Fault] = []
    text_bytes, cut_bytes = _bytes(text_file, faults), _bytes(cut_file, faults)
    agreement = _examine(text_bytes, cut_bytes, text_file.name, cut_file.name, faults)
    return agreement, faults


def _faultless(agreement: AgreementText | None, faults: list[Fault]) -> AgreementText:
    if agreement is None or faults:
        raise InvalidTextError(faults)
    return agreement


def _examine(
    text_bytes: bytes | None,
    cut_bytes: bytes | None,
    text_name: str,
    cut_name: str,
    faults: list[Fault],
) -> AgreementText | None:
    source_text = _decode(text_bytes, text_name, faults)
    cut_source = _decode(cut_bytes, cut_name, faults)
    document = _document(cut_source, cut_name, faults)
    if document is None:
        return None
    head, tables = document.table("agreement"), document.numbered("segment")
    marked = document.tables("marked_year")
    document.close("the file")
    if not document.is_sound("agreement", "segment", "marked_year"):
        return None
    slug, parties = _slug(head, text_name), _parties(head)
    cut = read_cut(tables, first_year=slug[:4], parties=sorted({*parties, *_PARTIES}))
    joined = " ".join(segment.text for segment in cut.segments)
    folded = joined if source_text is None else fold(source_text)
    faults += match(cut.segments, tables, folded, text_name)
    check_cut(cut, tables, folded)
    agreement = AgreementText(
        slug=slug,
        title=head.phrase("title"),
        parties=parties,
        signed_on=head.day_if_given("signed_on"),
        starts_on=head.day_if_given("starts_on"),
        ends_on=_last_day(head),
        evaluation_years=_evaluation_years(
            head, evaluated=is_evaluated_yearly(cut, tables, folded)
        ),
        marked_years=tuple(map(_marked_year, marked)),
        short_title=editorial.short_title(head),
        note=editorial.note(head),
        source=text_name,
        source_text=source_text or "",
        source_sha256=_checked_sha256(head, text_bytes, text_name),
        text_sha256=sha256(folded.encode()).hexdigest(),
        cut_source=cut_source or "",
        segments=cut.segments,
        goals=cut.goals,
        commitments=cut.commitments,
        reservations=cut.reservations,
        procedures=cut.procedures,
        signatures=cut.signatures,
    )
    head.close("the agreement")
    _check_days(agreement, head)
    if day := agreement.signed_on:
        head.check(
            names_year_of_signing(cut, tables, folded, day.year),
            "signed_on is given, but no signature names the year",
            "signed_on",
        )
    return agreement


def _bytes(file: Path, faults: list[Fault]) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        faults.append(Fault(file.name, f"cannot be read: {error.strerror}"))
        return None


def _decode(content: bytes | None, file: str, faults: list[Fault]) -> str | None:
    if content is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(Fault(file, f"is no UTF-8 from byte {error.start} on"))
        return None
    bare = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if bare != text:
        faults.append(Fault(file, "begins with a byte order mark"))
    return bare


def _document(cut_source: str | None, file: str, faults: list[Fault]) -> TomlTable | None:
    if cut_source is None:
        return None
    try:
        return TomlTable(tomllib.loads(cut_source), file, faults)
    except (ValueError, RecursionError) as error:  # ValueError alone: a number of 5,000 digits
        faults.append(Fault(file, f"is no TOML: {error}"))
        return None


def _slug(head: TomlTable, text_name: str) -> str:
    """Read the slug; empty if it is faulty or does not match the source."""
    slug, source = head.phrase("slug"), head.phrase("source")
    head.check(
        re.fullmatch("[0-9]{4}-[0-9]{4}", slug),
        f"slug {slug!r} is not two years with a hyphen between them",
        "slug",
    )
    head.check(source == f"{slug}.txt", f"source is {source!r}, not '{slug}.txt'", "source", "slug")
    head.check(
        source == text_name, f"source is {source!r}, but the text file is {text_name!r}", "source"
    )
    return slug if head.is_sound("slug", "source") else ""


def _parties(head: TomlTable) -> tuple[str, ...]:
    parties = head.strings("parties")
    head.check(
        set(parties) == _PARTIES,
        f"the parties are {fold(', '.join(parties))}, "
        "but the portal carries agreements between KD and KS only",
        "parties",
    )
    return parties


def _last_day(head: TomlTable) -> date:
    if not head.has("ends_on"):
        head.fault(
            "there is no last day (ends_on), but the portal carries agreements with one only",
            "ends_on",
        )
        return date.max
    return head.day("ends_on")


def _evaluation_years(head: TomlTable, *, evaluated: bool) -> tuple[int, ...]:
    years = head.numbers("evaluation_years") if head.has("evaluation_years") else ()
    only = "but the portal carries agreements with a yearly evaluation only"
    head.check(years, f"evaluation_years names no year, {only}", "evaluation_years")
    if not evaluated:
        head.fault(f"no procedure says that the work is evaluated each year, {only}")
    return years


def _marked_year(table: TomlTable) -> MarkedYearText:
    year = MarkedYearText(
        year=table.number("year"),
        mark=table.code("mark", YEAR_MARKS),
        nb=table.phrase("nb"),
        nn=table.phrase("nn"),
        en=table.phrase("en"),
    )
    table.close("a marked year")
    return year


def _checked_sha256(head: TomlTable, text_bytes: bytes | None, text_name: str) -> str:
    wanted = head.phrase("source_sha256")
    found = wanted if text_bytes is None else sha256(text_bytes).hexdigest()
    head.check(
        wanted == found,
        f"source_sha256 is {wanted}, but that of {text_name} is {found}",
        "source_sha256",
    )
    return found


def _check_days(agreement: AgreementText, head: TomlTable) -> None:
    last, years = agreement.ends_on, agreement.evaluation_years
    for name, day in (("signed_on", agreement.signed_on), ("starts_on", agreement.starts_on)):
        head.check(
            day is None or day <= last, f"{name} {day} comes after ends_on {last}", name, "ends_on"
        )
    head.check(
        list(years) == sorted(years), "evaluation_years are not in order", "evaluation_years"
    )
    first_year = int(agreement.slug[:4] or 0)
    outside = [str(year) for year in years if not first_year <= year <= last.year]
    head.check(
        not outside,
        f"evaluation_years names {', '.join(outside)}, outside the years of the agreement",
        "evaluation_years",
    )
    _check_marks(agreement, head)


def _check_marks(agreement: AgreementText, head: TomlTable) -> None:
    marked = [row.year for row in agreement.marked_years]
    head.check(
        len(set(marked)) == len(marked), "a year is marked twice (marked_year)", "evaluation_years"
    )
    others = ", ".join(str(year) for year in marked if year not in agreement.evaluation_years)
    head.check(
        not others, f"marked_year names {others}, which is no evaluation year", "evaluation_years"
    )
    head.check(
        agreement.undoubted_years or not agreement.evaluation_years,
        "every evaluation year is doubtful, but at least one must count",
        "evaluation_years",
    )
