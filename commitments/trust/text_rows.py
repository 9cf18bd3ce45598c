"""The rows made from an agreement's text: as expected, and as stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import Model

from agreements.models import (
    Agreement,
    AgreementParty,
    EvaluationYear,
    Goal,
    Segment,
    Signature,
    TextVersion,
)
from agreements.reading.content import AgreementText, CommitmentText, columns
from commitments.foundation import search
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.trust.stored_values import read

Values = Mapping[str, object]
# Model, agreement's key, and the row's key within the agreement.
Key = tuple[type[Model], int, object]


class StoredRow(NamedTuple):
    """A row as it is stored; ``values`` is None if it cannot be read."""

    pk: object
    values: Values | None


@dataclass(frozen=True)
class _Table:
    """A model: the paths to its agreement and to the row's key, its columns and relations.

    Columns and relations map names to the paths that are compared. A relation is compared in the
    order of its rows if it is ``in_order``.
    """

    model: type[Model]
    agreement: str
    key: str
    columns: Mapping[str, str]
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_order: frozenset[str] = frozenset()


def _named(*names: str, **paths: str) -> dict[str, str]:
    return {**{name: name for name in names}, **paths}


_AGREEMENT: Final = (
    *("slug", "title", "signed_on", "starts_on", "ends_on", "source", "source_text"),
    *("source_sha256", "text_sha256", "short_title", "note"),
)
_SEGMENT: Final = (
    *("position", "kind", "text", "ref", "anchor", "marker", "inline", "short_title", "note"),
)
_MARK: Final = ("mark", "nb", "nn", "en")
_COMMITMENT: Final = (
    *("position", "wording", "group", "actor", "modal", "verb_class", "scope", "condition"),
    *("period", "deadline", "measurable", "regional", "short_title", "note", "reasons"),
)
TABLES: Final = (
    _Table(Agreement, "pk", "pk", _named(*_AGREEMENT, "cut_source", "loaded_at")),
    _Table(AgreementParty, "agreement", "party__code", _named("position")),
    _Table(EvaluationYear, "agreement", "year", _named(*_MARK)),
    _Table(Segment, "agreement", "position", _named(*_SEGMENT)),
    _Table(
        Goal,
        "segment__agreement",
        "ref",
        _named("st_meld", segment="segment__position"),
        {"areas": ("areas__area",)},
        frozenset({"areas"}),
    ),
    _Table(
        Signature,
        "segment__agreement",
        "segment__position",
        _named("name", "title", party="party__code"),
    ),
    _Table(
        Commitment,
        "agreement",
        "ref",
        _named(*_COMMITMENT, "marker", "search_words"),
        {
            "areas": ("areas__area",),
            "themes": ("themes__theme",),
            "responsible": ("responsible__code",),
            "segments": ("segments__agreement", "segments__position"),
        },
        frozenset({"areas", "themes"}),
    ),
    _Table(
        Reservation,
        "agreement",
        "ref",
        _named(
            *("kind", "reason"), segment="segment__position", segment_agreement="segment__agreement"
        ),
        {"qualifies": ("qualifies__ref",), "invoked_by": ("invoked_by__code",)},
    ),
)


def expected(version: TextVersion) -> Iterator[tuple[Key, Values]]:
    """Yield every row that the newest version of an agreement makes, with its expected values.

    Raises:
        InvalidTextError, KeyError: the version is not a valid pair of files.
    """
    pk, text = version.agreement_id, version.text
    for model, key, values in _of_text(version, text):
        yield (model, pk, key), values


def _of_text(
    version: TextVersion, text: AgreementText
) -> Iterator[tuple[type[Model], object, Values]]:
    pk = version.agreement_id
    own = columns(text, _AGREEMENT)
    written = {"cut_source": version.cut_source, "loaded_at": version.accepted_at}
    yield Agreement, pk, {**own, **written}
    for position, code in enumerate(text.parties, start=1):
        yield AgreementParty, code, {"position": position}
    marks = {row.year: row for row in text.marked_years}
    for year in text.evaluation_years:
        yield EvaluationYear, year, {name: getattr(marks.get(year), name, "") for name in _MARK}
    for segment in text.segments:
        yield Segment, segment.position, columns(segment, _SEGMENT)
    for goal in text.goals:
        values = {"st_meld": goal.st_meld, "segment": goal.position, "areas": goal.areas}
        yield Goal, goal.ref, values
    for name in text.signatures:
        values = {"name": name.name, "title": name.title, "party": name.party}
        yield Signature, name.position, values
    for row in text.commitments:
        yield Commitment, row.ref, _of_commitment(row, text, pk)
    for limit in text.reservations:
        places = {"segment": limit.position, "segment_agreement": pk}
        who = {"qualifies": _sorted(limit.qualifies), "invoked_by": _sorted(limit.invoked_by)}
        yield Reservation, limit.ref, {**places, **who, **columns(limit, ("kind", "reason"))}


def _of_commitment(row: CommitmentText, text: AgreementText, pk: int) -> Values:
    return {
        **columns(row, _COMMITMENT),
        "marker": text.segments[row.position - 1].marker,
        "search_words": search.index(row.searched),
        "areas": row.areas,
        "themes": row.themes,
        "responsible": _sorted(row.responsible),
        "segments": _sorted((pk, position) for position in row.positions),
    }


def stored() -> Iterator[tuple[Key, StoredRow]]:
    """Yield every such row of every agreement as it is stored, with a fixed number of queries.

    A row that cannot be read is identified by its primary key.
    """
    for table in TABLES:
        related = {name: _related(table, name) for name in table.relations}
        paths = {"pk", table.agreement, table.key, *table.columns.values()}
        for pk, row in read(table.model._base_manager.all(), sorted(paths), "pk").items():
            if row is None:
                yield (table.model, 0, pk), StoredRow(pk, None)
                continue
            values = {name: row[path] for name, path in table.columns.items()}
            values |= {name: found.get(pk, ()) for name, found in related.items()}
            key: Any = (table.model, row[table.agreement], row[table.key])
            yield key, StoredRow(pk, values)


def _related(table: _Table, name: str) -> dict[object, tuple[object, ...]]:
    """Return each row's related values, by its key."""
    found: dict[object, list[object]] = {}
    rows = table.model._base_manager.filter(**{f"{name}__isnull": False})
    for pk, *values in rows.order_by(f"{name}__pk").values_list("pk", *table.relations[name]):
        found.setdefault(pk, []).append(values[0] if len(values) == 1 else tuple(values))
    in_order = name in table.in_order
    return {pk: tuple(rows) if in_order else _sorted(rows) for pk, rows in found.items()}


def _sorted(values: Any) -> tuple[Any, ...]:
    return tuple(sorted(values))
