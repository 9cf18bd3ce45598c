"""Published progress and the register as files: the same rows in three kinds, for everyone."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.pages import PREFIXES
from commitments.foundation.choices import State
from commitments.pages.register_file import CommitmentFileRow
from commitments.progress.file import EntryFileRow
from commitments.sources.actions import NewSource
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry, withdraw

PATHS = ["framdrift", "forpliktelser", f"forpliktelser/{recorders.REF}"]
ENDINGS = ["csv", "json", "xlsx"]

pytestmark = pytest.mark.usefixtures("texts")


def read(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue() if response.streaming else response.content


def table(client: Client, address: str = "/framdrift.csv") -> list[dict[str, str]]:
    text = read(client, address).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def sheet(client: Client, address: str = "/framdrift.xlsx") -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(BytesIO(read(client, address)))
    heads, *rows = book.active.values  # type: ignore[union-attr]
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def records(client: Client, address: str = "/framdrift.json") -> Any:
    return json.loads(read(client, address))


def test_names_are_ascii_words() -> None:
    assert all(name.isascii() and name.replace("_", "").islower() for name in EntryFileRow._fields)


def test_a_row_says_everything_that_is_published(client: Client) -> None:
    sources = [
        NewSource("Referat", "https://www.example.no/1"),
        NewSource("Brev", file=recorders.upload()),
    ]
    old = publish_entry("2009-01-02", "in_difficulty", language="nn", new_sources=sources)
    new = correct(old, narrative="Eksempel: rett.", at="2026-11-22 11:30 +0000")
    upload = new.sources.get(title="Brev")

    assert records(client)["framdrift"] == [
        {
            "oppforing": new.pk,
            "referanse": "2005-F2",
            "kortnavn": "Nettverk med lærerutdanningen",
            "avtale": "2005-2009",
            "part": "KD",
            "status": "i_gang_med_vansker",
            "gjelder_dato": "2009-01-02",
            "tekst": "Eksempel: rett.",
            "sprak": "nb",
            "kilder": ["Brev", "Referat"],  # entered in the same instant, so by title
            "kilde_adresser": [
                f"http://localhost:8000/kilder/{upload.pk}/fil/",
                "https://www.example.no/1",
            ],
            "registrert": "2026-11-22T12:30:00+01:00",
            "publisert": "2026-11-22T12:30:00+01:00",
            "skrevet_i_ettertid": 2026,
            "utenfor_avtaleperioden": True,
            "rettet": True,
            "grunn_til_rettelse": "Eksempel: feil dag.",
            "adresse": f"http://localhost:8000/forpliktelser/2005-F2/#oppforing-{new.pk}",
            "per_dato": "2026-11-22",
        }
    ]


def test_the_three_kinds_hold_the_same_values(client: Client) -> None:
    publish_entry("2007-03-15", narrative="=1+1")
    publish_entry("2012-03-15", "done", ref="2011-F3", party="KS")

    for cells, typed, record in zip(
        table(client), sheet(client), records(client)["framdrift"], strict=True
    ):
        assert tuple(cells) == tuple(typed) == tuple(record) == EntryFileRow._fields
        assert cells["oppforing"] == str(typed["oppforing"]) == str(record["oppforing"])
        assert cells["tekst"] == typed["tekst"]
        assert cells["tekst"].removeprefix("'") == record["tekst"]
        assert (
            cells["gjelder_dato"] == f"{typed['gjelder_dato']:%Y-%m-%d}" == record["gjelder_dato"]
        )
        assert cells["registrert"][:19] == typed["registrert"].isoformat()
        assert cells["kilder"] == typed["kilder"] == "; ".join(record["kilder"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_bytes_in_every_language(client: Client, path: str, ending: str) -> None:
    publish_entry(
        "2009-01-02", "in_difficulty", new_sources=[NewSource("Brev", file=recorders.upload())]
    )

    assert len({read(client, f"{before}/{path}.{ending}") for before in PREFIXES.values()}) == 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_nobody_is_named_and_nothing_unpublished_leaks(
    client: Client, path: str, ending: str
) -> None:
    publish_entry()
    before = read(client, f"/{path}.{ending}")
    recorders.taken_to(State.SUBMITTED, by=recorders.editor(), narrative="Kanari")
    recorders.taken_to(State.DRAFT, by=recorders.editor("KS"), narrative="Kanari")

    assert read(client, f"/{path}.{ending}") == before
    if ending != "xlsx":
        for name in ("Redaktør", "Godkjenner", "@"):
            assert name not in before.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signed_in_person_gets_what_the_public_gets(client: Client, ending: str) -> None:
    publish_entry()
    writer = recorders.editor()
    recorders.taken_to(State.DRAFT, by=writer)

    assert read(recorders.client_of(writer), f"/framdrift.{ending}") == read(
        client, f"/framdrift.{ending}"
    )


def test_filters_narrow_the_files(client: Client) -> None:
    publish_entry("2007-03-15", narrative="En")
    publish_entry("2012-03-15", ref="2011-F3", party="KS", narrative="To")

    for query in ("?part=KS", "?avtale=2011-2013", "?forpliktelse=2011-F3"):
        assert [row["tekst"] for row in table(client, f"/framdrift.csv{query}")] == ["To"]
        assert [row["tekst"] for row in sheet(client, f"/framdrift.xlsx{query}")] == ["To"]
    found = records(client, "/framdrift.json?per=2008-01-01&part=KD")
    assert found["utvalg"] == {"part": "KD", "per": "2008-01-01"}
    assert [row["tekst"] for row in found["framdrift"]] == ["En"]


def test_a_row_is_as_of_the_day_asked_about(client: Client) -> None:
    entry = publish_entry(narrative="Da", at="2026-03-01 12:00 +0000")
    withdraw(entry, at="2026-04-01 12:00 +0000")

    [then] = table(client, "/framdrift.csv?kjent=2026-03-15")

    assert (then["tekst"], then["per_dato"]) == ("Da", "2026-03-15")
    assert table(client) == []


def test_a_commitment_has_files_of_its_own(client: Client) -> None:
    publish_entry("2007-03-15", narrative="En")
    publish_entry("2012-03-15", ref="2011-F3", narrative="To")
    path = f"/forpliktelser/{recorders.REF}"

    assert [row["tekst"] for row in table(client, f"{path}.csv")] == ["En"]
    assert [row["tekst"] for row in sheet(client, f"{path}.xlsx")] == ["En"]
    found = records(client, f"{path}.json")
    assert [row["tekst"] for row in found["framdrift"]] == ["En"]
    assert (found["status_kd"], found["status_ks"]) == ("i_gang", "ingen_opplysninger")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_unknown_commitment_has_none(client: Client, ending: str) -> None:
    assert client.get(f"/forpliktelser/2005-F99.{ending}").status_code == 404


def test_the_registers_files_show_last_statements(client: Client) -> None:
    publish_entry("2007-03-15", "done")
    rows = {row["referanse"]: row for row in table(client, "/forpliktelser.csv")}
    typed = {row["referanse"]: row for row in sheet(client, "/forpliktelser.xlsx")}

    assert tuple(rows[recorders.REF]) == CommitmentFileRow._fields
    assert (rows[recorders.REF]["status_kd"], rows[recorders.REF]["status_kd_dato"]) == (
        "gjennomfort",
        "2007-03-15",
    )
    assert typed[recorders.REF]["status_kd_dato"].date().isoformat() == "2007-03-15"
    assert rows[recorders.REF]["status_ks"] == "ingen_opplysninger"
    assert rows[recorders.ONLY_KS]["status_kd"] == ""


def test_a_thousand_rows_more_cost_two_queries_more(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commitments.progress.file.AT_A_TIME", 5)
    for _ in range(12):
        publish_entry()

    with django_assert_max_num_queries(5 + 3):
        assert len(table(client)) == 12


def test_the_first_batch_is_read_before_the_status_and_no_more(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commitments.progress.file.AT_A_TIME", 5)
    for _ in range(12):
        publish_entry()

    response = client.get("/framdrift.csv")
    assert response.streaming
    stream = iter(response)

    with django_assert_num_queries(0):
        first = next(stream)
    assert first.startswith(b"\xef\xbb\xbfoppforing,referanse")
    assert first.count(b"\r\n") == 1 + 5
    with django_assert_num_queries(2):  # the sources of each of the other batches
        assert [piece.count(b"\r\n") for piece in stream] == [5, 2]


def test_a_spreadsheet_without_room_is_refused_with_a_way_on(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commitments.web.xlsx.MOST_ROWS", 0)
    publish_entry()
    response = client.get("/en/framdrift.xlsx")

    assert response.status_code == 413
    assert response.text == ("A spreadsheet has no room for so many rows. Download the CSV file.\n")
