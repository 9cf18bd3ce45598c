"""Builds the data of an evaluation's PDF, in bokmål or nynorsk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.templatetags.texts import day, instant, label, listed
from agreements.vocabulary import NOT_ASSESSED
from commitments.evaluations.combined_reading import DISAGREE
from commitments.evaluations.revisions.document import (
    CitedSource,
    EvaluationDocument,
    PickedEntry,
    SealedSignature,
    SignedColumn,
    SignedReservation,
    SignedRow,
    SignedSubmission,
    SignedVerdict,
)
from commitments.evaluations.revisions.models import Revision
from commitments.foundation import days
from commitments.register.models import Commitment
from commitments.web.typesetting import paragraphs

Reservations = Mapping[str, SignedReservation]  # by reference

_HALF: Final = 32  # digits of a hash on each line of a narrow column


def revision_sheet(revision: Revision, *, marks: list[str], verify_at: str) -> dict[str, Any]:
    """Return the data of a revision's PDF, from nothing but the revision itself."""
    lead = [capfirst(label(revision.kind, "evaluation")) + "."]
    return {
        **_sheet(revision.document, marks=marks, lead=lead, at=revision.published_at),
        "draft": False,
        "foot": _("Revision %(number)s, published %(time)s")
        % {"number": revision.number, "time": instant(revision.published_at)},
        "signatures": [_signature(row) for row in revision.sealed.signatures],
        "verify_at": verify_at,
        "hashes": [
            {"label": _("SHA-256 of the content"), "value": revision.content_sha256},
            {"label": _("SHA-256 of the revision"), "value": revision.revision_sha256},
            {
                "label": _("SHA-256 of the previous revision"),
                "value": revision.previous_sha256 or "–",
            },
        ],
    }


def draft_sheet(document: EvaluationDocument, *, marks: list[str], at: datetime) -> dict[str, Any]:
    """Return the data of an evaluation in progress: marked as a draft, unsigned, without a hash."""
    mark = pgettext("a document in work", "draft")
    lead = [_("This is a draft. It is not published and may change.")]
    return {
        **_sheet(document, marks=[mark.upper(), *marks], lead=lead, at=at),
        "draft": True,
        "draft-mark": mark.upper(),
        "foot": _("Draft, printed %(time)s") % {"time": instant(at)},
        "signatures": [],
        "verify_at": "",
        "hashes": [],
    }


def _sheet(
    document: EvaluationDocument, *, marks: list[str], lead: list[str], at: datetime
) -> dict[str, Any]:
    place = {"year": document.year, "agreement": document.agreement.replace("-", "–")}
    title = _("Evaluation of %(year)s, the %(agreement)s agreement") % place
    if document.written_in:
        years = ", ".join(map(str, document.written_in))
        lead = [*lead, f"{capfirst(label('in_retrospect', 'mark'))} ({years})."]
    own = _("These are the parties' own assessments. No one else has checked them.")
    on = days.in_norway(at)
    reservations = {row.ref: row for row in document.reservations}
    names = Commitment.objects.of_agreement(document.agreement).names()
    return {
        "title": title,
        "short": title,
        "agreement": document.title,
        "parties": document.parties,
        "date": [on.year, on.month, on.day],
        "marks": marks,
        "lead": [*lead, own],
        "frame": _frame(document),
        "facts": _facts(document),
        "conclusion": _conclusion(document),
        "disputed": [
            {"ref": names[row.ref], "summary": _disagreement(row)} for row in document.disputed
        ],
        "rows": [_row(row, reservations, names) for row in document.rows],
        "draft-mark": "",
    }


def _frame(document: EvaluationDocument) -> dict[str, str]:
    """Return the headings and sentences of the document that people have not written."""
    return {
        "conclusion": _("Joint conclusion"),
        "no_conclusion": _("The parties have not agreed on a conclusion."),
        "disagreements": _("Where the parties disagree"),
        "no_disagreements": (
            _("The parties agree on every commitment both have assessed.")
            if document.is_assessed_by_both
            else _("No commitment has been assessed by both parties.")
        ),
        "commitments": _("Commitment by commitment"),
        "signatures": pgettext("on an evaluation", "Signatures"),
        "unsigned": _("One party published this revision alone. No one has signed it."),
        "unqualified": _("The signatures are not qualified electronic signatures."),
        "content_hash": _("SHA-256 of the content"),
        "verification": _("Verify for yourself"),
        "verify": _(
            "See whether the content is still what was published, and how to check it without "
            "the portal:"
        ),
        "sources": _("Sources"),
        "handed_in": _("What was submitted:"),
    }


def _facts(document: EvaluationDocument) -> list[dict[str, Any]]:
    rows = [(_("Deadline"), [day(document.deadline_on)])]
    rows.append((_("Submitted"), [_hand_in(row) for row in document.submissions] or ["–"]))
    rows.append((_("Meeting"), _meeting(document)))
    if document.opening_source:
        source = _source(document.opening_source)
        values = [source["summary"], source["address"]]
        rows.append((_("Document showing that the agreement applied"), values))
    return [
        {"label": name, "values": [value for value in values if value]} for name, values in rows
    ]


def _hand_in(row: SignedSubmission) -> str:
    """Return «KS 20. mars 2040, etter fristen, levert etter innsyn»."""
    parts = [f"{row.party} {day(row.submitted_at)}"]
    if row.is_late:
        parts.append(_("after the deadline"))
    if row.is_after_reveal:
        parts.append(label("handed_in_after_reveal", "mark"))
    return ", ".join(parts)


def _meeting(document: EvaluationDocument) -> list[str]:
    meeting = document.meeting
    if meeting is None:
        return [_("meeting not stated")]
    number = meeting.number
    name = (
        _("Bilateral meeting") if number is None else _("Meeting %(number)s") % {"number": number}
    )
    papers = [_source(paper)["summary"] for paper in meeting.papers]
    return [f"{name}, {day(meeting.held_on)}", *papers]


def _conclusion(document: EvaluationDocument) -> dict[str, Any] | None:
    found = document.conclusion
    if found is None:
        return None
    summary = _("Proposed by %(party)s %(proposed)s, accepted %(accepted)s.") % {
        "party": found.party,
        "proposed": day(found.proposed_at),
        "accepted": day(found.accepted_at),
    }
    return {"text": paragraphs(found.text), "lang": found.language, "summary": summary}


def _row(row: SignedRow, reservations: Reservations, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "ref": names[row.ref],
        "wording": row.words,
        "columns": [_column(column, reservations) for column in row.columns],
        "reading": _disagreement(row) if row.reading == DISAGREE else _reading(row),
    }


def _reading(row: SignedRow) -> str:
    return capfirst(label(row.reading, "reading")) + "." if row.reading else ""


def _disagreement(row: SignedRow) -> str:
    stated = [f"{column.party} {label(column.verdict, 'verdict')}" for column in row.spoken]
    return f"{capfirst(label(DISAGREE, 'reading'))}: {listed(stated)}."


def _column(column: SignedColumn, reservations: Reservations) -> dict[str, Any]:
    notes = []
    if not column.answers:
        notes.append(_("not responsible for this one"))
    if column.amended_at:
        mark = label("amended_after_reveal", "mark")
        notes.append(f"{mark} {day(column.amended_at)}")
        if column.handed_in is None:
            notes.append(_("Nothing was submitted on this one."))
    return {
        "party": column.party,
        "verdict": _verdict(column.stated) if column.stated or column.answers else "–",
        "notes": notes,
        "stated": _stated(column.stated, reservations),
        "handed_in": _stated(column.handed_in, reservations),
    }


def _verdict(stated: SignedVerdict | None) -> str:
    word = (
        label(stated.verdict, "verdict")
        if stated and stated.verdict
        else label(NOT_ASSESSED, "absence")
    )
    return capfirst(word)


def _stated(stated: SignedVerdict | None, reservations: Reservations) -> dict[str, Any] | None:
    if stated is None:
        return None
    limit = reservations.get(stated.reservation)
    lines = []
    if stated.reason:
        head = pgettext("why it was not fulfilled", "Reason:")
        lines.append(f"{head} {label(stated.reason, 'reason')}")
    if stated.gap:
        head = _("What is missing:")
        lines.append(f"{head} {label(stated.gap, 'gap')}")
    return {
        "verdict": _verdict(stated),
        "lines": lines,
        "limit": {"ref": limit.ref, "words": limit.wording} if limit else None,
        "text": paragraphs(stated.narrative),
        "lang": stated.language,
        "entries": [_entry(entry) for entry in stated.entries],
        "sources": _sources(stated.sources),
    }


def _entry(entry: PickedEntry) -> dict[str, Any]:
    as_of = _("Progress as at %(day)s") % {"day": day(entry.true_on)}
    return {
        "summary": f"{as_of}: {label(entry.status, 'progress')}",
        "text": paragraphs(entry.narrative),
        "lang": entry.language,
        "sources": _sources(entry.sources),
    }


def _sources(sources: Sequence[CitedSource]) -> list[dict[str, Any]]:
    return [_source(source) for source in sources]


def _source(source: CitedSource) -> dict[str, Any]:
    """Return a source as a line of text, its address, and its file's name and hash."""
    parts = [source.title, source.publisher, day(source.published_on)]
    hashed = [source.file_name, source.sha256[:_HALF], source.sha256[_HALF:]]
    return {
        "summary": ", ".join(part for part in parts if part),
        "address": source.address if source.address.startswith(("http://", "https://")) else "",
        "file": hashed if source.file_name else [],
    }


def _signature(row: SealedSignature) -> dict[str, str]:
    return {
        "party": row.party,
        "name": row.signer_name,
        "role": capfirst(label(row.signer_role, "role")),
        "behalf": row.on_behalf_of,
        "at": _("Signed %(time)s") % {"time": instant(row.signed_at)},
        "sha256": row.content_sha256,
    }
