import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client

from agreements.models import EvaluationYear
from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.revisions import verify as revisions
from commitments.evaluations.revisions.actions import replace_verdicts
from commitments.evaluations.revisions.document import (
    EvaluationDocument,
    Schema,
    Seal,
    SubmissionDocument,
)
from commitments.evaluations.revisions.document_json import frozen, parse
from commitments.evaluations.revisions.file import evaluation_rows
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Role
from commitments.trust import etterprov, triggers
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

PAGE = "/en/avtaler/2011-2013/evalueringer/2012/revisjoner/1/verifiser/"
FILES = "/avtaler/2011-2013/evalueringer/2012/revisjoner"
EXPLAINED = "/en/metode/etterproving/"
MOST_QUERIES = 6

# Signed documents as the code of their time wrote them, never written again. The first part of
# a name is the number of the format, the second what that number did not have yet.
DOCUMENTS: Final = Path(__file__).parents[1] / "documents"
REVISION_SHA256: Final = {
    "1-without-etter_innsyn": "6a12bf58a9b6eeaf23104cd6a481e36b4b1f1510a947cc7e3ceff292c6842f87",
    "1-without-tekstversjon_sha256": (
        "d60bb4f699be97d574025bf756c052290457cb8a3399868316d66c7713a00bad"
    ),
    "1-without-verdict-reservation_used": (
        "b381449a3aff7b7c10aef7e019ae7d8e75b05a1674d9bd75fd119daa810e0213"
    ),
    "1": "247bc814f1ac1ededca7e6c624415b1c442ff4127f398fbd797a92701e1c9666",
}
RETIRED: Final = "1-without-verdict-reservation_used"  # it has «reservation used» as a reason
KEPT: Final = sorted(path.relative_to(DOCUMENTS) for path in DOCUMENTS.glob("*/*.json"))
COLUMNS: Final = {"content.json": "content", "seal.json": "seal", "previous_seal.json": "seal"}


@pytest.fixture
def signed(texts: None) -> Table:
    return evaluation_states.evaluation_in("signed")


def page_text(address: str = PAGE) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return recorders.page_text(answer.content)


def reopened(found: Table) -> None:
    """KS asks, KD agrees, and both sign again."""
    request = reopening_actions.ask(
        found.evaluation, by=found.approvers["KS"], reason="Eksempel: feil tall.", language="nb"
    )
    found.evaluation = reopening_actions.agree(request, by=found.approvers["KD"])
    conclusion_actions.accept(found.propose("KS"), by=found.approvers["KD"])
    found.sign("KS")
    found.sign("KD")


def changed(column: str, old: str, new: str) -> None:
    """Another text in every revision, past the triggers."""
    statement = f"UPDATE commitments_revision SET {column} = replace({column}, %s, %s)"  # noqa: S608
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(statement, [old, new])


def test_says_verified_with_every_value_in_full(signed: Table) -> None:
    revision = Revision.objects.get()

    page = page_text()

    assert "Matches what was published." in page
    assert page.count(revision.content_sha256) == page.count(revision.revision_sha256) == 2
    assert "Does not match what was published" not in page


@pytest.mark.parametrize("column", ["content", "seal"])
def test_one_byte_makes_it_fail_visibly_with_both_values(signed: Table, column: str) -> None:
    """v5.0.0-11.3.3: changed data are found."""
    hashed = {"content": "content_sha256", "seal": "revision_sha256"}[column]
    stored = getattr(Revision.objects.get(), hashed)
    changed(column, "KD", "KB")

    page = page_text()

    assert "Does not match what was published" in page
    assert "Verified." not in page
    assert stored in page
    assert page.count(stored) == 1


def test_a_changed_chain_is_found_in_the_next_revision(signed: Table) -> None:
    reopened(signed)
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commitments_revision SET seal = replace(seal, 'Arne', 'Anne') WHERE number = 1"
        )

    page = page_text(PAGE.replace("/1/", "/2/"))

    assert "SHA-256 of the previous revision: not the same" in page
    assert "Does not match what was published" in page


def test_is_asked_of_the_database_each_time(signed: Table) -> None:
    page_text()
    changed("content", "tre m", "ti m")

    assert "Does not match what was published" in page_text()


def test_a_row_that_cannot_be_read_is_said_to_differ(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_revision: Revision) -> None:
        raise LookupError

    monkeypatch.setattr("commitments.trust.views.checked", unreadable)

    page = page_text()

    assert "Does not match what was published" in page
    assert "The stored row can no longer be read." in page


def test_an_unknown_revision_is_not_found(signed: Table) -> None:
    assert Client().get(PAGE.replace("/1/", "/2/")).status_code == 404
    assert Client().get(f"{FILES}/2/segl.json").status_code == 404


def test_asks_few_times_however_many_revisions(
    signed: Table, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        page_text()
    reopened(signed)
    with django_assert_max_num_queries(MOST_QUERIES):
        page_text(PAGE.replace("/1/", "/2/"))


def run(folder: Path, *names: str) -> "subprocess.CompletedProcess[str]":
    """The script as an outsider runs it: a file, Python alone, nothing of ours on its path."""
    script = folder / "etterprov.py"
    script.write_bytes(Client().get("/metode/etterproving/etterprov.py").content)
    line = [sys.executable, "-I", "-S", str(script), *names]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False, env={})  # noqa: S603


def downloaded(folder: Path, number: int) -> tuple[str, str]:
    content, seal = f"{number}.json", f"segl{number}.json"
    (folder / content).write_bytes(Client().get(f"{FILES}/{number}.json").content)
    (folder / seal).write_bytes(Client().get(f"{FILES}/{number}/segl.json").content)
    return content, seal


@pytest.mark.process
def test_the_script_agrees_outside_the_project(signed: Table, tmp_path: Path) -> None:
    reopened(signed)
    first, second = downloaded(tmp_path, 1), downloaded(tmp_path, 2)

    done = run(tmp_path, *second, first[1])

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Revisjonens SHA-256: {Revision.objects.get(number=2).revision_sha256}" in done.stdout
    assert done.stdout.count("stemmer:") == 5


@pytest.mark.process
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_script_finds_a_changed_byte(signed: Table, tmp_path: Path, place: int) -> None:
    reopened(signed)
    names = (*downloaded(tmp_path, 2), downloaded(tmp_path, 1)[1])
    path = tmp_path / names[place]
    path.write_text(path.read_text("utf-8").replace("KS", "KA"), "utf-8")

    done = run(tmp_path, *names)

    assert done.returncode == 1
    assert "STEMMER IKKE" in done.stdout


def test_the_script_says_how_it_is_used() -> None:
    assert etterprov.main([]) == 2


def test_the_newest_hashes_stand_on_a_page_and_in_a_file(signed: Table) -> None:
    reopened(signed)
    first, second = Revision.objects.order_by("number")

    page = page_text(EXPLAINED)
    rows = json.loads(Client().get("/metode/etterproving.json").content)["revisjoner"]

    assert second.revision_sha256 in page
    assert first.revision_sha256 not in page
    assert [row["revisjon_sha256"] for row in rows] == [
        first.revision_sha256,
        second.revision_sha256,
    ]


def test_the_head_of_all_public_acts_stands_there_and_each_act_has_an_address(
    signed: Table,
) -> None:
    head = Client().get("/metode/etterproving.json").json()["siste_handling"]
    address = f"/metode/etterproving/{head['nummer']}.json"

    assert head["sha256"] in page_text(EXPLAINED)
    assert head["sha256"] == PublicAct.objects.get(number=head["nummer"]).sha256
    assert Client().get(address).json() == head
    reopened(signed)
    assert Client().get(address).json() == head
    for missing in (0, 10**6, 10**40):
        answer = Client().get(f"/metode/etterproving/{missing}.json")
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_every_reopening_is_listed_with_its_reason_and_requests_are_not(signed: Table) -> None:
    reopened(signed)
    reopening_actions.ask(
        signed.evaluation, by=signed.approvers["KD"], reason="Eksempel: hemmelig.", language="nb"
    )

    page = page_text(EXPLAINED)

    assert "Eksempel: feil tall." in page
    assert "KS asked for it on" in page
    assert "hemmelig" not in page


def test_the_empty_page_says_what_will_come(texts: None) -> None:
    page = page_text(EXPLAINED)

    assert "No evaluation has been published yet." in page
    assert "No evaluation has been reopened." in page
    assert "Nothing has been removed." in page


@pytest.mark.parametrize("address", [PAGE.removesuffix("revisjoner/1/verifiser/"), PAGE[:-10]])
def test_the_evaluation_claims_nothing_over_changed_content(signed: Table, address: str) -> None:
    before = page_text(address)
    changed("content", "tre m", "ti m")

    page = page_text(address)

    assert "Eksempel: tre møter" in before
    assert "Does not match what was published" in page
    assert "See what differs in revision 1" in page
    assert "møter i året" not in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_of_verdicts_leads_to_what_differs(signed: Table, ending: str) -> None:
    changed("content", "tre m", "ti m")

    answer = Client().get(f"/avtaler/2011-2013/evalueringer/2012.{ending}")

    assert (answer.status_code, answer["Location"]) == (302, f"{FILES}/1/verifiser/")


def kept(name: str) -> Revision:
    """The rows of a kept document, as they are in a database that has it."""
    files = {path.name: path.read_text("utf-8") for path in (DOCUMENTS / name).iterdir()}
    document = parse(EvaluationDocument, files["content.json"])
    seal = parse(Seal, files["seal.json"])
    evaluation = make.make_evaluation(
        year=EvaluationYear.objects.get(agreement__slug=document.agreement, year=document.year)
    )
    if before := files.get("previous_seal.json"):
        make.make_revision(evaluation=evaluation, number=seal.number - 1, seal=before)
    revision = make.make_revision(
        evaluation=evaluation,
        number=seal.number,
        content=files["content.json"],
        content_sha256=seal.content_sha256,
        seal=files["seal.json"],
        revision_sha256=REVISION_SHA256[name],
        previous_sha256=seal.previous_sha256,
        published_at=seal.published_at,
    )
    for signature in seal.signatures:
        by = make.make_membership(role=Role.APPROVER, party=signature.party)
        facts = asdict(signature) | {"party": by.party, "evaluation": evaluation}
        revision.signoffs.add(make.make_signoff(by=by, **facts))
    return revision


def copied(name: str, folder: Path) -> Path:
    """The files of a kept document in a folder of their own."""
    return Path(shutil.copytree(DOCUMENTS / name, folder, dirs_exist_ok=True))


def refused_by_script(folder: Path, name: str) -> bool:
    """Whether the script disagrees, or prints another hash than the portal published."""
    files = [file for file in COLUMNS if (folder / file).exists()]
    done = run(folder, *files)
    agreed = f"Revisjonens SHA-256: {REVISION_SHA256[name]}\n" in done.stdout
    return bool(done.returncode) or not agreed


def test_a_document_of_every_format_is_kept() -> None:
    schema = EvaluationDocument.__dataclass_fields__["schema"].default
    assert isinstance(schema, Schema)

    assert {path.parts[0] for path in KEPT} == set(REVISION_SHA256)
    assert {int(name.partition("-")[0]) for name in REVISION_SHA256} == set(
        range(1, schema.version + 1)
    )
    text = (DOCUMENTS / str(schema.version) / "content.json").read_text("utf-8")
    assert frozen(parse(EvaluationDocument, text)).text == text


@pytest.mark.parametrize("kind", [EvaluationDocument, SubmissionDocument, Seal])
def test_a_document_of_another_format_is_not_read(kind: Any) -> None:
    schema = kind.__dataclass_fields__["schema"].default
    text = json.dumps({"skjema": {"navn": schema.name, "versjon": 7}})

    with pytest.raises(ValueError, match="'versjon': 7"):
        parse(kind, text)


@pytest.mark.parametrize("kind", [EvaluationDocument, Seal])
def test_a_revision_of_another_format_differs_though_its_hashes_fit(
    kind: Any, signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = kind.__dataclass_fields__["schema"]
    monkeypatch.setattr(schema, "default", replace(schema.default, version=7))

    assert "Does not match what was published" in page_text()
    assert "Does not match what was published" in page_text(PAGE.removesuffix("verifiser/"))
    assert "computed «null»" in " ".join(map(str, revisions.errors()))


@pytest.mark.process
@pytest.mark.parametrize("name", REVISION_SHA256)
def test_a_kept_document_verifies_and_is_shown(name: str, texts: None, tmp_path: Path) -> None:
    revision = kept(name)

    page = revision.get_absolute_url()

    assert "Matches what was published." in page_text(f"/en{page}verifiser/")
    assert "Eksempel: vi er enige." in page_text(f"/en{page}")
    assert not refused_by_script(copied(name, tmp_path), name)


def test_a_document_with_the_retired_reason_is_shown_as_it_was_signed(texts: None) -> None:
    revision = kept(RETIRED)

    page = page_text(f"/en{revision.get_absolute_url()}")

    assert frozen(revision.document).text == revision.content
    assert "KD not fulfilled Reason: reservation used Reservation: 2011-R2 «" in page


def test_the_verdicts_of_a_document_with_the_retired_reason_are_stored_as_signed(
    texts: None,
) -> None:
    revision = kept(RETIRED)

    replace_verdicts(revision)

    row = revision.verdicts.get(commitment__ref="2011-F3", party__code="KD")
    stored = (row.verdict, row.reason, row.reservation)
    assert stored == ("not_fulfilled", "reservation_used", "2011-R2")
    [line] = [line for line in evaluation_rows(revision) if line.arsak]
    assert (line.vurdering, line.arsak, line.forbehold) == (
        "ikke_innfridd",
        "forbehold_brukt",
        "2011-R2",
    )
    assert not [error for error in revisions.errors() if "verdicts" in error.what]


def test_a_used_reservation_is_a_verdict_in_newer_documents(texts: None) -> None:
    revision = kept("1")

    replace_verdicts(revision)

    rows = revision.verdicts.exclude(reservation="").order_by("commitment__ref")
    assert list(rows.values_list("commitment__ref", "verdict", "reason", "reservation")) == [
        ("2011-F3", "reservation_used", "", "2011-R2"),
        ("2011-M3", "reservation_used", "", "2011-R1"),
    ]
    assert {(row.ref, row.reading) for row in revision.document.rows} >= {("2011-F3", "disagree")}


@pytest.mark.process
@pytest.mark.parametrize("path", KEPT, ids=str)
def test_one_changed_byte_of_a_kept_document_is_refused(
    path: Path, texts: None, tmp_path: Path
) -> None:
    revision = kept(path.parts[0])
    number = revision.number - path.name.startswith("previous")
    text = (DOCUMENTS / path).read_text("utf-8")
    copied(path.parts[0], tmp_path)
    for place in range(1, len(text), len(text) // 4):
        planted = text[:place] + ("1" if text[place] == "0" else "0") + text[place + 1 :]
        (tmp_path / path.name).write_text(planted, "utf-8")
        with triggers.lifted(connection):
            rows = Revision.objects.filter(number=number)
            rows.update(**{COLUMNS[path.name]: planted})

        assert "Does not match what was published" in page_text(
            f"/en{revision.get_absolute_url()}verifiser/"
        )
        assert refused_by_script(tmp_path, path.parts[0])
