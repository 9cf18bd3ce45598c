"""The cache in the database, which fails silently if it can be neither read nor written."""

from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT

from kvalitet.guard.unwritable import tried


class DatabaseCache(db.DatabaseCache):
    """Django's cache, but an error does not fail the page.

    Reading may fail too on a read-only disk, because Django deletes expired rows on reading.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the cached value; the default if the database fails."""
        read = super().get
        return tried(lambda: read(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store the value if possible."""
        write = super().set
        tried(lambda: write(key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store the value if the key is free. Also true if nothing can be stored."""
        write = super().add
        return tried(lambda: write(key, value, timeout, version), otherwise=True)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete the key if possible."""
        write = super().delete
        return tried(lambda: write(key, version), otherwise=False)
