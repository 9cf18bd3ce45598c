"""The lists of the workspace: their rows, who sees them, and the text of an empty list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from django.db.models import CharField, Count, Model, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.choices import State
from commitments.foundation.prepared_query import Prepared
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.regional.models import RegionalStatus
from commitments.regional.queryset import RegionalStatusQuerySet
from commitments.register.models import Commitment
from commitments.web.paging import Pages
from kvalitet.accounts.models import User

SHORT: Final = 5  # rows of a list on the workspace's start page

Look = Literal["work", "submitted", "returned", "published", "others", "commitments"]
Rows = Callable[[Membership], QuerySet[Model]]


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list: its name in the URL, its texts, its rows for a membership, and how they look."""

    name: str
    heading: Promise
    empty: Promise
    rows: Rows
    look: Look


@dataclass(frozen=True)
class WorklistPage:
    """A list for one person, in pages."""

    kind: Worklist
    by: Membership
    page_size: int = SHORT
    counted: int | None = None

    @cached_property
    def in_pages(self) -> Pages:
        """The rows in pages."""
        return Pages(self.kind.rows(self.by), self.page_size)

    @property
    def count(self) -> int:
        """The total number of rows."""
        return self.in_pages.rows_in_all if self.counted is None else self.counted

    @cached_property
    def first_rows(self) -> list[object]:
        """The first rows."""
        if not self.count:
            return []
        return _FIRST_ROWS(*_who(self.by), role=self.by.role, name=self.kind.name)

    @property
    def goes_on(self) -> bool:
        """Whether there are more rows than the first."""
        return self.count > self.page_size

    @property
    def url(self) -> str:
        """The URL of the page with all rows."""
        return reverse("commitments:worklist", args=[self.kind.name])


def _own(by: Membership) -> ProgressEntryQuerySet:
    return ProgressEntry.objects.of_party(by.party_id)


def _mine(state: State) -> Rows:
    return lambda by: _own(by).at_work(state).written_by(by.user)


def _of_colleagues(by: Membership) -> ProgressEntryQuerySet:
    return _own(by).open_to_edit().not_written_by(by.user)


def _to_approve(by: Membership) -> ProgressEntryQuerySet:
    return _own(by).to_be_decided_by(by).for_list()


def _sent(by: Membership) -> ProgressEntryQuerySet:
    return _own(by).to_be_decided_by_others(by).for_list()


def _published(by: Membership) -> ProgressEntryQuerySet:
    return _own(by).published().last_published_first()


def _of_others(by: Membership) -> ProgressEntryQuerySet:
    return ProgressEntry.objects.published().of_others(by.party_id).last_published_first()


def _never_reported(by: Membership) -> QuerySet[Commitment]:
    assert by.party is not None  # noqa: S101  # a list only for editors and approvers
    return Commitment.objects.never_reported_by(by.party).in_text_order()


def _answered_for(by: Membership) -> QuerySet[Commitment]:
    assert by.party is not None  # noqa: S101  # a list only for editors and approvers
    return Commitment.objects.answered_for_by(by.party.code).in_text_order()


def _counties(by: Membership) -> RegionalStatusQuerySet:
    return RegionalStatus.objects.of_party(by.party_id)


def _counties_open(by: Membership) -> QuerySet[RegionalStatus]:
    return _counties(by).open_to_edit()


def _counties_to_approve(by: Membership) -> QuerySet[RegionalStatus]:
    return _counties(by).to_be_decided_by(by).for_list()


_COUNTIES_TO_APPROVE: Final = Worklist(
    "fylker-til-godkjenning",
    _("Counties waiting for your approval"),
    _("County statuses that a colleague sends or proposes to withdraw appear here."),
    _counties_to_approve,
    "submitted",
)
_COUNTIES_OPEN: Final = Worklist(
    "fylker-utkast",
    _("Counties: drafts and returned"),
    _("County statuses that are not sent yet, or were returned, appear here."),
    _counties_open,
    "returned",
)
_TO_APPROVE: Final = Worklist(
    "til-godkjenning",
    _("Waiting for your approval"),
    _("Entries that a colleague sends or proposes to withdraw appear here."),
    _to_approve,
    "submitted",
)
_SENT: Final = Worklist(
    "sendt",
    _("Sent by you, waiting for another approver"),
    _(
        "What you have written or propose to withdraw is listed here until another approver"
        " has decided on it."
    ),
    _sent,
    "submitted",
)
_OF_EVERYONE: Final = (
    Worklist(
        "utkast",
        _("Your drafts"),
        _("What you have started to record but not sent appears here."),
        _mine(State.DRAFT),
        "work",
    ),
    Worklist(
        "returnert",
        _("Returned to you"),
        _("What an approver sends back with a note appears here."),
        _mine(State.RETURNED),
        "returned",
    ),
    _SENT,
    Worklist(
        "kolleger",
        _("Drafts of your colleagues"),
        _(
            "Drafts and returned entries from others in your party appear here. You can continue"
            " them."
        ),
        _of_colleagues,
        "work",
    ),
    Worklist(
        "aldri-rapportert",
        _("No progress recorded"),
        _(
            "Commitments that your party is responsible for and has recorded no progress on "
            "appear here."
        ),
        _never_reported,
        "commitments",
    ),
    Worklist(
        "publisert",
        _("Published by your party"),
        _("What your party publishes appears here. You can correct or withdraw it from here."),
        _published,
        "published",
    ),
    Worklist(
        "motparten",
        _("The latest from the other party"),
        _("What the other party publishes appears here."),
        _of_others,
        "others",
    ),
)
ALL_COMMITMENTS: Final = Worklist(
    "forpliktelser",
    _("All commitments your party is responsible for"),
    _("When an agreement is loaded, the commitments your party is responsible for appear here."),
    _answered_for,
    "commitments",
)
LATEST: Final = Worklist(
    "sist-publisert",
    _("Progress last published"),
    _("What the parties publish appears here."),
    lambda _by: ProgressEntry.objects.published().last_published_first(),
    "others",
)


def kinds_for(by: Membership) -> list[Worklist]:
    """Return the lists of the person's start page, in order."""
    if not by.writes:
        return [LATEST]
    own = [*_OF_EVERYONE, _COUNTIES_OPEN]
    return [_TO_APPROVE, _COUNTIES_TO_APPROVE, *own] if by.approves else own


def kind_named(name: str, by: Membership) -> Worklist | None:
    """Return the person's list with this name in its URL; None if there is none."""
    own = [*kinds_for(by), *([ALL_COMMITMENTS] if by.writes else [])]
    return next((kind for kind in own if kind.name == name), None)


def lists_of(by: Membership) -> list[WorklistPage]:
    """Return the lists of the person's start page; one query counts them all."""
    counts = {row["name"]: row["n"] for row in _COUNTS(*_who(by), role=by.role)}
    return [WorklistPage(kind, by, counted=counts.get(kind.name, 0)) for kind in kinds_for(by)]


def _who(by: Membership) -> tuple[int, int, str]:
    return by.user_id, by.party_id or 0, by.party.code if by.party else ""


def _someone(user: int, party: int, code: str, role: str) -> Membership:
    return Membership(user=User(pk=user), party=Party(pk=party, code=code), role=role)


def _counts(user: int, party: int, code: str, *, role: str) -> QuerySet[Any, dict[str, Any]]:
    by = _someone(user, party, code, role)
    one, *others = [_counted(kind.name, kind.rows(by)) for kind in kinds_for(by)]
    return one.union(*others, all=True) if others else one


def _counted(name: str, rows: QuerySet[Model]) -> QuerySet[Any, dict[str, Any]]:
    """Return one row with the length of a list; no row for an empty list."""
    of_list: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    named = of_list.order_by().annotate(name=Value(name, CharField())).values("name")
    counted: QuerySet[Any, dict[str, Any]] = named.annotate(n=Count("pk"))
    return counted


def _first_rows(user: int, party: int, code: str, *, role: str, name: str) -> QuerySet[Any]:
    by = _someone(user, party, code, role)
    kind = kind_named(name, by)
    assert kind is not None  # noqa: S101  # the name is that of a list of the same person
    return kind.rows(by)[:SHORT]


_COUNTS: Final = Prepared(_counts)
_FIRST_ROWS: Final = Prepared(_first_rows)
