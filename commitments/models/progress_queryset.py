"""The words for a progress entry's way to the public, and how entries are asked for."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoricalQuerySet

from agreements.models import Party
from commitments.days import end_of
from commitments.models.membership import Membership, Visitor

if TYPE_CHECKING:
    from commitments.models.progress import ProgressEntry  # noqa: F401  # named in a base class


class Status(models.TextChoices):
    """How far the party says it had come; the words stand in the vocabulary."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    IN_DIFFICULTY = "in_difficulty"
    DONE = "done"
    STOPPED = "stopped"


class State(models.TextChoices):
    """Where an entry is on its way to the public; the words stand in the vocabulary."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Language(models.TextChoices):
    """The language a party's text is written in."""

    NB = "nb", _("Bokmål")
    NN = "nn", _("Nynorsk")


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)
PUBLIC_STATES = (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN)
EDITABLE_STATES = (State.DRAFT, State.RETURNED)


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    """Progress entries, the latest true day first."""

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

    def true_by(self, day: date) -> Self:
        """What was true by the end of that day, as published today."""
        return self.published().filter(true_on__lte=day)

    def true_between(self, first: date, last: date) -> Self:
        """Those that tell of a day from the first to the last, both included."""
        return self.filter(true_on__range=(first, last))

    def known_by(self, day: date) -> Self:
        """What the parties stood by at the end of that day in Norway, as it was published then."""
        moment = end_of(day)
        return self._versions_of(moment).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
        )

    def seen(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """What the two questions about time leave: today's answer where neither is asked."""
        rows = self.known_by(kjent) if kjent else self.published()
        return rows.filter(true_on__lte=per) if per else rows

    def on_time_line(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """What ``seen`` leaves, and what was withdrawn by then, which stands as a tombstone."""
        if kjent:
            rows = self._versions_of(end_of(kjent))
        else:
            rows = self.filter(state__in=(State.PUBLISHED, State.WITHDRAWN))
        return rows.filter(true_on__lte=per) if per else rows

    def _versions_of(self, moment: datetime) -> Self:
        """Every version that was published by then and not yet corrected."""
        return self.public().filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), published_at__lte=moment
        )

    def of_party(self, party: Party | int | None) -> Self:
        """Those of one party."""
        return self.filter(party=party)

    def said_by(self, code: str) -> Self:
        """Those of the party with this code."""
        return self.filter(party__code=code)

    def about(self, commitment: models.Model) -> Self:
        """Those about one commitment."""
        return self.filter(commitment=commitment.pk)

    def on(self, commitments: models.QuerySet[Any]) -> Self:
        """Those about one of these commitments."""
        return self.filter(commitment__in=commitments.order_by().values("pk"))

    def with_status(self, status: str) -> Self:
        """Those that say so."""
        return self.filter(status=status)

    def latest_first(self) -> Self:
        """By the day they were true, then by when they were published."""
        return self.order_by("-true_on", "-published_at", "-pk")

    def latest_per_party(self) -> Self:
        """One row per commitment and party: the last true day, then the last published."""
        later = (
            self.filter(commitment=OuterRef("commitment"), party=OuterRef("party"))
            .latest_first()
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(later))

    def in_order_of_days(self) -> Self:
        """As they were true, day by day; on one day as they were published."""
        return self.order_by("true_on", "published_at", "pk")

    def of_page(self, page: Self, *, and_also: Iterable[Self]) -> Self:
        """The rows of a page and some others, with ``on_page`` to tell them apart.

        Page and others may be cut to their first rows; all are read by one query.
        """
        others = Q.create([("pk__in", rows.values("pk")) for rows in and_also], connector=Q.OR)
        on_page = ExpressionWrapper(Q(pk__in=page.values("pk")), models.BooleanField())
        return self.annotate(on_page=on_page).filter(Q(on_page=True) | others)

    def last_said(self) -> Self:
        """The latest of them alone, as one text for a subquery: «in_progress 2012-03-15»."""
        day = Cast("true_on", models.CharField())
        rows = self.latest_first()
        said = rows.values(said=Concat("status", models.Value(" "), day))
        return cast("Self", said[:1])

    def with_relations(self) -> Self:
        """Each entry with its commitment, party and sources: two queries for any number."""
        return self.select_related("commitment__agreement", "party").prefetch_related("sources")

    def with_party_and_sources(self) -> Self:
        """Each entry with its party and sources: two queries for any number."""
        return self.select_related("party").prefetch_related("sources")

    def with_commitment(self) -> Self:
        """Each entry with its party and the reference of its commitment, in the same query."""
        names = ("search_words", "wording", "note", "condition")
        return self.select_related("party", "commitment").defer(
            *(f"commitment__{name}" for name in names)
        )

    def at_work(self, state: str) -> Self:
        """Those in this state with what a list of the workspace shows, the last saved first."""
        return (
            self.filter(state=state)
            .select_related("commitment", "party", "created_by__user")
            .select_related("submitted_by__user", "returned_by__user")
            .order_by("-pk")
        )

    def open_to_edit(self) -> Self:
        """Drafts and returned entries with what a list of the workspace shows, the newest first."""
        return (
            self.filter(state__in=EDITABLE_STATES)
            .select_related("commitment", "party", "created_by__user")
            .select_related("submitted_by__user", "returned_by__user")
            .order_by("-pk")
        )

    def for_review(self) -> Self:
        """Each entry with who did what and what it corrects: a fixed number of queries."""
        rows = self.with_relations().prefetch_related("corrects__sources", "authors__user")
        people = ("created_by", "submitted_by", "returned_by", "published_by", "withdrawn_by")
        users = [f"{person}__user" for person in people]
        return rows.select_related("corrects", *users)

    def written_by(self, user: Visitor) -> Self:
        """Those with text of this person."""
        return self.filter(authors__user=user.pk).distinct()

    def not_written_by(self, user: Visitor) -> Self:
        """Those without text of this person."""
        return self.exclude(authors__user=user.pk)

    def of_others(self, party: Party | int | None) -> Self:
        """Those of the other parties."""
        return self.exclude(party=party)

    def last_published_first(self) -> Self:
        """By when they were published, with what a list of the workspace shows."""
        return self.select_related("commitment", "party").order_by("-published_at", "-pk")

    def told_publicly(self) -> Self:
        """Every version the public has read, the last published first, with what it corrects.

        A fixed number of queries for any number of rows.
        """
        return (
            self.public()
            .select_related("party", "commitment__agreement", "corrects")
            .prefetch_related("sources", "corrects__sources")
            .order_by("-published_at", "-pk")
        )


class EntryHistoryQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # no types there
    """History rows of progress entries: who did what, for the own party alone."""

    def visible_to(self, user: Visitor) -> Self:
        """Rows of the acting person's own party, also of entries that were discarded."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return cast("Self", self.none())
        return cast("Self", self.filter(party=acting.party_id))

    def of_entry(self, pk: int) -> Self:
        """Those of one entry, the last first, with who acted and the sources of the time."""
        rows = self.filter(id=pk).order_by("-history_id")
        rows = rows.select_related("history_user", "party", "commitment")
        return cast("Self", rows.prefetch_related("historicalprogressentry_sources_set__source"))
