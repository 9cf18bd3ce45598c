"""Every sign of every table is proven, or stands in a list that says why it need not be."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commitments.foundation.choices import State
from commitments.trust import everything, histories
from kvalitet.guard.history import other_end
from tests.access import access_rows, evaluation_rows
from tests.support import evaluation_states, full_database, recorders, regional_states, tampering
from tests.support.read_columns import Reading, read_everything
from tests.support.unproven_columns import REASONS

PROBES = {"healthz", "readyz"}  # they say how the portal is, and show nothing that it holds


@pytest.fixture
def full(texts: None, uploads: Path) -> Iterator[None]:
    """Every kind of row, in a database that refuses nothing."""
    full_database.fill()
    assert list(everything.errors()) == []
    with tampering.unguarded():
        yield


def proven() -> dict[str, Any]:
    """The models of the tables that ``verify`` answers for."""
    return {name: model for name, model in tampering.tables().items() if name not in REASONS}


def proven_columns() -> list[tuple[str, str]]:
    return [
        (name, column)
        for name in proven()
        for column in tampering.columns(name)
        if f"{name}.{column}" not in REASONS
    ]


def has_value(model: Any, column: str) -> bool:
    name = tampering.field_of(model, column).attname
    return bool(model._base_manager.exclude(**{name: None}).exists())


def names_what(tamper: Any, *args: Any) -> bool:
    """Whether verification names what is tampered with, and it alone."""
    with tampering.taken_back():
        names = tamper(*args)
        return tampering.is_named(names, everything.errors())


def unnamed_together(tamper: Any, columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the columns that are not named when each is tampered with in a row of its own."""
    models = tampering.tables()
    missed: list[tuple[str, str]] = []
    while columns:
        changed: dict[tuple[str, str], set[str]] = {}
        with tampering.taken_back():
            for name, column in columns:
                if name not in {table_ for table_, _column in changed}:
                    taken = set().union(*changed.values())
                    if names := tamper(models[name], column, apart_from=taken):
                        changed[name, column] = names
            errors = list(everything.errors())
        if not changed:
            return missed + columns
        missed += [key for key, names in changed.items() if not tampering.is_named(names, errors)]
        columns = [key for key in columns if key not in changed]
    return missed


def unnamed(tamper: Any, columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the columns that verification does not name.

    A history row concerns its own row alone, so many are tampered with at once; any other row
    may show in what is said of its neighbours, so each has a turn of its own.
    """
    models = tampering.tables()
    histories = [key for key in columns if "_historical" in key[0]]
    others = [key for key in columns if key not in histories]
    alone = [key for key in others if not names_what(tamper, models[key[0]], key[1])]
    return unnamed_together(tamper, histories) + alone


def test_lists_nothing_that_the_database_has_not(db: None) -> None:
    names = tampering.tables().keys()
    columns = {f"{name}.{column}" for name in names for column in tampering.columns(name)}

    assert REASONS.keys() <= names | columns
    assert not {key for key in REASONS if key.partition(".")[0] in REASONS.keys() - {key}}


def test_names_the_rows_of_a_small_database(texts: None, uploads: Path) -> None:
    evaluation_states.evaluation_in("signed")
    recorders.taken_to(State.PUBLISHED, new_sources=[full_database.file()])
    regional_states.taken_to(State.PUBLISHED)
    models = {name: model for name, model in proven().items() if model._base_manager.exists()}
    last = [key for key in dict(proven_columns()).items() if key[0] in models]

    with tampering.unguarded():
        assert unnamed(tampering.change, last) == []


@pytest.mark.long
@pytest.mark.one_database
def test_every_table_has_a_row_to_change(full: None) -> None:
    assert [name for name, model in proven().items() if not model._base_manager.exists()] == []


@pytest.mark.long
@pytest.mark.one_database
def test_names_the_row_of_every_changed_sign(full: None) -> None:
    assert unnamed(tampering.change, proven_columns()) == []


@pytest.mark.long
@pytest.mark.one_database
def test_names_the_row_of_every_value_taken_away(full: None) -> None:
    models = tampering.tables()
    nullable = [key for key in proven_columns() if tampering.field_of(models[key[0]], key[1]).null]
    with_value = [key for key in nullable if has_value(models[key[0]], key[1])]

    assert unnamed(tampering.empty, with_value) == []


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.parametrize("tamper", [tampering.insert, tampering.delete])
def test_names_every_row_that_comes_or_goes(full: None, tamper: Any) -> None:
    assert [name for name, model in proven().items() if not names_what(tamper, model)] == []


def step_says(step: Any) -> dict[str, Any]:
    """What a history row says of its row, with the keys of its relations."""
    said = {field.attname: getattr(step, field.attname) for field in step.tracked_fields}
    for field in step._history_m2m_fields:
        links = getattr(step, field.name).values_list(other_end(field), flat=True)
        said[field.name] = sorted(links)
    return said


@pytest.mark.long
@pytest.mark.one_database
def test_no_history_row_repeats_the_one_before(full: None) -> None:
    repeated = []
    for model in histories.kept_models():
        steps = model.history.order_by(model._meta.pk.attname, "history_step")  # type: ignore[attr-defined]  # set by the library
        for before, step in pairwise(steps):
            if step.history_type == "~" and step_says(before) == step_says(step):
                repeated.append(step)

    assert repeated == []


@pytest.mark.long
@pytest.mark.one_database
def test_lists_nothing_that_is_proven(full: None) -> None:
    models = tampering.tables()
    columns = [key.split(".") for key in REASONS if "." in key]
    for name, column in columns:
        tampering.change(models[name], column)

    assert list(everything.errors()) == []


@pytest.mark.long
@pytest.mark.one_database
def test_lists_no_table_that_is_proven(full: None) -> None:
    for name in REASONS.keys() & tampering.tables().keys():
        model = tampering.tables()[name]
        columns = tampering.columns(name) if model._base_manager.exists() else []

        named = (names_what(tampering.change, model, column) for column in columns)
        assert not columns or not all(named), name


@pytest.mark.long
@pytest.mark.one_database
def test_readers_read_nothing_that_is_listed(full: None) -> None:
    rows = (*access_rows.PUBLIC, *access_rows.EVALUATIONS, *evaluation_rows.EVALUATIONS)
    pages = [row for row in rows if row.name not in PROBES]
    addresses = {
        address for row in pages if row.get["anonymous"] == 200 for address in row.addresses()
    }
    reading = Reading()

    with reading.recorded():
        answered = read_everything(addresses)

    assert addresses <= answered
    assert sorted(reading.tables & REASONS.keys()) == []
    assert sorted(reading.columns & REASONS.keys()) == []
