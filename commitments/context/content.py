"""The rows of the shipped file as it is read, and the texts that it is about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source of facts. ``opened_on``: when its address was last opened, None if never."""

    key: str
    title: str
    publisher: str
    day: str
    address: str
    kind: str
    note: str
    opened_on: date | None


@dataclass(frozen=True, slots=True)
class FactText:
    """One fact. ``about``: references of the texts and slugs of agreements; ``sources``: keys."""

    key: str
    kind: str
    about: tuple[str, ...]
    day: str
    certainty: str
    show: bool
    sources: tuple[str, ...]
    nb: str
    nn: str
    en: str


@dataclass(frozen=True, slots=True)
class TermText:
    """One entry of the glossary; ``words`` are its forms in the texts, empty if not in them."""

    key: str
    words: tuple[str, ...]
    refs: tuple[str, ...]
    certainty: str
    sources: tuple[str, ...]
    name_nb: str
    name_nn: str
    name_en: str
    nb: str
    nn: str
    en: str


@dataclass(frozen=True, slots=True)
class ServesText:
    """A commitment and a goal of the same agreement that belong together by the text's words.

    ``goal_words`` are in the headings above the goal if the basis is «text».
    """

    commitment: str
    goal: str
    basis: str
    commitment_words: str
    goal_words: str

    @property
    def key(self) -> str:
        """The two references in small letters, as a key of one row: «2011-f1-2011-g2»."""
        return f"{self.commitment}-{self.goal}".lower()


@dataclass(frozen=True, slots=True)
class ContextText:
    """The whole file, each kind in the order of the file."""

    sources: tuple[SourceText, ...]
    facts: tuple[FactText, ...]
    terms: tuple[TermText, ...]
    serves: tuple[ServesText, ...]


class KnownTexts(NamedTuple):
    """What the file may name and quote from the agreements.

    ``names`` are slugs and references. The other three are words, by reference: of commitments,
    of goals, and of the headings above each goal.
    """

    names: Collection[str]
    commitments: Mapping[str, str]
    goals: Mapping[str, str]
    headings: Mapping[str, str]
