"""The reader: a text may be cut anywhere, and damage of any kind is refused in words."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agreements.reading.reader import AgreementText, InvalidTextError, parse
from tests.support.agreement_pair import in_languages

FOLDER = Path(__file__).parents[2] / "agreements" / "texts"
SLUGS = ("2005-2009", "2011-2013")
TEXTS = {slug: (FOLDER / f"{slug}.txt").read_bytes() for slug in SLUGS}
CUTS = {slug: (FOLDER / f"{slug}.toml").read_bytes() for slug in SLUGS}
YEARLY = "\nPartene skal evaluere arbeidet hvert år."
# What to do to a line of a segment, and what the reader says then.
PLANTS = {
    "kind": ('kind = "ukjent"\n', "kind: 'ukjent' is none of"),
    "marker": ('marker = "§"\n', "does not begin with the marker '§'"),
    "areas": ('areas = ["barn"]\n', "areas: 'barn' is none of"),
    "area_words": ('area_words = "Kråke"\n', "area_words"),
    "regional": ('regional = "alle"\n', "regional: 'alle' is none of text, actors, none"),
    "limit": ('limit = "ukjent"\n', "limit: 'ukjent' is none of limit, condition"),
    "group": ("", "lacks the key 'group'"),
    "measurable": ('measurable = "ja"\n', "measurable is no true or false"),
    "deadline": ('deadline = "aldri"\n', "deadline 'aldri' does not stand in the wording"),
    "qualifies": ('qualifies = ["Q"]\n', "qualifies: 'Q' is none of"),
    "invoked_by": ('invoked_by = ["FM"]\n', "invoked_by: 'FM' is none of"),
    "title": ('title = "Bas"\n', "the text is not"),
    "text": ('text = "Kråkebolle"\n', "reads 'Kråkebolle' where"),
}

unhurried = settings(deadline=None)  # a busy machine is no fault
slugs = st.sampled_from(SLUGS)
spaces = st.text(" \n\t\r\xa0", min_size=1, max_size=3)
words = st.text(st.characters(categories=("L", "N", "P"), exclude_characters=".-·•*"), min_size=1)


def _parse(slug: str, text: bytes, cut: bytes) -> AgreementText:
    return parse(text, cut, text_name=f"{slug}.txt", cut_name=f"{slug}.toml")


def _cut_at(text: str, places: list[int]) -> bytes:
    """A cut file whose segments are the folded text parted at these places."""
    folded = " ".join(text.split())
    ends = [*sorted(set(places)), len(folded)]
    rows = [folded[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]
    segments = "".join(
        f'[[segment]]\nposition = {position}\nkind = "basis"\n'
        f"text = {json.dumps(row, ensure_ascii=False)}\n{_marker(row)}"
        for position, row in enumerate(rows, start=1)
    )
    return (
        '[agreement]\nslug = "2001-2003"\ntitle = "Avtale"\nparties = ["KD", "KS"]\n'
        "ends_on = 2003-12-31\nevaluation_years = [2001]\nsource = '2001-2003.txt'\n"
        f'source_sha256 = "{sha256(f"{text}{YEARLY}".encode()).hexdigest()}"\n'
        f"{in_languages('agreement.short_title', 'Avtale')}{segments}"
        f"[[segment]]\nposition = {len(rows) + 1}\n"
        "kind = 'procedure'\nref = '2001-E1'\nactor = 'Partene'\nmodal = 'skal'\n"
        f"responsible = ['KD']\ntext = '{YEARLY.strip()}'\n"
        f"{in_languages('segment.short_title', 'Evaluering')}"
    ).encode()


def _parse_cut_at(text: str, places: list[int]) -> AgreementText:
    """The text, and behind it a segment that every text must have, cut at these places."""
    return _parse("2001-2003", f"{text}{YEARLY}".encode(), _cut_at(text, places))


def _marker(row: str) -> str:
    begin = re.match(r"(\d+\.|[·-]) ", row)
    return f'marker = "{begin[1]}"\n' if begin else ""


def _joined(agreement: AgreementText) -> str:
    return " ".join(segment.text for segment in agreement.segments)


def _gaps(text: str) -> list[int]:
    return [match.start() for match in re.finditer(" ", " ".join(text.split()))]


@unhurried
@given(st.data(), slugs)
def test_a_real_text_joins_wherever_it_is_cut_between_words(data: st.DataObject, slug: str) -> None:
    text = TEXTS[slug].decode()
    places = data.draw(st.lists(st.sampled_from(_gaps(text)), max_size=60))

    agreement = _parse_cut_at(text, places)

    assert len(agreement.segments) == len(set(places)) + 2
    assert _joined(agreement) == " ".join(f"{text}{YEARLY}".split())


@unhurried
@given(st.data(), st.lists(st.tuples(words, spaces), min_size=2, max_size=20))
def test_any_text_joins_wherever_it_is_cut_between_words(
    data: st.DataObject, pieces: list[tuple[str, str]]
) -> None:
    text = "".join(word + space for word, space in pieces)
    places = data.draw(st.lists(st.sampled_from(_gaps(text))))

    agreement = _parse_cut_at(text, places)

    assert _joined(agreement) == " ".join(f"{text}{YEARLY}".split())


@unhurried
@given(st.data(), slugs)
def test_a_cut_inside_a_word_is_refused(data: st.DataObject, slug: str) -> None:
    text = TEXTS[slug].decode()
    inside = [match.start() + 1 for match in re.finditer(r"\S\S", " ".join(text.split()))]
    place = data.draw(st.sampled_from(inside))

    with pytest.raises(InvalidTextError, match=r"segment [12]: reads"):
        _parse_cut_at(text, [place])


@unhurried
@given(st.data(), slugs)
def test_a_text_cut_off_anywhere_is_refused(data: st.DataObject, slug: str) -> None:
    length = data.draw(st.integers(0, len(TEXTS[slug]) - 1))

    with pytest.raises(InvalidTextError):
        _parse(slug, TEXTS[slug][:length], CUTS[slug])


@unhurried
@given(st.data(), slugs, st.integers(0, 255))
def test_a_damaged_byte_of_the_text_is_refused(data: st.DataObject, slug: str, byte: int) -> None:
    damaged = bytearray(TEXTS[slug])
    place = data.draw(st.integers(0, len(damaged) - 1))
    assume(damaged[place] != byte)
    damaged[place] = byte

    with pytest.raises(InvalidTextError):
        _parse(slug, bytes(damaged), CUTS[slug])


@unhurried
@given(st.data(), slugs, st.binary(max_size=3), st.integers(0, 3))
def test_a_damaged_cut_file_is_refused_or_still_accounts_for_the_text(
    data: st.DataObject, slug: str, put_in: bytes, taken_out: int
) -> None:
    place = data.draw(st.integers(0, len(CUTS[slug])))
    damaged = CUTS[slug][:place] + put_in + CUTS[slug][place + taken_out :]

    try:
        agreement = _parse(slug, TEXTS[slug], damaged)
    except InvalidTextError:
        return  # any other error fails the test

    # The damage lies in a comment, a note or a choice between two known words.
    assert _joined(agreement) == " ".join(TEXTS[slug].decode().split())


@unhurried
@given(st.data(), slugs)
def test_a_cut_file_cut_off_within_its_segments_is_refused(data: st.DataObject, slug: str) -> None:
    length = data.draw(st.integers(0, CUTS[slug].rindex(b"text = ")))

    with pytest.raises(InvalidTextError):
        _parse(slug, TEXTS[slug], CUTS[slug][:length])


@unhurried
@given(st.data(), slugs)
def test_a_doubled_ref_is_refused(data: st.DataObject, slug: str) -> None:
    cut = CUTS[slug].decode()
    refs = list(re.finditer('^ref = "(.+)"$', cut, re.MULTILINE))
    first, second = data.draw(st.lists(st.sampled_from(refs), min_size=2, max_size=2))
    assume(first[1] != second[1])
    doubled = f"{cut[: second.start(1)]}{first[1]}{cut[second.end(1) :]}"

    with pytest.raises(InvalidTextError) as caught:
        _parse(slug, TEXTS[slug], doubled.encode())

    assert any(fault.segment for fault in caught.value.faults)


@unhurried
@given(st.data(), slugs, st.sampled_from(["lost", "doubled", "moved"]))
def test_a_segment_out_of_place_is_refused(data: st.DataObject, slug: str, change: str) -> None:
    head, *segments = CUTS[slug].decode().split("[[segment]]")
    place = data.draw(st.integers(0, len(segments) - 2))
    if change == "lost":
        del segments[place]
    elif change == "doubled":
        segments.insert(place, segments[place])
    else:
        segments.insert(place, segments.pop())

    with pytest.raises(InvalidTextError):
        _parse(slug, TEXTS[slug], "[[segment]]".join([head, *segments]).encode())


@unhurried
@given(st.data(), slugs, st.lists(st.sampled_from(sorted(PLANTS)), min_size=1, max_size=8))
def test_each_planted_fault_is_named_once(data: st.DataObject, slug: str, keys: list[str]) -> None:
    head, *segments = CUTS[slug].decode().split("[[segment]]")
    planted: dict[int, str] = {}
    for key in keys:
        open_to_it = [
            place
            for place, segment in enumerate(segments, start=1)
            if place not in planted and f"\n{key} = " in segment
        ]
        if open_to_it:
            place = data.draw(st.sampled_from(open_to_it))
            line, planted[place] = PLANTS[key]
            pattern = re.compile(f"^{key} = .*\n", re.MULTILINE)
            segments[place - 1] = pattern.sub(line, segments[place - 1], count=1)
    assume(planted)

    with pytest.raises(InvalidTextError) as caught:
        _parse(slug, TEXTS[slug], "[[segment]]".join([head, *segments]).encode())

    found = [fault.segment for fault in caught.value.faults]
    assert found == sorted(planted)
    for fault, reason in zip(
        caught.value.faults, dict(sorted(planted.items())).values(), strict=True
    ):
        assert reason in fault.reason


@unhurried
@given(st.binary(), st.binary() | st.text().map(str.encode))
def test_no_bytes_do_more_than_be_refused(text: bytes, cut: bytes) -> None:
    with pytest.raises(InvalidTextError):
        _parse("2001-2003", text, cut)
