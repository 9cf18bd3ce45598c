"""The second agreement's pair of text files, changed as a test wants it, and its acceptance."""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from agreements import shipped
from agreements.actions import Acceptance
from agreements.reader import AgreementText, parse

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


def changed(
    words: Mapping[str, str] | None = None, facts: Mapping[tuple[str, str], str] | None = None
) -> AgreementText:
    """The pair with words replaced once in text and cut, and facts in TOML by reference and key."""
    return parse(*sources(words, facts), text_name=f"{SLUG}.txt", cut_name=f"{SLUG}.toml")


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


def write(
    folder: Path,
    words: Mapping[str, str] | None = None,
    facts: Mapping[tuple[str, str], str] | None = None,
) -> Path:
    """A folder with the changed pair alone."""
    for ending, content in zip(("txt", "toml"), sources(words, facts), strict=True):
        (folder / f"{SLUG}.{ending}").write_bytes(content)
    return folder
