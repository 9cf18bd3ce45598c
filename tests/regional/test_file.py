"""Regional status as files: the rows of the page."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client

from commitments.regional.file import RegionalFileRow
from tests.support.regional_states import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/fylker/?forpliktelse=2011-F9&ar=2012&part=KS"


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def test_the_files_hold_the_rows_of_the_page(client: Client) -> None:
    row = publish()
    query = PAGE.partition("?")[2]

    lines = list(csv.DictReader(StringIO(body(client, f"/fylker.csv?{query}").decode("utf-8-sig"))))
    data = json.loads(body(client, f"/fylker.json?{query}"))
    sheet = openpyxl.load_workbook(BytesIO(body(client, f"/fylker.xlsx?{query}"))).active

    assert [line["fylkesnummer"] for line in lines] == [
        f"{number:02}" for number in range(1, 21) if number != 13
    ]
    [reported] = [line for line in lines if line["status"] != "ikke_rapportert"]
    assert reported["kommuner_deltar"] == "1"
    assert reported["kommuner_i_alt"] == "33"
    assert reported["kilder"] == "Eksempel: rapport"
    assert reported["adresse"].endswith(f"/fylker/12-hordaland/#status-{row.pk}")
    assert data["utvalg"] == {"forpliktelse": "2011-F9", "ar": "2012", "part": "KS"}
    assert len(data["fylker"]) == 19
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == list(RegionalFileRow._fields)
    assert sheet.max_row == 20
