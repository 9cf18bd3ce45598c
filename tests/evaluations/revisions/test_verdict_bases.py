"""A published verdict is shown with the words and the responsibility that it was given on."""

import csv
import json
from html import unescape
from io import StringIO
from typing import Any, Final

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.progress import timeline as time_line
from commitments.trust import everything
from commitments.web.cells import safe
from tests.evaluations.years.test_views import ALL_YEARS, MATRIX, row
from tests.pages.test_register import page as register
from tests.pages.test_register import references
from tests.pages.test_register import row as register_row
from tests.support import changed_texts, evaluation_states, recorders, signed_evaluations
from tests.support.changed_texts import FACTS, SLUG, WORDS, changed
from tests.support.published_entries import publish_entry
from tests.support.written_again import written_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts", "uploads")]

MARK: Final = "on the wording and the responsibility as they were then"
WORDED: Final = "2011-F3"
MOVED: Final = "2011-F7"  # both parties answer for it, and KS alone when it has changed
SAME: Final = "2011-F2"
NEW_WORDS: Final = "i alle landets skoler"
REVISION: Final = f"/en/avtaler/{SLUG}/evalueringer/2012/revisjoner/1/"
BOTH: Final = {
    (evaluation_states.ONLY_KS, "responsible"): '["KD", "KS"]',
    (evaluation_states.ONLY_KS, "single_owner"): "false",
}
ROLES: Final = ("part", "rolle", "vurdering", "samlet")


@pytest.fixture
@written_again
def reworded() -> None:
    """The parties disagree on what had other words when they signed."""
    signed_evaluations.signed(
        2012,
        KD={WORDED: "fulfilled", SAME: "fulfilled"},
        KS={WORDED: "partly_fulfilled", SAME: "fulfilled"},
    )
    load(WORDS)


@pytest.fixture
@written_again
def moved() -> evaluation_states.Table:
    """KD no longer answers for what it assessed; the evaluation is reopened, not signed anew."""
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", MOVED)
    laid.assess("KS", MOVED, verdict="partly_fulfilled")
    signed_evaluations.finish(laid)
    reopen(laid)
    load(facts=FACTS)
    return laid


@pytest.fixture
@written_again
def joined(texts: None) -> None:
    """KD answers now for what it had a view on; the evaluation is reopened, not signed anew."""
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", evaluation_states.ONLY_KS)
    laid.assess("KS", evaluation_states.ONLY_KS, verdict="partly_fulfilled")
    signed_evaluations.finish(laid)
    reopen(laid)
    load(facts=BOTH)


@pytest.fixture
@written_again
def signed_anew(moved: evaluation_states.Table) -> evaluation_states.Table:
    """The same, signed once more: KS alone answers in revision 2, and KD has a view."""
    with time_machine.travel(evaluation_states.NOW, tick=True):
        conclusion_actions.accept(moved.propose("KD"), by=moved.approvers["KS"])
        moved.sign("KD")
        moved.sign("KS")
    return moved


def load(words: dict[str, str] | None = None, **changes: Any) -> None:
    """Accept these changes of the second agreement's text."""
    changed_texts.accept(changed(words, **changes))


def reopen(laid: evaluation_states.Table) -> None:
    """Both parties agree to work on a signed evaluation once more."""
    with time_machine.travel(evaluation_states.NOW, tick=True):
        asked = reopening_actions.ask(
            laid.evaluation, by=laid.approvers["KS"], reason="Eksempel: feil part.", language="nb"
        )
        reopening_actions.agree(asked, by=laid.approvers["KD"])


def text_of(client: Client, path: str) -> str:
    return unescape(recorders.page_text(client.get(path).content))


def records(client: Client, path: str, ref: str) -> list[dict[str, str]]:
    """The rows of a CSV file on one commitment."""
    answer: Any = client.get(path)
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [found for found in csv.DictReader(StringIO(body)) if found["referanse"] == ref]


def faults() -> list[str]:
    return [str(error) for error in everything.errors()]


@pytest.mark.usefixtures("reworded")
def test_a_commitment_has_the_words_that_were_judged_beside_the_verdict(client: Client) -> None:
    response = client.get(f"/en/forpliktelser/{WORDED}/")
    text = unescape(recorders.page_text(response.content))

    before, _mark, beside = text.partition("The assessments for 2012 concern")
    assert NEW_WORDS in before
    assert "the wording and the responsibility as they were when KD and KS signed:" in beside
    assert "likeverdig grunnskoleopplæring" in beside
    assert NEW_WORDS not in beside.partition("Responsible then")[0]
    assert "Responsible then: KD and KS." in beside
    assert f'href="{REVISION}#F3"' in response.text
    assert 'id="F3"' in client.get(REVISION).text


@pytest.mark.usefixtures("reworded")
def test_what_did_not_change_has_no_mark(client: Client) -> None:
    assert "responsibility as they were" not in text_of(client, f"/en/forpliktelser/{SAME}/")
    assert MARK not in register_row(register(client), SAME)
    assert MARK not in row(client, SAME)
    assert MARK not in row(client, SAME, ALL_YEARS)
    [found] = records(client, "/forpliktelser.csv", SAME)
    assert (found["ordlyd_vurdert"], found["ansvarlig_vurdert"]) == ("", "")


@pytest.mark.parametrize(
    ("state", "ref"), [("reworded", WORDED), ("moved", MOVED), ("signed_anew", MOVED)]
)
def test_a_revision_names_what_was_changed_since(
    client: Client, request: pytest.FixtureRequest, state: str, ref: str
) -> None:
    request.getfixturevalue(state)

    text = text_of(client, REVISION)

    assert f"Here both stand as they were then. Changed: {ref} " in text


@pytest.mark.parametrize("party", ["KD", "KS"])
def test_whoever_signs_anew_reads_what_was_changed(
    moved: evaluation_states.Table, party: str
) -> None:
    with time_machine.travel(evaluation_states.NOW, tick=True):
        conclusion_actions.accept(moved.propose("KD"), by=moved.approvers["KS"])
        client = recorders.client_of(moved.approvers[party])

        text = text_of(client, f"/en/arbeid/evalueringer/{SLUG}/2012/signer/")

    assert "has been changed since revision 1." in text
    assert f"Changed: {MOVED} " in text


def test_what_was_changed_since_is_listed_with_commas(client: Client) -> None:
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", WORDED)
    laid.assess("KD", MOVED)
    signed_evaluations.finish(laid)
    reopen(laid)
    load(WORDS, facts=FACTS)
    by = recorders.client_of(laid.approvers["KD"])

    public = client.get(REVISION).text
    to_sign = by.get(f"/en/arbeid/evalueringer/{SLUG}/2012/signer/").text

    for page in (public, to_sign):
        changed_since = page.partition("Changed:")[2]
        assert f">{WORDED} Local development in compulsory school</a>, <a " in changed_since
        assert f">{MOVED} Recruiting preschool teachers and teachers</a></p>" in changed_since
        assert changed_since.count("#endringer") == 2


def test_a_revision_on_what_stands_today_names_no_change(
    client: Client, signed_anew: evaluation_states.Table
) -> None:
    assert "as they were then" not in text_of(client, REVISION.replace("/1/", "/2/"))


@pytest.mark.usefixtures("reworded")
def test_lists_and_margins_mark_a_verdict_on_other_words(client: Client) -> None:
    margin = client.get(f"/en/avtaler/{SLUG}/").text

    assert f"fulfilled 2012 {MARK}" in text_of(client, f"/en/avtaler/{SLUG}/")
    assert margin.count(f'href="{REVISION}#F3"') == 2
    assert f'href="{REVISION}#F2"' not in margin
    assert register_row(register(client), WORDED).count(MARK) == 2
    assert MARK in register_row(register(client, "?uenig=ja"), WORDED)
    assert MARK in register_row(register(client, "?vurdering=innfridd"), WORDED)
    assert MARK in row(client, WORDED)
    assert MARK in row(client, WORDED, ALL_YEARS)


@pytest.mark.usefixtures("reworded")
def test_the_front_page_has_the_words_that_the_parties_disagree_about(client: Client) -> None:
    _before, _mark, text = text_of(client, "/en/").partition("Here the parties disagree")

    assert NEW_WORDS not in text
    assert "» the wording was changed later KD says fulfilled" in text


@pytest.mark.usefixtures("reworded")
def test_files_have_the_words_that_were_judged_beside_the_others(client: Client) -> None:
    [found] = records(client, "/forpliktelser.csv", WORDED)
    one = json.loads(client.get(f"/forpliktelser/{WORDED}.json").content)

    assert NEW_WORDS in found["ordlyd"]
    assert "likeverdig grunnskoleopplæring" in found["ordlyd_vurdert"]
    assert NEW_WORDS not in found["ordlyd_vurdert"]
    assert found["ansvarlig_vurdert"] == "KD; KS"
    assert safe(one["ordlyd_vurdert"]) == found["ordlyd_vurdert"]
    assert one["ansvarlig_vurdert"] == ["KD", "KS"]


def test_words_that_one_party_alone_judged(client: Client) -> None:
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", WORDED)
    laid.submit("KD")
    with time_machine.travel("2040-03-16 12:00 +0000", tick=True):
        publish_alone(laid.evaluation, by=laid.approvers["KD"], factor_at=timezone.now())

    load(WORDS)

    assert "when one party published it alone:" in text_of(client, f"/en/forpliktelser/{WORDED}/")
    assert f"2012, by one party alone {MARK}" in text_of(client, f"/en/avtaler/{SLUG}/")


@pytest.mark.usefixtures("moved")
def test_an_assessment_stays_one_when_its_party_no_longer_answers(client: Client) -> None:
    text = text_of(client, f"/en/forpliktelser/{MOVED}/")
    kd, ks, *_later = [
        tuple(found[name] for name in ROLES)
        for found in records(client, f"/avtaler/{SLUG}/matrise.csv", MOVED)
        if found["aar"] == "2012"
    ]

    assert "the other party's view" not in text
    assert "Responsible then: KD and KS." in text
    assert "the other party" not in row(client, MOVED)
    assert "the other party" not in row(client, MOVED, ALL_YEARS)
    assert kd == ("KD", "vurdering", "innfridd", "uenige")
    assert ks == ("KS", "vurdering", "delvis_innfridd", "uenige")


@pytest.mark.usefixtures("moved")
def test_a_year_without_a_published_evaluation_has_those_who_answer_now(client: Client) -> None:
    assert row(client, MOVED).endswith("as they were then KS not published.")


@pytest.mark.usefixtures("moved")
def test_counts_are_those_of_the_signed_evaluation(client: Client) -> None:
    page = text_of(client, ALL_YEARS)

    assert "1 of 16 assessed: 1 fulfilled" in text_of(client, REVISION)
    front = text_of(client, "/en/")
    assert "For 2012, KD says that 1 of 16 promises was fulfilled and 0 partly." in front
    assert "KS says 0 of 17 , and 1 partly." in front
    assert "KD is responsible for 15 commitments." in page
    assert (
        "2011 not published 2012 was responsible for 16 then 1 0 0 0 0 0 15 2013 not published"
        in page
    )


@pytest.mark.usefixtures("moved")
def test_lists_keep_the_verdict_of_a_party_that_no_longer_answers(client: Client) -> None:
    listed = register_row(register(client), MOVED)
    [found] = records(client, "/forpliktelser.csv", MOVED)

    assert f"KS fulfilled 2012 {MARK} not responsible partly fulfilled 2012 {MARK}" in listed
    assert references(register(client, "?vurdering=innfridd&part=KD")) == [MOVED]
    assert MOVED not in references(register(client, "?part=KD"))
    unassessed = references(register(client, f"?avtale={SLUG}&vurdering=ikke_vurdert&part=KD"))
    assert (MOVED in unassessed, len(unassessed)) == (False, 15)
    assert f"KD fulfilled 2012 {MARK}" in text_of(client, f"/en/avtaler/{SLUG}/")
    assert (found["ansvarlig"], found["ansvarlig_vurdert"]) == ("KS", "KD; KS")
    assert (found["vurdering_kd"], found["vurdering_kd_aar"]) == ("innfridd", "2012")
    assert found["samlet"] == "uenige"


@pytest.mark.usefixtures("moved")
def test_a_later_year_does_not_take_a_former_partys_verdict_away(client: Client) -> None:
    signed_evaluations.signed(2013, KS={MOVED: "fulfilled"})

    text = text_of(client, f"/en/avtaler/{SLUG}/")
    assert "KS fulfilled 2013" in text
    assert f"KD fulfilled 2012 {MARK}" in text
    assert "KD assessed no promise for 2013." in text_of(client, "/en/")


@pytest.mark.usefixtures("joined")
def test_a_view_stays_one_when_its_party_answers_now(client: Client) -> None:
    listed = register_row(register(client), evaluation_states.ONLY_KS)
    [found] = records(client, "/forpliktelser.csv", evaluation_states.ONLY_KS)

    assert "the other party's view" in text_of(
        client, f"/en/forpliktelser/{evaluation_states.ONLY_KS}/"
    )
    assert "Responsible then: KS." in text_of(
        client, f"/en/forpliktelser/{evaluation_states.ONLY_KS}/"
    )
    assert f"KD and KS not published no progress published partly fulfilled 2012 {MARK}" in listed
    front = text_of(client, "/en/")
    assert "KD assessed no promise for 2012." in front
    assert (found["ansvarlig"], found["ansvarlig_vurdert"]) == ("KD; KS", "KS")
    assert (found["vurdering_kd"], found["vurdering_ks"]) == ("", "delvis_innfridd")
    assert found["samlet"] == "uenige"
    assert references(register(client, "?part=KD&ar=2013")).count(evaluation_states.ONLY_KS)
    assert evaluation_states.ONLY_KS not in references(
        register(client, "?vurdering=ikke_vurdert&part=KD")
    )


@pytest.mark.usefixtures("signed_anew")
def test_the_next_revision_counts_by_its_own_responsibility(client: Client) -> None:
    text = text_of(client, f"/en/forpliktelser/{MOVED}/")
    [found] = records(client, "/forpliktelser.csv", MOVED)

    assert "Responsible then" not in text
    assert "fulfilled the other party's view" in text
    assert "KD assessed no promise for 2012." in text_of(client, "/en/")
    assert MARK not in register_row(register(client), MOVED)
    assert (found["vurdering_kd"], found["vurdering_ks"]) == ("", "delvis_innfridd")
    assert (found["samlet"], found["ansvarlig_vurdert"]) == ("uenige", "")
    page = text_of(client, ALL_YEARS)
    assert "2012 0 0 0 0 0 0 15 2013 not published" in page
    assert MARK not in page


@pytest.mark.usefixtures("signed_anew")
def test_both_revisions_have_pages_with_their_own_responsibility(client: Client) -> None:
    first, second = (text_of(client, REVISION.replace("/1/", f"/{n}/")) for n in (1, 2))

    assert "1 of 16 assessed" in first
    assert "0 of 15 assessed" in second
    for number in (1, 2):
        text = text_of(client, f"{REVISION.replace('/1/', f'/{number}/')}verifiser/")
        assert "Matches what was published." in text
        assert "Does not match what was published" not in text


@pytest.mark.parametrize("state", ["reworded", "moved", "joined", "signed_anew"])
def test_verification_names_nothing(request: pytest.FixtureRequest, state: str) -> None:
    request.getfixturevalue(state)

    assert faults() == []


def test_a_statement_of_a_party_that_no_longer_answers_stays(client: Client) -> None:
    publish_entry("2012-02-01", "done", ref=MOVED)

    load(facts=FACTS)

    assert "KS not responsible done 1 Feb 2012" in register_row(register(client), MOVED)
    assert "KD not responsible done as at" in text_of(client, f"/en/avtaler/{SLUG}/")
    [found] = records(client, "/forpliktelser.csv", MOVED)
    assert (found["status_kd"], found["status_ks"]) == ("gjennomfort", "ingen_opplysninger")


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/en/", 1),
        (f"/en/avtaler/{SLUG}/", 1),
        (MATRIX, 1),
        (ALL_YEARS, 2),  # it also quotes what was assessed
        ("/forpliktelser/", 1),
        ("/en/parter/KD/", 1),
        (f"/forpliktelser/{WORDED}/", 2),  # it also tells of the change
    ],
)
def test_changed_words_cost_a_query_or_two(client: Client, path: str, more: int) -> None:
    signed_evaluations.signed(2012, KD={WORDED: "fulfilled"}, KS={WORDED: "partly_fulfilled"})
    before = queries(client, path)

    load(WORDS)

    assert queries(client, path) == before + more


def queries(client: Client, path: str) -> int:
    """How many queries a page costs that is not cached."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_latest_statement_of_a_former_party_is_shown_beside_a_long_line(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_line, "PAGE_SIZE", 1)
    publish_entry("2012-02-01", "done", ref=MOVED)
    publish_entry("2012-02-02", "in_progress", ref=MOVED, party="KS")
    publish_entry("2012-02-03", "in_progress", ref=MOVED, party="KS")

    load(facts=FACTS)

    for side in ("", "?side=2", "?side=3"):
        assert "KD is not responsible for this promise. done as at 1 February 2012" in text_of(
            client, f"/en/forpliktelser/{MOVED}/{side}"
        )
