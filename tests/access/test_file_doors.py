"""Through every form a file is stored whole, with its row, or not at all."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from commitments.sources.models import Source
from tests.support import sample_files
from tests.support.file_doors import DOORS, TITLE

pytestmark = pytest.mark.usefixtures("texts")

_AT_COMMIT: Final = "DEFERRABLE INITIALLY DEFERRED"
_IS_NEW: Final = f"NEW.title = '{TITLE}'"
_TO_NOWHERE: Final = "BEGIN INSERT INTO failing VALUES (-1); END"
_STATEMENTS: Final = {
    "sqlite": (  # the row that the trigger adds points nowhere, which is looked at in the end
        (
            f"CREATE TABLE failing (party bigint REFERENCES agreements_party {_AT_COMMIT})",
            f"CREATE TRIGGER fail AFTER INSERT ON commitments_source WHEN {_IS_NEW} {_TO_NOWHERE}",
        ),
        ("DROP TRIGGER fail", "DROP TABLE failing"),
    ),
    "postgresql": (
        (
            (
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN RAISE EXCEPTION USING ERRCODE = ''integrity_constraint_violation''; END'"
            ),
            (
                f"CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON commitments_source {_AT_COMMIT}"
                f" FOR EACH ROW WHEN ({_IS_NEW}) EXECUTE FUNCTION fail()"
            ),
        ),
        ("DROP TRIGGER fail ON commitments_source", "DROP FUNCTION fail"),
    ),
}
NOT_OF_SOURCES: Final = {"_conflict", "_discarded", "_on_top_of", "_of_file"}  # they take none


def test_every_view_that_takes_a_file_is_listed() -> None:
    found: set[str] = set()
    for path in sorted(Path(settings.BASE_DIR / "commitments").rglob("*.py")):
        for body in re.split(r"(?m)^(?=def )", path.read_text("utf-8")):
            if "chosen_files(request)" in body:
                found.add(body.removeprefix("def ").partition("(")[0])

    doors = {re.sub("_(sent|by_script)$", "", name) for name in DOORS}
    assert found - NOT_OF_SOURCES == doors


@pytest.mark.parametrize("door", DOORS)
def test_a_file_is_stored_as_it_came(door: str, uploads: Path) -> None:
    found = DOORS[door]()

    answer = found.client().post(
        found.url, found.form("referat.pdf", sample_files.PDF), headers=found.headers
    )

    assert answer.status_code in {200, 302}
    source = Source.objects.get(title=TITLE)
    assert source.sha256 == hashlib.sha256(sample_files.PDF).hexdigest()
    assert [path.read_bytes() for path in uploads.iterdir()] == [sample_files.PDF]


@pytest.fixture
def _failing_commit(transactional_db: None) -> Iterator[None]:
    """Every transaction that stores the new source fails at its very end, as on a full disk."""
    made, undone = _STATEMENTS[connection.vendor]
    for statement in (*made, None, *undone):
        if statement is None:
            yield
        else:
            with connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.usefixtures("_failing_commit")
def test_no_file_outlives_a_transaction_that_fails_at_its_end(door: str, uploads: Path) -> None:
    found = DOORS[door]()

    with pytest.raises(DatabaseError):
        found.client().post(
            found.url, found.form("referat.pdf", sample_files.PDF), headers=found.headers
        )

    assert list(uploads.iterdir()) == []
    assert not Source.objects.filter(title=TITLE).exists()
