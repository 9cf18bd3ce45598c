"""Loads the counties and county governor's offices of the agreements' time."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from commitments.foundation.public_act import PublicAct
from commitments.places import successors
from commitments.places.models import Office, OfficeCounty, Region


@dataclass(frozen=True, slots=True)
class LoadedRegions:
    """The number of rows, and whether loading changed any."""

    counties: int
    offices: int
    changed: bool


@transaction.atomic
def load(folder: Path = successors.FOLDER) -> LoadedRegions:
    """Update counties and offices from the reference files."""
    changed: list[Model] = []
    for row in successors.rows("offices.csv", folder):
        changed += _office(row)
    for row in successors.rows("counties.csv", folder):
        changed += _county(row)
    if changed:
        PublicAct.record(*changed)
    return LoadedRegions(
        counties=Region.objects.counties().count(),
        offices=Office.objects.count(),
        changed=bool(changed),
    )


def _office(row: dict[str, str]) -> list[Model]:
    """Return the office if it was created or changed."""
    facts: dict[str, Any] = {
        "merged_on": successors.day(row["merged_on"]),
        "successor": row["successor"],
    }
    if Office.objects.filter(name=row["name"], **facts).exists():
        return []
    office, _created = Office.objects.update_or_create(name=row["name"], defaults=facts)
    return [office]


def _county(row: dict[str, str]) -> list[Model]:
    """Save the county and its link to an office. Returns the rows that were created or changed."""
    key: dict[str, Any] = {"code": row["code"], "valid_from": successors.FIRST_DAY}
    facts: dict[str, Any] = {
        "kind": Region.Kind.COUNTY,
        "name": row["name"],
        "valid_to": successors.day(row["valid_to"]),
    }
    changed: list[Model] = []
    if not Region.objects.filter(**key, **facts).exists():
        county, _created = Region.objects.update_or_create(**key, defaults=facts)
        changed.append(county)
    place: dict[str, Any] = {
        "county": Region.objects.get(**key),
        "valid_from": successors.FIRST_DAY,
    }
    office = Office.objects.get(name=row["office"])
    claim: dict[str, Any] = {"office": office, "valid_to": office.merged_on}
    if not OfficeCounty.objects.filter(**place, **claim).exists():
        link, _created = OfficeCounty.objects.update_or_create(**place, defaults=claim)
        changed.append(link)
    return changed
