"""Whatever is asked of the register: an answer of ours, never an error of the server."""

import csv
from io import StringIO
from urllib.parse import quote, quote_from_bytes, urlencode

from django.test import Client
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agreements.pages import PREFIXES
from commitments.foundation.excerpt import excerpt
from commitments.web.cells import safe
from commitments.web.known_query import NAMES

NAME = st.sampled_from(NAMES) | st.text(max_size=10)
KNOWN = "2005-2009 KD KS felles_forpliktelse barnehage styring arbeide_for -ansvarlig loftetype"
GOOD = st.sampled_from([*KNOWN.split(), "1", "2", "0", "lærer", "2011-F12", "10" * 400])
VALUE = GOOD | st.text(max_size=250)
PAIRS = st.lists(st.tuples(NAME, VALUE), max_size=12).map(
    lambda pairs: urlencode([(name, value) for name, value in pairs], errors="surrogatepass")
)
BYTES = st.tuples(st.sampled_from(NAMES), st.binary(max_size=40)).map(
    lambda pair: f"{pair[0]}={quote_from_bytes(pair[1])}"
)
RAW = st.text(st.characters(codec="ascii"), max_size=80).map(lambda text: quote(text, safe="&=;%+"))
QUERY = PAIRS | BYTES | RAW

READS_THE_DATABASE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@READS_THE_DATABASE
@given(query=QUERY, language=st.sampled_from(list(PREFIXES.values())))
def test_every_query_has_an_answer(texts: None, query: str, language: str) -> None:
    response = Client().get(f"{language}/forpliktelser/?{query}")

    assert response.status_code in {200, 400, 404}
    assert b"Kvalitetsavtalen" in response.content


@READS_THE_DATABASE
@given(query=QUERY, ending=st.sampled_from(["csv", "json"]))
def test_every_file_is_refused_or_read_to_its_end(texts: None, query: str, ending: str) -> None:
    response = Client().get(f"/forpliktelser.{ending}?{query}")

    assert response.status_code in {200, 400}
    assert response.getvalue()


@given(st.text())
def test_a_safe_cell_gives_the_text_back(text: str) -> None:
    cell = safe(text)

    assert cell[:1] not in set("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
    assert (cell.removeprefix("'")) == text


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_safe_cells_survive_csv(texts: list[str]) -> None:
    assume(all("\0" not in text for text in texts))
    file = StringIO(newline="")
    csv.writer(file).writerow([safe(text) for text in texts])
    file.seek(0)

    assert next(csv.reader(file, strict=True)) == [safe(text) for text in texts]


WORDS = st.lists(st.tuples(st.text("abcæ", min_size=1, max_size=20), st.booleans()), max_size=30)


@given(WORDS, st.integers(20, 130))
def test_an_excerpt_is_part_of_the_text_with_its_first_hit(
    words: list[tuple[str, bool]], room: int
) -> None:
    pieces = [piece for word, hit in words for piece in ((word, hit), (" ", False))][:-1]
    text = "".join(piece for piece, _hit in pieces)
    short = excerpt(pieces, room)
    shown = "".join(piece for piece, _hit in short)

    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= room + len("…  …")
    first = [word for word, hit in words if hit][:1]
    assert [piece for piece, hit in short if hit][:1] == first
