"""«What was true by then» and «what was known then», asked of a commitment and of the lists."""

from html import unescape

import pytest
import time_machine
from django.test import Client

from tests.support import recorders
from tests.support.published_entries import correct, publish_entry, withdraw

PLACES = ["forpliktelser/", f"forpliktelser/{recorders.REF}/", "framdrift/"]
FILES = [
    f"{path}.{ending}"
    for path in ("forpliktelser", f"forpliktelser/{recorders.REF}", "framdrift")
    for ending in ("csv", "json", "xlsx")
]

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(f"/en/{address}")
    assert response.status_code == status
    return " ".join(unescape(response.text).split())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("per=2012-03-15", "You see the situation as at 15 March 2012, as published today."),
        (
            "kjent=2026-03-01",
            "You see what had been published by the end of 1 March 2026, as it was then.",
        ),
        (
            "per=2012-03-15&kjent=2026-03-01",
            "You see the situation as at 15 March 2012, as published by the end of 1 March 2026.",
        ),
    ],
)
def test_a_page_says_what_it_shows(client: Client, place: str, query: str, sentence: str) -> None:
    text = page(client, f"{place}?{query}")

    assert sentence in text
    assert "Show what applies today" in text
    assert sentence not in page(client, place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["per", "kjent"])
@pytest.mark.parametrize("value", ["i går", "2012-3-5", "2012-02-30", "20120315", "%FF", "%00"])
def test_an_unreadable_day_is_named(client: Client, place: str, name: str, value: str) -> None:
    text = page(client, f"{place}?{name}={value}", status=400)

    assert "» is not a date. Write «" in text
    assert "» like this: 2012-03-15." in text
    assert "Nothing is listed." in text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["per", "kjent"])
@time_machine.travel("2027-06-01 21:59 +0000", tick=False)  # one minute to midnight in Norway
def test_tomorrow_is_refused_and_today_is_not(client: Client, place: str, name: str) -> None:
    text = page(client, f"{place}?{name}=2027-06-02", status=400)

    assert "«2027-06-02» is in the future." in text
    assert page(client, f"{place}?{name}=2027-06-01")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("query", ["per=2999-01-01", "kjent=x"])
def test_a_file_is_refused_in_plain_text(client: Client, file: str, query: str) -> None:
    response = client.get(f"/en/{file}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert query.partition("=")[2] in response.text


def test_the_page_of_then_shows_the_version_of_then(client: Client) -> None:
    first = publish_entry(narrative="Eksempel: første versjon.", at="2026-03-01 12:00 +0000")
    second = correct(first, narrative="Eksempel: andre versjon.", at="2026-04-01 12:00 +0000")
    withdraw(second, at="2026-05-01 12:00 +0000", reason="Eksempel: trukket.")
    place = f"forpliktelser/{recorders.REF}/"

    then = page(client, f"{place}?kjent=2026-03-31")
    later = page(client, f"{place}?kjent=2026-04-30")
    last = page(client, f"{place}?kjent=2026-05-01")

    assert ("første" in then, "andre" in then, "trukket" in then) == (True, False, False)
    assert ("første" in later, "andre" in later, "trukket" in later) == (False, True, False)
    assert ("første" in last, "andre" in last, "trukket" in last) == (False, False, True)


def test_the_register_of_then_shows_the_status_of_then(client: Client) -> None:
    entry = publish_entry("2007-03-15", "in_progress", at="2026-03-01 12:00 +0000")
    correct(entry, status="done", at="2026-04-01 12:00 +0000")
    query = f"forpliktelser/?q={recorders.REF}"

    assert (
        "no progress published" in page(client, f"{query}&kjent=2026-02-28").partition("<tbody")[2]
    )
    assert "in progress" in page(client, f"{query}&kjent=2026-03-01").partition("<tbody")[2]
    assert "done" in page(client, query).partition("<tbody")[2]
    assert "no progress published" in page(client, f"{query}&per=2007-03-14").partition("<tbody")[2]


def test_the_list_of_then_lists_what_was_known(client: Client) -> None:
    entry = publish_entry(narrative="Eksempel: siden trukket.", at="2026-03-01 12:00 +0000")
    withdraw(entry, at="2026-04-01 12:00 +0000")

    assert "siden trukket" in page(client, "framdrift/?kjent=2026-03-15")
    assert "siden trukket" not in page(client, "framdrift/?kjent=2026-04-01")
    assert "siden trukket" not in page(client, "framdrift/")


def test_nothing_fits_the_day(client: Client) -> None:
    publish_entry("2007-03-15")

    assert "Nothing was published that matches the dates you chose." in page(
        client, f"forpliktelser/{recorders.REF}/?per=2005-01-01"
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "avtaler/",
        "avtaler.json",
        "avtaler/2011-2013/tekst/",
        "avtaler/2011-2013/tekst.txt",
        "avtaler/2011-2013/matrise/",
        "avtaler/2011-2013/matrise.csv",
        "avtaler/2011-2013/alle-ar/",
        "avtaler/2011-2013/evalueringer/",
        "avtaler/2011-2013/evalueringer/2012/",
        f"forpliktelser/{recorders.REF}/historikk/",
        "fylker/",
        "metode/",
        "metode/lofter/",
    ],
)
@pytest.mark.parametrize("query", ["per=2012-01-01", "kjent=2026-03-01", "per=x"])
def test_what_cannot_answer_for_another_day_refuses(
    client: Client, address: str, query: str
) -> None:
    assert client.get(f"/en/{address}").status_code == 200

    text = page(client, f"{address}?{query}", status=400)

    assert "The page cannot be shown as at another date" in text
    assert f'href="/en/{address}"' in text


def test_an_empty_question_asks_for_nothing(client: Client) -> None:
    assert page(client, "?per=&kjent=")


def test_small_letters_keep_the_question(client: Client) -> None:
    response = client.get("/forpliktelser/2005-f2/?per=2012-01-01&x=1")

    assert response.headers["Location"] == "/forpliktelser/2005-F2/?per=2012-01-01"
