r"""Redirects: ``next`` leads to paths of the portal and nowhere else, however it is written."""

from typing import Final

import pytest
from django.test import Client

from commitments.people.sign_in import is_own_path
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.django_db

EVIL: Final = "ond.example.net"
HOSTILE: Final = (
    f"https://{EVIL}",
    f"http://{EVIL}/arbeid/",
    f"HTTPS://{EVIL}",
    f"//{EVIL}",
    f"///{EVIL}",
    f"////{EVIL}",
    f"/\\{EVIL}",
    f"\\/{EVIL}",
    f"\\\\{EVIL}",
    f"/\\/{EVIL}",
    f"\\{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"/\r/{EVIL}",
    f"/\r\n//{EVIL}",
    f"\t//{EVIL}",
    f" //{EVIL}",
    f"\x00//{EVIL}",
    f"\x01https://{EVIL}",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    f"https:///{EVIL}",
    f"https:\\\\{EVIL}",
    f"http:\\/\\/{EVIL}",
    f"//testserver@{EVIL}",
    f"//{EVIL}#@testserver",
    f"//{EVIL}?testserver",
    f"//testserver.{EVIL}",
    f"//{EVIL}%2f..",
    f"https://testserver@{EVIL}/",
    f"https://{EVIL}\\@testserver/",
    f"ftp://{EVIL}",
    f"ws://{EVIL}",
    f"//[::1]@{EVIL}",
    f"//[{EVIL}",
    f"///[{EVIL}]/",
    f"\u3000//{EVIL}",
    f"\uff0f\uff0f{EVIL}",
    f"%2f%2f{EVIL}",
    EVIL,
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "mailto:a@b.no",
    "http://testserver/arbeid/",
    "//testserver/arbeid/",
)
OWN: Final = ("/", "/en/konto/?a=1", "/arbeid/#liste", f"/arbeid/?next=https://{EVIL}", "/%2f/a")


@pytest.fixture
def signed_in(client: Client) -> Client:
    recorders.sign_in(client, make.make_membership().user)
    return client


@pytest.mark.parametrize("address", HOSTILE)
def test_leads_nowhere_else(address: str, signed_in: Client) -> None:
    assert not is_own_path(address)
    for page in ("/konto/inn/", "/admin/login/"):
        for ask in (signed_in.get, signed_in.post):
            answer = ask(page, {"next": address})
            assert answer.get("Location", "/").startswith("/"), page
            assert not answer.get("Location", "/").startswith("//"), page
            assert EVIL not in answer.get("Location", "").partition("?")[0], page
    assert signed_in.post("/konto/ut/", {"next": address})["Location"] == "/"


@pytest.mark.parametrize("address", OWN)
def test_leads_to_an_own_path(address: str, signed_in: Client) -> None:
    assert is_own_path(address)
    assert signed_in.get("/konto/inn/", {"next": address})["Location"] == address


def test_there_are_forty_of_them() -> None:
    assert len(set(HOSTILE)) >= 40
