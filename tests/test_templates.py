"""The shape of the templates: short, used, told what they get, without script or style."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings

pytestmark = pytest.mark.one_database

FOLDER: Final = settings.BASE_DIR / "templates"
LONGEST: Final = 100  # lines
MOST_BLOCKS: Final = 6
COMMENT: Final = re.compile(r"\{# (.+) #\}")
INCLUDE: Final = re.compile(r"\{% include (\S+)(?: with (.+?))?( only)? %\}")
LOAD: Final = re.compile(r"\{% load (.+?) %\}")
INLINE: Final = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "script without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "sum": re.compile(r"\|add:|\{% widthratio"),
    "untrimmed text": re.compile(r"\{% blocktranslate (?!.*trimmed)"),
    "other site": re.compile(r"(?:src|<link[^>]+href|action)=[\"']?(?:https?:)?//", re.IGNORECASE),
}

TEMPLATES: Final = sorted(  # of Django; those of Typst name each other by themselves
    path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".typ"
)


def named(path: Path) -> str:
    """The name by which Django knows the template."""
    return str(path.relative_to(FOLDER))


def own_sources() -> str:
    """All our code and templates in one text."""
    folders = ("kvalitet", "agreements", "commitments", "templates")
    paths = (path for folder in folders for path in (settings.BASE_DIR / folder).rglob("*"))
    return "\n".join(
        path.read_text("utf-8") for path in paths if path.suffix in {".py", ".html", ".txt", ".xml"}
    )


def overridden() -> set[str]:
    """Templates of installed packages: one of ours with such a name takes its place."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    return {str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html")}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_are_short_and_plain(path: Path) -> None:
    source = path.read_text("utf-8")
    loads = [line.split() for line in LOAD.findall(source)]

    assert len(source.splitlines()) <= LONGEST
    assert len(loads) <= 1, "one load"
    assert all(libraries == sorted(libraries) for libraries in loads), "sorted load"
    assert [name for name, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_an_include_is_told_what_it_gets_and_gets_what_it_names(path: Path) -> None:
    for quoted, values, only in INCLUDE.findall(path.read_text("utf-8")):
        name = quoted.strip("\"'")
        assert only, f"{name}: only"
        assert (FOLDER / name).is_file(), f"{name}: a template by its name"
        first = (FOLDER / name).read_text("utf-8").splitlines()[0]
        comment = COMMENT.match(first)
        assert comment, f"{name}: its first line names its variables"
        for given in re.findall(r"(\w+)=", re.sub(r"\"[^\"]*\"|'[^']*'", "", values)):
            assert re.search(rf"\b{given}\b", comment[1]), f"{name}: {given} is not in its comment"


def test_every_template_is_used() -> None:
    sources, replacing = own_sources(), overridden()

    unused = [
        named(path)
        for path in TEMPLATES
        if not re.search(rf"[\"']{re.escape(named(path))}[\"']", sources)
        and named(path) not in replacing
    ]

    assert unused == []


def test_templates_lie_in_one_place() -> None:
    for folder in ("kvalitet", "agreements", "commitments"):
        assert list((settings.BASE_DIR / folder).rglob("*.html")) == []


def test_the_frame_has_few_blocks() -> None:
    source = (FOLDER / "base.html").read_text("utf-8")

    assert len(re.findall(r"\{% block ", source)) <= MOST_BLOCKS
