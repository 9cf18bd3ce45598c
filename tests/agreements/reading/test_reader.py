"""What the reader makes of a pair of files, and every pair it refuses."""

from dataclasses import FrozenInstanceError
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from agreements.reading.reader import (
    CommitmentText,
    FactReason,
    GoalText,
    InLanguages,
    InvalidTextError,
    MarkedYearText,
    Note,
    ProcedureText,
    ReservationText,
    SignatureText,
    fold,
    parse,
    read_pair,
)
from tests.support.agreement_pair import CUT, HEAD, TEXT, changed, parse_pair, refusal

NOTE: Final = 'en = "Et notat. (en)"\n'  # the end of the head
DOUBTFUL: Final = """[[marked_year]]
year = 2001
mark = "doubtful_year"
nb = "Ord."
nn = "Ord."
en = "Words."
"""


def _in_languages(text: str) -> InLanguages:
    """A text as the pair has it in each language."""
    return InLanguages(text, f"{text} (nn)", f"{text} (en)")


def test_reads_the_head() -> None:
    agreement = parse_pair()

    assert (agreement.slug, agreement.title) == ("2001-2003", "Avtale om gode skoler")
    assert agreement.parties == ("KD", "KS")
    assert (agreement.signed_on, agreement.starts_on) == (date(2001, 5, 3), date(2001, 5, 3))
    assert agreement.ends_on == date(2003, 12, 31)
    assert agreement.evaluation_years == (2001, 2002)
    assert agreement.short_title == _in_languages("Gode skoler")
    assert agreement.note == Note(_in_languages("Et notat."), doubt=True)
    assert agreement.source == "2001-2003.txt"
    assert agreement.source_text == TEXT
    assert agreement.source_sha256 == sha256(TEXT.encode()).hexdigest()
    assert agreement.text_sha256 == sha256(" ".join(TEXT.split()).encode()).hexdigest()
    assert agreement.cut_source == CUT.replace("SHA256", agreement.source_sha256)


def test_reads_the_marked_years() -> None:
    agreement = parse_pair(cut=CUT.replace(NOTE, f"{NOTE}{DOUBTFUL}"))

    assert agreement.marked_years == (
        MarkedYearText(2001, "doubtful_year", nb="Ord.", nn="Ord.", en="Words."),
    )
    assert agreement.undoubted_years == (2002,)


def test_day_left_out_is_unknown() -> None:
    agreement = parse_pair(cut=CUT.replace("signed_on = 2001-05-03\nstarts_on = 2001-05-03\n", ""))

    assert (agreement.signed_on, agreement.starts_on) == (None, None)


def test_reads_segments_in_order() -> None:
    segments = parse_pair().segments

    assert [(row.position, row.kind) for row in segments][5:8] == [
        (6, "commitment"),
        (7, "reservation"),
        (8, "commitment"),
    ]
    assert [row.anchor for row in segments][:9] == [
        "s1",
        "s2",
        "s3",
        "G1",
        "s5",
        "S1",
        "R1",
        "S1-2",
        "R2",
    ]
    assert [row.marker for row in segments if row.marker] == ["-", "1.", "2."]
    assert [row.position for row in segments if row.inline] == [7, 8, 9]
    assert [row.position for row in segments if row.part == 2] == [8]
    assert segments[1].note == Note(_in_languages("Sier hvem."), doubt=False)
    assert segments[2].note is None
    assert [row.short_title.nb for row in segments if row.short_title] == [
        *("Læring", "Skolene", "Der det passer", "Så langt", "Gangen", "Været", "Evaluering")
    ]


def test_reads_a_commitment_with_all_its_wording() -> None:
    first, second = parse_pair().commitments

    assert first == CommitmentText(
        ref="2001-S1",
        position=6,
        group="State",
        actor="KD",
        modal="vil",
        responsible=("KD",),
        areas=("grunnopplaering",),
        themes=("kompetanse", "styring"),
        verb_class="arbeide_for",
        scope="",
        condition="der det passer",
        period="",
        deadline="",
        measurable=False,
        regional=True,
        short_title=_in_languages("Skolene"),
        note=Note(_in_languages("Tvilsom."), doubt=True),
        reasons=(
            FactReason("areas", ("skoler",), "", None, doubt=False),
            FactReason("themes", ("gode", "landet"), "", None, doubt=False),
            FactReason("measurable", ("arbeide",), "", None, doubt=False),
            FactReason("regional", ("i hele",), "actors", None, doubt=False),
            FactReason("condition", (), "", _in_languages("Et vilkår."), doubt=True),
        ),
        positions=(6, 7, 8, 9),
        wording="1. arbeide for gode skoler, der det passer, i hele landet så langt det går.",
    )
    assert (second.verb_class, second.deadline, second.positions) == ("sorge_for", "i 2002", (10,))
    assert second.wording == "2. sørge for at det går i 2002."
    assert second.searched == f"2001-S2 {second.wording} Gangen Gangen (nn) Gangen (en)"


def test_reads_a_wording_that_names_no_area() -> None:
    cut = changed(6, '["grunnopplaering"]\narea_words = "skoler"', '[]\narea_words = ""')
    cut = cut.replace("reasons.condition", "reasons.areas").replace('["condition"]', '["areas"]')

    first = parse_pair(cut=cut).commitments[0]

    assert first.areas == ()
    assert first.reasons[0] == FactReason("areas", (), "", _in_languages("Et vilkår."), doubt=True)


def test_a_reservation_in_a_sentence_of_its_own_is_no_part_of_a_wording() -> None:
    assert "Alt avhenger" not in parse_pair().commitments[1].wording


def test_reads_the_other_kinds_that_carry_facts() -> None:
    agreement = parse_pair()

    assert agreement.goals == (
        GoalText("2001-G1", 4, ("grunnopplaering", "voksne"), "St.meld. nr. 1"),
    )
    assert agreement.reservations == (
        _reservation(7, "condition", "Parten vurderer det.", ("2001-S1",), "KD"),
        _reservation(9, "limit", "En grense.", ("2001-S1", "2001-S2"), "KD"),
        _reservation(11, "adjustment", "Været rår.", ("2001-S2",), "KS"),
    )
    assert agreement.procedures == (ProcedureText("2001-E1", 12, "partene", "skal", ("KD", "KS")),)
    assert agreement.signatures == (SignatureText(14, "Kari Nordmann", "Statsråd", "KD"),)


def _reservation(
    position: int, kind: str, reason: str, qualifies: tuple[str, ...], party: str
) -> ReservationText:
    ref = f"2001-R{(position - 5) // 2}"
    return ReservationText(ref, position, kind, _in_languages(reason), qualifies, (party,))


def test_nothing_read_can_be_changed() -> None:
    agreement = parse_pair()

    with pytest.raises(FrozenInstanceError):
        agreement.title = "Ny tittel"  # type: ignore[misc]  # the refusal is the point
    hash(agreement)


@pytest.mark.parametrize(
    ("place", "old", "new", "reason"),
    [
        # Keys.
        (HEAD, 'title = "Avtale om gode skoler"\n', "", "lacks the key 'title'"),
        (HEAD, "[agreement.note]", "[agreement.notat]", "the agreement takes no key 'notat'"),
        (HEAD, 'slug = "2001-2003"', "slug = 2001", "slug is no text"),
        (HEAD, 'parties = ["KD", "KS"]', 'parties = "KD"', "parties is no list"),
        (HEAD, 'parties = ["KD", "KS"]', "parties = []", "parties is empty"),
        (HEAD, '"KS"]', "1]", "parties holds something that is no text"),
        (HEAD, "[2001, 2002]", "[2001, true]", "evaluation_years holds something that is no"),
        (HEAD, "ends_on = 2003-12-31", 'ends_on = "2003"', "ends_on is no day"),
        (HEAD, "ends_on = 2003-12-31", "ends_on = 2003-12-31T00:00:00", "ends_on is no day"),
        (HEAD, 'title = "Avtale om', 'title = "Avtale  om', "title is empty or its white space"),
        (HEAD, 'nb = "Et', 'nb = "\\u0000Et', "nb holds a control character"),
        (1, "position = 1", 'position = "1"', "position is no whole number"),
        (1, "position = 1", "position = true", "position is no whole number"),
        (1, "position = 1\n", "", "lacks the key 'position'"),
        (1, 'kind = "title"\n', "", "lacks the key 'kind'"),
        (2, 'nb = "Sier hvem."', "nb = 1", "nb is no text"),
        (2, "[segment.note]", "[segment.remark]", "a basis takes no key 'remark'"),
        (3, 'kind = "heading"', 'kind = "heading"\nref = "2001-H1"', "heading takes no key 'ref'"),
        (4, 'ref = "2001-G1"\n', "", "lacks the key 'ref'"),
        (4, 'kind = "goal"', 'kind = "goal"\npart = 2', "a goal takes no key 'part'"),
        (6, 'group = "State"\n', "", "lacks the key 'group'"),
        (6, 'deadline = ""\n', "", "lacks the key 'deadline'"),
        (6, "measurable = false\n", "", "lacks the key 'measurable'"),
        (6, "measurable = false", "measurable = 0", "measurable is no true or false"),
        (7, "inline = true", 'inline = "yes"', "inline is no true or false"),
        (7, 'qualifies = ["2001-S1"]\n', "", "lacks the key 'qualifies'"),
        (8, "part = 2", 'part = 2\nactor = "KD"', "a later part of 2001-S1 takes no key 'actor'"),
        (12, 'actor = "partene"\n', "", "lacks the key 'actor'"),
        (12, "modal =", "verb =", "lacks the key 'modal'; a procedure takes no key 'verb'"),
        # Words from closed sets.
        (1, 'kind = "title"', 'kind = "titel"', "kind: 'titel' is none of title, heading"),
        (4, '"voksne"', '"barn"', "areas: 'barn' is none of barnehage"),
        (4, '"voksne"', '"grunnopplaering"', "areas names something twice"),
        (6, '"State"', '"Staten"', "group: 'Staten' is none of joint"),
        (6, '["grunnopplaering"]', "[]", "area_words are given exactly if areas are"),
        (
            6,
            'area_words = "skoler"',
            'area_words = ""',
            "area_words are given exactly if areas are",
        ),
        (6, '"gode", "landet"', '"gode"', "theme_words has 1 entries for 2 themes"),
        (6, '"actors"', '"none"', "regional_words are given exactly if regional is not 'none'"),
        (6, '"actors"', '"alle"', "regional: 'alle' is none of text, actors, none"),
        (6, "measurable = false", "measurable = true", "there is no reason for measurable"),
        (6, '["condition"]', '["period"]', "there is no reason for period"),
        (6, '["condition"]', '["tema"]', "doubt: 'tema' is none of areas"),
        (6, "reasons.condition", "reasons.tema", "reasons: 'tema' is none of areas"),
        (
            10,
            'areas = ["voksne"]\narea_words = "i 2002"',
            'areas = []\narea_words = ""',
            "there is no reason for areas",
        ),
        (10, "reasons.regional", "reasons.scope", "there is no reason for regional"),
        (7, '"condition"', '"vilkår"', "limit: 'vilkår' is none of limit, condition, adjustment"),
        # What the portal says in each language.
        (6, "[segment.short_title]", "[segment.tittel]", "lacks the key 'short_title'; a"),
        (6, 'nn = "Skolene (nn)"\n', "", "lacks the key 'nn'"),
        (6, 'en = "Skolene (en)"', 'en = ""', "en is empty or its white space is not folded"),
        (6, '"Skolene"', f'"{"x" * 46}"', "short_title nb has 46 characters, more than 45"),
        (6, '"Skolene"', '"Skolene."', "short_title nb ends with a full stop"),
        (10, '"Gangen"', '"Skolene"', "short_title nb 'Skolene' is that of 2001-S1 already"),
        (6, "[segment.note]\ndoubt = true", "[segment.note]\ndoubt = 1", "doubt is no true or"),
        (7, "[segment.reason]", "[segment.grunn]", "lacks the key 'reason'; a reservation takes"),
        (6, '"styring"]', '"tema"]', "themes: 'tema' is none of"),
        (6, '"arbeide for"', '"arbeide_for"', "verb_class: 'arbeide_for' is none of arbeide for"),
        (6, 'responsible = ["KD"]', 'responsible = ["UDIR"]', "responsible: 'UDIR' is none of KD"),
        (12, '"KS"]', '"FM"]', "responsible: 'FM' is none of KD, KS"),
        (14, 'party = "KD"', 'party = "Staten"', "party: 'Staten' is none of KD, KS"),
        # Order, references, parts.
        (5, "position = 5", "position = 6", "position is 6, not 5"),
        (4, "2001-G1", "2005-G1", "ref '2005-G1' does not begin with 2001-"),
        (4, "2001-G1", "2001-", "ref '2001-' does not end with letters and a number"),
        (4, "2001-G1", "2001-G01", "ref '2001-G01' does not end with letters and a number"),
        (4, "2001-G1", "2001-mål", "ref '2001-mål' does not end with letters and a number"),
        (10, "2001-S2", "2001-S1", "ref '2001-S1' stands at segment 6 already"),
        (9, "2001-R2", "2001-R1", "ref '2001-R1' stands at segment 7 already"),
        (12, "2001-E1", "2001-G1", "ref '2001-G1' stands at segment 4 already"),
        (6, "part = 1", "part = 2", "part 2 of 2001-S1 comes after 0"),
        (8, "part = 2", "part = 3", "part 3 of 2001-S1 comes after 1"),
        (8, "part = 2", "part = 0", "part 0 of 2001-S1 comes after 1"),
        (8, "2001-S1", "2001-G1", "ref '2001-G1' stands at segment 4 already"),
        (7, "inline = true\n", "", "stands between the parts of 2001-S1"),
        # Markers and sentences.
        (4, 'marker = "-"', 'marker = "·"', "does not begin with the marker '·' and a space"),
        (4, 'marker = "-"', 'marker = ""', "marker is empty"),
        (6, 'marker = "1."', 'marker = "1"', "does not begin with the marker '1' and a space"),
        (6, 'marker = "1."', 'marker = "1. arbeide"', "marker '1. arbeide' is longer than 5"),
        (4, 'marker = "-"\n', "", "begins with '-', which is not declared as marker"),
        (10, 'marker = "2."\n', "", "begins with '2.', which is not declared as marker"),
        (3, 'text = "Mål:"', 'text = "Mål:"\nmarker = "Mål:"', "does not begin with the"),
        (1, 'kind = "title"', 'kind = "title"\ninline = true', "no segment before"),
        # Facts that follow from others or quote the text.
        (6, "single_owner = true", "single_owner = false", "single_owner does not follow"),
        (10, "single_owner = false", "single_owner = true", "single_owner does not follow"),
        (6, 'deadline = ""', 'deadline = "i 2002"', "deadline 'i 2002' does not stand in the"),
        (6, '"der det passer"', '"Der det passer"', "condition 'Der det passer' does not stand"),
        (6, 'scope = ""', 'scope = "alt"', "scope 'alt' does not stand in the wording"),
        (6, 'period = ""', 'period = "nå"', "period 'nå' does not stand in the wording"),
        (6, 'words = "skoler"', 'words = "skole er"', "area_words 'skole er' does not stand in"),
        (6, '"gode",', '"god e",', "theme_words 'god e' does not stand in the wording"),
        (6, 'words = "arbeide"', 'words = "virke"', "measurable_words 'virke' does not stand in"),
        (6, '"i hele"', '"i halve"', "regional_words 'i halve' does not stand in the wording"),
        (7, '["2001-S1"]', '["2001-S9"]', "qualifies: '2001-S9' is none of 2001-S1, 2001-S2"),
        (7, '["2001-S1"]', '["2001-G1"]', "qualifies: '2001-G1' is none of 2001-S1, 2001-S2"),
        (7, '["2001-S1"]', '["2001-S2"]', "in the wording of 2001-S1, which it does not qualify"),
        (9, '["KD"]', '["KS"]', "invoked_by names KS, which is not responsible for 2001-S1"),
        (11, '["KS"]', '["FM"]', "invoked_by: 'FM' is none of KD, KS"),
        (11, '["KS"]', "[]", "invoked_by is empty"),
        (14, 'name = "Kari Nordmann"\n', "", "lacks the key 'name'"),
        (14, 'party = "KD"\n', "", "lacks the key 'party'"),
        (14, '"Statsråd"', '"Minister"', "the text is not 'Kari Nordmann' and 'Minister'"),
        # The head.
        (HEAD, 'slug = "2001-2003"', 'slug = "2001"', "slug '2001' is not two years"),
        (HEAD, '"2001-2003.txt"', '"2001.txt"', "source is '2001.txt', not '2001-2003.txt'"),
        (HEAD, '"KS"]', '"KD"]', "parties names something twice"),
        (HEAD, "SHA256", "0" * 64, f"source_sha256 is {'0' * 64}, but that of 2001-2003.txt is"),
        (HEAD, "signed_on = 2001", "signed_on = 2004", "signed_on 2004-05-03 comes after ends_on"),
        (HEAD, "starts_on = 2001", "starts_on = 2004", "starts_on 2004-05-03 comes after ends_on"),
        (HEAD, "signed_on = 2001", "signed_on = 2002", "no signature names the year"),
        (HEAD, "[2001, 2002]", "[2002, 2001]", "evaluation_years are not in order"),
        (HEAD, "[2001, 2002]", "[2001, 2001]", "evaluation_years names something twice"),
        (HEAD, "[2001, 2002]", "[2000, 2001]", "evaluation_years names 2000, outside the"),
        (HEAD, "[2001, 2002]", "[2001, 2004]", "evaluation_years names 2004, outside the"),
        # The marked years.
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL}".replace("2001\n", "2003\n"), "2003, which is no eval"),
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL}{DOUBTFUL}", "a year is marked twice (marked_year)"),
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL}{DOUBTFUL.replace('2001', '2002')}", "is doubtful, but at"),
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL.replace('doubtful_year', 'redacted')}", "mark: 'redacted'"),
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL.replace('nn =', 'no =')}", "lacks the key 'nn'; a marked"),
        (HEAD, NOTE, f"{NOTE}{DOUBTFUL.replace('Words.', '')}", "en is empty or its white space"),
        # The words.
        (3, '"Mål:"', '""', "text is empty"),
        (3, '"Mål:"', '" Mål:"', "text is empty or its white space is not folded"),
        (6, "for gode", "for  gode", "text is empty or its white space is not folded"),
        (6, "for gode", "for\\tgode", "text holds a control character"),
    ],
)
def test_refuses(place: int, old: str, new: str, reason: str) -> None:
    error = refusal(changed(place, old, new))

    assert error.file == "2001-2003.toml"
    assert error.segment == (place or None)
    assert reason in error.reason


def test_says_file_segment_and_reason() -> None:
    in_segment = refusal(changed(5, "position = 5", "position = 6"))
    in_head = refusal(changed(HEAD, '"KS"]', '"KD"]'))

    assert str(in_segment) == "2001-2003.toml, segment 5: position is 6, not 5"
    assert str(in_head) == "2001-2003.toml: parties names something twice"


def test_a_text_that_cannot_be_read_hides_no_fault_of_its_cut() -> None:
    with pytest.raises(InvalidTextError) as caught:
        parse(
            b"\xff",
            changed(4, '"voksne"', '"barn"')
            .replace("SHA256", sha256(b"\xff").hexdigest())
            .encode(),
            text_name="2001-2003.txt",
            cut_name="2001-2003.toml",
        )

    assert [(fault.file, fault.segment) for fault in caught.value.faults] == [
        ("2001-2003.txt", None),
        ("2001-2003.toml", 4),
    ]


def test_white_space_alone_changes_only_the_checksum_of_the_file() -> None:
    plain, spaced = parse_pair(), parse_pair(TEXT.replace("\n", "\r\n\t\xa0"))

    assert plain.segments == spaced.segments
    assert plain.text_sha256 == spaced.text_sha256
    assert plain.source_sha256 != spaced.source_sha256


def test_refuses_another_file_than_the_cut_names() -> None:
    with pytest.raises(InvalidTextError, match=r"but the text file is '2011-2013\.txt'"):
        parse_pair(text_name="2011-2013.txt")


@pytest.mark.parametrize(
    ("text", "cut", "message"),
    [
        (b"Avtale \xff", b"", "2001-2003.txt: is no UTF-8 from byte 7 on"),
        (b"", b"slug = \xc3", "2001-2003.toml: is no UTF-8 from byte 7 on"),
        (b"\xef\xbb\xbfAvtale", b"", "2001-2003.txt: begins with a byte order mark"),
        (b"", b"\xef\xbb\xbf", "2001-2003.toml: begins with a byte order mark"),
        (b"", b"slug = ", "2001-2003.toml: is no TOML: "),
        (b"", b"slug = 1\nslug = 2", "2001-2003.toml: is no TOML: "),
        (b"", b"slug = " + b"1" * 5000, "2001-2003.toml: is no TOML: "),
        (b"", b"slug = " + b"[" * 5000, "2001-2003.toml: is no TOML: "),
        (b"", b"slug = 2001-02-30", "2001-2003.toml: is no TOML: "),
        (b"", b"", "2001-2003.toml: lacks the key 'agreement'"),
        (b"", b"agreement = 1", "2001-2003.toml: agreement is no table"),
        (b"", b"[agreement]", "2001-2003.toml: lacks the key 'segment'"),
        (b"", b"segment = []\n[agreement]", "2001-2003.toml: segment is empty"),
        (b"", b"segment = [1]\n[agreement]", "segment holds something that is no table"),
        (b"", b"a = 1\n[[segment]]\n[agreement]", "2001-2003.toml: the file takes no key 'a'"),
    ],
)
def test_refuses_what_is_no_pair_of_files(text: bytes, cut: bytes, message: str) -> None:
    with pytest.raises(InvalidTextError) as caught:
        parse(text, cut, text_name="2001-2003.txt", cut_name="2001-2003.toml")

    assert message in str(caught.value)


def test_reads_a_pair_from_files(tmp_path: Path) -> None:
    content = TEXT.encode()
    (tmp_path / "2001-2003.txt").write_bytes(content)
    (tmp_path / "2001-2003.toml").write_bytes(
        CUT.replace("SHA256", sha256(content).hexdigest()).encode()
    )

    assert read_pair(tmp_path / "2001-2003.txt", tmp_path / "2001-2003.toml") == parse_pair()


def test_missing_files_are_named_without_their_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidTextError) as caught:
        read_pair(tmp_path / "2001-2003.txt", tmp_path / "2001-2003.toml")

    assert str(caught.value) == (
        "2001-2003.txt: cannot be read: No such file or directory\n"
        "2001-2003.toml: cannot be read: No such file or directory"
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [("", ""), (" \n\t", ""), ("a\r\n b\xa0\u2003c ", "a b c"), ("ett ord", "ett ord")],
)
def test_fold_leaves_single_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded
