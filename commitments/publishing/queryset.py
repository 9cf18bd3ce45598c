"""How what a party records, and the history of it, are asked for."""

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
    """Rows on their way to the public or there, each party's own."""

    def visible_to(self, user: Visitor) -> Self:
        """What was ever published, and to a party's members also their party's open entries."""
        acting = Membership.acting(user)
        public = Q(state__in=PUBLIC_STATES)
        if acting is None or not acting.writes:
            return self.filter(public)
        return self.filter(public | Q(party=acting.party_id))

    def public(self) -> Self:
        """Every version that was ever published."""
        return self.filter(state__in=PUBLIC_STATES)

    def still_open(self) -> Self:
        """Those on their way to being published."""
        return self.filter(state__in=OPEN_STATES)

    def published(self) -> Self:
        """What the parties stand by today."""
        return self.filter(state=State.PUBLISHED)

    def of_party(self, party: Party | int | None) -> Self:
        """Those of one party."""
        return self.filter(party=party)

    def to_be_approved_by(self, by: Membership) -> Self:
        """Those that this person may publish, as ``Workflow.allows`` says of each."""
        if not by.approves:
            return self.none()
        own = wrote_or_sent(by.user_id)
        return self.filter(~own, state=State.SUBMITTED, party=by.party_id)

    def to_be_decided_by(self, by: Membership) -> Self:
        """Those that this person may publish, or whose withdrawal he or she may decide on."""
        if not by.approves:
            return self.none()
        submitted = Q(state=State.SUBMITTED) & ~wrote_or_sent(by.user_id)
        proposed = _PROPOSED & ~Q(withdrawal_proposed_by__user=by.user_id)
        return self.filter(submitted | proposed, party=by.party_id)

    def to_be_decided_by_others(self, by: Membership) -> Self:
        """Submitted rows and proposed withdrawals in which this person has a part."""
        submitted = Q(state=State.SUBMITTED) & wrote_or_sent(by.user_id)
        proposed = _PROPOSED & Q(withdrawal_proposed_by__user=by.user_id)
        return self.filter(submitted | proposed, party=by.party_id).distinct()


class StatementQuerySet(WorkflowQuerySet[_Row_co]):
    """What parties recorded about commitments."""

    def of_party_code(self, code: str) -> Self:
        """Those of the party with this code."""
        return self.filter(party__code=code)

    def about(self, commitment: models.Model) -> Self:
        """Those about one commitment."""
        return self.filter(commitment=commitment.pk)

    def with_status(self, status: str) -> Self:
        """Those that say so."""
        return self.filter(status=status)

    def at_work(self, state: str) -> Self:
        """Those in this state, as a list of the workspace shows them."""
        return self.filter(state=state).for_list()

    def open_to_edit(self) -> Self:
        """Drafts and returned entries, as a list of the workspace shows them."""
        return self.filter(state__in=EDITABLE_STATES).for_list()

    def for_list(self) -> Self:
        """Each row with what a list of the workspace shows, the newest first."""
        people = ("created_by", "submitted_by", "returned_by", "withdrawal_proposed_by")
        users = [f"{person}__user" for person in people]
        return self.select_related("commitment", "party", *users).order_by("-created_at")

    def for_review(self) -> Self:
        """Each entry with who did what and what it corrects: a fixed number of queries."""
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
        """Those that their party still writes on and that correct nothing, the latest first."""
        rows = self.filter(state__in=EDITABLE_STATES, corrects__isnull=True)
        return rows.order_by("-created_at")

    def written_by(self, user: Visitor) -> Self:
        """Those with text of this person."""
        return self.filter(authors__user=user.pk).distinct()

    def not_written_by(self, user: Visitor) -> Self:
        """Those without text of this person."""
        return self.exclude(authors__user=user.pk)

    def of_others(self, party: Party | int | None) -> Self:
        """Those of the other parties."""
        return self.exclude(party=party)

    def with_relations(self) -> Self:
        """Each entry with its commitment, party and sources: two queries for any number."""
        return self.select_related("commitment__agreement", "party").prefetch_related("sources")

    def with_party_and_sources(self) -> Self:
        """Each entry with its party and sources: two queries for any number."""
        return self.select_related("party").prefetch_related("sources")


class EntryHistoryQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # no types there
    """History rows of what was recorded: who did what, for the own party alone."""

    def visible_to(self, user: Visitor) -> Self:
        """Rows of the acting person's own party, also of entries that were discarded."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return cast("Self", self.none())
        return cast("Self", self.filter(party=acting.party_id))

    def sent(self) -> Self:
        """Versions that an approver was asked about, whatever became of them."""
        return cast("Self", self.filter(state__in=(State.SUBMITTED, *PUBLIC_STATES)))

    def of_entry(self, pk: int) -> Self:
        """Those of one entry, the last first, with who acted and the sources of the time."""
        rows = self.filter(id=pk).order_by("-history_step")
        rows = rows.select_related("history_user", "party", "commitment", "withdrawal_proposed_by")
        return cast(
            "Self", rows.prefetch_related(f"{self.model._meta.model_name}_sources_set__source")
        )
