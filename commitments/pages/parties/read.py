"""Reads everything published about one party, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone

from agreements import vocabulary
from agreements.models import Agreement, Party
from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.counting.claims import PartyCounts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.matrix import MatrixLine
from commitments.evaluations.revisions.verdict_models import (
    PublishedVerdict,
    PublishedVerdictQuerySet,
)
from commitments.evaluations.standing import overviews_of
from commitments.evaluations.yearly_duty import followed_up
from commitments.evaluations.years.lines import lines_of
from commitments.pages.parties import promises as of_promises
from commitments.pages.parties.hand_ins import hand_ins
from commitments.pages.parties.promises import PartyPromise
from commitments.pages.parties.record import (
    AgreementPart,
    PartyRecord,
    PartyYear,
    ReservationUse,
)
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation

# The order in which a year's assessments are shown.
_ORDER: Final = (*vocabulary.names("verdict"), NOT_ASSESSED, NOT_PUBLISHED)


def read(party: Party) -> PartyRecord:
    """Read what is published about a party; without agreements the record is empty."""
    rows = Agreement.objects.filter(parties=party).with_parties().without_texts()
    agreements = list(rows.with_evaluation_years(followed_up().counted()))
    found = _Found(party, agreements)
    counts = claims.responsibilities(found.responsible, party.code, len(found.commitments))
    return PartyRecord(party.code, counts, [found.part(agreement) for agreement in agreements])


class _Found:
    """What the database has about a party and all its agreements."""

    def __init__(self, party: Party, agreements: Sequence[Agreement]) -> None:
        verdicts = PublishedVerdict.objects.seen_at_once()
        self.party = party.code
        self.commitments = _commitments(agreements)
        self.lines = _lines(agreements, self.commitments, verdicts)
        self.promises = _promises(self.commitments, self.lines, party.code)
        self.limits = Reservation.objects.invocable_by(party, self.commitments)
        self.cells = Cells.of(verdicts).filtered(who=party.code).counted()
        self.overviews = overviews_of(Evaluation.objects.with_relations())
        self.responsible = Commitment.objects.counted_responsibilities()

    def part(self, agreement: Agreement) -> AgreementPart:
        """Return what belongs to one agreement, without a query."""
        slug, years = agreement.slug, agreement.evaluation_years.all()
        lines = [self.lines[row.pk] for row in self.commitments if row.agreement_id == agreement.pk]
        promises = [row for row in self.promises if row.commitment.agreement_id == agreement.pk]
        responsible = [row for row in self.responsible if row.agreement == slug]
        return AgreementPart(
            agreement,
            claims.responsibilities(responsible, self.party, len(lines), avtale=slug),
            lines,
            promises,
            _years(years, claims.by_party(self.cells, slug, {}), lines, self.party),
            hand_ins(years, self.overviews, self.party),
            self._uses(promises, lines),
        )

    def _uses(
        self, promises: Iterable[PartyPromise], lines: Sequence[MatrixLine]
    ) -> list[ReservationUse]:
        """Return each reservation on these promises that the party may invoke, in text order."""
        found: dict[Reservation, list[PartyPromise]] = {}
        for row in promises:
            for reservation in self.limits.get(row.commitment.pk, ()):
                found.setdefault(reservation, []).append(row)
        return [
            ReservationUse(row, found[row], of_promises.using(lines, self.party, row.ref))
            for row in sorted(found, key=lambda row: row.segment.position)
        ]


def _commitments(agreements: Iterable[Agreement]) -> list[Any]:
    """Return every commitment of the agreements, in text order, with who is responsible."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    codes = dict.fromkeys(code for row in by_key.values() for code in row.party_codes)
    rows = Commitment.objects.filter(agreement__in=by_key).in_text_order().for_list()
    found = list(rows.with_answers(codes))
    for commitment in found:
        commitment.agreement = by_key[commitment.agreement_id]
    return found


def _lines(
    agreements: Iterable[Agreement],
    commitments: Sequence[Any],
    verdicts: PublishedVerdictQuerySet,
) -> dict[int, MatrixLine]:
    """Return all counted years of each commitment, by its key, in one query.

    One more for each agreement whose text was changed.
    """
    published = list(verdicts.order_by().with_version().values_list(*matrix.COLUMNS))
    lines: dict[int, MatrixLine] = {}
    for agreement in agreements:
        own = [row for row in commitments if row.agreement_id == agreement.pk]
        keys, years = {row.pk for row in own}, agreement.evaluation_years.all()
        judged = [row for row in published if row[0] in keys]
        found = lines_of(own, agreement.party_codes, [row.year for row in years], judged)
        lines |= {line.promise.key: line for line in found}
    return lines


def _promises(
    commitments: Iterable[Commitment], lines: Mapping[int, MatrixLine], party: str
) -> list[PartyPromise]:
    """Return what the party is responsible for now, with its latest progress, in one query."""
    statements = ProgressEntry.objects.seen().statement_values()
    rows = Commitment.objects.last_statements_by_party(statements).filter(party=party)
    said = dict(rows.values_list("pk", "last_statement"))
    today = timezone.localdate()
    return [
        of_promises.promise(row, lines[row.pk], party, said.get(row.pk), today)
        for row in commitments
        if party in lines[row.pk].promise.answering
    ]


def _years(
    years: Iterable[Any],
    counts: Iterable[PartyCounts],
    lines: Iterable[MatrixLine],
    party: str,
) -> list[PartyYear]:
    """Return the party's own assessments of each counted year, by verdict, then in text order."""
    own = [row for line in lines for row in of_promises.own_cells(line, party)]
    own.sort(key=lambda row: _ORDER.index(row.cell.verdict))
    by_year = {year.year: year for row in counts for year in row.years}
    return [
        PartyYear(row, by_year[row.year], [one for one in own if one.year.year == row.year])
        for row in years
        if row.year in by_year
    ]
