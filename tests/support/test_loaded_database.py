import shutil
from pathlib import Path
from typing import Final

from tests.support.loaded_database import ROOT, digest, sources

DECISIVE: Final = (
    "agreements/texts/2005-2009.txt",
    "agreements/vocabulary.csv",
    "agreements/reading/reader.py",
    "commitments/places/load_counties.py",
    "commitments/migrations/0001_initial.py",
    "commitments/register/models.py",
    "commitments/places/regions/counties.csv",
    "kvalitet/settings.py",
    "requirements/run.txt",
)


def test_a_changed_file_gives_a_new_database(tmp_path: Path) -> None:
    for path in sources(ROOT):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    before = digest(ROOT)
    assert digest(tmp_path) == before

    with (tmp_path / DECISIVE[0]).open("a") as file:
        file.write("\n# changed")
    assert digest(tmp_path) != before


def test_every_file_that_decides_is_read() -> None:
    assert {ROOT / name for name in DECISIVE} <= set(sources(ROOT))


def test_a_changed_view_keeps_the_database() -> None:
    assert ROOT / "commitments" / "pages" / "front.py" not in sources(ROOT)
