"""Where a request says it comes from changes nothing: hosts, links, proxies, redirects."""

import re
from typing import Final

import pytest
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from commitments.people.sign_in import SignInAdapter
from kvalitet.guard.proxies import ProxyMiddleware, is_trusted
from tests import make

pytestmark = pytest.mark.django_db

ORIGIN: Final = "https://kvalitetsavtalen.example.no"
HOST: Final = "kvalitetsavtalen.example.no"
EVIL: Final = "ond.example.net"
REFUSED: Final = (
    EVIL,
    f"{HOST}.{EVIL}",
    f"{EVIL}:443",
    f"www.{HOST}",
    f"{HOST}@{EVIL}",
    f"{EVIL}#{HOST}",
    f"{HOST}, {EVIL}",
    f"{HOST}/{EVIL}",
    f"{HOST}\\.{EVIL}",
    "127.0.0.1",
    "[::1]",
    "*",
    " ",
)
CLAIMED: Final = (
    {"x-forwarded-host": EVIL},
    {"x-forwarded-host": f"{HOST}, {EVIL}"},
    {"x-forwarded-server": EVIL},
    {"x-forwarded-port": "81"},
    {"x-forwarded-proto": "http"},
    {"forwarded": f"for=1.2.3.4;host={EVIL};proto=http"},
    {"x-original-host": EVIL, "x-host": EVIL},
    {"x-original-url": f"https://{EVIL}/", "x-rewrite-url": f"https://{EVIL}/"},
    {"x-real-ip": "1.2.3.4", "x-forwarded-for": "1.2.3.4"},
    {"host": f"{HOST}:443"},
    {"host": HOST.upper()},
    {"host": f"{HOST}."},
)
PAGES: Final = ("/", "/en/forpliktelser/2011-F7/", "/sitemap.xml", "/robots.txt", "/konto/inn/")
ABSOLUTE: Final = re.compile(r"https?://[^\s\"'<>]+")


@pytest.fixture(autouse=True)
def _production(settings: Settings, texts: None) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    settings.ORIGIN = ORIGIN
    settings.SECURE_SSL_HOST = HOST
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]


def client(**headers: str) -> Client:
    return Client(headers={"host": HOST, **headers}, raise_request_exception=False)


@pytest.mark.parametrize("host", REFUSED)
def test_other_hosts_are_refused(host: str) -> None:
    for page in PAGES:
        answer = client(host=host).get(page, secure=True)

        assert answer.status_code == 400
        assert EVIL not in answer.text


@pytest.mark.parametrize("claim", CLAIMED, ids=str)
def test_a_claim_leads_no_link_astray(claim: dict[str, str]) -> None:
    for page in PAGES:
        answer = client(**claim).get(page, secure=True)

        assert answer.status_code == 200
        assert EVIL not in answer.text + str(answer.headers)
        links = {link for link in ABSOLUTE.findall(answer.text) if "example" in link}
        assert all(link.startswith(ORIGIN) for link in links)


@pytest.mark.parametrize("claim", CLAIMED, ids=str)
def test_a_claim_leads_no_mail_astray(claim: dict[str, str]) -> None:
    make.make_user(email="kari@kd.example.no", password="riktig hest batteri")

    client(**claim).post("/konto/passord/glemt/", {"email": "kari@kd.example.no"}, secure=True)

    links = ABSOLUTE.findall(str(mail.outbox[0].body))
    assert links
    assert all(link.startswith(ORIGIN) for link in links)


@pytest.mark.parametrize("claim", CLAIMED, ids=str)
def test_a_plain_request_is_not_taken_for_a_secure_one(claim: dict[str, str]) -> None:
    answer = client(**{**claim, "x-forwarded-proto": "https"}).get("/metode/")

    assert (answer.status_code, answer["Location"]) == (301, f"{ORIGIN}/metode/")


def test_a_trusted_proxy_says_that_a_request_was_secure() -> None:
    answer = client(x_forwarded_proto="https").get("/metode/", REMOTE_ADDR="10.1.2.3")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("peer", "address"),
    [("10.1.2.3", "198.51.100.7"), ("192.0.2.1", "192.0.2.1"), ("127.0.0.1", "127.0.0.1")],
)
def test_a_trusted_proxy_alone_says_who_asked(peer: str, address: str) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(SignInAdapter(request).get_client_ip(request))
        return HttpResponse()

    ProxyMiddleware(view)(
        RequestFactory().get(
            "/", REMOTE_ADDR=peer, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}
        )
    )

    assert seen == [address]


@pytest.mark.parametrize(
    ("peer", "proxies", "trusted"),
    [
        ("127.0.0.1", ("127.0.0.1", "::1"), True),
        ("::1", ("127.0.0.1", "::1"), True),
        ("10.0.0.5", ("10.0.0.0/29",), True),
        ("10.0.0.9", ("10.0.0.0/29",), False),
        ("10.0.0.5", (), False),
        ("", ("unix",), True),
        ("", ("127.0.0.1",), False),
        ("ond", ("127.0.0.1",), False),
    ],
)
def test_who_is_trusted(peer: str, proxies: tuple[str, ...], trusted: bool) -> None:
    assert is_trusted(peer, proxies) is trusted


def test_links_of_the_frame_name_the_configured_origin() -> None:
    page = client().get("/en/metode/", secure=True).text

    for language, path in (("nb", "/metode/"), ("nn", "/nn/metode/"), ("en", "/en/metode/")):
        assert f'hreflang="{language}" href="{ORIGIN}{path}"' in page
