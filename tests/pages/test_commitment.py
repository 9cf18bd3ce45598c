"""A commitment's page: its wording, the facts, what limits it, and what the parties say of it."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from tests import make
from tests.support import changed_texts, evaluation_states, recorders, regional_states
from tests.support.published_entries import correct, publish_entry, withdraw

MOST_QUERIES = 12  # one for the goals that go with it

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, ref: str, language: str = "/en") -> str:
    response = client.get(f"{language}/forpliktelser/{ref}/")
    assert response.status_code == 200
    return " ".join(unescape(response.text).split())


def quotation(client: Client, ref: str) -> str:
    text = page(client, ref)
    inside = text[text.index("<blockquote") : text.index("</blockquote>")]
    return " ".join(strip_tags(inside).split())


def test_a_listed_commitment_is_quoted_with_its_heading(texts: None, client: Client) -> None:
    words = quotation(client, "2005-F2")

    assert words.startswith("Partene vil i fellesskap […] Arbeide for å utvikle nettverk")
    assert words.endswith("sikre rekruttering til yrket.")


def test_nothing_is_left_out_after_the_heading_of_the_first(texts: None, client: Client) -> None:
    assert quotation(client, "2005-KS1").startswith("KS vil bistå (fylkes) kommunene")


def test_a_commitment_of_two_sentences_is_quoted_whole(texts: None, client: Client) -> None:
    assert "virksomheten i skolen. Dette innebærer å" in quotation(client, "2005-F1")


def test_one_in_running_text_has_no_heading(texts: None, client: Client) -> None:
    assert quotation(client, "2011-M2") == (
        "Partene skal ha en dialog om konkrete tiltak for å nå målene."
    )


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("2005-M1", "– innenfor de rammer som personopplysningsloven setter."),
        ("2005-M3", "der dette er naturlig,"),
        ("2011-M3", "der dette er naturlig."),
    ],
)
def test_an_inline_reservation_is_marked_in_its_sentence(
    texts: None, client: Client, ref: str, words: str
) -> None:
    assert f'<span class="kv-forbehold">{words}</span>' in page(client, ref)


def test_every_wording_is_quoted_word_for_word(texts: None, client: Client) -> None:
    for commitment in Commitment.objects.for_page():
        words = " ".join(segment.words for segment in commitment.segments.all())
        assert quotation(client, commitment.ref).endswith(words)


def test_says_who_answers_and_who_acts_as_written(texts: None, client: Client) -> None:
    text = page(client, "2005-S3")

    assert 'KD. The agreement says «<span lang="nb">Staten</span>».' in text
    assert '«<span lang="nb">i reformperioden</span>»' in text


def test_says_what_kind_of_promise_it_is(texts: None, client: Client) -> None:
    text = page(client, "2011-F3")

    assert "«arbeide for» (work for)</a>. Promises effort in a direction" in text
    assert 'href="/en/metode/lofter/"' in text


def test_names_each_reservation_and_who_may_invoke_it(texts: None, client: Client) -> None:
    text = page(client, "2011-F3")

    assert 'href="/en/avtaler/2011-2013/#R2">2011-R2 Budgets and the economic' in text
    assert "KD may invoke it." in text
    assert "KD and KS may invoke it." in page(client, "2005-M1")


def test_says_of_which_type_a_reservation_is_and_why(texts: None, client: Client) -> None:
    text = unescape(" ".join(page(client, "2011-F3").split()))

    assert "Adjustment: The commitment can be adjusted to something the party does not" in text
    assert "The portal's judgement: The State's part can be adjusted to the" in text


def test_says_what_each_value_rests_on(texts: None, client: Client) -> None:
    text = unescape(" ".join(page(client, "2011-F4").split()))

    assert "<dd>not stated in the text<p" in text
    assert "(all levels of the education system) names no particular area." in text
    assert "The portal's judgement: Set because the wording names «kommunikasjon og" in text
    assert "The promise is «Arbeide for», not something specific that can be checked." in text


def test_leads_to_the_sentence_and_to_the_neighbours(texts: None, client: Client) -> None:
    text = page(client, "2005-F2", language="")

    assert 'href="/avtaler/2005-2009/#F2"' in text
    assert 'rel="prev" href="/forpliktelser/2005-F1/"' in text
    assert 'rel="next" href="/forpliktelser/2005-F3/"' in text


def test_the_first_and_the_last_have_one_neighbour(texts: None, client: Client) -> None:
    assert 'rel="prev"' not in page(client, "2005-M1")
    assert 'rel="next"' not in page(client, "2011-F14")


@pytest.mark.parametrize("ref", ["2005-F99", "2005", "x" * 300])
def test_an_unknown_reference_is_not_found(texts: None, client: Client, ref: str) -> None:
    assert client.get(f"/forpliktelser/{ref.upper()}/").status_code == 404


def test_small_letters_lead_to_the_page(texts: None, client: Client) -> None:
    response = client.get("/nn/forpliktelser/2005-f2/")

    assert (response.status_code, response["Location"]) == (301, "/nn/forpliktelser/2005-F2/")


@pytest.mark.parametrize("ref", ["2005-F1", "2005-M3", "2011-F14"])
def test_asks_the_database_few_times(
    texts: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, ref: str
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/forpliktelser/{ref}/")


def test_counts_the_counties_of_which_something_is_published(texts: None, client: Client) -> None:
    regional_states.taken_to(State.PUBLISHED)
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("11"), municipalities=1
    )
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("01"), status="done", municipalities=1
    )
    regional_states.taken_to(
        State.SUBMITTED, subject=regional_states.subject_of("02"), municipalities=1
    )
    text = page(client, regional_states.REF)
    counties = recorders.page_text(text[text.index('id="fylker"') :].encode())

    assert "0 of 19 counties , KD 2012 3 of 19 counties , KS 2012 2 in progress, 1 done" in counties
    assert "0 of 19 counties , KD 2011 0 of 19 counties , KS 2011 2012" in counties


def commitment_page(
    client: Client,
    query: str = "",
    *,
    ref: str = recorders.REF,
    language: str = "/en",
    status: int = 200,
) -> str:
    response = client.get(f"{language}/forpliktelser/{ref}/{query}")
    assert response.status_code == status
    return " ".join(unescape(response.text).split())


def statements(text: str) -> str:
    return recorders.page_text(text[text.index('id="sier"') : text.index("<details")].encode())


def time_line(text: str) -> str:
    return recorders.page_text(
        text[text.index('id="framdrift"') : text.index("/historikk/")].encode()
    )


def test_shows_both_parties_in_their_order(client: Client) -> None:
    publish_entry("2007-06-12", "in_progress", party="KS", narrative="KS møtte skolene.")
    publish_entry("2007-03-03", "in_difficulty", narrative="KD skrev brev.")

    assert (
        "KD not published in difficulty as at 3 March 2007 KD skrev brev. Source: Eksempel: referat"
        " KS not published in progress as at 12 June 2007 KS møtte skolene. Source: Eksempel: "
        in statements(commitment_page(client))
    )


def test_the_latest_true_day_is_what_a_party_says_now(client: Client) -> None:
    publish_entry("2008-03-03", "done", narrative="Ferdig.", at="2026-03-01 12:00 +0000")
    publish_entry("2007-03-03", "in_progress", narrative="Begynt.", at="2026-03-02 12:00 +0000")
    text = commitment_page(client)

    assert "done as at 3 March 2008 Ferdig." in statements(text)
    assert time_line(text).index("Begynt.") < time_line(text).index("Ferdig.")


def test_a_party_that_does_not_answer_says_so_and_has_no_gap(client: Client) -> None:
    text = statements(commitment_page(client, ref=recorders.ONLY_KS))

    assert "KD is not responsible for this promise." in text
    assert text.count("about this promise is published.") == 1


def test_no_information_has_its_definition_one_click_away(client: Client) -> None:
    assert 'href="/en/metode/#absence-no_information"' in commitment_page(client)
    assert 'id="absence-no_information"' in client.get("/en/metode/").text


def test_says_that_the_portal_has_not_checked(client: Client) -> None:
    assert (
        "These are the parties' own assessments. No one else has checked them. The same goes for"
        in commitment_page(client)
    )


def test_an_entry_shows_day_party_status_text_sources_and_marks(client: Client) -> None:
    source = NewSource("Rundskriv", "https://www.example.no/rundskriv")
    entry = publish_entry("2009-01-01", narrative="Eksempel: etterpå.", new_sources=[source])
    text = commitment_page(client)

    assert f'data-part="KD" id="oppforing-{entry.pk}"' in text
    assert '<time datetime="2009-01-01">1 January 2009</time>' in text
    link = 'href="https://www.example.no/rundskriv" rel="noopener nofollow" lang="no">Rundskriv</a>'
    assert link in text
    assert (
        "Recorded and published 1 March 2026 · written in retrospect (2026) · outside the term"
        in time_line(text)
    )


def test_an_entry_of_its_time_has_no_marks(client: Client) -> None:
    publish_entry("2007-03-15", at="2008-03-10 12:00 +0000")
    line = time_line(commitment_page(client))

    assert "retrospect" not in line
    assert "outside" not in line


def test_a_file_is_linked_with_its_kind_and_size(client: Client) -> None:
    publish_entry(new_sources=[NewSource("Referat", file=recorders.upload())])
    [source] = ProgressEntry.objects.get().sources.all()

    text = commitment_page(client, language="")

    assert f'href="/kilder/{source.pk}/fil/"><span lang="no">Referat</span> (PDF, ' in text


def test_text_keeps_paragraphs_and_links_and_nothing_else(client: Client) -> None:
    """ASVS v5.0.0-1.2.1."""
    narrative = "Første <b>avsnitt</b>.\n\nSe https://www.example.no/a?b=1&c=2 <script>x</script>"
    publish_entry(narrative=narrative, language="nn")
    body = client.get(f"/forpliktelser/{recorders.REF}/").text

    assert '<div class="kv-fritekst" lang="nn"><p>Første &lt;b&gt;avsnitt&lt;/b&gt;.</p>' in body
    assert '<a href="https://www.example.no/a?b=1&amp;c=2" rel="nofollow">' in body
    assert "<script>x" not in body


def test_a_correction_replaces_the_entry_and_links_to_the_history(client: Client) -> None:
    old = publish_entry(narrative="Eksempel: feil tall.")
    new = correct(old, narrative="Eksempel: rett tall.")
    text = commitment_page(client)

    assert "rett tall" in text
    assert "feil tall" not in text
    link = f'href="/en/forpliktelser/{recorders.REF}/historikk/#versjon-{new.pk}">corrected</a>'
    assert link in text
    assert f'id="versjon-{new.pk}"' in commitment_page(client, "historikk/")


def test_a_withdrawn_entry_leaves_a_tombstone(client: Client) -> None:
    entry = publish_entry(narrative="Eksempel: gjaldt noe annet.")
    withdraw(entry, at="2026-04-02 12:00 +0000", reason="Eksempel: feil forpliktelse.")
    text = commitment_page(client)

    assert "Nothing from KD about this promise is published." in statements(text)
    assert "gjaldt noe annet" not in text
    assert (
        "15 March 2007 KD withdrawn KD published an entry for this day and withdrew it on"
        " 2 April 2026. The reason: Eksempel: feil forpliktelse." in time_line(text)
    )


def test_nothing_that_is_not_published_is_shown(client: Client) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        recorders.taken_to(state, by=recorders.editor(), narrative=f"Kanari {state}.")
    text = commitment_page(client)

    assert "Kanari" not in text
    assert "No party has published progress on this commitment." in text


def test_long_time_lines_are_cut_into_pages_that_keep_the_question(client: Client) -> None:
    for day in range(1, 23):
        publish_entry(f"2007-03-{day:02}", narrative=f"Dag {day}.")
    first = commitment_page(client, "?per=2007-03-21")
    second = commitment_page(client, "?per=2007-03-21&side=2")

    assert first.count('id="oppforing-') == 20
    assert 'href="?per=2007-03-21&side=2"' in first
    assert re.findall(r"Dag \d+", time_line(second)) == ["Dag 21"]
    assert "Dag 21." in statements(first)
    assert commitment_page(client, "?side=9", status=404)


def test_200_entries_cost_what_2_do_and_none_is_lost(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [publish_entry(party="KS"), publish_entry()]
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        commitment_page(client)
    author, approver = recorders.editor(), recorders.approver()
    entries += [
        make.make_entry(
            commitment=recorders.commitment(),
            author=author,
            approver=approver,
            true_on=date(2006, 1, 1) + timedelta(days=day),
        )
        for day in range(198)
    ]

    with django_assert_max_num_queries(len(few)):
        first = commitment_page(client, language="/nn")
    with django_assert_max_num_queries(len(few)):
        pages = [first, *(commitment_page(client, f"?side={side}") for side in range(2, 3))]
    pages += [commitment_page(client, f"?side={side}") for side in range(3, 11)]

    shown = [re.findall(r'id="oppforing-(\d+)"', page) for page in pages]
    assert [len(page) for page in shown] == [20] * 10
    assert {int(key) for page in shown for key in page} == {entry.pk for entry in entries}


def test_last_changed_follows_what_is_published_and_withdrawn(client: Client) -> None:
    entry = publish_entry(at="2031-03-01 12:00 +0000")
    assert '<time datetime="2031-03-01' in commitment_page(client, language="/nn")

    withdraw(entry, at="2031-04-02 12:00 +0000")
    assert 'Last changed</span><br><time datetime="2031-04-02' in commitment_page(client)


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_who_writes_for_a_party_that_answers_gets_the_way_to_record(role: str) -> None:
    client = recorders.client_of(make.make_membership(role=role, party="KD"))

    assert (
        f'href="/en/arbeid/forpliktelser/{recorders.REF}/ny/">Record progress</a>'
        in commitment_page(client)
    )
    assert "Record progress" not in commitment_page(client, ref=recorders.ONLY_KS)


def test_others_do_not_get_it(client: Client) -> None:
    viewer = make.make_membership(role="office_viewer", offices=[make.make_office()])
    waiting = make.make_membership(confirmed=False)

    assert "Record progress" not in commitment_page(client)
    assert "Record progress" not in commitment_page(recorders.client_of(viewer))
    assert "Record progress" not in commitment_page(recorders.client_of(waiting))


def test_a_signed_in_person_sees_what_the_public_sees(client: Client) -> None:
    publish_entry(narrative="Eksempel: publisert.")
    recorders.taken_to(State.DRAFT, by=recorders.editor(), narrative="Kanari.")
    for_public = time_line(commitment_page(client))

    assert time_line(commitment_page(recorders.client_of(recorders.editor()))) == for_public


def test_no_person_is_named(client: Client) -> None:
    entry = correct(publish_entry())
    withdraw(entry)
    publish_entry()
    text = commitment_page(client) + commitment_page(client, "historikk/")

    assert "Redaktør" not in text
    assert "Godkjenner" not in text
    assert "@" not in text


def test_the_years_say_which_is_doubtful_and_which_is_part_of_a_year(client: Client) -> None:
    text = client.get("/en/forpliktelser/2005-F2/").text
    years = recorders.page_text(
        text.partition('id="vurdering"')[2].partition("</section>")[0].encode()
    )

    assert "2006 part of the year not published" in years
    assert "2005: doubtful year . It is doubtful whether the agreement applied in 2005" in years
    assert "2006: part of the year . It is not known when the agreement began" in years


def test_a_doubtful_year_that_is_opened_is_a_year_like_the_others(client: Client) -> None:
    evaluation_states.laid(year=2005, slug="2005-2009")

    years = client.get("/en/forpliktelser/2005-F2/").text.partition('id="vurdering"')[2]

    assert re.search(r'rowheader">\s*<a[^>]*>2005</a>', years)
    assert "doubtful" not in years


def test_names_the_goals_that_go_with_it_and_on_what_basis(client: Client) -> None:
    facts = page(client, "2011-F3").partition('id="om"')[2].partition("</section>")[0]
    shown = recorders.page_text(facts.encode())

    assert "Goals Same words: 2011-A1 Higher quality" in shown
    assert "the agreement does not say that they belong together" in shown
    assert "Same area: " in shown
    assert 'href="/en/mal/2011-A1/"' in facts


def test_an_older_text_is_not_put_beside_the_goals_of_today(client: Client) -> None:
    changed_texts.accept(changed_texts.changed(changed_texts.WORDS))

    assert 'href="/en/mal/' in commitment_page(client, ref="2011-F3")
    assert 'href="/en/mal/2011' not in commitment_page(client, "?per=2012-01-01", ref="2011-F3")
