"""The privacy and accessibility statements and the help page, compared with what is done."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Final, NamedTuple
from urllib.parse import urljoin
from zipfile import ZipFile, is_zipfile

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from agreements.models import Signature
from agreements.pages import PREFIXES
from commitments.evaluations.revisions.models import Revision
from commitments.people.rights import FACTOR_LASTS
from commitments.people.unsaved_models import KEPT_FOR
from commitments.sources.file_contents import LARGEST_FILE
from kvalitet.accounts.models import User
from kvalitet.guard import limits
from kvalitet.guard.limits import TryLimit
from kvalitet.guard.models import Tally
from tests import make
from tests.browser import conftest as in_browser
from tests.browser import test_keyboard, test_pages
from tests.support import recorders, visitors
from tests.support.page_claims import text_of, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PRIVACY: Final = "/en/personvern/"
ACCESSIBILITY: Final = "/en/tilgjengelighet/"
HELP: Final = "/en/arbeid/hjelp/"
SIGN_IN: Final = "/konto/inn/"
RULES: Final = ("test", "test-long")
ELSEWHERE: Final = r"[a-z]+:|/nn/|/(en/)?konto/"  # other sites, languages, and the account
COPY_MARK: Final = "0" * 32
WITH_SIGNERS: Final = {
    "commitments:evaluation_detail",
    "commitments:evaluation_list",
    "commitments:revision_detail",
    "commitments:revision_seal",
}
WITH_SIGNATURES: Final = {  # the names under the text of an agreement
    "agreements:agreement_source",
    "agreements:agreement_text",
    "commitments:agreement_detail",
    "commitments:agreement_json",
}
STORED: Final = {  # each column of a user, as the privacy statement says it
    "email": "Your name and email address",
    "name": "Your name and email address",
    "language": "the language of your emails",
    "password": "a password that no one can read back",
    "last_login": "when you signed in",
    "is_active": "which party or office you act for",
    "is_superuser": "which party or office you act for",
    "joined_at": "from when to when",
    "session_round": "where you are signed in",
    "id": "Your name and email address",
}


def said(path: str) -> str:
    return text_of(tree(Client(), path))


class Seen(NamedTuple):
    """What a reader gets at an address without query."""

    address: str
    view: str
    text: str
    sets_cookies: bool


def walked(start: str = "/en/") -> list[Seen]:
    """Every public page and file that links lead to, in English and without language."""
    client, found, waiting = Client(), {}, [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        text = readable(b"".join(answer))
        answer.close()
        match = answer.wsgi_request.resolver_match
        assert match is not None, address
        found[address] = Seen(address, match.view_name, text, bool(answer.cookies))
        if answer["Content-Type"].startswith("text/html"):
            hrefs = html.fromstring(text).xpath("//a/@href")
            paths = {urljoin(address, href).partition("#")[0].partition("?")[0] for href in hrefs}
            waiting += [path for path in paths if re.match(ELSEWHERE, path) is None]
    return list(found.values())


def readable(body: bytes) -> str:
    """Everything that can be read, members of a spreadsheet included."""
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as members:
            body = b"".join(map(members.read, members.namelist()))
    return body.decode("utf-8", "replace")


def test_people_are_named_only_where_the_privacy_statement_says() -> None:
    visitors.built()
    signers = {
        row.signer_name for revision in Revision.objects.all() for row in revision.sealed.signatures
    }
    signatures = set(Signature.objects.values_list("name", flat=True))
    people = {word for row in User.objects.values_list("name", "email") for word in row}

    pages = walked()
    found = {
        name: {page.view for page in pages if name in page.text} for name in signatures | people
    }

    expected = dict.fromkeys(signatures, WITH_SIGNATURES) | dict.fromkeys(signers, WITH_SIGNERS)
    assert {name: views for name, views in found.items() if views} == expected
    assert len(pages) > 100
    assert signers
    assert signatures


@pytest.mark.parametrize(
    "sentence",
    [
        "The names under an agreement are part of its text",
        "Those who sign an evaluation are named on its pages and in its files",
        "and in the agreement's list of evaluations.",
        "Otherwise the pages name parties, not people.",
    ],
)
def test_the_privacy_statement_says_where_people_are_named(sentence: str) -> None:
    assert sentence in said(PRIVACY)


def test_no_public_answer_sets_a_cookie() -> None:
    visitors.built()

    assert "It sets no cookies for readers" in said(PRIVACY)
    assert [page.address for page in walked() if page.sets_cookies] == []


def test_cookies_are_those_that_the_privacy_statement_names(client: Client) -> None:
    text = said(PRIVACY)
    sign_in = client.get(SIGN_IN).cookies
    recorders.sign_in(client, make.make_membership().user)
    sent = client.post("/konto/ut/", {"copy_mark": COPY_MARK})
    session = client.get("/arbeid/").wsgi_request.session

    assert "Two necessary cookies" in text
    assert set(sign_in) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert [(row["expires"], row["max-age"]) for row in sign_in.values()] == [("", "")]
    assert session.get_expire_at_browser_close()
    assert "The first is removed when you sign out." in text
    assert sent.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_the_third_cookie_lasts_a_minute(client: Client) -> None:
    recorders.sign_in(client, make.make_membership().user)

    sent = client.post("/konto/", {"copy_mark": COPY_MARK})

    assert "a third one for at most a minute" in said(PRIVACY)
    assert sent.cookies["received"]["max-age"] == 60


def test_the_privacy_statement_says_every_column_of_a_person() -> None:
    assert {field.name for field in User._meta.concrete_fields} == set(STORED)
    for words in STORED.values():
        assert words in said(PRIVACY)


def test_attempts_are_stored_as_the_privacy_statement_says() -> None:
    rules = [rule for rule in vars(limits).values() if isinstance(rule, TryLimit)]

    assert "It counts for at most an hour" in said(PRIVACY)
    assert max(rule.seconds for rule in rules) == 60 * 60
    assert [field.name for field in Tally._meta.fields] == ["key", "moments", "expires_at"]


def _runs_in_every_change() -> bool:
    """Whether every run takes the long tests and the others, those in a browser included."""
    run = (settings.BASE_DIR / ".ci" / "run").read_text("utf-8")
    rules = (settings.BASE_DIR / "Makefile").read_text("utf-8")
    taken = [rules.partition(f"\n{rule}:")[2].partition("\n\n")[0] for rule in RULES]
    return (
        all(f"stage make {rule}" in run for rule in RULES)
        and "$(PYTEST) -m 'not long'" in taken[0]
        and "$(PYTEST) -m long\n" in taken[1]
    )


def _looks_at_every_page() -> bool:
    test_pages.test_every_page_type_is_looked_at()
    return in_browser.AXE.name == "axe.min.js" and set(PREFIXES) == {"nb", "nn", "en"}


def _without_scripts() -> bool:
    folder = settings.BASE_DIR / "tests" / "browser"
    tests = [path.read_text("utf-8") for path in folder.glob("test_*.py")]
    return any("java_script_enabled=False" in text for text in tests) and any(
        "java_script_enabled=scripts" in text for text in tests
    )


CHECKS: Final[Mapping[str, Callable[[], bool]]] = {  # how each item of the list begins
    "every type of page with the tool axe-core": _looks_at_every_page,
    "reading and searching with the keyboard alone": lambda: callable(
        test_keyboard.test_the_filters_and_a_result
    ),
    "pages 320 pixels wide": lambda: test_pages.NARROW["width"] == 320,
    "that pages can be read and forms be sent without JavaScript": _without_scripts,
}


def test_accessibility_is_tested_as_its_statement_says() -> None:
    page = tree(Client(), ACCESSIBILITY)
    [checks] = page.xpath("//ul[preceding-sibling::p[contains(., 'each time the portal')]]")
    items = [text_of(item) for item in checks]

    assert len(items) == len(CHECKS)
    for item, (begins, holds) in zip(items, CHECKS.items(), strict=True):
        assert item.startswith(begins)
        assert holds(), item
    assert _runs_in_every_change()
    assert "WCAG 2.1 at levels A and AA" in text_of(page)
    assert {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"} <= set(in_browser.TAGS)


@pytest.mark.parametrize(
    ("path", "sentence", "holds"),
    [
        (HELP, "a file of at most 20 MB", LARGEST_FILE == 20 * 1024 * 1024),
        (HELP, "more than five minutes", timedelta(minutes=5) == FACTOR_LASTS),
        (PRIVACY, "at most a month", timedelta(days=30) == KEPT_FOR),
    ],
)
def test_says_the_limits_that_hold(client: Client, path: str, sentence: str, holds: bool) -> None:
    recorders.sign_in(client, make.make_membership().user)

    assert sentence in text_of(tree(client, path))
    assert holds
