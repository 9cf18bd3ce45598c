"""The log: which lines there are, what stands in each, and what stands in none."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any, Final

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from commitments.foundation.choices import State
from commitments.people import factor_reset_actions, membership_actions, user_actions
from commitments.people.models import Role
from commitments.publishing import workflow
from kvalitet.guard import logs
from tests import make
from tests.support import evaluation_states, recorders, second_factor_app, written_again
from tests.support.visitors import drained

pytestmark = pytest.mark.django_db

Lines = Callable[[], list[dict[str, Any]]]
Captured = Any
PASSWORD: Final = "riktig hest batteri stift"
OURS: Final = ("kvalitet", "django_structlog")


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the log says, at the level of production."""
    written_again.never()
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logs.json_formatter())
    logging.getLogger().addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in OURS}
    for name in OURS:
        logging.getLogger(name).setLevel("INFO")
    yield text
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def lines(written: StringIO) -> Lines:
    """The lines so far, read as JSON."""
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def events(lines: list[dict[str, Any]]) -> list[str]:
    return [line["event"] for line in lines]


def sign_in(client: Client, password: str = PASSWORD, email: str = "kari@kd.example.no") -> Any:
    return client.post("/konto/inn/", {"login": email, "password": password})


def test_a_line_says_what_when_who_and_in_which_request(client: Client, lines: Lines) -> None:
    person = make.make_user(email="kari@kd.example.no", password=PASSWORD)

    sign_in(client)

    line = next(line for line in lines() if line["event"] == "signed_in")
    assert line["user_id"] == person.pk
    assert re.fullmatch(r"[0-9a-f-]{36}", line["request_id"])
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")
    logged_at = datetime.fromisoformat(line["timestamp"])
    assert datetime.now(UTC) - logged_at < timedelta(minutes=1)


def test_logs_signing_in_and_out(client: Client, lines: Lines) -> None:
    make.make_user(email="kari@kd.example.no", password=PASSWORD)

    sign_in(client, "feil")
    sign_in(client)
    client.post("/konto/ut/")

    assert events(lines()) == ["sign_in_failed", "signed_in", "signed_out"]


def test_logs_a_denial_with_the_person_without_the_address(lines: Lines) -> None:
    editor = recorders.editor()

    recorders.client_of(editor).get("/arbeid/folk/ny/")

    denied, finished = lines()
    assert denied["event"] == "denied"
    assert denied["request"] == "GET arbeid/folk/ny/"
    assert denied["user_id"] == finished["user_id"] == editor.user_id
    assert (finished["event"], finished["code"]) == ("request_finished", 403)
    assert finished["request_id"] == denied["request_id"]


def test_logs_the_steps_of_an_entry(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    editor, approver = recorders.editor(), recorders.approver()
    with django_capture_on_commit_callbacks(execute=True):
        entry = recorders.taken_to(State.PUBLISHED, by=editor, decided_by=approver)
        entry = recorders.proposed(entry, by=editor)
        entry = workflow.decline_withdrawal(entry, by=approver, version=entry.version)
        entry = recorders.proposed(entry, by=editor)
        workflow.withdraw(entry, by=approver, version=entry.version)

    logged = [line for line in lines() if line["event"].startswith("entry_")]
    assert events(logged) == [
        "entry_submitted",
        "entry_published",
        "entry_withdrawal_proposed",
        "entry_withdrawal_declined",
        "entry_withdrawal_proposed",
        "entry_withdrawn",
    ]
    assert {line["entry"] for line in logged} == {entry.pk}
    assert [line["user_id"] for line in logged] == [editor.user_id, approver.user_id] * 3


def test_logs_the_steps_of_a_past_evaluation(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    editor, approver = recorders.editor(), recorders.approver()
    with django_capture_on_commit_callbacks(execute=True):
        row = evaluation_states.attached(editor)
        row = workflow.submit(row, by=editor, version=row.version)
        workflow.approve(row, by=approver, version=row.version)
        draft = evaluation_states.attached(editor)
        workflow.discard(draft, by=editor, version=draft.version)

    logged = [line for line in lines() if line["event"].startswith("past_evaluation_")]
    assert events(logged) == [
        f"past_evaluation_{step}" for step in ("submitted", "published", "discarded")
    ]
    assert [line["past_evaluation"] for line in logged] == [row.pk, row.pk, draft.pk]


def test_logs_the_steps_of_an_evaluation(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = evaluation_states.evaluation_in("signed")

    steps = ("assessments_", "evaluation_", "revision_")
    logged = [line for line in lines() if line["event"].startswith(steps)]
    assert events(logged) == [
        "assessments_handed_in",
        "assessments_handed_in",
        "evaluation_signed",
        "revision_published",
        "evaluation_signed",
    ]
    assert logged[-1]["user_id"] == made.approvers["KS"].user_id


def test_logs_every_change_of_access(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    approver = recorders.approver()
    with django_capture_on_commit_callbacks(execute=True):
        new = membership_actions.add_person(
            by=secretariat,
            email="ny@kd.example.no",
            name="Ny Person",
            role=Role.EDITOR,
            party=approver.party,
        )
        membership_actions.confirm(new, by=approver, factor_at=timezone.now())
        membership_actions.end(new, by=secretariat, factor_at=timezone.now())
        user_actions.deactivate(new.user, by=secretariat)

    logged = lines()
    assert events(logged) == [
        "membership_started",
        "membership_confirmed",
        "membership_ended",
        "person_deactivated",
    ]
    assert {line["person"] for line in logged} == {new.user_id}
    assert logged[1]["user_id"] == approver.user_id


def test_logs_who_asked_for_a_removal_and_who_agreed(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    approver, editor = recorders.approver(), recorders.editor()
    second_factor_app.with_app(editor.user)
    with django_capture_on_commit_callbacks(execute=True):
        for step, by in (
            (factor_reset_actions.end, secretariat),
            (factor_reset_actions.agree, approver),
        ):
            now = timezone.now()
            request = factor_reset_actions.ask(editor.user, by=secretariat, factor_at=now)
            assert request
            step(request, by=by, factor_at=now)

    logged = lines()
    assert [(line["event"], line["user_id"]) for line in logged] == [
        ("factor_reset_asked", secretariat.user_id),
        ("factor_reset_ended", secretariat.user_id),
        ("factor_reset_asked", secretariat.user_id),
        ("factors_removed", approver.user_id),
    ]
    assert {line["person"] for line in logged} == {editor.user_id}


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_logs_an_export(kind: str, client: Client, texts: None, lines: Lines) -> None:
    drained(client.get(f"/forpliktelser.{kind}"))

    assert [(line["event"], line["kind"]) for line in lines()] == [("exported", kind)]


def test_does_not_log_what_is_rolled_back(
    lines: Lines, django_capture_on_commit_callbacks: Captured
) -> None:
    editor = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=editor)

    def fail_after_the_step() -> None:
        with transaction.atomic():
            workflow.submit(entry, by=editor, version=entry.version)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail_after_the_step()

    assert lines() == []


def test_logs_an_error_with_its_trace_and_the_number_on_the_page(lines: Lines) -> None:
    def broken(*_call: object) -> None:
        raise RuntimeError

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(broken):
        page = client.get("/en/metode/").text

    failed = next(line for line in lines() if line["event"] == "request_failed")
    assert failed["request_id"] in page
    assert "RuntimeError" in failed["exception"]
    assert (failed["level"], failed["code"]) == ("error", 500)


def test_logs_a_file_that_breaks_off_with_its_trace_and_its_address(
    client: Client, texts: None, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commitments.pages.register_file.AT_A_TIME", 10)

    def broken(*_call: object) -> None:
        raise RuntimeError

    stream: Any = iter(client.get("/forpliktelser.csv"))
    next(stream)
    with connection.execute_wrapper(broken), pytest.raises(RuntimeError):
        next(stream)

    exported, failed = lines()
    assert (failed["event"], failed["level"]) == ("streaming_failed", "error")
    assert failed["request"] == "GET forpliktelser.<table:ending>"
    assert failed["request_id"] == exported["request_id"]
    assert "RuntimeError" in failed["exception"]


def test_reading_leaves_no_line(client: Client, texts: None, lines: Lines) -> None:
    for address in ("/", "/en/forpliktelser/2011-F7/", "/konto/inn/", "/healthz"):
        client.get(address)

    assert lines() == []


def test_no_secret_no_address_and_no_name_is_in_any_line(
    client: Client, written: StringIO, django_capture_on_commit_callbacks: Captured
) -> None:
    new = "en helt annen setning"
    make.make_user(email="kari@kd.example.no", name="Kari Nordmann", password=PASSWORD)
    secrets = [PASSWORD, new, "kari@kd", "Nordmann", "127.0.0.1", "198.51.100.7", "feil passord"]

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/passord/glemt/", {"email": "kari@kd.example.no"})
        link = re.search(r"(/konto/passord/nytt/\S+)", str(mail.outbox[0].body))
        assert link
        form = client.get(link[1])["Location"]
        client.post(form, {"password1": new, "password2": new})
        for number in range(12):
            client.post(
                "/konto/inn/",
                {"login": "kari@kd.example.no", "password": "feil passord"},
                headers={"x-forwarded-for": "198.51.100.7", "user-agent": f"Nettleser {number}"},
            )
        client.get(f"{link[1]}finnes-ikke/")
        Client(enforce_csrf_checks=True).post("/konto/inn/?q=hemmelig", {"password": PASSWORD})
    secrets += [link[1], link[1].split("-")[-1], "hemmelig", "Nettleser"]
    secrets += [cookie.value for cookie in client.cookies.values() if cookie.value]

    assert "password_set" in written.getvalue()
    assert "too_many_tries" in written.getvalue()
    assert [secret for secret in secrets if secret in written.getvalue()] == []


def test_packages_write_lines_too(written: StringIO) -> None:
    logging.getLogger("pakke").error("Noe gikk %s", "galt")

    line = json.loads(written.getvalue())
    assert (line["event"], line["level"]) == ("Noe gikk galt", "error")
    assert line["timestamp"].endswith("Z")


def test_the_settings_log_no_network_address() -> None:
    assert import_string(project.LOGGING_CONFIG) is logs.configure
    assert not project.DJANGO_STRUCTLOG_IP_LOGGING_ENABLED
