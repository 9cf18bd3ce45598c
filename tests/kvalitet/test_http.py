"""The page cache by itself: what it stores, under which key, and what it leaves alone."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from commitments.foundation.public_act import PublicAct
from kvalitet import http

Change = Callable[[HttpResponse], object]
GET: Final = RequestFactory().get


class Site:
    """A page behind the cache that says how often it was made."""

    def __init__(self, change: Change = lambda _response: None) -> None:
        self.made = 0
        self.change = change
        self.open = http.PageCacheMiddleware(self.view)

    def view(self, _request: HttpRequest) -> HttpResponseBase:
        """«1», «2», …"""
        self.made += 1
        response = HttpResponse(str(self.made))
        self.change(response)
        return response

    def get(self, address: str = "/", **headers: str) -> HttpResponseBase:
        """The answer to a GET."""
        return self.open(GET(address, headers=headers))


def test_a_page_is_made_once(db: None) -> None:
    site = Site()

    answers = [site.get("/forpliktelser/") for _ in range(3)]

    assert site.made == 1
    assert {answer.getvalue() for answer in answers} == {b"1"}


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
    ],
)
def test_the_key_is_the_path_and_the_known_parameters(
    first: str, second: str, made: int, db: None
) -> None:
    site = Site()

    site.get(first)
    site.get(second)

    assert site.made == made


def test_two_host_names_do_not_share_a_page(db: None) -> None:
    site = Site()

    site.get("/", host="localhost")
    site.get("/", host="127.0.0.1")

    assert site.made == 2


def test_a_page_lasts_to_midnight_in_norway(db: None) -> None:
    site = Site()

    with time_machine.travel(datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), tick=False):
        site.get()
        site.get()
    assert site.made == 1

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


def test_a_new_content_version_shows_at_once_when_the_old_is_forgotten(db: None) -> None:
    site = Site()

    site.get()
    PublicAct.record()
    http.version.forget()
    site.get()

    assert site.made == 2


@pytest.mark.parametrize("status", [201, 302, 400, 404, 500])
def test_stores_nothing_but_200(status: int, db: None) -> None:
    site = Site(lambda response: setattr(response, "status_code", status))

    assert [site.get().status_code, site.get().status_code] == [status, status]
    assert site.made == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("a", "b"),
        lambda response: response.headers.setdefault("Cache-Control", "no-store"),
        lambda response: response.headers.setdefault("Vary", "Accept, Cookie"),
    ],
    ids=["cookie", "no-store", "vary"],
)
def test_stores_nothing_that_is_for_one_reader(change: Change, db: None) -> None:
    site = Site(change)

    answers = [site.get(), site.get()]

    assert site.made == 2
    assert not any(answer.has_header("ETag") for answer in answers)


def test_passes_on_what_is_streamed(db: None) -> None:
    streamed = StreamingHttpResponse(iter([b"a", b"b"]))

    assert http.PageCacheMiddleware(lambda _request: streamed)(GET("/")) is streamed


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_passes_on_other_methods(method: str, db: None) -> None:
    site = Site()
    site.get()

    site.open(RequestFactory().generic(method, "/"))

    assert site.made == 2


def test_passes_on_who_has_a_session(db: None) -> None:
    site = Site()
    site.get()
    request = GET("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a"

    answer = site.open(request)

    assert site.made == 2
    assert not answer.has_header("ETag")


def test_answers_very_long_addresses_without_storing_them(db: None) -> None:
    site = Site()

    for _ in range(2):
        assert site.get(f"/?q={'a' * 3000}").status_code == 200

    assert site.made == 2


def test_passes_on_static_files(django_assert_num_queries: Any, db: None) -> None:
    site = Site()

    with django_assert_num_queries(0):
        site.get(f"{settings.STATIC_URL}kvalitet.css")
        site.get(f"{settings.STATIC_URL}kvalitet.css")

    assert site.made == 2


def test_the_body_is_the_same_with_and_without_gzip(db: None) -> None:
    site = Site(lambda response: response.write("æøå" * 1000))

    plain, packed = site.get(), site.get(accept_encoding="gzip")
    assert isinstance(plain, HttpResponse)
    assert isinstance(packed, HttpResponse)

    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert [plain["Content-Length"], packed["Content-Length"]] == [
        str(len(plain.content)),
        str(len(packed.content)),
    ]
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"


def test_keeps_type_and_headers_of_the_page(db: None) -> None:
    def change(response: HttpResponse) -> None:
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = "attachment"
        response.headers["Vary"] = "Accept-Language"

    site = Site(change)

    for answer in (site.get(), site.get()):
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"] == "attachment"
        assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("sent", ["{}", 'W/"other", {}', "*, {}"])
def test_an_unchanged_page_is_304_without_a_body(sent: str, db: None) -> None:
    site = Site()
    etag = site.get()["ETag"]

    answer = site.get(if_none_match=sent.format(etag))

    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert site.made == 1


def test_a_changed_page_is_sent_whole(db: None) -> None:
    site = Site()
    etag = site.get()["ETag"]
    PublicAct.record()
    http.version.forget()

    answer = site.get(if_none_match=etag)

    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_the_release_follows_from_the_files() -> None:
    assert len(http.release()) == 16
    assert http.release() == http.release()
