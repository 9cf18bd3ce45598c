"""One agreement as a file: its facts, its segments, and its commitments."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from agreements import read_rows, vocabulary
from agreements.applied_texts import AppliedTexts
from agreements.facts import agreement_facts, in_file, segment_facts
from agreements.models import Agreement, Segment
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.pages import agreement_notes
from commitments.pages.register_file import CommitmentFileRow, fact_columns
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.web.cells import record

# The register's columns that follow from the text, apart from the agreement.
_FACTS: Final = (
    "referanse", "kortnavn", "gruppe", "ansvarlig", "aktor", "ordlyd", "loftetype", "omrade",
    "tema", "omfang", "vilkar", "periode", "frist", "forbehold", "kan_slas_opp",
    "kan_variere_mellom_fylker", "merknad",
)  # fmt: skip


def agreement_file(agreement: Agreement, texts: AppliedTexts) -> dict[str, Any]:
    """Return agreement, segments and commitments in text order.

    The commitments have the register's columns. If an older version applied, the agreement
    must already have been overwritten with it.
    """
    text = texts.older.get(agreement.pk)
    if text:
        segments: Iterable[Segment] = read_rows.segments_by_area(text)
        commitments = [_older_record(row.ref, texts) for row in text.commitments]
    else:
        segments = agreement.segments.with_goals_and_signatures()
        commitments = _commitments(agreement)
    return {
        "avtale": agreement_facts(agreement),
        "segmenter": segment_facts(segments),
        "forpliktelser": commitments,
    }


def _older_record(ref: str, texts: AppliedTexts) -> dict[str, Any]:
    columns = fact_columns(texts[ref])
    return _of_text(CommitmentFileRow(referanse=ref, avtale="", per_dato="", **columns))


def _commitments(agreement: Agreement) -> list[dict[str, Any]]:
    commitments = Commitment.objects.of_agreement(agreement.slug).by_party_and_reservation()
    # The file only has what the text says, not what the parties have said since.
    silent = commitments.with_last_statements(ProgressEntry.objects.none().statement_values())
    rows = list(
        silent.with_last_verdicts(PublishedVerdict.objects.none().verdict_values()).values()
    )
    beside = agreement_notes.notes(
        (tuple(row[name] for name in agreement_notes.COLUMNS) for row in rows),
        agreement.party_codes,
        {},
        {},
    )
    areas = _gathered(CommitmentArea.objects.filter(commitment__agreement=agreement), "area")
    themes = _gathered(CommitmentTheme.objects.filter(commitment__agreement=agreement), "theme")
    once = {row["ref"]: row for row in rows}
    return [
        _record(row, beside.commitments[ref], areas.get(ref, []), themes.get(ref, []))
        for ref, row in once.items()
    ]


def _gathered(links: QuerySet[Any], column: str) -> dict[str, list[str]]:
    """Return the linked values of each commitment, in the order in which they were linked."""
    found: dict[str, list[str]] = {}
    for ref, value in links.order_by("pk").values_list("commitment__ref", column):
        found.setdefault(ref, []).append(value)
    return found


def _record(
    row: dict[str, Any],
    note: agreement_notes.CommitmentNote,
    areas: Sequence[str],
    themes: Sequence[str],
) -> dict[str, Any]:
    return _of_text(
        CommitmentFileRow(
            referanse=row["ref"],
            kortnavn=in_file(row["short_title"]),
            avtale="",
            gruppe=vocabulary.word(f"group.{row['group']}").slug,
            ansvarlig=note.answers,
            aktor=row["actor"],
            ordlyd=row["wording"],
            loftetype=row["verb_class"],
            omrade=areas,
            tema=themes,
            omfang=row["scope"],
            vilkar=row["condition"],
            periode=row["period"],
            frist=row["deadline"],
            forbehold=note.limited_by,
            kan_slas_opp=row["measurable"],
            kan_variere_mellom_fylker=row["regional"],
            merknad=in_file(row["note"]),
            per_dato="",
        )
    )


def _of_text(row: CommitmentFileRow) -> dict[str, Any]:
    facts = record(row)
    return {name: facts[name] for name in _FACTS}
