"""The shipped file: what it says of the texts is so, and a faulty row is named with its reason."""

import tomllib
from pathlib import Path
from typing import Final

import pytest

from agreements import shipped, vocabulary
from agreements.reading.content import InvalidTextError
from agreements.reading.folder import read_folder
from commitments.context import reading
from commitments.context.content import ContextText
from commitments.context.glossary import Glossary
from commitments.context.load import known_texts
from tests.support import outside_texts

OF_G1: Final = (
    'goal = "2011-G1"\nbasis = "text"\ncommitment_words = "for å nå målene"\ngoal_words = '
)
REFUSED: Final = {
    "kind": ('kind = "gap"', 'kind = "pause"', "fact 8 (gap-2014): kind: 'pause' is none of"),
    "certainty of a fact": (
        'certainty = "confirmed"\nshow = true\nsources = ["reg-kd", "smk-navn"]',
        'certainty = "general"\nshow = true\nsources = ["reg-kd", "smk-navn"]',
        "fact 1 (kd-name): certainty: 'general' is none of confirmed, likely, doubtful",
    ),
    "no source": (
        'sources = ["ks-nrk", "ks-snl"]',
        "sources = []",
        "fact 4 (ks-names): show is true, but a fact that is doubtful or has no source",
    ),
    "unknown source": (
        'sources = ["ks-nrk", "ks-snl"]',
        'sources = ["nrk"]',
        "fact 4 (ks-names): sources names 'nrk', which is not there",
    ),
    "about": (
        'about = ["2011-F7"]',
        'about = ["2011-F77"]',
        "fact 25 (gnist): about names '2011-F77', which is not there",
    ),
    "about nothing": ('about = ["2011-F7"]', "about = []", "fact 25 (gnist): about is empty"),
    "day": (
        'day = "2004-06-15"',
        'day = "2004-06-31"',
        "fact 30 (udir): day '2004-06-31' is not YYYY-MM-DD, YYYY-MM or YYYY",
    ),
    "a lead that is shown": (
        'day = "2006-10"\ncertainty = "confirmed"\nshow = false',
        'day = "2006-10"\ncertainty = "confirmed"\nshow = true',
        "fact 18 (budget-2007): show is true for a lead",
    ),
    "a missing language": (
        'nn = "Portalen kjenner ingen avtale for 2014."',
        "",
        "fact 8 (gap-2014): lacks the key 'nn'",
    ),
    "a strange key": (
        'id = "gap-2014"',
        'id = "gap-2014"\ncolour = "red"',
        "fact 8 (gap-2014): a fact takes no key 'colour'",
    ),
    "two rows with an id": (
        'id = "udir"',
        'id = "gnist"',
        "context.toml: two rows of fact have the id 'gnist'",
    ),
    "two terms for a word": (
        'words = ["PPT"]',
        'words = ["GSI"]',
        "context.toml: two terms explain 'GSI'",
    ),
    "a term without a source": (
        'sources = ["ppt"]',
        "sources = []",
        "term 10 (ppt): sources is empty, but certainty is not general",
    ),
    "address": (
        'address = "https://snl.no/Skoleporten"',
        'address = "javascript:alert(1)"',
        "source 21 (snl-skoleporten): address 'javascript:alert(1)' is no web address",
    ),
    "opened": (
        'address = "https://snl.no/Skoleporten"',
        'address = "https://snl.no/Skoleporten"\nopened = "i dag"',
        "source 21 (snl-skoleporten): opened is no day",
    ),
    "words that the commitment lacks": (
        'commitment_words = "inkluderende"',
        'commitment_words = "inkludert"',
        "serves 13 (2011-F3 2011-G3): commitment_words 'inkludert' are no words of 2011-F3",
    ),
    "words that the goal lacks": (
        'goal_words = "skal inkluderes"',
        'goal_words = "de overordnede målene"',
        "serves 13 (2011-F3 2011-G3): goal_words 'de overordnede målene' are no words of 2011-G3",
    ),
    "words that the headings lack": (
        f'{OF_G1}"de overordnede målene"',
        f'{OF_G1}"skal inkluderes"',
        "goal_words 'skal inkluderes' are no words of the headings above 2011-G1",
    ),
    "an unknown goal": (
        'goal = "2011-G3"\nbasis = "echo"',
        'goal = "2011-F2"\nbasis = "echo"',
        "serves 13 (2011-F3 2011-F2): goal: '2011-F2' is none of 2005-G1, 2011-A1",
    ),
    "a goal of another agreement": (
        'goal = "2011-G3"\nbasis = "echo"',
        'goal = "2005-G1"\nbasis = "echo"',
        "serves 13 (2011-F3 2005-G1): 2011-F3 and 2005-G1 are not of one agreement",
    ),
    "an unknown basis": (
        'goal = "2011-G3"\nbasis = "echo"',
        'goal = "2011-G3"\nbasis = "area"',
        "serves 13 (2011-F3 2011-G3): basis: 'area' is none of text, echo",
    ),
    "a pair that is linked twice": (
        'goal = "2011-B2"\nbasis = "echo"',
        'goal = "2011-B1"\nbasis = "echo"',
        "context.toml: two rows of serves have the id '2011-f2-2011-b1'",
    ),
    "no TOML": ('id = "gap-2014"', "id = gap", "context.toml: is no TOML"),
}


def read(folder: Path, old: str, new: str) -> ContextText:
    return reading.read(known_texts(), outside_texts.changed_file(folder, old, new))


def test_the_shipped_file_has_no_fault() -> None:
    found = reading.read(known_texts())

    assert (len(found.facts), len(found.terms), len(found.sources)) == (30, 31, 40)
    assert len(found.serves) == 14
    assert {row.key for row in found.facts if row.kind in reading.PROPOSED} == {
        "first-mention",
        "forerunner",
        "successor",
        "gap-2014",
    }


@pytest.mark.parametrize(("old", "new", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_faulty_row_is_named_with_its_reason(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises(InvalidTextError) as refusal:
        read(tmp_path, old, new)

    assert fault in str(refusal.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = reading.FILE.read_text("utf-8")
    for old, new, _fault in (REFUSED["day"], REFUSED["kind"], REFUSED["address"]):
        text = text.replace(old, new)
    file = tmp_path / "context.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(InvalidTextError) as refusal:
        reading.read(known_texts(), file)

    assert len(refusal.value.faults) == 3


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidTextError, match="cannot be read"):
        reading.read(known_texts(), tmp_path / "borte.toml")


def test_reads_the_day_on_which_an_address_was_opened(tmp_path: Path) -> None:
    address = 'address = "https://snl.no/Skoleporten"'

    found = read(tmp_path, address, f"{address}\nopened = 2026-12-01")

    [source] = [row for row in found.sources if row.opened_on]
    assert (source.key, str(source.opened_on)) == ("snl-skoleporten", "2026-12-01")


def test_no_address_of_the_shipped_file_was_opened_yet() -> None:
    assert not [row for row in reading.read(known_texts()).sources if row.opened_on]


def test_what_the_glossary_says_of_the_wordings_is_so() -> None:
    found = reading.read(known_texts())
    glossary = Glossary({word: row.key for row in found.terms for word in row.words})
    marked: dict[str, set[str]] = {row.key: set() for row in found.terms}
    for text in read_folder(shipped.FOLDER, loaded={}):
        for ref in text.refs:
            own = [row.wording for row in text.commitments if row.ref == ref]
            words = own or [row.text for row in text.segments if row.ref == ref]
            for key in glossary.terms(glossary.marked(words)):
                marked[key].add(ref)
    in_headings = {"2005-S1", "2005-S2", "2005-S3", "2005-S4", "2005-S5"}
    in_longer_words = {"2005-F5", "2005-S3"}  # in the name of the strategy

    stated = {row.key: set(row.refs) for row in found.terms}
    stated["staten"] -= in_headings
    stated["grunnopplaering"] -= in_longer_words
    assert marked == stated


def test_every_word_of_the_glossary_is_in_a_text() -> None:
    texts = " ".join(
        " ".join(row.source_text.split()) for row in read_folder(shipped.FOLDER, loaded={})
    )
    words = [word for row in reading.read(known_texts()).terms for word in row.words]

    assert [word for word in words if word not in texts] == []


def test_the_words_of_a_goal_link_are_in_both_texts() -> None:
    known = known_texts()
    for row in reading.read(known).serves:
        assert row.commitment_words in known.commitments[row.commitment]
        there = known.headings if row.basis == "text" else known.goals
        assert row.goal_words in there[row.goal]


def test_what_is_doubted_has_a_word() -> None:
    assert {"likely", "doubtful"} <= set(vocabulary.names("certainty"))


def test_the_file_says_nothing_of_evaluation_years() -> None:
    document = tomllib.loads(reading.FILE.read_text("utf-8"))

    assert set(document) == {"fact", "term", "source", "serves"}
