"""Production says what it lacks and does not start; a machine of one's own needs nothing."""

import os
import subprocess
import sys
from typing import Final

import pytest
from django.conf import settings

PRODUCTION: Final = {
    "SECRET_KEY": "Vq3-x8Kd_0pLr7TzN5mWb2YhJc9FgAeUs4RiOnXvQk1BtSyDzMwE6CuGjHlPaIf",
    "ORIGIN": "https://kvalitetsavtalen.example.no",
    "ALLOWED_HOSTS": "kvalitetsavtalen.example.no",
    "DATABASE_URL": "postgres://portal@db.example.no/portal",
    "CACHE_URL": "dbcache://cache",
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


def test_production_is_ready_to_be_deployed() -> None:
    answer = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ORIGIN", "ALLOWED_HOSTS", "EMAIL_URL", "EMAIL_FROM"]
)
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_production_does_not_start_without(name: str, value: str | None) -> None:
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    answer = manage("check", environment=environment)

    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert f"{name} is not set" in last
    assert "docs/operations.md" in last


def test_a_machine_of_ones_own_needs_nothing() -> None:
    answer = manage("check", environment={"LOCAL": "1"})

    assert answer.returncode == 0, answer.stderr


def test_debugging_is_never_on() -> None:
    answer = manage(
        "shell",
        "--no-imports",
        "--command=from django.conf import settings; print(settings.DEBUG)",
        environment={"LOCAL": "1", "DEBUG": "1"},
    )

    assert answer.stdout.strip() == "False"
