"""Typst: from data to a PDF that is tagged, archival and the same bytes each time."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "pdf"
FONTS: Final = Path(settings.VAR) / "fonts"
_LONG_WORD: Final = re.compile(r"\S{60}(?=\S)")
_BREAK: Final = "\u200b"  # a place where a line may end; shows nothing


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The document that a template makes of data; every text in it is set as it is written.

    The template sees its own folder, our fonts and the data, and nothing else.
    """
    import typst  # noqa: PLC0415  # heavy; a server begins without it

    made: bytes = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_shown(data), ensure_ascii=False, sort_keys=True)},
        pdf_standards=["a-2a", "ua-1"],
        package_path=str(FONTS),
        package_cache_path=str(FONTS),
    )
    return made


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines, as its writer set them."""
    return [part.split("\n") for part in re.split(r"\n{2,}", text.strip()) if part]


@cache
def _covered() -> frozenset[int]:
    """The characters that every weight of our fonts shows."""
    listed = (FONTS / "covered.txt").read_text("ascii").split()
    return frozenset(int(number, 16) for number in listed)


def _shown(value: Any) -> Any:
    """The data with characters that no font of ours has written by their code: «[U+1F600]».

    An archival document must show every character; one that shows nothing anyway is left out.
    """
    if isinstance(value, dict):
        return {name: _shown(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(member) for member in value]
    return _legible(value) if isinstance(value, str) else value


def _legible(text: str) -> str:
    written = "".join(map(_character, unicodedata.normalize("NFC", text)))
    return _LONG_WORD.sub(lambda word: word[0] + _BREAK, written)


def _character(character: str) -> str:
    if ord(character) in _covered() or character == "\n":
        return character
    category = unicodedata.category(character)
    if category in {"Cf", "Mn"}:
        return "" if category == "Cf" else f"[U+{ord(character):04X}]"
    return " " if category in {"Zs", "Cc"} else f"[U+{ord(character):04X}]"
