"""Dead code: each name of ours has a use that is not a test."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pydoc import locate
from typing import Final, NamedTuple

import pytest
from django.conf import global_settings, settings

from tests.test_architecture import tree_of

pytestmark = pytest.mark.one_database

ROOT: Final = settings.BASE_DIR
FOLDERS: Final = ("kvalitet", "agreements", "commitments")

# What Django finds by itself: modules in these places, and these names in such modules.
FOUND_MODULES: Final = re.compile(
    r"manage|(kvalitet\.)?\w+\.(admin|apps|models)|.+\.sqlite3\.base"
    r"|.+\.(management|migrations|templatetags)(\..+)?"
)
FOUND_NAMES: Final = re.compile(
    r".+\.apps\.\w+Config"
    r"|.+\.commands\.\w+\.Command"
    r"|.+\.sqlite3\.base\.DatabaseWrapper"
    r"|.+\.settings\.(ACCOUNT|ALLAUTH|CONTENT_SECURITY|DJANGO_STRUCTLOG|MFA|ROOT|WHITENOISE)_\w+"
    r"|.+\.urls\.(app_name|handler\d{3}|urlpatterns)"
    r"|.+Middleware\.process_(exception|view)"
)

# Names without a use of ours, and why they stay.
KEPT: Final = {
    "commitments.trust.triggers.Lift": "begins the next migration that touches a guarded table",
    "kvalitet.accounts.models.User.EMAIL_FIELD": "Django asks a model of users for it",
    "kvalitet.accounts.models.User.USERNAME_FIELD": "Django asks a model of users for it",
    "kvalitet.accounts.models.UserManager.create_superuser": "Django's own command calls it",
}


class Definition(NamedTuple):
    """Where a name is defined: in a module or, with an ``owner``, in a class there."""

    module: str
    owner: str
    name: str
    node: ast.stmt

    def __str__(self) -> str:
        return ".".join(part for part in self[:3] if part)


@cache
def trees() -> dict[str, ast.Module]:
    """Our modules by name."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): tree_of(
            path
        )
        for path in (*paths, ROOT / "manage.py")
    }


@cache
def uses() -> Counter[str]:
    """How often each name stands in our code, migrations, settings and templates."""
    found: Counter[str] = Counter()
    for tree in trees().values():
        found += names_in(tree)
    for path in (ROOT / "templates").rglob("*.*"):
        source = path.read_text("utf-8")
        tags = [source] if path.suffix == ".typ" else re.findall(r"\{[{%].+?[%}]\}", source)
        found.update(word for tag in tags for word in re.findall(r"\w+", tag))
    return found


@cache
def names_in(tree: ast.AST) -> Counter[str]:
    """The names that code reads or passes on, and those in strings such as "party__code"."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                found[name] += 1
            case ast.keyword(arg=str(name)):
                found[name] += 1
            case ast.Constant(value=str(text)) if not re.search(r"\s", text):
                found.update(re.split(r"\W+|__", text))
    return found


def definitions(module: str, body: list[ast.stmt], owner: str = "") -> Iterator[Definition]:
    """The names of a module; the annotated fields of its classes are data, not code.

    What a private class has is not looked at.
    """
    for node in body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)) if not owner:
                names = [name]
            case _:
                names = []
        for name in names:
            if name.startswith("__") or name == "Meta":
                continue
            yield Definition(module, owner, name, node)
            if isinstance(node, ast.ClassDef) and not name.startswith("_"):
                yield from definitions(module, node.body, f"{owner}.{name}".strip("."))


def is_used(found: Definition) -> bool:
    """Whether anything but the definition itself names it; a private one, in its own module."""
    is_inner = found.name.startswith("_") and not found.owner
    named = names_in(trees()[found.module]) if is_inner else uses()
    return named[found.name] > names_in(found.node)[found.name]


def is_called_by_others(found: Definition) -> bool:
    """Whether Django or another package asks for it."""
    decorators = getattr(found.node, "decorator_list", [])
    if FOUND_NAMES.fullmatch(str(found)) or any(
        re.search(r"\bregister\b", ast.unparse(decorator)) for decorator in decorators
    ):
        return True
    if not found.owner:
        return found.module == "kvalitet.settings" and hasattr(global_settings, found.name)
    owner = locate(f"{found.module}.{found.owner}")
    assert isinstance(owner, type)
    others = [base for base in owner.__mro__ if base.__module__.partition(".")[0] not in FOLDERS]
    field = found.name.removeprefix("clean_")
    return (
        issubclass(owner, Enum)  # its members are values of the data
        or any(found.name in vars(base) for base in others)
        or field in getattr(owner, "base_fields", ())  # of a form
    )


def test_every_name_has_a_use() -> None:
    unused = {
        str(found)
        for module, tree in trees().items()
        if ".migrations" not in module
        for found in definitions(module, tree.body)
        if not is_used(found) and not is_called_by_others(found)
    }

    assert unused == set(KEPT)


def test_every_module_has_a_use() -> None:
    named: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(module=str(module), names=names):
                    named |= {f"{module}.{alias.name}" for alias in names}
                case ast.Import(names=names):
                    named |= {alias.name for alias in names}
                case ast.Constant(value=str(text)) if re.fullmatch(r"\w+(\.\w+)+", text):
                    named.add(text)
    parts = {name.rsplit(".", depth)[0] for name in named for depth in range(name.count(".") + 1)}

    unused = [name for name in trees() if name not in parts and not FOUND_MODULES.fullmatch(name)]

    assert unused == []
