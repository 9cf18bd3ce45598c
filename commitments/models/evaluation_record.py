"""An evaluation read from its rows into the documents that are handed in and signed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from agreements.models import Party
from commitments.days import end_of, year_of_retrospect
from commitments.evaluation_content import (
    ASSESSMENT,
    SILENT,
    VIEW,
    Cited,
    Column,
    Concluded,
    Content,
    Frozen,
    HandedIn,
    Held,
    Limit,
    MeetingHeld,
    Picked,
    Row,
    frozen,
    handed_in,
)
from commitments.models.assessment import Assessment
from commitments.models.commitment import Commitment
from commitments.models.conclusion import Conclusion
from commitments.models.evaluation import Evaluation
from commitments.models.reservation import Reservation
from commitments.models.revision import Revision
from commitments.models.source import Source
from commitments.models.submission import Submission

LAST_DAY: Final = (12, 31)  # of the year that is evaluated


def to_hand_in(evaluation: Evaluation, party: Party) -> Frozen:
    """What the party's assessments of the current round say now, frozen."""
    rows = Assessment.objects.of_round(evaluation).of_party(party).with_relations()
    return handed_in(
        avtale=evaluation.agreement.slug,
        aar=evaluation.year,
        runde=evaluation.round,
        part=party.code,
        vurderinger={row.commitment.ref: held(row) for row in rows},
    )


def to_sign(evaluation: Evaluation) -> Frozen:
    """The content of the current round as it stands now: what a signature would name."""
    return frozen(content_of(evaluation))


def to_publish_alone(evaluation: Evaluation, party: Party) -> Frozen:
    """What one party says in the current round, and of the others nothing at all."""
    return frozen(content_of(evaluation, party))


def content_of(evaluation: Evaluation, alone: Party | None = None) -> Content:
    """The same before it is frozen: a fixed number of queries.

    ``alone``: the one party whose part is told; None: all of them.
    """
    agreement = evaluation.agreement
    codes = [row.party.code for row in agreement.agreement_parties.select_related("party")]
    submissions = list(_submissions(evaluation, alone))
    assessments = list(_assessments(evaluation, alone))
    published = Revision.objects.of(evaluation).one_sided().order_by("number")
    public_at = published.values_list("published_at", flat=True).first()
    return Content(
        avtale=agreement.slug,
        tittel=agreement.title,
        tekst_sha256=agreement.text_sha256,
        parter=codes,
        aar=evaluation.year,
        runde=evaluation.round,
        apnet=evaluation.opened_at,
        apningsdokument=_cited_or_none(evaluation.opening_source),
        frist=evaluation.deadline_on,
        mote=_meeting(evaluation),
        leveringer=sorted(
            (_hand_in(row, evaluation.deadline_on, public_at) for row in submissions),
            key=lambda row: codes.index(row.part),
        ),
        vurderinger=_rows(evaluation, codes, assessments, submissions),
        forbehold=_limits(assessments, submissions),
        konklusjon=None if alone else _conclusion(evaluation),
    )


def sources_of(evaluation: Evaluation, alone: Party | None = None) -> set[Source]:
    """Every source that the content of the current round cites, or one party's part of it."""
    rows = [
        *_assessments(evaluation, alone),
        *_submissions(evaluation, alone).prefetch_related("sources"),
    ]
    found = {source for row in rows for source in row.sources.all()}
    if evaluation.meeting:
        found |= set(evaluation.meeting.papers.all())
    return found | ({evaluation.opening_source} if evaluation.opening_source else set())


def held(row: Assessment) -> Held:
    """What one row says, its sources and picked entries in the order of their days."""
    return Held(
        vurdering=row.verdict,
        arsak=row.reason,
        forbehold=row.reservation.ref if row.reservation else "",
        mangler=row.gap,
        begrunnelse=row.narrative,
        sprak=row.language,
        kilder=_cited(row.sources.all()),
        oppforinger=[
            Picked(
                oppforing=entry.pk,
                status=entry.status,
                gjelder_dato=entry.true_on,
                tekst=entry.narrative,
                sprak=entry.language,
                publisert=entry.published_at,
                kilder=_cited(entry.sources.all()),
            )
            for entry in sorted(row.entries.all(), key=attrgetter("true_on", "published_at"))
            if entry.true_on and entry.published_at
        ],
    )


def _submissions(evaluation: Evaluation, alone: Party | None) -> Any:
    standing = Submission.objects.of_round(evaluation).standing().select_related("party")
    return standing.of_party(alone) if alone else standing


def _assessments(evaluation: Evaluation, alone: Party | None) -> Any:
    rows = Assessment.objects.of_round(evaluation).with_relations()
    return rows.of_party(alone) if alone else rows


def _rows(
    evaluation: Evaluation,
    codes: list[str],
    assessments: Iterable[Assessment],
    submissions: Iterable[Submission],
) -> list[Row]:
    said = {(row.commitment_id, row.party.code): row for row in assessments}
    levert = {row.party.code: json.loads(row.content)["vurderinger"] for row in submissions}
    times = {row.party.code: row.submitted_at for row in submissions}
    last = date(evaluation.year, *LAST_DAY)
    commitments = Commitment.objects.of_agreement(evaluation.agreement.slug).in_text_order()
    rows = []
    for commitment in commitments.prefetch_related("responsible"):
        answering = {party.code for party in commitment.responsible.all()}
        columns = []
        for code in codes:
            row = said.get((commitment.pk, code))
            written_at = row and (row.amended_at or times.get(code))
            columns.append(
                Column(
                    part=code,
                    rolle=_role(code, answering, row),
                    sier=held(row) if row else None,
                    endret_etter_innsyn=row.amended_at if row else None,
                    levert=levert.get(code, {}).get(commitment.ref)
                    if row and row.amended_at
                    else None,
                    skrevet_i_ettertid=year_of_retrospect(last, written_at) if written_at else None,
                )
            )
        in_order = [code for code in codes if code in answering]
        rows.append(Row(commitment.ref, commitment.wording, in_order, columns))
    return rows


def _role(code: str, answering: set[str], row: Assessment | None) -> str:
    if code in answering:
        return ASSESSMENT
    return VIEW if row else SILENT


def _hand_in(row: Submission, deadline_on: date, public_at: datetime | None) -> HandedIn:
    return HandedIn(
        part=row.party.code,
        levert=row.submitted_at,
        etter_frist=row.submitted_at > end_of(deadline_on),
        etter_innsyn=public_at is not None and row.submitted_at > public_at,
        bekreftet_ikke_vurdert=row.confirmed_gaps,
        sha256=row.content_sha256,
    )


def _meeting(evaluation: Evaluation) -> MeetingHeld | None:
    meeting = evaluation.meeting
    if meeting is None:
        return None
    papers = meeting.papers.select_related("party")
    return MeetingHeld(meeting.year, meeting.number, meeting.held_on, _cited(papers))


def _conclusion(evaluation: Evaluation) -> Concluded | None:
    row = Conclusion.objects.of_round(evaluation).accepted().with_party().last()
    if row is None or row.answered_at is None:
        return None
    return Concluded(row.text, row.language, row.party.code, row.proposed_at, row.answered_at)


def _limits(assessments: Iterable[Assessment], submissions: Iterable[Submission]) -> list[Limit]:
    """The reservations named now or when handing in, by reference."""
    named = {row.reservation.ref for row in assessments if row.reservation}
    for submission in submissions:
        rows: Mapping[str, Any] = json.loads(submission.content)["vurderinger"]
        named |= {row["forbehold"] for row in rows.values() if row["forbehold"]}
    found = Reservation.objects.filter(ref__in=named).select_related("segment").order_by("ref")
    return [Limit(row.ref, row.segment.text) for row in found]


def _cited(sources: Iterable[Source]) -> list[Cited]:
    return [_source(row) for row in sorted(sources, key=attrgetter("place"))]


def _cited_or_none(source: Source | None) -> Cited | None:
    return _source(source) if source else None


def _source(row: Source) -> Cited:
    return Cited(
        tittel=row.title,
        utgiver=row.publisher,
        dato=row.published_on,
        adresse=row.address,
        fil=row.file_name,
        sha256=row.sha256,
        part=row.party.code if row.party else None,
    )
