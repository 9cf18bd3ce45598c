"""Differences between two readings: every field of everything that a reading holds is named."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

import pytest

from agreements import shipped
from agreements.reading import content
from agreements.reading.changes import TextChange, concerned, differences
from agreements.reading.content import AgreementText
from agreements.reading.reader import parse, read_pair

TEXT: Final = read_pair(shipped.FOLDER / "2011-2013.txt", shipped.FOLDER / "2011-2013.toml")
PARTS: Final = (
    *("segments", "goals", "commitments", "reservations", "procedures", "signatures"),
    "marked_years",
)
# A note where there was none.
NOTE: Final = content.Note(content.InLanguages("Et notat.", "Eit notat.", "A note."), doubt=True)
# Values of fields; a change in them is one of the field.
VALUES: Final = (content.Fault, content.Note, content.FactReason)
# The cut file itself, whose content is all in the other fields.
UNNAMED: Final = {("AgreementText", "cut_source")}


def changed(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 100
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, tuple):
        return value[1:] if type(value) is tuple else content.InLanguages("x", *value[1:])
    if isinstance(value, content.Note) or value is None:
        return replace(value or NOTE, doubt=not (value or NOTE).doubt)
    return f"{value}x"


def cases() -> Iterator[tuple[str, str]]:
    """Class and field of all that a reading holds."""
    for kind in vars(content).values():
        if isinstance(kind, type) and is_dataclass(kind) and kind not in VALUES:
            yield from ((kind.__name__, row.name) for row in fields(kind))


def with_changed(kind: str, name: str) -> tuple[AgreementText, Any]:
    """The text with this field changed in the last part that has it, and that part."""
    if kind == "AgreementText":
        return _with(TEXT, name, changed(getattr(TEXT, name))), TEXT
    for part in PARTS:
        rows = getattr(TEXT, part)
        if type(rows[0]).__name__ == kind:
            other = _with(rows[-1], name, changed(getattr(rows[-1], name)))
            return _with(TEXT, part, (*rows[:-1], other)), rows[-1]
    raise AssertionError(kind)


def _with(row: Any, name: str, value: Any) -> Any:
    return replace(row, **{name: value})


@pytest.mark.parametrize(("kind", "name"), sorted(set(cases()) - UNNAMED))
def test_a_change_of_any_field_is_named(kind: str, name: str) -> None:
    after, row = with_changed(kind, name)

    found = differences(TEXT, after)

    if kind == "AgreementText" and name in PARTS:
        assert found  # the first of them is gone
    elif name == "ref" and kind != "SegmentText":
        assert {(change.ref, change.field) for change in found} == {
            (row.ref, ""),
            (f"{row.ref}x", ""),
        }
    elif name == "year":
        assert {(change.ref, change.field) for change in found} == {("2011", ""), ("2111", "")}
    elif name == "position" and kind == "SignatureText":
        assert {change.kind for change in found} == {"signature"}
    elif name == "position" and kind == "SegmentText":
        assert found[0].name == "segment.position"  # and the signature whose segment it was
    else:
        assert [change.field for change in found] == [name]


def test_the_same_text_has_no_differences() -> None:
    again = replace(TEXT, cut_source=f"# another comment\n{TEXT.cut_source}")

    assert differences(TEXT, TEXT) == differences(TEXT, again) == ()


def test_a_new_segment_is_the_only_difference_among_segments_and_facts() -> None:
    """Places and anchors of all that follows count on, and are no differences."""
    added = "Partene er enige."
    text = TEXT.source_text.replace("Avtalen omfatter", f"{added}\nAvtalen omfatter", 1)
    tables = TEXT.cut_source.split("[[segment]]")
    tables.insert(5, f'\nposition = 0\nkind = "principle"\ntext = "{added}"\n\n')
    cut = "[[segment]]".join(
        table.replace(f"position = {table.split()[2]}", f"position = {place}", 1)
        if place
        else table
        for place, table in enumerate(tables)
    )

    found = differences(TEXT, _parsed(text, cut))

    assert [str(change) for change in found if change.kind != "agreement"] == [
        "s5 segment: – → «Partene er enige.»"
    ]


def test_a_changed_word_of_a_commitment_is_named_by_its_reference() -> None:
    after = _replaced("samordnes og videreutvikles", "samordnes")

    found = [change for change in differences(TEXT, after) if change.kind != "agreement"]

    assert [(row.ref, row.name, row.is_words) for row in found] == [
        ("2011-M1", "segment.text", True),
        ("2011-M1", "commitment.wording", True),
    ]
    assert concerned(found, TEXT, after) == frozenset()


def test_facts_are_no_words() -> None:
    change = differences(TEXT, replace(TEXT, ends_on=date(2014, 1, 1)))[0]

    assert change == TextChange(
        "agreement", "", "ends_on", date(2013, 12, 31), date(2014, 1, 1), is_words=False
    )
    assert str(change) == "agreement.ends_on: «2013-12-31» → «2014-01-01»"


def test_a_day_of_the_agreement_concerns_all_commitments() -> None:
    after = replace(TEXT, ends_on=date(2014, 1, 1))

    assert concerned(differences(TEXT, after), TEXT, after) == {row.ref for row in TEXT.commitments}


def test_a_title_concerns_no_commitment() -> None:
    after = replace(TEXT, title="Avtale")

    assert concerned(differences(TEXT, after), TEXT, after) == frozenset()


def test_a_reservation_concerns_what_it_limits_before_and_after() -> None:
    limit = TEXT.reservations[0]
    other = next(row.ref for row in TEXT.commitments if row.ref not in limit.qualifies)
    after = replace(TEXT, reservations=(replace(limit, qualifies=(other,)), *TEXT.reservations[1:]))

    assert concerned(differences(TEXT, after), TEXT, after) == {*limit.qualifies, other}


def test_a_lost_reservation_concerns_what_it_limited() -> None:
    after = replace(TEXT, reservations=TEXT.reservations[1:])

    found = differences(TEXT, after)

    assert [(row.kind, row.field, row.after) for row in found] == [("reservation", "", None)]
    assert concerned(found, TEXT, after) == set(TEXT.reservations[0].qualifies)


def _replaced(old: str, new: str) -> AgreementText:
    return _parsed(TEXT.source_text.replace(old, new), TEXT.cut_source.replace(old, new))


def _parsed(text: str, cut: str) -> AgreementText:
    cut = cut.replace(TEXT.source_sha256, sha256(text.encode()).hexdigest())
    return parse(text.encode(), cut.encode(), text_name="2011-2013.txt", cut_name="2011-2013.toml")
