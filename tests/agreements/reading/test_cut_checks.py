"""A pair of files whose parts do not agree: every fault is named, and each once."""

import pytest

from agreements import vocabulary
from agreements.reading.reader import InvalidTextError
from tests.support.agreement_pair import CUT, HEAD, TEXT, changed, parse_pair, refusal, refusals

KINDS = ", ".join(vocabulary.words("kind"))
TITLE_OF_DUTY = """[segment.short_title]
nb = "Evaluering"
nn = "Evaluering (nn)"
en = "Evaluering (en)"
"""
ONLY = "but the portal carries agreements"
NOT_YEARLY = (
    f"no procedure says that the work is evaluated each year, {ONLY} with a yearly evaluation only"
)


def test_names_all_faults_of_a_pair_in_the_order_of_the_file() -> None:
    cut = (
        CUT.replace('["KD", "KS"]\nsigned', '["BFD", "KD", "KS"]\nsigned')
        .replace("ends_on = 2003-12-31\n", "")
        .replace("[2001, 2002]", "[]")
        .replace('kind = "procedure"\nref = "2001-E1"\nactor = "partene"\n', 'kind = "term"\n')
        .replace('modal = "skal"\nresponsible = ["KD", "KS"]\n', "")
        .replace(TITLE_OF_DUTY, "")
        .replace('kind = "heading"', 'kind = "overskrift"', 1)
        .replace('group = "State"', 'group = "Staten"', 1)
        .replace('deadline = ""', 'deadline = "snart"', 1)
        .replace('invoked_by = ["KS"]', 'invoked_by = ["UDIR"]\ntag = 1')
        .replace('party = "KD"', "party = 1")
    )

    with pytest.raises(InvalidTextError) as caught:
        parse_pair(f"{TEXT} P.S.", cut)

    assert str(caught.value).splitlines() == [
        f"2001-2003.toml: the parties are BFD, KD, KS, {ONLY} between KD and KS only",
        "2001-2003.txt: goes on after the last segment: 'P.S.'",
        f"2001-2003.toml: there is no last day (ends_on), {ONLY} with one only",
        f"2001-2003.toml: evaluation_years names no year, {ONLY} with a yearly evaluation only",
        f"2001-2003.toml: {NOT_YEARLY}",
        f"2001-2003.toml, segment 3: kind: 'overskrift' is none of {KINDS}",
        "2001-2003.toml, segment 6: group: 'Staten' is none of joint, KS, State, prose",
        "2001-2003.toml, segment 6: deadline 'snart' does not stand in the wording",
        "2001-2003.toml, segment 11: invoked_by: 'UDIR' is none of BFD, KD, KS",
        "2001-2003.toml, segment 11: a reservation takes no key 'tag'",
        "2001-2003.toml, segment 14: party is no text",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["KD", "KS"]', '["BFD", "KD", "KS"]', "the parties are BFD, KD, KS, but"),
        ('["KD", "KS"]', '["KD"]', "the parties are KD, but the portal carries"),
        ('"KS"]', '"ks"]', "the parties are KD, ks, but the portal carries"),
        ("ends_on = 2003-12-31\n", "", "there is no last day (ends_on), but the portal"),
        ("[2001, 2002]", "[]", "evaluation_years names no year, but the portal carries"),
        ("evaluation_years = [2001, 2002]\n", "", "evaluation_years names no year, but"),
    ],
)
def test_refuses_what_the_portal_cannot_carry(old: str, new: str, reason: str) -> None:
    cut = changed(HEAD, old, new)

    alone, beside = refusal(cut), refusals(cut.replace('"heading"', '"overskrift"', 1))

    assert alone.reason.startswith(reason)
    assert [fault.segment for fault in beside] == [None, 3]
    assert beside[0] == alone


@pytest.mark.parametrize(
    "words",
    [
        "Partene skal møtes hvert år.",
        "Arbeidet skal evalueres.",
        "Partane møtest når ein ber om det.",
    ],
)
def test_refuses_a_text_without_a_yearly_evaluation(words: str) -> None:
    fault = refusal(*(it.replace("Arbeidet skal evalueres hvert år.", words) for it in (CUT, TEXT)))

    assert (fault.segment, fault.reason) == (None, NOT_YEARLY)


@pytest.mark.parametrize(
    "words",
    [
        "Arbeidet skal årlig evalueres.",
        "Partane skal evaluere arbeidet kvart år.",
        "Årleg evaluering.",
    ],
)
def test_takes_a_yearly_evaluation_in_either_form_of_the_language(words: str) -> None:
    cut, text = (it.replace("Arbeidet skal evalueres hvert år.", words) for it in (CUT, TEXT))

    assert parse_pair(text, cut).segments[11].text == words


@pytest.mark.parametrize(
    ("place", "old", "new", "segment"),
    [
        # What rests on the faulty value is not named as a fault of its own.
        (HEAD, 'slug = "2001-2003"', 'slug = "2002-2003"', None),  # every reference
        (HEAD, '["KD", "KS"]', '["KD"]', None),  # who is responsible
        (4, 'kind = "goal"', 'kind = "commitment"', 4),  # twelve keys
        (6, 'responsible = ["KD"]', 'responsible = "KD"', 6),  # single_owner, invoked_by
        (6, '"1. arbeide for', '"1. arbeide mot', 6),
        (6, 'text = "1. arbeide for gode skoler,"\n', "", 6),  # marker, wording
        (6, 'kind = "commitment"', 'kind = "forpliktelse"', 6),  # its second part
        (6, 'kind = "commitment"', 'kind = "goal"', 6),
        (7, '"der det passer,"', '"der det paser,"', 7),  # the condition of segment 6
        (7, 'kind = "reservation"', 'kind = "reservasjon"', 7),  # the wording of segment 6
        (6, "2001-S1", "2005-S1", 6),  # its second part, what qualifies it
        (8, 'kind = "commitment"', 'kind = "forpliktelse"', 8),  # the reference
        (8, "2001-S1", "2001-S3", 8),  # a part without a first
        (10, 'kind = "commitment"', 'kind = "basis"', 10),  # what qualifies it
        (10, 'kind = "commitment"', 'kind = "forpliktelse"', 10),
        (10, 'kind = "commitment"', 'kind = "goal"', 10),
        (10, "2001-S2", "2001-X", 10),
        (12, 'kind = "procedure"', 'kind = "prosedyre"', 12),  # the yearly evaluation
        (12, 'kind = "procedure"', 'kind = "term"', 12),
        (12, '"Arbeidet skal evalueres', '"Arbeidet skal vurderes', 12),
        (13, 'kind = "signature"', 'kind = "signatur"', 13),  # the year of signing
        (13, "3. mai 2001", "3. mai 2010", 13),
        (14, '"Kari Nordmann Statsråd"', '"Kari Nordman Statsråd"', 14),  # name and title
    ],
)
def test_names_a_fault_once(place: int, old: str, new: str, segment: int | None) -> None:
    assert refusal(changed(place, old, new)).segment == segment


def test_a_lost_segment_is_no_fault_of_the_places_behind_it() -> None:
    tables = CUT.split("[[segment]]")

    faults = refusals("[[segment]]".join([*tables[:5], *tables[6:]]))

    assert [(fault.segment, fault.reason.partition(" where ")[0]) for fault in faults] == [
        (5, "position is 6, not 5"),
        (5, "reads '1. arbeide for gode skoler,'"),
    ]


@pytest.mark.parametrize(
    ("text", "segment", "shown"),
    [
        (TEXT.replace("gode skoler\n", "god skole\n"), 1, "reads 'gode skoler' where"),
        (TEXT.replace("- alle", "alle"), 4, "reads '- alle lærer' where"),
        (TEXT.replace("været", "Været"), 11, "reads 'været.' where"),
        (TEXT.replace("KD vil\n", ""), 5, "where 2001-2003.txt reads '1. arbeide for gode"),
        (TEXT.replace("Mål:", "Mål: Mer."), 4, "where 2001-2003.txt reads 'Mer. - alle"),
        (TEXT.replace("Mål:", "Mål:et"), 3, "reads 'Mål:' where 2001-2003.txt reads 'Mål:et "),
        ("", 1, "where 2001-2003.txt reads ''"),
        (TEXT[: TEXT.index("et går")], 9, "reads 'det går.' where 2001-2003.txt reads 'd'"),
    ],
)
def test_says_where_the_texts_part(text: str, segment: int, shown: str) -> None:
    error = refusal(CUT, text)

    assert error.segment == segment
    assert shown in error.reason


def test_names_each_segment_that_differs_from_the_text() -> None:
    text = TEXT.replace("lærer", "leker").replace("KD vil", "Vi vil").replace("været", "vinden")

    faults = refusals(CUT, text)

    assert [(fault.segment, fault.reason.partition(" where ")[0]) for fault in faults] == [
        (4, "reads 'lærer'"),
        (5, "reads 'KD vil'"),
        (11, "reads 'været.'"),
    ]


def test_refuses_text_after_the_last_segment() -> None:
    error = refusal(CUT, f"{TEXT}\nP.S. Hilsen")

    assert str(error) == "2001-2003.txt: goes on after the last segment: 'P.S. Hilsen'"
