"""Who may import whom inside ``commitments``, beyond the order of its rooms in pyproject.toml."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.test_architecture import named, own_modules

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
    "register": r"filter_facts|load|older_version|promise_kinds|rows_from_text",
    "sources": r"admin_fields|chosen_file|file_types|form|held_files|step_messages",
    "publishing": r".+",
    "progress": r"content|file|filter|timeline",
    "evaluations": (
        r"assessing\.content|combined_reading|state|waiting|yearly_duty"
        r"|revisions\.(basis|document|document_json|file|matrix|record|seal_checks"
        r"|verdict_bases)"
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


def imports(path: Path) -> Iterator[str]:
    """The modules of ``commitments`` that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "commitments":
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in OURS else str(node.module)


def floor_of(module: str) -> int | None:
    """The number of the floor, 0 for the highest; None for a module on none."""
    _app, _room, *inside = module.split(".")
    names = {".".join(inside[-1:]), ".".join(inside[-2:])}
    return next((n for n, floor in enumerate(FLOORS) if any(map(floor.fullmatch, names))), None)


def test_there_are_modules_on_every_floor_and_in_every_room() -> None:
    assert {floor_of(module) for module in IN_ROOMS} == {None, *range(len(FLOORS))}
    assert {room_of(module) for module in IN_ROOMS} == set(FACES)


@pytest.mark.parametrize("module", IN_ROOMS)
def test_a_module_imports_from_its_own_floor_or_lower_ones(module: str) -> None:
    own = floor_of(module)
    for name in imports(OURS[module]):
        floor = floor_of(name)
        if room_of(name) == room_of(module) and own is not None and floor is not None:
            assert own <= floor, f"{module} imports {name}, which stands above it"


@pytest.mark.parametrize("module", IN_ROOMS)
def test_another_room_is_entered_by_its_faces(module: str) -> None:
    for name in imports(OURS[module]):
        room = room_of(name)
        if room not in {"", room_of(module)}:
            inside = name.removeprefix(f"commitments.{room}.")
            is_face = re.fullmatch(f"{EVERYWHERE}|{FACES[room]}", inside)
            assert is_face, f"{module} imports {name}, which is no face of {room}"


def test_every_face_is_used_by_another_room() -> None:
    used = {
        name
        for module in IN_ROOMS
        for name in imports(OURS[module])
        if room_of(name) != room_of(module)
    } | FOR_THE_PROJECT

    for name in IN_ROOMS:
        room, inside = room_of(name), name.split(".", 2)[-1]
        if FACES[room] != r".+" and re.fullmatch(FACES[room], inside):
            assert name in used, f"nobody enters {room} by {inside}"


def test_the_project_enters_by_few_faces() -> None:
    found = {name for path in modules("kvalitet").values() for name in imports(path)}

    assert found == FOR_THE_PROJECT


def test_no_package_is_crowded() -> None:
    paths = [path for path in own_modules() if path.stem != "__init__"]
    packages = Counter(named(path.parent) for path in paths)

    assert {name: n for name, n in packages.items() if n > MOST_MODULES} == {}
