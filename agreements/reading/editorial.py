"""The portal's own words about a text: short titles, notes, and the reason for each fact.

Nothing here is from a party. Every text is in each language of the interface.
"""

from collections.abc import Sequence
from typing import Final

from agreements.reading.content import FACTS, FactReason, InLanguages, Note, SegmentText
from agreements.reading.tables import TomlTable

LONGEST_TITLE: Final = 45  # characters; pickers and page titles have no room for more
BASES: Final = ("text", "actors", "none")  # why something can vary between counties


def short_title(owner: TomlTable) -> InLanguages:
    """Read the short title of an agreement or of a segment with a reference."""
    title = _in_languages(owner, "short_title")
    for language, text in title._asdict().items():
        reason = f"short_title {language} has {len(text)} characters, more than {LONGEST_TITLE}"
        owner.check(len(text) <= LONGEST_TITLE, reason, "short_title")
        reason = f"short_title {language} ends with a full stop"
        owner.check(not text.endswith("."), reason, "short_title")
    return title


def note(owner: TomlTable) -> Note | None:
    """Read the note on an agreement or a segment; None if it has none."""
    if not owner.has("note"):
        return None
    table = owner.table("note")
    doubt = table.truth("doubt")
    return Note(_read(table, owner, "note"), doubt=doubt)


def reason_of_limit(owner: TomlTable) -> InLanguages:
    """Read why a reservation has its kind."""
    return _in_languages(owner, "reason")


def reasons(
    table: TomlTable, *, areas: Sequence[str], themes: Sequence[str], measurable: bool, basis: str
) -> tuple[FactReason, ...]:
    """Read the reason for each fact of a commitment: words, the portal's own sentence, or both."""
    words = {
        "areas": _listed(table.string("area_words")),
        "themes": table.strings("theme_words"),
        "measurable": (table.phrase("measurable_words"),),
        "regional": _listed(table.string("regional_words")),
    }
    doubt = table.codes("doubt", FACTS, may_be_empty=True)
    texts = _texts(table)
    _check_words(table, words, areas, themes, basis)
    needed = {
        *doubt,
        *([] if areas else ["areas"]),
        *(["measurable"] if measurable else []),
        *(["regional"] if basis == "none" else []),
    }
    missing = ", ".join(fact for fact in FACTS if fact in needed and fact not in texts)
    rests_on = ("areas", "area_words", "measurable", "regional", "regional_words", "doubt")
    table.check(not missing, f"there is no reason for {missing}", "reasons", *rests_on)
    return tuple(
        FactReason(
            fact,
            words.get(fact, ()),
            basis if fact == "regional" and basis != "none" else "",
            texts.get(fact),
            doubt=fact in doubt,
        )
        for fact in FACTS
        if fact in words or fact in texts
    )


def check_titles(segments: Sequence[SegmentText], tables: Sequence[TomlTable]) -> None:
    """Check that no two short titles of an agreement are the same in one language."""
    taken: dict[tuple[str, str], str] = {}
    for segment, table in zip(segments, tables, strict=True):
        if segment.short_title is None or not table.is_sound("ref", "short_title"):
            continue
        for language, text in segment.short_title._asdict().items():
            other = taken.setdefault((language, text), segment.ref)
            reason = f"short_title {language} {text!r} is that of {other} already"
            table.check(other == segment.ref or not text, reason, "short_title")


def _check_words(
    table: TomlTable,
    words: dict[str, tuple[str, ...]],
    areas: Sequence[str],
    themes: Sequence[str],
    basis: str,
) -> None:
    table.check(
        bool(areas) == bool(words["areas"]),
        "area_words are given exactly if areas are",
        "area_words",
        "areas",
    )
    table.check(
        len(themes) == len(words["themes"]),
        f"theme_words has {len(words['themes'])} entries for {len(themes)} themes",
        "theme_words",
        "themes",
    )
    table.check(
        (basis == "none") != bool(words["regional"]),
        "regional_words are given exactly if regional is not 'none'",
        "regional_words",
        "regional",
    )


def _texts(owner: TomlTable) -> dict[str, InLanguages]:
    """Read the portal's own sentences by fact; a commitment need not have any."""
    if not owner.has("reasons"):
        return {}
    table = owner.table("reasons")
    owner.must_know("reasons", table.keys, FACTS)
    return {fact: _in_languages(table, fact) for fact in FACTS if table.has(fact)}


def _in_languages(owner: TomlTable, key: str) -> InLanguages:
    """Read a table with a text in each language, and nothing else."""
    return _read(owner.table(key), owner, key)


def _read(table: TomlTable, owner: TomlTable, key: str) -> InLanguages:
    """Read texts from a table without other keys; a missing table gets no further fault."""
    found = InLanguages(*(table.phrase(language) for language in InLanguages._fields))
    if owner.is_sound(key):
        table.close(key)
    return found


def _listed(words: str) -> tuple[str, ...]:
    return (words,) if words else ()
