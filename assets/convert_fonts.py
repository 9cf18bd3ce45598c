"""Turns the fonts of @fontsource/inter into what Typst reads: TTF, with a list of what they show.

Usage: python assets/convert_fonts.py FOLDER_OF_WOFF2 FOLDER_OF_TTF
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

WEIGHTS = ("400", "600", "700")


def main(source: Path, target: Path) -> None:
    """Convert every upright font of the three weights, the same bytes at every run."""
    target.mkdir(parents=True, exist_ok=True)
    shown: set[int] | None = None
    for weight in WEIGHTS:
        of_weight: set[int] = set()
        for path in sorted(source.glob(f"inter-*-{weight}-normal.woff2")):
            font = TTFont(path, recalcTimestamp=False)
            font.flavor = None
            of_weight |= set(font.getBestCmap())
            font.save(target / f"{path.stem}.ttf")
        shown = of_weight if shown is None else shown & of_weight
    listed = "\n".join(f"{number:04X}" for number in sorted(shown or ()))
    (target / "covered.txt").write_text(f"{listed}\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
