"""What the parties say about a commitment, on its page: now, day by day, and who says it."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.sources.actions import NewSource
from tests import desk, make
from tests.telling import correct, publish_entry, withdraw

MOST_QUERIES = 8

pytestmark = pytest.mark.usefixtures("texts")


def page(
    client: Client,
    query: str = "",
    *,
    ref: str = desk.REF,
    language: str = "/en",
    status: int = 200,
) -> str:
    response = client.get(f"{language}/forpliktelser/{ref}/{query}")
    assert response.status_code == status
    return " ".join(unescape(response.content.decode()).split())


def statements(text: str) -> str:
    return desk.page_text(text[text.index('id="sier"') : text.index("<details")].encode())


def time_line(text: str) -> str:
    return desk.page_text(text[text.index('id="framdrift"') : text.index("/historikk/")].encode())


def test_shows_both_parties_in_their_order(client: Client) -> None:
    publish_entry("2007-06-12", "in_progress", party="KS", narrative="KS møtte skolene.")
    publish_entry("2007-03-03", "in_difficulty", narrative="KD skrev brev.")

    assert (
        "KD in difficulty as of 3 March 2007 KD skrev brev. "
        "KS in progress as of 12 June 2007 KS møtte skolene." in statements(page(client))
    )


def test_the_latest_true_day_is_what_a_party_says_now(client: Client) -> None:
    publish_entry("2008-03-03", "done", narrative="Ferdig.", at="2026-03-01 12:00 +0000")
    publish_entry("2007-03-03", "in_progress", narrative="Begynt.", at="2026-03-02 12:00 +0000")
    text = page(client)

    assert "done as of 3 March 2008 Ferdig." in statements(text)
    assert time_line(text).index("Begynt.") < time_line(text).index("Ferdig.")


def test_a_party_that_does_not_answer_says_so_and_has_no_gap(client: Client) -> None:
    text = statements(page(client, ref=desk.ONLY_KS))

    assert "KD does not answer for this one" in text
    assert text.count("no information") == 1


def test_no_information_has_its_definition_one_click_away(client: Client) -> None:
    assert 'href="/en/metode/#absence-no_information"' in page(client)
    assert 'id="absence-no_information"' in client.get("/en/metode/").content.decode()


def test_says_that_nobody_outside_has_checked(client: Client) -> None:
    assert "This is the parties' own information. Nobody outside has checked it." in page(client)


def test_an_entry_shows_day_party_status_text_sources_and_marks(client: Client) -> None:
    source = NewSource("Rundskriv", "https://www.example.no/rundskriv")
    entry = publish_entry("2009-01-01", narrative="Eksempel: etterpå.", new_sources=[source])
    text = page(client)

    assert f'data-part="KD" id="oppforing-{entry.pk}"' in text
    assert '<time datetime="2009-01-01">1 January 2009</time>' in text
    assert 'href="https://www.example.no/rundskriv" rel="noopener nofollow">Rundskriv</a>' in text
    assert (
        "Recorded and published 1 March 2026 · written in retrospect (2026) · outside the term"
        in time_line(text)
    )


def test_an_entry_of_its_time_has_no_marks(client: Client) -> None:
    publish_entry("2007-03-15", at="2008-03-10 12:00 +0000")
    line = time_line(page(client))

    assert "retrospect" not in line
    assert "outside" not in line


def test_a_file_is_linked_with_its_kind_and_size(client: Client) -> None:
    publish_entry(new_sources=[NewSource("Referat", file=desk.upload())])
    [source] = ProgressEntry.objects.get().sources.all()

    text = page(client, language="")

    assert f'href="/kilder/{source.pk}/fil/">Referat (PDF, ' in text


def test_text_keeps_paragraphs_and_links_and_nothing_else(client: Client) -> None:
    """ASVS v5.0.0-1.2.1."""
    narrative = "Første <b>avsnitt</b>.\n\nSe https://www.example.no/a?b=1&c=2 <script>x</script>"
    publish_entry(narrative=narrative, language="nn")
    body = client.get(f"/forpliktelser/{desk.REF}/").content.decode()

    assert '<div class="kv-fritekst" lang="nn"><p>Første &lt;b&gt;avsnitt&lt;/b&gt;.</p>' in body
    assert '<a href="https://www.example.no/a?b=1&amp;c=2" rel="nofollow">' in body
    assert "<script>x" not in body


def test_a_correction_replaces_the_entry_and_links_to_the_history(client: Client) -> None:
    old = publish_entry(narrative="Eksempel: feil tall.")
    new = correct(old, narrative="Eksempel: rett tall.")
    text = page(client)

    assert "rett tall" in text
    assert "feil tall" not in text
    link = f'href="/en/forpliktelser/{desk.REF}/historikk/#versjon-{new.pk}">corrected</a>'
    assert link in text
    assert f'id="versjon-{new.pk}"' in page(client, "historikk/")


def test_a_withdrawn_entry_leaves_a_tombstone(client: Client) -> None:
    entry = publish_entry(narrative="Eksempel: gjaldt noe annet.")
    withdraw(entry, at="2026-04-02 12:00 +0000", reason="Eksempel: feil forpliktelse.")
    text = page(client)

    assert "KD no information" in statements(text)
    assert "gjaldt noe annet" not in text
    assert (
        "15 March 2007 KD withdrawn KD published an entry for this day and withdrew it on"
        " 2 April 2026. The reason: Eksempel: feil forpliktelse." in time_line(text)
    )


def test_nothing_that_is_not_published_is_shown(client: Client) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        desk.taken_to(state, by=desk.editor(), narrative=f"Kanari {state}.")
    text = page(client)

    assert "Kanari" not in text
    assert "No party has published anything about this commitment." in text


def test_long_time_lines_are_cut_into_pages_that_keep_the_question(client: Client) -> None:
    for day in range(1, 23):
        publish_entry(f"2007-03-{day:02}", narrative=f"Dag {day}.")
    first = page(client, "?per=2007-03-21")
    second = page(client, "?per=2007-03-21&side=2")

    assert first.count('id="oppforing-') == 20
    assert 'href="?per=2007-03-21&side=2"' in first
    assert re.findall(r"Dag \d+", time_line(second)) == ["Dag 21"]
    assert "Dag 21." in statements(first)
    assert page(client, "?side=9", status=404)


def test_the_cost_does_not_follow_the_number_of_entries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_entry(party="KS")
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page(client)
    for day in range(1, 25):
        publish_entry(f"2007-03-{day:02}")

    with django_assert_max_num_queries(len(few)):
        page(client, language="/nn")


def test_last_changed_follows_what_is_published_and_withdrawn(client: Client) -> None:
    entry = publish_entry(at="2031-03-01 12:00 +0000")
    assert '<time datetime="2031-03-01' in page(client, language="/nn")

    withdraw(entry, at="2031-04-02 12:00 +0000")
    assert 'Last changed</span><br><time datetime="2031-04-02' in page(client)


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_who_writes_for_a_party_that_answers_gets_the_way_to_record(role: str) -> None:
    client = desk.client_of(make.make_membership(role=role, party="KD"))

    assert f'href="/en/arbeid/forpliktelser/{desk.REF}/ny/">Record progress</a>' in page(client)
    assert "Record progress" not in page(client, ref=desk.ONLY_KS)


def test_others_do_not_get_it(client: Client) -> None:
    viewer = make.make_membership(role="office_viewer", offices=[make.make_office()])
    waiting = make.make_membership(confirmed=False)

    assert "Record progress" not in page(client)
    assert "Record progress" not in page(desk.client_of(viewer))
    assert "Record progress" not in page(desk.client_of(waiting))


def test_a_signed_in_person_sees_what_the_public_sees(client: Client) -> None:
    publish_entry(narrative="Eksempel: publisert.")
    desk.taken_to(State.DRAFT, by=desk.editor(), narrative="Kanari.")
    for_public = time_line(page(client))

    assert time_line(page(desk.client_of(desk.editor()))) == for_public


def test_no_person_is_named(client: Client) -> None:
    entry = correct(publish_entry())
    withdraw(entry)
    publish_entry()
    text = page(client) + page(client, "historikk/")

    assert "Redaktør" not in text
    assert "Godkjenner" not in text
    assert "@" not in text
