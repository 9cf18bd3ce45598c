"""Every row of the texts is what the newest version says: a changed sign is named."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, models, transaction

from agreements import vocabulary
from agreements.models import (
    Agreement,
    AgreementParty,
    EvaluationYear,
    Goal,
    GoalArea,
    Party,
    Segment,
    Signature,
    TextVersion,
)
from agreements.reading.reader import parse
from commitments.evaluations.agreeing import reopening_actions
from commitments.evaluations.revisions import verify as revisions
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.choices import State
from commitments.foundation.content_version import DatabaseMark
from commitments.operating import load_agreements
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.reservation_models import Reservation
from commitments.trust import relations, texts, triggers
from tests import make
from tests.support import changed_texts, evaluation_states, regional_states, signed_evaluations
from tests.support.changed_texts import ACCEPTED, FACTS, WORDS, changed

pytestmark = pytest.mark.usefixtures("texts")

ROWS: Final = (
    *(Party, Agreement, AgreementParty, EvaluationYear, Segment, Goal, GoalArea, Signature),
    *(Commitment, CommitmentArea, CommitmentTheme, Reservation),
)
RELATIONS: Final = (
    Commitment.responsible.through,
    Commitment.segments.through,
    Reservation.qualifies.through,
    Reservation.invoked_by.through,
)
# Columns with words of the vocabulary: the group they are from.
CODES: Final = {
    "kind": "kind",
    "group": "group",
    "verb_class": "verb",
    "area": "area",
    "theme": "theme",
    "mark": "mark",
}
# The row that a fault names where a table only says something of it.
NAMED: Final[dict[Any, Any]] = {
    GoalArea: Goal,
    CommitmentArea: Commitment,
    CommitmentTheme: Commitment,
    Commitment.responsible.through: Commitment,
    Commitment.segments.through: Commitment,
    Reservation.qualifies.through: Reservation,
    Reservation.invoked_by.through: Reservation,
    Party: AgreementParty,
}


@pytest.fixture
def unguarded() -> Iterator[None]:
    """The database refuses nothing that the texts' tables declare."""
    with triggers.lifted(connection):
        yield


def faults() -> list[str]:
    return [str(error) for error in texts.errors()]


def columns() -> list[tuple[type[models.Model], str]]:
    """Every column of every table that the texts make, but the key of its rows."""
    return [
        (model, field.attname)
        for model in (*ROWS, *RELATIONS)
        for field in model._meta.concrete_fields
        if not field.primary_key
    ]


def others(value: Any, field: Any) -> list[Any]:
    """Other values of the column: one sign more, one step on, another row; the first that fits."""
    if field.is_relation:
        rows = list(field.related_model._base_manager.exclude(pk=value))
        if field.related_model is Party:
            rows.append(make.make_party("BFD"))
        if field.related_model is Agreement:
            rows.append(make.make_agreement(parties=()))
        return [row.pk for row in rows]
    if isinstance(value, bool | dict):
        return [not value]
    if isinstance(value, int):
        return [value + 50]
    if isinstance(value, datetime):
        return [value + timedelta(microseconds=1)]
    if isinstance(value, date) or value is None:
        return [(value or date(2005, 1, 1)) + timedelta(days=1)]
    group = (
        "limit" if field.name == "kind" and field.model is Reservation else CODES.get(field.name)
    )
    return (
        [word for word in vocabulary.words(group) if word != value] if group else [f"x{value[1:]}"]
    )


def changed_row(row: models.Model, field: Any) -> None:
    """Store the first other value that the constraints take."""
    for value in others(getattr(row, field.attname), field):
        with suppress(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
            return
    raise AssertionError(field)


def last_row(model: Any) -> Any:
    """The last row, of evaluation years the last one with a mark and its words."""
    rows = model._base_manager.order_by("pk")
    return (rows.exclude(mark="") if model is EvaluationYear else rows).last()


def remove(row: Any) -> None:
    """A row, and first what points to it."""
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            rows = relation.related_model._base_manager
            for child in rows.filter(**{relation.field.name: row.pk}):
                remove(child)
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(connection.alias)


def is_named(model: Any) -> bool:
    """Whether a fault names a row of the table, or the row that the table says something of."""
    label = NAMED.get(model, model)._meta.label
    return any(fault.startswith(f"{label} ") for fault in faults())


@pytest.mark.parametrize(
    ("model", "column"), columns(), ids=lambda part: getattr(part, "__name__", part)
)
def test_a_changed_value_of_any_column_is_named(model: Any, column: str) -> None:
    field = next(row for row in model._meta.concrete_fields if row.attname == column)

    changed_row(last_row(model), field)

    assert is_named(model)


@pytest.mark.parametrize("model", [*ROWS[2:], *RELATIONS], ids=lambda model: model.__name__)
def test_a_row_that_is_gone_is_named(model: Any) -> None:
    assert faults() == []

    remove(model._base_manager.order_by("pk").last())

    assert is_named(model)


def test_rows_that_no_text_has_are_named() -> None:
    agreement = Agreement.objects.get(slug="2011-2013")
    party = make.make_party("BFD")
    signed = make.make_segment(agreement=agreement, position=901, anchor="s901")
    added = [
        party,
        make.make_agreement_party(agreement=agreement, party=party, position=3),
        make.make_evaluation_year(agreement=agreement, year=2010),
        segment := make.make_segment(agreement=agreement, position=900, anchor="s900"),
        make.make_goal(segment=segment, ref="2011-A99"),
        Signature.objects.create(
            segment=signed, name="Kari Nordmann", title="statsråd", party=make.make_party()
        ),
        make.make_commitment(agreement=agreement, ref="2011-F99", position=900),
        make.make_reservation(agreement=agreement, ref="2011-R99", segment=segment),
    ]

    found = "\n".join(faults())

    assert [row for row in added[1:] if f"{row._meta.label} {row.pk} (" not in found] == []


def test_a_party_that_no_text_names_is_named() -> None:
    party = make.make_party("BFD")

    assert faults() == [f"agreements.Party {party.pk} (BFD): no text names it"]


def test_names_row_reference_and_column() -> None:
    row = Commitment.objects.get(ref="2011-F1")
    Commitment.objects.filter(pk=row.pk).update(deadline="x")

    assert faults() == [
        f"commitments.Commitment {row.pk} (2011-F1): deadline is not what its text says"
    ]


@pytest.mark.parametrize("theme", ["areas", "themes"])
def test_the_order_of_areas_and_themes_is_a_fact(theme: str) -> None:
    """The first theme is the main one."""
    row = next(row for row in Commitment.objects.all() if getattr(row, theme).count() > 1)
    related: Any = getattr(row, theme)
    first = related.first()
    values = {field: getattr(first, field) for field in ("commitment", theme[:-1])}
    first.delete()
    related.model.objects.create(**values)

    assert len(faults()) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite stores anything in a column")
def test_a_day_that_is_none_any_more_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET ends_on = 'x' WHERE slug = '2011-2013'")

    assert any("agreements.Agreement" in fault for fault in faults())


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"cut_source": "x"}, "it cannot be read"),
        ({"source_text": "x"}, "it cannot be read"),
        ({"sha256": "0" * 64}, "its SHA-256 is not that of its files"),
        ({"number": 2}, "its number is not 1"),
        ({"accepted_at": datetime.fromisoformat("2001-01-01T00:00+00:00")}, "loaded_at is not"),
    ],
)
def test_a_changed_version_is_named(unguarded: None, change: dict[str, Any], what: str) -> None:
    version = TextVersion.objects.of_agreement("2011-2013").get()
    if "number" in change:  # what is not the first says why
        change |= {"first_day": date(2012, 1, 1), "reason": "x", "language": "nb", "document": "x"}
    TextVersion.objects.filter(pk=version.pk).update(**change)

    assert any(what in fault for fault in faults())


def test_an_agreement_without_a_version_is_named(unguarded: None) -> None:
    TextVersion.objects.of_agreement("2011-2013").delete()

    found = faults()

    assert any("no version of its text was accepted" in fault for fault in found)
    assert "agreements/texts/2011-2013: no accepted version is this pair of files" in found


def test_a_version_that_replaces_the_shipped_one_is_named(unguarded: None) -> None:
    """Rows and version changed alike agree with each other, and not with the shipped files."""
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)
    first, second = TextVersion.objects.of_agreement("2011-2013").order_by("number")
    assert faults() == []

    files = {"source_text": second.source_text, "cut_source": second.cut_source}
    TextVersion.objects.filter(pk=first.pk).update(**files, sha256=second.sha256)

    assert faults() == ["agreements/texts/2011-2013: no accepted version is this pair of files"]


def test_a_database_for_measuring_has_a_text_of_no_files() -> None:
    Commitment.objects.update(note="x")
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.MEASURING)

    assert faults() == []


def test_costs_the_same_for_any_number_of_rows(django_assert_num_queries: Any) -> None:
    """One for each table and each relation, and those on versions, marks and parties."""
    with django_assert_num_queries(23):
        assert faults() == []


def test_a_signed_document_agrees_with_its_version(unguarded: None) -> None:
    revision = signed_evaluations.signed(2012, KD={"2011-F3": "fulfilled"})
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)
    second = TextVersion.objects.of_agreement("2011-2013").get(number=2)
    assert list(revisions.errors()) == []

    Revision.objects.filter(pk=revision.pk).update(text_version=second)

    found = " ".join(map(str, revisions.errors()))
    assert "words are not those of its version of the text" in found
    assert "words and facts are not those of its version of the text" in found
    assert "commitments are not those of its version of the text" in found


def test_a_county_row_stays_right_when_its_commitment_no_longer_varies() -> None:
    regional_states.taken_to(State.PUBLISHED, subject=regional_states.subject_of(ref="2011-F7"))

    facts = {("2011-F7", "regional"): '"none"', ("2011-F7", "regional_words"): '""'}
    load_agreements.load(changed(facts=facts), acceptance=ACCEPTED)

    assert list(relations.errors()) == []


def test_a_county_row_stays_right_when_its_year_is_no_longer_one_of_evaluation() -> None:
    subject = regional_states.subject_of(ref="2011-F7", year=2013)
    regional_states.taken_to(State.PUBLISHED, subject=subject)
    text, cut = changed_texts.sources()
    fewer = cut.replace(b"[2011, 2012, 2013]", b"[2011, 2012]")
    pair = parse(text, fewer, text_name="2011-2013.txt", cut_name="2011-2013.toml")

    load_agreements.load(pair, acceptance=ACCEPTED)

    assert list(relations.errors()) == []


def test_an_assessment_of_an_earlier_round_keeps_its_reservation() -> None:
    laid = evaluation_states.laid(year=2012)
    reservation = Reservation.objects.get(ref="2011-R2")
    laid.assess("KD", "2011-F7", verdict="reservation_used", reservation=reservation)
    signed_evaluations.finish(laid)
    asked = reopening_actions.ask(
        laid.evaluation, by=laid.approvers["KS"], reason="Eksempel: feil part.", language="nb"
    )
    laid.evaluation = reopening_actions.agree(asked, by=laid.approvers["KD"])
    laid.amend("KD", "2011-F7", verdict="fulfilled")

    load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED)

    assert list(relations.errors()) == []


def test_an_entry_by_a_party_that_never_answered_is_still_named() -> None:
    load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED)
    commitment = Commitment.objects.get(ref="2011-M3")  # KS alone answers in either version
    entry = make.make_entry(commitment=commitment, state=State.DRAFT)

    found = [str(error) for error in relations.errors() if "is not responsible" in error.what]

    assert found == [
        f"{entry._meta.label} {entry.pk}: its party is not responsible for the commitment"
    ]
