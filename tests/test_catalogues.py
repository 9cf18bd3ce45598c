"""The catalogues: every text of the interface stands in bokmål and in nynorsk.

Django falls back from nynorsk to bokmål without a word, so the files themselves are read.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

pytestmark = pytest.mark.one_database

ROOT: Final = settings.BASE_DIR
FOLDERS: Final = ("kvalitet", "agreements", "commitments", "templates")
LANGUAGES: Final = [code for code, _name in settings.LANGUAGES if code != "en"]  # of the msgids
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
LONG: Final = 8  # words; so long a sentence is seldom the same in both
MOST_COPIED: Final = 0.3  # of the long texts

# The function's name and where among its arguments context, text and plural stand.
_PLAIN: Final = ("_", "gettext", "gettext_lazy", "gettext_noop")
_CALLS: Final[dict[str, tuple[int, ...]]] = {
    **dict.fromkeys(_PLAIN, (0,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1,)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
_IN_TEMPLATE: Final = re.compile(
    r"\b(_|n?p?gettext)\(((?:u?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')(?:, ?)?)+)"
)

Texts = tuple[str, ...]


@cache
def catalogue(language: str) -> Catalog:
    """Our texts in this language."""
    with (ROOT / f"kvalitet/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    """The catalogue's messages without its head."""
    return [message for message in catalogue(language) if message.id]


def texts_of(value: object) -> Texts:
    """One text, or a singular with its plurals."""
    return (value,) if isinstance(value, str) else tuple(str(text) for text in value or ())  # type: ignore[attr-defined]


@cache
def used() -> frozenset[Texts]:
    """Every text that code and templates hand to gettext."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    return frozenset(
        chain.from_iterable(
            _in_code(path) if path.suffix == ".py" else _in_template(path)
            for path in paths
            if path.suffix in {".py", ".html", ".txt", ".xml"} and "texts" not in path.parent.name
        )
    )


def _in_code(path: Path) -> Iterator[Texts]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else name
            if places := _CALLS.get(name):
                yield tuple(ast.literal_eval(node.args[place]) for place in places)


def _in_template(path: Path) -> Iterator[Texts]:
    for name, arguments in _IN_TEMPLATE.findall(templatize(path.read_text("utf-8"))):
        values = ast.literal_eval(f"({arguments.rstrip(', ')},)")
        yield tuple(values[place] for place in _CALLS[name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    wanting = [
        message.id
        for message in messages(language)
        if message.fuzzy or not all(texts_of(message.string)) or not message.string
    ]

    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_what_is_used(language: str) -> None:
    # A text with and without plural is one message under its singular.
    msgids = {texts_of(message.id)[0] for message in messages(language)}
    asked_for = {texts[0] for texts in used()}

    assert (sorted(asked_for - msgids), sorted(msgids - asked_for)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    different = [
        (message.id, text)
        for message in messages(language)
        for text in texts_of(message.string)
        if not _places(text) <= set().union(*map(_places, texts_of(message.id)))
        or not set.intersection(*map(_places, texts_of(message.id))) <= _places(text)
    ]

    assert different == []


def _places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_nynorsk_is_no_copy_of_bokmal() -> None:
    bokmal = {(message.context, message.id): message.string for message in messages("nb")}
    long = [m for m in messages("nn") if len(texts_of(m.id)[0].split()) >= LONG]

    copied = [m.id for m in long if bokmal.get((m.context, m.id)) == m.string]

    assert len(copied) <= MOST_COPIED * len(long), copied


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_in_english(language: str) -> None:
    copied = [
        message.id
        for message in messages(language)
        if len(texts_of(message.id)[0].split()) >= LONG
        and texts_of(message.string) == texts_of(message.id)
    ]

    assert copied == []
