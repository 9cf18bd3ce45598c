"""Which words and facts a page shows: those of today, or those that a question about time picks."""

import csv
import json
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.reading.reader import AgreementText
from tests.support import changed_texts, page_text
from tests.support.changed_texts import FACTS, WORDS, added, changed, with_cut
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")

OLDER = ["per=2012-05-31", "kjent=2026-02-28", "per=2020-01-01&kjent=2026-02-28"]
NEWEST = ["", "per=2012-06-01", "kjent=2026-03-01", "per=2012-06-01&kjent=2026-03-01"]
ALL = [*((query, True) for query in OLDER), *((query, False) for query in NEWEST)]
ENTERED = "2026-03-01 12:00 +0000"
MORE_FACTS = {
    ("2011-F7", "group"): '"joint"',
    ("2011-F7", "areas"): '["voksne"]',
    ("2011-F7", "themes"): '["stotte"]',
    ("2011-F7", "verb_class"): '"sørge for"',
    ("2011-F7", "deadline"): '"grunnskoleopplæringen"',
    ("2011-F7", "regional"): '"none"',
    ("2011-F7", "regional_words"): '""',
}


def load(**changes: Any) -> None:
    accept(changed(**changes))


def accept(text: AgreementText, **acceptance: Any) -> None:
    changed_texts.accept(text, at=ENTERED, **acceptance)


def get(client: Client, address: str, query: str = "", *, status: int = 200) -> Any:
    joint = "&" if "?" in address else "?"
    response = client.get(f"{address}{joint}{query}" if query else address)
    assert response.status_code == status, (address, query)
    return response


def body(client: Client, address: str, query: str = "") -> str:
    response = get(client, address, query)
    content = b"".join(response) if response.streaming else response.content
    if address.partition("?")[0].endswith(".xlsx"):
        sheet: Any = openpyxl.load_workbook(BytesIO(content)).active
        return "\n".join(str(cell.value) for row in sheet for cell in row)
    text = page_text.TERM.sub(r"\1", content.decode("utf-8-sig"))
    return " ".join(unescape(text).split())


def part(text: str, begin: str, end: str) -> str:
    return text.partition(begin)[2].partition(end)[0]


def listed(client: Client, query: str) -> list[str]:
    """The references that the register's file lists."""
    content = b"".join(get(client, f"/forpliktelser.csv?{query}")).decode("utf-8-sig")
    return [row["referanse"] for row in csv.DictReader(StringIO(content))]


@pytest.mark.parametrize(
    ("address", "begin", "end"),
    [
        ("/forpliktelser/?q=2011-F3", "<tbody", "</tbody"),
        ("/forpliktelser.csv?q=2011-F3", "", ""),
        ("/forpliktelser.json?q=2011-F3", "", ""),
        ("/forpliktelser.xlsx?q=2011-F3", "", ""),
        ("/forpliktelser/2011-F3/", "<blockquote", "</blockquote"),
        ("/forpliktelser/2011-F3.json", "", ""),
        ("/avtaler/2011-2013/", "<article", 'id="endringer"'),
        ("/avtaler/2011-2013.json", "", ""),
    ],
)
@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_the_words_are_those_that_applied(
    client: Client, address: str, begin: str, end: str, query: str, *, is_older: bool
) -> None:
    load(words=WORDS)

    text = body(client, address, query)
    shown = part(text, begin, end) if begin else text

    assert "likeverdig grunnskoleopplæring" in shown
    assert ("i alle landets" in shown) is not is_older


@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_the_facts_are_those_that_applied(client: Client, query: str, *, is_older: bool) -> None:
    load(facts={**FACTS, **MORE_FACTS})

    page = part(body(client, "/forpliktelser/2011-F7/", query), '<dl class="kv-fakta', "</dl>")
    row = part(body(client, "/forpliktelser/?q=2011-F7", query), "<tbody", "</tbody")
    record = get(client, "/forpliktelser/2011-F7.json", query).json()
    file = json.loads(body(client, "/forpliktelser.json?q=2011-F7", query))["forpliktelser"][0]
    whole = get(client, "/avtaler/2011-2013.json", query).json()["forpliktelser"]
    beside = part(body(client, "/avtaler/2011-2013/", query), 'id="F7"', "</li>")

    assert ("2011-R2" in page, "voksne" in page, "Kan variere" in page) == (
        (True, False, True) if is_older else (False, True, False)
    )
    assert ("KD og KS" in page, "KD og KS" in row, "KD og KS" in beside) == (is_older,) * 3
    assert ("arbeide for" in row, "arbeide for" in beside) == (is_older,) * 2
    assert ('href="#R2"' in beside) is is_older
    for found in (record, file, next(row for row in whole if row["referanse"] == "2011-F7")):
        told = {name: found[name] for name in ("ansvarlig", "omrade", "tema", "loftetype", "frist")}
        assert told == (
            {
                "ansvarlig": ["KD", "KS"],
                "omrade": ["barnehage", "grunnopplaering"],
                "tema": ["rekruttering"],
                "loftetype": "arbeide_for",
                "frist": None,
            }
            if is_older
            else {
                "ansvarlig": ["KS"],
                "omrade": ["voksne"],
                "tema": ["stotte"],
                "loftetype": "sorge_for",
                "frist": "grunnskoleopplæringen",
            }
        )
        assert found["forbehold"] == (["2011-R2"] if is_older else [])
        assert found["kan_variere_mellom_fylker"] is is_older


@pytest.mark.parametrize(
    ("asked", "finds_older", "finds_newest"),
    [
        ("part=KD", True, False),
        ("part=KS", True, True),
        ("omrade=voksne", False, True),
        ("omrade=barnehage", True, False),
        ("tema=stotte", False, True),
        ("loftetype=sorge_for", False, True),
        ("loftetype=arbeide_for", True, False),
        ("gruppe=felles_forpliktelse", True, True),
        ("ar=2012", True, True),
    ],
)
@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_filters_ask_for_the_facts_that_applied(
    client: Client, asked: str, query: str, *, finds_older: bool, finds_newest: bool, is_older: bool
) -> None:
    load(facts={**FACTS, **MORE_FACTS})

    found = listed(client, f"{asked}&{query}")

    assert ("2011-F7" in found) is (finds_older if is_older else finds_newest)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_the_search_reads_the_words_that_applied(
    client: Client, query: str, *, is_older: bool
) -> None:
    load(words=WORDS)

    assert listed(client, f"q=landets&{query}") == ([] if is_older else ["2011-F3"])
    assert "2011-F3" in listed(client, f"q=likeverdig&{query}")
    assert "2005-F1" in listed(client, f"q=2005-F1&{query}")


@pytest.mark.parametrize("sorter", ["referanse", "ansvarlig", "loftetype", "publisert"])
def test_the_order_is_that_of_the_facts_that_applied(client: Client, sorter: str) -> None:
    before = listed(client, f"sorter={sorter}")
    reverse = listed(client, f"sorter=-{sorter}")

    load(facts={**FACTS, **MORE_FACTS})

    assert listed(client, f"sorter={sorter}&per=2012-05-31") == before
    assert listed(client, f"sorter=-{sorter}&per=2012-05-31") == reverse
    changed_order = listed(client, f"sorter={sorter}") != before
    assert changed_order is (sorter in {"ansvarlig", "loftetype"})


@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_a_commitment_that_is_new_was_not_there_before(
    client: Client, query: str, *, is_older: bool
) -> None:
    accept(added())

    status = 404 if is_older else 200
    get(client, "/forpliktelser/2011-F15/", query, status=status)
    get(client, "/forpliktelser/2011-F15.json", query, status=status)
    assert ("2011-F15" in listed(client, query)) is not is_older
    page = part(body(client, "/avtaler/2011-2013/", query), "<article", 'id="endringer"')
    assert ("2011-F15" in page) is not is_older
    before = body(client, "/forpliktelser/2011-F14/", query)
    assert ("/forpliktelser/2011-F15/" in before) is not is_older


@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_progress_is_filtered_by_the_facts_that_applied(
    client: Client, query: str, *, is_older: bool
) -> None:
    publish_entry("2011-12-01", ref="2011-F7", at="2026-01-15 12:00 +0000")
    load(facts=MORE_FACTS)

    rows = json.loads(body(client, "/framdrift.json?omrade=voksne", query))["framdrift"]
    page = body(client, "/framdrift/?loftetype=arbeide_for", query)

    assert [row["referanse"] for row in rows] == ([] if is_older else ["2011-F7"])
    assert ("2011-F7" in part(page, 'id="liste"', 'id="fot"')) is is_older


def test_progress_is_outside_the_days_that_applied(client: Client) -> None:
    publish_entry("2013-11-01", ref="2011-F7", at="2026-01-15 12:00 +0000")
    accept(with_cut("ends_on = 2013-12-31", "ends_on = 2013-10-31"))

    assert outside(client, "") is True
    assert outside(client, "kjent=2026-02-28") is False


def outside(client: Client, query: str) -> bool:
    """Whether list, page and files mark the entry as outside the term of the agreement."""
    [row] = json.loads(body(client, "/framdrift.json", query))["framdrift"]
    [own] = get(client, "/forpliktelser/2011-F7.json", query).json()["framdrift"]
    listed_entry = part(body(client, "/framdrift/", query), 'id="liste"', 'id="fot"')
    line = part(body(client, "/forpliktelser/2011-F7/", query), 'id="framdrift"', "</section")
    told = {row["utenfor_avtaleperioden"], own["utenfor_avtaleperioden"]}
    told |= {"utenfor" in listed_entry, "utenfor" in line}
    assert len(told) == 1
    return bool(told.pop())


def test_a_party_that_answered_then_is_told_of(client: Client) -> None:
    publish_entry("2012-01-15", "done", ref="2011-F7", at="2026-01-15 12:00 +0000")
    load(facts=FACTS)

    newest = json.loads(body(client, "/forpliktelser.json?q=2011-F7"))["forpliktelser"][0]
    older = json.loads(body(client, "/forpliktelser.json?q=2011-F7", OLDER[0]))["forpliktelser"][0]

    assert (newest["ansvarlig"], older["ansvarlig"]) == (["KS"], ["KD", "KS"])
    assert (newest["status_kd"], older["status_kd"]) == ("gjennomfort", "gjennomfort")
    assert older["status_kd_dato"] == "2012-01-15"
    assert "gjennomført" in part(body(client, "/avtaler/2011-2013/", OLDER[0]), 'id="F7"', "</li>")


def test_the_files_of_then_say_what_they_said_then(client: Client) -> None:
    whole, rows = body(client, "/avtaler/2011-2013.json"), undated(client, "")

    load(words=WORDS, facts={**FACTS, **MORE_FACTS})

    assert body(client, "/avtaler/2011-2013.json") != whole
    assert undated(client, "") != rows
    for query in OLDER:
        assert body(client, "/avtaler/2011-2013.json", query) == whole
        assert undated(client, query) == rows


def undated(client: Client, query: str) -> list[dict[str, Any]]:
    """All rows of the register's file, each without the day it stands for."""
    rows: list[dict[str, Any]] = json.loads(body(client, "/forpliktelser.json", query))[
        "forpliktelser"
    ]
    return [{name: row[name] for name in row if name != "per_dato"} for row in rows]


@pytest.mark.parametrize(
    "address",
    [
        "/forpliktelser/",
        "/forpliktelser/2011-F7/",
        "/forpliktelser/2011-F7.json",
        "/forpliktelser.json",
        "/framdrift/",
        "/framdrift.json",
        "/avtaler/2011-2013/",
        "/avtaler/2011-2013.json",
    ],
)
def test_an_older_version_costs_one_query(
    client: Client,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    publish_entry("2012-01-15", "done", ref="2011-F7", at="2026-01-15 12:00 +0000")
    load(facts=FACTS)
    with django_assert_max_num_queries(100) as today:
        body(client, address)

    with django_assert_max_num_queries(len(today) + 1):
        body(client, address, "per=2012-05-31")


@pytest.mark.parametrize("address", ["/avtaler/2011-2013/", "/avtaler/2011-2013.json"])
@pytest.mark.parametrize("query", ["per=2999-01-01", "kjent=2999-01-01", "per=x", "kjent=2012-2-2"])
def test_a_day_that_cannot_be_taken_is_refused(client: Client, address: str, query: str) -> None:
    response = get(client, address, query, status=400)

    assert query.partition("=")[2] in response.text


def test_an_empty_list_names_the_day_to_drop(client: Client) -> None:
    load(words=WORDS)

    text = body(client, "/en/forpliktelser/?q=landets&per=2012-05-31")

    assert "1 commitment without the filter «Situation as at: 31 May 2012»" in text


def test_a_commitment_with_an_address_stays_in_every_later_text(client: Client) -> None:
    accept(added())

    with pytest.raises(ValidationError) as refused:
        accept(changed(), first_day=date(2013, 1, 1))

    assert refused.value.code == "vanished"
    assert "2011-F15" in refused.value.messages[0]


@pytest.mark.parametrize(("query", "is_older"), ALL)
def test_the_version_decides_whether_one_party_alone_is_responsible(
    client: Client, query: str, *, is_older: bool
) -> None:
    load(facts=FACTS)

    alone = body(client, "/forpliktelser.csv?ansvar=alene", query)

    assert ("2011-F7," in alone) is not is_older
