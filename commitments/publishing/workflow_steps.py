"""Steps of a workflow: where they start, who takes them, and their messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from commitments.foundation.choices import State


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A transition: the states it starts from, and who may take it.

    ``records`` is the prefix of the two fields, time and person, that it fills in. ``decides``: it
    decides on a proposal to withdraw.
    """

    states: tuple[State, ...]
    records: str = ""
    approver: bool = False
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowTexts:
    """The messages about one kind of row and its steps.

    ``refused``: why a state does not allow a step. ``done``: what a step did. Both are by step.
    """

    name: Promise
    stale: Promise
    own_words: Promise
    discarded: Promise
    other_party: Promise
    no_writer: Promise
    refused: Mapping[str, Promise]
    done: Mapping[str, Promise]
