"""Invented county statuses for the example database, made by the same actions as real ones."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from uuid import uuid4

from commitments.foundation.choices import State
from commitments.operating.example_evaluations import TomlRow
from commitments.people.models import Membership
from commitments.places.models import Region
from commitments.publishing import workflow
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.content import RegionalContent
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from commitments.sources.models import Source

FILE: Final = Path(__file__).resolve().parent / "example_data" / "counties.toml"


def make(people: Mapping[str, Membership]) -> None:
    """Create every table of counties in the file; ``people`` as in ``example_evaluations``."""
    counties = {county.code: county for county in Region.objects.counties()}
    for grid in tomllib.loads(FILE.read_text(encoding="utf-8"))["grid"]:
        commitment = Commitment.objects.get(ref=grid["ref"])
        sources: list[Source] = []
        for code, (status, count) in grid["counties"].items():
            content = RegionalContent(
                status=status,
                narrative=grid["narrative"],
                municipalities=count,
                sources=sources,
                new_sources=[] if sources else [_source(grid)],
            )
            subject = CountySubject(counties[code], commitment, grid["year"])
            sources = _make(subject, content, grid, people)


def _make(
    subject: CountySubject,
    content: RegionalContent,
    grid: TomlRow,
    people: Mapping[str, Membership],
) -> list[Source]:
    """Create one county's status, and return its sources for the next one."""
    party = grid["party"].lower()
    editor, approver = people[f"{party}-redaktor"], people[f"{party}-godkjenner"]
    row = regional.draft(subject, content, by=editor, token=uuid4())
    if grid["state"] != State.DRAFT:
        row = workflow.submit(row, by=editor, version=row.version)
    if grid["state"] == State.RETURNED:
        row = workflow.send_back(row, by=approver, version=row.version, note=grid["note"])
    if grid["state"] == State.PUBLISHED:
        row = workflow.approve(row, by=approver, version=row.version)
    return list(row.sources.all())


def _source(grid: TomlRow) -> NewSource:
    name = f"{grid['ref']}-{grid['party']}-{grid['year']}-{grid['state']}".lower()
    return NewSource(title=grid["source"], address=f"https://example.no/eksempel/{name}")
