"""The front page's answer: a sentence and a strip for each agreement, and the disagreements."""

import csv
from io import StringIO
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from agreements import vocabulary
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.register.reservation_models import Reservation
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import ONLY_KS, REF
from tests.support.page_claims import claims, listed, text_of, tree
from tests.support.signed_evaluations import signed, three_years

pytestmark = pytest.mark.usefixtures("texts")

PAGE: Final = "/en/"


def agreement(client: Client, slug: str = "2011-2013") -> Any:
    """The part of the page that answers for one agreement."""
    [found] = tree(client, PAGE).xpath(f"//section[@aria-labelledby='avtale-{slug}']")
    return found


def squares(part: Any) -> dict[str, str]:
    """What each square says, by the reference beneath it."""
    return {
        text_of(link.xpath("./span[@class='kv-rutenavn']")[0]): text_of(
            link.xpath("./span[@class='kv-tittel']")[0]
        )
        for link in part.xpath(".//a[@class='kv-rute']")
    }


def test_an_agreement_without_a_signed_evaluation_says_so_and_draws_nothing(client: Client) -> None:
    part = agreement(client)

    assert "No evaluation has been signed yet." in text_of(part)
    assert squares(part) == {}


def test_a_sentence_says_what_each_party_says_and_where_they_disagree(client: Client) -> None:
    three_years()

    assert (
        "For 2012, KD says that 1 of 16 promises was fulfilled and 0 partly."
        " KS says 0 of 17, and 1 partly. They disagree on 2." in text_of(agreement(client))
    )


def test_parties_that_agree_on_all_that_both_assessed_are_said_to(client: Client) -> None:
    signed(2011, KD={REF: "fulfilled"}, KS={REF: "fulfilled", ONLY_KS: "fulfilled"})

    text = text_of(agreement(client))

    assert "They agree on every promise that both have assessed." in text
    assert "disagree" not in text


def test_a_party_that_assessed_nothing_is_said_to_have_assessed_nothing(client: Client) -> None:
    signed(2011, KS={REF: "fulfilled"})

    text = text_of(agreement(client))

    assert "For 2011, KS says that 1 of 17 promises was fulfilled" in text
    assert "KD assessed no promise for 2011." in text
    assert "agree" not in text.partition("For 2011")[2]


def test_an_evaluation_published_by_one_party_says_so(client: Client) -> None:
    table = evaluation_states.late_in(2012)
    publish_alone(table.evaluation, by=table.approvers["KD"], factor_at=timezone.now())

    text = text_of(agreement(client))

    assert "alone says that" in text
    assert "had not submitted by the deadline." in text


def test_the_strip_shows_the_last_published_year_and_says_which(client: Client) -> None:
    three_years()
    part = agreement(client)

    assert len(squares(part)) == 17
    assert "The squares show 2012. 2013: not published." in text_of(part)
    assert squares(part)["F2"].endswith(
        f"({REF}). 2012: KD fulfilled, KS partly fulfilled. The parties disagree."
    )
    assert squares(part)["F3"].endswith("2012: KD not assessed, KS not assessed.")


def test_a_view_is_told_apart_and_its_half_is_empty(client: Client) -> None:
    three_years()
    [link] = agreement(client).xpath(".//a[contains(@href, '2011-M3')]")

    assert "KD fulfilled (the other party's view), KS not fulfilled." in text_of(link)
    [empty, marked] = link.xpath(".//span[contains(@class, 'kv-halv')]")
    assert empty.get("data-tom") is not None
    assert marked.get("data-merke") == "verdict-not_fulfilled"


def test_the_table_beneath_says_what_the_strip_says(client: Client) -> None:
    three_years()
    rows = tree(client, PAGE).xpath("//details//tbody/tr")
    drawn = squares(agreement(client))

    assert len(rows) == len(drawn)
    for row, (anchor, said) in zip(rows, drawn.items(), strict=True):
        first, kd, ks, together = (text_of(cell) for cell in row)
        parties = [("KD", kd), ("KS", ks)]
        told = [f"{party} {word}" for party, word in parties if word != "not responsible"]
        assert first.endswith(f"2011-{anchor}")
        assert f": {', '.join(told)}." in said
        assert ("disagree" in said) == (together == "in disagreement")


def test_the_strip_draws_what_the_matrix_file_says(client: Client) -> None:
    three_years()
    file = b"".join(client.get("/avtaler/2011-2013/matrise.csv")).decode("utf-8-sig")
    said = {
        (row["referanse"], row["part"]): row["vurdering"]
        for row in csv.DictReader(StringIO(file))
        if row["aar"] == "2012" and row["rolle"] == "vurdering"
    }

    drawn = {}
    for link in agreement(client).xpath(".//a[@class='kv-rute']"):
        halves = link.xpath(".//span[starts-with(@class, 'kv-halv')]")
        for party, half in zip(("KD", "KS"), halves, strict=True):
            if mark := half.get("data-merke"):
                ref = link.get("href").split("/")[-2]
                drawn[ref, party] = vocabulary.word(mark.replace("-", ".", 1)).slug

    assert len(drawn) == 33
    assert drawn == said


def test_every_number_is_that_of_its_list(client: Client) -> None:
    three_years()
    found = list(claims(client, PAGE))

    assert len(found) >= 8
    assert [listed(client, claim.address) for claim in found] == [claim.number for claim in found]


def test_disagreements_are_quoted_with_grounds_and_sources_side_by_side(client: Client) -> None:
    signed(
        2011,
        KD={REF: {"verdict": "fulfilled", "narrative": "Eksempel: gjort."}},
        KS={
            REF: {
                "verdict": "not_fulfilled",
                "reason": "policy_changed",
                "narrative": "Eksempel: ikke gjort.",
            }
        },
    )
    [article] = tree(client, PAGE).xpath("//section[@id='uenige']/article")
    kd, ks = (text_of(side) for side in article.xpath("./div[@class='kv-to']/div"))

    assert text_of(article.xpath("./h3")[0]).endswith("2011-F2 · assessed for 2011")
    assert kd.startswith("KD says fulfilledEksempel: gjort.Source: Eksempel: referat")
    assert ks.startswith("KS says not fulfilledReason: policy changedEksempel: ikke gjort.Source:")


def test_a_used_reservation_has_its_title(client: Client) -> None:
    used = Reservation.objects.get(ref="2011-R2")
    signed(
        2011,
        KD={REF: {"verdict": "reservation_used", "reservation": used}},
        KS={REF: "fulfilled"},
    )
    [article] = tree(client, PAGE).xpath("//section[@id='uenige']/article")

    assert f"Reservation: 2011-R2 {used.segment.short_title['en']}" in text_of(article)


def test_the_newest_disagreements_come_first_and_four_at_most(client: Client) -> None:
    for year, refs in ((2011, ("F1", "F2")), (2012, ("F3", "F4", "F5"))):
        signed(
            year,
            KD={f"2011-{ref}": "fulfilled" for ref in refs},
            KS={f"2011-{ref}": "partly_fulfilled" for ref in refs},
        )

    found = tree(client, PAGE).xpath("//section[@id='uenige']")[0]

    codes = [text_of(code).split()[0] for code in found.xpath(".//h3/span")]
    assert codes == ["2011-F3", "2011-F4", "2011-F5", "2011-F1"]
    assert "See the 5 commitments" in text_of(found)


@pytest.mark.parametrize("word", ["lærerutdanning", "barnehage", "fylkesmannen"])
def test_each_example_of_a_search_finds_something(client: Client, word: str) -> None:
    [link] = tree(client, PAGE).xpath(f"//form[@role='search']//a[text()='{word}']")

    assert "No commitment" not in recorders.page_text(client.get(link.get("href")).content)
    assert html.fromstring(client.get(link.get("href")).text).xpath("//tbody/tr")
