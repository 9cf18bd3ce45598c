"""The only writers of what was written. The text files are the one source; nobody acts for them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
from agreements.reader import AgreementText

_ASIDE = 10_000  # more segments than any agreement has


@dataclass(frozen=True, slots=True)
class Loaded:
    """An agreement after loading, and what the loading did to it."""

    agreement: Agreement
    change: str  # "new", "changed" or "unchanged"


@transaction.atomic
def load(text: AgreementText, *, accept_changed_text: bool = False) -> Loaded:
    """Bring one agreement's rows into step with its text files.

    The same pair of files again changes nothing. A changed classification of the
    same words is taken as it is; the former stays in the agreement's history.

    Raises:
        ValidationError: the words themselves differ from what is loaded and
            ``accept_changed_text`` is false (code ``changed_text``).
    """
    agreement = Agreement.objects.filter(slug=text.slug).first()
    if agreement and agreement.source_sha256 != text.source_sha256 and not accept_changed_text:
        raise ValidationError(
            _("The text of %(slug)s differs from what is loaded."),
            code="changed_text",
            params={"slug": text.slug},
        )
    if agreement and (agreement.source_sha256, agreement.cut_source) == (
        text.source_sha256,
        text.cut_source,
    ):
        return Loaded(agreement, "unchanged")
    change = "changed" if agreement else "new"
    agreement = agreement or Agreement(slug=text.slug)
    for name in ("title", "signed_on", "starts_on", "ends_on", "source", "source_text"):
        setattr(agreement, name, getattr(text, name))
    for name in ("source_sha256", "text_sha256", "cut_source", "note"):
        setattr(agreement, name, getattr(text, name))
    agreement.loaded_at = timezone.now()
    agreement.save()
    _load_parties(agreement, text)
    _load_segments(agreement, text)
    return Loaded(agreement, change)


def _load_parties(agreement: Agreement, text: AgreementText) -> None:
    agreement.agreement_parties.all().delete()
    for position, code in enumerate(text.parties, start=1):
        party, _created = Party.objects.get_or_create(code=code)
        AgreementParty.objects.create(agreement=agreement, party=party, position=position)
    agreement.evaluation_years.exclude(year__in=text.evaluation_years).delete()
    for year in text.evaluation_years:
        EvaluationYear.objects.get_or_create(agreement=agreement, year=year)


def _load_segments(agreement: Agreement, text: AgreementText) -> None:
    """Lay the segments anew; goals and signatures follow, commitments are laid by their own app."""
    Signature.objects.filter(segment__agreement=agreement).delete()
    Goal.objects.filter(segment__agreement=agreement).delete()
    # Rows are kept by anchor; positions step aside first, because both are unique.
    agreement.segments.update(position=F("position") + _ASIDE)
    rows = {}
    for segment in text.segments:
        rows[segment.position], _created = Segment.objects.update_or_create(
            agreement=agreement,
            anchor=segment.anchor,
            defaults={
                "position": segment.position,
                "kind": segment.kind,
                "text": segment.text,
                "ref": segment.ref,
                "marker": segment.marker,
                "inline": segment.inline,
                "note": segment.note,
            },
        )
    agreement.segments.filter(position__gt=_ASIDE).delete()
    for goal in text.goals:
        row = Goal.objects.create(segment=rows[goal.position], ref=goal.ref, st_meld=goal.st_meld)
        for area in goal.areas:
            GoalArea.objects.create(goal=row, area=area)
    parties = {party.code: party for party in agreement.parties.all()}
    for signature in text.signatures:
        Signature.objects.create(
            segment=rows[signature.position],
            name=signature.name,
            title=signature.title,
            party=parties[signature.party],
        )
