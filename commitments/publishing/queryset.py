"""Queries for what a party records, and for its history."""

from typing import TYPE_CHECKING, Final, Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from simple_history.manager import HistoricalQuerySet

from agreements.models import Party
from commitments.foundation.choices import EDITABLE_STATES, OPEN_STATES, PUBLIC_STATES, State
from commitments.people.models import Membership, Visitor
from commitments.publishing.workflow_models import Workflow, wrote_or_sent

if TYPE_CHECKING:
    from commitments.publishing.models import Statement

_Way_co = TypeVar("_Way_co", bound=Workflow, covariant=True)
_Row_co = TypeVar("_Row_co", bound="Statement", covariant=True)
_PROPOSED: Final = Q(state=State.PUBLISHED, withdrawal_proposed_at__isnull=False)


class WorkflowQuerySet(models.QuerySet[_Way_co]):
    """Rows of the workflow, published or on their way, each of one party."""

    def visible_to(self, user: Visitor) -> Self:
        """Return public rows, and for a party's members also their party's other rows."""
        acting = Membership.acting(user)
        public = Q(state__in=PUBLIC_STATES)
        if acting is None or not acting.writes:
            return self.filter(public)
        return self.filter(public | Q(party=acting.party_id))

    def public(self) -> Self:
        """Return every version that was ever published."""
        return self.filter(state__in=PUBLIC_STATES)

    def still_open(self) -> Self:
        """Return the rows that are not published yet."""
        return self.filter(state__in=OPEN_STATES)

    def published(self) -> Self:
        """Return the rows that are published now."""
        return self.filter(state=State.PUBLISHED)

    def of_party(self, party: Party | int | None) -> Self:
        """Return one party's rows."""
        return self.filter(party=party)

    def to_be_approved_by(self, by: Membership) -> Self:
        """Return the rows that this person may publish, as ``Workflow.allows`` decides for each."""
        if not by.approves:
            return self.none()
        own = wrote_or_sent(by.user_id)
        return self.filter(~own, state=State.SUBMITTED, party=by.party_id)

    def to_be_decided_by(self, by: Membership) -> Self:
        """Return the rows that this person may publish, or whose withdrawal they may decide on."""
        if not by.approves:
            return self.none()
        submitted = Q(state=State.SUBMITTED) & ~wrote_or_sent(by.user_id)
        proposed = _PROPOSED & ~Q(withdrawal_proposed_by__user=by.user_id)
        return self.filter(submitted | proposed, party=by.party_id)

    def to_be_decided_by_others(self, by: Membership) -> Self:
        """Return rows sent for approval and proposed withdrawals that this person took part in."""
        submitted = Q(state=State.SUBMITTED) & wrote_or_sent(by.user_id)
        proposed = _PROPOSED & Q(withdrawal_proposed_by__user=by.user_id)
        return self.filter(submitted | proposed, party=by.party_id).distinct()


class StatementQuerySet(WorkflowQuerySet[_Row_co]):
    """What parties have recorded about commitments."""

    def of_party_code(self, code: str) -> Self:
        """Return the rows of the party with this code."""
        return self.filter(party__code=code)

    def about(self, commitment: models.Model) -> Self:
        """Return the rows about one commitment."""
        return self.filter(commitment=commitment.pk)

    def with_status(self, status: str) -> Self:
        """Return the rows with this status."""
        return self.filter(status=status)

    def at_work(self, state: str) -> Self:
        """Return rows in this state, with what a list in the workspace shows."""
        return self.filter(state=state).for_list()

    def open_to_edit(self) -> Self:
        """Return drafts and returned entries, with what a list in the workspace shows."""
        return self.filter(state__in=EDITABLE_STATES).for_list()

    def for_list(self) -> Self:
        """Fetch what a list in the workspace shows, the newest first."""
        people = ("created_by", "submitted_by", "returned_by", "withdrawal_proposed_by")
        users = [f"{person}__user" for person in people]
        return self.select_related("commitment", "party", *users).order_by("-created_at")

    def for_review(self) -> Self:
        """Fetch each entry with who did what and what it corrects, in a fixed number of queries."""
        rows = self.with_relations().prefetch_related("corrects__sources", "authors__user")
        steps = (
            "created",
            "submitted",
            "returned",
            "published",
            "withdrawal_proposed",
            "withdrawn",
        )
        users = [f"{step}_by__user" for step in steps]
        return rows.select_related("corrects", *users)

    def at_hand(self) -> Self:
        """Return the editable rows that correct nothing, the newest first."""
        rows = self.filter(state__in=EDITABLE_STATES, corrects__isnull=True)
        return rows.order_by("-created_at")

    def written_by(self, user: Visitor) -> Self:
        """Return the rows with text by this person."""
        return self.filter(authors__user=user.pk).distinct()

    def not_written_by(self, user: Visitor) -> Self:
        """Return the rows without text by this person."""
        return self.exclude(authors__user=user.pk)

    def of_others(self, party: Party | int | None) -> Self:
        """Return the rows of the other parties."""
        return self.exclude(party=party)

    def with_relations(self) -> Self:
        """Fetch commitments, parties and sources, in two queries for any number."""
        return self.select_related("commitment__agreement", "party").prefetch_related("sources")

    def with_party_and_sources(self) -> Self:
        """Fetch parties and sources, in two queries for any number."""
        return self.select_related("party").prefetch_related("sources")


class EntryHistoryQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # no types there
    """History rows of what was recorded: who did what, for the own party only."""

    def visible_to(self, user: Visitor) -> Self:
        """Return the history of the acting user's party, including discarded entries."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return cast("Self", self.none())
        return cast("Self", self.filter(party=acting.party_id))

    def sent(self) -> Self:
        """Return every version that was sent for approval, whatever the outcome."""
        return cast("Self", self.filter(state__in=(State.SUBMITTED, *PUBLIC_STATES)))

    def of_entry(self, pk: int) -> Self:
        """Return one entry's history, the latest first, with users and the sources of the time."""
        rows = self.filter(id=pk).order_by("-history_step")
        rows = rows.select_related("history_user", "party", "commitment", "withdrawal_proposed_by")
        return cast(
            "Self", rows.prefetch_related(f"{self.model._meta.model_name}_sources_set__source")
        )
