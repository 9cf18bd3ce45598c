"""Labels and definitions of every kind, state, verdict and theme, in each language."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

NOT_ASSESSED: Final = "not_assessed"  # where a verdict could stand and none does

_SOURCE: Final = "nb"  # addresses are made of its labels
_BY_NAME: Final = frozenset({"party", "area", "theme", "verb"})  # filtered by name, not by label
_ASCII: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the vocabulary: a code with its label and its definition per language."""

    code: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    @property
    def group(self) -> str:
        """The first half of the code: ``verdict`` of ``verdict.fulfilled``."""
        return self.code.partition(".")[0]

    @property
    def name(self) -> str:
        """The second half of the code, as the database stores it."""
        return self.code.partition(".")[2]

    @property
    def slug(self) -> str:
        """The value that stands for this word in an address, the same in every language."""
        if self.group in _BY_NAME:
            return self.name
        return re.sub("[^a-z0-9]", "_", self.labels[_SOURCE].lower().translate(_ASCII))

    def label(self, language: str | None) -> str:
        """The word as people read it; in bokmål where the language is unknown."""
        return self.labels.get(language or _SOURCE, self.labels[_SOURCE])

    def definition(self, language: str | None) -> str:
        """What the word means, in one sentence; in bokmål where the language is unknown."""
        return self.definitions.get(language or _SOURCE, self.definitions[_SOURCE])


def words(group: str) -> dict[str, Word]:
    """The words of a group by the second half of their code, in the order of the file.

    Raises:
        KeyError: the vocabulary has no such group.
    """
    if group not in _groups():
        raise KeyError(f"the vocabulary has no group {group!r}")
    return dict(_groups()[group])


def names(group: str) -> list[str]:
    """The closed set of values that the database stores for a group, in the order of the file."""
    return list(words(group))


def name_of(group: str, slug: str) -> str:
    """The stored value that a value in an address stands for."""
    return next(word.name for word in words(group).values() if word.slug == slug)


def word(code: str) -> Word:
    """The word with this code, such as ``verdict.fulfilled``.

    Raises:
        KeyError: the vocabulary has no such code.
    """
    try:
        return _read()[code]
    except KeyError:
        raise KeyError(f"the vocabulary has no code {code!r}") from None


@cache
def _read() -> dict[str, Word]:
    with Path(__file__).with_name("vocabulary.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _word(row) for row in csv.DictReader(file)}


@cache
def _groups() -> dict[str, dict[str, Word]]:
    found: dict[str, dict[str, Word]] = {}
    for entry in _read().values():
        found.setdefault(entry.group, {})[entry.name] = entry
    return found


def _word(row: Mapping[str, str]) -> Word:
    languages = [name for name in row if f"definition_{name}" in row]
    return Word(
        code=row["code"],
        labels={language: row[language] for language in languages},
        definitions={language: row[f"definition_{language}"] for language in languages},
    )
