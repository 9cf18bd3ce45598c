"""Steps in a row's life: where they start, what people read of them, and what they leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import State


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A transition: the states it starts from, and who takes it.

    ``records`` begins the names of the two fields, instant and person, that it fills.
    ``decides``: it decides on a proposal to withdraw.
    """

    states: tuple[State, ...]
    records: str = ""
    approver: bool = False
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowTexts:
    """What people read about one kind of row and its steps.

    ``refused``: why its state does not allow a step. ``done``: what a step did. Both by step.
    """

    name: Promise
    stale: Promise
    own_words: Promise
    discarded: Promise
    other_party: Promise
    no_writer: Promise
    refused: Mapping[str, Promise]
    done: Mapping[str, Promise]


def at_iff_by(model: str, *steps: str) -> list[models.BaseConstraint]:
    """A constraint for each step of a model: ``<step>_at`` is set exactly when ``<step>_by`` is."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True})
            | Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False}),
            name=f"{model}_{step}_at_iff_by",
            violation_error_message=_("A step has both a time and a person."),
        )
        for step in steps
    ]
