"""The register as files: the same rows as the page, streamed, the same bytes in every language."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.pages import PREFIXES
from commitments.pages.register_file import CommitmentFileRow
from tests.make import make_agreement, make_commitment


def read(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = read(client, f"/forpliktelser.csv{query}").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def records(client: Client, query: str = "") -> Any:
    return json.loads(read(client, f"/forpliktelser.json{query}"))


def test_names_are_ascii_words() -> None:
    columns = CommitmentFileRow._fields

    assert all(name.isascii() and name.replace("_", "").islower() for name in columns)


def test_csv_is_read_by_a_spreadsheet(texts: None, client: Client) -> None:
    response = client.get("/forpliktelser.csv")
    body = response.getvalue()

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert body.startswith(b"\xef\xbb\xbfreferanse,kortnavn,avtale,")
    assert body.count(b"\r\n") == 36
    assert tuple(rows(client)[0]) == CommitmentFileRow._fields


def test_holds_every_row_of_the_list_in_its_order(texts: None, client: Client) -> None:
    found = rows(client, "?avtale=2005-2009&sorter=-referanse&side=7")

    assert len(found) == 18
    assert (found[0]["referanse"], found[-1]["referanse"]) == ("2005-S5", "2005-M1")


def test_facts_stand_as_filters_take_them(texts: None, client: Client) -> None:
    [row] = rows(client, "?q=2005-M3")

    assert row["gruppe"] == "forpliktelse_i_lopende_tekst"
    assert (row["ansvarlig"], row["loftetype"]) == ("KS", "samarbeide")
    assert row["forbehold"] == "2005-R2"
    assert row["kortnavn"] == "Samarbeid med fylkesmannen"
    assert row["omfang"] == "tiltak og aktiviteter på regionalt- og lokalt nivå"
    assert row["vilkar"] == row["periode"] == row["frist"] == ""
    assert (row["kan_slas_opp"], row["kan_variere_mellom_fylker"]) == ("nei", "ja")


def test_parties_stand_in_the_order_of_the_agreement(texts: None, client: Client) -> None:
    agreement = make_agreement(slug="2030", parties=["KS", "KD"])
    make_commitment(agreement=agreement, ref="2030-F1")

    assert rows(client, "?avtale=2030")[0]["ansvarlig"] == "KS; KD"


def test_json_says_what_was_asked_for_and_of_which_day(texts: None, client: Client) -> None:
    found = records(client, "?avtale=2011-2013&part=KD&ukjent=1")

    assert found["utvalg"] == {"avtale": "2011-2013", "part": "KD"}
    assert len(found["forpliktelser"]) == 16
    assert {row["per_dato"] for row in found["forpliktelser"]} == {found["per_dato"]}


def test_json_and_csv_hold_the_same_values(texts: None, client: Client) -> None:
    for cell, row in zip(rows(client), records(client)["forpliktelser"], strict=True):
        assert cell["referanse"] == row["referanse"]
        assert cell["tema"].split("; ") == row["tema"]
        assert (cell["merknad"] or None) == row["merknad"]


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_same_bytes_in_every_language(texts: None, client: Client, ending: str) -> None:
    query = "?gruppe=ks__forpliktelse&q=arbeide"
    bodies = {
        read(client, f"{before}/forpliktelser.{ending}{query}") for before in PREFIXES.values()
    }

    assert len(bodies) == 1


@pytest.mark.parametrize(
    "address",
    [f"/{name}.{end}" for name in ("forpliktelser", "framdrift") for end in ("csv", "json", "xlsx")]
    + [f"/forpliktelser/2011-F3.{end}" for end in ("csv", "xlsx")],
)
def test_a_file_about_another_day_has_that_day_in_its_name(
    texts: None, client: Client, address: str
) -> None:
    with time_machine.travel("2030-01-02 12:00 +0000", tick=False):
        answer: Any = client.get(f"{address}?kjent=2030-01-01&per=2011-12-31")
        answer.getvalue()  # a file is sent to its end, and closed

    assert "-per-2011-12-31-kjent-2030-01-01-2030-01-02." in answer["Content-Disposition"]


def test_json_names_the_day_that_it_was_asked_about(texts: None, client: Client) -> None:
    address = "/forpliktelser/2011-F3.json"

    assert client.get(address).json()["utvalg"] == {}
    assert client.get(f"{address}?per=2011-12-31").json()["utvalg"] == {"per": "2011-12-31"}


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_another_day_changes_the_name_and_no_row(texts: None, client: Client, ending: str) -> None:
    with time_machine.travel("2030-01-02 23:30 +0000", tick=False):
        one = client.get(f"/forpliktelser.{ending}")
    with time_machine.travel("2030-02-03 12:00 +0000", tick=False):
        other = client.get(f"/forpliktelser.{ending}")

    assert f'filename="forpliktelser-2030-01-03.{ending}"' in one["Content-Disposition"]
    assert f'filename="forpliktelser-2030-02-03.{ending}"' in other["Content-Disposition"]
    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_faulty_filter_is_named_in_plain_text(texts: None, client: Client, ending: str) -> None:
    response = client.get(f"/en/forpliktelser.{ending}?avtale=2099&q=%FF")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        "The search contains characters that cannot be read.\n"
        "«2099» is not a valid choice for «Agreement».\n"
    )


def test_a_wording_that_looks_like_a_formula_is_made_safe(db: None, client: Client) -> None:
    make_commitment(agreement=make_agreement(slug="2030"), ref="2030-F1", wording="=2+5")

    assert rows(client, "?avtale=2030")[0]["ordlyd"] == "'=2+5"
    assert records(client, "?avtale=2030")["forpliktelser"][0]["ordlyd"] == "=2+5"


def test_no_hit_is_a_file_without_rows(texts: None, client: Client) -> None:
    assert rows(client, "?q=xyzzy") == []
    assert records(client, "?q=xyzzy")["forpliktelser"] == []


def test_a_thousand_rows_more_are_six_queries_more(
    texts: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    agreement = make_agreement(slug="2030")
    for number in range(1, 1_101):
        make_commitment(agreement=agreement, ref=f"2030-F{number}", position=number)

    with django_assert_max_num_queries(16):
        assert len(rows(client)) == 1_135


def test_one_commitment_has_the_columns_of_the_list(texts: None, client: Client) -> None:
    one = json.loads(client.get("/nn/forpliktelser/2011-F3.json").content)

    assert (one.pop("framdrift"), one.pop("utvalg")) == ([], {})
    assert one in records(client)["forpliktelser"]


def test_an_unknown_commitment_is_not_found(texts: None, client: Client) -> None:
    assert client.get("/forpliktelser/2011-F99.json").status_code == 404
