"""The shape of the templates: lines that say one thing, parts told what they read, no script.

What these tests read is the syntax tree of Jinja2; the admin's templates, in Django's language, are
asked about script and style alone.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings
from jinja2 import meta, nodes

from kvalitet.templating import in_use

pytestmark = pytest.mark.one_database

FOLDER: Final = settings.BASE_DIR / "templates"
OF_DJANGO: Final = FOLDER / "django"
LONGEST_LINE: Final = 120  # characters
MOST_TAGS: Final = 4  # on a line
LONGEST: Final = 100  # lines
LONGEST_COMPONENT: Final = 200  # lines
FULLEST: Final = 20  # templates in a folder
MOST_BLOCKS: Final = 6
TAG: Final = re.compile(r"\{[{%]")
READS: Final = re.compile(r"\{# reads (nothing|[\w, ]+)")
INLINE: Final = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "script without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "other site": re.compile(r"(?:src|<link[^>]+href|action)=[\"']?(?:https?:)?//", re.IGNORECASE),
}
SUMS: Final = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)

ALL: Final = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt", ".xml"})
OURS: Final = [path for path in ALL if OF_DJANGO not in path.parents]
COMPONENTS: Final = [path for path in OURS if FOLDER / "components" in path.parents]
PARTS: Final = [path for path in OURS if path.name.startswith("_")]


def named(path: Path) -> str:
    """The name by which pages and code know the template."""
    return str(path.relative_to(OF_DJANGO if OF_DJANGO in path.parents else FOLDER))


def tree(path: Path) -> nodes.Template:
    """What the template says, with its lines."""
    return in_use().parse(path.read_text("utf-8"), named(path))


TREES: Final = {path: tree(path) for path in OURS}


def undeclared(path: Path) -> set[str]:
    """The names that a template takes from the page, or from those that include it."""
    return meta.find_undeclared_variables(TREES[path]) - {*in_use().globals}


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Each template of macros that is imported, with the name that it has here."""
    for node in TREES[path].find_all(nodes.Import):
        assert isinstance(node.template, nodes.Const), f"{named(path)}: imports by name"
        assert not node.with_context, f"{named(path)}: macros read no context"
        yield node.target, node.template.value


def called(path: Path) -> set[tuple[str, str]]:
    """Macros of other templates that this one calls, each with the template's name."""
    modules = dict(imported(path))
    return {
        (modules[node.node.name], node.attr)
        for node in TREES[path].find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name in modules
    }


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
    return {
        str(path.relative_to(folder))
        for folder in folders
        for path in folder.rglob("*.*")
        if path.is_file()
    }


def test_a_line_says_one_thing() -> None:
    wrong = [
        f"{named(path)}:{number}"
        for path in (*ALL, *FOLDER.rglob("*.typ"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE or len(TAG.findall(line)) > MOST_TAGS
    ]

    assert wrong == []


def test_templates_are_short() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in ALL}
    most = {path: LONGEST_COMPONENT if path in COMPONENTS else LONGEST for path in ALL}

    assert [named(path) for path in ALL if lines[path] > most[path]] == []


def test_no_folder_is_full() -> None:
    held = Counter(path.parent for path in ALL)

    assert [named(folder) for folder, number in held.items() if number > FULLEST] == []


def test_templates_hold_no_script_and_no_style() -> None:
    found = [
        f"{named(path)}: {name}"
        for path in ALL
        for name, pattern in INLINE.items()
        if pattern.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_everything_is_escaped_and_nothing_is_computed() -> None:
    refused = (*SUMS, nodes.EvalContextModifier, nodes.MarkSafe, nodes.MarkSafeIfAutoescape)
    found = [
        f"{named(path)}:{node.lineno} {type(node).__name__}"
        for path in OURS
        for node in TREES[path].find_all(refused)
    ]

    assert found == []
    assert "safe" not in in_use().filters


def test_a_component_holds_macros_that_read_their_parameters_alone() -> None:
    wrong = [f"{named(path)}: {name}" for path in COMPONENTS for name in sorted(undeclared(path))]
    for path in COMPONENTS:
        for node in TREES[path].body:
            blank = isinstance(node, nodes.Output) and all(
                isinstance(piece, nodes.TemplateData) and not piece.data.strip()
                for piece in node.nodes
            )
            if not blank and not isinstance(node, nodes.Macro | nodes.Import):
                wrong.append(f"{named(path)}:{node.lineno} {type(node).__name__}")

    assert wrong == []


def test_macros_lie_among_the_components() -> None:
    elsewhere = [
        named(path)
        for path in OURS
        if path not in COMPONENTS and any(TREES[path].find_all(nodes.Macro))
    ]

    assert elsewhere == []


def test_every_macro_is_called_and_every_import_is_used() -> None:
    used = {pair for path in OURS for pair in called(path)}
    here = {path: {node.name for node in TREES[path].find_all(nodes.Name)} for path in COMPONENTS}
    unused = [
        f"{named(path)}: {macro.name}"
        for path in COMPONENTS
        for macro in TREES[path].find_all(nodes.Macro)
        if macro.name not in here[path] and (named(path), macro.name) not in used
    ]
    for path in OURS:
        mine = {module for module, _macro in called(path)}
        unused += [f"{named(path)}: {name}" for _as, name in imported(path) if name not in mine]

    assert unused == []


def test_a_macro_is_called_by_the_name_of_its_template_too() -> None:
    assert [named(path) for path in OURS if any(TREES[path].find_all(nodes.FromImport))] == []


def test_what_is_called_is_there() -> None:
    macros = {
        (named(path), macro.name)
        for path in COMPONENTS
        for macro in TREES[path].find_all(nodes.Macro)
    }
    wrong = [f"{named(path)}: {pair}" for path in OURS for pair in called(path) - macros]
    private = [
        f"{named(path)}: {pair}" for path in OURS for pair in called(path) if pair[1][0] == "_"
    ]

    assert wrong == []
    assert private == []


def test_a_part_says_what_it_reads() -> None:
    wrong = []
    for path in PARTS:
        first = READS.match(path.read_text("utf-8").partition("\n")[0])
        said = set() if not first or first[1] == "nothing" else set(first[1].strip().split(", "))
        if not first or said != undeclared(path):
            wrong.append(f"{named(path)}: {', '.join(sorted(undeclared(path))) or 'nothing'}")

    assert wrong == []


def test_only_parts_are_included() -> None:
    parts = {named(path) for path in PARTS}
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in OURS
        for node in TREES[path].find_all(nodes.Include)
        if not isinstance(node.template, nodes.Const) or node.template.value not in parts
    ]

    assert wrong == []


def test_every_template_is_used() -> None:
    sources, replacing = own_sources(), overridden()

    unused = [
        named(path)
        for path in ALL
        if not re.search(rf"[\"']{re.escape(named(path))}[\"']", sources)
        and named(path) not in replacing
    ]

    assert unused == []


def test_templates_lie_in_one_place() -> None:
    for folder in ("kvalitet", "agreements", "commitments"):
        assert list((settings.BASE_DIR / folder).rglob("*.html")) == []


def test_a_block_is_one_that_the_parent_has() -> None:
    blocks = {
        named(path): {block.name for block in TREES[path].find_all(nodes.Block)} for path in OURS
    }
    parents = {
        named(path): extends.template.value
        for path in OURS
        for extends in TREES[path].find_all(nodes.Extends)
        if isinstance(extends.template, nodes.Const)
    }
    above = {
        name: blocks[parent] | blocks.get(parents.get(parent, ""), set())
        for name, parent in parents.items()
    }

    assert {name: blocks[name] - above[name] for name in above if blocks[name] - above[name]} == {
        "error.html": {"explanation", "heading", "way_on"}
    }


def test_the_frame_has_few_blocks() -> None:
    assert len(list(TREES[FOLDER / "base.html"].find_all(nodes.Block))) <= MOST_BLOCKS


def test_what_a_form_sends_or_a_link_names_is_no_title() -> None:
    shown = re.compile(r'\b(?:value|href|id|for|name|action)="[^"]*\.(?:named|title)\b')
    wrong = [
        f"{named(path)}:{number}"
        for path in OURS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if shown.search(line)
    ]

    assert wrong == []


def test_the_title_of_a_source_says_its_language() -> None:
    title = re.compile(r"\{\{-?\s*(?:\w+\.)*source\.title\s*-?\}\}")
    wrong = [
        f"{named(path)}: {source[: match.start()].splitlines()[-1].strip()}"
        for path in OURS
        for source in [path.read_text("utf-8")]
        for match in title.finditer(source)
        if not source[: match.start()].rstrip().endswith('lang="no">')
    ]

    assert wrong == []


def test_every_time_is_written_by_one_filter() -> None:
    """HTML takes at most three decimals of a second; the filter writes none."""
    written = re.compile(r'\bdatetime=(?!"\{\{ [\w.]+\|iso \}\}")')
    wrong = [
        f"{named(path)}: {match[0]}"
        for path in OURS
        for match in written.finditer(path.read_text("utf-8"))
    ]

    assert wrong == []
