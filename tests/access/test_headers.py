"""Headers: on every answer, whoever made it, and strict enough to be worth sending."""

from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from commitments.foundation.choices import State
from commitments.people.models import Role
from commitments.sources.actions import NewSource
from tests import make
from tests.support import recorders
from tests.support.stored_client import StoredClient
from tests.support.visitors import drained

pytestmark = pytest.mark.django_db

EVERYWHERE: Final = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
PUBLIC: Final = (
    "/",
    "/en/forpliktelser/2011-F7/",
    "/forpliktelser.csv",
    "/forpliktelser.xlsx",
    "/avtaler.json",
    "/healthz",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/static/plain.css",
    "/static/finnes-ikke.css",
    "/finnes-ikke/",
    "/forpliktelser/?avtale=1999",
    "/konto/inn/",
    "/arbeid/",
    "/admin/",
    "/admin",
)


@pytest.fixture(autouse=True)
def _production(settings: Settings, tmp_path: Path, texts: None) -> None:
    """The settings of production that decide over headers, and one static file."""
    (tmp_path / "plain.css").write_text("p {}", "utf-8")
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True


@pytest.fixture
def reader() -> Client:
    """A reader who comes by TLS and gets the error page, not the exception."""
    return Client(raise_request_exception=False, headers={"host": "localhost"})


def missing(answer: Any) -> set[str]:
    drained(answer)
    return EVERYWHERE - set(answer.headers)


@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_to_a_reader_has_them(address: str) -> None:
    reader = StoredClient(raise_request_exception=False)
    first = reader.get(address, secure=True)
    again = reader.get(address, secure=True, headers={"if-none-match": first.get("ETag", "")})

    assert missing(first) == missing(again) == set()
    assert missing(reader.head(address, secure=True)) == set()
    assert missing(reader.options(address, secure=True)) == set()


def test_the_static_file_was_one_and_no_error(reader: Client) -> None:
    answer = reader.get("/static/plain.css", secure=True)

    assert b"".join(answer) == b"p {}"
    assert not answer.has_header("Access-Control-Allow-Origin")


@pytest.mark.parametrize("address", ["/arbeid/", "/admin/", "/konto/", "/arbeid/folk/"])
def test_pages_of_staff_have_them_and_are_stored_nowhere(address: str, reader: Client) -> None:
    recorders.sign_in(reader, make.make_membership(role=Role.SECRETARIAT).user)

    answer = reader.get(address, secure=True)

    assert answer.status_code == 200
    assert missing(answer) == set()
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("error", [OperationalError, RuntimeError])
def test_errors_have_them(error: type[Exception], reader: Client) -> None:
    def broken(*_call: object) -> None:
        raise error

    with connection.execute_wrapper(broken):
        answer = reader.get("/metode/", secure=True)

    assert answer.status_code in {500, 503}
    assert missing(answer) == set()


def test_a_refused_host_has_them(reader: Client) -> None:
    answer = reader.get("/", secure=True, headers={"host": "ond.example.no"})

    assert answer.status_code == 400
    assert missing(answer) == set()


def test_a_file_of_a_source_is_locked_up_tighter(reader: Client, uploads: Path) -> None:
    file = NewSource("Eksempel: referat", file=recorders.upload())
    source = recorders.taken_to(State.PUBLISHED, new_sources=[file]).sources.get()

    answer = reader.get(f"/kilder/{source.pk}/fil/", secure=True)

    assert missing(answer) == set()
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_policy_allows_nothing_by_default_and_nothing_inline(reader: Client) -> None:
    policy = reader.get("/", secure=True)["Content-Security-Policy"]
    directives = {line.split()[0]: line.split()[1:] for line in policy.split(";")}

    assert directives.pop("default-src") == ["'none'"]
    assert directives.pop("base-uri") == ["'none'"]
    assert directives.pop("frame-ancestors") == ["'none'"]
    assert directives.pop("img-src") == ["'self'", "data:"]
    assert set(directives) == {"script-src", "style-src", "font-src", "connect-src", "form-action"}
    assert all(sources == ["'self'"] for sources in directives.values())


def test_the_others_say_what_they_should(reader: Client) -> None:
    answer = reader.get("/", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"].split(", ")


def test_a_plain_request_is_led_to_the_configured_host(reader: Client) -> None:
    answer = reader.get("/metode/", headers={"host": "ond.example.no"})

    assert answer.status_code == 301
    assert answer["Location"] == f"https://{project.SECURE_SSL_HOST}/metode/"


def test_signing_out_clears_what_the_browser_keeps(reader: Client) -> None:
    recorders.sign_in(reader, make.make_user())
    assert not reader.get("/konto/", secure=True).has_header("Clear-Site-Data")

    assert reader.post("/konto/ut/", secure=True)["Clear-Site-Data"] == '"cache", "storage"'
    reader.cookies["sessionid"] = "lapsed"
    assert reader.get("/arbeid/", secure=True)["Clear-Site-Data"] == '"cache"'
    assert not Client().get("/", secure=True).has_header("Clear-Site-Data")
