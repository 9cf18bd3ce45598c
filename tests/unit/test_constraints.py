"""Every declared constraint is refused by the database when broken, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from commitments.models import ContentVersion, DatabaseMark
from kvalitet.accounts.models import User
from tests import make

DAY: Final = date(2030, 1, 1)
DAY_BEFORE: Final = date(2029, 12, 31)


def twice(row: Callable[[], object]) -> Callable[[], None]:
    """A call that makes the same row two times."""

    def both() -> None:
        row()
        row()

    return both


def _one_agreement(row: Callable[..., object], **facts: object) -> Callable[[], None]:
    """A call that makes the same row two times in one agreement."""

    def both() -> None:
        agreement = make.make_agreement(parties=())
        row(agreement=agreement, **facts)
        row(agreement=agreement, **facts)

    return both


def _one_party_in_two_places() -> None:
    agreement = make.make_agreement(parties=["KD"])
    make.make_agreement_party(agreement=agreement, position=2)


def _two_parties_in_one_place() -> None:
    agreement = make.make_agreement(parties=["KD"])
    make.make_agreement_party(agreement=agreement, party=make.make_party("KS"), position=1)


def _one_goal_one_area() -> None:
    goal = make.make_goal()
    twice(lambda: make.make_goal_area(goal=goal))()


def _one_commitment_one_area() -> None:
    commitment = make.make_commitment()
    twice(lambda: make.make_commitment_area(commitment=commitment))()


def _one_commitment_one_theme() -> None:
    commitment = make.make_commitment()
    twice(lambda: make.make_commitment_theme(commitment=commitment))()


def _one_county_two_offices() -> None:
    county = make.make_region()
    twice(lambda: make.make_office_county(county=county))()


BROKEN: Final[dict[str, Callable[[], object]]] = {
    "agreement_days_in_order": lambda: make.make_agreement(starts_on=DAY, ends_on=DAY_BEFORE),
    "agreement_signed_before_end": lambda: make.make_agreement(signed_on=DAY, ends_on=DAY_BEFORE),
    "agreementparty_once_per_agreement": _one_party_in_two_places,
    "agreementparty_one_per_position": _two_parties_in_one_place,
    "commitment_group_known": lambda: make.make_commitment(group="annet"),
    "commitment_has_wording": lambda: make.make_commitment(wording=""),
    "commitment_one_per_position": _one_agreement(make.make_commitment, position=1),
    "commitment_verb_class_known": lambda: make.make_commitment(verb_class="annet"),
    "commitmentarea_area_known": lambda: make.make_commitment_area(area="annet"),
    "commitmentarea_once_per_commitment": _one_commitment_one_area,
    "commitmenttheme_once_per_commitment": _one_commitment_one_theme,
    "commitmenttheme_theme_known": lambda: make.make_commitment_theme(theme="annet"),
    "contentversion_one_row": lambda: ContentVersion.objects.create(pk=2),
    "databasemark_one_row": lambda: DatabaseMark.objects.create(pk=2, purpose="example"),
    "databasemark_purpose_known": lambda: DatabaseMark.objects.create(pk=1, purpose="annet"),
    "evaluationyear_once_per_agreement": _one_agreement(make.make_evaluation_year),
    "goalarea_area_known": lambda: make.make_goal_area(area="annet"),
    "goalarea_once_per_goal": _one_goal_one_area,
    "officecounty_days_in_order": lambda: make.make_office_county(valid_from=DAY, valid_to=DAY),
    "officecounty_one_office_a_day": _one_county_two_offices,
    "region_code_once_a_day": twice(lambda: make.make_region(code="9999")),
    "region_days_in_order": lambda: make.make_region(valid_from=DAY, valid_to=DAY),
    "region_kind_known": lambda: make.make_region(kind="annet"),
    "segment_anchor_once": _one_agreement(make.make_segment, anchor="s1"),
    "segment_has_text": lambda: make.make_segment(text=""),
    "segment_kind_known": lambda: make.make_segment(kind="annet"),
    "segment_one_per_position": _one_agreement(make.make_segment, position=1),
    "user_email_in_small_letters": lambda: User.objects.create(email="Kari@example.no"),
}


def own_models() -> list[type[models.Model]]:
    """The models of this repository, without the tables that hold their history."""
    return [
        model
        for model in apps.get_models()
        if not model.__name__.startswith("Historical") and _is_own(model)
    ]


def _is_own(model: type[models.Model]) -> bool:
    path = apps.get_app_config(model._meta.app_label).path
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path


def declared() -> dict[str, models.BaseConstraint]:
    """Every constraint of our own models by its name."""
    return {
        constraint.name: constraint
        for model in own_models()
        for constraint in model._meta.constraints
    }


def test_the_table_lists_exactly_the_declared_constraints() -> None:
    assert sorted(BROKEN) == sorted(declared())


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_database_refuses(name: str, empty: None) -> None:
    columns = _columns(declared()[name])

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name]()

    # SQLite names a broken check, but of a broken unique constraint the columns alone.
    assert name in str(refusal.value) or columns in str(refusal.value)


def _columns(constraint: models.BaseConstraint) -> str:
    """A unique constraint's columns as SQLite writes them in its refusal."""
    if not isinstance(constraint, models.UniqueConstraint) or connection.vendor != "sqlite":
        return constraint.name
    [model] = [model for model in own_models() if constraint in model._meta.constraints]
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    return ", ".join(f"{model._meta.db_table}.{columns[name]}" for name in constraint.fields)


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_check_has_a_message_for_people(name: str) -> None:
    constraint = declared()[name]

    if isinstance(constraint, models.CheckConstraint):
        default = models.CheckConstraint.default_violation_error_message
        assert str(constraint.violation_error_message) != str(default)
