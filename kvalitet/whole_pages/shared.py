"""Pages shared by several processes, if ``CACHE_URL`` names a cache outside of them."""

import hashlib
import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections

from kvalitet.whole_pages.address import Address
from kvalitet.whole_pages.page import Page
from kvalitet.whole_pages.version import Version

_KEPT_SECONDS: Final = 3_600
_FILLING_SECONDS: Final = 10  # after which a process that makes a page is presumed dead
_STEP_SECONDS: Final = 0.02


def is_local() -> bool:
    """Whether each process has a cache of its own."""
    backend: str = settings.CACHES["default"]["BACKEND"]
    return backend.endswith(("LocMemCache", "DummyCache"))


def etag_of(now: Version, address: Address) -> str:
    """Return the ETag of one state of a page. It is weak because all encodings share it."""
    return f'W/"{hashlib.sha256(repr((now, address)).encode()).hexdigest()[:40]}"'


class SharedPage:
    """One state of a page in the shared cache."""

    def __init__(self, etag: str) -> None:
        """Identify the page by its ETag."""
        self._key = etag.strip('W/"')
        self._filling = f"{self._key}.filling"

    def found(self) -> Page | None:
        """Return the page if another process has made it or is making it; otherwise None."""
        given_up_at = time.monotonic() + _FILLING_SECONDS
        try:
            page = self._kept()
            while page is None and self._is_another_at_it() and time.monotonic() < given_up_at:
                time.sleep(_STEP_SECONDS)
                page = self._kept()
            return page
        finally:
            close_old_connections()  # the cache may be in the database

    def _is_another_at_it(self) -> bool:
        """Whether another process is making the page. If not, this one has claimed it."""
        return not cache.add(self._filling, 1, _FILLING_SECONDS) and bool(cache.get(self._filling))

    def keep(self, page: Page | None) -> None:
        """Store the page for the other processes; None lets the next one try."""
        if page is not None:
            cache.set(self._key, tuple(page), _KEPT_SECONDS)
        cache.delete(self._filling)
        close_old_connections()

    def _kept(self) -> Page | None:
        kept = cache.get(self._key)
        return Page(*kept) if kept else None
