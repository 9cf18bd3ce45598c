"""What actions wrote is written again without them, in tests that begin by the same calls.

The first call in a process runs the function and notes each statement that writes and each file; a
later test that makes the same calls, with nothing written before and between them, gets the same
rows by the same statements, and a copy of what was returned. On PostgreSQL, outside the
transaction of a test, and at a time that the test has chosen, the function runs as it is.
"""

import copy
import pickle
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import connection

from commitments.sources.models import Source

P = ParamSpec("P")
R = TypeVar("R")

_NOTED: Final = ("INSERT", "UPDATE", "DELETE", "CREATE TRIGGER", "DROP TRIGGER", "ROLLBACK")


class _Noted(NamedTuple):
    """What a call returned and wrote."""

    result: Any
    statements: list[tuple[Any, ...]]
    files: dict[str, bytes]


_noted: Final[dict[str, _Noted]] = {}
_test: Final[dict[str, Any]] = {"rows": -1, "calls": ""}


def begin() -> None:
    """A test begins, with nothing written."""
    _test.update(rows=_rows_written(), calls="")


def never() -> None:
    """Let the actions of this test run: it is about what they say, send or undo besides."""
    _test.update(rows=-1)


def written_again(make: Callable[P, R]) -> Callable[P, R]:
    """The function, which does nothing but write rows and files and return some of them."""

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        if not _is_as_written():
            return make(*args, **named)
        call = pickle.dumps((_test["calls"], make.__module__, make.__qualname__, args, named))
        calls = sha256(call).hexdigest()
        if noted := _noted.get(calls):
            _write(noted)
        else:
            noted = _first(lambda: make(*args, **named))
            if not any(sql.startswith("ROLLBACK") for sql, *_values in noted.statements):
                _noted[calls] = noted
        _test.update(rows=_rows_written(), calls=calls)
        result: R = copy.deepcopy(noted.result)
        return result

    return made


def _is_as_written() -> bool:
    """Whether nothing but such calls has written anything in this test."""
    return (
        connection.vendor == "sqlite"
        and connection.in_atomic_block
        and not time_machine.escape_hatch.is_travelling()
        and _rows_written() == _test["rows"]
    )


def _rows_written() -> int:
    """How many rows this connection has written; 0 where it does not count them."""
    return getattr(connection.connection, "total_changes", 0)


def _first(make: Callable[[], Any]) -> _Noted:
    statements: list[tuple[Any, ...]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith(_NOTED):
            statements.append((sql, params, many))
        return answer

    before = _file_names()
    with connection.execute_wrapper(note):
        result = make()
    files = {name: _content(name) for name in _file_names() - before}
    return _Noted(result, statements, files)


def _write(noted: _Noted) -> None:
    storage = _storage()
    for name, content in noted.files.items():
        if not storage.exists(name):
            storage.save(name, ContentFile(content))
    with connection.cursor() as cursor:
        for sql, params, many in noted.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)


def _storage() -> Storage:
    storage: Storage = Source._meta.get_field("file").storage
    return storage


def _content(name: str) -> bytes:
    with _storage().open(name) as file:
        content: bytes = file.read()
    return content


def _file_names() -> set[str]:
    return set(_storage().listdir("")[1])
