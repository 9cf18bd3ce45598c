"""Turns the fonts of @fontsource/inter into what Typst reads: TTF, with a list of what they show.

The package cuts the typeface by script; each part gets a family name of its own («Inter greek»),
for Typst takes one file of a family and weight.

Usage: python assets/convert_fonts.py FOLDER_OF_WOFF2 FOLDER_OF_TTF
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

WEIGHTS = ("400", "600", "700")
FAMILY = "Inter"
FIRST = "latin"  # keeps the plain name
FAMILY_NAMES = (1, 16)  # ids in the name table: legacy and typographic family


def main(source: Path, target: Path) -> None:
    """Convert every upright font of the three weights, the same bytes at every run."""
    target.mkdir(parents=True, exist_ok=True)
    shown: dict[str, set[int]] = {weight: set() for weight in WEIGHTS}
    for weight, numbers in shown.items():
        for path in sorted(source.glob(f"inter-*-{weight}-normal.woff2")):
            font = TTFont(path, recalcTimestamp=False)
            font.flavor = None
            numbers |= set(font.getBestCmap())
            subset = path.stem.removeprefix("inter-").removesuffix(f"-{weight}-normal")
            if subset != FIRST:
                rename(font, f"{FAMILY} {subset}")
            font.save(target / f"{path.stem}.ttf")
    everywhere = set.intersection(*shown.values())
    listed = "\n".join(f"{number:04X}" for number in sorted(everywhere))
    (target / "covered.txt").write_text(f"{listed}\n", encoding="ascii")


def rename(font: TTFont, family: str) -> None:
    """Give the font another family name."""
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = family


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
