"""A party's file: a row for each promise, with the same content as its page."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl
import pytest
import time_machine
from django.test import Client

from commitments.pages.parties.file import PartyFileRow
from commitments.register.models import Commitment
from tests.support import evaluation_states
from tests.support.page_claims import tree
from tests.support.published_entries import publish_entry
from tests.support.signed_evaluations import three_years

pytestmark = pytest.mark.usefixtures("texts")

REF: Final = evaluation_states.REF
TODAY: Final = "2026-11-28 12:00 +0000"


def body(client: Client, path: str) -> bytes:
    answer: Any = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer)


def records(client: Client, path: str = "/parter/KD.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body(client, path).decode("utf-8-sig"))))


def by_ref(client: Client, path: str = "/parter/KD.csv") -> dict[str, dict[str, str]]:
    return {row["referanse"]: row for row in records(client, path)}


@pytest.mark.parametrize("party", ["KD", "KS"])
def test_has_a_row_for_each_promise_of_the_party_in_text_order(client: Client, party: str) -> None:
    own = Commitment.objects.answered_for_by(party).in_text_order().values_list("ref", flat=True)

    assert [row["referanse"] for row in records(client, f"/parter/{party}.csv")] == list(own)


@time_machine.travel(TODAY, tick=False)
def test_a_row_has_each_counted_year_the_progress_and_the_silence(client: Client) -> None:
    publish_entry("2012-08-10", "done", party="KD", ref="2011-F7")
    three_years()

    found = by_ref(client)

    assert found["2011-F7"] == {
        "referanse": "2011-F7",
        "kortnavn": "Rekruttering av førskolelærere og lærere",
        "avtale": "2011-2013",
        "gruppe": "felles_forpliktelse",
        "ansvar": "felles",
        "aar": "2011; 2012; 2013",
        "vurderinger": "ikke_vurdert; ikke_vurdert; ikke_publisert",
        "framdrift": "gjennomfort",
        "framdrift_dato": "2012-08-10",
        "taus_siden": "2012-08-10",
        "dager_taus": str((date(2026, 11, 28) - date(2012, 8, 10)).days),
        "har_uttalt_seg": "ja",
        "uenige_aar": "",
        "ulik_arsak_aar": "",
        "forbehold": "2011-R2",
        "per_dato": "2026-11-20",
    }
    assert found[REF]["vurderinger"] == "innfridd; innfridd; ikke_publisert"
    assert found[REF]["uenige_aar"] == "2012"
    assert found[REF]["taus_siden"] == "2012-12-31"
    assert found["2005-S1"]["ansvar"] == "alene"
    assert found["2005-S1"]["framdrift"] == "ingen_opplysninger"
    assert (found["2005-S1"]["taus_siden"], found["2005-S1"]["har_uttalt_seg"]) == (
        "2008-12-31",
        "nei",
    )


@time_machine.travel(TODAY, tick=False)
def test_the_page_has_the_same_days_of_silence(client: Client) -> None:
    three_years()

    cells = tree(client, "/en/parter/KS/").xpath("//section[@id='taus']//tbody/tr")
    page = {
        row.xpath(".//*[@class='kv-kode']")[0].text: row.xpath("./td")[1].text_content().strip()
        for row in cells
    }

    file = {ref: row["dager_taus"] for ref, row in by_ref(client, "/parter/KS.csv").items()}
    assert {ref: days.replace(",", "") for ref, days in page.items()} == file


def test_is_the_same_in_every_language_and_kind(client: Client) -> None:
    three_years()
    files = {body(client, f"{start}/parter/KD.csv") for start in ("", "/nn", "/en")}
    listed = json.loads(body(client, "/parter/KD.json"))["part-KD"]
    sheet: Any = openpyxl.load_workbook(BytesIO(body(client, "/parter/KD.xlsx"))).active

    assert len(files) == 1
    refs = [row["referanse"] for row in records(client)]
    assert [row["referanse"] for row in listed] == refs
    assert [row[0].value for row in sheet][-len(refs) :] == refs
    assert list(listed[0]) == list(PartyFileRow._fields)
    assert listed[-1]["aar"] == ["2011", "2012", "2013"]
