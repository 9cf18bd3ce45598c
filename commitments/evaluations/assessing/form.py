"""The form with which a party assesses one commitment for the year evaluated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Party
from commitments.evaluations.assessing.content import AssessmentContent
from commitments.evaluations.assessing.models import (
    REASONS_TO_CHOOSE,
    Assessment,
    Gap,
    Verdict,
)
from commitments.foundation.choices import Language
from commitments.progress.models import ProgressEntry
from commitments.publishing.form import OfferedSource
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.chosen_file import SOURCE, Files
from commitments.sources.form import SourceForm
from commitments.sources.models import Source
from commitments.web.form_errors import ErrorListForm, FormError, PlainTextField

_TEXTS: Final = ("verdict", "reason", "gap", "narrative", "language")


class OfferedEntry(NamedTuple):
    """A published entry of the party that the assessment may rest on, and whether it does."""

    entry: ProgressEntry
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A party's choices for one commitment; ``is_view`` if it is not responsible for it."""

    commitment: Commitment
    party: Party
    is_view: bool
    reservations: Sequence[Reservation] = ()
    entries: Sequence[ProgressEntry] = ()
    sources: Sequence[Source] = ()

    @property
    def verdicts(self) -> list[str]:
        """Return the verdicts that fit the commitment and the party, in the vocabulary's order.

        A commitment without a condition or period is always applicable, and a reservation can be
        used only if the party may invoke one here.
        """
        unfit = set()
        if not self.commitment.may_be_inapplicable:
            unfit.add(Verdict.NOT_APPLICABLE)
        if not self.may_use_reservation:
            unfit.add(Verdict.RESERVATION_USED)
        return [name for name in vocabulary.names("verdict") if name not in unfit]

    @property
    def may_use_reservation(self) -> bool:
        """Whether the party may use a reservation on the commitment; never for a view."""
        return bool(self.reservations) and not self.is_view


class VerdictForm(ErrorListForm):
    """A verdict with its reason or gap, the grounds and their language."""

    verdict = forms.ChoiceField(label=_("Assessment"), required=False)
    reason = forms.ChoiceField(
        label=_("Why it was not fulfilled"),
        choices=[("", ""), *((reason.value, reason.label) for reason in REASONS_TO_CHOOSE)],
        required=False,
    )
    gap = forms.ChoiceField(
        label=_("What is missing"), choices=[("", ""), *Gap.choices], required=False
    )
    narrative = PlainTextField(
        label=_("Grounds"),
        help_text=_(
            "Say what the assessment is based on, in whole sentences. Paragraphs and links are "
            "kept."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB, required=False
    )

    def offer_verdicts(self, verdicts: Sequence[str]) -> None:
        """Accept only these verdicts."""
        fields: Any = self.fields
        fields["verdict"].choices = [("", ""), *((name, name) for name in verdicts)]

    def marked(self, name: str) -> list[tuple[str, bool]]:
        """Return every choice of a field except the empty one, with whether it is chosen."""
        choices: Any = self.fields[name]
        chosen = self[name].value()
        return [(value, value == chosen) for value, _label in choices.choices if value]

    def verdicts(self) -> list[tuple[str, bool]]:
        """Return every verdict on offer, with whether it is chosen."""
        return self.marked("verdict")

    def reasons(self) -> list[tuple[str, bool]]:
        """Return every reason on offer, with whether it is chosen."""
        return self.marked("reason")

    def gaps(self) -> list[tuple[str, bool]]:
        """Return everything that can be missing, with whether it is chosen."""
        return self.marked("gap")

    def assessment_fields(self) -> dict[str, Any]:
        """Return what was typed, without fields that belong to another verdict and are hidden."""
        values: dict[str, Any] = self.cleaned_data
        verdict, reason = values["verdict"], values["reason"]
        return {
            "verdict": verdict,
            "reason": reason if verdict == Verdict.NOT_FULFILLED else "",
            "gap": values["gap"] if verdict == Verdict.CANNOT_BE_VERIFIED else "",
            "narrative": values["narrative"],
            "language": values["language"] or Language.NB,
        }

    def anchor(self, name: str) -> str:
        """Link an error in the verdict or gap to its first choice."""
        if name in {"verdict", "gap"}:
            return f"{self[name].auto_id}-{self.marked(name)[0][0]}"
        return super().anchor(name)


class AssessmentForm(VerdictForm):
    """Verdict, grounds, sources and chosen entries for one commitment."""

    reservation = forms.ModelChoiceField(
        label=_("Which reservation was used"), queryset=Reservation.objects.none(), required=False
    )
    sources = forms.ModelMultipleChoiceField(queryset=Source.objects.none(), required=False)
    entries = forms.ModelMultipleChoiceField(queryset=ProgressEntry.objects.none(), required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        offer: Offer,
        own: Assessment | None,
    ) -> None:
        """Create an empty form, or one filled in from ``own``. Ids begin with the reference."""
        place = f"{offer.commitment.anchor}-%s"
        initial = {name: getattr(own, name) for name in (*_TEXTS, "version")} if own else {}
        if own:
            initial["reservation"] = own.reservation_id
        super().__init__(data, files, initial=initial, auto_id=place)
        self.offer, self.own = offer, own
        self.source = SourceForm(data, files, prefix=SOURCE, auto_id=place)
        self.offer_verdicts(offer.verdicts)
        if self.is_bound:  # otherwise no choices are validated
            self._take_from(offer)
        if not offer.may_use_reservation:
            del self.fields["reservation"]

    def _take_from(self, offer: Offer) -> None:
        fields: Any = self.fields
        fields["reservation"].queryset = Reservation.objects.filter(qualifies=offer.commitment)
        fields["sources"].queryset = Source.objects.of_party(offer.party)
        fields["entries"].queryset = (
            ProgressEntry.objects.published().of_party(offer.party).about(offer.commitment)
        )

    def is_valid(self) -> bool:
        """Whether both the assessment and the new source are valid."""
        return all([super().is_valid(), self.source.is_valid()])

    def content(self) -> AssessmentContent:
        """Return what was typed, as the action takes it."""
        values: dict[str, Any] = self.cleaned_data
        assessment_fields = self.assessment_fields()
        uses = assessment_fields["verdict"] == Verdict.RESERVATION_USED
        return AssessmentContent(
            **assessment_fields,
            reservation=values.get("reservation") if uses else None,
            sources=list(values["sources"]),
            entries=list(values["entries"]),
            new_sources=self.source.new_sources(),
        )

    def refuse(self, error: ValidationError) -> None:
        """Put each error where it can be fixed; that of a missing source on the address."""
        by_field = getattr(error, "error_dict", {})
        own = dict(by_field)
        of_source = {name: own.pop(name) for name in self.source.fields if name in own}
        if of_source:
            self.source.refuse(ValidationError(of_source))
        if own or not by_field:
            super().refuse(ValidationError(own) if by_field else error)

    def error_list(self) -> list[FormError]:
        """Return the errors of the whole form."""
        return super().error_list() + self.source.error_list()

    def reservations(self) -> list[tuple[Reservation, bool]]:
        """Return the reservations that can be used here, with whether they are chosen."""
        if "reservation" not in self.fields:
            return []
        chosen = str(self["reservation"].value() or "")
        return [(row, str(row.pk) == chosen) for row in self.offer.reservations]

    def offered_sources(self) -> list[OfferedSource]:
        """Return the relevant sources, with whether the assessment cites them."""
        chosen = self._chosen("sources", self.own.sources.all() if self.own else ())
        return [OfferedSource(row, str(row.pk) in chosen) for row in self.offer.sources]

    def offered_entries(self) -> list[OfferedEntry]:
        """Return the relevant published entries, with whether the assessment rests on them."""
        chosen = self._chosen("entries", self.own.entries.all() if self.own else ())
        return [OfferedEntry(row, str(row.pk) in chosen) for row in self.offer.entries]

    def _chosen(self, name: str, stored: Iterable[Source | ProgressEntry]) -> set[str]:
        if self.is_bound:
            return {str(pk) for pk in self[name].value() or ()}
        return {str(row.pk) for row in stored}
