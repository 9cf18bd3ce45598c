"""Reads the shipped file: facts from outside the texts, a glossary, their sources, goal links."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from agreements.reading.content import Fault, InvalidTextError
from agreements.reading.tables import TomlTable
from commitments.context.content import (
    ContextText,
    FactText,
    KnownTexts,
    ServesText,
    SourceText,
    TermText,
)

FILE: Final = Path(__file__).with_name("context.toml")
LANGUAGES: Final = ("nb", "nn", "en")
LEAD: Final = "lead"
PROPOSED: Final = ("mentioned", "predecessor", "successor", "gap")
FACT_KINDS: Final = (*PROPOSED, "actor", "frame", "goal_source", "others_said", LEAD)
CERTAINTIES: Final = ("confirmed", "likely", "doubtful")
TERM_CERTAINTIES: Final = (*CERTAINTIES, "general")
SOURCE_KINDS: Final = ("official", "publisher", "encyclopedia", "secondary", "copy")
SAID: Final = "text"  # the wording says that it serves the goals
SHARED: Final = "echo"  # both sides share words
BASES: Final = (SAID, SHARED)

_KEY: Final = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+/\S*")


def read(known: KnownTexts, file: Path = FILE) -> ContextText:
    """Read the file; ``known`` are the texts that it is about.

    Raises:
        InvalidTextError: names every fault, each with its row.
    """
    try:
        document = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _refused(file, f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise _refused(file, f"is no TOML: {error}") from error
    faults: list[Fault] = []
    names = ("source", "fact", "term", "serves")
    rows = {name: list(_tables(document, name, file, faults)) for name in names}
    if strange := sorted(document.keys() - rows.keys()):
        faults.append(Fault(file.name, f"the file takes no key {', '.join(strange)}"))
    sources = tuple(_source(table) for table in rows["source"])
    keys = [row.key for row in sources]
    found = ContextText(
        sources,
        tuple(_fact(table, keys, known.names) for table in rows["fact"]),
        tuple(_term(table, keys, known.names) for table in rows["term"]),
        tuple(_serves(table, known) for table in rows["serves"]),
    )
    faults += _repeated(found, file)
    if faults:
        raise InvalidTextError(faults)
    return found


class _ContextTable(TomlTable):
    """A table whose lists may be empty; an empty one and a missing one are the same."""

    def __init__(self, values: Mapping[str, object], file: str, faults: list[Fault]) -> None:
        super().__init__({k: v for k, v in values.items() if v != []}, file, faults)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read texts, none of them twice; possibly none."""
        return self.strings(key) if self.has(key) else ()

    def known_texts(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Read texts, each of them one of ``known``; possibly none."""
        found = self.texts(key)
        strange = ", ".join(repr(name) for name in found if name not in known)
        self.check(not strange, f"{key} names {strange}, which is not there", key)
        return found

    def key(self) -> str:
        """Read the row's id."""
        key = self.phrase("id")
        self.check(
            _KEY.fullmatch(key), f"id {key!r} is not small letters, digits and hyphens", "id"
        )
        return key

    def partial_day(self) -> str:
        """Read a day, month or year; empty if it is not known."""
        day = self.string("day")
        self.check(
            not day or _is_day(day), f"day {day!r} is not YYYY-MM-DD, YYYY-MM or YYYY", "day"
        )
        return day

    def each_language(self, prefix: str = "") -> dict[str, str]:
        """Read a text in every language."""
        return {f"{prefix}{code}": self.phrase(f"{prefix}{code}") for code in LANGUAGES}


def _tables(
    document: Mapping[str, Any], name: str, file: Path, faults: list[Fault]
) -> Iterable[_ContextTable]:
    """Yield the tables of one kind; their faults name the place and the id."""
    tables = document.get(name)
    if not isinstance(tables, list) or not all(isinstance(row, dict) for row in tables):
        faults.append(Fault(file.name, f"has no rows of {name}"))
        return
    for place, row in enumerate(tables, start=1):
        own = row.get("id") or f"{row.get('commitment', 'no id')} {row.get('goal', '')}".rstrip()
        yield _ContextTable(row, f"{file.name}, {name} {place} ({own})", faults)


def _source(table: _ContextTable) -> SourceText:
    found = SourceText(
        key=table.key(),
        title=table.phrase("title"),
        publisher=table.phrase("publisher"),
        day=table.partial_day(),
        address=table.phrase("address"),
        kind=table.code("kind", SOURCE_KINDS),
        note=table.string("note", ""),
        opened_on=table.day_if_given("opened"),
    )
    is_address = _ADDRESS.fullmatch(found.address)
    table.check(is_address, f"address {found.address!r} is no web address", "address")
    table.close("a source")
    return found


def _fact(table: _ContextTable, sources: Collection[str], known: Collection[str]) -> FactText:
    found = FactText(
        key=table.key(),
        kind=table.code("kind", FACT_KINDS),
        about=table.known_texts("about", known),
        day=table.partial_day(),
        certainty=table.code("certainty", CERTAINTIES),
        show=table.truth("show"),
        sources=table.known_texts("sources", sources),
        **table.each_language(),
    )
    table.check(found.about, "about is empty", "about")
    table.check(
        not found.show or (found.sources and found.certainty != "doubtful"),
        "show is true, but a fact that is doubtful or has no source is not shown",
        "show",
        "sources",
        "certainty",
    )
    table.check(not (found.show and found.kind == LEAD), "show is true for a lead", "show", "kind")
    table.close("a fact")
    return found


def _term(table: _ContextTable, sources: Collection[str], known: Collection[str]) -> TermText:
    found = TermText(
        key=table.key(),
        words=table.texts("words"),
        refs=table.known_texts("refs", known),
        certainty=table.code("certainty", TERM_CERTAINTIES),
        sources=table.known_texts("sources", sources),
        **table.each_language("name_"),
        **table.each_language(),
    )
    needs_source = found.certainty != "general"
    table.check(
        found.sources or not needs_source,
        "sources is empty, but certainty is not general",
        "sources",
    )
    table.close("a term")
    return found


def _serves(table: _ContextTable, known: KnownTexts) -> ServesText:
    found = ServesText(
        commitment=table.code("commitment", known.commitments),
        goal=table.code("goal", known.goals),
        basis=table.code("basis", BASES),
        commitment_words=table.phrase("commitment_words"),
        goal_words=table.phrase("goal_words"),
    )
    commitment, goal = found.commitment, found.goal
    is_said = found.basis == SAID
    there = known.headings if is_said else known.goals
    place = f"the headings above {goal}" if is_said else goal
    table.check(
        commitment.split("-")[0] == goal.split("-")[0],
        f"{commitment} and {goal} are not of one agreement",
        "commitment",
        "goal",
    )
    table.check(
        found.commitment_words in known.commitments.get(commitment, ""),
        f"commitment_words {found.commitment_words!r} are no words of {commitment}",
        "commitment_words",
        "commitment",
    )
    table.check(
        found.goal_words in there.get(goal, ""),
        f"goal_words {found.goal_words!r} are no words of {place}",
        "goal_words",
        *("goal", "basis"),
    )
    table.close("a goal link")
    return found


def _repeated(found: ContextText, file: Path) -> list[Fault]:
    """Find ids shared by two rows of a kind, and words explained by two terms."""
    faults = []
    kinds = (("source", found.sources), ("fact", found.facts), ("term", found.terms))
    for name, rows in (*kinds, ("serves", found.serves)):
        keys = [row.key for row in rows]
        faults += _twice(keys, file, f"two rows of {name} have the id")
    words = [word for row in found.terms for word in row.words]
    return [*faults, *_twice(words, file, "two terms explain")]


def _twice(names: list[str], file: Path, reason: str) -> list[Fault]:
    twice = dict.fromkeys(name for name in names if name and names.count(name) > 1)
    return [Fault(file.name, f"{reason} {name!r}") for name in twice]


def _is_day(text: str) -> bool:
    parts = _DAY.fullmatch(text)
    if parts is None:
        return False
    year, month, day = (int(part or 1) for part in parts.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _refused(file: Path, reason: str) -> InvalidTextError:
    return InvalidTextError([Fault(file.name, reason)])
