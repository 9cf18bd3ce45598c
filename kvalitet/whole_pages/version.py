"""Which version of everything public this process shows, and of which day and release."""

import hashlib
import time
from functools import cache as once
from threading import Lock
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from commitments.foundation.content_version import ContentVersion

_FRESH_SECONDS: Final = 1.0  # how long a reader may see what has just been changed
_UNREADABLE_SECONDS: Final = 600.0  # how long what is kept goes on while the version is not read
_PATIENCE_SECONDS: Final = 2.0  # how long the others wait for the one who reads the version
_RELEASED: Final = ("*.py", "*.html", "*.mo", "*.css", "*.js", "*.svg", "*.typ")


@once
def release() -> str:
    """A hash of the code, templates, catalogues and static files that make the pages."""
    digest = hashlib.sha256()
    for folder in ("kvalitet", "agreements", "commitments", "templates", "static"):
        root = settings.BASE_DIR / folder
        for path in sorted(p for pattern in _RELEASED for p in root.rglob(pattern)):
            digest.update(path.read_bytes())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()[:16]


class Version(NamedTuple):
    """What a page depends on beside its address: deadlines pass by the clock in Norway."""

    number: int
    day: str
    release: str


class VersionReader:
    """Reads the content version from the database, for readers at most once a second."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Read anew at the next request; tests call this between databases."""
        self._known: Version | None = None
        self._tried_at = self._read_at = float("-inf")

    def current(self) -> Version | None:
        """What readers see now; None if it cannot be read and what was read is too old.

        One thread reads while the others wait. Where the database is known not to answer, they go
        on at once with what is known.
        """
        now = time.monotonic()
        if now - self._tried_at >= _FRESH_SECONDS:
            answers = self._tried_at == self._read_at
            if self._lock.acquire(timeout=_PATIENCE_SECONDS if answers else 0):
                try:
                    if now - self._tried_at >= _FRESH_SECONDS:  # nobody has read it meanwhile
                        close_old_connections()  # outside of a request nothing else does
                        self._read(now)
                        close_old_connections()
                finally:
                    self._lock.release()
        age = now - self._read_at
        return self._known if age < _UNREADABLE_SECONDS else None

    def newest(self) -> Version | None:
        """What the database says at this moment, for whoever may just have changed it."""
        with self._lock:
            now = time.monotonic()
            self._read(now)
            return self._known if self._read_at == now else None

    def _read(self, now: float) -> None:
        try:
            number, _changed_at = ContentVersion.current()
            self._known = Version(number, timezone.localdate().isoformat(), release())
            self._read_at = now
        except (DatabaseError, InterfaceError):
            return
        finally:
            self._tried_at = now


version: Final = VersionReader()
