"""The register: filters, search, order and pages, and what each party last said."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import vocabulary
from commitments.foundation.choices import State
from commitments.register.models import Commitment
from tests.make import make_agreement, make_commitment
from tests.support import recorders
from tests.support.published_entries import publish_entry, withdraw

MOST_QUERIES = 9  # one of them says which revisions are current

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, query: str = "", *, language: str = "/en", status: int = 200) -> str:
    response = client.get(f"{language}/forpliktelser/{query}")
    assert response.status_code == status
    return unescape(response.text)


def references(text: str) -> list[str]:
    return re.findall(r'role="rowheader"><a href="[^"]+">([^< ]+)[ <]', text)


def test_lists_every_commitment_in_the_order_of_the_texts(texts: None, client: Client) -> None:
    text = page(client)

    assert "<strong>35 commitments</strong>" in text
    assert references(text)[0] == "2005-M1"
    assert len(references(text)) == 35


def test_shows_the_wording_without_its_list_marker(texts: None, client: Client) -> None:
    assert '<span lang="nb">Samarbeide om kvalitetsutvikling i PPT</span>' in page(client)


def test_one_hit_is_counted_in_the_singular(texts: None, client: Client) -> None:
    assert "<strong>1 commitment</strong>" in page(client, "?q=2011-F12")


def test_marks_every_hit_in_sight_after_escaping(texts: None, client: Client) -> None:
    text = page(client, "?q=rekruttere")

    assert references(text) == ["2005-F2", "2011-F7", "2011-F9"]
    assert len(re.findall(r"<mark>rekruttering", text)) == 3


def test_a_wording_is_never_taken_for_markup(db: None, client: Client) -> None:
    make_commitment(ref="2030-F1", wording="Arbeide <script>for</script> kvalitet")
    response = client.get("/forpliktelser/?q=2030-F1+kvalitet")

    assert b"Arbeide &lt;script&gt;for&lt;/script&gt; <mark>kvalitet</mark>" in response.content


def test_a_search_is_never_taken_for_markup(texts: None, client: Client) -> None:
    response = client.get("/forpliktelser/", {"q": '"><script>x</script>'})

    assert b"<script>x" not in response.content


def test_the_form_keeps_what_was_chosen(texts: None, client: Client) -> None:
    text = page(client, "?avtale=2011-2013&q=l%C3%A6rer&sorter=ansvarlig")

    assert 'value="lærer"' in text
    assert '<option value="2011-2013" selected>2011–2013</option>' in text
    assert '<input type="hidden" name="sorter" value="ansvarlig"' in text


def test_labels_follow_the_language_and_values_do_not(texts: None, client: Client) -> None:
    option = '<option value="statens_forpliktelse">{}</option>'

    assert option.format("State commitment") in page(client)
    assert option.format("forplikting for staten") in page(client, language="/nn")


def test_chips_drop_one_filter_each(texts: None, client: Client) -> None:
    text = page(client, "?avtale=2011-2013&part=KS")

    assert 'href="?part=KS"><span class="ds-sr-only">Remove the filter</span> Agreement: ' in text
    assert '<a class="ds-link" href="/en/forpliktelser/">Remove all filters</a>' in text


def test_an_empty_answer_says_which_filter_to_drop(texts: None, client: Client) -> None:
    text = page(client, "?q=rekruttere&gruppe=ks__forpliktelse&avtale=2011-2013")

    assert 'href="?q=rekruttere&avtale=2011-2013">2 commitments without the filter' in text
    assert "No commitment matches all the filters. Remove one of these:" in text


def test_an_empty_answer_says_when_one_filter_is_not_enough(texts: None, client: Client) -> None:
    text = page(client, "?q=xyzzy&gruppe=ks__forpliktelse&avtale=2011-2013")

    assert "removing one of them is not enough" in text


def test_an_empty_database_says_what_will_come(empty: None, client: Client) -> None:
    assert "No agreement is loaded yet." in page(client)


def test_the_head_of_a_column_sorts_and_then_reverses(texts: None, client: Client) -> None:
    assert 'id="sorter-ansvarlig" name="sorter" value="ansvarlig"' in page(client)
    text = page(client, "?sorter=ansvarlig&avtale=2005-2009")

    assert 'aria-sort="ascending"><button type="submit" id="sorter-ansvarlig"' in text
    assert 'name="sorter" value="-ansvarlig"' in text
    assert '<input type="hidden" name="avtale" value="2005-2009">' in text


def test_downloads_and_languages_carry_the_same_filters(texts: None, client: Client) -> None:
    text = page(client, "?avtale=2011-2013&q=l%C3%A6rer&ukjent=1")

    assert 'href="/en/forpliktelser.csv?q=l%C3%A6rer&avtale=2011-2013"' in text
    assert 'href="/en/forpliktelser.json?q=l%C3%A6rer&avtale=2011-2013"' in text
    assert 'href="/nn/forpliktelser/?avtale=2011-2013&q=l%C3%A6rer"' in text


def test_the_last_of_doubled_names_counts(texts: None, client: Client) -> None:
    assert "18 commitments" in page(client, "?avtale=feil&avtale=2005-2009")


def test_unknown_names_are_ignored(texts: None, client: Client) -> None:
    assert "35 commitments" in page(client, "?ukjent=1&%FF=%FE")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?avtale=2099", "«2099» is not a valid choice for «Agreement»."),
        ("?tema=%00", "«\ufffd» is not a valid choice for «Theme»."),
        ("?sorter=ordlyd", "«ordlyd» is not a valid choice for «Order»."),
        ("?q=%FF", "The search contains characters that cannot be read."),
        ("?q=" + "a" * 100_000, "The search is longer than 200 characters."),
        ("?side=x", "«x» is not a page number."),
        ("?side=-1", "«-1» is not a page number."),
    ],
)
def test_a_faulty_value_is_named_and_nothing_is_listed(
    texts: None, client: Client, query: str, sentence: str
) -> None:
    text = page(client, query, status=400)

    assert sentence in text
    assert not references(text)
    assert "forpliktelser.csv" not in text


def test_the_form_keeps_what_was_typed_beside_a_faulty_value(texts: None, client: Client) -> None:
    text = page(client, "?q=l%C3%A6rer&avtale=2099", status=400)

    assert 'value="lærer"' in text
    assert '<a class="ds-link" href="?q=l%C3%A6rer">Show the list without this filter</a>' in text


@pytest.mark.parametrize("side", ["0", "2", "1000000000", "9" * 5000])
def test_a_page_that_is_not_there_has_a_way_back(texts: None, client: Client, side: str) -> None:
    text = page(client, f"?avtale=2005-2009&side={side}", status=404)

    assert '<a class="ds-link" href="?avtale=2005-2009">Go to page 1</a>' in text


def test_too_many_names_are_refused_in_our_look(texts: None, client: Client) -> None:
    response = client.get("/forpliktelser/?" + "&" * 1001)

    assert response.status_code == 400
    assert b"Kvalitetsavtalen" in response.content


def test_fifty_to_a_page_with_links_to_the_others(db: None, client: Client) -> None:
    agreement = make_agreement(slug="2030")
    for number in range(1, 121):
        make_commitment(agreement=agreement, ref=f"2030-F{number}", position=number)
    text = page(client, "?avtale=2030&side=3")

    assert references(text) == [f"2030-F{number}" for number in range(101, 121)]
    assert 'href="?avtale=2030&side=2"' in text
    assert 'href="?avtale=2030&side=3" aria-current="true"' in text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?avtale=2005-2009&part=KS&sorter=-ansvarlig&q=arbeide",
        "?avtale=2005-2009&part=KS&gruppe=statens_forpliktelse&omrade=voksne&tema=stotte&q=xyzzy",
        "?side=9",
        "?avtale=feil",
    ],
)
def test_asks_the_database_few_times_whatever_its_size(
    texts: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, query: str
) -> None:
    assert connection.features.supports_json_field  # which SQLite is asked once in a process
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(f"/forpliktelser/{query}")
    agreement = make_agreement(slug="2030")
    for number in range(1, 351):
        make_commitment(agreement=agreement, ref=f"2030-F{number}", position=number)

    with django_assert_max_num_queries(len(few)):
        client.get(f"/nn/forpliktelser/{query}")


def test_the_answer_is_the_same_for_htmx(texts: None, client: Client) -> None:
    whole = client.get("/forpliktelser/?part=KS")
    again = client.get("/forpliktelser/?part=KS", headers={"HX-Request": "true"})

    assert whole.content == again.content
    assert "HX-Request" not in again.get("Vary", "")


def row(text: str, ref: str) -> str:
    [found] = [part for part in text.split('<tr role="row">') if f">{ref} " in part]
    return recorders.page_text(found.encode())


def test_each_party_has_a_column_with_status_and_day(client: Client) -> None:
    publish_entry("2007-06-12", "done", party="KS")
    text = page(client)

    assert "KD says" in text
    assert "KS says" in text
    assert (
        "KD and KS not published no progress published not published done 12 Jun 2007 1 Mar 2026"
        in row(text, recorders.REF)
    )


def test_who_does_not_answer_is_no_gap(client: Client) -> None:
    assert "KS not responsible not published no progress published none" in row(
        page(client), recorders.ONLY_KS
    )


def test_says_that_nobody_outside_has_checked(client: Client) -> None:
    text = page(client)

    assert "These are the parties' own assessments. No one else has checked them." in text
    assert "The same goes for what they say was done." in text
    assert text.count("No one else has checked") == 1


def test_status_filters_by_any_partys_last_statement(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress", ref="2005-F2")
    publish_entry("2008-01-01", "done", ref="2005-F2")
    publish_entry("2007-01-01", "in_progress", ref="2005-F3", party="KS")

    assert references(page(client, "?status=i_gang")) == ["2005-F3"]
    assert references(page(client, "?status=gjennomfort")) == ["2005-F2"]


def test_status_with_a_party_filters_by_its_last_statement(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress", ref="2005-F2")
    publish_entry("2007-01-01", "done", ref="2005-F2", party="KS")

    assert references(page(client, "?status=i_gang&part=KD")) == ["2005-F2"]
    assert references(page(client, "?status=i_gang&part=KS")) == []


@pytest.mark.parametrize(
    ("status", "slug"),
    [
        ("not_started", "ikke_startet"),
        ("in_difficulty", "i_gang_med_vansker"),
        ("in_difficulty", "i_gang__med_vansker"),  # its former value
        ("stopped", "stanset"),
    ],
)
def test_finds_a_status_by_its_address_value(client: Client, status: str, slug: str) -> None:
    publish_entry("2007-01-01", status)

    assert references(page(client, f"?status={slug}")) == [recorders.REF]


def test_no_information_is_a_status_of_its_own(client: Client) -> None:
    publish_entry(ref="2005-F2")
    withdraw(publish_entry(ref="2005-F3"))
    recorders.taken_to(State.SUBMITTED, by=recorders.editor(), ref="2005-F4")
    found = references(page(client, "?status=ingen_opplysninger"))

    assert len(found) == 34
    assert "2005-F2" not in found


def test_no_information_of_a_party_leaves_out_what_it_does_not_answer_for(client: Client) -> None:
    publish_entry(ref="2005-F2", party="KS")
    found = references(page(client, "?status=ingen_opplysninger&part=KD&avtale=2005-2009"))

    assert len(found) == 12
    assert "2005-F2" in found
    assert recorders.ONLY_KS not in found


def test_status_and_time_are_asked_together(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress")
    publish_entry("2008-01-01", "done")

    assert references(page(client, "?status=i_gang&per=2007-12-31")) == [recorders.REF]
    assert references(page(client, "?status=i_gang")) == []


def test_an_unknown_status_is_named(client: Client) -> None:
    assert "«ferdig» is not a valid choice for «Latest status»." in page(
        client, "?status=ferdig", status=400
    )


def test_the_filter_to_drop_from_an_empty_list_names_the_status(client: Client) -> None:
    publish_entry("2007-01-01", "done")

    text = page(client, "?status=stanset&tema=laererutdanning&q=2005-F2")

    assert "1 commitment without the filter «Latest status: stopped»" in text


def test_the_last_published_come_first_when_asked_for(client: Client) -> None:
    publish_entry(ref="2005-F4", at="2026-03-01 12:00 +0000")
    publish_entry(ref="2005-F2", at="2026-03-03 12:00 +0000")
    publish_entry(ref="2005-F3", at="2026-03-02 12:00 +0000")

    newest = references(page(client, "?sorter=-publisert"))
    oldest = references(page(client, "?sorter=publisert"))

    assert newest[:3] == ["2005-F2", "2005-F3", "2005-F4"]
    assert oldest[-3:] == ["2005-F4", "2005-F3", "2005-F2"]
    assert newest == oldest[::-1]


def test_a_press_on_the_head_asks_for_the_newest_first(client: Client) -> None:
    assert 'id="sorter-publisert" name="sorter" value="-publisert"' in page(client)
    assert 'aria-sort="descending"><button type="submit" id="sorter-publisert"' in page(
        client, "?sorter=-publisert"
    )


def test_a_page_in_another_order_stays_free_of_what_is_not_published(client: Client) -> None:
    recorders.taken_to(State.SUBMITTED, by=recorders.editor(), ref="2005-F4")
    before = page(client, "?sorter=-publisert")
    recorders.taken_to(State.DRAFT, by=recorders.editor(), ref="2005-F5")

    assert page(client, "?sorter=-publisert") == before


@pytest.mark.parametrize(
    "query", ["", "?status=i_gang", "?status=ingen_opplysninger&part=KS", "?sorter=-publisert"]
)
def test_the_cost_does_not_follow_the_number_of_entries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, query: str
) -> None:
    publish_entry(ref="2005-F2")
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page(client, query)
    for commitment in Commitment.objects.of_agreement("2011-2013").answered_for_by("KS"):
        publish_entry("2012-03-15", ref=commitment.ref, party="KS")

    with django_assert_max_num_queries(len(few)):
        page(client, query, language="/nn")


def test_the_agreements_margin_shows_last_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_entry("2007-06-12", "done", party="KS")

    with django_assert_max_num_queries(MOST_QUERIES + 3):
        text = recorders.page_text(client.get("/en/avtaler/2005-2009/").content)

    assert "KD no progress published KS done as at 12 June 2007" in text


@pytest.mark.parametrize("group", ["progress", "verdict"])
def test_the_style_sheet_draws_the_mark_of_every_word(group: str) -> None:
    drawn = (settings.BASE_DIR / "static" / "kvalitet.css").read_text()
    icons = (settings.BASE_DIR / "static" / "icons.svg").read_text()

    for name in vocabulary.names(group):
        icon = f"{group}-{name}"
        assert (
            f'.kv-register [data-er="{name}"] {{ --kv-merke: url("icons.svg#{icon}-alone");'
            in drawn
        )
        assert f'<view id="{icon}-alone"' in icons
        assert f'<use href="#{icon}"' in icons


def test_the_style_sheet_gives_a_used_reservation_a_neutral_colour() -> None:
    drawn = (settings.BASE_DIR / "static" / "kvalitet.css").read_text()
    rules = [rule for rule in drawn.split("}") if "reservation_used" in rule]

    assert rules
    assert [rule for rule in rules if re.search("--ds-color-(?!neutral)", rule)] == []
