"""The two agreements as they are shipped: nothing lost, nothing added, every count as published."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from agreements import vocabulary
from agreements.reading.reader import AgreementText, CommitmentText, fold, read_pair

FOLDER = Path(vocabulary.__file__).parent / "texts"
SLUGS = ("2005-2009", "2011-2013")
AGREEMENTS = {slug: read_pair(FOLDER / f"{slug}.txt", FOLDER / f"{slug}.toml") for slug in SLUGS}
FIRST, SECOND = AGREEMENTS.values()
BOTH = pytest.mark.parametrize("agreement", [FIRST, SECOND], ids=SLUGS)


def _refs(
    agreement: AgreementText, chosen: Callable[[CommitmentText], object] = lambda _row: True
) -> str:
    """The references of the chosen commitments without their year, as the text goes."""
    rows = (row for row in agreement.commitments if chosen(row))
    return " ".join(row.ref.partition("-")[2] for row in rows)


def test_every_shipped_text_is_proved_here() -> None:
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(
        f"{slug}.{ending}" for slug in SLUGS for ending in ("txt", "toml")
    )


@BOTH
def test_segments_joined_are_the_folded_text(agreement: AgreementText) -> None:
    text = (FOLDER / agreement.source).read_text(encoding="utf-8")

    assert " ".join(segment.text for segment in agreement.segments) == " ".join(text.split())


@BOTH
def test_every_character_lies_in_exactly_one_segment(agreement: AgreementText) -> None:
    text = (FOLDER / agreement.source).read_text(encoding="utf-8")
    rest = text
    for segment in agreement.segments:
        for word in segment.text.split(" "):
            before, found, rest = rest.partition(word)
            assert found
            assert not before.strip()

    assert not rest.strip()


@BOTH
def test_each_segment_has_one_kind_of_the_vocabulary(agreement: AgreementText) -> None:
    kinds = vocabulary.words("kind")

    assert all(segment.kind in kinds for segment in agreement.segments)
    assert [segment.position for segment in agreement.segments] == list(
        range(1, len(agreement.segments) + 1)
    )


@pytest.mark.parametrize(
    ("agreement", "source", "text"),
    [
        (
            FIRST,
            "4fc21bebde6b750788dbdeb2221ba3c537e6c6d481340ed3140d916befba0678",
            "90cd842ec67563def72a873fc5ebabd76d377ce26881633cf489033f331765a5",
        ),
        (
            SECOND,
            "e842bdd60a99da3358871e4382ecd7f107e4e8f47eb202284e9a51d015749b7a",
            "6c398e2230beaae5ffe87091e869e697d627630a1ef998283b9509f5f85a97fb",
        ),
    ],
    ids=SLUGS,
)
def test_files_are_the_ones_received(agreement: AgreementText, source: str, text: str) -> None:
    content = (FOLDER / agreement.source).read_bytes()

    assert sha256(content).hexdigest() == agreement.source_sha256 == source
    assert f'source_sha256 = "{source}"' in agreement.cut_source
    assert sha256(fold(content.decode()).encode()).hexdigest() == agreement.text_sha256 == text


@BOTH
def test_source_text_keeps_every_byte(agreement: AgreementText) -> None:
    assert agreement.source_text.encode() == (FOLDER / agreement.source).read_bytes()
    assert agreement.cut_source.encode() == (FOLDER / f"{agreement.slug}.toml").read_bytes()


def test_misspellings_of_the_texts_stand() -> None:
    assert "frihet til organisere" in FIRST.source_text
    assert "1.januar 2009" in FIRST.source_text
    assert len(re.findall("grunnsopplæring", SECOND.source_text)) == 6


def test_heads_say_what_is_known_about_the_agreements() -> None:
    assert (FIRST.slug, SECOND.slug) == SLUGS
    assert FIRST.title == (
        "Avtale mellom Kunnskapsdepartementet og KS om kvalitetsutvikling i grunnopplæringen"
    )
    assert SECOND.title == (
        "Avtale mellom Kunnskapsdepartementet og KS om kvalitetsutvikling "
        "i barnehagen og grunnsopplæringen"
    )
    assert FIRST.parties == SECOND.parties == ("KD", "KS")
    assert (FIRST.signed_on, FIRST.starts_on, FIRST.ends_on) == (None, None, date(2008, 12, 31))
    assert (SECOND.signed_on, SECOND.starts_on) == (date(2011, 8, 24), date(2011, 8, 24))
    assert SECOND.ends_on == date(2013, 12, 31)
    assert FIRST.evaluation_years == (2005, 2006, 2007, 2008)
    assert SECOND.evaluation_years == (2011, 2012, 2013)
    marks = [(row.year, row.mark) for text in (FIRST, SECOND) for row in text.marked_years]
    assert marks == [(2005, "doubtful_year"), (2006, "part_of_year"), (2011, "part_of_year")]
    assert FIRST.undoubted_years == (2006, 2007, 2008)


def test_there_are_174_assessments_to_give() -> None:
    cells = {
        text.slug: sum(len(row.responsible) for row in text.commitments) for text in (FIRST, SECOND)
    }

    assert cells == {"2005-2009": 25, "2011-2013": 33}
    given = sum(cells[text.slug] * len(text.undoubted_years) for text in (FIRST, SECOND))
    assert given == 174


def test_kinds_of_segments_are_counted() -> None:
    first, second = (Counter(segment.kind for segment in row.segments) for row in (FIRST, SECOND))

    assert first == {
        "title": 1,
        "heading": 5,
        "basis": 1,
        "goal": 1,
        "principle": 2,
        "commitment": 20,  # two of the 18 have two parts
        "reservation": 2,
        "procedure": 1,
        "term": 1,
    }
    assert second == {
        "title": 2,
        "heading": 5,
        "basis": 3,
        "goal": 8,
        "principle": 2,
        "commitment": 17,
        "reservation": 2,
        "procedure": 1,
        "term": 1,
        "signature": 3,
    }


def test_first_agreement_has_eighteen_commitments() -> None:
    assert _refs(FIRST) == "M1 M2 M3 F1 F2 F3 F4 F5 KS1 KS2 KS3 KS4 KS5 S1 S2 S3 S4 S5"


def test_second_agreement_has_seventeen_commitments() -> None:
    assert _refs(SECOND) == "M1 M2 M3 F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14"


@pytest.mark.parametrize(
    ("agreement", "group", "refs"),
    [
        (FIRST, "joint", "F1 F2 F3 F4 F5"),
        (FIRST, "KS", "KS1 KS2 KS3 KS4 KS5"),
        (FIRST, "State", "S1 S2 S3 S4 S5"),
        (FIRST, "prose", "M1 M2 M3"),
        (SECOND, "joint", "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14"),
        (SECOND, "KS", ""),
        (SECOND, "State", ""),
        (SECOND, "prose", "M1 M2 M3"),
    ],
)
def test_groups_follow_the_headings(agreement: AgreementText, group: str, refs: str) -> None:
    assert _refs(agreement, lambda row: row.group == group) == refs


def test_goals_have_their_areas_and_white_papers() -> None:
    (only,) = FIRST.goals

    assert (only.ref, only.areas, only.st_meld) == ("2005-G1", ("grunnopplaering",), "")
    assert [(goal.ref, goal.areas) for goal in SECOND.goals] == [
        ("2011-A1", ("barnehage", "grunnopplaering")),
        ("2011-B1", ("barnehage",)),
        ("2011-B2", ("barnehage",)),
        ("2011-B3", ("barnehage",)),
        ("2011-G1", ("grunnopplaering",)),
        ("2011-G2", ("grunnopplaering",)),
        ("2011-G3", ("grunnopplaering",)),
        ("2011-V1", ("voksne",)),
    ]
    assert [goal.ref for goal in SECOND.goals if not goal.st_meld] == ["2011-A1"]
    assert all(goal.st_meld in fold(SECOND.source_text) for goal in SECOND.goals)


def test_reservations_say_what_they_limit_and_who_may_invoke_them() -> None:
    assert [(row.ref, row.kind, row.qualifies, row.invoked_by) for row in FIRST.reservations] == [
        ("2005-R1", "limit", ("2005-M1",), ("KD", "KS")),
        ("2005-R2", "condition", ("2005-M3",), ("KS",)),
    ]
    assert [(row.ref, row.kind, row.invoked_by) for row in SECOND.reservations] == [
        ("2011-R1", "condition", ("KS",)),
        ("2011-R2", "adjustment", ("KD",)),
    ]
    assert SECOND.reservations[0].qualifies == ("2011-M3",)
    assert set(SECOND.reservations[1].qualifies) == {
        row.ref for row in SECOND.commitments if row.ref != "2011-M3"
    }


@BOTH
def test_parties_are_to_evaluate_the_work_every_year(agreement: AgreementText) -> None:
    (duty,) = agreement.procedures

    assert duty.ref == f"{agreement.slug[:4]}-E1"
    assert (duty.actor, duty.modal, duty.responsible) == ("partene", "skal", ("KD", "KS"))
    assert re.search("evalueres årlig|årlig evalueres", agreement.segments[duty.position - 1].text)


def test_signatures_are_place_and_day_and_two_names() -> None:
    signed = [segment for segment in SECOND.segments if segment.kind == "signature"]

    assert [segment.text for segment in signed] == [
        "Oslo, 24. august 2011",
        "Kristin Halvorsen Kunnskapsminister",
        "Halvdan Skard Leder KS",
    ]
    assert [(row.name, row.title, row.party) for row in SECOND.signatures] == [
        ("Kristin Halvorsen", "Kunnskapsminister", "KD"),
        ("Halvdan Skard", "Leder KS", "KS"),
    ]
    assert FIRST.signatures == ()


@pytest.mark.parametrize(
    ("agreement", "kd", "ks", "both"), [(FIRST, 12, 13, 7), (SECOND, 16, 17, 16)], ids=SLUGS
)
def test_who_answers_for_how_many(agreement: AgreementText, kd: int, ks: int, both: int) -> None:
    answers = [set(row.responsible) for row in agreement.commitments]

    assert sum("KD" in parties for parties in answers) == kd
    assert sum("KS" in parties for parties in answers) == ks
    assert sum({"KD", "KS"} == parties for parties in answers) == both


def test_ks_alone_answers_where_the_text_names_ks_alone() -> None:
    assert _refs(FIRST, lambda row: row.responsible == ("KS",)) == "M3 KS1 KS2 KS3 KS4 KS5"
    assert _refs(FIRST, lambda row: row.responsible == ("KD",)) == "S1 S2 S3 S4 S5"
    assert _refs(SECOND, lambda row: len(row.responsible) == 1) == "M3"


def test_kinds_of_promise_are_counted() -> None:
    first, second = (
        Counter(row.verb_class for row in agreement.commitments) for agreement in (FIRST, SECOND)
    )

    assert first == {
        "arbeide_for": 4,
        "legge_til_rette": 3,
        "sorge_for": 3,
        "bista": 2,
        "bidra_til": 1,
        "samarbeide": 1,
        "tilstrebe": 1,
        "stimulere": 1,
        "videreutvikle": 1,
        "tilfore": 1,
    }
    assert second == {"arbeide_for": 13, "samarbeide": 3, "ha_dialog": 1}


def test_twelve_of_fourteen_listed_promises_of_2011_are_to_work_for() -> None:
    listed = [row for row in SECOND.commitments if row.group == "joint"]

    assert len(listed) == 14
    assert sum(row.verb_class == "arbeide_for" for row in listed) == 12


@BOTH
def test_kind_of_promise_is_the_first_verb_of_a_list_item(agreement: AgreementText) -> None:
    markers = {segment.ref: segment.marker for segment in agreement.segments if segment.marker}
    for row in agreement.commitments:
        if row.group != "prose":
            verb = vocabulary.word(f"verb.{row.verb_class}").label("nb").strip("«»")

            assert row.wording.removeprefix(markers[row.ref]).strip().lower().startswith(verb)


@BOTH
def test_actor_is_named_as_the_text_names_it(agreement: AgreementText) -> None:
    headings = {"joint": "Partene vil i fellesskap", "KS": "KS vil", "State": "Staten vil"}
    for row in agreement.commitments:
        place = headings.get(row.group, row.wording)

        assert row.actor in place
        assert place in fold(agreement.source_text)


@BOTH
def test_no_commitment_has_a_deadline_of_its_own(agreement: AgreementText) -> None:
    assert _refs(agreement, lambda row: row.deadline) == ""


def test_one_commitment_names_a_condition_and_one_a_period() -> None:
    assert _refs(FIRST, lambda row: row.condition) == "F4"
    assert _refs(FIRST, lambda row: row.period) == "S3"
    assert _refs(SECOND, lambda row: row.condition or row.period) == ""


@BOTH
def test_one_commitment_of_each_names_its_scope(agreement: AgreementText) -> None:
    assert _refs(agreement, lambda row: row.scope) == "M3"


def test_seven_wordings_name_no_area() -> None:
    assert _refs(FIRST, lambda row: not row.areas) == "F4 KS2 KS4 S5"
    assert _refs(SECOND, lambda row: not row.areas) == "M1 F4 F11"


def test_five_commitments_promise_something_that_can_be_looked_up() -> None:
    assert _refs(FIRST, lambda row: row.measurable) == "F1 S2 S3 S4"
    assert _refs(SECOND, lambda row: row.measurable) == "M2"


def test_twenty_six_commitments_can_differ_from_county_to_county() -> None:
    first = _refs(FIRST, lambda row: row.regional)
    second = _refs(SECOND, lambda row: row.regional)

    assert first == "M1 M2 M3 F1 F2 F3 F5 KS1 KS2 KS3 KS4 KS5"
    assert second == "M1 M3 F1 F2 F3 F4 F5 F7 F8 F9 F10 F11 F13 F14"
    assert len(f"{first} {second}".split()) == 26


def test_no_commitment_names_a_number_or_an_amount() -> None:
    for row in (*FIRST.commitments, *SECOND.commitments):
        wording = re.sub(r"^\d\. |grunnopplæringen 2005-2008", "", row.wording)

        assert not re.search(r"\d|prosent|kroner|million", wording)


def test_every_theme_and_area_has_a_commitment() -> None:
    rows = (*FIRST.commitments, *SECOND.commitments)

    assert {theme for row in rows for theme in row.themes} == set(vocabulary.words("theme"))
    assert {area for row in rows for area in row.areas} == set(vocabulary.words("area"))


def test_three_wordings_contain_a_reservation() -> None:
    wordings = {row.ref: row for row in (*FIRST.commitments, *SECOND.commitments)}

    assert {ref: row.positions for ref, row in wordings.items() if len(row.positions) > 1} == {
        "2005-M1": (8, 9),
        "2005-M3": (11, 12, 13),
        "2005-F1": (15, 16),  # two parts of its own
        "2011-M3": (22, 23),
    }
    assert wordings["2005-M1"].wording.endswith(
        "kompetanse – innenfor de rammer som personopplysningsloven setter."
    )
    assert "skal KS, der dette er naturlig, samarbeide" in wordings["2005-M3"].wording
    assert wordings["2011-M3"].wording.endswith("grunnskoleområdet, der dette er naturlig.")
    assert "i skolen. Dette innebærer å videreutvikle" in wordings["2005-F1"].wording


@BOTH
def test_wordings_stand_in_the_text_word_for_word(agreement: AgreementText) -> None:
    text = fold(agreement.source_text)

    assert all(row.wording in text for row in agreement.commitments)


@BOTH
def test_anchors_are_unique(agreement: AgreementText) -> None:
    anchors = [segment.anchor for segment in agreement.segments]

    assert len(set(anchors)) == len(anchors)


def test_anchors_are_ends_of_references_or_positions() -> None:
    anchors = [segment.anchor for segment in FIRST.segments]

    assert anchors[3:5] == ["s4", "G1"]
    assert anchors[10:16] == ["M3", "R2", "M3-2", "s14", "F1", "F1-2"]
    assert anchors[-1] == "E1"


def test_notes_say_whether_a_reader_may_disagree() -> None:
    doubtful, others = (
        {row.anchor for row in FIRST.segments if row.note and row.note.doubt is doubt}
        for doubt in (True, False)
    )

    assert doubtful == {"G1", "s7", "M1", "M2", "F4", "s27", "S3", "S5", "s33"}
    assert {"s3", "R1", "M3", "F1-2", "F5", "KS5", "S1", "E1"} <= others
