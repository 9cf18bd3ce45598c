"""Counties and offices of the agreements' time, loaded from the reference files."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from commitments.foundation.content_version import ContentVersion
from commitments.places import load_counties
from commitments.places.models import Office, OfficeCounty, Region
from commitments.places.successors import FOLDER


def test_there_are_nineteen_counties_and_eighteen_offices(texts: None) -> None:
    counties = Region.objects.counties()

    assert [county.code for county in counties] == [f"{n:02}" for n in range(1, 21) if n != 13]
    assert Office.objects.count() == 18


def test_every_county_has_one_office_and_one_office_has_two_counties(texts: None) -> None:
    for county in Region.objects.counties():
        assert county.offices.count() == 1
    shared = Office.objects.get(name="Fylkesmannen i Oslo og Akershus")
    assert [county.name for county in shared.counties.order_by("code")] == ["Akershus", "Oslo"]


def test_the_same_files_again_change_nothing(texts: None) -> None:
    before = ContentVersion.current()

    loaded = load_counties.load()

    assert loaded == load_counties.LoadedRegions(counties=19, offices=18, changed=False)
    assert ContentVersion.current() == before


def test_a_changed_file_changes_its_row_and_the_content_version(
    texts: None, tmp_path: Path
) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "regions")
    counties = folder / "counties.csv"
    counties.write_text(counties.read_text("utf-8").replace("04,Hedmark", "04,Hedemarken"), "utf-8")
    before, _ = ContentVersion.current()

    loaded = load_counties.load(folder)

    assert loaded.changed
    assert Region.objects.get(code="04").name == "Hedemarken"
    assert ContentVersion.current()[0] == before + 1
    assert Region.objects.counties().count() == 19


def test_a_county_may_move_to_another_office(texts: None, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "regions")
    with (folder / "counties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["office"] = rows[3]["office"]
    with (folder / "counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    assert load_counties.load(folder).changed

    link = OfficeCounty.objects.get(county__code=rows[0]["code"])
    assert link.office.name == rows[3]["office"]


def test_days_and_names_come_with_a_source(texts: None) -> None:
    assert (FOLDER / "SOURCES.md").read_text("utf-8").strip()
    assert set(Region.objects.values_list("valid_from", flat=True)) == {date(2005, 1, 1)}


@pytest.mark.parametrize("file", ["offices.csv", "counties.csv"])
def test_half_a_folder_writes_nothing(file: str, texts: None, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "regions")
    (folder / file).unlink()
    before = ContentVersion.current()

    with pytest.raises(FileNotFoundError):
        load_counties.load(folder)

    assert ContentVersion.current() == before
