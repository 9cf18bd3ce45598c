"""Odd requests get exactly what Django answers them, whether pages are kept before it or not."""

import gzip
import io
import random
import sys
from typing import Any, Final, NamedTuple

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase
from pytest_django import Settings

from kvalitet.whole_pages.layer import WholePages
from tests.support.comparable_answers import without_drawn

SEED: Final = 20_261_130
PAGES: Final = (
    *("/", "/forpliktelser/", "/forpliktelser/2011-F7/", "/avtaler/2011-2013/", "/metode/"),
    *("/en/", "/nn/forpliktelser/", "/framdrift/", "/avtaler.json", "/robots.txt"),
)
# By name of the variable: what may be odd about a request. None: it is not sent.
ODD: Final[dict[str, tuple[str | None, ...]]] = {
    "REQUEST_METHOD": ("HEAD", "HEAD", "HEAD", "POST", "OPTIONS", "PUT", "PROPFIND", "get", "GETS"),
    "HTTP_HOST": (
        *(
            "LOCALHOST",
            "localhost:8000",
            "127.0.0.1",
            "localhost:",
            "localhost.",
            "localhost:99999",
        ),
        *("evil.example", "", "[::1]", "a b", "localhost,evil.example", "user@localhost"),
        None,
    ),
    "PATH_INFO": (
        *("/EN/", "/nb/", "/en//", "//", "//forpliktelser/", "/./metode/", "/forpliktelser"),
        *("/forpliktelser//", "/forpliktelser/2011-f7/", "/forpliktelser/%32011-F7/", "*", ""),
        *("/forpliktelser.csv", "/forpliktelser.exe", "/fylker/11-rogalan/", "/fylker/99/"),
        *("/healthz", "/readyz", "/static/nothing.css", "/static/../metode/", "/konto/inn/"),
        *("/arbeid/", "/admin/", "/konto/eksempel/", "/\x00", "/\xff\xfe/", "/metode/\r\n"),
        *("/\xc3\xb8/", "/..;/", "/metode/?", "/.well-known/security.txt", f"/{'a' * 3_000}/"),
    ),
    "QUERY_STRING": (
        *("x=1", "q=", "q=barn", "q=a&q=barn", "q=%C3%A6", "q=%FF", "q=%00", "q=%", "q", "=", ";"),
        *("&&&", "avtale=2011-2013", "avtale=tull", "part=KD&part=KS", "part=KS&part=", "side=2"),
        *("side=0", "side=abc", "per=2012-05-31", "kjent=tull", "per=2012-05-31&kjent=tull"),
        *("Q=barn", "q=barn#side", "\xe6=1", "q=\xe6", f"q={'a' * 3_000}"),
        "&".join(f"a{number}=1" for number in range(1_001)),
    ),
    "HTTP_COOKIE": (
        *("sessionid=abc", "sessionid=", "sessionid", "sessionid2=a", "Sessionid=a"),
        *("xsessionid=a", "a=sessionid=b", 'a="sessionid=b"', "a=b; sessionid=c", "messages=x"),
        *(
            "a=b;sessionid=c;",
            "a=b,sessionid=c",
            f"csrftoken={'a' * 32}",
            "\xff=1",
            "; ;",
            "sessionid =a",
        ),
    ),
    "HTTP_ACCEPT_ENCODING": (
        *("gzip", "gzip, br", "br;q=0, gzip;q=0.1", "gzip;q=0", "*", "*;q=0", "identity;q=0"),
        *("GZIP", "gzip;q=abc", ",,", "br;q=1.0, gzip;q=0.8, *;q=0.1", "\xff"),
    ),
    "HTTP_IF_NONE_MATCH": (
        *("{}", '{}, W/"b"', "*", 'W/"b"', '"', "W/", "{strong}", "*, {}", "\xe6"),
    ),
    "HTTP_X_FORWARDED_PROTO": ("http", "HTTPS", "https, http", "", None),
    "wsgi.url_scheme": ("http",),
    "REMOTE_ADDR": ("10.0.0.1", ""),
    "HTTP_RANGE": ("bytes=0-9", "bytes=9-0"),
    "CONTENT_LENGTH": ("5", "abc"),
    "HTTP_TRANSFER_ENCODING": ("chunked",),
    "CONTENT_TYPE": ("text/plain; charset=latin-1", "multipart/form-data"),
    "SCRIPT_NAME": ("/portal",),
    "SERVER_PROTOCOL": ("HTTP/1.0",),
    "HTTP_VIA": ("1.0 old",),
    "HTTP_HX_REQUEST": ("true",),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_ACCEPT_LANGUAGE": ("en",),
    "HTTP_IF_MODIFIED_SINCE": ("Fri, 01 Jan 2100 00:00:00 GMT",),
    "HTTP_CACHE_CONTROL": ("no-cache",),
}
OFTEN: Final = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_IF_NONE_MATCH")
OWN: Final = frozenset({"Cache-Control", "Content-Encoding", "Content-Length", "ETag", "Vary"})


class Met(NamedTuple):
    """What a server is handed."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def environ(chance: random.Random) -> dict[str, Any]:
    """A request for a page, odd in at most three ways."""
    sent: dict[str, str | None] = {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": "localhost",
        "PATH_INFO": chance.choice(PAGES),
        "QUERY_STRING": "",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "http",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
    }
    for name in chance.sample([*ODD, *OFTEN], chance.randint(0, 3)):
        sent[name] = chance.choice(ODD[name])
    return {name: value for name, value in sent.items() if value is not None}


def asked(application: Any, sent: dict[str, Any]) -> Met | str:
    """The answer, or the kind of error that the server has to deal with."""
    begun: list[Any] = []
    whole = {**sent, "wsgi.input": io.BytesIO(b"12345"), "wsgi.errors": sys.stderr}
    try:
        body = application(whole, lambda status, headers: begun.append((status, headers)))
    except Exception as error:  # noqa: BLE001  # whatever it is, both have to raise it
        return type(error).__name__
    content = b"".join(body)
    if isinstance(body, HttpResponseBase):
        body.close()
    [(status, headers)] = begun
    told = sorted(header for header in headers if header[0] not in {"Set-Cookie", "Expires"})
    return Met(status, told, without_drawn(content))


def is_for_everyone(sent: dict[str, Any], met: Met) -> bool:
    """Whether Django's answer is one that the layer may give in its own codings."""
    named = {name for name, _value in met.headers}
    return (
        sent["REQUEST_METHOD"] in {"GET", "HEAD"}
        and met.status == "200 OK"
        and not named & {"Cache-Control", "Vary"}
    )


def opened(met: Met) -> bytes:
    """The body, whatever its coding."""
    coding = dict(met.headers).get("Content-Encoding")
    if coding == "br":
        return bytes(brotli.decompress(met.body))
    return gzip.decompress(met.body) if coding == "gzip" else met.body


def foreign(met: Met) -> list[tuple[str, str]]:
    return [header for header in met.headers if header[0] not in OWN]


def compared(sent: dict[str, Any], bare: Met, kept: Met) -> str:
    """How the layer's answer differs from Django's, "" where it does not."""
    etag = dict(kept.headers).get("ETag")
    if etag is None:
        expected = bare._replace(body=b"") if sent["REQUEST_METHOD"] == "HEAD" else bare
        return "" if kept == expected else "passed on changed"
    if not is_for_everyone(sent, bare):
        return "kept what is not for everyone"
    if kept.status.startswith("304"):
        named = sent["HTTP_IF_NONE_MATCH"]
        left = [header for header in foreign(bare) if header[0] != "Content-Type"]
        fits = (named == "*" or etag[2:] in named) and (foreign(kept), kept.body) == (left, b"")
        return "" if fits else "not modified"
    if kept.status != bare.status or foreign(kept) != foreign(bare):
        return "status or headers"
    if sent["REQUEST_METHOD"] == "HEAD":
        return "" if kept.body == b"" else "body for HEAD"
    return "" if opened(kept) == bare.body else "body"


@pytest.mark.parametrize("number", [60, pytest.param(500, marks=pytest.mark.long)])
def test_odd_requests_are_answered_as_django_answers_them(
    number: int, texts: None, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    django = WSGIHandler()
    layer = WholePages(django)
    chance = random.Random(SEED)  # noqa: S311  # the same at every run
    seen = {"kept": 0, "not modified": 0, "refused": 0}
    wrong: list[Any] = []
    etags: dict[str, str] = {}
    for _request in range(number):
        sent = environ(chance)
        if "HTTP_IF_NONE_MATCH" in sent:
            etag = etags.get(sent["PATH_INFO"], 'W/"a"')
            named = sent["HTTP_IF_NONE_MATCH"].format(etag, strong=etag.removeprefix("W/"))
            sent["HTTP_IF_NONE_MATCH"] = named
        bare, first, second = (asked(server, sent) for server in (django, layer, layer))
        if isinstance(bare, str) or isinstance(first, str):
            wrong += [(sent, bare, first)] if not bare == first == second else []
            continue
        told = compared(sent, bare, first) if first == second else "the second differs"
        wrong += [(told, sent)] if told else []
        etag = dict(first.headers).get("ETag", "")
        etags |= {sent["PATH_INFO"]: etag} if etag else {}
        refused = not bare.status.startswith("200")
        kind = "refused" if refused else "not modified" if first.status[:3] == "304" else "kept"
        seen[kind] += refused or bool(etag)

    sys.stdout.write(f"seed {SEED}: {seen}\n")
    assert wrong[:3] == []
    assert all(count > number // 100 for count in seen.values()), seen
