"""Pages that several processes share: one of them makes a page, and all are told."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from pytest_django import Settings

from kvalitet.whole_pages import shared, version
from kvalitet.whole_pages.address import Address
from kvalitet.whole_pages.database_cache import DatabaseCache
from kvalitet.whole_pages.redis_cache import RedisCache
from tests.kvalitet.whole_pages.test_layer import Site
from tests.support import redis_server

pytestmark = pytest.mark.process

REDIS: Final = "kvalitet.whole_pages.redis_cache.RedisCache"
DATABASE: Final = "kvalitet.whole_pages.database_cache.DatabaseCache"


@pytest.fixture(scope="module")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server.running(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture
def in_redis(redis_address: str, settings: Settings, db: None) -> None:
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": redis_address}}
    cache.clear()


@pytest.fixture
def in_database(settings: Settings, db: None) -> None:
    settings.CACHES = {"default": {"BACKEND": DATABASE, "LOCATION": "pages"}}
    call_command("createcachetable")


@pytest.fixture(params=["in_redis", "in_database"])
def store(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


def two_processes() -> tuple[Site, Site]:
    """Two servers with a page that each of them makes differently."""
    return Site(), Site(lambda response: response.write(" of the other"))


def test_a_page_that_one_process_has_made_is_found_by_the_other(store: None) -> None:
    one, other = two_processes()

    first, second = one.get(), other.get()

    assert first == second
    assert (one.made, other.made) == (1, 0)


def test_another_release_does_not_show_the_page(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two_processes()
    one.get()

    monkeypatch.setattr(version, "release", lambda: "another")
    version.version.forget()
    other.get()

    assert other.made == 1


def test_what_is_not_kept_is_asked_for_by_each(store: None) -> None:
    one, other = two_processes()
    for site in (one, other):
        site.change = lambda response: setattr(response, "status_code", 404)

    assert [site.get().status for site in (one, other, one)] == [404, 404, 404]
    assert (one.made, other.made) == (2, 1)


def test_one_process_makes_the_page_while_the_others_wait(
    in_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = version.version.current()
    monkeypatch.setattr(version.VersionReader, "current", lambda _self: current)
    began = threading.Event()

    def slowly(_response: HttpResponse) -> None:
        began.set()
        time.sleep(0.2)

    one, other = Site(slowly), Site(slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(one.get)
        began.wait(10)
        second = pool.submit(other.get)

    assert first.result() == second.result()
    assert (one.made, other.made) == (1, 0)


def test_a_process_that_died_over_a_page_is_not_waited_for_long(
    in_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "_FILLING_SECONDS", 1)
    site, now = Site(), version.version.current()
    assert now
    address = Address("http", "localhost", "", "/", "")
    assert shared.SharedPage(shared.etag_of(now, address)).found() is None  # and nothing more

    assert site.get().status == 200
    assert site.made == 1


def test_a_cache_that_takes_nothing_is_not_waited_for(
    in_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseCache, "add", lambda *_args, **_kwargs: False)
    monkeypatch.setattr(DatabaseCache, "set", lambda *_args, **_kwargs: None)
    site, began = Site(), time.monotonic()

    assert site.get().status == 200
    assert time.monotonic() - began < 2


def test_pages_are_made_while_redis_is_away(settings: Settings, db: None, tmp_path: Path) -> None:
    address = f"unix://{tmp_path}/nobody.sock"
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": address}}
    one, other = two_processes()

    assert [one.get().body, one.get().body, other.get().status] == [b"1", b"1", 200]
    assert (one.made, other.made) == (1, 1)


def test_redis_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    hanging: Any = RedisCache("redis://127.0.0.1:1", {})
    began = time.monotonic()

    assert hanging.get("a", "otherwise") == "otherwise"
    assert hanging.add("a", 1) is True
    assert hanging.delete("a") is False
    assert time.monotonic() - began < 3
