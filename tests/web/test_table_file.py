"""Every file of the portal, found in the access table: all its rows, or an error page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from commitments.web.table_file import ENDINGS
from tests.access.access_rows import UNSIGNED, Row
from tests.access.admin_rows import admin_rows
from tests.access.test_access import TABLE
from tests.support.published_entries import publish_entry
from tests.support.visitors import House, Visitor, built, client_of, drained

pytestmark = pytest.mark.django_db

READERS: Final[tuple[Visitor, ...]] = ("anonymous", "KD approver", "office A")
WITHOUT_ROWS: Final = {"healthz", "robots", "security", "commitments:verification_script"}


class File(NamedTuple):
    """An address that answers with something else than a page, and a client that may read it."""

    name: str
    address: str
    client: Client

    def get(self, protocol: str = "HTTP/1.1") -> Any:
        """The response."""
        return self.client.get(self.address, SERVER_PROTOCOL=protocol)


@dataclass
class Fault:
    """A database that goes away at one query."""

    at: int
    asked: int = 0

    def __call__(self, execute: Any, *sent: Any) -> Any:
        """Run the query, unless it is the one."""
        self.asked += 1
        if self.asked > self.at:
            raise OperationalError
        return execute(*sent)


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    settings.ACCOUNT_RATE_LIMITS = False
    return built()


@pytest.fixture
def files(house: House) -> Iterator[list[File]]:
    """Every file, of every kind that is offered, and a clock that stands still.

    A session notes once a minute that it is used: a query of its own.
    """
    clients = {visitor: client_of(visitor) for visitor in READERS}
    found = []
    with time_machine.travel(timezone.now(), tick=False):
        for row in variants():
            for visitor in READERS:
                file = File(row.name, row.address(places=house.places), clients[visitor])
                answer = drained(file.get())
                if answer.status_code == 200:
                    if not answer["Content-Type"].startswith("text/html"):
                        found.append(file)
                    break
        yield found


def variants() -> Iterator[Row]:
    """The rows of the table with every ending, and the evaluation that is signed in the house."""
    admin = {row.name for row in admin_rows()}
    for row in TABLE:
        if row.name in admin:
            continue
        parts = {**row.parts, **({"year": "2006"} if row.never == UNSIGNED else {})}
        for ending in ENDINGS if "ending" in parts else [""]:
            yield replace(row, parts=parts | ({"ending": ending} if ending else {}))


def test_rows_are_read_before_the_status_is_sent(files: list[File]) -> None:
    names = {file.name for file in files}
    assert {row.name for row in TABLE if "ending" in row.parts} <= names
    assert {"commitments:source_file", "commitments:evaluation_draft_pdf"} <= names
    late = []
    for file in files:
        answer = file.get()
        with CaptureQueriesContext(connection) as asked:
            body = b"".join(answer)
        if asked.captured_queries or not body:
            late.append(file.address)

    assert late == []


@pytest.mark.parametrize("protocol", ["HTTP/1.1", pytest.param("HTTP/1.0", marks=pytest.mark.long)])
def test_a_database_that_goes_away_is_an_error_page(files: list[File], protocol: str) -> None:
    given = []
    for file in files:
        with CaptureQueriesContext(connection) as asked:
            drained(file.get())
        assert asked.captured_queries or file.name in WITHOUT_ROWS, file.address
        for number in range(len(asked.captured_queries)):
            with connection.execute_wrapper(Fault(number)):
                answer = drained(file.get(protocol))
            if answer.status_code != 503:
                given.append((file.address, number, answer.status_code))

    assert given == []


@pytest.fixture
def batches(texts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published progress for three batches of a file."""
    monkeypatch.setattr("commitments.progress.file.AT_A_TIME", 5)
    for _ in range(12):
        publish_entry()


@pytest.mark.usefixtures("batches")
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_fault_in_a_later_batch_breaks_the_stream(ending: str, client: Client) -> None:
    answer: Any = client.get(f"/framdrift.{ending}")
    stream = iter(answer)
    next(stream)

    with connection.execute_wrapper(Fault(0)), pytest.raises(OperationalError):
        next(stream)


@pytest.mark.usefixtures("batches")
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_without_chunks_a_file_is_whole_or_an_error_page(ending: str, client: Client) -> None:
    client.raise_request_exception = False
    file = File("", f"/framdrift.{ending}", client)
    with CaptureQueriesContext(connection) as asked:
        whole = file.get("HTTP/1.0")
        body = whole.getvalue()

    assert whole["Content-Length"] == str(len(body))
    assert body == file.get().getvalue()
    with connection.execute_wrapper(Fault(len(asked) - 1)):
        assert file.get("HTTP/1.0").status_code == 503
