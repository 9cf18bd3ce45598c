"""The only writers of the agreements, from the text files. No person acts for the files."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

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
    TextVersion,
)
from agreements.reading.changes import TextChange, differences
from agreements.reading.content import columns
from agreements.reading.reader import AgreementText
from agreements.text_version import pair_sha256

_AGREEMENT: Final = (
    *("title", "signed_on", "starts_on", "ends_on", "source", "source_text"),
    *("source_sha256", "text_sha256", "cut_source", "short_title", "note"),
)
_SEGMENT: Final = ("position", "kind", "text", "ref", "marker", "inline", "short_title", "note")
_ASIDE = 10_000  # more segments than any agreement has


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The statement of the person who accepts a change of a text or fact; all of it is public.

    ``first_day`` is the day from which the change applies, ``language`` that of the reason
    (``nb`` or ``nn``), ``document`` the title of the document behind the change; its address may
    be empty.
    """

    first_day: date
    reason: str
    language: str
    document: str
    document_address: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An agreement after loading, and whether loading changed it."""

    agreement: Agreement
    change: str  # "new", "changed" or "unchanged"


def changes_to(text: AgreementText, *, acceptance: Acceptance | None) -> tuple[TextChange, ...]:
    """Return what the files change in the newest version of their agreement; empty if nothing.

    A new agreement has no version, and so nothing changes.

    Raises:
        ValidationError: there are changes, but no acceptance (code ``changed_text``, params
            name every change), or the accepted first day is in the future
            (``first_day_in_future``) or before that of the newest version
            (``first_day_before_newest``, params name it), whose changes would apply earlier.
    """
    newest = TextVersion.objects.applied().of_agreement(text.slug).first()
    changes = differences(newest.text, text) if newest else ()
    if changes and acceptance is None:
        raise ValidationError(
            _("The files of %(slug)s differ from what was accepted: %(changes)s."),
            code="changed_text",
            params={"slug": text.slug, "changes": "; ".join(map(str, changes))},
        )
    if newest and changes and acceptance:
        _check_first_day(acceptance.first_day, newest)
    return changes


def _check_first_day(first_day: date, newest: TextVersion) -> None:
    if first_day > timezone.localdate():
        raise ValidationError(
            _("The first day of a change must not lie in the future."), code="first_day_in_future"
        )
    if newest.first_day and first_day < newest.first_day:
        raise ValidationError(
            _(
                "The first day of a change must not lie before %(newest)s, that of the newest"
                " version: a version is a whole text, so what that one changed would apply earlier"
                " than it does."
            ),
            code="first_day_before_newest",
            params={"newest": newest.first_day.isoformat()},
        )


@transaction.atomic
def lay(text: AgreementText, *, acceptance: Acceptance | None = None) -> TextVersion:
    """Store the next version of an agreement's text, and update the rows that come from it.

    The first version needs no ``acceptance``; ``changes_to`` has required it of later ones.
    """
    agreement = Agreement.objects.filter(slug=text.slug).first() or Agreement(slug=text.slug)
    accepted_at = timezone.now()
    for name, value in columns(text, _AGREEMENT).items():
        setattr(agreement, name, value)
    agreement.loaded_at = accepted_at
    agreement.save()
    _load_parties(agreement, text)
    _load_segments(agreement, text)
    return TextVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        source_text=text.source_text,
        cut_source=text.cut_source,
        sha256=pair_sha256(text.source_text, text.cut_source),
        accepted_at=accepted_at,
        **(asdict(acceptance) if acceptance else {}),
    )


def _load_parties(agreement: Agreement, text: AgreementText) -> None:
    agreement.agreement_parties.all().delete()
    for position, code in enumerate(text.parties, start=1):
        party, _created = Party.objects.get_or_create(code=code)
        AgreementParty.objects.create(agreement=agreement, party=party, position=position)
    agreement.evaluation_years.exclude(year__in=text.evaluation_years).delete()
    marks = {row.year: asdict(row) for row in text.marked_years}
    unmarked = {"mark": "", "nb": "", "nn": "", "en": ""}
    for year in text.evaluation_years:
        EvaluationYear.objects.update_or_create(
            agreement=agreement, year=year, defaults=marks.get(year, unmarked)
        )


def _load_segments(agreement: Agreement, text: AgreementText) -> None:
    """Update segments, goals and signatures; commitments are updated by their own app."""
    Signature.objects.filter(segment__agreement=agreement).delete()
    Goal.objects.filter(segment__agreement=agreement).delete()
    # Rows are matched by anchor; move positions aside first, because both are unique.
    agreement.segments.update(position=F("position") + _ASIDE)
    rows = {}
    for segment in text.segments:
        rows[segment.position], _created = Segment.objects.update_or_create(
            agreement=agreement,
            anchor=segment.anchor,
            defaults=columns(segment, _SEGMENT),
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
