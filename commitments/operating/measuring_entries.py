"""Generated progress, for measuring pages with many entries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from django.utils import timezone

from agreements.models import Party
from commitments.foundation.choices import State, Status
from commitments.foundation.history_rows import record, record_new
from commitments.foundation.public_act import PublicAct
from commitments.people import membership_actions
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.sources.models import Source

_AT_A_TIME: Final = 5_000  # entries in memory at once
_FIRST_DAY: Final = date(2011, 8, 24)
_DAYS: Final = 800  # over which the entries are spread


@dataclass(frozen=True, slots=True)
class _Desk:
    """A party's writer and approver, and the one source they cite."""

    writer: Membership
    approver: Membership
    source: Source


def publish_entries(slug: str, *, each: int, report: Callable[[int], None]) -> int:
    """Publish ``each`` entries for each commitment and party, and return their number.

    They bypass the action, which would take an hour, but each has its one history row. ``report``
    is called now and then with the number of entries so far.
    """
    answers = Commitment.responsible.through.objects.filter(commitment__agreement__slug=slug)
    desks = _desks(Party.objects.filter(agreement_parties__agreement__slug=slug))
    pairs = answers.order_by("pk").values_list("commitment_id", "party_id").iterator()
    entries = _entries(pairs, desks, each)
    laid = 0
    while batch := list(islice(entries, _AT_A_TIME)):
        record_new(
            batch,
            user=lambda row: desks[row.party_id].writer.user,
            sources=lambda row: [desks[row.party_id].source],
            authors=lambda row: [desks[row.party_id].writer],
        )
        PublicAct.record(*batch, *(desk.source for desk in desks.values()))
        laid += len(batch)
        report(laid)
    return laid


def _entries(
    pairs: Iterable[tuple[int, int]], desks: dict[int, _Desk], each: int
) -> Iterator[ProgressEntry]:
    statuses = list(Status)
    now = timezone.now()
    for place, (commitment, party) in enumerate(pairs):
        desk = desks[party]
        for number in range(each):
            count = place * each + number
            yield ProgressEntry(
                commitment_id=commitment,
                party_id=party,
                state=State.PUBLISHED,
                status=statuses[count % len(statuses)],
                narrative=f"Målepunkt {count}: arbeidet gikk videre.",
                true_on=_FIRST_DAY + timedelta(days=count % _DAYS),
                created_at=now,
                created_by=desk.writer,
                submitted_at=now,
                submitted_by=desk.writer,
                published_at=now + timedelta(microseconds=count),
                published_by=desk.approver,
            )


def _desks(parties: Iterable[Party]) -> dict[int, _Desk]:
    secretariat = membership_actions.appoint_secretariat(email="maaling@example.no", name="Måling")
    return {party.pk: _desk(party, secretariat) for party in parties}


def _desk(party: Party, secretariat: Membership) -> _Desk:
    code = party.code.lower()
    approver = membership_actions.appoint(
        email=f"maaling-{code}@example.no", name=f"Måling: godkjenner i {party.code}", party=party
    )
    writer = membership_actions.add_person(
        by=secretariat,
        email=f"maaling-{code}-2@example.no",
        name=f"Måling: redaktør i {party.code}",
        role=Role.EDITOR,
        party=party,
    )
    writer = membership_actions.confirm(writer, by=approver, factor_at=timezone.now())
    source = Source(
        title="Måling", address="https://example.no/maaling", party=party, entered_by=writer
    )
    record(source, user=writer.user)
    return _Desk(writer, approver, source)
