"""When things break: the database gone at any point, an error of ours; said plainly."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.test import Client
from django.utils import timezone
from psycopg import errors

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.django_db

PASSWORD: Final = "riktig hest batteri stift"
WORDS: Final = {
    "": "Portalen er ikke tilgjengelig akkurat nå",
    "/nn": "Portalen er ikkje tilgjengeleg akkurat no",
    "/en": "The portal is unavailable right now",
}


def of_the_server(error: type[Exception], cause: type[Exception]) -> Exception:
    """An error as Django hands on what PostgreSQL has said."""
    made = error()
    made.__cause__ = cause()
    return made


STATES: Final = (
    OperationalError,
    InterfaceError,
    of_the_server(OperationalError, errors.DiskFull),
    of_the_server(InternalError, errors.ReadOnlySqlTransaction),
)


def failing(error: type[Exception] | Exception, *tables: str) -> Callable[..., Any]:
    """A database that fails where one of the tables is asked, or always."""

    def execute(execute: Any, sql: str, *rest: Any) -> Any:
        if not tables or any(table in sql for table in tables):
            raise error
        return execute(sql, *rest)

    return execute


@pytest.fixture
def reader() -> Client:
    """A browser that gets the error page, not the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("error", STATES, ids=repr)
def test_a_reader_is_told_in_his_language(
    language: str, error: type[Exception] | Exception, reader: Client
) -> None:
    with connection.execute_wrapper(failing(error)):
        answer = reader.get(f"{language}/metode/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert WORDS[language] in answer.text
    assert f'<html lang="{language.strip("/") or "nb"}"' in answer.text


@pytest.mark.parametrize("table", ["django_session", "accounts_user", "commitments_membership"])
def test_staff_are_told_wherever_it_breaks(table: str, reader: Client) -> None:
    recorders.sign_in(reader, make.make_membership().user)

    with connection.execute_wrapper(failing(OperationalError, table)):
        answer = reader.get("/en/arbeid/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert WORDS["/en"] in answer.text


@pytest.mark.parametrize("error", STATES, ids=repr)
@pytest.mark.parametrize("minutes", [5, 12 * 60])
def test_reading_needs_no_write_in_the_session(
    minutes: int, error: type[Exception] | Exception, reader: Client
) -> None:
    recorders.sign_in(reader, make.make_membership().user)
    assert reader.get("/arbeid/").status_code == 200  # the session has begun
    Session.objects.update(expire_date=timezone.now() + timedelta(days=2))
    writes = failing(error, 'UPDATE "django_session"', 'DELETE FROM "django_session"')

    later = timezone.now() + timedelta(minutes=minutes)
    with time_machine.travel(later), connection.execute_wrapper(writes):
        answer = reader.get("/konto/")

    assert answer.status_code == (200 if minutes == 5 else 302)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_write_in_the_session_that_something_needs_is_told(reader: Client) -> None:
    recorders.sign_in(reader, make.make_membership().user)

    with connection.execute_wrapper(failing(OperationalError, 'DELETE FROM "django_session"')):
        assert reader.post("/konto/ut/").status_code == 503


@pytest.mark.parametrize("table", ["guard_tally", "accounts_user", "django_session", ""])
def test_signing_in_says_so_and_works_again_by_itself(table: str, reader: Client) -> None:
    make.make_user(email="kari@kd.example.no", password=PASSWORD)
    person = {"login": "kari@kd.example.no", "password": PASSWORD}

    with connection.execute_wrapper(failing(OperationalError, table)):
        answer = reader.post("/konto/inn/", person)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert WORDS[""] in answer.text

    assert reader.post("/konto/inn/", person).status_code == 302


def test_a_reader_gets_the_page_when_the_database_is_back(reader: Client, texts: None) -> None:
    with connection.execute_wrapper(failing(OperationalError)):
        assert reader.get("/metode/").status_code == 503

    assert reader.get("/metode/").status_code == 200


def test_a_session_that_could_not_be_saved_is_an_error_of_the_database(reader: Client) -> None:
    recorders.sign_in(reader, recorders.editor().user)

    def execute(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError
        return execute(sql, *rest)

    with connection.execute_wrapper(execute):
        answer = reader.post(
            f"/arbeid/forpliktelser/{recorders.REF}/ny/", recorders.fields(**recorders.SAVED)
        )

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_other_errors_of_the_database_are_ours(reader: Client) -> None:
    with connection.execute_wrapper(failing(DatabaseError)):
        assert reader.get("/metode/").status_code == 500

    assert not issubclass(UpdateError, OperationalError)


def test_an_error_in_the_middle_of_a_step_leaves_nothing_behind(reader: Client) -> None:
    editor = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=editor)
    before = recorders.snapshot([entry])
    recorders.sign_in(reader, editor.user)

    with connection.execute_wrapper(failing(RuntimeError, 'INTO "commitments_historicalprogress')):
        answer = reader.post(f"/en/arbeid/oppforinger/{entry.pk}/send/", {"version": entry.version})

    assert answer.status_code == 500
    assert "Reference number:" in answer.text
    assert "RuntimeError" not in answer.text
    assert recorders.snapshot(ProgressEntry.objects.all()) == before


@pytest.mark.parametrize("path", ["/konto/inn/", "/finnes-ikke/", "/healthz"])
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded; charset=latin-1",
        "multipart/form-data; boundary=x; charset=base64",
        "multipart/form-data; boundary=x; charset=undefined",
    ],
)
def test_a_form_in_another_encoding_is_no_error_of_ours(
    kind: str, path: str, reader: Client
) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="who"\r\n\r\n1\r\n--x--\r\n'

    answer = reader.generic("POST", path, body, kind)

    assert answer.status_code < 500


@pytest.mark.usefixtures("texts")
def test_a_database_that_takes_no_writes_is_waited_for_once(reader: Client) -> None:
    """Each wait may take many seconds, and the proxy gives up after some of them."""
    recorders.sign_in(reader, recorders.editor().user)
    new = f"/en/arbeid/forpliktelser/{recorders.REF}/ny/"
    who = re.findall(r'name="who" value="([^"]+)"', reader.get(new).text)[0]
    waits: list[str] = []

    def execute(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            waits.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(execute):
        answer = reader.post(new, {**recorders.fields(**recorders.SAVED), "who": who, "page": new})

    assert (answer.status_code, answer["X-Form-Back"]) == (503, "1")
    assert recorders.TEXT in answer.text
    assert len(waits) == 1
