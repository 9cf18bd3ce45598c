"""Published verdicts where readers meet them: front page, margin, commitment, register, files."""

import csv
import json
import re
from html import unescape
from io import StringIO
from typing import Any, Final

import pytest
import time_machine
from django.test import Client

from commitments.evaluations.agreeing import conclusion_actions
from commitments.foundation.content_version import ContentVersion
from kvalitet.whole_pages.version import version
from tests import make
from tests.pages.test_register import page as register
from tests.pages.test_register import references
from tests.support import evaluation_states, recorders
from tests.support.page_claims import text_of, tree
from tests.support.signed_evaluations import signed
from tests.support.stored_client import StoredClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MOST_QUERIES: Final = 15  # five of the front page read what happened last, two its strips
OTHER: Final = "2011-F3"
PUBLIC: Final = (
    "/",
    "/avtaler/2011-2013/",
    "/avtaler/2011-2013/matrise/",
    "/avtaler/2011-2013/alle-ar/",
    "/avtaler/2011-2013/evalueringer/2012/",
    "/avtaler/2011-2013/matrise.csv",
    "/forpliktelser/",
    "/forpliktelser/?uenig=ja",
    "/forpliktelser/?vurdering=innfridd",
    "/forpliktelser.csv",
    "/forpliktelser.json",
    f"/forpliktelser/{evaluation_states.REF}/",
    "/sitemap.xml",
    "/avtaler/2011-2013/evalueringer/",
    "/parter/",
    "/parter/KS.csv",
    "/parter/KD/",
)


@pytest.fixture
def two_years() -> None:
    """KD and KS disagree on one commitment in 2012 and agreed in 2011; another is the reverse."""
    signed(
        2011,
        KD={evaluation_states.REF: "fulfilled", OTHER: "fulfilled"},
        KS={evaluation_states.REF: "fulfilled", OTHER: "partly_fulfilled"},
    )
    signed(
        2012,
        KD={evaluation_states.REF: "fulfilled", OTHER: "partly_fulfilled"},
        KS={evaluation_states.REF: "partly_fulfilled", OTHER: "partly_fulfilled"},
    )


def page_text(client: Client, path: str) -> str:
    return unescape(recorders.page_text(client.get(path).content))


@pytest.mark.usefixtures("two_years")
def test_the_front_page_counts_the_last_year_of_each_party(client: Client) -> None:
    text = page_text(client, "/en/")

    assert "For 2012, KD says that 1 of 16 promises was fulfilled and 1 partly." in text
    assert "KS says 0 of 17 , and 2 partly. They disagree on one." in text
    assert "8 of 174 assessments have been given." in text
    assert "No assessment has been published on 33 of 35 commitments." in text


@pytest.mark.usefixtures("two_years")
def test_the_front_page_lists_where_the_parties_disagree(client: Client) -> None:
    text = page_text(client, "/en/")

    assert f"Local development in kindergartens {evaluation_states.REF} · assessed for 2012" in text
    assert re.search(r"« Arbeide for å øke [^»]* » KD says fulfilled .* KS says partly ful", text)
    assert "See the 1 commitment on which the parties disagree" in text


def test_without_published_verdicts_the_front_page_says_so(client: Client) -> None:
    text = page_text(client, "/en/")

    assert "There are now no commitments on which the parties disagree" in text
    assert "No assessment has been published on 35 of 35 commitments." in text


def test_the_front_page_does_not_deny_an_earlier_disagreement(client: Client) -> None:
    ref = evaluation_states.REF
    signed(2011, KD={ref: "fulfilled"}, KS={ref: "partly_fulfilled"})
    signed(2012, KD={ref: "fulfilled"}, KS={ref: "fulfilled"})

    text = page_text(client, "/en/")

    assert "in disagreement" in page_text(client, "/en/forpliktelser/?ar=2011&uenig=ja")
    assert "no commitments on which the parties disagree in the last year that both have" in text
    assert "No disagreement has been published." not in text


@pytest.mark.usefixtures("two_years")
def test_the_margin_has_the_verdicts_of_the_last_published_year(client: Client) -> None:
    text = page_text(client, "/en/avtaler/2011-2013/")

    assert (
        "KD fulfilled 2012 no progress published KS partly fulfilled 2012 no progress published"
        in text
    )
    assert "2012 No evaluation made at the time is known. Evaluated here, signed by both" in text


@pytest.mark.usefixtures("two_years")
def test_the_margin_says_for_which_year_the_parties_still_disagree(client: Client) -> None:
    rows = tree(client, "/en/avtaler/2011-2013/").xpath("//*[@class='kv-note']")
    refs = [(row, row.xpath("p[@class='kv-ref']/a")) for row in rows]
    said = {text_of(ref[0]).split()[0]: text_of(row) for row, ref in refs if ref}

    assert "in disagreement 2012" in said[evaluation_states.REF]
    assert "in disagreement" not in said[OTHER]


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    ("ref", "years"), [(evaluation_states.REF, ["2012"]), (OTHER, ["2011"])], ids=["REF", "OTHER"]
)
def test_the_history_says_in_which_revisions_the_parties_disagree(
    client: Client, ref: str, years: list[str]
) -> None:
    rows = tree(client, f"/en/forpliktelser/{ref}/historikk/").xpath("//*[@id='vurderinger']//li")

    assert [text_of(row)[:4] for row in rows if "in disagreement" in text_of(row)] == years


@pytest.mark.usefixtures("two_years")
def test_a_commitment_shows_both_parties_side_by_side_year_by_year(client: Client) -> None:
    text = page_text(client, f"/en/forpliktelser/{evaluation_states.REF}/")

    assert (
        "2011 part of the year fulfilled written in retrospect (2026) fulfilled written in" in text
    )
    assert (
        "partly fulfilled written in retrospect (2026) in disagreement 2013 not published" in text
    )


@pytest.mark.usefixtures("two_years")
def test_the_register_has_verdict_and_year_in_each_partys_column(client: Client) -> None:
    assert "KD and KS fulfilled 2012 no progress published partly fulfilled 2012" in page_text(
        client, "/en/forpliktelser/?avtale=2011-2013"
    )


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?vurdering=innfridd", [evaluation_states.REF]),
        ("?vurdering=delvis_innfridd", [evaluation_states.REF, OTHER]),
        ("?vurdering=innfridd&part=KS", []),
        ("?vurdering=delvis_innfridd&part=KD", [OTHER]),
        ("?vurdering=innfridd&ar=2011", [evaluation_states.REF, OTHER]),
        ("?vurdering=innfridd&ar=2013", []),
        ("?uenig=ja", [evaluation_states.REF]),
        ("?uenig=ja&ar=2011", [OTHER]),
        ("?vurdering=innfridd&per=2012-12-30", [evaluation_states.REF, OTHER]),
        ("?vurdering=innfridd&per=2012-12-31", [evaluation_states.REF]),
    ],
)
def test_filters_by_a_partys_verdict(client: Client, query: str, found: list[str]) -> None:
    assert references(register(client, query)) == found


@pytest.mark.usefixtures("two_years")
def test_not_assessed_is_a_value_of_its_own(client: Client) -> None:
    assert len(references(register(client, "?vurdering=ikke_vurdert"))) == 33
    assert len(references(register(client, "?vurdering=ikke_vurdert&ar=2012"))) == 15
    assert references(register(client, "?vurdering=ikke_vurdert&ar=2013")) == []  # not published


def test_a_year_alone_asks_for_the_agreement_it_evaluates(client: Client) -> None:
    assert len(references(register(client, "?ar=2007"))) == 18


@pytest.mark.parametrize("query", ["?vurdering=bra", "?ar=2010", "?uenig=nei"])
def test_what_is_no_value_is_refused(client: Client, query: str) -> None:
    text = register(client, query, status=400)

    assert "is not a valid choice for" in text


def test_kjent_asks_for_what_was_published_by_then(client: Client) -> None:
    signed(2012, KD={evaluation_states.REF: "fulfilled"})

    assert references(register(client, "?vurdering=innfridd&kjent=2026-11-19")) == []
    with time_machine.travel("2026-11-21 12:00 +0000", tick=False):
        assert references(register(client, "?vurdering=innfridd&kjent=2026-11-20")) == [
            evaluation_states.REF
        ]


@pytest.mark.usefixtures("two_years")
def test_the_files_have_the_verdicts_and_what_both_say(client: Client) -> None:
    answer: Any = client.get("/forpliktelser.csv")
    rows = csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    found = {row["referanse"]: row for row in rows}
    file: Any = client.get("/forpliktelser.json")
    records = json.loads(b"".join(file.streaming_content))["forpliktelser"]

    row = found[evaluation_states.REF]
    assert (row["vurdering_kd"], row["vurdering_kd_aar"]) == ("innfridd", "2012")
    assert (row["vurdering_ks"], row["vurdering_ks_aar"]) == ("delvis_innfridd", "2012")
    assert (row["samlet"], row["samlet_aar"]) == ("uenige", "2012")
    assert found["2005-KS1"]["vurdering_kd"] == ""
    assert found["2005-KS1"]["vurdering_ks"] == "ikke_publisert"
    [one] = [row for row in records if row["referanse"] == evaluation_states.REF]
    assert (one["vurdering_kd"], one["samlet"]) == ("innfridd", "uenige")


def test_what_is_hidden_changes_nothing_that_the_public_sees(client: Client) -> None:
    laid = evaluation_states.laid()
    before = {path: seen(client, path) for path in PUBLIC}
    number, _changed_at = ContentVersion.current()

    laid.assess("KD", evaluation_states.REF, narrative="kanarifugl")
    laid.assess("KS", OTHER, verdict="not_fulfilled", reason="unknown", narrative="kanarifugl")

    assert {path: seen(client, path) for path in PUBLIC} == before
    assert ContentVersion.current()[0] == number


def test_an_open_round_changes_the_steps_alone(client: Client) -> None:
    steps = {
        "/avtaler/2011-2013/evalueringer/2012/",
        "/avtaler/2011-2013/evalueringer/",
        "/avtaler/2011-2013/alle-ar/",
        "/parter/KD/",
    }
    laid = evaluation_states.laid()
    laid.assess("KD", evaluation_states.REF, narrative="kanarifugl")
    laid.assess("KS", evaluation_states.REF, verdict="partly_fulfilled", narrative="kanarifugl")
    paths = [path for path in PUBLIC if path not in steps]
    before = {path: page_text_without_time(client, path) for path in paths}

    laid.submit("KD")
    laid.submit("KS")
    conclusion_actions.accept(laid.propose("KD", "kanarifugl"), by=laid.approvers["KS"])
    laid.sign("KD")

    assert {path: page_text_without_time(client, path) for path in paths} == before
    for path in steps:
        assert "kanarifugl" not in seen(client, path)


def test_a_signature_is_seen_through_the_kept_pages() -> None:
    client = StoredClient()
    path = "/en/avtaler/2011-2013/evalueringer/2012/"
    laid = evaluation_states.evaluation_in("signed_by_one")
    with time_machine.travel(evaluation_states.NOW, tick=False):
        before = client.get(path)
        assert client.get(path, headers={"if-none-match": before["ETag"]}).status_code == 304

    with time_machine.travel("2026-11-20 12:04 +0000", tick=False):
        laid.sign("KS")
        version.forget()  # as after a second
        after = client.get(path)

    assert after["ETag"] != before["ETag"]
    assert "Joint conclusion" in after.text


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize("path", PUBLIC[:2] + PUBLIC[6:9] + PUBLIC[11:12])
def test_few_queries_however_many_commitments(
    client: Client, django_assert_max_num_queries: Any, path: str
) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(170):
        make.make_commitment(agreement=agreement, position=10_000 + number)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(path)


def seen(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text: str = body.decode()
    return text


def page_text_without_time(client: Client, path: str) -> str:
    """A page or file without the day on which anything last changed."""
    return seen(client, path).partition('<div class="kv-fot"')[0]
