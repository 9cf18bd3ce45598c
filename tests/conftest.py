"""What every test stands on: a database with both texts, a cold cache, no manifest, no network.

Outside sockets are refused by an option in ``pyproject.toml``.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from agreements.models import Agreement
from commitments.sources.models import Source
from commitments.trust import triggers
from kvalitet.guard import child
from kvalitet.whole_pages.version import version
from tests.support import loaded_database, page_text, strict_templates, written_again

FOLDERS: Final = {"browser": pytest.mark.browser, "properties": pytest.mark.property}
ON_BOTH_DATABASES: Final = [
    line
    for line in (Path(__file__).parent / "both_databases.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
_BLOCKER: Final = pytest.StashKey[DjangoDbBlocker]()


os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(settings.BASE_DIR / "var" / "hypothesis"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name what this suite adds to the command line."""
    parser.addoption(
        "--every-template", action="store_true", help="fail if a template or macro is not rendered"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Note what is rendered, where that is asked for."""
    if config.getoption("every_template"):
        from tests.support.rendered_templates import RenderedTemplates  # noqa: PLC0415  # reads all

        config.pluginmanager.register(RenderedTemplates())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the folders that hold one kind of test, before ``-m`` selects."""
    for item in items:
        if mark := FOLDERS.get(item.path.parent.name):
            item.add_marker(mark)
        if not any(map(item.path.match, ON_BOTH_DATABASES)):
            item.add_marker(pytest.mark.one_database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests run on a file of their own: threads and the live server need a file."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    """Both agreements and the regions are there from the start, in a copy of the kept database."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        loaded_database.open_copy()
    pytestconfig.stash[_BLOCKER] = django_db_blocker
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()
        connection.creation.destroy_test_db(name, verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Load again what the flush after a transactional test has taken."""
    if blocker := item.config.stash.get(_BLOCKER, None):
        with blocker.unblock():
            if not Agreement.objects.exists():
                loaded_database.load()


def _end_other_sessions() -> None:
    """A thread of the live server may hold a session still: PostgreSQL drops no database in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def texts(db: None) -> None:
    """The database with both agreements, their commitments and the regions."""


@pytest.fixture
def empty(db: None) -> None:
    """The database without any row of ours, for this test alone."""
    loaded_database.empty()


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    """No page and no content version is remembered from one test to the next."""
    version.forget()
    written_again.begin()
    yield
    version.forget()


@pytest.fixture(autouse=True, scope="session")
def _flushed_past_triggers() -> Iterator[None]:
    """What follows a transactional test takes away also what the database refuses to change.

    On SQLite the first rows come back by themselves, which costs less than to load them again.
    """
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def as_loaded(test: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":
            loaded_database.restore()
            return
        with triggers.lifted(connection):
            flush(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_loaded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _transactions_outlast_requests() -> Iterator[None]:
    """The end of a request closes no connection that is in the transaction of a test."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def unless_in_transaction(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    with pytest.MonkeyPatch.context() as patch:
        name = "close_if_unusable_or_obsolete"
        patch.setattr(BaseDatabaseWrapper, name, unless_in_transaction)
        yield


@pytest.fixture(autouse=True, scope="session")
def _strict_templates() -> Iterator[None]:
    """A method that is asked about, not called, and a value that an import hides are errors."""
    with pytest.MonkeyPatch.context() as patch:
        strict_templates.refuse_uncalled(patch)
        strict_templates.refuse_hidden(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _pages_without_layout() -> Iterator[None]:
    """``response.text`` of a page does not tell how its templates are indented."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpResponse, "text", property(page_text.text))
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Passwords that cost nothing to check: the real ones are slow on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_manifest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files are named as they are, so that no test needs ``collectstatic``."""
    root: Path = tmp_path_factory.mktemp("static")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True, scope="session")
def _sources_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of sources lie in a folder of the tests' own."""
    _keep_sources_in(tmp_path_factory.mktemp("sources"), pytest.MonkeyPatch())


@pytest.fixture(autouse=True, scope="session")
def _slots_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody else's files are waited for."""
    pytest.MonkeyPatch().setattr(child, "FOLDER", tmp_path_factory.mktemp("slots"))


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, empty at first, that takes the files of this test's sources."""
    folder = tmp_path / "sources"
    folder.mkdir()
    _keep_sources_in(folder, monkeypatch)
    return folder


def _keep_sources_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    field = Source._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=folder))
