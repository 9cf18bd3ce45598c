"""Proposals and signatures in the admin, with the same steps and refusals as on the pages."""

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commitments.evaluations.agreeing import conclusion_actions, signing_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.admin import PartyAdmin
from commitments.people.action_admin import ActionForm, Values
from commitments.people.step_up import factor_at


class ConclusionAdminForm(ActionForm):
    """A proposal, or the response to one."""

    answer = forms.ChoiceField(
        label=_("next step"),
        required=False,
        choices=[
            ("", _("nothing")),
            ("accept", _("accept")),
            ("counter", _("answer with the counter-proposal below")),
            ("withdraw", _("withdraw")),
        ],
    )
    counter_text = forms.CharField(
        label=_("counter-proposal"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta:
        """The fields that a person fills in."""

        model = Conclusion
        fields = ["evaluation", "text", "language"]

    def clean(self) -> None:
        """Accept the counter-proposal's text only with the choice to counter."""
        is_sent = self.cleaned_data.get("answer") == "counter"
        self.refuse_left_behind("counter_text", is_taken=is_sent)


@admin.register(Conclusion)
class ConclusionAdmin(PartyAdmin):
    """Proposals of both parties, with the responses."""

    form = ConclusionAdminForm
    list_display = ("evaluation", "round", "number", "party", "state")
    readonly_fields = ("evaluation", "party", "state", "text", "language")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Both parties may: one responds to the other's proposal."""
        return self.has_add_permission(request)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the fields for a new proposal, or the stored ones with those for the response."""
        if obj is None:
            return ("evaluation", "text", "language")
        return ("evaluation", "party", "state", "text", "language", "answer", "counter_text")

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Propose, or respond to a proposal."""
        by = self.by(request)
        if not isinstance(obj, Conclusion):
            content = {"text": values["text"], "language": values["language"]}
            return conclusion_actions.propose(values["evaluation"], by=by, **content)
        match values["answer"]:
            case "accept":
                return conclusion_actions.accept(obj, by=by)
            case "counter":
                text = values["counter_text"]
                return conclusion_actions.counter(obj, by=by, text=text, language=obj.language)
            case "withdraw":
                return conclusion_actions.withdraw_proposal(obj, by=by)
        return obj


class SignOffForm(ActionForm):
    """A signature over the SHA-256 of the content that was read, as the signing page shows it."""

    withdraw = forms.BooleanField(label=_("withdraw"), required=False)

    class Meta:
        """The fields that a person fills in."""

        model = SignOff
        fields = ["evaluation", "content_sha256", "on_behalf_of"]


@admin.register(SignOff)
class SignOffAdmin(PartyAdmin):
    """Signatures of both parties."""

    form = SignOffForm
    list_display = ("evaluation", "party", "signer_name", "signed_at", "voided_at", "withdrawn_at")
    readonly_fields = ("evaluation", "content_sha256", "on_behalf_of", "signer_name", "signed_at")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the fields for a new signature, or the stored facts of an existing one."""
        signed = ("evaluation", "content_sha256", "on_behalf_of")
        if obj is None:
            return signed
        may = self.has_change_permission(request, obj)
        return (*signed, "signer_name", "signed_at", *(("withdraw",) if may else ()))

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Sign, or withdraw the signature."""
        by = self.by(request)
        if isinstance(obj, SignOff):
            return (
                signing_actions.withdraw_signature(obj.evaluation, by=by)
                if values["withdraw"]
                else obj
            )
        return signing_actions.sign(
            values["evaluation"],
            by=by,
            factor_at=factor_at(request),
            **{name: values[name] for name in ("content_sha256", "on_behalf_of")},
        )
