"""The register as rows of a file: every commitment that matches a query, read in batches."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from agreements import vocabulary
from agreements.applied_texts import AppliedCommitment, AppliedTexts
from agreements.facts import in_file
from agreements.reading.content import columns as read_columns
from agreements.vocabulary import NOT_PUBLISHED
from commitments.evaluations import combined_reading as verdicts_together
from commitments.evaluations.revisions.basis import Bases, Basis
from commitments.evaluations.revisions.file import verdict_value, word_value
from commitments.evaluations.revisions.verdict_bases import bases_of
from commitments.evaluations.revisions.verdict_models import PublishedVerdictQuerySet
from commitments.pages.last_statement import LastStatement, last_statement
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.queryset import CommitmentQuerySet
from commitments.register.reservation_models import Reservation
from commitments.web.cells import record
from commitments.web.csv_and_json import AT_A_TIME, among

_FIELDS: Final = (
    "pk", "ref", "short_title", "agreement__slug", "group", "actor", "wording", "verb_class",
    "scope", "condition", "period", "deadline", "measurable", "regional", "note",
)  # fmt: skip


class CommitmentFileRow(NamedTuple):
    """A commitment in a file; the fields are the columns, in this order.

    ``kortnavn`` (short title) and ``merknad`` (note) are the portal's own words. Groups, areas,
    themes, types of promise and statuses are the values that filters accept. ``omfang`` (scope),
    ``vilkar`` (condition), ``periode`` and ``frist`` (deadline) quote the wording and are empty
    if it has none; ``forbehold`` are references of reservations. ``kan_slas_opp``: a definite
    thing or event that an outsider can look up. ``per_dato`` is the day of ``kjent`` in the
    query, or else the day on which the portal's public content last changed.

    ``status_kd`` and ``status_ks`` are what each party last published, with the day it was true;
    empty if the party is not responsible and never was. ``vurdering_kd`` and ``vurdering_ks``
    are the last verdicts that the responsible parties gave in published evaluations, or those of
    the year ``ar`` in the query, with their years. They are ikke_vurdert if the party gave none
    in any published evaluation, and ikke_publisert without a year if none is published. They are
    from the parties that were responsible when the evaluation was published.

    ``samlet`` is the combined reading of ``samlet_aar``: the last year that both have assessed,
    or else the last that one has, or else the last published. It takes a view of the other party
    into account, and is empty if none is shown. ``ordlyd_vurdert`` and ``ansvarlig_vurdert`` are
    the wording and the parties that the verdicts are based on; empty if they are those of the
    row.
    """

    referanse: str
    kortnavn: str
    avtale: str
    gruppe: str
    ansvarlig: Sequence[str]
    aktor: str
    ordlyd: str
    loftetype: str
    omrade: Sequence[str]
    tema: Sequence[str]
    omfang: str
    vilkar: str
    periode: str
    frist: str
    forbehold: Sequence[str]
    kan_slas_opp: bool
    kan_variere_mellom_fylker: bool
    merknad: str
    per_dato: date | str
    status_kd: str = ""
    status_kd_dato: date | None = None
    status_ks: str = ""
    status_ks_dato: date | None = None
    vurdering_kd: str = ""
    vurdering_kd_aar: int | None = None
    vurdering_ks: str = ""
    vurdering_ks_aar: int | None = None
    samlet: str = ""
    samlet_aar: int | None = None
    ordlyd_vurdert: str = ""
    ansvarlig_vurdert: Sequence[str] = ()


class Said(NamedTuple):
    """The content that may be shown: progress, verdicts and texts."""

    entries: ProgressEntryQuerySet
    verdicts: PublishedVerdictQuerySet
    texts: AppliedTexts


class RegisterVerdict(NamedTuple):
    """A party's verdict in the published evaluation of a year."""

    party: str
    year: int
    version: int | None
    is_view: bool
    stated: verdicts_together.StatedVerdict


def register_rows(
    commitments: CommitmentQuerySet, said: Said, *, as_of: date | None
) -> Iterator[list[CommitmentFileRow]]:
    """Yield batches of rows, in the order of the commitments, with six queries for each batch.

    One more if verdicts are based on a text that was changed. ``as_of`` is ``per_dato``, None
    before anything was published.
    """
    values = commitments.values_list(*_FIELDS).iterator(chunk_size=AT_A_TIME)
    while batch := list(islice(values, AT_A_TIME)):
        yield _rows(batch, said, as_of)


def register_record(commitment: Commitment, said: Said, *, as_of: date | None) -> dict[str, Any]:
    """Return one commitment with the columns of the register's JSON."""
    values = Commitment.objects.filter(pk=commitment.pk).values_list(*_FIELDS)
    [row] = _rows(list(values), said, as_of)
    return record(row)


def fact_columns(applied: AppliedCommitment) -> dict[str, Any]:
    """Return the columns that follow from the text, in an older version of it."""
    facts, columns = applied.facts, read_columns(applied.facts, ("short_title", "note"))
    return {
        "kortnavn": in_file(columns["short_title"]),
        "gruppe": vocabulary.word(f"group.{facts.group}").slug,
        "ansvarlig": applied.answers,
        "aktor": facts.actor,
        "ordlyd": facts.wording,
        "loftetype": facts.verb_class,
        "omrade": facts.areas,
        "tema": facts.themes,
        "omfang": facts.scope,
        "vilkar": facts.condition,
        "periode": facts.period,
        "frist": facts.deadline,
        "forbehold": [row.ref for row in applied.reservations],
        "kan_slas_opp": facts.measurable,
        "kan_variere_mellom_fylker": facts.regional,
        "merknad": in_file(columns["note"]),
    }


def status_columns(answers: dict[str, LastStatement]) -> dict[str, Any]:
    """Return the columns with each party's last status; none for a party never responsible."""
    columns: dict[str, Any] = {}
    for code in ("KD", "KS"):
        if statement := answers.get(code):
            columns[f"status_{code.lower()}"] = statement.value
            columns[f"status_{code.lower()}_dato"] = statement.true_on
    return columns


def verdict_columns(
    answering: Iterable[str], published: Sequence[RegisterVerdict]
) -> dict[str, Any]:
    """Return the columns with the responsible parties' verdicts and their combined reading.

    ``answering`` are the parties responsible now; what is published says who was then.
    ``published`` are the verdicts on one commitment, views included, in any order.
    """
    columns: dict[str, Any] = {}
    last = last_verdicts(published)
    for code in last or answering:
        found = last.get(code)
        stated = found.stated.verdict if found else NOT_PUBLISHED
        columns[f"vurdering_{code.lower()}"] = verdict_value(stated)
        columns[f"vurdering_{code.lower()}_aar"] = found.year if found else None
    return {**columns, **_together(published)}


def last_verdicts(published: Iterable[RegisterVerdict]) -> dict[str, RegisterVerdict]:
    """Return each responsible party's last verdict, or its last published year if it has none."""
    own = [row for row in published if not row.is_view]
    own.sort(key=lambda row: (bool(row.stated.verdict), row.year))
    return {row.party: row for row in own}


def _together(published: Iterable[RegisterVerdict]) -> dict[str, Any]:
    """Return the combined reading, and its year."""
    by_year: dict[int, dict[str, RegisterVerdict]] = {}
    for row in published:
        by_year.setdefault(row.year, {})[row.party] = row
    if not by_year:
        return {}

    def assessed(year: int) -> tuple[int, int]:
        return sum(bool(row.stated.verdict) for row in by_year[year].values()), year

    year = max(by_year, key=assessed)
    stated = {code: row.stated for code, row in by_year[year].items()}
    own = [code for code, row in by_year[year].items() if not row.is_view]
    read = verdicts_together.reading(stated, own)
    return {"samlet": word_value("reading", read), "samlet_aar": year} if read else {}


def basis_columns(
    bases: Bases, ref: str, published: Iterable[RegisterVerdict], shown: Basis
) -> dict[str, Any]:
    """Return the columns with the basis of the verdicts, if it is not ``shown``."""
    found = (bases.get((row.version, ref)) for row in last_verdicts(published).values())
    basis = next((row for row in found if row and row.differs_from(shown)), None)
    if basis is None:
        return {}
    return {"ordlyd_vurdert": basis.wording, "ansvarlig_vurdert": basis.responsible}


def _rows(values: list[tuple[Any, ...]], said: Said, as_of: date | None) -> list[CommitmentFileRow]:
    keys = [key for key, *_columns in values]
    linked = [_gathered(links, column, keys) for links, column in _links()]
    by_party, published = _by_party(keys, said), _published_verdicts(keys, said.verdicts)
    bases = bases_of(row.version for found in published.values() for row in found)
    groups = {name: word.slug for name, word in vocabulary.words("group").items()}
    day = as_of or ""
    rows = []
    for (
        key,
        ref,
        title,
        slug,
        group,
        actor,
        wording,
        kind,
        *quoted,
        measurable,
        regional,
        note,
    ) in values:
        areas, themes, limits = (found.get(key, []) for found in linked)
        statements, held = by_party.get(key, {}), published.get(key, [])
        answering = [code for code, statement in statements.items() if statement.answers]
        facts = (slug, groups[group], answering, actor, wording, kind, areas, themes)
        own = (limits, measurable, regional, in_file(note), day)
        row = CommitmentFileRow._make((ref, in_file(title), *facts, *quoted, *own, *_EMPTY))
        if applied := said.texts.commitment(ref):
            row = row._replace(**fact_columns(applied))
        judged = {
            **verdict_columns(answering, held),
            **basis_columns(bases, ref, held, Basis(row.ordlyd, tuple(answering))),
        }
        rows.append(row._replace(**status_columns(statements), **judged))
    return rows


_EMPTY: Final = tuple(CommitmentFileRow._field_defaults.values())


def _by_party(keys: list[int], said: Said) -> dict[int, dict[str, LastStatement]]:
    """Return the last statements of parties that are or were responsible, in their order."""
    found: dict[int, dict[str, LastStatement]] = {}
    own = Commitment.objects.filter(among("pk", keys))
    rows = own.last_statements_by_party(said.entries.statement_values(), said.texts)
    for key, code, answers, value in rows.values_list("pk", "party", "answers", "last_statement"):
        statement = last_statement(code, value, answers=answers)
        if not statement.is_silent:
            found.setdefault(key, {})[code] = statement
    return found


def _published_verdicts(
    keys: list[int], verdicts: PublishedVerdictQuerySet
) -> dict[int, list[RegisterVerdict]]:
    """Return each party's verdicts on each commitment in each published year, views included."""
    found: dict[int, list[RegisterVerdict]] = {}
    columns = ("commitment_id", "party__code", "year", "version", "is_view")
    words = verdicts_together.StatedVerdict._fields
    rows = verdicts.filter(among("commitment_id", keys)).order_by().with_version()
    for key, code, year, version, is_view, *stated in rows.values_list(*columns, *words):
        held = verdicts_together.StatedVerdict(*stated)
        found.setdefault(key, []).append(RegisterVerdict(code, year, version, is_view, held))
    return found


def _links() -> list[tuple[QuerySet[Any], str]]:
    """Return the values linked to commitments, in order: areas, themes, reservations."""
    limits = Reservation.qualifies.through.objects.order_by("reservation__segment__position")
    return [
        (CommitmentArea.objects.order_by("pk"), "area"),
        (CommitmentTheme.objects.order_by("pk"), "theme"),
        (limits, "reservation__ref"),
    ]


def _gathered(links: QuerySet[Any], column: str, keys: list[int]) -> dict[int, list[str]]:
    """Return the linked values of each commitment that has any."""
    found: dict[int, list[str]] = {}
    rows = links.filter(among("commitment_id", keys)).values_list("commitment_id", column)
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
