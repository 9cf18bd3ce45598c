"""The entrance refuses to serve invented content to the public."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.process

PRODUCTION = {
    "SECRET_KEY": "en-nøkkel-som-er-lang-nok-til-at-den-kan-brukes-her-0123456789",
    "ORIGIN": "https://kvalitetsavtalen.example.no",
    "ALLOWED_HOSTS": "kvalitetsavtalen.example.no",
    "EMAIL_URL": "smtp+tls://mail.example.no:587",
    "EMAIL_FROM": "portal@example.no",
    "CONTACT": "portal@example.no",
    "SOURCES_ROOT": "/srv/portal/sources",
}


def run(*command: str, database: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{database}", **variables}
    return subprocess.run(  # noqa: S603  # the project's own commands
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of its own, marked as an example."""
    database = tmp_path_factory.mktemp("marked") / "eksempel.sqlite3"
    mark = (
        "from commitments.foundation.content_version import DatabaseMark;"
        "DatabaseMark.objects.create(pk=1, purpose='example')"
    )
    assert run("manage.py", "migrate", "-v0", database=database, LOCAL="1").returncode == 0
    marked = run("manage.py", "shell", "-v0", "-c", mark, database=database, LOCAL="1")
    assert marked.returncode == 0, marked.stderr
    return database


def test_production_refuses_an_example_database(example: Path) -> None:
    answer = run("-c", "import kvalitet.wsgi", database=example, **PRODUCTION)

    assert answer.returncode != 0
    assert "its content is invented" in answer.stderr


def test_ones_own_machine_serves_it(example: Path) -> None:
    answer = run("-c", "import kvalitet.wsgi", database=example, LOCAL="1")

    assert answer.returncode == 0, answer.stderr


def test_a_database_that_does_not_answer_is_no_reason_to_refuse(tmp_path: Path) -> None:
    answer = run("-c", "import kvalitet.wsgi", database=tmp_path / "no" / "such", **PRODUCTION)

    assert answer.returncode == 0, answer.stderr
