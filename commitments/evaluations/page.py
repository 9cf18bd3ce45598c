"""Prepares the content of a yearly evaluation's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from agreements import vocabulary
from agreements.models import Agreement, EvaluationYear
from agreements.pages import agreement_frame, link
from commitments.evaluations import state as evaluation_state
from commitments.evaluations.facts import facts
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_bases import changed_since
from commitments.evaluations.state import Facts
from commitments.web.table_file import downloads


@dataclass(frozen=True, slots=True)
class Awaited:
    """A party that has not submitted; ``missed`` is the deadline if it has passed, else None."""

    party: str
    missed: date | None


class EvaluationPage:
    """One evaluation year with the revision to show; None before there is one.

    ``is_current``: the page of the year, not that of a revision. Only it shows how the
    evaluation came about, and its state today.
    """

    def __init__(
        self,
        year: EvaluationYear,
        past: Sequence[PastEvaluation],
        revision: Revision | None,
        *,
        is_current: bool,
    ) -> None:
        """Take the year with its agreement, and its published evaluations made at the time.

        The year must be loaded ``with_counted``.
        """
        self.year = year
        self.agreement: Agreement = year.agreement
        self.past = past
        self.revision = revision
        self.is_current = is_current
        self.facts = _facts_of(year)

    def context(self) -> dict[str, object]:
        """Return everything that the templates name."""
        return {
            "agreement": self.agreement,
            "year": self.year.year,
            "evaluation_year": self.year,
            "past": self.past,
            "state": evaluation_state.state(self.facts),
            "is_reopened": "reopened" in evaluation_state.marks(self.facts),
            "steps": evaluation_state.steps(self.facts),
            "awaited": self._awaited(),
            "deadline_on": self.facts.deadline_on if self.facts else None,
            "meeting": self._meeting(),
            "is_current": self.is_current,
            "revision": self.revision,
            **(self._published(self.revision) if self.revision else {}),
            **self._frame(),
        }

    def _awaited(self) -> list[Awaited]:
        """Return the parties that have not submitted in the current round, in their order."""
        if self.facts is None:
            return []
        late = evaluation_state.not_handed_in(self.facts, timezone.now())
        return [
            Awaited(code, self.facts.deadline_on if code in late else None)
            for code in self.facts.parties
            if code not in self.facts.handed_in
        ]

    def _meeting(self) -> Meeting | None:
        """Return the meeting named today; a revision names its own."""
        return self.year.evaluation.meeting if self.facts else None

    def _published(self, revision: Revision) -> dict[str, object]:
        files = revision.sources.exclude(file="").values_list("sha256", "pk")
        urls = {sha: reverse("commitments:source_file", args=[key]) for sha, key in files}
        document = revision.document
        return {
            "evaluation": document,
            "files": urls,
            "reservations": {row.ref: row for row in document.reservations},
            "names": self.agreement.commitments.names(),
            "counted": document.count_verdicts(vocabulary.names("verdict")),
            "revisions": self.facts.revisions if self.facts else (),
            "changed_since": changed_since(revision.text_version_id, self.agreement.slug),
        }

    def _frame(self) -> dict[str, object]:
        """Return breadcrumbs, citation and downloads."""
        args = [self.agreement.slug, self.year.year]
        here = gettext("Evaluation of %(year)s") % {"year": self.year.year}
        trail = [
            *agreement_frame(self.agreement)["trail"],
            link(gettext("The evaluations"), "commitments:evaluation_list", self.agreement.slug),
            link(here, "commitments:evaluation_detail", *args),
        ]
        links: list[dict[str, str]] = []
        if self.revision and self.is_current:
            document = link("PDF", "commitments:evaluation_pdf", *args)
            links = [document, *downloads("evaluation_file", *args)]
        elif self.revision:
            args = [*args, self.revision.number]
            label = gettext("Revision %(number)s") % {"number": self.revision.number}
            trail.append(link(label, "commitments:revision_detail", *args))
            links = [
                link("PDF", "commitments:revision_pdf", *args),
                link("JSON", "commitments:revision_json", *args),
            ]
        return {"trail": trail, "downloads": links, "citation": self._citation()}

    def _citation(self) -> str:
        values = {"name": self.agreement.short_name, "year": self.year.year}
        if self.revision is None:
            return gettext("Evaluation of %(year)s, the %(name)s agreement") % values
        return gettext("Evaluation of %(year)s, the %(name)s agreement, revision %(number)s") % {
            **values,
            "number": self.revision.number,
        }


def _facts_of(year: EvaluationYear) -> Facts | None:
    try:
        evaluation: Evaluation = year.evaluation
    except ObjectDoesNotExist:
        return None
    evaluation.evaluation_year = year
    return facts(evaluation)
