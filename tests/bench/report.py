"""The table that is printed."""

import sys
from statistics import median
from typing import NamedTuple


class Finding(NamedTuple):
    """One row: ratios, one for each round, and what is wanted of their median.

    ``at_least``: the ratio must reach the limit; else it must not pass it. ``unit`` stands
    behind figures that are no ratios.
    """

    target: str
    what: str
    ratios: list[float]
    limit: float
    at_least: bool = False
    note: str = ""
    unit: str = ""

    @property
    def is_met(self) -> bool:
        found = median(self.ratios)
        return found >= self.limit if self.at_least else found <= self.limit

    def line(self) -> str:
        """The row, for a table of Markdown."""
        numbers = [median(self.ratios), min(self.ratios), max(self.ratios)]
        middle, least, most = (_short(number) for number in numbers)
        found = f"{middle}{self.unit} ({least}–{most})"
        wanted = f"{'≥' if self.at_least else '≤'} {_short(self.limit)}{self.unit}"
        met = "yes" if self.is_met else "no"
        return f"| {self.target} | {self.what} | {found} | {wanted} | {met} | {self.note} |"


HEAD = """\
| target | what | median (least–most) | wanted | met | server's CPU · database's · per second |
|---|---|---|---|---|---|"""


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _short(number: float) -> str:
    """Three digits that count."""
    digits = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2
    return f"{number:.{digits}f}"
