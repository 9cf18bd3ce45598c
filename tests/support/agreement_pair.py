"""A small agreement as a pair of files, to be damaged at will."""

from hashlib import sha256
from typing import Final

import pytest

from agreements.reading.reader import AgreementText, Fault, InLanguages, InvalidTextError, parse

TEXT: Final = """Avtale om gode skoler

KD og KS
Mål: - alle lærer
KD vil
1. arbeide for  gode skoler, der
det passer, i hele landet så langt det går.
2. sørge for   at det går i 2002.
Alt avhenger av været.
Arbeidet skal evalueres hvert år. Oslo, 3. mai 2001
Kari Nordmann Statsråd
"""
CUT: Final = """[agreement]
slug = "2001-2003"
title = "Avtale om gode skoler"
parties = ["KD", "KS"]
signed_on = 2001-05-03
starts_on = 2001-05-03
ends_on = 2003-12-31
evaluation_years = [2001, 2002]
source = "2001-2003.txt"
source_sha256 = "SHA256"
[agreement.short_title]
nb = "Gode skoler"
nn = "Gode skoler (nn)"
en = "Gode skoler (en)"
[agreement.note]
doubt = true
nb = "Et notat."
nn = "Et notat. (nn)"
en = "Et notat. (en)"
[[segment]]
position = 1
kind = "title"
text = "Avtale om gode skoler"
[[segment]]
position = 2
kind = "basis"
text = "KD og KS"
[segment.note]
doubt = false
nb = "Sier hvem."
nn = "Sier hvem. (nn)"
en = "Sier hvem. (en)"
[[segment]]
position = 3
kind = "heading"
text = "Mål:"
[[segment]]
position = 4
kind = "goal"
ref = "2001-G1"
marker = "-"
areas = ["grunnopplaering", "voksne"]
st_meld = "St.meld. nr. 1"
text = "- alle lærer"
[segment.short_title]
nb = "Læring"
nn = "Læring (nn)"
en = "Læring (en)"
[[segment]]
position = 5
kind = "heading"
text = "KD vil"
[[segment]]
position = 6
kind = "commitment"
ref = "2001-S1"
part = 1
marker = "1."
group = "State"
actor = "KD"
modal = "vil"
responsible = ["KD"]
areas = ["grunnopplaering"]
area_words = "skoler"
themes = ["kompetanse", "styring"]
theme_words = ["gode", "landet"]
verb_class = "arbeide for"
scope = ""
condition = "der det passer"
period = ""
deadline = ""
measurable = false
measurable_words = "arbeide"
single_owner = true
regional = "actors"
regional_words = "i hele"
doubt = ["condition"]
text = "1. arbeide for gode skoler,"
[segment.short_title]
nb = "Skolene"
nn = "Skolene (nn)"
en = "Skolene (en)"
[segment.note]
doubt = true
nb = "Tvilsom."
nn = "Tvilsom. (nn)"
en = "Tvilsom. (en)"
[segment.reasons.condition]
nb = "Et vilkår."
nn = "Et vilkår. (nn)"
en = "Et vilkår. (en)"
[[segment]]
position = 7
kind = "reservation"
ref = "2001-R1"
inline = true
qualifies = ["2001-S1"]
invoked_by = ["KD"]
limit = "condition"
text = "der det passer,"
[segment.short_title]
nb = "Der det passer"
nn = "Der det passer (nn)"
en = "Der det passer (en)"
[segment.reason]
nb = "Parten vurderer det."
nn = "Parten vurderer det. (nn)"
en = "Parten vurderer det. (en)"
[[segment]]
position = 8
kind = "commitment"
ref = "2001-S1"
part = 2
inline = true
text = "i hele landet"
[[segment]]
position = 9
kind = "reservation"
ref = "2001-R2"
inline = true
qualifies = ["2001-S1", "2001-S2"]
invoked_by = ["KD"]
limit = "limit"
text = "så langt det går."
[segment.short_title]
nb = "Så langt"
nn = "Så langt (nn)"
en = "Så langt (en)"
[segment.reason]
nb = "En grense."
nn = "En grense. (nn)"
en = "En grense. (en)"
[[segment]]
position = 10
kind = "commitment"
ref = "2001-S2"
marker = "2."
group = "State"
actor = "KD"
modal = "vil"
responsible = ["KD", "KS"]
areas = ["voksne"]
area_words = "i 2002"
themes = ["styring"]
theme_words = ["sørge"]
verb_class = "sørge for"
scope = ""
condition = ""
period = ""
deadline = "i 2002"
measurable = true
measurable_words = "det går"
single_owner = false
regional = "none"
regional_words = ""
doubt = []
text = "2. sørge for at det går i 2002."
[segment.short_title]
nb = "Gangen"
nn = "Gangen (nn)"
en = "Gangen (en)"
[segment.reasons.measurable]
nb = "Det kan sees."
nn = "Det kan sees. (nn)"
en = "Det kan sees. (en)"
[segment.reasons.regional]
nb = "Likt overalt."
nn = "Likt overalt. (nn)"
en = "Likt overalt. (en)"
[[segment]]
position = 11
kind = "reservation"
ref = "2001-R3"
qualifies = ["2001-S2"]
invoked_by = ["KS"]
limit = "adjustment"
text = "Alt avhenger av været."
[segment.short_title]
nb = "Været"
nn = "Været (nn)"
en = "Været (en)"
[segment.reason]
nb = "Været rår."
nn = "Været rår. (nn)"
en = "Været rår. (en)"
[[segment]]
position = 12
kind = "procedure"
ref = "2001-E1"
actor = "partene"
modal = "skal"
responsible = ["KD", "KS"]
text = "Arbeidet skal evalueres hvert år."
[segment.short_title]
nb = "Evaluering"
nn = "Evaluering (nn)"
en = "Evaluering (en)"
[[segment]]
position = 13
kind = "signature"
text = "Oslo, 3. mai 2001"
[[segment]]
position = 14
kind = "signature"
name = "Kari Nordmann"
title = "Statsråd"
party = "KD"
text = "Kari Nordmann Statsråd"
"""
HEAD: Final = 0  # place of the agreement's own table before the segments


def in_languages(key: str, text: str) -> str:
    """A table of a cut file with the same text in each language."""
    return f"[{key}]\n" + "".join(f"{code} = '{text}'\n" for code in InLanguages._fields)


def parse_pair(
    text: str = TEXT, cut: str = CUT, *, text_name: str = "2001-2003.txt"
) -> AgreementText:
    """The agreement, with the checksum of the text put into the cut file."""
    content = text.encode()
    cut = cut.replace("SHA256", sha256(content).hexdigest())
    return parse(content, cut.encode(), text_name=text_name, cut_name="2001-2003.toml")


def changed(place: int, old: str, new: str) -> str:
    """The cut file with one change in the head or in one segment."""
    tables = CUT.split("[[segment]]")
    assert tables[place].count(old) == 1
    tables[place] = tables[place].replace(old, new)
    return "[[segment]]".join(tables)


def refusals(cut: str, text: str = TEXT) -> list[Fault]:
    """Every fault of a pair that is refused."""
    with pytest.raises(InvalidTextError) as caught:
        parse_pair(text, cut)
    return caught.value.faults


def refusal(cut: str, text: str = TEXT) -> Fault:
    """The one fault of a pair that is refused."""
    (fault,) = refusals(cut, text)
    return fault
