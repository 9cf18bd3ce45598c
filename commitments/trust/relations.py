"""Verifies rules that span several rows, which only the actions enforce."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from agreements.models import AgreementParty, EvaluationYear
from agreements.reading.content import DOUBTFUL_YEAR
from commitments.context.proposal_models import ProposalAnswer
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment, Verdict
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.verification_error import VerificationError
from commitments.people.factor_reset_models import FactorReset
from commitments.people.models import PARTY_ROLES, Role
from commitments.places.models import Region
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.trust.earlier_facts import EarlierFacts, earlier_facts

_AGREEMENT = "evaluation__evaluation_year__agreement"

# People whose text a row includes, besides those who saved it, and their names in messages.
_ENTERED, _REPEATED = "the person who entered a source", "an author of what it corrects"
_WRITERS: dict[type[Model], dict[str, str]] = {
    ProgressEntry: {"sources__entered_by": _ENTERED, "corrects__authors": _REPEATED},
    RegionalStatus: {
        "sources__entered_by": _ENTERED,
        "corrects__authors": _REPEATED,
        "imports__created_by": "the maker of its file",
    },
    PastEvaluation: {"source__entered_by": _ENTERED},
    Assessment: {"sources__entered_by": _ENTERED, "entries__authors": "an author of its entries"},
}


def errors() -> Iterator[VerificationError]:
    """Report rows that no action could have written."""
    for what, rows in _questions():
        for row in rows.order_by().values_list("pk", flat=True):
            yield VerificationError(f"{rows.model._meta.label} {row}", what)


def _questions() -> Iterator[tuple[str, QuerySet[Model]]]:
    earlier = earlier_facts()
    yield "no party is responsible for it", Commitment.objects.filter(responsible__isnull=True)
    yield from _of_records(earlier)
    yield from _of_writers()
    yield from _of_assessments(earlier)
    yield from _of_steps()
    yield from _of_factor_resets()
    yield from _of_answers()


def _of_records(earlier: EarlierFacts) -> Iterator[tuple[str, QuerySet[Model]]]:
    for model in (ProgressEntry, RegionalStatus, PastEvaluation):
        rows: QuerySet[Model] = model._base_manager.all()
        authors: Any = model._meta.get_field("authors").remote_field.through
        name = f"{model._meta.model_name}_id"
        wrote = authors._base_manager.filter(
            **{name: OuterRef("pk")}, membership__user=OuterRef("published_by__user")
        )
        yield "one of its authors published it", rows.filter(Exists(wrote))
        sent = Q(published_by__user=F("submitted_by__user"))
        yield "the person who sent it published it", rows.filter(sent)
        yield "nobody is its author", rows.filter(authors__isnull=True)
        yield "someone of another party recorded it", rows.filter(_other_party("created_by"))
        yield "no approver of its party published it", rows.filter(_no_approver("published_by"))
        proposed = _other_party("withdrawal_proposed_by")
        yield "someone of another party proposed to withdraw it", rows.filter(proposed)
        yield "no approver of its party withdrew it", rows.filter(_no_approver("withdrawn_by"))
        alone = Q(withdrawn_by__user=F("withdrawal_proposed_by__user"))
        yield "the person who proposed to withdraw it withdrew it", rows.filter(alone)
    answering = Commitment.responsible.through.objects.filter(
        commitment=OuterRef("commitment"), party=OuterRef("party")
    )
    for model in (ProgressEntry, RegionalStatus):
        statements: QuerySet[Model] = model._base_manager.all()
        others = statements.exclude(Exists(answering)).exclude(earlier.answers)
        yield "its party is not responsible for the commitment", others
        cited = statements.filter(sources__isnull=False)
        yield "it cites a source of another party", cited.exclude(sources__party=F("party"))
    yield from _of_places(earlier)


def _of_writers() -> Iterator[tuple[str, QuerySet[Model]]]:
    for model, paths in _WRITERS.items():
        field: Any = model._meta.get_field("authors")
        authors = field.remote_field.through
        key = f"{model._meta.model_name}_id"
        for path, who in paths.items():
            named = {key: OuterRef("pk"), "membership": OuterRef(path)}
            is_author = Exists(authors._base_manager.filter(**named))
            rows = model._base_manager.filter(Q(**{f"{path}__isnull": False}) & ~is_author)
            yield f"{who} is not its author", rows.distinct()


def _of_places(earlier: EarlierFacts) -> Iterator[tuple[str, QuerySet[Model]]]:
    rows = RegionalStatus.objects.all()
    years = EvaluationYear.objects.counted().filter(
        agreement=OuterRef("commitment__agreement"), year=OuterRef("year")
    )
    same = rows.filter(commitment__regional=False).exclude(earlier.regional)
    yield "its commitment does not vary between counties", same
    others = rows.exclude(Exists(years)).exclude(earlier.years)
    yield "its year is none of the agreement", others
    yield "its place is no county", rows.exclude(county__kind=Region.Kind.COUNTY)


def _of_assessments(earlier: EarlierFacts) -> Iterator[tuple[str, QuerySet[Model]]]:
    unproved = Evaluation.objects.filter(
        evaluation_year__mark=DOUBTFUL_YEAR, opening_source__isnull=True
    )
    no_document = "its year is doubtful and no document shows that the agreement applied"
    yield no_document, unproved.exclude(earlier.undoubted)
    rows = Assessment.objects.all()
    yield (
        "its commitment is of another agreement",
        rows.exclude(commitment__agreement=F(_AGREEMENT)),
    )
    yield (
        "its reservation does not qualify the commitment for this party",
        rows.with_impossible_reservation().exclude(earlier.limits),
    )
    views = rows.views().exclude(earlier.answers)
    yield "a view names a reservation", views.filter(verdict=Verdict.RESERVATION_USED)
    yield "someone of another party wrote it", rows.filter(_other_party("created_by"))
    yield "someone of another party amended it", rows.filter(_other_party("amended_by"))
    yield (
        "it picks an entry of another party",
        rows.exclude(entries__isnull=True).exclude(
            entries__party=F("party"), entries__commitment=F("commitment")
        ),
    )
    yield "its party is no party to the agreement", rows.exclude(_is_party())


def _of_steps() -> Iterator[tuple[str, QuerySet[Model]]]:
    for model, step in ((Submission, "submitted_by"), (SignOff, "signed_by")):
        rows: QuerySet[Model] = model._base_manager.all()
        yield f"{step} is no approver of its party", rows.filter(_no_approver(step))
        yield "its party is no party to the agreement", rows.exclude(_is_party())
    proposals = Conclusion.objects.all()
    yield "someone of another party proposed it", proposals.filter(_other_party("proposed_by"))
    own_answer = proposals.accepted().filter(answered_by__party=F("party"))
    yield "the party that proposed it accepted it", own_answer
    oneself = proposals.accepted().filter(answered_by__user=F("proposed_by__user"))
    yield "the person who proposed it accepted it", oneself
    others = SignOff.objects.valid().filter(
        evaluation=OuterRef("evaluation"),
        round=OuterRef("round"),
        signed_by__user=OuterRef("signed_by__user"),
    )
    both = SignOff.objects.valid().filter(Exists(others.exclude(party=OuterRef("party"))))
    yield "one person signed for both parties", both
    requests = Reopening.objects.all()
    agreed = requests.filter(agreed_by__user=F("asked_by__user"))
    yield "the person who asked for it agreed to it", agreed
    yield "no approver of its party asked for it", requests.filter(_no_approver("asked_by"))
    no_approver = ~Q(agreed_by__role=Role.APPROVER) | Q(agreed_by__party__isnull=True)
    agreed_to = requests.filter(agreed_by__isnull=False)
    yield "no approver of a party agreed to it", agreed_to.filter(no_approver)
    yield "the party that asked for it agreed to it", requests.filter(agreed_by__party=F("party"))


def _of_factor_resets() -> Iterator[tuple[str, QuerySet[Model]]]:
    rows = FactorReset.objects.all()
    agreed = rows.filter(agreed_at__isnull=False)
    of_party = Q(agreed_by__party=F("membership__party"), agreed_by__role=Role.APPROVER)
    own = Q(agreed_by__user=F("membership__user")) | Q(agreed_by__user=F("asked_by__user"))
    yield "no approver in the person's party agreed", agreed.exclude(of_party)
    yield "the person or the asker agreed", agreed.filter(own)
    yield (
        "someone outside the secretariat asked for it",
        rows.exclude(asked_by__role=Role.SECRETARIAT),
    )


def _other_party(step: str) -> Q:
    """Condition: the person who took the step did not write for the row's party."""
    own = Q(**{f"{step}__party": F("party"), f"{step}__role__in": PARTY_ROLES})
    return Q(**{f"{step}__isnull": False}) & ~own


def _no_approver(step: str) -> Q:
    """Condition: the person who took the step was not an approver of the row's party."""
    own = Q(**{f"{step}__party": F("party"), f"{step}__role": Role.APPROVER})
    return Q(**{f"{step}__isnull": False}) & ~own


def _is_party() -> Exists:
    places = AgreementParty.objects.filter(agreement=OuterRef(_AGREEMENT), party=OuterRef("party"))
    return Exists(places)


def _of_answers() -> Iterator[tuple[str, QuerySet[Model]]]:
    answers = ProposalAnswer.objects.all()
    yield "answered_by is no approver of its party", answers.filter(_no_approver("answered_by"))
    others = answers.filter(
        proposal=OuterRef("proposal"), answered_by__user=OuterRef("answered_by__user")
    )
    both = answers.filter(Exists(others.exclude(party=OuterRef("party"))))
    yield "one person answered for both parties", both
