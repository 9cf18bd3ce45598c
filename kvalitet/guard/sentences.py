"""Sentences shown at the command line instead of a traceback if the fault is not in our code."""

import re
import sqlite3
from pathlib import Path
from subprocess import CalledProcessError
from typing import Final

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import Error, InterfaceError, OperationalError

_STATES: Final = {  # SQLite's message or PostgreSQL's SQLSTATE, and the sentence to show
    r"is locked|^55P03": "The database is locked: another process writes. Try again in a moment.",
    r"is full|^53100": "The disk is full. Make room, and run the command again.",
    r"readonly database|^25006": "The database takes no writes: it, or its disk, is read-only.",
    r"not a database|malformed": "What DATABASE_URL names is not a database, or it is damaged.",
    r"no such table|^42P01": "The database lacks tables. Run manage.py migrate first.",
}


def sentence(error: BaseException) -> str:
    """Return the sentence; empty for an error that only its traceback explains."""
    match error:
        case KeyboardInterrupt():
            told = "Interrupted."
        case ImproperlyConfigured():
            told = str(error)
        case ValidationError():
            told = " ".join(error.messages)
        case UnicodeDecodeError():
            told = "What was read is not text in UTF-8."
        case CalledProcessError():
            told = f"{Path(error.cmd[0]).name} has failed, and said why above."
        case Error() | sqlite3.Error():
            told = _of_database(error)
        case OSError(strerror=str(reason), filename=str() | Path() as place):
            told = f"{place}: {reason}."
        case OSError():
            told = f"{error.strerror or error}."
        case _:
            told = ""
    return told


def _of_database(error: Exception) -> str:
    text = str(error).strip()
    state = f"{getattr(error.__cause__, 'sqlstate', None) or ''} {text}"
    for pattern, told in _STATES.items():
        if re.search(pattern, state):
            return told
    if isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError):
        return f"The database does not answer: {text.partition(chr(10))[0].rstrip('.')}."
    return ""
