"""Effects of an accepted change of a text on evaluations, and the changes that are refused."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.actions import Acceptance
from agreements.models import Agreement
from agreements.text_version import LONGEST
from commitments.evaluations.agreeing.signing_actions import void_signatures
from commitments.evaluations.agreeing.signoff_models import SignOff, VoidReason
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.plain_text import known_language, required


def readable(acceptance: Acceptance) -> Acceptance:
    """Validate an acceptance and return it with its texts normalised.

    Raises:
        ValidationError: keyed ``reason``, ``document`` and ``document_address``: ``required``,
            ``unreadable``, ``max_length``; ``language``: ``invalid_choice``;
            ``document_address``: ``invalid``. An address may be missing.
    """
    reason = required(acceptance.reason, "reason", LONGEST["reason"])
    document = required(acceptance.document, "document", LONGEST["document"])
    language = known_language(acceptance.language)
    address = acceptance.document_address
    if address:
        address = required(address, "document_address", LONGEST["document_address"])
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise ValidationError({"document_address": error}) from error
    return Acceptance(acceptance.first_day, reason, language, document, address)


def hold(*slugs: str) -> None:
    """Lock agreements and their evaluations until the transaction ends, so that nobody signs."""
    agreements = Agreement.objects.select_for_update().filter(slug__in=slugs)
    list(agreements.order_by("pk").values_list("pk"))
    rows = Evaluation.objects.filter(evaluation_year__agreement__slug__in=slugs)
    list(rows.select_for_update(of=("self",)).order_by("pk"))


def refuse_signed(refs: Collection[str]) -> None:
    """Refuse to change facts of commitments if signed verdicts are based on them.

    An evaluation that is reopened now does not prevent the change, because it will be signed
    again. One that a party published alone cannot be reopened; its verdicts keep their basis.

    Raises:
        ValidationError: code ``signed_facts``; params name references and years.
    """
    rows = (
        PublishedVerdict.objects.seen()
        .decided()
        .filter(commitment__ref__in=refs)
        .filter(revision__kind=Revision.Kind.SIGNED)
        .filter(revision__round=F("revision__evaluation__round"))
    )
    years: dict[str, list[str]] = {}
    pairs = rows.order_by("commitment__ref", "year").values_list("commitment__ref", "year")
    for ref, year in pairs.distinct():
        years.setdefault(ref, []).append(str(year))
    if years:
        raise ValidationError(
            _(
                "Signed assessments rest on the facts as they were: %(rows)s."
                " Their evaluations must be reopened first."
            ),
            code="signed_facts",
            params={"rows": "; ".join(f"{ref} {', '.join(row)}" for ref, row in years.items())},
        )


def refuse_impossible(agreement: Agreement) -> None:
    """Refuse a change if an assessment in progress names a reservation that would not apply.

    Raises:
        ValidationError: code ``impossible_assessments``; params name references and years.
    """
    rows = Assessment.objects.with_impossible_reservation().filter(
        evaluation__evaluation_year__agreement=agreement, round=F("evaluation__round")
    )
    names = [
        f"{row.commitment.named}, {row.evaluation.year} {row.party.code}"
        for row in rows.select_related("commitment", "party", "evaluation__evaluation_year")
    ]
    if names:
        raise ValidationError(
            _(
                "Assessments in progress name a reservation that would no longer apply: %(rows)s."
                " The party must change them first."
            ),
            code="impossible_assessments",
            params={"rows": "; ".join(names)},
        )


def void_given_signatures(agreement: Agreement) -> list[SignOff]:
    """Void and return the signatures in rounds that not everyone has signed.

    The content to sign names the version of the text, so it is no longer what they signed.
    """
    given = SignOff.objects.valid().filter(
        evaluation__evaluation_year__agreement=agreement,
        round=F("evaluation__round"),
        revisions__isnull=True,
    )
    voided: list[SignOff] = []
    for evaluation in Evaluation.objects.filter(signoffs__in=given).distinct().order_by("pk"):
        voided += void_signatures(evaluation, by=None, why=VoidReason.CHANGED_TEXT)
    return voided
