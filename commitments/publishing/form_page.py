"""The page of the recording form: new, refused, in conflict, or after signing in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.pages import link, work_trail
from commitments.context.models import OutsideFact
from commitments.context.shown import ShownFact, shown_facts
from commitments.foundation.choices import State
from commitments.foundation.prepared_query import Prepared
from commitments.foundation.stale_row import StaleRowError
from commitments.publishing.form import StatementForm
from commitments.publishing.models import Statement
from commitments.register.models import Commitment
from commitments.web.blank_forms import blank_form_url
from commitments.web.messages import status_of


@dataclass(frozen=True, slots=True)
class FormPage:
    """A response with the form.

    ``discarded``: it shows what was typed into an entry that has been discarded.
    """

    request: HttpRequest
    form: StatementForm
    discarded: bool = False

    def answer(self, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """Render the form with its errors."""
        context = {
            **self._frame(self.form),
            "heading": self._heading(),
            "errors": self.form.error_list() if self.form.is_bound else [],
            "discarded": self.discarded,
        }
        return render(self.request, "publishing/form.html", context, status=status)

    def save(self, act: Callable[[], Statement]) -> HttpResponse:
        """Run the action, then redirect to the row's page or show the form with the errors.

        Raises:
            ObjectDoesNotExist: the row that is edited has been discarded.
        """
        if not self.form.is_valid():
            return self.answer()
        try:
            row = act()
        except StaleRowError as error:
            return self.conflict(error.current)
        except ValidationError as error:
            self.form.refuse(error)
            return self.answer(status_of(error))
        sent = row.state == State.SUBMITTED
        text = row.TEXTS.done["submit"] if sent else _("The draft has been saved.")
        messages.success(self.request, str(text))
        return redirect(row.get_work_url())

    def conflict(self, current: Statement) -> HttpResponse:
        """Show a 409 page with the saved and the typed content, which can be saved over it."""
        posted = self.request.POST.copy()
        posted["version"] = str(current.version)
        chosen = {*posted.getlist("sources"), *(str(row.pk) for row in current.sources.all())}
        posted.setlist("sources", sorted(chosen))
        form = type(self.form)(
            posted,
            self.form.source.files,
            commitment=self.form.commitment,
            party=self.form.party,
            entry=current,
        )
        history: Any = type(current).history  # type: ignore[attr-defined]  # the library adds it
        context = {
            **self._frame(form),
            "saved": history.visible_to(self.request.user).of_entry(current.pk).first(),
        }
        status = HTTPStatus.CONFLICT
        return render(self.request, "publishing/conflict.html", context, status=status)

    def _frame(self, form: StatementForm) -> dict[str, object]:
        """Return the context that every version of the page needs."""
        commitment, entry = form.commitment, form.entry
        action = entry.step_url("edit") if entry else self.new_url
        workspace_url = reverse("commitments:workspace")
        return {
            "form": form,
            "subject": self.subject,
            "title": self.title,
            "commitment": commitment,
            "entry": entry,
            "county_subject": None,
            "party": form.party.code,
            "others": self.others(form),
            "leads": self._leads(commitment),
            "action": action,
            "another_url": self.another_url,
            "way_back": entry.get_work_url() if entry else workspace_url,
            "trail": work_trail(
                link(commitment.named, commitment), link(_("Record progress"), action)
            ),
        }

    def _leads(self, commitment: Commitment) -> list[ShownFact]:
        """Return facts about where the party can look for what was done."""
        facts = OutsideFact.objects.visible_to(self.request.user).leads().about([commitment.ref])
        return shown_facts(facts)

    @property
    def subject(self) -> str:
        """The subject of the entry."""
        return self.form.commitment.named

    @property
    def title(self) -> str:
        """The purpose of the form."""
        if self.form.is_correction:
            return _("Correct an entry on %(ref)s") % {"ref": self.subject}
        return _("Record progress on %(ref)s") % {"ref": self.subject}

    @property
    def new_url(self) -> str:
        """The URL for recording a new entry about the same subject."""
        return reverse("commitments:entry_draft", args=[self.form.commitment.ref])

    @property
    def another_url(self) -> str:
        """The URL of another blank form beside this draft; empty if there cannot be two drafts."""
        entry = self.form.entry
        return blank_form_url(self.new_url) if entry and not entry.corrects_id else ""

    def others(self, form: StatementForm) -> Sequence[Any]:
        """Return the other party's latest published entry about the same subject."""
        return _OTHERS(form.commitment.pk, form.party.pk)

    def _heading(self) -> str:
        """Say why nothing was saved, and how many errors there are."""
        count = len(self.form.error_list()) if self.form.is_bound else 0
        if "send" in self.request.POST:
            return ngettext(
                "The entry cannot be sent yet. Correct one thing:",
                "The entry cannot be sent yet. Correct %(count)d things:",
                count,
            ) % {"count": count}
        return ngettext(
            "The entry cannot be saved yet. Correct one thing:",
            "The entry cannot be saved yet. Correct %(count)d things:",
            count,
        ) % {"count": count}


_OTHERS: Final = Prepared(
    lambda commitment, party: (
        Commitment(pk=commitment)
        .progress_entries.published()
        .of_others(party)
        .latest_per_party()
        .select_related("party")
    )
)
