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
    Signature,
)
from commitments import search
from commitments.models import (
    PARTY_ROLES,
    Commitment,
    CommitmentArea,
    CommitmentTheme,
    CountyNote,
    Membership,
    Office,
    OfficeCounty,
    ProgressEntry,
    Region,
    RegionalImport,
    RegionalStatus,
    Reservation,
    Role,
    Source,
    State,
    Status,
)
from kvalitet.accounts.models import User

_NUMBERS: Final = count(1)

# The steps that an entry in this state has behind it.
STEPS: Final[dict[str, tuple[str, ...]]] = {
    State.DRAFT: (),
    State.SUBMITTED: ("submitted",),
    State.RETURNED: ("submitted", "returned"),
    State.PUBLISHED: ("submitted", "published"),
    State.CORRECTED: ("submitted", "published", "superseded"),
    State.WITHDRAWN: ("submitted", "published", "withdrawn"),
}


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
    for position, code in enumerate(parties, start=1):
        make_agreement_party(agreement=agreement, party=make_party(code), position=position)
    return agreement


def make_agreement_party(
    *, agreement: Agreement, party: Party | None = None, position: int = 1
) -> AgreementParty:
    return AgreementParty.objects.create(
        agreement=agreement, party=party or make_party(), position=position
    )


def make_evaluation_year(*, agreement: Agreement | None = None, year: int = 2029) -> EvaluationYear:
    return EvaluationYear.objects.create(agreement=agreement or make_agreement(), year=year)


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


def make_signature(
    *,
    segment: Segment | None = None,
    name: str = "Kari Nordmann",
    title: str = "statsråd",
    party: Party | None = None,
) -> Signature:
    return Signature.objects.create(
        segment=segment or make_segment(kind="signature"),
        name=name,
        title=title,
        party=party or make_party(),
    )


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
) -> Reservation:
    agreement = agreement or make_agreement()
    reservation = Reservation.objects.create(
        agreement=agreement,
        segment=segment or make_segment(agreement=agreement, kind="reservation"),
        ref=ref or f"2030-R{next(_NUMBERS)}",
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
    defaults = {**_recorded(state, author, approver), "true_on": date(2012, 3, 15)}
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
        **{**_recorded(state, author, approver), **facts},
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


def _recorded(state: str, author: Membership, approver: Membership | None) -> dict[str, Any]:
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
        facts[f"{step}_by"] = author if step == "submitted" else approver
    return facts
