"""The second agreement's pair of text files, changed as a test wants it, and its acceptance."""

import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import time_machine

from agreements import shipped
from agreements.actions import Acceptance
from agreements.reading.reader import AgreementText, parse
from commitments.operating import load_agreements
from tests.support.written_again import written_again

SLUG: Final = "2011-2013"
ACCEPTED: Final = Acceptance(
    first_day=date(2012, 6, 1),
    reason="Eksempel: avskriften hadde en feil.",
    language="nb",
    document="Eksempel: brev fra arkivet",
    document_address="https://www.example.no/brev",
)
# Four more words in 2011-F3 (F-17).
WORDS: Final = {
    "likeverdig grunnskoleopplæring": "likeverdig grunnskoleopplæring i alle landets skoler"
}
# KS alone answers for 2011-F7, and no reservation limits it any more (F-18).
FACTS: Final = {
    ("2011-F7", "responsible"): '["KS"]',
    ("2011-F7", "single_owner"): "true",
    ("2011-R2", "qualifies"): '["2011-M1", "2011-M2", "2011-F1"]',
}
# What ``added`` adds.
NEW_WORDS: Final = "- Arbeide for at alle elever blir sett"

# What the facts of the added commitment rest on.
_OF_NEW_WORDS: Final = {
    "area_words": '"elever"',
    "theme_words": '["blir sett"]',
    "regional_words": '"alle elever"',
}


def changed(
    words: Mapping[str, str] | None = None, facts: Mapping[tuple[str, str], str] | None = None
) -> AgreementText:
    """The pair with words replaced once in text and cut, and facts in TOML by reference and key."""
    return parse(*sources(words, facts), text_name=f"{SLUG}.txt", cut_name=f"{SLUG}.toml")


@written_again
def accept(text: AgreementText, *, at: str | None = None, **acceptance: Any) -> None:
    """Take in the pair at this time, or now, as ``ACCEPTED`` says but for what is named."""
    with time_machine.travel(at, tick=False) if at else nullcontext():
        load_agreements.load(text, acceptance=replace(ACCEPTED, **acceptance))


def sources(
    words: Mapping[str, str] | None = None, facts: Mapping[tuple[str, str], str] | None = None
) -> tuple[bytes, bytes]:
    """The bytes of the two files that ``changed`` reads."""
    text, cut = (
        (shipped.FOLDER / f"{SLUG}.{ending}").read_text("utf-8") for ending in ("txt", "toml")
    )
    old_sha256 = sha256(text.encode()).hexdigest()
    for old, new in (words or {}).items():
        assert old in text
        assert old in cut
        text, cut = text.replace(old, new, 1), cut.replace(old, new, 1)
    for (ref, key), value in (facts or {}).items():
        line = re.search(rf'ref = "{ref}"(?:\n.+)*?\n{key} = (.*)', cut)
        assert line, (ref, key)
        cut = f"{cut[: line.start(1)]}{value}{cut[line.end(1) :]}"
    return text.encode(), cut.replace(old_sha256, sha256(text.encode()).hexdigest()).encode()


def added() -> AgreementText:
    """The pair with one commitment more, 2011-F15, after the last of the list."""
    text, cut = (content.decode() for content in sources())
    old_sha256 = sha256(text.encode()).hexdigest()
    begin = cut.index("[[segment]]\nposition = 38\n")
    end = cut.index("[[segment]]\nposition = 39\n")
    one = cut[begin:end].replace("2011-F14", "2011-F15").replace("position = 38", "position = 39")
    for key, value in _OF_NEW_WORDS.items():
        one = re.sub(rf"(?m)^{key} = .*", f"{key} = {value}", one)
    titles = one.index("[segment.short_title]")
    one = one[:titles] + re.sub(r'(?m)^(nb|nn|en) = "', r'\1 = "Nytt: ', one[titles:])
    words = re.search(r'text = "(- .*)"', one)
    assert words
    one = one.replace(words[1], NEW_WORDS)
    after = re.sub(r"position = (\d+)", lambda place: f"position = {int(place[1]) + 1}", cut[end:])
    limits = cut[:end].replace('"2011-F14"]', '"2011-F14", "2011-F15"]')
    after = after.replace('"2011-F14"]', '"2011-F14", "2011-F15"]')
    text = text.replace(words[1], f"{words[1]}\n\n{NEW_WORDS}", 1)
    new_sha256 = sha256(text.encode()).hexdigest()
    whole = f"{limits}{one}{after}".replace(old_sha256, new_sha256)
    return parse(text.encode(), whole.encode(), text_name=f"{SLUG}.txt", cut_name=f"{SLUG}.toml")


def with_cut(old: str, new: str) -> AgreementText:
    """The pair with a stretch of the cut replaced once."""
    text, cut = sources()
    assert old.encode() in cut
    cut = cut.replace(old.encode(), new.encode(), 1)
    return parse(text, cut, text_name=f"{SLUG}.txt", cut_name=f"{SLUG}.toml")


def write(
    folder: Path,
    words: Mapping[str, str] | None = None,
    facts: Mapping[tuple[str, str], str] | None = None,
) -> Path:
    """A folder with the changed pair alone."""
    for ending, content in zip(("txt", "toml"), sources(words, facts), strict=True):
        (folder / f"{SLUG}.{ending}").write_bytes(content)
    return folder
