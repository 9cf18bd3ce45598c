"""Labels and definitions of every kind, state, verdict and theme, in each language."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

NOT_ASSESSED: Final = "not_assessed"  # in a published evaluation, instead of a verdict
NOT_PUBLISHED: Final = "not_published"  # a year without a published evaluation

_SOURCE: Final = "nb"  # used if the reader's language is unknown


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the vocabulary: a code with its label and its definition per language.

    ``slug`` is its value in URLs and files, the same in every language. It comes from
    ``address_values.csv`` and does not change when a label does.
    """

    code: str
    slug: str
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

    def label(self, language: str | None) -> str:
        """Return the word for people to read; in bokmål if the language is unknown."""
        return self.labels.get(language or _SOURCE, self.labels[_SOURCE])

    def definition(self, language: str | None) -> str:
        """Return the meaning of the word in one sentence; in bokmål if the language is unknown."""
        return self.definitions.get(language or _SOURCE, self.definitions[_SOURCE])


def words(group: str) -> dict[str, Word]:
    """Return the words of a group by the second half of their code, in the order of the file.

    Raises:
        KeyError: the vocabulary has no such group.
    """
    if group not in _groups():
        raise KeyError(f"the vocabulary has no group {group!r}")
    return dict(_groups()[group])


def names(group: str) -> list[str]:
    """Return all values that the database may store for a group, in the order of the file."""
    return list(words(group))


def name_of(group: str, slug: str) -> str:
    """Return the stored value for a value in a URL."""
    return next(word.name for word in words(group).values() if word.slug == slug)


def assessment(name: str) -> Word:
    """Return the verdict with this name, or the absence shown instead of one."""
    return words("verdict").get(name) or words("absence")[name]


def word(code: str) -> Word:
    """Return the word with this code, such as ``verdict.fulfilled``.

    Raises:
        KeyError: the vocabulary has no such code.
    """
    try:
        return _read()[code]
    except KeyError:
        raise KeyError(f"the vocabulary has no code {code!r}") from None


@cache
def current_slugs() -> dict[str, str]:
    """Return the present slug by the former one, for words whose slug has changed."""
    values = _rows("address_values.csv")
    return {row["former_value"]: row["value"] for row in values if row["former_value"]}


@cache
def _read() -> dict[str, Word]:
    slugs = {row["code"]: row["value"] for row in _rows("address_values.csv")}
    return {row["code"]: _word(row, slugs[row["code"]]) for row in _rows("vocabulary.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _groups() -> dict[str, dict[str, Word]]:
    found: dict[str, dict[str, Word]] = {}
    for entry in _read().values():
        found.setdefault(entry.group, {})[entry.name] = entry
    return found


def _word(row: Mapping[str, str], slug: str) -> Word:
    languages = [name for name in row if f"definition_{name}" in row]
    return Word(
        code=row["code"],
        slug=slug,
        labels={language: row[language] for language in languages},
        definitions={language: row[f"definition_{language}"] for language in languages},
    )
