"""From the content of a revision, as data, to what pages and files show."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from commitments.evaluation_content import ASSESSMENT, VIEW
from commitments.published import (
    Cited,
    Column,
    Concluded,
    HandedIn,
    Held,
    Limit,
    Picked,
    PublishedEvaluation,
    Row,
    Sitting,
)

Files = Mapping[str, str]  # where files are read, by their SHA-256


def read(document: Mapping[str, Any], files: Files | None = None) -> PublishedEvaluation:
    """The evaluation that a document of schema version 1 holds.

    ``files`` says where the files it names are read; everything else is in the document.
    """
    files = files or {}
    limits = {row["referanse"]: Limit(row["referanse"], row["ordlyd"]) for row in _limits(document)}
    meeting, concluded = document["mote"], document["konklusjon"]
    return PublishedEvaluation(
        agreement=document["avtale"],
        year=document["aar"],
        parties=document["parter"],
        deadline_on=_day(document["frist"]),
        opened_at=_instant(document["apnet"]),
        opening=_source(document["apningsdokument"], files)
        if document["apningsdokument"]
        else None,
        meeting=meeting
        and Sitting(
            meeting["aar"],
            meeting["nummer"],
            _day(meeting["dato"]),
            _sources(meeting["papirer"], files),
        ),
        hand_ins=[
            HandedIn(
                row["part"],
                _instant(row["levert"]),
                row["etter_frist"],
                row["etter_innsyn"],
                row["sha256"],
            )
            for row in document["leveringer"]
        ],
        rows=[_row(row, limits, files) for row in document["vurderinger"]],
        conclusion=concluded
        and Concluded(
            concluded["tekst"],
            concluded["sprak"],
            concluded["foreslatt_av"],
            _instant(concluded["foreslatt"]),
            _instant(concluded["godtatt"]),
        ),
    )


def read_hand_in(
    document: Mapping[str, Any], limits: Mapping[str, Limit], files: Files | None = None
) -> dict[str, Held]:
    """What a party handed in, by the references of the commitments."""
    said = document["vurderinger"]
    found = {ref: _held(row, limits, files or {}) for ref, row in said.items()}
    return {ref: row for ref, row in found.items() if row}


def _limits(document: Mapping[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = document["forbehold"]
    return found


def _row(found: Mapping[str, Any], limits: Mapping[str, Limit], files: Files) -> Row:
    answering = found["ansvarlig"]
    columns = [
        Column(
            party=column["part"],
            answers=column["rolle"] == ASSESSMENT,
            is_view=column["rolle"] == VIEW,
            said=_held(column["sier"], limits, files),
            amended_at=column["endret_etter_innsyn"] and _instant(column["endret_etter_innsyn"]),
            handed_in=_held(column["levert"], limits, files),
            written_in=column["skrevet_i_ettertid"],
        )
        for column in found["kolonner"]
    ]
    return Row(found["forpliktelse"], found["ordlyd"], answering, columns)


def _held(
    found: Mapping[str, Any] | None, limits: Mapping[str, Limit], files: Files
) -> Held | None:
    if found is None:
        return None
    return Held(
        verdict=found["vurdering"],
        reason=found["arsak"],
        gap=found["mangler"],
        limit=limits.get(found["forbehold"]),
        text=found["begrunnelse"],
        language=found["sprak"],
        sources=_sources(found["kilder"], files),
        entries=[
            Picked(
                entry["oppforing"],
                entry["status"],
                _day(entry["gjelder_dato"]),
                entry["tekst"],
                entry["sprak"],
                _sources(entry["kilder"], files),
            )
            for entry in found["oppforinger"]
        ],
    )


def _sources(found: Sequence[Mapping[str, Any]], files: Files) -> list[Cited]:
    return [_source(source, files) for source in found]


def _source(found: Mapping[str, Any], files: Files) -> Cited:
    return Cited(
        found["tittel"],
        found["utgiver"],
        _day(found["dato"]),
        found["adresse"],
        found["fil"],
        found["sha256"],
        found["part"] or "",
        found["adresse"] or files.get(found["sha256"], ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
