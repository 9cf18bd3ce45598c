"""The shape of the tests: a folder for each package of the code, where what it does is tested."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.test_architecture import named, own_modules
from tests.test_floors import imports

pytestmark = pytest.mark.one_database

CODE: Final = settings.BASE_DIR / "commitments"
TESTS: Final = settings.BASE_DIR / "tests"
# Packages without a folder: wiring, and forms and admin pages, tested by the pages that have them.
UNTESTED: Final = frozenset(
    {"admin", "commands", "forms", "management", "migrations", "templatetags"}
)
# What has to be imported by a test in the folder of its package.
TESTED: Final = re.compile(r"(\w+_)?(actions|models|file)|queryset")
# Folders of tests that follow no package.
OTHERS: Final = frozenset(
    {"access", "agreements", "bench", "browser", "documents", "kvalitet", "properties", "support"}
)


def packages() -> list[Path]:
    """The packages below ``commitments``."""
    found = [path.parent for path in CODE.rglob("__init__.py") if path.parent != CODE]
    return sorted(path for path in found if path.name not in UNTESTED)


def modules_that_act() -> list[Path]:
    """The modules of packages that store, read or write."""
    folders = packages()
    return [path for path in own_modules() if path.parent in folders and _acts(path)]


def _acts(path: Path) -> bool:
    return TESTED.fullmatch(path.stem) is not None


def folder_of(package: Path) -> Path:
    """Where the tests of a package lie."""
    return Path(TESTS / package.relative_to(CODE))


def imported(folder: Path) -> set[str]:
    """The modules of ``commitments`` that the tests right in the folder import."""
    return {name for path in folder.glob("test_*.py") for name in imports(path)}


def test_there_are_packages_and_modules_to_look_at() -> None:
    assert len(packages()) > 20
    assert len(modules_that_act()) > 40


def test_every_package_has_a_folder_of_tests() -> None:
    without = [named(each) for each in packages() if not any(folder_of(each).glob("test_*.py"))]

    assert without == []


def test_every_folder_of_tests_has_a_package() -> None:
    folders = {path.parent.relative_to(TESTS) for path in TESTS.glob("*/**/*.py")}
    strange = [
        str(folder)
        for folder in sorted(folders)
        if folder.parts[0] not in OTHERS and CODE / folder not in packages()
    ]

    assert strange == []


def test_what_a_package_does_is_tested_in_its_folder() -> None:
    untested = []
    for path in modules_that_act():
        module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        folder = folder_of(path.parent)
        if module not in imported(folder):
            untested.append(f"no test in {named(folder)} imports {module}")

    assert untested == []
