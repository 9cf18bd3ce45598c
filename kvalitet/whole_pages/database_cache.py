"""Pages kept in the database: a page is made anew where they can be neither read nor written."""

from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT

from kvalitet.guard.unwritable import tried


class DatabaseCache(db.DatabaseCache):
    """Django's, whose reading deletes what has expired, and whose failure failed the page."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept under the key."""
        read = super().get
        return tried(lambda: read(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep the value if possible."""
        write = super().set
        tried(lambda: write(key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Whether the key was free; it is where nothing can be kept."""
        write = super().add
        return tried(lambda: write(key, value, timeout, version), otherwise=True)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Free the key if possible."""
        write = super().delete
        return tried(lambda: write(key, version), otherwise=False)
