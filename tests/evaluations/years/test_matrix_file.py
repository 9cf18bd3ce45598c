"""The matrix as files: a row for each commitment, year and party, read in batches."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import vocabulary
from agreements.models import Agreement
from commitments.evaluations.years import matrix_file
from commitments.evaluations.years.matrix_file import matrix_rows
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.signed_evaluations import three_years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


@pytest.fixture
def agreement() -> Agreement:
    rows = Agreement.objects.with_parties().with_evaluation_years()
    return rows.get(slug=evaluation_states.AGREEMENT)


def records(client: Client, prefix: str = "") -> list[dict[str, str]]:
    answer: Any = client.get(f"{prefix}/avtaler/2011-2013/matrise.csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def test_the_csv_has_a_row_for_each_commitment_year_and_party(client: Client) -> None:
    three_years()

    rows = records(client)

    assert rows == records(client, "/nn") == records(client, "/en")
    assert len(rows) == 3 * (16 + 17) + 1  # and one view
    found = {(row["referanse"], row["aar"], row["part"]): row for row in rows}
    disputed = found[evaluation_states.REF, "2012", "KS"]
    assert (disputed["vurdering"], disputed["samlet"]) == ("delvis_innfridd", "uenige")
    assert (disputed["revisjon"], disputed["art"]) == ("1", "signert")
    assert disputed["skrevet_i_ettertid"] == "2026"
    assert found[evaluation_states.ONLY_KS, "2012", "KD"]["rolle"] == "syn"
    assert found[evaluation_states.ONLY_KS, "2012", "KS"]["arsak"] == "politikken_ble_endret"
    open_year = found[evaluation_states.REF, "2013", "KD"]
    assert (open_year["vurdering"], open_year["revisjon"]) == ("ikke_publisert", "")


def test_json_and_xlsx_hold_the_same_rows(client: Client) -> None:
    three_years()
    answer: Any = client.get("/avtaler/2011-2013/matrise.json")
    data = json.loads(b"".join(answer.streaming_content))
    file: Any = client.get("/avtaler/2011-2013/matrise.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(file.streaming_content))).active

    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    assert len(data["matrise-2011-2013"]) == len(lines) - 1 == len(records(client))
    assert list(data["matrise-2011-2013"][0]) == list(lines[0])


@pytest.mark.parametrize("path", ["matrise.csv", "matrise.json"])
def test_an_unknown_agreement_has_no_file(client: Client, path: str) -> None:
    assert client.get(f"/avtaler/finnes-ikke/{path}").status_code == 404


def test_the_rows_follow_the_text_the_years_and_the_parties(agreement: Agreement) -> None:
    [batch] = matrix_rows(agreement, as_of=date(2026, 3, 1))

    commitments = [
        (row.ref, sorted(row.responsible.values_list("code", flat=True)))
        for row in evaluation_states.commitments()
    ]
    assert [(row.referanse, row.aar, row.part) for row in batch] == [
        (ref, year, party)
        for ref, parties in commitments
        for year in (2011, 2012, 2013)
        for party in parties
    ]
    assert {row.per_dato for row in batch} == {date(2026, 3, 1)}
    marks = {(row.aar, row.aar_merke) for row in batch}
    assert marks == {(2011, "del_av_aret"), (2012, ""), (2013, "")}


def test_before_anything_is_published_every_row_says_not_published(agreement: Agreement) -> None:
    [batch] = matrix_rows(agreement, as_of=None)

    assert {(row.rolle, row.vurdering) for row in batch} == {("vurdering", "ikke_publisert")}
    assert {(row.revisjon, row.art, row.per_dato) for row in batch} == {(None, "", "")}


@pytest.mark.parametrize(
    ("other", "reading"), [("2011-R2", "agree"), ("2011-R1", "agree_other_reason")]
)
def test_parties_that_used_different_reservations_agree_for_different_reasons(
    client: Client, agreement: Agreement, other: str, reading: str
) -> None:
    commitment = recorders.commitment(evaluation_states.REF)
    year = agreement.evaluation_years.get(year=2012)
    revision = make.make_revision(evaluation=make.make_evaluation(year=year))
    for code, ref in (("KD", "2011-R2"), ("KS", other)):
        make.make_published_verdict(
            revision=revision,
            commitment=commitment,
            party=make.make_party(code),
            verdict="reservation_used",
            reservation=ref,
        )

    [batch] = matrix_rows(agreement, as_of=None)

    rows = [row for row in batch if (row.referanse, row.aar) == (commitment.ref, 2012)]
    assert [row.forbehold for row in rows] == ["2011-R2", other]
    slug = vocabulary.word(f"reading.{reading}").slug
    assert {row.samlet for row in rows} == {slug}
    register: Any = client.get(f"/forpliktelser.csv?q={commitment.ref}")
    assert f",{slug}," in b"".join(register.streaming_content).decode()


def test_a_query_for_each_batch_and_one(
    agreement: Agreement,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    three_years()
    [whole] = matrix_rows(agreement, as_of=None)
    monkeypatch.setattr(matrix_file, "AT_A_TIME", 5)

    with django_assert_num_queries(4 + 1):  # 17 commitments
        batches = list(matrix_rows(agreement, as_of=None))

    assert [row for batch in batches for row in batch] == whole
