"""Progress entries in the admin: the same verbs and refusals as in the workspace."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.templatetags.texts import label
from commitments.actions import progress
from commitments.actions.entry_content import Content
from commitments.actions.progress import StaleEntryError
from commitments.admin.action_admin import ActionAdmin
from commitments.admin.conflict import beside
from commitments.admin.stepped import DISCARD, SteppedForm
from commitments.admin.word_filters import StateFilter
from commitments.differences import Change
from commitments.models import Commitment, Membership, ProgressEntry, Source, State

_STEPS_OF_STATE: Final = {
    State.DRAFT: ("submit", DISCARD),
    State.RETURNED: ("submit", DISCARD),
    State.SUBMITTED: ("approve", "send_back"),
    State.PUBLISHED: ("correct", "withdraw"),
}
_CONTENT: Final = ("status", "narrative", "language", "true_on", "correction_reason", "sources")


class ProgressEntryForm(SteppedForm):
    """What the workspace's form has, and the step to take.

    ``conflict``: where someone else saved first, what each of the two texts says.
    """

    conflict: Sequence[Change] = ()
    steps_of_state = _STEPS_OF_STATE
    status = forms.ChoiceField(label=_("status"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    class Meta:
        """Fields that a person fills in."""

        model = ProgressEntry
        fields = ["commitment", *_CONTENT]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                ("", "–"),
                *((name, label(name, "progress")) for name in vocabulary.words("progress")),
            ]

    def refuse(self, error: Any) -> None:
        """A conflict also shows both texts; sending again then goes on top of the other."""
        super().refuse(error)
        if isinstance(error, StaleEntryError) and isinstance(error.current, ProgressEntry):
            self.conflict = beside(error.current, self.data)
            data: Any = self.data
            self.data = data.copy()
            self.data["version"] = str(error.current.version)  # type: ignore[index]  # a copy


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ActionAdmin):
    """Own entries in every state, others' public ones; a published entry is read-only."""

    form = ProgressEntryForm
    change_form_template = "commitments/admin/entry_change.html"
    list_display = ("ref", "party", "state_label", "status_label", "true_on", "published_at")
    list_select_related = ("commitment", "party")
    list_filter = ("party", StateFilter)
    autocomplete_fields = ("commitment", "sources")
    date_hierarchy = None

    @admin.display(description=_("commitment"), ordering="commitment__ref")
    def ref(self, entry: ProgressEntry) -> str:
        """The commitment's reference."""
        return entry.commitment.ref

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, entry: ProgressEntry) -> str:
        """The state in the reader's words."""
        return label(entry.state, "entry")

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, entry: ProgressEntry) -> str:
        """The status in the reader's words; a draft may have none."""
        return label(entry.status, "progress") if entry.status else "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and approvers of a party."""
        acting = self.acting(request)
        return acting is not None and acting.writes

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Own entries for which there is a step left to take."""
        acting = self.acting(request)
        if acting is None or not acting.writes:
            return False
        if not isinstance(obj, ProgressEntry):
            return True
        return obj.party_id == acting.party_id and obj.state in _STEPS_OF_STATE

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The content, then the step."""
        return [
            (None, {"fields": ["commitment", *_CONTENT]}),
            (_("What happens now"), {"fields": ["step", "remark", "version", "token"]})
            if self._may_step(request, obj)
            else (_("What happens now"), {"fields": ["state"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Everything that can no longer be edited."""
        if not isinstance(obj, ProgressEntry):
            return ()
        locked = () if obj.is_editable else _CONTENT
        return ("commitment", *locked, *(() if self._may_step(request, obj) else ("state",)))

    def _may_step(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or self.has_change_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sources of the own party alone."""
        if db_field.name == "sources":
            acting = self.acting(request)
            party = acting.party if acting else None
            rows = Source.objects.kept()
            kwargs["queryset"] = rows.of_party(party) if party else rows.none()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Our own history page."""
        return HttpResponseRedirect(reverse("commitments:entry_history", args=[object_id]))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After a discarded entry the list: there is no page of it left to go on with."""
        if request.POST.get("step") != DISCARD:
            return super().response_change(request, obj)
        self.message_user(request, gettext("The entry is discarded. Its history remains."))
        return self.response_post_save_change(request, obj)

    def act(self, request: HttpRequest, obj: Model | None, values: dict[str, Any]) -> Model:
        """Save the content where it can be edited, then take the step."""
        try:
            return self._act(request, obj, values)
        except ProgressEntry.DoesNotExist as error:
            text = gettext("A colleague has discarded the entry.")
            raise ValidationError(text, code="discarded") from error

    def _act(
        self, request: HttpRequest, obj: Model | None, values: dict[str, Any]
    ) -> ProgressEntry:
        by = self.acting(request)
        if by is None:
            raise PermissionDenied
        entry = obj if isinstance(obj, ProgressEntry) else None
        version = values.get("version") or (entry.version if entry else 1)
        if entry is None:
            commitment: Commitment = values["commitment"]
            token = values["token"] or uuid4()
            entry = progress.draft(commitment, _content(values), by=by, token=token)
            version = entry.version
        elif values["step"] == DISCARD:
            progress.discard(entry, by=by, version=version)
            return entry
        elif entry.is_editable:
            entry = progress.edit(entry, _content(values), by=by, version=version)
            version = entry.version
        elif entry.version != version:  # what was typed is not taken any more, and not dropped
            raise StaleEntryError(entry)
        return _take_step(entry, values, by, version)


def _content(values: dict[str, Any]) -> Content:
    sources: QuerySet[Source] = values["sources"]
    return Content(
        status=values["status"],
        narrative=values["narrative"],
        language=values["language"],
        true_on=values["true_on"],
        correction_reason=values["correction_reason"],
        sources=list(sources),
    )


def _take_step(
    entry: ProgressEntry, values: dict[str, Any], by: Membership, version: int
) -> ProgressEntry:
    match values["step"]:
        case "submit":
            return progress.submit(entry, by=by, version=version)
        case "approve":
            return progress.approve(entry, by=by, version=version)
        case "send_back":
            return progress.send_back(entry, by=by, version=version, note=values["remark"])
        case "correct":
            return progress.correct(entry, by=by)
        case "withdraw":
            return progress.withdraw(entry, by=by, version=version, reason=values["remark"])
    return entry
