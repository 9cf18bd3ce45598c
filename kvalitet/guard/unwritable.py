"""Handles a database that is unavailable or takes no writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.db import InterfaceError, OperationalError, connection

from kvalitet.guard import logs

_READ_ONLY: Final = "25006"  # PostgreSQL's SQLSTATE, raised as a different exception class
_SHORT: Final = 250  # milliseconds
_backend: Final[Any] = connection  # the type stubs lack SQLite's additions

T = TypeVar("T")


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or one that caused it, comes from the database's state."""
    return _told_by(error) is not None


def tried(write: Callable[[], T], otherwise: T) -> T:
    """Return the result of a write that the request can do without.

    Returns ``otherwise`` if the database is unavailable or takes no writes. Waits only briefly.
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
    """Wait only briefly for a lock on SQLite, where writers wait for each other."""
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
    """Return the chained error caused by an unavailable, locked, full or read-only database."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            break
        if getattr(error, "sqlstate", None) == _READ_ONLY:
            break
        error = error.__cause__ or error.__context__
    return error
