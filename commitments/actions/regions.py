"""Loading the counties and county governor's offices of the agreements' time."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from commitments.models import ContentVersion, Office, OfficeCounty, Region

FOLDER = Path(__file__).resolve().parent.parent / "regions"
FIRST_DAY = date(2005, 1, 1)  # the first day our source covers; see regions/SOURCES.md


@dataclass(frozen=True, slots=True)
class LoadedRegions:
    """How many rows of each there are, and whether this loading changed any."""

    counties: int
    offices: int
    changed: bool


@transaction.atomic
def load(folder: Path = FOLDER) -> LoadedRegions:
    """Bring counties and offices into step with the reference files."""
    changes = [_office(row) for row in _rows(folder / "offices.csv")]
    changes += [_county(row) for row in _rows(folder / "counties.csv")]
    if any(changes):
        ContentVersion.bump()
    return LoadedRegions(
        counties=Region.objects.counties().count(),
        offices=Office.objects.count(),
        changed=any(changes),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _office(row: dict[str, str]) -> bool:
    facts = {"merged_on": _day(row["merged_on"]), "successor": row["successor"]}
    if Office.objects.filter(name=row["name"], **facts).exists():
        return False
    Office.objects.update_or_create(name=row["name"], defaults=facts)
    return True


def _county(row: dict[str, str]) -> bool:
    facts = {"kind": Region.Kind.COUNTY, "name": row["name"], "valid_to": _day(row["valid_to"])}
    county, created = Region.objects.get_or_create(
        code=row["code"], valid_from=FIRST_DAY, defaults=facts
    )
    changed = created or any(getattr(county, name) != value for name, value in facts.items())
    if changed:
        Region.objects.update_or_create(code=row["code"], valid_from=FIRST_DAY, defaults=facts)
    office = Office.objects.get(name=row["office"])
    link, new_link = OfficeCounty.objects.get_or_create(
        county=county,
        valid_from=FIRST_DAY,
        defaults={"office": office, "valid_to": office.merged_on},
    )
    if not new_link and link.office_id != office.pk:
        OfficeCounty.objects.filter(pk=link.pk).update(office=office, valid_to=office.merged_on)
        return True
    return changed or new_link
