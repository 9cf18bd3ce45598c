"""A signed evaluation as files: the signed bytes, and a row for each column."""

import csv
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl
import pytest
from django.test import Client

from agreements.pages import PREFIXES
from commitments.evaluations.revisions.document import stated_columns
from commitments.evaluations.revisions.file import evaluation_rows
from commitments.evaluations.revisions.models import Revision
from commitments.web.cells import cells
from tests.support import evaluation_states
from tests.support.signed_evaluations import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

URL: Final = "/en/avtaler/2011-2013/evalueringer/2012/"


def test_the_json_is_the_signed_bytes_in_every_language(client: Client) -> None:
    evaluation_states.evaluation_in("signed")
    revision = Revision.objects.get()

    for prefix in PREFIXES.values():
        for path in ("2012.json", "2012/revisjoner/1.json"):
            answer = client.get(f"{prefix}/avtaler/2011-2013/evalueringer/{path}")
            assert answer.content == revision.content.encode()
            assert answer["Content-Type"] == "application/json"


def test_the_csv_has_a_row_for_each_column(client: Client) -> None:
    evaluation_states.evaluation_in("signed")

    files = {
        b"".join(client.get(f"{prefix}{URL[3:-1]}.csv").streaming_content)  # type: ignore[attr-defined]
        for prefix in PREFIXES.values()
    }

    [body] = files
    rows = list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == 16 + 17
    [kd] = [
        row for row in rows if row["referanse"] == evaluation_states.REF and row["part"] == "KD"
    ]
    assert (kd["vurdering"], kd["samlet"], kd["aar"]) == ("innfridd", "uenige", "2012")
    assert kd["begrunnelse"] == "Eksempel: tre møter i året."
    assert kd["skrevet_i_ettertid"] == "2026"


def test_the_spreadsheet_holds_the_rows_of_the_csv(client: Client) -> None:
    evaluation_states.evaluation_in("signed")
    comma: Any = client.get(f"{URL[3:-1]}.csv")
    sheet: Any = client.get(f"{URL[3:-1]}.xlsx")

    lines = list(csv.reader(StringIO(b"".join(comma.streaming_content).decode("utf-8-sig"))))
    page = openpyxl.load_workbook(BytesIO(b"".join(sheet.streaming_content))).active

    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert len(rows) == len(lines)
    assert list(rows[0]) == lines[0]
    reason = lines[0].index("begrunnelse")
    assert [row[reason] or "" for row in rows] == [line[reason] for line in lines]


def test_the_rows_are_the_stated_columns_in_the_order_of_the_csv(client: Client) -> None:
    evaluation_states.evaluation_in("signed")
    revision = Revision.objects.get()
    comma: Any = client.get(f"{URL[3:-1]}.csv")

    rows = evaluation_rows(revision)

    lines = list(csv.reader(StringIO(b"".join(comma.streaming_content).decode("utf-8-sig"))))
    assert [list(rows[0]._fields), *map(list, cells(rows))] == lines
    assert [(row.referanse, row.part) for row in rows] == [
        (row.ref, column.party) for row, column, _stated in stated_columns(revision.document)
    ]


def test_a_row_says_what_was_handed_in_where_it_was_amended() -> None:
    found = evaluation_states.evaluation_in("revealed")
    found.amend("KS", verdict="not_fulfilled", reason="policy_changed")
    found.amend("KD", evaluation_states.ONLY_KS)

    rows = {(row.referanse, row.part): row for row in evaluation_rows(finish(found))}

    amended, view = rows[evaluation_states.REF, "KS"], rows[evaluation_states.ONLY_KS, "KD"]
    assert (amended.vurdering, amended.arsak) == ("ikke_innfridd", "politikken_ble_endret")
    assert amended.levert_vurdering == "delvis_innfridd"
    assert amended.endret_etter_innsyn is not None
    assert (view.rolle, view.vurdering) == ("syn", "innfridd")
    unchanged = rows[evaluation_states.REF, "KD"]
    assert (unchanged.levert_vurdering, unchanged.endret_etter_innsyn) == ("", None)


def test_a_row_names_its_revision_and_the_sources_it_rests_on() -> None:
    found = evaluation_states.evaluation_in("signed")
    revision = Revision.objects.get(evaluation=found.evaluation)

    rows = {(row.referanse, row.part): row for row in evaluation_rows(revision)}

    said = rows[evaluation_states.REF, "KD"]
    assert (said.revisjon, said.art, said.innhold_sha256) == (
        1,
        "signert",
        revision.content_sha256,
    )
    assert said.kilder == ["Eksempel: referat"]
    assert said.kilde_adresser == ["https://www.example.no/referat"]
