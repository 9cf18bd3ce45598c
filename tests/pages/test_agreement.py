"""The annotated agreement: every word of the text, unbroken, with what it is beside it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any, Final

import pytest
from django.test import Client

from agreements.models import Agreement, Segment
from agreements.pages import PREFIXES
from tests.make import (
    make_agreement,
    make_commitment,
    make_evaluation_year,
    make_reservation,
    make_segment,
)
from tests.support import page_claims

Queries = Callable[[int], Any]
MOST_QUERIES: Final = 12
SLUGS: Final = ("2005-2009", "2011-2013")


def page(client: Client, slug: str, prefix: str = "/en") -> str:
    """The page with its white space folded and entities read."""
    return " ".join(unescape(client.get(f"{prefix}/avtaler/{slug}/").text).split())


def row(text: str, anchor: str) -> str:
    """What a page holds of one row: its words and the note beside them."""
    return re.split(
        r'class="kv-rad"|</article>', text.partition(f'class="kv-rad" id="{anchor}"')[2]
    )[0]


def read(html: str) -> str:
    """What is read of it, without the marks."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def margin(text: str, anchor: str) -> str:
    """What the margin says beside a row."""
    return read(row(text, anchor).partition('class="kv-note"')[2].partition(">")[2])


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_every_word_of_the_text_stands_there_in_order(
    client: Client, slug: str, prefix: str
) -> None:
    text = read(page(client, slug, prefix).partition("<article")[2])

    reached = 0
    for segment in Segment.objects.filter(agreement__slug=slug).exclude(kind="title"):
        reached = text.index(segment.words, reached) + len(segment.words)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_segment_has_its_address_once(client: Client, slug: str) -> None:
    found = re.findall(r'id="([^"]+)"', page(client, slug))

    for segment in Segment.objects.filter(agreement__slug=slug):
        assert found.count(segment.anchor) == 1


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_can_be_copied_and_says_which_it_is(client: Client, slug: str) -> None:
    text = page(client, slug)
    rows = Segment.objects.filter(agreement__slug=slug, inline=False).exclude(kind="title")

    for segment in rows:
        link = f'href="#{segment.anchor}" data-copy="The link is copied."'
        assert f'{link} aria-label="Link to this place, {segment.anchor}"' in text


@pytest.mark.usefixtures("texts")
def test_the_text_stays_bokmal_in_every_language(client: Client) -> None:
    for prefix in ("/nn", "/en"):
        text = page(client, "2011-2013", prefix)

        assert re.findall(r'<div class="kv-ord" (?![^>]*lang="nb")', text) == []
        assert re.findall(r'<h[234] (?![^>]*lang="nb")[^>]*data-size="2xs"', text) == []


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("slug", "anchor", "sentence"),
    [
        ("2005-2009", "M1", "lærlingenes kompetanse – innenfor de rammer som personopplysnings"),
        ("2005-2009", "M3", "skal KS, der dette er naturlig, samarbeide med fylkesmannen"),
        ("2005-2009", "F1", "virksomheten i skolen. Dette innebærer å videreutvikle"),
        ("2011-2013", "A1", "og grunnsopplæring, og kvalitetsavtalen skal legge til rette"),
        ("2011-2013", "M3", "grunnskoleområdet, der dette er naturlig."),
    ],
)
def test_no_label_breaks_a_sentence(client: Client, slug: str, anchor: str, sentence: str) -> None:
    words = row(page(client, slug), anchor).partition("</div>")[0]

    assert sentence in read(words)


@pytest.mark.usefixtures("texts")
def test_an_inline_reservation_is_marked_and_has_its_address(client: Client) -> None:
    marked = '<span data-slag="reservation" class="kv-forbehold" id="R1">der dette er naturlig.'

    assert marked in page(client, "2011-2013")


@pytest.mark.usefixtures("texts")
def test_a_doubled_title_heads_the_page_once(client: Client) -> None:
    text = page(client, "2011-2013")

    assert len(re.findall("<h2 ", text.partition("</article>")[0])) == 1
    assert "Avtale mellom Kunnskapsdepartementet og KS om" in text.partition("<h2 ")[2][:200]
    assert (
        "The source file has one more title line: «Avtale om kvalitetsutvikling i barnehagen"
        in read(text)
    )


@pytest.mark.usefixtures("texts")
def test_a_numbered_list_stays_numbered_and_bullets_are_the_pages_own(client: Client) -> None:
    text = page(client, "2005-2009")

    numbered = text.partition('<ol class="kv-rent kv-punkt" data-nummer>')[2].partition("</ol>")[0]
    assert re.findall('data-marker="([^"]+)"', numbered) == ["1.", "2.", "3.", "4.", "5."]
    assert "· bistå" not in read(text)
    assert text.count('<ul class="kv-rent kv-punkt">') == 2


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("slug", "anchor", "note"),
    [
        (
            "2005-2009",
            "F2",
            "2005-F2 Networks with teacher education Responsible: KD and KS ¶ «arbeide for»",
        ),
        (
            "2005-2009",
            "S3",
            "2005-S3 Special funds for competence development Responsible: KD ¶ «tilføre»",
        ),
        (
            "2011-2013",
            "M3",
            "2011-M3 Co-operation with the county governor Responsible: KS ¶ «samarbeide» (co-",
        ),
        ("2011-2013", "F7", "(work for) · reservation R2"),
        (
            "2011-2013",
            "R2",
            "R2 reservation ¶ Limits every commitment except M3. Only KD may invoke",
        ),
        ("2011-2013", "A1", "kindergartens and schools Goal ¶ Says which effect"),
        ("2011-2013", "A1", "From «og kvalitetsavtalen …» on: principle"),
        ("2011-2013", "B1", "2011-B1 Equal and high quality in all kindergartens Goal ¶"),
        ("2011-2013", "s9", "Principle ¶"),
        ("2011-2013", "s3", "Parties and basis ¶ ¶ ¶ note"),
        ("2011-2013", "s40", "Term ¶ Last day: 31 December 2013."),
        ("2011-2013", "s43", "Signature, KD ¶"),
    ],
)
def test_the_margin_says_what_a_sentence_is(
    client: Client, slug: str, anchor: str, note: str
) -> None:
    assert note in margin(page(client, slug), anchor)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("slug", "part", "years"),
    [("2005-2009", 2006, [2007, 2008]), ("2011-2013", 2011, [2012, 2013])],
)
def test_each_evaluation_year_says_that_none_is_known(
    client: Client, slug: str, part: int, years: list[int]
) -> None:
    note = margin(page(client, slug), "E1")

    for year in years:
        assert f"{year} No evaluation made at the time is known." in note
    assert re.search(rf"{part} part of the year [^.]+\. .+?\. No evaluation made at the time", note)
    assert note.count("That no evaluation is known does not mean that none was made.") == 1


@pytest.mark.usefixtures("texts")
def test_a_doubtful_year_has_its_own_words_in_the_list_of_years(client: Client) -> None:
    note = margin(page(client, "2005-2009"), "E1")

    assert (
        "2005 doubtful year It is doubtful whether the agreement applied in 2005, because the"
        " wording uses a name that the ministry got on 1 January 2006. The year is not counted."
        " It is opened only if a document shows that the agreement applied. 2006"
    ) in note


@pytest.mark.usefixtures("texts")
def test_contents_follow_from_headings_and_references(client: Client) -> None:
    contents = page(client, "2005-2009").partition('<nav class="kv-toc"')[2].partition("</nav>")[0]

    assert [read(line) for line in contents.split("<li>")[1:]] == [
        "Parter",
        "Mål G1–M3",
        "Partene vil i fellesskap F1–F5",
        "KS vil KS1–KS5",
        "Staten vil S1–S5",
        "Term",
        "Procedure E1",
    ]


@pytest.mark.usefixtures("texts")
def test_every_link_within_the_page_has_its_target(client: Client) -> None:
    for slug in SLUGS:
        text = page(client, slug)
        targets = set(re.findall(r'href="#([^"]+)"', text))

        assert targets <= set(re.findall(r'id="([^"]+)"', text))


def third_agreement(commitments: int) -> Agreement:
    """An agreement no one has seen before, with so many commitments in a list."""
    lines = ["Avtale om kvalitet", "Vi vil:"]
    lines += [f"- Gjøre noe {number}." for number in range(commitments)]
    lines += ["Så langt pengene rekker.", "Dette evalueres."]
    agreement = make_agreement(slug="2030-2040", source_text="\n".join(lines))
    make_evaluation_year(agreement=agreement)
    kinds = ["title", "heading", *["commitment"] * commitments, "reservation", "procedure"]
    made = []
    for position, (line, kind) in enumerate(zip(lines, kinds, strict=True), start=1):
        facts = {"marker": "-", "ref": f"2030-F{position}"} if kind == "commitment" else {}
        if kind == "reservation":
            facts = {"ref": "2030-R1"}
        anchor = facts.get("ref", f"2030-s{position}").partition("-")[2]
        segment = make_segment(
            agreement=agreement, position=position, kind=kind, text=line, anchor=anchor, **facts
        )
        if kind == "commitment":
            made.append(
                make_commitment(
                    agreement=agreement, ref=facts["ref"], position=position, segments=[segment]
                )
            )
        if kind == "reservation":
            make_reservation(agreement=agreement, segment=segment, ref="2030-R1", qualifies=made)
    return agreement


@pytest.mark.django_db
def test_a_third_agreement_needs_no_code(client: Client) -> None:
    third_agreement(commitments=3)

    text = page(client, "2030-2040")

    assert "Limits every commitment. Only KS may invoke it." in margin(text, "R1")
    assert "Responsible: KD and KS ¶ «arbeide for» (work for) · reservation R1" in margin(
        text, "F3"
    )
    assert '<span lang="nb">Vi vil</span>' in text


@pytest.mark.django_db
@pytest.mark.parametrize("commitments", [4, 40])
@pytest.mark.parametrize("path", ["/avtaler/2030-2040/", "/en/avtaler/2030-2040.json"])
def test_ten_times_the_text_costs_no_more_queries(
    client: Client, django_assert_max_num_queries: Queries, commitments: int, path: str
) -> None:
    third_agreement(commitments)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/avtaler/1999-2000/", "/avtaler/1999-2000.json"])
def test_an_unknown_agreement_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(("slug", "number"), [("2005-2009", 1), ("2011-2013", 8)])
def test_each_goal_leads_to_its_page(client: Client, slug: str, number: int) -> None:
    links = page_claims.tree(client, f"/avtaler/{slug}/").xpath("//a[starts-with(@href, '/mal/2')]")

    assert len(links) == number
    for link in links:
        assert client.get(link.get("href")).status_code == 200
