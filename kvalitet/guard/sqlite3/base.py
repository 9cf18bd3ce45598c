"""The SQLite backend, which can also read from a disk that takes no writes."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Opens the database read-only if the files beside it cannot be created.

    To read a database in WAL mode, SQLite needs a ``-wal`` and a ``-shm`` file beside it. They
    exist while any process has the database open. On a full or read-only disk the first process
    cannot create them, so the database file is opened as immutable.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Return a connection. A read-only one is used for a single request."""
        try:
            return self._connected(conn_params)
        except sqlite3.OperationalError:
            file = Path(conn_params["database"])
            if not file.is_file() or _has_rows(file.with_name(f"{file.name}-wal")):
                raise
        self.close_at = time.monotonic()  # so that the next request tries a normal connection
        address = f"{file.absolute().as_uri()}?immutable=1"
        return self._connected({**conn_params, "database": address})

    def is_usable(self) -> bool:
        """Whether to keep this connection after an error.

        A new connection sees the file as it is now. On a full disk the old one is kept, because its
        files beside the database could not be created again.
        """
        file = Path(self.settings_dict["NAME"])
        if not file.is_file() or not os.access(file, os.W_OK):
            return True
        return os.statvfs(file).f_bavail == 0

    def _connected(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        return made


def _has_rows(wal: Path) -> bool:
    """Whether the file has data that is not in the database file yet."""
    return wal.exists() and wal.stat().st_size > 0
