"""The bare text: byte for byte, with a proof that is computed and not claimed."""

from collections.abc import Callable
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client

from agreements.models import Agreement, Segment
from commitments.operating import load_agreements
from tests.make import make_agreement, make_segment
from tests.support.changed_texts import ACCEPTED, WORDS, changed

Queries = Callable[[int], Any]
MOST_QUERIES: Final = 8
SLUGS: Final = ("2005-2009", "2011-2013")
FILES: Final = Path(settings.BASE_DIR) / "agreements" / "texts"


def page(client: Client, slug: str) -> str:
    """The page in English, as it stands, entities read."""
    return unescape(client.get(f"/en/avtaler/{slug}/tekst/").text)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_download_is_the_file_byte_for_byte(client: Client, slug: str) -> None:
    response = client.get(f"/avtaler/{slug}/tekst.txt")

    assert response.content == (FILES / f"{slug}.txt").read_bytes()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert sha256(response.content).hexdigest() in page(client, slug)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["A\r\nb\rc\n\n \t\n", "\n\n\x0bÅ \u00a0\u2028b\n ", "uten linje"])
def test_every_line_break_and_space_survives(client: Client, text: str) -> None:
    agreement = make_agreement(source_text=text)

    content = client.get(f"/avtaler/{agreement.slug}/tekst.txt").content

    assert content == text.encode()
    assert sha256(content).hexdigest() == agreement.source_sha256


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_whole_text_stands_on_the_page_as_it_is(client: Client, slug: str) -> None:
    text = (FILES / f"{slug}.txt").read_text(encoding="utf-8")

    assert f'<pre class="kv-kilde" lang="nb">\n{text}</pre>' in page(client, slug)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(("slug", "count"), [("2005-2009", "3,651"), ("2011-2013", "4,132")])
def test_says_how_much_of_the_text_lies_in_a_part(client: Client, slug: str, count: str) -> None:
    text = page(client, slug)

    assert (
        f"{count} of {count} characters that are not white space are in exactly one part." in text
    )
    assert "Put together in order, the parts make up the whole text." in text


@pytest.mark.usefixtures("texts")
def test_names_each_part_with_kind_place_text_and_note(client: Client) -> None:
    text = page(client, "2011-2013")

    for segment in Segment.objects.filter(agreement__slug="2011-2013"):
        assert f'<tr role="row" id="{segment.anchor}">' in text
        assert f'lang="nb">{segment.text}</td>' in text
        assert segment.note.get("en", "") in unescape(text)
    assert 'href="/en/metode/#kind-reservation">reservation</a>' in text


@pytest.mark.usefixtures("texts")
def test_both_check_sums_are_computed_and_equal_what_was_stored(client: Client) -> None:
    agreement = Agreement.objects.get(slug="2005-2009")

    text = page(client, "2005-2009")

    assert agreement.source_sha256 in text
    assert agreement.text_sha256 in text
    assert text.count("equal to the checksum stored when the text was loaded") == 2
    assert f"{settings.ORIGIN}/avtaler/2005-2009/tekst.txt" in text


@pytest.mark.usefixtures("texts")
def test_a_changed_text_is_not_claimed_to_be_the_one_loaded(client: Client) -> None:
    agreement = Agreement.objects.get(slug="2005-2009")
    agreement.source_text = agreement.source_text.replace("1.januar", "1. januar")
    agreement.save()

    text = page(client, "2005-2009")

    assert text.count("The text shown here is not the one that was loaded.") == 2
    assert "equal to the checksum stored" not in text
    assert agreement.source_sha256 in text
    assert sha256(agreement.source_text.encode()).hexdigest() in text


@pytest.mark.usefixtures("texts")
def test_a_missing_part_is_counted_and_named(client: Client) -> None:
    Segment.objects.filter(agreement__slug="2011-2013", kind="procedure").delete()
    Segment.objects.filter(agreement__slug="2011-2013", anchor="s42").update(text="Oslo")
    Segment.objects.filter(agreement__slug="2011-2013", anchor="s43").update(text="Kari")

    text = page(client, "2011-2013")

    assert "The parts do not make up the whole text." in text
    assert "Parts that are out of place in the text: 42." in text
    assert "the parts make up the whole text" not in text


@pytest.mark.django_db
def test_ten_times_the_text_costs_no_more_queries(
    client: Client, django_assert_max_num_queries: Queries
) -> None:
    agreement = make_agreement(source_text="Partene er enige.\n" * 400)
    for position in range(1, 401):
        make_segment(agreement=agreement, position=position)

    for path in ("tekst/", "tekst.txt"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(f"/avtaler/{agreement.slug}/{path}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["tekst/", "tekst.txt"])
def test_an_unknown_agreement_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/avtaler/1999-2000/{path}").status_code == 404


@pytest.mark.usefixtures("texts")
def test_says_that_the_text_was_changed(client: Client) -> None:
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    assert 'href="/en/avtaler/2011-2013/#endringer"' in page(client, "2011-2013")
    assert "#endringer" not in page(client, "2005-2009")
