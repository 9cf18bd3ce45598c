"""Rows for tests: a function for each model, every fact a keyword with a valid default."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone

from agreements.models import (
    Agreement,
    AgreementParty,
    EvaluationYear,
    Goal,
    GoalArea,
    Party,
    Segment,
    TextVersion,
)
from agreements.text_version import pair_sha256
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.document import NOTHING_STATED
from commitments.evaluations.revisions.document_json import frozen
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation import search
from commitments.foundation.choices import State, Status
from commitments.people.factor_reset_models import FactorReset
from commitments.people.invitation_models import LASTS, Invitation, hash_of
from commitments.people.models import PARTY_ROLES, Membership, Role
from commitments.places.models import Office, OfficeCounty, Region
from commitments.progress.models import ProgressEntry
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source
from kvalitet.accounts.models import User
from tests.support.written_again import written_again

_NUMBERS: Final = count(1)

# What the facts of a commitment rest on, as it is stored.
REASONS: Final = {
    "themes": {"words": ["kvalitet"], "basis": "", "text": {}, "doubt": False},
    "measurable": {"words": ["Arbeide for"], "basis": "", "text": {}, "doubt": False},
}

# The steps that an entry in this state has behind it.
STEPS: Final[dict[str, tuple[str, ...]]] = {
    State.DRAFT: (),
    State.SUBMITTED: ("submitted",),
    State.RETURNED: ("submitted", "returned"),
    State.PUBLISHED: ("submitted", "published"),
    State.CORRECTED: ("submitted", "published", "superseded"),
    State.WITHDRAWN: ("submitted", "published", "withdrawal_proposed", "withdrawn"),
}
OF_AUTHOR: Final = ("submitted", "withdrawal_proposed")


def in_languages(text: str) -> dict[str, str]:
    """A text of the portal's own, the same in each language."""
    return dict.fromkeys(("nb", "nn", "en"), text)


@written_again
def make_user(*, email: str | None = None, name: str = "Kari Nordmann", **fields: Any) -> User:
    return User.objects.create_user(
        email=email or f"person{next(_NUMBERS)}@example.no", name=name, **fields
    )


def make_party(code: str = "KD") -> Party:
    """The party with this code; there is one."""
    return Party.objects.get_or_create(code=code)[0]


def make_agreement(
    *,
    slug: str | None = None,
    title: str = "Avtale om kvalitet",
    parties: Iterable[str] = ("KD", "KS"),
    ends_on: date = date(2030, 12, 31),
    **facts: Any,
) -> Agreement:
    source_text = facts.pop("source_text", "Avtale om kvalitet\n")
    facts.setdefault("short_title", in_languages("Kvalitet"))
    slug = slug or f"prove-{next(_NUMBERS)}"
    agreement = Agreement.objects.create(
        slug=slug,
        title=title,
        ends_on=ends_on,
        source=f"{slug}.txt",
        source_text=source_text,
        source_sha256=sha256(source_text.encode()).hexdigest(),
        text_sha256=sha256(" ".join(source_text.split()).encode()).hexdigest(),
        **facts,
    )
    make_text_version(agreement=agreement)
    for position, code in enumerate(parties, start=1):
        make_agreement_party(agreement=agreement, party=make_party(code), position=position)
    return agreement


def make_text_version(*, agreement: Agreement, number: int = 1, **facts: Any) -> TextVersion:
    """A version of the agreement's own text, which has no cut that could be read."""
    defaults: dict[str, Any] = {
        "source_text": agreement.source_text,
        "cut_source": agreement.cut_source,
        "sha256": pair_sha256(agreement.source_text, agreement.cut_source),
    }
    if number > 1:
        defaults |= {
            "first_day": date(2029, 1, 1),
            "reason": "Eksempel: rettet.",
            "language": "nb",
            "document": "Eksempel: brev",
        }
    return TextVersion.objects.create(agreement=agreement, number=number, **{**defaults, **facts})


def make_agreement_party(
    *, agreement: Agreement, party: Party | None = None, position: int = 1
) -> AgreementParty:
    return AgreementParty.objects.create(
        agreement=agreement, party=party or make_party(), position=position
    )


def make_evaluation_year(
    *, agreement: Agreement | None = None, year: int = 2029, **facts: Any
) -> EvaluationYear:
    return EvaluationYear.objects.create(
        agreement=agreement or make_agreement(), year=year, **facts
    )


def make_segment(
    *,
    agreement: Agreement | None = None,
    position: int | None = None,
    kind: str = "principle",
    text: str = "Partene er enige.",
    anchor: str | None = None,
    **facts: Any,
) -> Segment:
    number = next(_NUMBERS)
    return Segment.objects.create(
        agreement=agreement or make_agreement(),
        position=number if position is None else position,
        kind=kind,
        text=text,
        anchor=anchor or f"s{number}",
        **facts,
    )


def make_goal(*, segment: Segment | None = None, ref: str | None = None, **facts: Any) -> Goal:
    return Goal.objects.create(
        segment=segment or make_segment(kind="goal"),
        ref=ref or f"2030-MAL{next(_NUMBERS)}",
        **facts,
    )


def make_goal_area(*, goal: Goal | None = None, area: str = "barnehage") -> GoalArea:
    return GoalArea.objects.create(goal=goal or make_goal(), area=area)


def make_commitment(
    *,
    agreement: Agreement | None = None,
    ref: str | None = None,
    position: int | None = None,
    wording: str = "Arbeide for bedre kvalitet.",
    group: str = "joint",
    verb_class: str = "arbeide_for",
    responsible: Iterable[str] = ("KD", "KS"),
    segments: Iterable[Segment] = (),
    **facts: Any,
) -> Commitment:
    number = next(_NUMBERS)
    ref = ref or f"2030-F{number}"
    defaults = {"actor": "Partene", "modal": "vil", "measurable": False, "regional": False}
    defaults |= {"short_title": in_languages("Bedre kvalitet"), "reasons": REASONS}
    commitment = Commitment.objects.create(
        agreement=agreement or make_agreement(),
        ref=ref,
        position=number if position is None else position,
        wording=wording,
        group=group,
        verb_class=verb_class,
        search_words=search.index(f"{ref} {wording}"),
        **{**defaults, **facts},
    )
    commitment.responsible.set(make_party(code) for code in responsible)
    commitment.segments.set(segments)
    return commitment


def make_commitment_area(
    *, commitment: Commitment | None = None, area: str = "barnehage"
) -> CommitmentArea:
    return CommitmentArea.objects.create(commitment=commitment or make_commitment(), area=area)


def make_commitment_theme(
    *, commitment: Commitment | None = None, theme: str = "styring"
) -> CommitmentTheme:
    return CommitmentTheme.objects.create(commitment=commitment or make_commitment(), theme=theme)


def make_reservation(
    *,
    agreement: Agreement | None = None,
    segment: Segment | None = None,
    ref: str | None = None,
    qualifies: Iterable[Commitment] = (),
    invoked_by: Iterable[str] = ("KS",),
    kind: str = "limit",
) -> Reservation:
    agreement = agreement or make_agreement()
    reservation = Reservation.objects.create(
        agreement=agreement,
        segment=segment or make_segment(agreement=agreement, kind="reservation"),
        ref=ref or f"2030-R{next(_NUMBERS)}",
        kind=kind,
        reason=in_languages("Løftet gjelder så langt det går."),
    )
    reservation.qualifies.set(qualifies)
    reservation.invoked_by.set(make_party(code) for code in invoked_by)
    return reservation


def make_region(
    *,
    code: str | None = None,
    name: str = "Prøvefylket",
    kind: str = Region.Kind.COUNTY,
    valid_from: date = date(2005, 1, 1),
    valid_to: date | None = None,
) -> Region:
    return Region.objects.create(
        code=code or f"{next(_NUMBERS) % 1000:04}",
        name=name,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def make_office(*, name: str | None = None, **facts: Any) -> Office:
    return Office.objects.create(name=name or f"Prøveembetet {next(_NUMBERS)}", **facts)


def make_office_county(
    *,
    office: Office | None = None,
    county: Region | None = None,
    valid_from: date = date(2005, 1, 1),
    valid_to: date | None = None,
) -> OfficeCounty:
    return OfficeCounty.objects.create(
        office=office or make_office(),
        county=county or make_region(),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@written_again
def make_membership(
    *,
    user: User | None = None,
    role: str = Role.EDITOR,
    party: str | None = "KD",
    offices: Iterable[Office] = (),
    confirmed: bool = True,
    **facts: Any,
) -> Membership:
    """A membership as the command line names one; ``party`` is left out for other roles."""
    of_party = role in PARTY_ROLES
    membership = Membership.objects.create(
        user=user or make_user(),
        role=role,
        party=make_party(party) if party and of_party else None,
        confirmed_at=timezone.now() if confirmed and of_party else None,
        **facts,
    )
    membership.offices.set(offices)
    return membership


def make_invitation(
    *,
    email: str | None = None,
    token: str | None = None,
    role: str = Role.EDITOR,
    party: str | None = "KD",
    offices: Iterable[Office] = (),
    **facts: Any,
) -> Invitation:
    """An invitation as the secretariat sends one; ``party`` is left out for other roles."""
    sent_at = facts.pop("sent_at", timezone.now())
    number = next(_NUMBERS)
    invitation = Invitation.objects.create(
        email=email or f"person{number}@example.no",
        name=facts.pop("name", "Ola Nordmann"),
        role=role,
        party=make_party(party) if party and role in PARTY_ROLES else None,
        token_hash=hash_of(token or f"token-{number}"),
        sent_at=sent_at,
        sent_by=facts.pop("sent_by", None) or make_membership(role=Role.SECRETARIAT),
        expires_at=facts.pop("expires_at", sent_at + LASTS),
        **facts,
    )
    invitation.offices.set(offices)
    return invitation


def make_factor_reset(*, membership: Membership | None = None, **facts: Any) -> FactorReset:
    """A request of the secretariat about an editor of KD."""
    asked_by = facts.pop("asked_by", None) or make_membership(role=Role.SECRETARIAT)
    return FactorReset.objects.create(
        membership=membership or make_membership(), asked_by=asked_by, **facts
    )


def make_source(*, entered_by: Membership | None = None, **facts: Any) -> Source:
    """An address; a file where ``address`` is "" and the facts of the file are given."""
    entered_by = entered_by or make_membership()
    defaults: dict[str, Any] = {
        "title": "Årsrapport",
        "address": "https://www.example.no/rapport",
        "party": entered_by.party,
    }
    return Source.objects.create(entered_by=entered_by, **{**defaults, **facts})


def make_entry(
    *,
    commitment: Commitment | None = None,
    state: str = State.PUBLISHED,
    author: Membership | None = None,
    approver: Membership | None = None,
    sources: Iterable[Source] | None = None,
    **facts: Any,
) -> ProgressEntry:
    """An entry in this state with all the steps behind it, by an author and an approver of KD."""
    author = author or make_membership()
    defaults = {**workflow_fields(state, author, approver), "true_on": date(2012, 3, 15)}
    entry = ProgressEntry.objects.create(
        commitment=commitment or make_commitment(), state=state, **{**defaults, **facts}
    )
    entry.authors.add(author)
    entry.sources.set([make_source(entered_by=author)] if sources is None else sources)
    return entry


def make_status(
    *,
    county: Region | None = None,
    commitment: Commitment | None = None,
    year: int = 2012,
    state: str = State.PUBLISHED,
    author: Membership | None = None,
    approver: Membership | None = None,
    sources: Iterable[Source] | None = None,
    **facts: Any,
) -> RegionalStatus:
    """A regional status in this state with all the steps behind it."""
    author = author or make_membership()
    status = RegionalStatus.objects.create(
        county=county or make_region(),
        commitment=commitment or make_commitment(regional=True),
        year=year,
        state=state,
        **{**workflow_fields(state, author, approver), **facts},
    )
    status.authors.add(author)
    status.sources.set([make_source(entered_by=author)] if sources is None else sources)
    return status


def make_import(*, by: Membership | None = None, **facts: Any) -> RegionalImport:
    by = by or make_membership()
    defaults: dict[str, Any] = {
        "party": by.party,
        "file_name": "fylker.csv",
        "body": b"ar\n",
        "sha256": sha256(b"ar\n").hexdigest(),
    }
    return RegionalImport.objects.create(created_by=by, **{**defaults, **facts})


def make_note(*, by: Membership | None = None, **facts: Any) -> CountyNote:
    by = by or make_membership(role=Role.OFFICE_VIEWER)
    defaults: dict[str, Any] = {
        "number": f"2026-{next(_NUMBERS)}",
        "office": facts.get("office") or make_office(),
        "county": facts.get("county") or make_region(),
        "party": facts.get("party") or make_party(),
        "text": "Eksempel: tallet er feil.",
        "token": uuid4(),
    }
    return CountyNote.objects.create(created_by=by, **{**defaults, **facts})


def workflow_fields(state: str, author: Membership, approver: Membership | None) -> dict[str, Any]:
    """What a row in this state holds, whatever it is about."""
    approver = approver or make_membership(role=Role.APPROVER)
    facts: dict[str, Any] = {
        "party": author.party,
        "status": Status.IN_PROGRESS,
        "narrative": "Eksempel: arbeidet er i gang.",
        "created_by": author,
        "return_note": "Eksempel: nevn kilden." if state == State.RETURNED else "",
        "withdrawal_reason": "Eksempel: feil år." if state == State.WITHDRAWN else "",
    }
    for step in STEPS.get(state, ()):
        facts[f"{step}_at"] = timezone.now()
        facts[f"{step}_by"] = author if step in OF_AUTHOR else approver
    return facts


def make_meeting(*, year: int = 2012, number: int | None = 1, **facts: Any) -> Meeting:
    defaults: dict[str, Any] = {"held_on": date(year, 11, 5), "entered_by": None}
    facts = {**defaults, **facts}
    facts["entered_by"] = facts["entered_by"] or make_membership(role=Role.SECRETARIAT)
    return Meeting.objects.create(year=year, number=number, **facts)


def make_evaluation(*, year: EvaluationYear | None = None, **facts: Any) -> Evaluation:
    """An open evaluation; a text agreement's year is given, else one is made."""
    defaults: dict[str, Any] = {
        "deadline_on": date(2040, 1, 15),
        "grace_until_on": date(2040, 3, 15),
        "opened_by": facts.pop("opened_by", None) or make_membership(role=Role.SECRETARIAT),
    }
    return Evaluation.objects.create(
        evaluation_year=year or make_evaluation_year(), **{**defaults, **facts}
    )


def make_assessment(
    *,
    evaluation: Evaluation | None = None,
    commitment: Commitment | None = None,
    author: Membership | None = None,
    **facts: Any,
) -> Assessment:
    """A complete assessment but for its source; by KD unless the author says otherwise."""
    author = author or make_membership()
    defaults = {"verdict": "fulfilled", "narrative": "Eksempel: gjort.", "party": author.party}
    row = Assessment.objects.create(
        evaluation=evaluation or make_evaluation(),
        commitment=commitment or make_commitment(),
        created_by=author,
        **{**defaults, **facts},
    )
    row.authors.add(author)
    return row


def make_submission(
    *, evaluation: Evaluation | None = None, by: Membership | None = None, **facts: Any
) -> Submission:
    by = by or make_membership(role=Role.APPROVER)
    defaults: dict[str, Any] = {"party": by.party, "content": "{}", "content_sha256": "0" * 64}
    return Submission.objects.create(
        evaluation=evaluation or make_evaluation(), submitted_by=by, **{**defaults, **facts}
    )


def make_conclusion(
    *, evaluation: Evaluation | None = None, by: Membership | None = None, **facts: Any
) -> Conclusion:
    """A proposal that awaits its answer, unless the facts say otherwise."""
    by = by or make_membership(role=Role.APPROVER)
    defaults: dict[str, Any] = {"party": by.party, "number": 1, "text": "Eksempel: enige."}
    return Conclusion.objects.create(
        evaluation=evaluation or make_evaluation(), proposed_by=by, **{**defaults, **facts}
    )


def make_signoff(
    *, evaluation: Evaluation | None = None, by: Membership | None = None, **facts: Any
) -> SignOff:
    by = by or make_membership(role=Role.APPROVER)
    defaults: dict[str, Any] = {
        "party": by.party,
        "content_sha256": "0" * 64,
        "signer_name": "Eksempel: Kari Nordmann",
        "signer_role": Role.APPROVER,
        "on_behalf_of": "Eksempel: for statsråden",
        "factor_at": timezone.now(),
    }
    return SignOff.objects.create(
        evaluation=evaluation or make_evaluation(), signed_by=by, **{**defaults, **facts}
    )


def make_revision(*, evaluation: Evaluation | None = None, **facts: Any) -> Revision:
    defaults: dict[str, Any] = {
        "number": 1,
        "kind": Revision.Kind.SIGNED,
        "round": 1,
        "content": "{}",
        "content_sha256": "0" * 64,
        "seal": "{}",
        "revision_sha256": "1" * 64,
        "published_by": facts.pop("published_by", None) or make_membership(role=Role.APPROVER),
    }
    evaluation = evaluation or make_evaluation()
    defaults["text_version"] = evaluation.agreement.versions.get(number=1)
    return Revision.objects.create(evaluation=evaluation, **{**defaults, **facts})


def make_published_verdict(
    *, revision: Revision | None = None, commitment: Commitment | None = None, **facts: Any
) -> PublishedVerdict:
    """A row of a revision: by default KD holds that the commitment was fulfilled."""
    statement = frozen(NOTHING_STATED).text
    defaults = {"verdict": "fulfilled", "is_view": False, "statement": statement}
    revision = revision or make_revision()
    return PublishedVerdict.objects.create(
        revision=revision,
        commitment=commitment or make_commitment(),
        party=facts.pop("party", None) or make_party(),
        year=facts.pop("year", None) or revision.evaluation.year,
        **{**defaults, **facts},
    )


def make_reopening(
    *, evaluation: Evaluation | None = None, by: Membership | None = None, **facts: Any
) -> Reopening:
    """A request that awaits its answer, unless the facts say otherwise."""
    by = by or make_membership(role=Role.APPROVER)
    defaults: dict[str, Any] = {"party": by.party, "round": 1, "reason": "Eksempel: feil tall."}
    return Reopening.objects.create(
        evaluation=evaluation or make_evaluation(), asked_by=by, **{**defaults, **facts}
    )


def make_redaction(**facts: Any) -> Redaction:
    """A passage struck out of a revision; of a row where ``revision`` is None."""
    defaults: dict[str, Any] = {
        "pointer": "/konklusjon/tekst",
        "reason": "Eksempel: personvern.",
        "first_name": "Eksempel: Kari",
        "second_name": "Eksempel: Ola",
        "content_sha256": "0" * 64,
    }
    if "revision" not in facts:
        facts["revision"] = make_revision()
    return Redaction.objects.create(**{**defaults, **facts})


def make_past_evaluation(
    *,
    year: EvaluationYear | None = None,
    state: str = State.PUBLISHED,
    author: Membership | None = None,
    approver: Membership | None = None,
    **facts: Any,
) -> PastEvaluation:
    """An evaluation of the time in this state with all the steps behind it."""
    author = author or make_membership()
    approver = approver or make_membership(role=Role.APPROVER)
    year = year or make_evaluation_year()
    defaults: dict[str, Any] = {
        "party": author.party,
        "made_on": date(year.year, 12, 1),
        "description": "Eksempel: referat fra møtet.",
        "created_by": author,
        "return_note": "Eksempel: nevn kilden." if state == State.RETURNED else "",
        "withdrawal_reason": "Eksempel: feil år." if state == State.WITHDRAWN else "",
    }
    for step in STEPS.get(state, ()):
        defaults[f"{step}_at"] = timezone.now()
        defaults[f"{step}_by"] = author if step in OF_AUTHOR else approver
    facts = {**defaults, **facts}
    facts.setdefault("source", None)
    facts["source"] = facts["source"] or make_source(entered_by=author)
    row = PastEvaluation.objects.create(evaluation_year=year, state=state, **facts)
    row.authors.add(author)
    return row
