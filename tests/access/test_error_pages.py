"""Error pages: ours, in the reader's language, with a way on; the worst ones ask no database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from kvalitet import errors

Queries = Callable[[int], Any]


def away(*_call: object) -> None:
    """A database that does not answer."""
    raise OperationalError


def broken(*_call: object) -> None:
    """An error of ours."""
    raise RuntimeError


@pytest.fixture
def reader() -> Client:
    """A reader who gets the error page, not the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_an_unknown_address_leads_on(reader: Client) -> None:
    response = reader.get("/en/finnes-ikke/")
    text = response.text

    assert response.status_code == 404
    assert "Page not found" in text
    assert 'href="/en/">Go to the front page</a>' in text
    assert 'href="/en/forpliktelser/">See all commitments</a>' in text


@pytest.mark.django_db
def test_error_pages_are_not_indexed(reader: Client) -> None:
    assert '<meta name="robots" content="noindex">' in reader.get("/finnes-ikke/").text


@pytest.mark.django_db
def test_an_error_of_ours_says_so_and_shows_no_trace(reader: Client) -> None:
    with connection.execute_wrapper(broken):
        response = reader.get("/en/metode/")
    text = response.text

    assert response.status_code == 500
    assert "<h1" in text
    assert "RuntimeError" not in text


@pytest.mark.django_db
def test_a_database_that_is_away_says_when_to_come_back(reader: Client) -> None:
    with connection.execute_wrapper(away):
        response = reader.get("/en/metode/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")


@pytest.mark.django_db
@pytest.mark.parametrize(("fail", "status"), [(broken, 500), (away, 503)])
def test_the_worst_pages_ask_no_database(
    fail: Callable[[], None], status: int, django_assert_num_queries: Queries
) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"  # so that there may be a visitor
    request.user = SimpleLazyObject(broken)  # type: ignore[assignment]  # nobody may ask

    with django_assert_num_queries(0):
        try:
            fail()
        except (RuntimeError, OperationalError):
            answer = errors.server_error(request)

    assert answer.status_code == status
    assert 'href="/konto/inn/"' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "409.html"])
def test_a_refusal_shows_its_reason(name: str) -> None:
    request = RequestFactory().get("/")

    assert "Filen er for stor." in render_to_string(name, {"reason": "Filen er for stor."}, request)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.too_many_requests, 429),
        (errors.server_error, 500),
    ],
)
def test_each_handler_answers_with_its_own_status(answer: Callable[..., Any], status: int) -> None:
    assert answer(RequestFactory().get("/")).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["&".join(["a=1"] * 1001), "q=" + "a" * 100_000, "q=%ff%fe", "side=%00"]
)
def test_a_hostile_query_gets_an_answer(reader: Client, query: str) -> None:
    assert reader.get(f"/?{query}").status_code in {200, 400}
