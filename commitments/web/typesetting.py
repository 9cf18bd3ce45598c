"""Typst: makes tagged, archival PDFs, the same bytes each time."""

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
_BREAK: Final = "\u200b"  # allows a line break; shows nothing


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Render a template with data; texts in the data are never read as markup.

    The template can read only its own folder, our fonts and the data.
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
    """Split a text into paragraphs of lines."""
    return [part.split("\n") for part in re.split(r"\n{2,}", text.strip()) if part]


@cache
def _covered() -> frozenset[int]:
    """The characters that every weight of our fonts has."""
    listed = (FONTS / "covered.txt").read_text("ascii").split()
    return frozenset(int(number, 16) for number in listed)


def _shown(value: Any) -> Any:
    """Replace characters that our fonts lack with their code, such as «[U+1F600]».

    An archival document must show every character. Characters that show nothing are left out.
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
