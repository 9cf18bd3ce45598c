"""The parties' pages: who they are, what each promised and said, and nothing that is hidden."""

from html import unescape
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.agreeing import conclusion_actions
from commitments.foundation.choices import State
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.page_claims import PAGES, claims, listed, tree
from tests.support.published_entries import publish_entry, withdraw
from tests.support.signed_evaluations import signed, three_years

pytestmark = pytest.mark.usefixtures("texts")

KD: Final = "/en/parter/KD/"
KS: Final = "/en/parter/KS/"
REF: Final = evaluation_states.REF
ONLY_KS: Final = evaluation_states.ONLY_KS
LANGUAGES: Final = ("", "/nn", "/en")
MOST_QUERIES: Final = 16
TODAY: Final = "2026-11-28 12:00 +0000"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(recorders.page_text(response.content))


def section(client: Client, path: str, anchor: str) -> str:
    [found] = tree(client, path).xpath(f"//section[@id='{anchor}']")
    return words_of(found)


def words_of(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def rows(client: Client, path: str, xpath: str) -> list[str]:
    return [words_of(row) for row in tree(client, path).xpath(xpath)]


def test_the_list_says_who_each_is_and_what_each_is_responsible_for(client: Client) -> None:
    kd, ks = (section(client, "/en/parter/", code) for code in ("KD", "KS"))

    assert "The Ministry of Education and Research (KD)" in kd
    assert "«Staten»" in kd
    assert "«Staten»" not in ks
    assert "2005–2009 12 of 18 7 5" in kd
    assert "2011–2013 16 of 17 16 0" in kd
    assert "2005–2009 13 of 18 7 6" in ks
    assert "2011–2013 17 of 17 16 1" in ks


def test_the_list_says_who_is_no_party(client: Client) -> None:
    assert "are not parties to the agreements" in page(client, "/en/parter/")


def test_each_page_says_what_the_party_is_responsible_for(client: Client) -> None:
    assert (
        "The Ministry of Education and Research (KD) is responsible for 28 of the 35 promises: "
        "23 together with KS and 5 alone. Where KD is alone, the text says « Staten »."
    ) in page(client, KD)
    assert "30 of the 35 promises: 23 together with KD and 7 alone." in page(client, KS)


@pytest.mark.parametrize("path", [path for path in PAGES if "/parter/" in path])
def test_every_number_leads_to_exactly_the_rows_counted(client: Client, path: str) -> None:
    three_years()
    publish_entry("2012-05-12", party="KD", ref=REF)

    found = list(claims(client, path))

    assert len(found) > 5
    for claim in found:
        assert listed(client, claim.address) == claim.number, claim


def test_what_a_party_promised_alone_has_the_last_verdict_with_its_year(client: Client) -> None:
    three_years()

    alone = rows(client, KS, "//h3[@id='alene-2011-2013']/following-sibling::ul[1]/li")

    assert alone == [f"Co-operation with the county governor {ONLY_KS} not fulfilled 2012"]


def test_a_promise_without_a_published_year_is_not_published(client: Client) -> None:
    alone = rows(client, KS, "//h3[@id='alene-2005-2009']/following-sibling::ul[1]/li")

    assert len(alone) == 6
    assert all(row.endswith("not published") for row in alone)


def test_what_is_alone_and_joint_is_all_that_the_party_is_responsible_for(client: Client) -> None:
    for path, code in ((KD, "KD"), (KS, "KS")):
        listed_refs = tree(client, path).xpath(
            "//section[@id='lovet']//span[@class='kv-kode']/text()"
        )
        own = Commitment.objects.answered_for_by(code).values_list("ref", flat=True)
        assert sorted(listed_refs) == sorted(own)


def test_each_year_has_a_half_for_each_promise_and_counts_in_words(client: Client) -> None:
    three_years()

    years = rows(client, KD, "//ul[contains(@class, 'kv-partarsliste')]/li/p")
    halves = [
        len(year.xpath(".//ol/li"))
        for year in tree(client, KD).xpath("//ul[contains(@class, 'kv-partarsliste')]/li")
    ]

    assert halves == [12, 12, 12, 16, 16, 16]
    assert years[:3] == ["not published · part of the year", "not published", "not published"]
    assert years[3] == "1 of 16 assessed: 1 fulfilled , 15 not assessed · part of the year"
    assert years[5] == "not published"


def test_the_halves_say_the_title_and_the_verdict(client: Client) -> None:
    three_years()

    said = rows(client, KD, "//ol[contains(@class, 'kv-enhalv')]/li")

    assert "Local development in kindergartens: fulfilled" in said
    assert "Laws and rules for local development: not published" in said


@time_machine.travel(TODAY, tick=False)
def test_the_longest_silence_is_first_and_all_are_there(client: Client) -> None:
    publish_entry("2007-03-15", party="KD", ref=recorders.REF)
    publish_entry("2013-12-31", "done", party="KD", ref=REF)

    found = rows(client, KD, "//section[@id='taus']//tbody/tr")

    assert len(found) == 28
    assert found[1].endswith(
        "nothing published; the agreement's last day was 31 December 2008 6,541"
    )
    days = [int(row.split()[-1].replace(",", "")) for row in found]
    assert days == sorted(days, reverse=True)
    [said] = [row for row in found if recorders.REF in row]
    assert said.endswith("progress as at 15 March 2007; no assessment published 7,198")
    assert found.index(said) == 0


def test_a_verdict_ends_the_silence_on_the_last_day_of_its_year(client: Client) -> None:
    three_years()

    with time_machine.travel(TODAY, tick=False):
        found = rows(client, KD, "//section[@id='taus']//tbody/tr")

    [said] = [row for row in found if REF in row]
    assert said.endswith("no progress published; assessed for 2012 5,080")


@time_machine.travel(TODAY, tick=False)
def test_what_was_withdrawn_is_silent_again(client: Client) -> None:
    before = rows(client, KD, "//section[@id='taus']//tbody/tr")

    withdraw(publish_entry("2012-05-12", party="KD", ref=REF))

    assert rows(client, KD, "//section[@id='taus']//tbody/tr") == before


def test_says_that_silence_does_not_mean_that_nothing_was_done(client: Client) -> None:
    assert page(client, KD).count("Silence does not mean that nothing was done.") == 1


def test_a_disagreement_has_its_year_and_what_each_says(client: Client) -> None:
    three_years()

    for path in (KD, KS):
        found = section(client, path, "uenig")
        assert "disagree on 2 of 2 promises that both have assessed." in found
        assert f"{REF} 2012 fulfilled partly fulfilled" in found
        assert f"{ONLY_KS} 2012 fulfilled the other party's view not fulfilled" in found


def test_a_disagreement_is_over_when_both_agree_on_a_later_year(client: Client) -> None:
    signed(2011, KD={REF: "fulfilled"}, KS={REF: "partly_fulfilled"})
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "fulfilled"})

    assert "disagree on 0 of 1 promises that both have assessed." in section(client, KD, "uenig")


def test_agreement_for_different_reasons_is_told_apart(client: Client) -> None:
    signed(
        2012,
        KD={REF: {"verdict": "not_fulfilled", "reason": "not_prioritised"}},
        KS={REF: {"verdict": "not_fulfilled", "reason": "outside_control"}},
    )

    assert f"In agreement, but for different reasons: Local development in kindergartens {REF}" in (
        section(client, KD, "uenig")
    )


def test_without_assessments_by_both_it_says_so(client: Client) -> None:
    assert "No published evaluation has an assessment by both of the same promise." in section(
        client, KD, "uenig"
    )


def test_a_view_is_on_the_page_of_who_gave_it_and_is_not_counted(client: Client) -> None:
    three_years()

    assert f"{ONLY_KS} fulfilled 2012" in section(client, KD, "syn")
    assert "A view is not counted." in section(client, KD, "syn")
    assert not tree(client, KS).xpath("//section[@id='syn']")


def test_reservations_say_what_they_limit_and_where_they_were_used(client: Client) -> None:
    budgets = Reservation.objects.get(ref="2011-R2")
    signed(2012, KD={REF: {"verdict": "reservation_used", "reservation": budgets}})

    kd, ks = section(client, KD, "forbehold"), section(client, KS, "forbehold")

    assert f"KD has used it: Local development in kindergartens {REF} reservation used 2012" in kd
    assert "2011-R2" not in ks
    assert "2005-R2" in ks
    assert "KS has used it in no published evaluation." in ks


@pytest.mark.parametrize("path", ["/parter/kd/", "/nn/parter/ks/"])
def test_a_code_in_lower_case_leads_to_the_page(client: Client, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (
        301,
        path.replace("kd", "KD").replace("ks", "KS"),
    )


@pytest.mark.parametrize("path", ["/parter/XX/", "/parter/XX.csv", "/parter/kd.csv"])
def test_who_is_no_party_has_no_page(client: Client, path: str) -> None:
    make.make_party("XX")

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/parter/", "/parter/KD/", "/parter/KD.csv", "/parter/ks/"])
@pytest.mark.parametrize("query", ["per=2012-01-01", "kjent=2026-01-01", "kjent=tull"])
def test_refuses_the_questions_about_time(client: Client, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_leads_to_the_parties(client: Client, language: str) -> None:
    menu = tree(client, f"{language}/parter/KD/").xpath("//nav//a[@aria-current='true']/@href")

    assert menu == [f"{language}/parter/"]


def test_what_is_hidden_changes_nothing(client: Client) -> None:
    laid = evaluation_states.laid()
    before = {path: seen(client, path) for path in (KD, KS, "/parter/KD.csv", "/parter/KS.json")}

    laid.assess("KD", REF, narrative="kanarifugl")
    laid.assess("KD", ONLY_KS, narrative="kanarifugl")
    recorders.taken_to(State.DRAFT, narrative="kanarifugl")
    recorders.taken_to(State.SUBMITTED, by=recorders.editor("KS"), narrative="kanarifugl")

    after = {path: seen(client, path) for path in before}
    assert [path for path, text in before.items() if after[path] != text] == []


def test_an_evaluation_under_way_shows_days_alone_as_its_own_page_does(client: Client) -> None:
    laid = evaluation_states.laid()
    with time_machine.travel(evaluation_states.NOW, tick=True):
        laid.assess("KD", REF, narrative="kanarifugl")
        laid.assess("KS", REF, verdict="partly_fulfilled", narrative="kanarifugl")
        before = without_evaluations(client)
        laid.submit("KD")
        assert "2012 20 November 2026" in section(client, KD, "evaluering")
        assert "2012 not submitted the deadline is 15 January 2040 not signed" in section(
            client, KS, "evaluering"
        )
        laid.submit("KS")
        conclusion_actions.accept(laid.propose("KD", "kanarifugl"), by=laid.approvers["KS"])
        laid.sign("KD")

        assert without_evaluations(client) == before
        assert "kanarifugl" not in page(client, KD)


def test_a_submission_after_the_deadline_is_told_in_days(client: Client) -> None:
    table = evaluation_states.evaluation_in("signed")
    type(table.evaluation).objects.update(deadline_on="2026-11-18", grace_until_on="2026-11-30")

    assert "2012 20 November 2026 2 days after the deadline 20 November 2026 signed" in section(
        client, KD, "evaluering"
    )


def test_few_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    three_years()
    agreement = recorders.commitment(REF).agreement
    for number in range(40):
        make.make_commitment(agreement=agreement, position=10_000 + number)

    for path in (KD, "/parter/KS.csv"):
        with django_assert_max_num_queries(MOST_QUERIES):
            seen(client, path)
    with django_assert_max_num_queries(6):
        client.get("/parter/")


def without_evaluations(client: Client) -> list[str]:
    """Both pages' sections, but for the one with the days of submission."""
    found = []
    for path in (KD, KS):
        sections = tree(client, path).xpath("//main/section[@id != 'evaluering']")
        found += [words_of(each) for each in sections]
    return found


def seen(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode()).partition('<div class="kv-fot"')[0]
