"""Compares rows with their histories: the chain must be whole and end with the row's values."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db.models import Case, F, Model, Q, When

from commitments.context.proposal_models import ProposalAnswer
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.foundation.public_act import NamedRow
from commitments.foundation.verification_error import VerificationError
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source
from commitments.trust.acts import GONE, NOT_NAMED, Row
from commitments.trust.stored_values import Rows, Values, read
from kvalitet.guard.history import chained_columns, other_end, step_sha256

_AT_A_TIME: Final = 1_000  # rows, with all their history rows
_DELETED: Final = "-"
_SHA256: Final = "history_sha256"
# Fields that only the party sees on a published row: they change without a public act.
_UNSEEN: Final = frozenset(
    {"version", "withdrawal_proposed_at", "withdrawal_proposed_by_id", "withdrawal_reason"}
)
_PUBLIC: Final[dict[type[Model], Callable[[], Any]]] = {
    Conclusion: Conclusion.objects.all,
    Evaluation: Evaluation.objects.all,
    Meeting: lambda: Meeting.objects.filter(evaluations__isnull=False),
    PastEvaluation: PastEvaluation.objects.public,
    ProgressEntry: ProgressEntry.objects.public,
    ProposalAnswer: ProposalAnswer.objects.all,
    RegionalStatus: RegionalStatus.objects.public,
    Reopening: Reopening.objects.agreed,
    SignOff: SignOff.objects.all,
    Source: Source.objects.cited_publicly,
    Submission: Submission.objects.all,
}


class Among(NamedTuple):
    """A set of keys."""

    keys: Collection[Any]

    def of(self, column: str) -> Q:
        """Return a condition for rows with one of these keys in this column."""
        return Q(**{f"{column}__in": self.keys})


class Between(NamedTuple):
    """A range of keys: above ``low``, up to ``high``; None is unbounded."""

    low: Any
    high: Any

    def of(self, column: str) -> Q:
        """Return a condition for rows with a key in this range in this column."""
        found = Q()
        if self.low is not None:
            found &= Q(**{f"{column}__gt": self.low})
        if self.high is not None:
            found &= Q(**{f"{column}__lte": self.high})
        return found


Keys = Among | Between


def kept_models() -> list[type[Model]]:
    """Return every model that has a history, ordered by name."""
    found = [
        row for row in apps.get_models() if hasattr(row._meta, "simple_history_manager_attribute")
    ]
    return sorted(found, key=lambda model: model._meta.label)


def count() -> int:
    """Return the number of rows to verify."""
    return sum(model._base_manager.count() for model in kept_models())


def errors(
    last_acts: Mapping[Row, str],
    earlier_acts: Mapping[Row, Collection[str]],
    verified: Callable[[int], object],
) -> Iterator[VerificationError]:
    """Report rows and history rows that were changed, added or deleted other than by actions.

    Args:
        last_acts: each row's SHA-256 in the last public act about it.
        earlier_acts: different SHA-256 values in earlier acts.
        verified: called now and then with the number of further rows verified.
    """
    for model in kept_models():
        kept = Histories(model, last_acts, earlier_acts)
        for keys in _ranges(model):
            found, rows = kept.errors(keys)
            yield from found
            verified(rows)
        yield from kept.gone()


class Histories:
    """Compares the rows of one model with their history, a range of keys at a time."""

    def __init__(
        self,
        model: type[Model],
        last_acts: Mapping[Row, str],
        earlier_acts: Mapping[Row, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """Take the model, and what public acts say about its rows and history rows."""
        self._model: Any = model
        self._history: Any = getattr(model, model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]  # set by the library
        self._key = model._meta.pk.attname
        self._columns = [field.attname for field in self._history.tracked_fields]
        self._relations: list[Any] = self._history._history_m2m_fields
        self._compared = [*self._columns, *(field.name for field in self._relations)]
        self._last_acts, self._earlier_acts = last_acts, earlier_acts
        self._named = {
            key: sha256 for (label, key), sha256 in last_acts.items() if label == model._meta.label
        }

    def errors(self, keys: Keys) -> tuple[list[VerificationError], int]:
        """Return the errors of these keys' rows and histories, and the number of rows."""
        rows, steps, public = self._rows(keys), self.steps(keys), self._public(keys)
        found = [
            VerificationError(f"{self._model._meta.label} {pk}", what)
            for pk in sorted(rows.keys() | steps.keys())
            for what in self._faults(pk, rows, steps.get(pk, []), is_public=pk in public)
        ]
        return found, len(rows)

    def gone(self) -> Iterator[VerificationError]:
        """Report rows that an act names but that no longer exist. Call it after all keys."""
        for key in self._named:
            yield VerificationError(f"{self._model._meta.label} {key}", GONE)

    def steps(self, keys: Keys) -> dict[Any, list[Values]]:
        """Return these keys' history rows with their relations, in the order of their steps."""
        columns = [*chained_columns(self._history), _SHA256]
        found: dict[Any, list[Values]] = defaultdict(list)
        rows = self._history.objects.filter(keys.of(self._key))
        for step in read(rows, columns, "history_id").values():
            if step is not None:  # otherwise its chain has a gap
                found[step[self._key]].append(step)
        by_id = {step["history_id"]: step for steps in found.values() for step in steps}
        for field in self._relations:
            kept = getattr(self._history, field.name).model
            own = F(f"{field.m2m_field_name()}_id")
            links = kept.objects.filter(keys.of(f"history__{self._key}"))
            # A link to another row than the history row's own was never part of the chain.
            end = Case(When(Q(**{f"history__{self._key}": own}), then=F(other_end(field))))
            ends = _ends(links.values_list("history_id", end))
            for history_id, step in by_id.items():
                step[field.name] = ends.get(history_id, [])
        for steps in found.values():
            steps.sort(key=lambda step: step["history_step"])
        return found

    def sha256_of(self, step: Values, before: Values | None) -> str:
        """Compute the SHA-256 of a history row as it is stored now."""
        values = {name: value for name, value in step.items() if name != _SHA256}
        return step_sha256(self._history, values, before[_SHA256] if before else "")

    def altered(self, keys: Keys) -> Iterator[NamedRow]:
        """Yield these keys' altered history rows, in the form of an act's rows."""
        for steps in self.steps(keys).values():
            for before, step in zip([None, *steps], steps, strict=False):
                if self.sha256_of(step, before) != step[_SHA256]:
                    yield [*self._step_row(step), self._erased_sha256(step, before)]

    def _erased_sha256(self, step: Values, before: Values | None) -> str:
        """Compute the SHA-256 of the redacted history row together with its original SHA-256."""
        return step_sha256(self._history, step, before[_SHA256] if before else "")

    def _step_row(self, step: Values) -> Row:
        return self._history._meta.label, str(step["history_id"])

    def _rows(self, keys: Keys) -> Rows:
        found = read(self._model._base_manager.filter(keys.of(self._key)), self._columns, self._key)
        for field in self._relations:
            own, through = f"{field.m2m_field_name()}_id", field.remote_field.through
            links = through._base_manager.filter(keys.of(own)).values_list(own, other_end(field))
            ends = _ends(links)
            for pk, row in found.items():
                if row is not None:
                    row[field.name] = ends.get(pk, [])
        return found

    def _public(self, keys: Keys) -> set[Any]:
        rows = _PUBLIC.get(self._model)
        return set(rows().filter(keys.of("pk")).values_list("pk", flat=True)) if rows else set()

    def _faults(
        self, pk: Any, rows: Rows, steps: list[Values], *, is_public: bool
    ) -> Iterator[str]:
        yield from self._faults_of_chain(steps)
        if pk in rows and rows[pk] is None:
            yield "it cannot be read"
        else:
            yield from self._faults_of_row(rows.get(pk), steps[-1] if steps else None)
        named = self._named.pop(str(pk), "")
        if is_public and not named:
            yield NOT_NAMED
        elif named and pk not in rows:
            yield GONE
        elif named:
            # An evaluation may name another meeting, and then this one is public no more.
            stays = is_public or self._model is not Meeting
            yield from self._faults_of_act(named, steps, stays=stays)
        earlier = self._earlier_acts.get((self._model._meta.label, str(pk)), ())
        if not {step[_SHA256] for step in steps}.issuperset(earlier):
            yield "a history row that an earlier public act names is gone"

    def _faults_of_chain(self, steps: list[Values]) -> Iterator[str]:
        for number, (before, step) in enumerate(zip([None, *steps], steps, strict=False), start=1):
            if step["history_step"] != number:
                yield f"step {number} of its history is missing"
                return
            if self.sha256_of(step, before) != step[_SHA256]:
                erased = self._last_acts.get(self._step_row(step))
                if erased != self._erased_sha256(step, before):
                    yield f"step {number} of its history is not what was written"

    def _faults_of_row(self, row: Values | None, last: Values | None) -> Iterator[str]:
        is_deleted = last is not None and last["history_type"] == _DELETED
        if last is None:
            yield "it has no history"
        elif row is None and not is_deleted:
            yield "it is gone, and its history does not say so"
        elif row is not None and is_deleted:
            yield "its history says that it was deleted"
        elif row is not None:
            for name in self._compared:
                if row[name] != last[name]:
                    yield f"{name} is not what its last history row says"

    def _faults_of_act(self, named: str, steps: list[Values], *, stays: bool) -> Iterator[str]:
        acted = next((step for step in steps if step[_SHA256] == named), None)
        if acted is None:
            yield "the history row that its last public act names is gone"
        elif stays:
            unseen = () if acted.get("state") == State.WITHDRAWN else _UNSEEN
            for name in self._compared:
                if name not in unseen and acted[name] != steps[-1][name]:
                    yield f"{name} has changed since the last public act about it"


def _ranges(model: type[Model]) -> Iterator[Between]:
    """Yield all keys in ranges of a thousand rows, which also include deleted rows' keys."""
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    bounds = [None, *keys[_AT_A_TIME - 1 :: _AT_A_TIME], None]
    for low, high in pairwise(bounds):
        yield Between(low, high)


def _ends(links: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Map the keys at this end of a relation to the sorted keys at the other end."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for own, other in links:
        found[own].append(other)
    for others in found.values():
        others.sort(key=lambda key: (key is None, key))
    return found
