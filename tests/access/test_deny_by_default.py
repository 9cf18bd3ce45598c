"""Deny by default: a view is open only when marked, and no open page touches the session."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from agreements.pages import PREFIXES
from kvalitet.http import DenyByDefaultMiddleware, View
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/avtaler/",
    "/avtaler/2011-2013/",
    "/avtaler/2011-2013/tekst/",
    "/forpliktelser/",
    "/forpliktelser/2011-F12/",
    "/metode/",
    "/tilgjengelighet/",
    "/personvern/",
    "/finnes-ikke/",
]


class Untouchable:
    """A user that must not be asked anything."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"request.user.{name} was read")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@login_not_required
def marked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def refusal_of(view: View, user: object) -> object:
    """What the middleware answers before the view."""
    request = RequestFactory().get("/arbeid/")
    request.user = user  # type: ignore[assignment]  # anything with is_authenticated
    return DenyByDefaultMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})


def test_an_unmarked_view_leads_to_sign_in_and_back() -> None:
    class Anonymous:
        is_authenticated = False

    answer = refusal_of(unmarked, Anonymous())

    assert isinstance(answer, HttpResponse)
    assert answer["Location"] == "/konto/inn/?next=/arbeid/"


def test_a_marked_view_is_answered_without_asking_who_it_is() -> None:
    assert refusal_of(marked, Untouchable()) is None


def test_sign_in_is_asked_for_in_the_language_of_the_page(client: Client) -> None:
    answer = client.get("/nn/arbeid/folk/")

    assert answer["Location"] == "/nn/konto/inn/?next=/nn/arbeid/folk/"


@pytest.mark.parametrize("language", PREFIXES.values())
@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_touches_the_session(path: str, language: str, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{language}{path}")

    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert not [query for query in queries if "session" in query["sql"].lower()]
    assert not [query for query in queries if "accounts_user" in query["sql"].lower()]


def test_a_reader_is_offered_a_plain_link_to_sign_in(client: Client) -> None:
    page = client.get("/").text

    assert 'href="/konto/inn/"' in page
    assert "csrfmiddlewaretoken" not in page


def test_a_signed_in_answer_is_stored_nowhere(client: Client) -> None:
    recorders.sign_in(client, make.make_membership().user)

    for path in ("/", "/konto/", "/finnes-ikke/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_a_signed_in_page_says_for_whom_and_how_to_leave(client: Client) -> None:
    recorders.sign_in(client, make.make_membership(party="KS").user)

    page = client.get("/en/").text

    assert "My work (KS)" in page
    assert '<form method="post" action="/en/konto/ut/">' in page


def test_a_public_page_is_not_mixed_up_with_a_signed_in_one(client: Client) -> None:
    reader = Client()
    before = reader.get("/").content
    recorders.sign_in(client, make.make_membership().user)

    signed_in = client.get("/").content

    assert before != signed_in
    assert reader.get("/").content == before


def test_a_forged_cookie_is_a_reader(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    assert client.get("/konto/").status_code == 302
    assert not Session.objects.exists()


def test_a_post_without_a_token_is_refused_in_our_look() -> None:
    client = Client(enforce_csrf_checks=True)
    recorders.sign_in(client, make.make_membership().user)

    answer = client.post("/en/konto/ut/")

    assert answer.status_code == 403
    assert "The form was too old" in answer.text


def test_the_middlewares_stand_in_an_order_that_works() -> None:
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]

    assert order[0] == "RequestLogMiddleware"
    assert order[1:3] == ["ProxyMiddleware", "HeadersMiddleware"]
    assert order.index("HeadersMiddleware") < order.index("WhiteNoiseMiddleware")
    assert order.index("CSPMiddleware") < order.index("WhiteNoiseMiddleware")
    assert order.index("LanguageMiddleware") < order.index("NoStoreMiddleware")
    assert order.index("NoStoreMiddleware") < order.index("SessionMiddleware")
    assert order.index("AuthenticationMiddleware") < order.index("DenyByDefaultMiddleware")
