"""The pages and files of the goals: each with the commitments that go with it, by basis."""

import csv
from io import StringIO
from typing import Final

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Goal
from agreements.pages import PREFIXES
from commitments.context import answer_actions
from commitments.pages.goals.groups import GroupedGoal, grouped
from commitments.register.models import Commitment
from tests import make
from tests.support import evaluation_states, outside_texts, page_claims, recorders
from tests.support.page_claims import text_of
from tests.support.signed_evaluations import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

GOALS: Final = (
    *("2005-G1", "2011-A1", "2011-B1", "2011-B2", "2011-B3"),
    *("2011-G1", "2011-G2", "2011-G3", "2011-V1"),
)
LIST: Final = "/en/mal/"
PAGE: Final = "/en/mal/2011-G2/"


def page(client: Client, address: str = PAGE) -> str:
    return recorders.page_text(client.get(address).content)


def group_of(client: Client, ref: str, anchor: str) -> list[str]:
    """The references of the commitments in a group of a goal's page."""
    rows = page_claims.tree(client, f"/en/mal/{ref}/").xpath(f"//section[@id='{anchor}']//tbody/tr")
    return [text_of(row.xpath("th/a/following-sibling::span")[0]) for row in rows]


def goals() -> list[GroupedGoal]:
    return grouped(Goal.objects.for_page(), Commitment.objects.in_text_order())


def file_rows(client: Client, address: str = "/mal.csv") -> list[dict[str, str]]:
    body = client.get(address).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body, newline=""), strict=True))


def test_there_are_nine_goals_with_a_page_each(client: Client) -> None:
    assert tuple(Goal.objects.values_list("ref", flat=True)) == GOALS
    for ref in GOALS:
        assert client.get(f"/mal/{ref}/").status_code == 200


def test_a_goal_shows_its_words_its_title_and_its_white_paper(client: Client) -> None:
    goal = Goal.objects.get(ref="2011-G2")
    found = page(client)

    assert goal.segment.words in found
    assert "Completion of upper secondary education" in found
    assert "The goal is the words in quotation marks." in found
    assert "taken from St. meld. nr 31 (2007–2008): Kvalitet i skolen ." in found
    assert "Area: primary and secondary education." in found
    assert 'href="/en/avtaler/2011-2013/#G2"' in client.get(PAGE).text


@pytest.mark.parametrize("ref", GOALS)
def test_the_words_of_a_goal_are_those_of_the_text(client: Client, ref: str) -> None:
    words = Goal.objects.get(ref=ref).segment.words
    [quotation] = page_claims.tree(client, f"/en/mal/{ref}/").xpath("//blockquote[@lang='nb']")

    assert quotation.text == (f"{words} " if ref == "2011-A1" else words)


def test_a_goal_without_a_white_paper_names_none(client: Client) -> None:
    assert "taken from" not in page(client, "/en/mal/2011-A1/")


def test_marks_words_that_the_sentence_goes_on_after(client: Client) -> None:
    assert "barnehage og grunnsopplæring, […]" in page(client, "/en/mal/2011-A1/")
    assert "[…]" not in page(client)


def test_a_goal_is_not_assessed_and_its_commitments_are(client: Client) -> None:
    signed(2011, KD={"2011-F1": "fulfilled"}, KS={"2011-F1": "partly_fulfilled"})

    found = page(client)

    assert "A goal is not assessed." in found
    assert "2011-F1 In the commitment: «gjennomføring i videregående skoler»" in found
    shared = found.partition("shares words with the goal Proposed")[2].partition("Other comm")[0]
    assert "KD 2011 KS 2011 Together" in found
    assert shared.endswith("fulfilled partly fulfilled in disagreement ")


def test_shows_the_latest_published_year_alone(client: Client) -> None:
    ref = evaluation_states.REF
    signed(2011, KD={ref: "fulfilled"}, KS={ref: "fulfilled"})
    signed(2012, KD={ref: "partly_fulfilled"}, KS={ref: "partly_fulfilled"})

    found = page(client, "/en/mal/2011-B1/")

    assert "The latest published year is 2012 ." in found
    assert "KD 2012 KS 2012 Together" in found
    assert "2011 Together" not in found


def test_who_is_not_responsible_is_no_gap(client: Client) -> None:
    signed(2011, KS={evaluation_states.ONLY_KS: "fulfilled"})

    found = page(client)

    ref = evaluation_states.ONLY_KS
    assert f"{ref} not responsible fulfilled" in found


def test_without_an_evaluation_there_are_no_columns_for_verdicts(client: Client) -> None:
    found = page(client)

    assert "The parties' assessments of the commitments are not published." in found.replace(
        "&#39;", "'"
    )
    assert "Together" not in found


def test_each_group_says_what_connects_it_with_the_goal(client: Client) -> None:
    found = page(client)

    assert "In the heading above the goals: «de overordnede målene»" in found
    assert "The portal proposes this. No party has confirmed it." in found
    assert "The text does not connect these with the goal." in found


def test_shows_who_has_confirmed_that_words_are_shared(client: Client) -> None:
    proposal = outside_texts.proposal("2011-f1-2011-g2")
    answer_actions.confirm(proposal, by=outside_texts.approver("KS"), version=1)

    found = page(client)

    assert "Confirmed by one party." in found
    assert "No party has confirmed it." not in found
    assert "KS confirmed it" in found


def test_every_number_of_the_list_is_that_of_the_rows_it_leads_to(client: Client) -> None:
    claims = list(page_claims.claims(client, LIST))

    assert len(claims) == sum(bool(group.rows) for _goal, groups in goals() for group in groups)
    for claim in claims:
        address, _hash, anchor = claim.address.partition("#")
        ref = address.split("/")[-2]
        listed = group_of(client, ref, anchor)
        rows = file_rows(client, f"/mal/{ref}.csv")
        assert claim.text.split()[0] == str(claim.number) == str(len(listed))
        assert listed == [row["forpliktelse"] for row in rows if row["basis"] == anchor]


def test_the_list_has_the_goals_in_text_order_under_their_agreement(client: Client) -> None:
    tree = page_claims.tree(client, LIST)
    refs = [text_of(row) for row in tree.xpath("//h3/span")]
    heads = [text_of(row) for row in tree.xpath("//main//h2")]

    assert refs == list(GOALS)
    assert heads == [
        "The 2005–2009 agreement",
        "The 2011–2013 agreement: the purpose",
        "The 2011–2013 agreement: kindergarten",
        "The 2011–2013 agreement: primary and secondary education",
        "The 2011–2013 agreement: adults",
    ]
    assert "9 goals in the agreements" in page(client, LIST)


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_the_pages_are_in_every_language(client: Client, prefix: str) -> None:
    title = Goal.objects.get(ref="2011-G2").segment.short_title
    language = prefix.removeprefix("/") or "nb"

    assert title[language] in page(client, f"{prefix}/mal/")
    assert title[language] in page(client, f"{prefix}/mal/2011-G2/")


def test_a_reference_in_lower_case_redirects(client: Client) -> None:
    answer = client.get("/en/mal/2011-g2/")

    assert (answer.status_code, answer["Location"]) == (301, PAGE)


@pytest.mark.parametrize("path", ["/mal/2011-G9/", "/mal/2011-F1/", "/mal/2011-G9.csv"])
def test_an_unknown_goal_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/mal/", "/mal/2011-G2/", "/mal.csv", "/mal/2011-G2.json"])
@pytest.mark.parametrize("query", ["?kjent=2026-11-01", "?per=2012-01-01"])
def test_another_day_is_refused(client: Client, path: str, query: str) -> None:
    assert client.get(f"{path}{query}").status_code == 400


@pytest.mark.parametrize(("address", "most"), [(LIST, 7), (PAGE, 12), ("/mal.csv", 7)])
def test_few_queries_however_many_commitments_and_answers(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str, most: int
) -> None:
    commitment = recorders.commitment("2011-F1")
    for number in range(30):
        row = make.make_commitment(agreement=commitment.agreement, position=10_000 + number)
        make.make_commitment_area(commitment=row, area="grunnopplaering")
    for key in ("2011-f1-2011-g2", "2011-f3-2011-g3"):
        proposal = outside_texts.proposal(key)
        answer_actions.confirm(proposal, by=outside_texts.approver(), version=1)
    signed(2011, KD={"2011-F1": "fulfilled"})

    with django_assert_max_num_queries(most):
        assert client.get(address).getvalue()
