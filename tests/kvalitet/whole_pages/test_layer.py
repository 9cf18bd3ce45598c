"""The pages before Django: what is kept, under which address, and what is left to Django."""

import gzip
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import brotli
import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings

from commitments.foundation.public_act import PublicAct
from kvalitet.whole_pages import version
from kvalitet.whole_pages.address import READER_PAGE
from kvalitet.whole_pages.layer import WholePages

Change = Callable[[HttpResponse], object]
GET: Final = RequestFactory().get
SESSION: Final = settings.SESSION_COOKIE_NAME


class Got(NamedTuple):
    """What came out of the layer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Site:
    """A page of Django's that says how often it was made, and the pages kept before it."""

    def __init__(self, change: Change = lambda _response: None) -> None:
        self.made = 0
        self.change = change
        self.closed: list[HttpResponseBase] = []
        self.layer = WholePages(self.application)

    def application(self, _environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        """As Django answers over WSGI."""
        self.made += 1
        response: HttpResponse = self.answer()
        self.change(response)
        response._resource_closers.append(lambda: self.closed.append(response))  # type: ignore[attr-defined]
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        start_response(
            f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies]
        )
        return response

    def answer(self) -> Any:
        """«1», «2», …"""
        return HttpResponse(str(self.made))

    def get(self, address: str = "/", **headers: str) -> Got:
        """The answer to a GET."""
        return self.ask(GET(address, headers={"host": "localhost", **headers}).environ)

    def ask(self, environ: dict[str, Any]) -> Got:
        """The answer to any request."""
        begun: list[Any] = []
        body = self.layer(environ, lambda status, headers: begun.append((status, dict(headers))))
        [(status, headers)] = begun
        whole = b"".join(body)
        if isinstance(body, HttpResponseBase):
            body.close()
        return Got(int(status[:3]), headers, whole)


def test_a_page_is_made_once(db: None) -> None:
    site = Site()

    answers = [site.get("/forpliktelser/") for _ in range(3)]

    assert site.made == len(site.closed) == 1
    assert {answer.body for answer in answers} == {b"1"}
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("/", "/?ukjent=1", 1),
        ("/", "/?q=", 1),
        ("/?q=a&part=KD", "/?part=KD&q=a", 1),
        ("/?q=a", "/?q=a&q=a", 1),
        ("/", "/?q=a", 2),
        ("/?q=a", "/?q=b", 2),
        ("/", "/nn/", 2),
        ("/nn/", "/en/", 2),
        ("/metode/", "/metode/lofter/", 2),
        ("/metode/", "//metode/", 2),
    ],
)
def test_a_page_is_kept_by_path_and_known_parameters(
    first: str, second: str, made: int, db: None
) -> None:
    site = Site()

    site.get(first)
    site.get(second)

    assert site.made == made


def test_hosts_and_schemes_do_not_share_a_page(db: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    site = Site()

    site.get("/")
    site.get("/", host="127.0.0.1")
    site.ask(GET("/", secure=True, headers={"host": "localhost"}).environ)
    assert site.made == 3

    site.get("/", x_forwarded_proto="https")  # of a trusted proxy: the scheme of the third
    assert site.made == 3


def test_a_strangers_word_for_the_scheme_does_not_count(db: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    site = Site()

    site.get("/")
    site.get("/", x_forwarded_proto="https")

    assert site.made == 1


def test_a_page_lasts_to_midnight_in_norway(db: None) -> None:
    site = Site()

    with time_machine.travel(datetime(2026, 11, 22, 22, 59, 58, tzinfo=UTC), tick=False):
        site.get()
        site.get()
    assert site.made == 1

    version.version.forget()  # as after a second
    with time_machine.travel(datetime(2026, 11, 22, 23, 0, tzinfo=UTC), tick=False):
        site.get()
    assert site.made == 2


def test_a_new_content_version_shows_within_a_second(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site()

    made = []
    for now in (100.0, 100.9, 101.1):
        monkeypatch.setattr("time.monotonic", lambda now=now: now)
        site.get()
        made.append(site.made)
        PublicAct.record()

    assert made == [1, 1, 2]


@pytest.mark.parametrize("status", [201, 204, 301, 400, 404, 500, 503])
def test_keeps_nothing_but_200(status: int, db: None) -> None:
    site = Site(lambda response: setattr(response, "status_code", status))

    first, second = site.get(), site.get()

    assert [first.status, second.status, site.made] == [status, status, 2]
    assert "ETag" not in first.headers | second.headers


def test_an_error_that_has_passed_is_forgotten(db: None) -> None:
    site = Site(lambda response: setattr(response, "status_code", 503 if site.made == 1 else 200))

    assert [site.get().status for _ in range(3)] == [503, 200, 200]
    assert site.made == 2


def test_what_one_reader_brings_on_keeps_nobody_else_from_the_page(db: None) -> None:
    site = Site(lambda response: response.set_cookie("a", "b") if site.made == 1 else None)

    first, second, third = site.get(cookie="csrftoken=mangled"), site.get(), site.get()

    assert "Set-Cookie" in first.headers
    assert second == third
    assert site.made == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("a", "b"),
        lambda response: response.headers.setdefault("Cache-Control", "no-store"),
        lambda response: response.headers.setdefault("Vary", "Accept, Cookie"),
        lambda response: response.headers.setdefault("Vary", "HX-Request"),
        lambda response: response.headers.setdefault("Content-Encoding", "gzip"),
    ],
    ids=["cookie", "no-store", "vary", "script", "encoded"],
)
def test_keeps_nothing_that_is_for_one_reader(change: Change, db: None) -> None:
    site = Site(change)

    answers = [site.get(), site.get()]

    assert site.made == 2
    assert not any("ETag" in answer.headers for answer in answers)


def test_passes_on_what_is_streamed(db: None) -> None:
    site = Site()
    site.answer = lambda: StreamingHttpResponse(iter([b"a", b"b"]))  # type: ignore[method-assign]

    assert [site.get().body, site.get().body] == [b"ab", b"ab"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get"])
def test_passes_on_other_methods(method: str, db: None) -> None:
    site = Site()
    site.get()

    site.ask(RequestFactory().generic(method, "/", headers={"host": "localhost"}).environ)

    assert site.made == 2


@pytest.mark.parametrize(
    ("cookie", "made"),
    [
        (f"{SESSION}=a", 2),
        (f"a=b; {SESSION}=", 2),
        (f"a=b;{SESSION}", 1),
        (f"{SESSION}2=a", 1),
        (f"my{SESSION}=a", 1),
        (f"a={SESSION}=b", 1),
        (f"{SESSION.upper()}=a", 1),
    ],
)
def test_passes_on_who_has_a_session(cookie: str, made: int, db: None) -> None:
    site = Site()
    site.get()

    answer = site.get(cookie=cookie)

    assert site.made == made
    assert ("ETag" in answer.headers) == (made == 1)


def test_gives_django_the_readers_page_for_who_has_a_session(db: None) -> None:
    site = Site()
    site.get()
    environ = GET("/", headers={"host": "localhost", "cookie": f"{SESSION}=a"}).environ

    site.ask(environ)

    assert environ[READER_PAGE]().plain == b"1"
    PublicAct.record()
    assert environ[READER_PAGE]().plain == b"3"  # at once, for who may just have changed it


def test_does_not_give_django_what_is_not_kept(db: None) -> None:
    site = Site(lambda response: setattr(response, "status_code", 404))
    environ = GET("/", headers={"host": "localhost", "cookie": f"{SESSION}=a"}).environ

    site.ask(environ)

    assert environ[READER_PAGE]() is None
    assert len(site.closed) == site.made == 2


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"/?q={'a' * 3000}", {}),
        ("/healthz", {}),
        ("/static/kvalitet.css", {}),
        ("/?q=%C3%A6", {"content_type": "text/plain; charset=latin-1"}),
        (f"/?{'x=1&' * 1_001}", {}),
        ("/", {"host": ""}),
    ],
    ids=["long", "probe", "static", "charset", "many", "no host"],
)
def test_answers_without_keeping(address: str, headers: dict[str, str], db: None) -> None:
    site = Site()

    for _ in range(2):
        assert site.get(address, **headers).status == 200

    assert site.made == 2


def test_passes_on_static_files_without_a_query(django_assert_num_queries: Any, db: None) -> None:
    site = Site()

    with django_assert_num_queries(0):
        site.get(f"{settings.STATIC_URL}kvalitet.css")


def test_the_body_is_the_same_in_every_coding(db: None) -> None:
    site = Site(lambda response: response.write("æøå" * 1000))

    plain, packed, smallest = (site.get(accept_encoding=sent) for sent in ("", "gzip", "gzip, br"))

    assert plain.body == gzip.decompress(packed.body) == brotli.decompress(smallest.body)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert smallest.headers["Content-Encoding"] == "br"
    for answer in (plain, packed, smallest):
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["ETag"] == plain.headers["ETag"]


def test_keeps_type_and_headers_of_the_page(db: None) -> None:
    def change(response: HttpResponse) -> None:
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = "attachment"

    site = Site(change)

    for answer in (site.get(), site.get()):
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("sent", ["{}", 'W/"other", {}', "*", "{strong}", 'W/"a",{strong} '])
def test_an_unchanged_page_is_304_without_a_body(sent: str, db: None) -> None:
    site = Site(lambda response: response.headers.setdefault("Content-Language", "nb"))
    etag = site.get().headers["ETag"]

    answer = site.get(if_none_match=sent.format(etag, strong=etag.removeprefix("W/")))

    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Content-Language"] == "nb"
    assert not answer.headers.keys() & {"Content-Type", "Content-Length", "Content-Encoding"}
    assert site.made == 1


@pytest.mark.parametrize("sent", ['"', "W/", 'W/"b"', "æ", "*, *"])
def test_what_names_another_state_gets_the_page(sent: str, db: None) -> None:
    assert Site().get(if_none_match=sent).status == 200


def test_a_changed_page_is_sent_whole(db: None) -> None:
    site = Site()
    etag = site.get().headers["ETag"]
    PublicAct.record()
    version.version.forget()

    answer = site.get(if_none_match=etag)

    assert answer.status == 200
    assert answer.headers["ETag"] != etag


def test_a_head_request_has_the_headers_of_the_page_and_no_body(db: None) -> None:
    site = Site()

    request = RequestFactory().head("/", headers={"host": "localhost"})

    heads = [site.ask(request.environ) for _ in range(2)]
    page = site.get()

    assert heads == [Got(200, page.headers, b"")] * 2
    assert site.made == len(site.closed) == 1


def test_a_stream_is_not_begun_for_a_head_request(db: None) -> None:
    site, begun = Site(), []

    def pieces() -> Any:
        begun.append(1)
        yield b"a"

    site.answer = lambda: StreamingHttpResponse(pieces())  # type: ignore[method-assign]

    assert site.ask(RequestFactory().head("/").environ).body == b""
    assert not begun
    assert site.closed


def test_debugging_keeps_no_page(db: None, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    site = Site()

    assert [site.get().body, site.get().body] == [b"1", b"2"]


def test_one_thread_makes_a_page_while_the_others_wait(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(lambda _response: time.sleep(0.2))
    current = version.version.current()
    monkeypatch.setattr(version.VersionReader, "current", lambda _self: current)
    started = threading.Barrier(20)

    def get(_number: int) -> bytes:
        started.wait()
        return site.get().body

    with ThreadPoolExecutor(20) as pool:
        bodies = list(pool.map(get, range(20)))

    assert bodies == [b"1"] * 20


def test_threads_do_not_wait_in_line_for_an_error(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(response: HttpResponse) -> None:
        response.status_code = 500
        time.sleep(0.2)

    site = Site(fail)
    current = version.version.current()
    monkeypatch.setattr(version.VersionReader, "current", lambda _self: current)
    began = time.monotonic()

    with ThreadPoolExecutor(20) as pool:
        statuses = {got.status for got in pool.map(lambda _number: site.get(), range(20))}

    assert statuses == {500}
    assert time.monotonic() - began < 2  # twice 0.2 seconds, not twenty times


def test_an_address_that_fails_in_django_is_asked_again(db: None) -> None:
    site = Site()
    site.answer = lambda: 1 / 0  # type: ignore[method-assign]

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            site.get()
    del site.answer

    assert site.get().status == 200
