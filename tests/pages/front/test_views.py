"""The front page: what follows from the texts, and nothing that is not yet known."""

import re

import pytest
from django.test import Client

from agreements.models import Agreement
from tests.support import evaluation_states

pytestmark = pytest.mark.django_db


def page(client: Client, path: str = "/en/") -> str:
    """The page with its white space folded, as a reader sees it."""
    return " ".join(client.get(path).text.split())


@pytest.mark.usefixtures("texts")
def test_asks_whether_every_promise_was_kept(client: Client) -> None:
    text = page(client)

    assert "KD and KS promised 35 things about kindergartens and schools. Was it done?" in text


@pytest.mark.usefixtures("texts")
def test_the_time_line_shows_the_gap_and_the_unknown_start(client: Client) -> None:
    text = page(client)

    assert "No agreement in the sources" in text
    assert "1 Jan 2009–23 Aug 2011" in text
    assert "From 1 January 2009 to 23 August 2011 no agreement in the sources applies." in text
    assert "shown from" not in text.partition("2011–2013")[0]
    assert re.findall(r'<rect class="ukjent"[^>]*/> ?<rect [^>]*fill="url\(#(tid-s)\)"', text) == [
        "tid-s",
    ]
    assert ">2005</text>" not in text


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Tidslinjen viser avtalen 2005–2009 med ukjent start i 2006 og siste dag 31. des"),
        ("/nn/", "Tidslinja viser avtalen 2005–2009 med ukjend start i 2006 og siste dag 31. des"),
        ("/en/", "The timeline shows the 2005–2009 agreement with an unknown start in 2006 and"),
    ],
)
def test_the_time_line_says_in_words_that_the_start_is_unknown(
    client: Client, path: str, words: str
) -> None:
    described = re.findall(r"<desc[^>]*>(.*?)</desc>", client.get(path).text, re.DOTALL)

    assert [words in " ".join(text.split()) for text in described] == [True]


@pytest.mark.usefixtures("texts")
def test_the_doubtful_year_is_told_of_in_words_beside_the_time_line(client: Client) -> None:
    drawing = page(client).partition('class="kv-tid"')[2].partition("</section>")[0]

    assert re.search(r">2005: <a [^>]*#mark-doubtful_year\">doubtful year</a>. It is doub", drawing)


@pytest.mark.usefixtures("texts")
def test_a_doubtful_year_is_drawn_once_it_is_opened(client: Client) -> None:
    evaluation_states.laid(year=2005, slug="2005-2009")

    text = page(client)

    assert "with an unknown start in 2005 and its last day" in text
    assert "doubtful year" not in text


@pytest.mark.usefixtures("texts")
def test_the_gap_moves_with_the_days_of_the_agreements(client: Client) -> None:
    Agreement.objects.filter(slug="2005-2009").update(ends_on="2010-06-30")

    assert "1 Jul 2010–23 Aug 2011" in page(client)


@pytest.mark.usefixtures("texts")
def test_the_yearly_duty_is_followed_year_by_year(client: Client) -> None:
    text = page(client)

    assert 'href="/en/avtaler/2005-2009/#E1"><strong>2005-E1 Yearly evaluation</strong>' in text
    assert 'href="/en/avtaler/2011-2013/#E1"><strong>2011-E1 Yearly evaluation</strong>' in text
    for year in (2007, 2008, 2012, 2013):
        assert re.search(f">{year}</a> <span[^>]*>No evaluation made at the time is known.<", text)
    for year in (2006, 2011):
        assert re.search(
            rf">{year}</a> <a [^>]*>part of the year</a> <span[^>]*>[^<]+ No evaluation made", text
        )
    assert "Arbeidet skal årlig evalueres av partene" in text


@pytest.mark.usefixtures("texts")
def test_a_doubtful_year_has_its_own_words_instead(client: Client) -> None:
    listed = page(client).partition('id="evaluering"')[2].partition(">2005</a>")[2]
    listed = listed.partition("</li>")[0]

    assert "only if a document shows that the agreement applied." in listed
    assert "No evaluation" not in listed


@pytest.mark.usefixtures("texts")
def test_shows_nothing_that_is_not_yet_there(client: Client) -> None:
    text = page(client)

    for absent in ("Lineage", "Open data"):
        assert absent not in text


@pytest.mark.usefixtures("empty")
def test_says_so_when_nothing_is_loaded(client: Client) -> None:
    text = page(client)

    assert "No agreement is loaded yet." in text
    assert "What KD and KS promised about kindergartens and schools" in text
    assert "promised 0 things" not in text
    assert '<svg class="kv-tid"' not in text


@pytest.mark.usefixtures("texts")
def test_takes_no_post(client: Client) -> None:
    assert client.post("/").status_code == 405
