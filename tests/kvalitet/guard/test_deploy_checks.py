"""``check --deploy`` names what is missing around the portal, each with a remedy."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from kvalitet.guard.deploy_checks import surroundings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_is_there(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "staticfiles.json").write_text("{}", "utf-8")
    settings.STATIC_ROOT = tmp_path
    keep_sources_in(tmp_path, settings)


def keep_sources_in(folder: Path, settings: Settings) -> None:
    sources: Any = {**settings.STORAGES["sources"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "sources": sources}


def found() -> list[str]:
    messages = surroundings()
    assert all(message.hint and message.msg.endswith(".") for message in messages)
    return [str(message.id) for message in messages]


def away(*_call: object) -> None:
    raise OperationalError


def test_says_nothing_if_all_is_there() -> None:
    assert found() == []


def test_is_asked_at_deployment_alone(settings: Settings) -> None:
    settings.STATIC_ROOT = settings.STATIC_ROOT / "none"

    def ids(*, deploy: bool) -> set[str | None]:
        return {message.id for message in run_checks(include_deployment_checks=deploy)}

    assert "guard.E016" in ids(deploy=True)
    assert "guard.E016" not in ids(deploy=False)


@pytest.mark.parametrize("place", ["none", "staticfiles.json", "/proc"])
def test_names_a_folder_of_sources_that_takes_no_file(
    place: str, settings: Settings, tmp_path: Path
) -> None:
    keep_sources_in(tmp_path / place, settings)

    assert found() == ["guard.E012"]


def test_names_a_temporary_folder_that_takes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc")

    assert found() == ["guard.E013"]


def test_names_a_database_that_is_away() -> None:
    with connection.execute_wrapper(away):
        assert found() == ["guard.E014"]


def test_warns_of_migrations_that_have_not_run() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="commitments").delete()

    assert found() == ["guard.W001"]


def test_names_a_cache_without_its_table(settings: Settings) -> None:
    backend = "kvalitet.whole_pages.database_cache.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "no_such"}}

    assert found() == ["guard.E015"]


def test_names_static_files_that_are_not_collected(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "none"

    assert found() == ["guard.E016"]
