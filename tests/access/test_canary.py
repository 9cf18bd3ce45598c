"""What a party has not published reaches nobody else, by any route the portal has."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from agreements.models import EvaluationYear
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State, Status
from commitments.people.models import Membership, Role
from commitments.places.models import Office, Region
from commitments.progress import actions as progress
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.web.table_file import ENDINGS
from tests import make
from tests.support import recorders
from tests.support.comparable_answers import answers, apart

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.usefixtures("texts"),
]

# Pages that draw a secret for each request.
DRAWN: Final = frozenset({"/konto/faktor/app/", "/konto/faktor/nokkel/"})
CANARIES: Final = ("kanarifugl", "undulat", "papegøye", "kakadue")
REF: Final = "2005-F1"

Visitor = Callable[[], Client]


def signed_in(**facts: Any) -> Client:
    client = Client()
    recorders.sign_in(client, make.make_membership(**facts).user)
    return client


def superuser() -> Client:
    client = Client()
    recorders.sign_in(client, make.make_user(is_superuser=True))
    return client


OUTSIDERS: Final[dict[str, Visitor]] = {
    "anonymous": Client,
    "KS editor": lambda: signed_in(party="KS"),
    "KS approver": lambda: signed_in(party="KS", role=Role.APPROVER),
    "unconfirmed in KD": lambda: signed_in(party="KD", confirmed=False),
    "office": lambda: signed_in(
        role=Role.OFFICE_VIEWER, party=None, offices=Office.objects.all()[:1]
    ),
    "secretariat": lambda: signed_in(role=Role.SECRETARIAT, party=None),
    "superuser": superuser,
}


@pytest.fixture
def hidden() -> list[ProgressEntry]:
    """An entry of KD in each open state, and the history of a published one, full of canaries."""
    editor, approver = make.make_membership(), make.make_membership(role=Role.APPROVER)
    commitment = Commitment.objects.get(ref=REF)
    made = []
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        source = make.make_source(
            entered_by=editor,
            title="Eksempel: undulat",
            address="https://example.no/kakadue",
        )
        note = {"return_note": "papegøye"} if state == State.RETURNED else {}
        made.append(
            make.make_entry(
                commitment=commitment,
                state=state,
                author=editor,
                approver=approver,
                narrative="kanarifugl",
                sources=[source],
                **note,
            )
        )
    made.append(_published_after_a_canary(commitment, editor, approver))
    _hide_in_counties(editor, approver)
    for row in published_rows(editor, approver):
        propose(row, by=editor)
    make.make_source(
        entered_by=editor,
        title="Eksempel: undulat",
        address="",
        file="kakadue.pdf",
        file_name="papegøye.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
    )  # that no entry uses
    return made


def published_rows(editor: Membership, approver: Membership) -> list[Any]:
    """An entry, a regional status and an evaluation of the time that KD has published."""
    people: dict[str, Any] = {"author": editor, "approver": approver}
    year = EvaluationYear.objects.get(agreement__slug="2011-2013", year=2012)
    return [
        make.make_entry(commitment=Commitment.objects.get(ref=REF), **people),
        make.make_status(
            commitment=Commitment.objects.get(ref="2011-F9"),
            county=Region.objects.counties().get(code="12"),
            year=2012,
            **people,
        ),
        make.make_past_evaluation(year=year, **people),
    ]


def propose(row: Any, *, by: Membership) -> Any:
    """Propose to withdraw the row, for a reason that is a canary."""
    return workflow.propose_withdrawal(row, by=by, version=row.version, reason="papegøye")


def _hide_in_counties(editor: Membership, approver: Membership) -> None:
    """A regional status of KD in each open state, none of them in a county of the outsiders."""
    commitment = Commitment.objects.get(ref="2011-F9")
    counties = Region.objects.counties().filter(code__in=("11", "12", "14")).order_by("code")
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED)
    for county, state in zip(counties, states, strict=True):
        make.make_status(
            county=county,
            commitment=commitment,
            state=state,
            author=editor,
            approver=approver,
            narrative="kanarifugl",
            sources=[make.make_source(entered_by=editor, title="Eksempel: undulat")],
            return_note="papegøye" if state == State.RETURNED else "",
        )


def _published_after_a_canary(
    commitment: Commitment, editor: Membership, approver: Membership
) -> ProgressEntry:
    """First it said «kanarifugl» and was returned with «papegøye»; its public text is clean."""
    first = EntryContent(
        status=Status.IN_PROGRESS,
        narrative="kanarifugl",
        true_on=date(2007, 3, 3),
        sources=[make.make_source(entered_by=editor, title="Brev")],
    )
    entry = progress.draft(commitment, first, by=editor, token=uuid4())
    entry = workflow.submit(entry, by=editor, version=entry.version)
    entry = workflow.send_back(entry, by=approver, version=entry.version, note="papegøye")
    content = EntryContent(
        status=entry.status,
        narrative="Ren tekst.",
        true_on=entry.true_on,
        sources=list(entry.sources.all()),
    )
    entry = edit_actions.edit(entry, content, by=editor, version=entry.version)
    entry = workflow.submit(entry, by=editor, version=entry.version)
    return workflow.approve(entry, by=approver, version=entry.version)


def patterns(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Every named address with its full name."""
    resolver = resolver or get_resolver()
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            inner = (*spaces, part.namespace) if part.namespace else spaces
            yield from patterns(part, inner)
        elif part.name:
            yield ":".join((*spaces, part.name)), part


def addresses(entries: list[ProgressEntry]) -> set[str]:
    """Every address of the portal, with the hidden rows in every place for a key."""
    source_keys = {source.pk for entry in entries for source in entry.sources.all()}
    keys = {entry.pk for entry in entries} | source_keys
    keys |= set(RegionalStatus.objects.values_list("pk", flat=True))
    keys |= set(PastEvaluation.objects.values_list("pk", flat=True))
    keys |= set(ProgressEntry.objects.published().values_list("pk", flat=True))
    found: set[str] = set()
    for name, pattern in patterns():
        parts = set(pattern.pattern.converters)
        values: list[dict[str, Any]] = [{}]
        if parts & {"pk", "object_id", "path"}:
            values = [dict.fromkeys(parts, key) for key in keys]
        elif parts:
            filled = {
                "ref": "2011-F9" if "year" in parts else REF,
                "slug": "2011-2013" if "year" in parts else "2005-2009",
                "year": 2012,
                "name": "mine",
                "app_label": "commitments",
                "place": "12-hordaland",
                "code": "12",
            }
            values = [
                {part: {**filled, "ending": ending}.get(part, "1") for part in parts}
                for ending in (ENDINGS if "ending" in parts else [""])
            ]
        for kwargs in values:
            try:
                found.add(reverse(name, kwargs=kwargs))
            except NoReverseMatch:
                continue
    queries = [f"?q={word}" for word in CANARIES]
    found |= {f"/forpliktelser/{query}" for query in queries}
    found |= {f"/admin/commitments/progressentry/{query}" for query in queries}
    found |= {
        f"/admin/autocomplete/?app_label=commitments&model_name=progressentry&field_name=sources&term={word}"
        for word in CANARIES
    }
    return found


def followed(client: Client, addresses: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """What each address answers, and once what it leads to: the sign-in page is always the same."""
    led_to: set[str] = set()
    for address in addresses:
        answer: Any = client.get(address)
        yield address, answer
        leads_to = answer.get("Location", "").partition("?")[0]
        if leads_to and leads_to not in led_to:
            led_to.add(leads_to)
            yield address, client.get(answer["Location"], follow=True)


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_no_answer_holds_what_is_not_published(hidden: list[ProgressEntry], visitor: str) -> None:
    for address, answer in followed(OUTSIDERS[visitor](), sorted(addresses(hidden))):
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace").lower()
        seen = [word for word in CANARIES if word in text.replace(f"q={word}", "")]
        typed = [word for word in CANARIES if word in address]
        assert not set(seen) - set(typed), f"{visitor} reads {seen} at {address}"


def test_the_own_party_reads_all_of_it(hidden: list[ProgressEntry]) -> None:
    client = signed_in(party="KD", role=Role.APPROVER)

    for entry in hidden[:3]:
        page = client.get(entry.get_work_url()).text
        assert "kanarifugl" in page
        assert "undulat" in page
    assert "papegøye" in client.get(hidden[2].get_work_url()).text
    history = client.get(reverse("commitments:entry_history", args=[hidden[3].pk]))
    assert "kanarifugl" in history.text
    for model in (ProgressEntry, RegionalStatus):
        row = model.objects.get(withdrawal_reason="papegøye")
        assert "papegøye" in client.get(row.get_work_url()).text
    past = reverse("commitments:past_review", args=[PastEvaluation.objects.get().pk])
    assert "papegøye" in client.get(past).text


@pytest.mark.parametrize("visitor", [name for name in OUTSIDERS if name != "anonymous"])
def test_hidden_and_unknown_give_the_same_answer(hidden: list[ProgressEntry], visitor: str) -> None:
    client = OUTSIDERS[visitor]()
    for name in ("entry_review", "entry_edit", "entry_history"):
        found = client.get(reverse(f"commitments:{name}", args=[hidden[0].pk]))
        unknown = client.get(reverse(f"commitments:{name}", args=[999_999]))

        assert found.status_code == unknown.status_code


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_a_proposed_withdrawal_changes_no_answer(visitor: str) -> None:
    editor, approver = make.make_membership(), make.make_membership(role=Role.APPROVER)
    rows = published_rows(editor, approver)
    client = OUTSIDERS[visitor]()
    places = sorted(addresses([]) - DRAWN)
    answers(client, places)  # what is counted by requests has been counted
    before = answers(client, places)

    proposed = [propose(row, by=editor) for row in rows]
    assert apart(before, answers(client, places)) == []

    for row in proposed:
        workflow.decline_withdrawal(row, by=approver, version=row.version)
    assert apart(before, answers(client, places)) == []


def test_every_admin_page_is_among_the_routes() -> None:
    names = {name for name, _pattern in patterns()}

    for model in admin.site._registry:
        assert f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" in names
