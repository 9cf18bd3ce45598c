"""The successors of the counties of 2005–2013, and their numbers of municipalities. Pure."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "regions"
FIRST_DAY: Final = date(2005, 1, 1)  # the first day our source covers; see regions/SOURCES.md
# The only commitments that mention fylkesmannen (product.md, facts about the two texts).
ABOUT_OFFICES: Final = ("2005-M3", "2011-M3")
_ASCII: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "-"})


@dataclass(frozen=True, slots=True)
class Successor:
    """The county that an area has belonged to since a day."""

    since: date
    code: str
    name: str


def slug_of(name: str) -> str:
    """Return the name in a URL: «more-og-romsdal»."""
    return name.lower().translate(_ASCII)


def successors(code: str) -> list[Successor]:
    """Return what a county became part of in 2018, 2020 and 2024; empty if it still exists."""
    return list(_successors().get(code, ()))


@cache
def municipality_counts() -> dict[str, dict[int, int]]:
    """Return each county's number of municipalities on 1 January, by county code and year."""
    return {
        row.pop("county"): {int(year): int(count) for year, count in row.items()}
        for row in rows("municipalities.csv")
    }


@cache
def _successors() -> dict[str, list[Successor]]:
    found: dict[str, list[Successor]] = {}
    for row in rows("successors.csv"):
        since = date.fromisoformat(row["from"])
        found.setdefault(row["county"], []).append(Successor(since, row["code"], row["name"]))
    return found


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Read a CSV file of the folder as dictionaries."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """Parse a day of the files; None if empty."""
    return date.fromisoformat(text) if text else None
