"""Importing the counties: templates, dry runs, all or nothing, and files with errors."""

import csv
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from agreements.models import Party
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.regional import actions as regional
from commitments.regional.importing import actions as imports
from commitments.regional.importing.models import RegionalImport
from commitments.regional.importing.plan import ImportPlan, plan
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

START: Final = "/en/arbeid/fylker/import/"
HEADS: Final = (
    "ar", "referanse", "fylkesnummer", "fylke", "part", "status", "kommuner_deltar",
    "kommuner_i_alt", "tekst", "sprak", "kilder", "kilde_adresser", "grunn_til_rettelse",
)  # fmt: skip
ROW: Final = {
    "ar": "2012",
    "referanse": "2011-F9",
    "fylkesnummer": "12",
    "fylke": "Hordaland",
    "part": "KS",
    "status": "i_gang",
    "kommuner_deltar": "20",
    "kommuner_i_alt": "33",
    "tekst": "Eksempel: nettverket møttes.",
    "sprak": "nb",
    "kilder": "Eksempel: rapport",
    "kilde_adresser": "https://www.example.no/rapport",
    "grunn_til_rettelse": "",
}


def sheet(*rows: dict[str, Any], heads: tuple[str, ...] = HEADS, separator: str = ";") -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(heads)
    writer.writerows([[{**ROW, **row}.get(head, "") for head in heads] for row in rows])
    return text.getvalue()


def book(
    *rows: dict[str, Any], change: Callable[[Worksheet], object] = lambda _sheet: None
) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    page.append(HEADS)
    for row in rows:
        page.append([{**ROW, **row}[head] for head in HEADS])
    change(page)
    body = BytesIO()
    made.save(body)
    return body.getvalue()


def send(client: Client, body: bytes | str, name: str = "fylker.csv") -> Any:
    data = body.encode() if isinstance(body, str) else body
    return client.post(START, {"file": SimpleUploadedFile(name, data)})


def fingerprint(page: Any) -> str:
    """What the form of a dry run sends along."""
    found = re.search(r'name="fingerprint" value="(\w+)"', page.text)
    assert found
    return found[1]


def planned() -> ImportPlan:
    """What the file that is put in would do."""
    kept = RegionalImport.objects.get()
    return plan(kept.file_name, bytes(kept.body), kept.party)


def taken(client: Client, body: bytes | str, name: str = "fylker.csv") -> Any:
    """The page after the import."""
    answer = send(client, body, name)
    assert answer.status_code == 302, recorders.page_text(answer.content)
    page = client.get(answer["Location"])
    kept = RegionalImport.objects.latest("created_at")
    sent = {"fingerprint": fingerprint(page)}
    return client.post(f"{START}{kept.pk}/utfor/", sent, follow=True)


def test_a_file_becomes_drafts_after_a_dry_run(ks: Client) -> None:
    answer = send(ks, sheet({}, {"fylkesnummer": "11", "fylke": "", "kommuner_i_alt": "26"}))
    page = ks.get(answer["Location"])

    assert "2 rows are new" in recorders.page_text(page.content)
    assert not RegionalStatus.objects.exists()

    done = taken(ks, sheet({}, {"fylkesnummer": "11", "fylke": "", "kommuner_i_alt": "26"}))

    assert "The file has been imported: 2 rows." in recorders.page_text(done.content)
    assert set(RegionalStatus.objects.values_list("state", flat=True)) == {State.DRAFT}
    assert Source.objects.count() == 1
    assert not RegionalImport.objects.waiting().exists()


def test_a_dry_run_says_what_happens_with_each_row(ks: Client, by: Membership) -> None:
    regional_states.taken_to(State.PUBLISHED, by=by)
    regional_states.taken_to(
        State.DRAFT, by=by, subject=regional_states.subject_of("11"), municipalities=1
    )
    other = {"fylke": "", "kommuner_i_alt": ""}
    body = sheet(
        {"grunn_til_rettelse": "Eksempel: talt feil."},
        {**other, "fylkesnummer": "11"},
        {**other, "fylkesnummer": "14", "status": ""},
    )

    page = recorders.page_text(ks.get(send(ks, body)["Location"]).content)

    assert "teacher education Hordaland 2012 in progress a correction of what is published" in page
    assert "teacher education Rogaland 2012 in progress the draft is changed" in page
    assert "teacher education Sogn og Fjordane 2012 not chosen a new draft" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_file_again_changes_nothing(ks: Client, kind: str) -> None:
    body = book({}) if kind == "xlsx" else sheet({}).encode()
    taken(ks, body, f"fylker.{kind}")
    history = RegionalStatus.history.count()

    answer = send(ks, body, f"fylker.{kind}")
    page = recorders.page_text(ks.get(answer["Location"]).content)

    assert "1 row changes nothing" in page
    assert "The file changes nothing." in page
    assert RegionalStatus.history.count() == history


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_own_export_changes_nothing(ks: Client, by: Membership, ending: str) -> None:
    make_rows(by)
    body = b"".join(ks.get(f"/arbeid/fylker/eksport.{ending}"))

    page = ks.get(send(ks, body, f"eksport.{ending}")["Location"])

    assert "The file changes nothing." in page.text
    found = planned()
    assert (len(found.rows), found.errors, found.changing) == (5, [], [])


def make_rows(by: Membership) -> None:
    """One in each open state, a published one and one that is being corrected, oddly worded."""
    odd: dict[str, Any] = {"narrative": "=2+2; 'sa han\n@alle", "municipalities": None}
    regional_states.taken_to(State.DRAFT, by=by, subject=regional_states.subject_of("11"), **odd)
    regional_states.taken_to(
        State.SUBMITTED, by=by, subject=regional_states.subject_of("14"), municipalities=1
    )
    regional_states.taken_to(
        State.RETURNED, by=by, subject=regional_states.subject_of("15"), municipalities=1
    )
    regional_states.taken_to(State.PUBLISHED, by=by)
    row = regional_states.taken_to(
        State.PUBLISHED, by=by, subject=regional_states.subject_of("03"), municipalities=1
    )
    regional.put(
        regional_states.subject_of("03"),
        regional_states.content(
            municipalities=1,
            narrative="Eksempel: rettet.",
            new_sources=[],
            sources=[
                *row.sources.all(),
                make.make_source(entered_by=by, title="a; b", address="https://example.no/a;b"),
            ],
        ),
        by=by,
        current=row,
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_holds_every_place_and_changes_nothing(
    ks: Client, by: Membership, ending: str
) -> None:
    regional_states.taken_to(State.PUBLISHED, by=by)

    body = b"".join(ks.get(f"/arbeid/fylker/mal/2011-2013/2012.{ending}"))
    page = ks.get(send(ks, body, f"mal.{ending}")["Location"])

    assert "265 rows are not filled in" in page.text
    assert "The file changes nothing." in page.text
    found = planned()
    assert (len(found.rows), found.empty, found.errors) == (1, 14 * 19 - 1, [])
    assert found.changing == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
@pytest.mark.parametrize("separator", [";", ","])
def test_csv_is_read_as_people_save_it(ks: Client, encoding: str, separator: str) -> None:
    taken(ks, sheet({"tekst": "Eksempel: må gjøres"}, separator=separator).encode(encoding))

    assert RegionalStatus.objects.get().narrative == "Eksempel: må gjøres"


def _numbers(page: Worksheet) -> None:
    for place in ("A2", "C2", "G2", "H2"):
        page[place] = int(str(page[place].value))


GOOD: Final[dict[str, bytes]] = {
    "numbers as numbers": book({}, change=_numbers),
    "numbers with a point": book({"kommuner_deltar": 20.0}),
    "an empty row between": book({}, change=lambda page: page.insert_rows(2)),
    "columns in another order": sheet({}, heads=tuple(reversed(HEADS))).encode(),
    "heads in capitals": sheet({}).replace("ar;ref", "AR;Ref").encode(),
    "without optional columns": sheet({}, heads=tuple(HEADS[:3] + HEADS[4:12])).encode(),
    "one digit for the county": sheet(
        {"fylkesnummer": "3", "fylke": "Oslo", "kommuner_deltar": "1", "kommuner_i_alt": "1"}
    ).encode(),
    "spaces around": sheet({"status": " I_gang ", "referanse": " 2011-f9 "}).encode(),
    "line ends of old": sheet({}).replace("\r\n", "\n").encode(),
    "empty lines at the end": (sheet({}) + "\n\n").encode(),
    "without numbers": sheet({"kommuner_deltar": "", "kommuner_i_alt": ""}).encode(),
    "without the total": sheet({"kommuner_i_alt": ""}).encode(),
    "in nynorsk": sheet({"sprak": "nn"}).encode(),
    "lines in a cell": sheet({"tekst": "Eksempel: en\nto"}).encode(),
    "a quoted formula": sheet({"tekst": "'=1+1"}).encode(),
    "a draft without text": sheet({"tekst": ""}).encode(),
    "a draft without source": sheet({"kilder": "", "kilde_adresser": ""}).encode(),
    "two sources": sheet(
        {"kilder": "a; b", "kilde_adresser": "https://example.no/a; https://example.no/b"}
    ).encode(),
    "an organisation number": sheet({"tekst": "Eksempel: 974760673"}).encode(),
    "eleven digits that are no person": sheet({"tekst": "Eksempel: 12345678901"}).encode(),
    "a sign of the euro": sheet({"tekst": "Eksempel: 5 €"}).encode("cp1252"),
    "a second sheet": book({}, change=lambda page: page.parent.create_sheet("Notater")),  # type: ignore[union-attr]
}


@pytest.mark.parametrize("name", GOOD)
def test_good_variants_are_taken(ks: Client, name: str) -> None:
    body = GOOD[name]
    ending = "xlsx" if body.startswith(b"PK") else "csv"

    taken(ks, body, f"fylker.{ending}")

    assert RegionalStatus.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"part": "KD"}, "part", "cannot have rows for others"),
        ({"part": ""}, "part", "cannot have rows for others"),
        ({"referanse": "2011-F99"}, "referanse", "no commitment with this reference"),
        (
            {"referanse": regional_states.NOT_REGIONAL},
            "referanse",
            "no commitment with this reference",
        ),
        (
            {"referanse": "2005-S1", "ar": "2006"},
            "referanse",
            "no commitment with this reference|not responsible",
        ),
        ({"fylkesnummer": "13", "fylke": ""}, "fylkesnummer", "no such county"),
        ({"fylkesnummer": "46", "fylke": "Vestland"}, "fylkesnummer", "no such county"),
        ({"fylke": "Oslo"}, "fylke", "County 12 is called Hordaland"),
        ({"ar": "2010"}, "ar", "not an evaluation year of the agreement"),
        ({"ar": ""}, "ar", "Write the year"),
        ({"ar": "01.01.2012"}, "ar", "whole number"),
        ({"status": "ferdig"}, "status", "no such status"),
        ({"status": "innfridd"}, "status", "no such status"),
        ({"kommuner_deltar": "9,5"}, "kommuner_deltar", "whole number"),
        ({"kommuner_deltar": "-1"}, "kommuner_deltar", "whole number"),
        ({"kommuner_deltar": "34"}, "kommuner_deltar", "No more municipalities"),
        ({"kommuner_deltar": "999999999"}, "kommuner_deltar", "whole number"),
        ({"kommuner_i_alt": "mange"}, "kommuner_i_alt", "whole number"),
        ({"sprak": "se"}, "sprak", "bokmål or nynorsk"),
        ({"tekst": "x" * 10_001}, "tekst", "It can have at most 10000"),
        ({"tekst": "a\ufffdb"}, "tekst", "cannot be read"),
        ({"kilde_adresser": ""}, "kilder", "as many source titles"),
        ({"kilde_adresser": "ftp://example.no"}, "kilde_adresser", "https://"),
        ({"kilde_adresser": "javascript:alert(1)"}, "kilde_adresser", "https://"),
        ({"kilder": "x" * 301}, "kilder", "too long"),
        ({"tekst": "Eksempel: 01010750160"}, "tekst", "national identity number"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_written(
    ks: Client, row: dict[str, str], column: str, reason: str
) -> None:
    answer = send(ks, sheet({"fylkesnummer": "11", "fylke": "", "kommuner_i_alt": ""}, row))
    page = recorders.page_text(answer.content)

    assert answer.status_code == 400
    assert any(part in page for part in reason.split("|")), page
    assert f"3 {column}" in page
    assert not RegionalStatus.objects.exists()
    assert not RegionalImport.objects.exists()


def test_the_same_place_twice_is_an_error(ks: Client) -> None:
    page = recorders.page_text(send(ks, sheet({}, {})).content)

    assert "Row 2 has the same county, commitment and year." in page


def test_a_row_that_awaits_approval_cannot_be_changed(ks: Client, by: Membership) -> None:
    regional_states.taken_to(State.SUBMITTED, by=by)

    page = recorders.page_text(send(ks, sheet({})).content)

    assert "is awaiting approval" in page


def test_a_row_proposed_for_withdrawal_cannot_be_changed(ks: Client, by: Membership) -> None:
    recorders.proposed(regional_states.taken_to(State.PUBLISHED, by=by), by=by)

    page = recorders.page_text(send(ks, sheet({})).content)

    assert "A withdrawal is proposed." in page


def test_an_identity_number_is_not_shown_again(ks: Client) -> None:
    assert b"01010750160" not in send(ks, sheet({"status": "01010750160"})).content


def test_what_has_moved_on_is_shown_anew_and_not_imported(ks: Client, by: Membership) -> None:
    answer = send(ks, sheet({}))
    shown = {"fingerprint": fingerprint(ks.get(answer["Location"]))}
    regional_states.taken_to(State.DRAFT, by=by)
    kept = RegionalImport.objects.get()

    answer = ks.post(f"{START}{kept.pk}/utfor/", shown)

    assert answer.status_code == 409
    assert "Nothing was imported." in recorders.page_text(answer.content)
    assert RegionalStatus.objects.get().narrative == regional_states.TEXT


def test_imported_twice_is_imported_once(ks: Client) -> None:
    taken(ks, sheet({}))
    kept = RegionalImport.objects.get()

    answer = ks.post(f"{START}{kept.pk}/utfor/", {"fingerprint": ""})

    assert answer.status_code == 302
    assert RegionalStatus.history.count() == 1


def test_a_file_that_a_newer_one_replaced_meanwhile_is_not_imported(
    ks: Client, by: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = send(ks, sheet({}))
    shown = {"fingerprint": fingerprint(ks.get(answer["Location"]))}
    kept = RegionalImport.objects.get()

    def planned_late(name: str, body: bytes, party: Party) -> ImportPlan:
        imports.keep("nyere.csv", body, by=by)
        return plan(name, body, party)

    monkeypatch.setattr("commitments.regional.importing.views.plan", planned_late)
    answer = ks.post(f"{START}{kept.pk}/utfor/", shown)

    assert answer.status_code == 409
    assert "The file was replaced by a newer one." in recorders.page_text(answer.content)
    assert not RegionalStatus.objects.exists()


def test_an_import_is_sent_and_published_in_one_step_each(ks: Client) -> None:
    taken(ks, sheet({}, {"fylkesnummer": "11", "fylke": "", "kommuner_i_alt": ""}))
    kept = RegionalImport.objects.get()

    sent = ks.post(f"{START}{kept.pk}/send/", follow=True)
    approver = recorders.client_of(recorders.approver("KS"))
    offered = approver.get(f"{START}{kept.pk}/").text
    done = approver.post(f"{START}{kept.pk}/publiser/", follow=True)

    assert "Publish 2 rows" in offered
    assert "Imported by Eva Redaktør" in ks.get(START).text
    assert "2 counties have been sent for approval." in recorders.page_text(sent.content)
    assert "2 counties have been published." in recorders.page_text(done.content)
    assert RegionalStatus.objects.published().count() == 2


def test_who_made_the_file_does_not_publish_its_rows(ks: Client) -> None:
    approver = recorders.client_of(recorders.approver("KS"))
    answer = send(approver, sheet({}))
    page = ks.get(answer["Location"])
    ks.post(f"{answer['Location']}utfor/", {"fingerprint": fingerprint(page)})
    ks.post(f"{answer['Location']}send/")

    assert "publiser/" not in approver.get(answer["Location"]).text
    assert approver.post(f"{answer['Location']}publiser/").status_code == 403
    assert not RegionalStatus.objects.published().exists()


def test_an_incomplete_row_holds_the_sending_back(ks: Client) -> None:
    taken(ks, sheet({}, {"fylkesnummer": "11", "fylke": "", "kommuner_i_alt": "", "tekst": ""}))
    kept = RegionalImport.objects.get()

    page = recorders.page_text(ks.post(f"{START}{kept.pk}/send/").content)

    assert "2011-F9 Networks with teacher education, Rogaland, 2012: Say what was done." in page
    assert not RegionalStatus.objects.filter(state=State.SUBMITTED).exists()


@pytest.mark.parametrize("stranger", ["KD", "office", "secretariat"])
def test_nobody_else_opens_a_partys_import(ks: Client, stranger: str) -> None:
    send(ks, sheet({}))
    kept = RegionalImport.objects.get()
    client = recorders.client_of(
        {
            "KD": recorders.approver("KD"),
            "office": regional_states.viewer(),
            "secretariat": make.make_membership(role=Role.SECRETARIAT),
        }[stranger]
    )

    for address in (f"{START}{kept.pk}/", f"{START}999999/"):
        assert client.get(address).status_code == (404 if stranger == "KD" else 403)
