"""The catalogues: every text of the interface stands in bokmål and in nynorsk.

Django falls back from nynorsk to bokmål without a word, so the files themselves are read.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

import jinja2
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

pytestmark = pytest.mark.one_database

ROOT: Final = settings.BASE_DIR
LANGUAGES: Final = [code for code, _name in settings.LANGUAGES if code != "en"]  # of the msgids
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
LONG: Final = 8  # words; so long a sentence is seldom the same in both
MOST_COPIED: Final = 0.3  # of the long texts
JINJA: Final = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
METHODS, OPTIONS = parse_mapping_cfg(  # type: ignore[no-untyped-call]
    StringIO((ROOT / "babel.cfg").read_text("utf-8"))
)
# How many of the first arguments of a function are context, text and plural.
TEXTS_IN: Final = {
    name: len(places or (1,))
    for name, places in (DEFAULT_KEYWORDS | OPTIONS["**.py"]["keywords"]).items()
}

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
def extracted() -> tuple[Catalog, list[Path]]:
    """What `make catalogues` finds in code and templates, and the files it reads."""
    found = Catalog()
    files = []

    def on_file(name: str, method: str, _options: object) -> None:
        if method != "ignore":
            files.append(ROOT / name)

    for name, line, text, _comments, context in extract_from_dir(
        ROOT, METHODS, OPTIONS, callback=on_file
    ):
        found.add(text, locations=[(name, line)], context=context)
    return found, files


def key(message: Message) -> tuple[str, Texts]:
    """Context and texts; the plural is one of them."""
    return message.context or "", texts_of(message.id)


def keys(found: Iterable[Message]) -> set[tuple[str, Texts]]:
    """The keys of all messages but the head."""
    return {key(message) for message in found if message.id}


def calls(path: Path) -> Iterator[tuple[str, ast.Call | jinja2.nodes.Call]]:
    """The calls of a file by the function's name, `trans` blocks among them."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        for call in JINJA.parse(source).find_all(jinja2.nodes.Call):
            yield getattr(call.node, "name", ""), call
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


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
    has, used = keys(catalogue(language)), keys(extracted()[0])

    assert (sorted(used - has), sorted(has - used)) == ([], [])


def test_texts_are_handed_over_as_literals() -> None:
    # Babel skips all else without a word.
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in extracted()[1]
        for name, call in calls(path)
        if not all(
            isinstance(argument, (ast.Constant, jinja2.nodes.Const))
            for argument in call.args[: TEXTS_IN.get(name, 0)]
        )
    ]

    assert hidden == []


def test_templates_in_djangos_language_have_no_text_of_their_own() -> None:
    # Babel does not read them: what they say must be in Python or in a Jinja2 template too.
    texts = Catalog()
    for path in (ROOT / "templates" / "django").rglob("*.*"):
        lines = map(str.strip, templatize(path.read_text("utf-8")).splitlines())
        source = BytesIO("\n".join(lines).encode())
        for _line, text, _comments, context in extract("python", source):
            texts.add(text, context=context)

    assert sorted(keys(texts) - keys(extracted()[0])) == []


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percent_sign_is_doubled_in_the_texts_of_templates(language: str) -> None:
    # Jinja2 formats each of them, also where nothing is filled in: a single sign is an error 500.
    in_templates = keys(
        message
        for message in extracted()[0]
        if any(name.startswith("templates/") for name, _line in message.locations)
    )
    single = [
        text
        for message in messages(language)
        if key(message) in in_templates
        for text in texts_of(message.id) + texts_of(message.string)
        if "%" in text.replace("%%", "").replace("%(", "")
    ]

    assert single == []


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
