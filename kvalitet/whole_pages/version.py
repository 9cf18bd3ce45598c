"""The version of the public content that this process shows, with its day and release."""

import hashlib
import time
from functools import cache as once
from threading import Lock
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from commitments.foundation.content_version import ContentVersion

_FRESH_SECONDS: Final = 1.0  # how long a reader may see the previous version
_UNREADABLE_SECONDS: Final = 600.0  # how long cached pages are used while the version is unreadable
_PATIENCE_SECONDS: Final = 2.0  # how long threads wait for another to read it
_RELEASED: Final = ("*.py", "*.html", "*.mo", "*.css", "*.js", "*.svg", "*.typ")


@once
def release() -> str:
    """Return a hash of the code, templates, catalogues and static files that make the pages."""
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
    """What a page depends on besides its address; ``day`` is Norwegian, as deadlines are."""

    number: int
    day: str
    release: str


class VersionReader:
    """Reads the content version from the database, for readers at most once a second."""

    def __init__(self) -> None:
        """Begin without a version."""
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Read again at the next request; tests call this between databases."""
        self._known: Version | None = None
        self._tried_at = self._read_at = float("-inf")

    def current(self) -> Version | None:
        """Return the version readers see; None if it is unreadable and the last one is too old.

        One thread reads while the others wait. If the database is known to be unavailable, they use
        the last version at once.
        """
        now = time.monotonic()
        if now - self._tried_at >= _FRESH_SECONDS:
            answers = self._tried_at == self._read_at
            if self._lock.acquire(timeout=_PATIENCE_SECONDS if answers else 0):
                try:
                    # No other thread has read it meanwhile.
                    if now - self._tried_at >= _FRESH_SECONDS:
                        close_old_connections()  # outside a request nothing else does
                        self._read(now)
                        close_old_connections()
                finally:
                    self._lock.release()
        age = now - self._read_at
        return self._known if age < _UNREADABLE_SECONDS else None

    def newest(self) -> Version | None:
        """Read the version now, for a user who may just have changed it; None if unreadable."""
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
