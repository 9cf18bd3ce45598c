"""The shape of the code: what linters and import contracts cannot see."""

import ast
import dataclasses
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.forms import CharField

from commitments.progress.content import EntryContent
from commitments.progress.file import EntryFileRow
from commitments.progress.form import EntryForm
from commitments.progress.models import ProgressEntry
from commitments.publishing.admin import StatementAdmin
from commitments.publishing.content import StatementContent
from commitments.publishing.form import StatementForm
from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import COMMON
from commitments.regional.content import RegionalContent
from commitments.regional.file import RegionalFileRow
from commitments.regional.forms import RegionalForm
from commitments.regional.models import RegionalStatus
from commitments.web.form_errors import ErrorListForm

pytestmark = pytest.mark.one_database

ROOT: Final = settings.BASE_DIR
APPS: Final = (
    "guard",
    "accounts",
    "agreements",
    "commitments",
)  # from the lowest floor to the highest
FOLDERS: Final = ("kvalitet", "agreements", "commitments")
LONGEST_MODULE: Final = 300  # lines
LONGEST_TEST_MODULE: Final = 600  # one file for a view, with every refusal
NAMELESS: Final = frozenset({"utils", "helpers", "common", "misc", "base", "manager"})
BACKEND: Final = "kvalitet/guard/sqlite3/base.py"  # Django gives the name
BARE_WRITES: Final = frozenset({"update", "bulk_create", "bulk_update"})
# They write the histories themselves.
WRITE_HISTORIES: Final = frozenset(
    {"commitments/foundation/history_rows.py", "kvalitet/guard/history.py"}
)
# The macro that shows what is stated beside the text, at the top of a statement.
HEADS: Final = {ProgressEntry: "_head_of_progress", RegionalStatus: "_head_of_status"}

# Instants without a person, and why.
NOBODY_ACTS: Final = {
    "accounts.User.joined_at": "the row itself is the person",
    "agreements.Agreement.loaded_at": "the text files are the one source",
    "agreements.TextVersion.accepted_at": "the text files are the one source",
    "commitments.Proposal.proposed_at": "the shipped file is the one source",
    "commitments.SignOff.factor_at": "the signer's own second factor",
    "commitments.Redaction.redacted_at": "two people, by name, at the command line",
    "commitments.PublicAct.acted_at": "an act of many rows, each of which has its person",
    "commitments.ContentVersion.changed_at": "a counter; the action that steps it has its own rows",
    "guard.Tally.expires_at": "a counter that nobody looks at by name",
    "commitments.Invitation.expires_at": "a term set when it is sent, which has its person",
    "commitments.DatabaseMark.marked_at": "set by the command line",
}


def own_modules(*, tests: bool = False) -> list[Path]:
    """Our Python files, without migrations."""
    folders = [ROOT / folder for folder in (*FOLDERS, *(["tests"] if tests else []))]
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
    )


def own_models() -> list[type[models.Model]]:
    """Our models, without the tables that keep their history."""
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "history_type")
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """What the file says, parsed once."""
    return ast.parse(path.read_text("utf-8"))


def named(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))


def test_modules_are_short() -> None:
    long = {
        named(path): lines
        for path in own_modules(tests=True)
        if (lines := len(path.read_text("utf-8").splitlines()))
        > (LONGEST_TEST_MODULE if "tests" in path.parts else LONGEST_MODULE)
    }

    assert long == {}


def test_modules_are_named_after_what_lives_in_them() -> None:
    nameless = [named(path) for path in own_modules(tests=True) if path.stem in NAMELESS]

    assert nameless == [BACKEND]


def test_modules_have_no_nameless_folders() -> None:
    folders = {part for path in own_modules(tests=True) for part in path.relative_to(ROOT).parts}

    assert not folders & NAMELESS


def test_no_two_classes_share_a_name() -> None:
    """Nested classes, and the ``Command`` that Django looks for, apart."""
    places = defaultdict(list)
    for path in own_modules():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                places[node.name].append(named(path))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_tests_that_start_processes_are_marked() -> None:
    for path in (ROOT / "tests").glob("*/**/test_*.py"):
        source = path.read_text("utf-8")
        starts = re.search(
            r"(?m)^import subprocess$|^from tests\.bench import .*\bservers\b"
            r"|^from tests\.support import .*\b(live_servers|redis_server)\b",
            source,
        )
        assert bool(starts) == ("pytest.mark.process" in source), named(path)


def test_relations_point_downwards() -> None:
    upwards = []
    for model in own_models():
        for relation in model._meta.get_fields():
            if relation.is_relation and not relation.auto_created:
                target = relation.related_model
                assert isinstance(target, type), f"{relation} names a model that does not exist"
                label = target._meta.app_label
                if label in APPS and APPS.index(label) > APPS.index(model._meta.app_label):
                    upwards.append(str(relation))

    assert upwards == []


def test_an_instant_has_its_person() -> None:
    lacking = []
    for model in own_models():
        fields = {item.name: item for item in model._meta.concrete_fields}
        constraints = {constraint.name for constraint in model._meta.constraints}
        for name, instant in fields.items():
            if not name.endswith("_at") or f"{model._meta.label}.{name}" in NOBODY_ACTS:
                continue
            if f"{name[:-3]}_by" not in fields:
                lacking.append(f"{model._meta.label}.{name[:-3]}_by")
            constraint = f"{model._meta.model_name}_{name}_iff_by"
            if instant.null and constraint not in constraints:
                lacking.append(constraint)

    assert lacking == []


def test_every_instant_without_a_person_exists() -> None:
    for label in NOBODY_ACTS:
        model, _, name = label.rpartition(".")
        assert apps.get_model(model)._meta.get_field(name)


def test_a_cascade_has_a_reason() -> None:
    sources = {named(path): path.read_text("utf-8") for path in own_modules()}
    differing = [
        name
        for name, source in sources.items()
        if source.count("models.CASCADE") != source.count("# CASCADE: ")
    ]

    assert differing == []


@pytest.mark.parametrize(
    ("model", "form", "content", "file_row"),
    [
        (ProgressEntry, EntryForm, EntryContent, EntryFileRow),
        (
            RegionalStatus,
            RegionalForm,
            RegionalContent,
            RegionalFileRow,
        ),
    ],
)
def test_every_place_has_the_fields_of_a_recorded_model(
    model: type[Statement],
    form: type[StatementForm],
    content: type[StatementContent],
    file_row: type[EntryFileRow] | type[RegionalFileRow],
) -> None:
    page = admin.site.get_model_admin(model)
    assert isinstance(page, StatementAdmin)
    listed = {item.name for item in model.FIELDS}
    common = {item.name for item in Statement._meta.get_fields()} - {item.name for item in COMMON}
    about = {"id", "corrects", "authors", *model.REPEATED}
    concrete = {item.name for item in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    places = {
        f"the columns of {_place(model)}": concrete - common - about,
        _place(content): {item.name for item in dataclasses.fields(content)}
        - {"new_sources", "written_by", "repeats"},
        _place(form): set(form.base_fields) - {"version", "token"},
        f"content of {_place(type(page))}": set(page.content),
    }

    for place, found in places.items():
        assert listed <= found, f"add to {place}: {listed - found}"
        extra = f"add to FIELDS of {_place(model)}, or take out of {place}: {found - listed}"
        assert found <= listed, extra
    missing = {item.column for item in model.FIELDS} - set(file_row._fields)
    assert not missing, f"add to {_place(file_row)}: {missing}"
    entries = (ROOT / "templates/components/entries.html").read_text("utf-8")
    macros = dict(re.findall(r"{% macro (\w+)\(.*?%}(.*?){% endmacro %}", entries, re.DOTALL))
    shown = macros["body"] + macros[HEADS[model]]
    missing = {item for item in listed if not re.search(rf"\.{item}\b", shown)}
    assert not missing, f"show in body or {HEADS[model]} (components/entries.html): {missing}"


def _place(kind: type) -> str:
    """The class and its file."""
    return f"{kind.__name__} ({kind.__module__.replace('.', '/')}.py)"


def test_a_form_whose_errors_come_from_an_action_leaves_text_to_it() -> None:
    importlib.import_module("kvalitet.urls")  # all forms with it

    for form in _kinds_of(ErrorListForm):
        for name, field in form.base_fields.items():
            message = f"{form.__name__}.{name}: the action checks it; use PlainTextField"
            assert type(field) is not CharField, message


def _kinds_of(form: type[ErrorListForm]) -> list[type[ErrorListForm]]:
    """The forms that are made of this one, directly or not; at least one."""
    found = form.__subclasses__()
    assert found or form is not ErrorListForm
    return [*found, *(kind for each in found for kind in _kinds_of(each))]


def test_no_bare_write_goes_past_the_history() -> None:
    """``update`` and ``bulk_*`` write no history: none on a model that keeps one."""
    for path in own_modules():
        if named(path) in WRITE_HISTORIES:
            continue
        for call, owner in _bare_writes(tree_of(path)):
            where = f"{named(path)}:{call.lineno} {ast.unparse(call.func)}"
            possible = _written_models(call, owner)
            assert possible, f"{where}: say in the call itself which model it writes"
            for model in possible:
                assert not hasattr(model, "history"), f"{where}: {model.__name__} keeps history"


def _bare_writes(tree: ast.AST, owner: str = "") -> Iterator[tuple[ast.Call, str]]:
    """Each ``update(…=…)`` and ``bulk_…()`` with its class; ``dict.update(x)`` is none."""
    for node in ast.iter_child_nodes(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in BARE_WRITES
            and (node.keywords or node.func.attr != "update")
        ):
            yield node, owner
        yield from _bare_writes(node, node.name if isinstance(node, ast.ClassDef) else owner)


def _written_models(call: ast.Call, owner: str) -> set[type[models.Model]]:
    """The models that a chain such as ``Model.objects.filter(…)`` or ``row.relation`` may mean."""
    first, *links = _links(call.func)
    name = owner.removesuffix("QuerySet") if first in {"self", "cls"} else first
    for model in own_models():
        if model.__name__ == name:
            return {model}
    return {
        relation.related_model
        for model in own_models()
        for relation in model._meta.get_fields()
        if isinstance(relation.related_model, type) and _accessor(relation) in links
    }


def _links(node: ast.expr) -> list[str]:
    """The names in a chain of attributes and calls, the first first: ``a.b(…).c`` is a, b, c."""
    match node:
        case ast.Call(func=inner):
            return _links(inner)
        case ast.Attribute(value=inner, attr=name):
            return [*_links(inner), name]
        case ast.Name(id=name):
            return [name]
    return [""]


def _accessor(relation: object) -> str:
    """How Python reaches the relation from a row."""
    if isinstance(relation, models.ForeignObjectRel):
        return relation.get_accessor_name() or ""
    return getattr(relation, "name", "")
