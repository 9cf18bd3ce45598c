"""Pages kept in Redis: a page is made anew while it is away, and nobody waits long for it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.core.cache.backends import redis as django_redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from kvalitet.guard import logs

_SECONDS: Final = 0.5  # for an answer; a page is made in less

T = TypeVar("T")


class RedisCache(django_redis.RedisCache):
    """Django's, whose failure failed the page."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        """Wait for a moment, and do not try again: Redis is asked again soon enough."""
        patience: dict[str, Any] = dict.fromkeys(
            ("socket_timeout", "socket_connect_timeout"), _SECONDS
        )
        options = {**patience, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept under the key; the default while Redis is away."""
        read = super().get
        return _tried(lambda: read(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep the value if possible."""
        write = super().set
        _tried(lambda: write(key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Whether the key was free; it is while Redis is away."""
        write = super().add
        return bool(_tried(lambda: write(key, value, timeout, version), otherwise=True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Free the key if possible."""
        write = super().delete
        return bool(_tried(lambda: write(key, version), otherwise=False))


def _tried(ask: Callable[[], T], otherwise: T) -> T:
    try:
        return ask()
    except RedisError as error:
        logs.note("cache_away", cause=type(error).__name__)
        return otherwise
