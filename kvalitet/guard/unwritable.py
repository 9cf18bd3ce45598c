"""A database that does not answer, or that can be read and not written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.db import InterfaceError, OperationalError, connection

from kvalitet.guard import logs

_READ_ONLY: Final = "25006"  # SQLSTATE of PostgreSQL; it is an error of another class
_SHORT: Final = 250  # milliseconds
_backend: Final[Any] = connection  # the stubs do not know what SQLite adds

T = TypeVar("T")


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or one that it followed from, tells of the database's state."""
    return _told_by(error) is not None


def tried(write: Callable[[], T], otherwise: T) -> T:
    """What a write returns that the request can do without.

    Tried for a moment; ``otherwise`` if the database does not answer or takes no writes.
    """
    try:
        with _short_wait():
            return write()
    except Exception as error:
        found = _told_by(error)
        if found is None:
            raise
        logs.note("write_left_out", cause=str(found).strip())
        return otherwise


@contextmanager
def _short_wait() -> Iterator[None]:
    """On SQLite, where every writer waits for every other, wait for a moment only."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = round(1000 * _backend.settings_dict["OPTIONS"]["timeout"])
    _wait_at_most(_SHORT)
    try:
        yield
    finally:
        _wait_at_most(usual)


def _wait_at_most(milliseconds: int) -> None:
    _backend.ensure_connection()
    _backend.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _told_by(error: BaseException | None) -> BaseException | None:
    """The error in the chain that says that the database is away, locked, full or read-only."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            break
        if getattr(error, "sqlstate", None) == _READ_ONLY:
            break
        error = error.__cause__ or error.__context__
    return error
