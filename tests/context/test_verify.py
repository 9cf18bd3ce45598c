"""Every row of the shipped file is what the file says: a changed value of any column is named."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, models, transaction

from commitments.context import answer_actions, verify
from commitments.context.goal_models import GoalLink
from commitments.context.models import FactSubject, GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import Proposal, ProposalAnswer
from commitments.foundation.content_version import DatabaseMark
from commitments.trust import triggers
from tests.support import outside_texts
from tests.support.outside_texts import approver, proposal

pytestmark = pytest.mark.usefixtures("texts")

OTHERS: Final[dict[str, Any]] = {
    "kind": ["secondary", "actor", "frame"],
    "certainty": ["likely", "confirmed", "general"],
}
BASIS: Final = GoalLink._meta.get_field("basis")  # changes with the proposal alone


@pytest.fixture(autouse=True)
def _unguarded(texts: None) -> Iterator[None]:
    """The database refuses nothing that its triggers would."""
    with triggers.lifted(connection):
        yield


def errors() -> list[str]:
    return [str(error) for error in verify.errors()]


def columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.attname)
        for model in (OutsideSource, OutsideFact, GlossaryTerm, GoalLink)
        for field in model._meta.concrete_fields
        if not field.primary_key and field is not BASIS
    ]


def others(value: Any, field: Any) -> list[Any]:
    """Other values of the column; the first that fits is stored."""
    if field.is_relation:
        return [None, *Proposal.objects.exclude(pk=value).values_list("pk", flat=True)]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 50]
    if isinstance(value, list):
        return [[*value, "annet"]]
    if value is None:
        return [date(2026, 12, 1)]
    return [each for each in OTHERS.get(field.name, [f"x{value[1:]}"]) if each != value]


def change(row: models.Model, field: Any) -> bool:
    """Store the first other value that the constraints take; whether there is one."""
    for value in others(getattr(row, field.attname), field):
        with suppress(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
            return True
    return False


def test_finds_nothing_in_what_was_loaded() -> None:
    assert errors() == []


@pytest.mark.parametrize(
    ("model", "column"), columns(), ids=lambda part: getattr(part, "__name__", part)
)
def test_names_a_changed_value_of_any_column(model: Any, column: str) -> None:
    field = next(row for row in model._meta.concrete_fields if row.attname == column)
    rows = model._base_manager.order_by("position")
    if column == "proposal_id":
        Proposal.objects.create(key="annet", sha256="0" * 64)
        rows = rows.filter(proposal__isnull=False)

    row = next(row for row in rows if change(row, field))

    assert any(f"{model._meta.label} {row.pk}" in error for error in errors())


@pytest.mark.parametrize("model", [OutsideSource, OutsideFact, GlossaryTerm, GoalLink])
def test_names_a_row_that_is_gone(model: Any) -> None:
    row = model.objects.order_by("position").last()
    row.delete()

    assert f"{model._meta.label} ({row.key}): it is gone, its file has it" in errors()


def test_names_a_row_that_the_file_does_not_have() -> None:
    fact = outside_texts.make_fact()

    assert errors() == [f"commitments.OutsideFact {fact.pk}: its file does not have it"]


def test_names_a_fact_with_another_subject_or_another_source() -> None:
    fact = OutsideFact.objects.get(key="gnist")
    FactSubject.objects.filter(fact=fact).update(name="2011-F8")
    fact.sources.set(OutsideSource.objects.filter(key="gsi"))

    assert errors() == [
        f"commitments.OutsideFact {fact.pk}: about is not what its file says",
        f"commitments.OutsideFact {fact.pk}: sources is not what its file says",
    ]


def test_names_a_goal_link_with_another_basis() -> None:
    link = GoalLink.objects.get(key="2011-f1-2011-g2")
    GoalLink.objects.filter(pk=link.pk).update(basis="text", proposal=None)

    assert errors() == [
        f"commitments.GoalLink {link.pk}: basis is not what its file says",
        f"commitments.GoalLink {link.pk}: proposal is not what its file says",
    ]


def test_names_a_proposal_of_other_words() -> None:
    Proposal.objects.filter(pk=proposal().pk).update(sha256="0" * 64)
    fact = OutsideFact.objects.get(key=outside_texts.KEY)

    assert errors() == [f"commitments.OutsideFact {fact.pk}: proposal is not what its file says"]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"version": 7}, "its proposal has no such version"),
        ({"sha256": "0" * 64}, "its SHA-256 is not that of its proposal"),
    ],
)
def test_names_an_answer_to_other_words(changed: dict[str, Any], what: str) -> None:
    answer = answer_actions.confirm(proposal(), by=approver(), version=1)
    ProposalAnswer.objects.filter(pk=answer.pk).update(**changed)

    assert errors() == [f"commitments.ProposalAnswer {answer.pk}: {what}"]


def test_says_nothing_of_a_database_for_measuring(empty: None) -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.MEASURING)

    assert errors() == []
