"""What a commitment's page answers first: both parties' verdicts, grounds, sources and progress."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.foundation.choices import State
from commitments.register.reservation_models import Reservation
from commitments.sources.actions import NewSource
from tests.pages.test_commitment import MOST_QUERIES
from tests.support import changed_texts, evaluation_states, recorders, regional_states
from tests.support.evaluation_states import ONLY_KS, REF
from tests.support.published_entries import publish_entry, withdraw
from tests.support.signed_evaluations import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def seen(client: Client, ref: str = REF, query: str = "") -> str:
    """The text of the page's main part."""
    response = client.get(f"/en/forpliktelser/{ref}/{query}")
    assert response.status_code == 200
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return unescape(recorders.page_text(main.encode()))


def between(text: str, begin: str, end: str) -> str:
    assert begin in text
    assert end in text
    return text.partition(begin)[2].partition(end)[0]


def parties(client: Client, ref: str = REF, query: str = "") -> str:
    return between(seen(client, ref, query), "About the wording", "Year by year")


def listed(client: Client, ref: str = REF, query: str = "") -> str:
    """The list of what was said, without the drawing."""
    body = client.get(f"/en/forpliktelser/{ref}/{query}").text
    return recorders.page_text(between(body, 'kv-hendelser" data-dager>', "</ol>").encode())


def test_the_answer_stands_before_years_list_counties_and_facts(client: Client) -> None:
    body = client.get(f"/en/forpliktelser/{regional_states.REF}/").text
    parts = ['class="kv-uenigstripe"', 'id="sier"', 'id="vurdering"', 'id="framdrift"']

    places = [body.index(part) for part in (*parts, 'id="fylker"', 'id="om"')]
    assert places == sorted(places)


def test_the_heading_is_the_title_and_the_reference_stands_above_it(client: Client) -> None:
    text = seen(client, "2011-F7")

    assert "Joint promise in the 2011–2013 agreement · 2011-F7 Recruiting" in text
    assert "Promise by KS alone in the 2005–2009 agreement · 2005-KS1" in seen(client, "2005-KS1")
    assert "Promise by the State in the 2005–2009 agreement · 2005-S3" in seen(client, "2005-S3")
    assert "Promise in the running text of the 2011–2013" in seen(client, "2011-M2")


def test_a_long_wording_is_set_smaller_and_whole(client: Client) -> None:
    long, short = (client.get(f"/forpliktelser/{ref}/").text for ref in ("2005-F1", "2011-F7"))

    assert '<blockquote class="kv-sitat" data-lang' in long
    assert '<blockquote class="kv-sitat" lang' in short


def test_both_verdicts_have_their_grounds_and_sources(client: Client) -> None:
    signed(
        2012,
        KD={REF: {"verdict": "fulfilled", "narrative": "Eksempel: fire møter."}},
        KS={
            REF: {
                "verdict": "not_fulfilled",
                "reason": "policy_changed",
                "narrative": "Eksempel: ingen møter.",
                "new_sources": [NewSource("Årsmelding", file=recorders.upload())],
            }
        },
    )
    publish_entry("2012-05-01", ref=REF, narrative="Eksempel: begynt.")

    text = parties(client)

    assert "The parties disagree for 2012. KD says fulfilled, KS says not fulfilled. See" in text
    assert (
        "KD fulfilled assessed for 2012 · written in retrospect (2026) Eksempel: fire møter. "
        "Source: Eksempel: referat in progress as at 1 May 2012 Eksempel: begynt. Source:" in text
    )
    assert (
        "KS not fulfilled assessed for 2012 · written in retrospect (2026) Reason: policy changed "
        "Eksempel: ingen møter. Source: Årsmelding (PDF, " in text
    )
    body = client.get(f"/forpliktelser/{REF}/").text
    assert re.search(r'href="/kilder/\d+/fil/"><span lang="no">Årsmelding', body)


def test_a_used_reservation_is_named(client: Client) -> None:
    used = Reservation.objects.get(ref="2011-R2")
    signed(2012, KD={REF: {"verdict": "reservation_used", "reservation": used}})

    body = client.get(f"/en/forpliktelser/{REF}/").text

    assert "reservation used assessed for 2012" in parties(client)
    name = f"2011-R2 {used.segment.short_title['en']}"
    assert f'href="/en/avtaler/2011-2013/#R2">{name}</a>' in body
    assert f'<span class="kv-svak">{name}</span>' in body


def test_the_last_verdict_stands_though_a_later_year_has_none(client: Client) -> None:
    signed(2011, KD={REF: "fulfilled"}, KS={REF: "fulfilled"})
    signed(2012, KD={REF: "partly_fulfilled"})

    text = parties(client)

    assert "The parties agree for 2011. Both say fulfilled. For 2012 only one assessment" in text
    assert "KD partly fulfilled assessed for 2012" in text
    assert "KS fulfilled assessed for 2011" in text


def test_a_party_that_left_it_out_has_not_assessed_it(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"})

    assert "KS not assessed for 2012" in parties(client)


def test_a_view_stands_below_the_verdict_of_the_responsible_party(client: Client) -> None:
    signed(2012, KD={ONLY_KS: "fulfilled"}, KS={ONLY_KS: "partly_fulfilled"})

    text = parties(client, ONLY_KS)

    assert "KS is responsible and says partly fulfilled. KD has another view: fulfilled." in text
    assert text.index("KS partly fulfilled") < text.index("KD's view (KS is responsible)")
    assert 'kv-to"><section' not in client.get(f"/forpliktelser/{ONLY_KS}/").text


def test_of_one_sided_content_the_other_party_is_not_said_to_be_silent(client: Client) -> None:
    laid = evaluation_states.late_in(2012)
    publish_alone(laid.evaluation, by=laid.approvers["KD"], factor_at=timezone.now())

    text = parties(client)

    assert "KD has published its assessment for 2012 alone. KD says fulfilled. Nothing" in text
    assert "not assessed" not in text
    assert "Nothing from KS about this promise is published." in text


def test_a_party_that_only_reported_on_counties_is_not_said_to_be_silent(client: Client) -> None:
    regional_states.taken_to(State.PUBLISHED)

    text = parties(client, regional_states.REF)

    assert "Nothing from KD about this promise is published." in text
    assert "Nothing from KS" not in text


def test_banner_boxes_and_list_follow_the_days_chosen(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "partly_fulfilled"})
    publish_entry("2013-02-01", ref=REF)

    with time_machine.travel("2030-01-01 12:00 +0000", tick=False):
        before = seen(client, query="?per=2012-12-30")
        after = seen(client, query="?per=2012-12-31")
        unknown = seen(client, query="?kjent=2026-02-01")

    assert "No assessment of this promise matches the dates you chose." in before
    assert "assessed for 2012" not in before
    assert "The parties disagree for 2012." in after
    assert "in progress" not in after
    assert "No assessment of this promise matches the dates you chose." in unknown


def test_an_older_revision_is_the_address_of_what_was_known_then(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "fulfilled"})
    today = client.get(f"/forpliktelser/{REF}/").text
    with time_machine.travel("2030-01-01 12:00 +0000", tick=False):
        then = client.get(f"/forpliktelser/{REF}/?kjent=2026-11-20").text

    assert 'href="/avtaler/2011-2013/evalueringer/2012/#F2">' in between(
        today, "kv-uenigstripe", "</p>"
    )
    assert 'href="/avtaler/2011-2013/evalueringer/2012/revisjoner/1/#F2">' in between(
        then, "kv-uenigstripe", "</p>"
    )


def test_the_banner_says_that_other_words_were_assessed(client: Client) -> None:
    signed(2012, KD={"2011-F3": "fulfilled"}, KS={"2011-F3": "fulfilled"})
    changed_texts.accept(changed_texts.changed(changed_texts.WORDS))

    body = client.get("/en/forpliktelser/2011-F3/").text

    sentence = recorders.page_text(between(body, "kv-uenigstripe", "</p>").encode())
    assert "The parties agree for 2012. Both say fulfilled." in sentence
    assert "on the wording and the responsibility as they were then" in sentence
    assert "KD fulfilled assessed for 2012" in parties(client, "2011-F3")


def test_an_invalid_day_shows_nothing_of_what_was_published(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "fulfilled"})
    publish_entry("2013-02-01", ref=REF, narrative="Kanari.")

    response = client.get(f"/en/forpliktelser/{REF}/?per=i-gaar")

    assert response.status_code == 400
    for words in ("Kanari", "kv-uenigstripe", "kv-part", "<desc"):
        assert words not in response.text


def test_verdicts_and_progress_are_one_list_in_order_of_days(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "partly_fulfilled"})
    publish_entry("2013-02-01", ref=REF, narrative="Eksempel: sist.")
    withdraw(publish_entry("2012-12-31", ref=REF, party="KS"), reason="Eksempel: feil dag.")
    publish_entry("2012-02-01", ref=REF, narrative="Eksempel: først.")

    text = listed(client)

    order = ["Eksempel: først.", "Eksempel: feil dag.", "2012 KD fulfilled for 2012"]
    places = [text.index(words) for words in (*order, "2012 KS partly fulfilled", ": sist.")]
    assert places == sorted(places)


def test_verdicts_stand_on_the_page_of_their_day(client: Client) -> None:
    signed(2011, KD={REF: "fulfilled"})
    signed(2012, KD={REF: "partly_fulfilled"})
    for day in range(1, 31):
        publish_entry(f"2012-04-{day:02}", ref=REF)

    first, second = (listed(client, query=f"?side={side}") for side in (1, 2))

    assert ("for 2011" in first, "for 2012" in first) == (True, False)
    assert ("for 2011" in second, "for 2012" in second) == (False, True)


def test_the_drawing_has_what_the_list_has(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"}, KS={REF: "partly_fulfilled"})
    publish_entry("2013-02-01", ref=REF)
    withdraw(publish_entry("2012-12-31", ref=REF))

    drawn = between(client.get(f"/en/forpliktelser/{REF}/").text, "<desc", "<ol")

    assert "KD is above the line, KS below it. The list that follows says the same." in drawn
    marks = re.findall(r'data-merke="([\w-]+)"', drawn)
    assert sorted(marks) == [
        "progress-in_progress", "verdict-fulfilled", "verdict-partly_fulfilled",
    ]  # fmt: skip
    assert "fulfilled for 2012" in drawn


def test_without_anything_said_nothing_is_drawn(client: Client) -> None:
    assert 'role="img"' not in client.get(f"/forpliktelser/{REF}/").text


def test_the_years_without_an_evaluation_are_named(client: Client) -> None:
    signed(2012, KD={REF: "fulfilled"})

    assert "No evaluation of 2011 and 2013 is published." in seen(client)


def test_counties_are_a_map_of_the_last_year_with_any(client: Client) -> None:
    regional_states.taken_to(State.PUBLISHED)
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("01", year=2011), municipalities=1
    )

    body = between(
        client.get(f"/en/forpliktelser/{regional_states.REF}/").text, 'id="fylker"', "<details"
    )
    text = unescape(recorders.page_text(body.encode()))

    assert body.count("data-fylke=") == 19
    assert body.count("data-tom") == 18
    assert "KD has not reported on any county for 2012." in text
    assert "KS has reported on 1 of 19 counties for 2012 . in progress 1 not reported 18" in text
    assert "Hordaland : in progress 12" in text
    assert 'href="/en/fylker/12-hordaland/?ar=2012"' in body


def test_two_parties_that_reported_have_a_map_each(client: Client) -> None:
    for party in ("KD", "KS"):
        regional_states.taken_to(State.PUBLISHED, by=recorders.editor(party))

    body = client.get(f"/en/forpliktelser/{regional_states.REF}/").text

    assert body.count('class="kv-rent kv-minikart"') == 2


def test_without_a_reported_county_one_line_says_so(client: Client) -> None:
    body = client.get(f"/en/forpliktelser/{regional_states.REF}/").text

    assert "No county has been reported on for this promise." in body
    assert "kv-minikart" not in body
    assert 'id="fylker"' not in client.get(f"/forpliktelser/{regional_states.NOT_REGIONAL}/").text


def test_everything_that_can_be_published_costs_two_queries_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """One for the files cited by verdicts, one for the counties on the map."""
    file = {"verdict": "fulfilled", "new_sources": [NewSource("Fil", file=recorders.upload())]}
    ref = regional_states.REF
    for year in (2011, 2012):
        signed(year, KD={ref: file}, KS={ref: "fulfilled"})
    publish_entry("2012-05-01", ref=ref)
    regional_states.taken_to(State.PUBLISHED)

    with django_assert_max_num_queries(MOST_QUERIES + 2):
        seen(client, ref)
