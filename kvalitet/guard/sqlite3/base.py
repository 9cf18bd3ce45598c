"""The backend for SQLite: reads the database also from a disk that takes no writes."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects for reading alone if the files beside the database cannot be made.

    To read a database in WAL mode, SQLite needs a ``-wal`` and a ``-shm`` file beside it. They are
    there as long as any process has the database open. On a full or read-only disk a first
    process cannot make them, and the database file is opened as one that does not change.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection; one for reading alone is used for a single request."""
        try:
            return self._connected(conn_params)
        except sqlite3.OperationalError:
            file = Path(conn_params["database"])
            if not file.is_file() or _has_rows(file.with_name(f"{file.name}-wal")):
                raise
        self.close_at = time.monotonic()  # the next request tries anew to connect as usual
        address = f"{file.absolute().as_uri()}?immutable=1"
        return self._connected({**conn_params, "database": address})

    def is_usable(self) -> bool:
        """Whether to go on with this connection after an error.

        A new one sees the file as it is now. On a disk without room the old one stays: its files
        beside the database could not be made again.
        """
        file = Path(self.settings_dict["NAME"])
        if not file.is_file() or not os.access(file, os.W_OK):
            return True
        return os.statvfs(file).f_bavail == 0

    def _connected(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        return made


def _has_rows(wal: Path) -> bool:
    """Whether the file holds what has not reached the database file yet."""
    return wal.exists() and wal.stat().st_size > 0
