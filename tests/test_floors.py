"""Who may import whom inside ``commitments``, beyond the order of its rooms in pyproject.toml."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.test_architecture import named, own_modules, tree_of

pytestmark = pytest.mark.one_database

ROOT: Final = settings.BASE_DIR
MOST_MODULES: Final = 20  # in one package
# The floors of a room from the top, by a module's name or by its package's and its own; a module
# with another name stands on none.
FLOORS: Final = tuple(
    re.compile(names)
    for names in (
        r"urls",
        (
            r"(\w+_)?(views|admin)|admin_\w+|form_pages|(views|admin|pages)\.\w+"
            r"|history|office|probes|review|step_up"
        ),
        r"(\w+_)?(forms?|filter|list|file)|forms\.\w+",
        r"(\w+_)?actions|workflow",
        r"rights",
        r"(\w+_)?(models|queryset)",
    )
)
# What other rooms may import: these of every room, and what each room names besides.
EVERYWHERE: Final = r"(\w+\.)*((\w+_)?(models|actions|queryset)|rights|verify)"
FACES: Final = {
    "foundation": r".+",
    "web": r".+",
    "places": r"successors",
    "people": r"acting|action_admin|sign_in|step_up|unsaved",
    "context": r"glossary|goal_links|load|shown|waiting",
    "register": r"filter_facts|load|older_version|promise_kinds|reasons|rows_from_text",
    "sources": r"admin_fields|chosen_file|file_types|form|held_files|step_messages",
    "publishing": r".+",
    "progress": r"content|file|filter|timeline",
    "evaluations": (
        r"assessing\.content|combined_reading|counting\.(cells|claims)|standing|state|waiting"
        r"|yearly_duty|revisions\.(basis|document|document_json|file|matrix|record|seal_checks"
        r"|verdict_bases)|years\.(disagreements|grounds|lines|strips)"
    ),
    "regional": r"content|office|pages\.coverage",
    "trust": r"texts",
    "pages": r"",
    "operating": r"",
}
# What the project imports, besides the settings that name a class.
FOR_THE_PROJECT: Final = frozenset(
    {
        "commitments.foundation.content_version",
        "commitments.operating.probes",
        "commitments.pages.frame",
        "commitments.people.rights",
        "commitments.people.step_up",
        "commitments.people.unsaved",
        "commitments.web.known_query",
    }
)


def modules(folder: str) -> dict[str, Path]:
    """Our modules in this folder by dotted name, without migrations."""
    paths = [path for path in own_modules() if path.is_relative_to(ROOT / folder)]
    return {
        named(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in paths
    }


OURS: Final = modules("commitments")


def room_of(module: str) -> str:
    """The room that a module lies in; "" for what only wires them."""
    _app, room, *_inside = [*module.split("."), ""]
    return room if room in FACES else ""


IN_ROOMS: Final = sorted(filter(room_of, OURS))


@cache
def imports(path: Path) -> list[str]:
    """The modules of ``commitments`` that a file imports, anywhere in it."""
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "commitments":
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name if name in OURS else str(node.module) for name in names]
    return found


@cache
def floor_of(module: str) -> int | None:
    """The number of the floor, 0 for the highest; None for a module on none."""
    _app, _room, *inside = module.split(".")
    names = {".".join(inside[-1:]), ".".join(inside[-2:])}
    return next((n for n, floor in enumerate(FLOORS) if any(map(floor.fullmatch, names))), None)


def test_there_are_modules_on_every_floor_and_in_every_room() -> None:
    assert {floor_of(module) for module in IN_ROOMS} == {None, *range(len(FLOORS))}
    assert {room_of(module) for module in IN_ROOMS} == set(FACES)


def test_a_module_imports_from_its_own_floor_or_lower_ones() -> None:
    upwards = []
    for module in IN_ROOMS:
        own = floor_of(module)
        for name in imports(OURS[module]):
            floor = floor_of(name)
            is_inside = room_of(name) == room_of(module)
            if is_inside and own is not None and floor is not None and own > floor:
                upwards.append(f"{module} imports {name}, which stands above it")

    assert upwards == []


def test_another_room_is_entered_by_its_faces() -> None:
    wrong = []
    for module in IN_ROOMS:
        for name in imports(OURS[module]):
            room = room_of(name)
            inside = name.removeprefix(f"commitments.{room}.")
            if room not in {"", room_of(module)} and not is_face(room, inside):
                wrong.append(f"{module} imports {name}, which is no face of {room}")

    assert wrong == []


def is_face(room: str, inside: str) -> bool:
    """Whether other rooms may import this module of the room."""
    return re.fullmatch(f"{EVERYWHERE}|{FACES[room]}", inside) is not None


def test_every_face_is_used_by_another_room() -> None:
    used = {
        name
        for module in IN_ROOMS
        for name in imports(OURS[module])
        if room_of(name) != room_of(module)
    } | FOR_THE_PROJECT

    unused = [
        name
        for name in IN_ROOMS
        if (face := FACES[room_of(name)]) != r".+"
        and re.fullmatch(face, name.split(".", 2)[-1])
        and name not in used
    ]
    assert unused == []


def test_the_project_enters_by_few_faces() -> None:
    found = {name for path in modules("kvalitet").values() for name in imports(path)}

    assert found == FOR_THE_PROJECT


def test_no_package_is_crowded() -> None:
    paths = [path for path in own_modules() if path.stem != "__init__"]
    packages = Counter(named(path.parent) for path in paths)

    assert {name: n for name, n in packages.items() if n > MOST_MODULES} == {}
