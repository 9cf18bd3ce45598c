"""Production says what it lacks and does not start; a machine of one's own needs nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.support import live_servers

pytestmark = pytest.mark.process

PRODUCTION: Final = {
    "SECRET_KEY": "Vq3-x8Kd_0pLr7TzN5mWb2YhJc9FgAeUs4RiOnXvQk1BtSyDzMwE6CuGjHlPaIf",
    "ORIGIN": "https://kvalitetsavtalen.example.no",
    "ALLOWED_HOSTS": "kvalitetsavtalen.example.no",
    "DATABASE_URL": "postgres://portal@db.example.no/portal",
    "CACHE_URL": "dbcache://cache",
    "SOURCES_ROOT": "/srv/portal/sources",
    "EMAIL_URL": "smtp+tls://mail.example.no:587",
    "EMAIL_FROM": "portal@example.no",
    "OWNER": "KD og KS",
    "CONTACT": "portal@example.no",
}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What ``manage.py`` answers under exactly this environment."""
    return subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def start(*, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the entrance of the server answers; its database is away, which is no fault of it."""
    nowhere = {"DATABASE_URL": "postgres://portal@127.0.0.1:1/portal", "DATABASE_POOL": "0"}
    return subprocess.run(
        [sys.executable, "-c", "import kvalitet.wsgi"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_ready_to_be_deployed(django_db_setup: None, tmp_path: Path) -> None:
    with live_servers.database(tmp_path) as url:
        environment = {**PRODUCTION, "DATABASE_URL": url, "SOURCES_ROOT": str(tmp_path)}
        assert manage("createcachetable", environment=environment).returncode == 0
        answer = manage("check", "--deploy", "--fail-level", "WARNING", environment=environment)

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_a_deployment_names_all_that_is_not_there_and_other_commands_do_not() -> None:
    environment = {**PRODUCTION, "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal"}

    answer = manage("check", "--deploy", environment=environment)

    assert answer.returncode != 0
    assert "SOURCES_ROOT, /srv/portal/sources, cannot be written in" in answer.stderr
    assert "The database does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert manage("check", environment=environment).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "ORIGIN",
        "ALLOWED_HOSTS",
        "SOURCES_ROOT",
        "EMAIL_URL",
        "EMAIL_FROM",
        "CONTACT",
    ],
)
@pytest.mark.parametrize(
    "value", [None, pytest.param("", marks=pytest.mark.long)], ids=["missing", "empty"]
)
def test_production_does_not_start_without(name: str, value: str | None) -> None:
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    answer = manage("check", environment=environment)

    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert f"{name} is not set" in last
    assert "docs/operations.md" in last


@pytest.mark.long
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"SECRET_KEY": "kort"}, "SECRET_KEY is short"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY is weak"),
        ({"ORIGIN": "http://kvalitetsavtalen.example.no"}, "https://"),
        ({"ORIGIN": "https://kvalitetsavtalen.example.no/portal"}, "more than https:// and a host"),
        ({"ORIGIN": "https://annet.example.no"}, "lacks the host of ORIGIN"),
        ({"ALLOWED_HOSTS": "*"}, "wildcard"),
        ({"ALLOWED_HOSTS": ".example.no"}, "wildcard"),
        ({"ALLOWED_HOSTS": "kvalitetsavtalen.example.no,"}, "empty name"),
        ({"DEBUG": "1"}, "DEBUG is set"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL sends no mail"),
        ({"EMAIL_FROM": "portalen"}, "EMAIL_FROM is no email address"),
        ({"CONTACT": "ring oss"}, "CONTACT is no email address"),
        ({"EXAMPLE_PASSWORD": "eksempel"}, "EXAMPLE_PASSWORD is set"),
        ({"SOURCES_ROOT": "sources"}, "SOURCES_ROOT is no absolute path"),
        ({"SOURCES_ROOT": str(settings.STATIC_ROOT / "a")}, "SOURCES_ROOT lies in the folder"),
        ({"TRUSTED_PROXIES": "alle"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES trusts everyone"),
        ({"LOCAL": "1"}, "LOCAL=1 is for one's own machine"),
    ],
    ids=str,
)
def test_the_server_does_not_start_with(changed: dict[str, str], says: str) -> None:
    answer = start(environment={**PRODUCTION, **changed})

    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert says in last
    assert "docs/operations.md" in last


def test_the_server_starts_as_production_should_be() -> None:
    answer = start(environment=PRODUCTION)

    assert answer.returncode == 0, answer.stderr


def test_the_same_is_said_by_every_command() -> None:
    answer = manage("migrate", environment={**PRODUCTION, "ALLOWED_HOSTS": "*"})

    assert answer.returncode != 0
    assert "(guard.E007) ALLOWED_HOSTS has a wildcard" in answer.stderr


def test_a_machine_of_ones_own_needs_nothing() -> None:
    answer = manage("check", environment={"LOCAL": "1"})

    assert answer.returncode == 0, answer.stderr


def python(source: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``source`` with our settings under exactly this environment."""
    return manage("shell", "--no-imports", f"--command={source}", environment=environment)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({**PRODUCTION, "DEBUG": "1"}, "False"),
        ({"LOCAL": "1"}, "False"),
        ({"LOCAL": "1", "DEBUG": "1"}, "True"),
    ],
    ids=["production", "local", "asked for"],
)
def test_debugging_is_never_on_without_local(environment: dict[str, str], expected: str) -> None:
    answer = python("from django.conf import settings; print(settings.DEBUG)", environment)

    assert answer.stdout.strip() == expected, answer.stderr


def test_debugging_stores_no_page_and_logs_what_a_request_costs(tmp_path: Path) -> None:
    source = (
        "from django.test import Client; from django.core.cache import cache;"
        "Client().get('/healthz'); Client().get('/readyz');"
        "cache.set('page', 1); print(cache.get('page'))"
    )
    url = f"sqlite:///{tmp_path / 'debugged.sqlite3'}"

    answer = python(source, {"LOCAL": "1", "DEBUG": "1", "DATABASE_URL": url})

    assert answer.stdout.strip() == "None", answer.stderr
    lines = [json.loads(line) for line in answer.stderr.splitlines() if line.startswith("{")]
    healthz, readyz = [line for line in lines if line["event"] == "request_cost"]
    assert (healthz["request"], healthz["code"], healthz["queries"]) == ("GET healthz", 200, 0)
    assert readyz["queries"] > 0
    assert readyz["cpu_ms"] > 0
