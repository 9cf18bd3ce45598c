"""Steps of a workflow: where they start, who takes them, and what people read of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

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
