"""The cache in Redis, which is skipped while Redis is unavailable, after a short wait."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.core.cache.backends import redis as django_redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from kvalitet.guard import logs

_SECONDS: Final = 0.5  # to wait for a response; making a page takes less

T = TypeVar("T")


class RedisCache(django_redis.RedisCache):
    """Django's cache, but an error does not fail the page."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        """Wait only briefly and do not retry: the next request will."""
        patience: dict[str, Any] = dict.fromkeys(
            ("socket_timeout", "socket_connect_timeout"), _SECONDS
        )
        options = {**patience, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the cached value; the default while Redis is unavailable."""
        read = super().get
        return _tried(lambda: read(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store the value if possible."""
        write = super().set
        _tried(lambda: write(key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store the value if the key is free. Also true while Redis is unavailable."""
        write = super().add
        return bool(_tried(lambda: write(key, value, timeout, version), otherwise=True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete the key if possible."""
        write = super().delete
        return bool(_tried(lambda: write(key, version), otherwise=False))


def _tried(ask: Callable[[], T], otherwise: T) -> T:
    try:
        return ask()
    except RedisError as error:
        logs.note("cache_away", cause=type(error).__name__)
        return otherwise
