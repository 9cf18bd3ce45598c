"""Forms that no page of ours sends: made-up fields and values change nothing beyond one's own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model, Q
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from agreements.models import Party
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.record import to_sign
from commitments.foundation.choices import State
from commitments.people import membership_actions
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.publishing.admin_steps import WorkflowAdmin
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.register.models import Commitment
from commitments.sources.models import Source
from kvalitet.accounts.models import User
from tests import make
from tests.access import access_rows
from tests.access.access_rows import Row
from tests.access.admin_rows import admin_rows
from tests.access.evaluation_rows import EVALUATIONS
from tests.support import database_hashes, recorders
from tests.support.visitors import House, Visitor, built, client_of

pytestmark = pytest.mark.long

OUTSIDERS: Final[tuple[Visitor, ...]] = (
    "anonymous",
    "unconfirmed",
    "office A",
    "superuser",
    "secretariat",
    "KS editor",
    "KS approver",
)
SIGNS_OUT: Final = frozenset({"account_logout", "admin:logout"})
STEPS: Final = (
    *("", "submit", "approve", "send_back", "correct", "confirm", "end"),
    *("propose_withdrawal", "withdraw", "decline_withdrawal"),
)
ENTRIES: Final = frozenset({"draft", "submitted", "published", "commitments_progressentry"})
WITH_STEPS: Final = frozenset(
    f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    for model, page in admin.site._registry.items()
    if isinstance(page, WorkflowAdmin)
)
OVERWRITTEN: Final = "Eksempel: overtatt."
BULK: Final = ("delete_selected", "approve", "publish", "export")
# What a person in the form may change in an entry.
TYPED: Final = frozenset({"status", "narrative", "true_on", "language", "version"})
TRICKS: Final = {
    "none": [],
    "empty": [""],
    "zero": ["0"],
    "negative": ["-1"],
    "one ahead": ["2"],
    "huge": ["9" * 40],
    "exponent": ["1e0"],
    "hexadecimal": ["0x1"],
    "eastern digits": ["\N{ARABIC-INDIC DIGIT TWO}"],
    "not a number": ["NaN"],
    "a list": ["1,1"],
    "right, then stale": ["1", "0"],
}


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    settings.ACCOUNT_RATE_LIMITS = False
    return built()


def rows_of_kd() -> dict[str, str]:
    """Hashes of everything KD owns, with histories, and of who stands behind it."""
    kd = Party.objects.get(code="KD")
    entries, sources = ProgressEntry.objects.of_party(kd), Source.objects.of_party(kd)
    entry_of_kd, source_of_kd = Q(progressentry__party=kd), Q(source__party=kd)
    through = {
        "cited": ProgressEntry.sources.through.objects.filter(entry_of_kd | source_of_kd),
        "authors": ProgressEntry.authors.through.objects.filter(entry_of_kd),
        "offices": Membership.offices.through.objects.filter(membership__party=kd),
    }
    owned: dict[str, Any] = {
        "entries": entries,
        "counties": RegionalStatus.objects.of_party(kd),
        "county histories": RegionalStatus.history.filter(party=kd),
        "imports": RegionalImport.objects.of_party(kd),
        "cases": CountyNote.objects.filter(party=kd).exclude(text=OVERWRITTEN),
        "entry histories": ProgressEntry.history.filter(party=kd),
        "sources": sources,
        "memberships": Membership.objects.filter(party=kd),
        "membership histories": Membership.history.filter(party=kd),
        "people": User.objects.filter(memberships__party=kd).order_by("pk").distinct(),
        **through,
    }
    hashes = {name: database_hashes.hash_of(rows.values_list()) for name, rows in owned.items()}
    return hashes | evaluated_by(kd)


def evaluated_by(party: Party) -> dict[str, str]:
    """Hashes of what the party has said and signed; the other's answers beside it are left out.

    An agreed reopening copies what was said into a next round: round 1 is looked at.
    """
    signed: Any = SignOff.objects.filter(party=party)
    statements: dict[str, Any] = {
        "assessments": Assessment.objects.of_party(party).filter(round=1).values_list(),
        "assessment histories": Assessment.history.filter(party=party, round=1).values_list(),
        "submissions": Submission.objects.of_party(party).filter(round=1).values_list(),
        "past evaluations": PastEvaluation.objects.of_party(party).values_list(),
        "past evaluation histories": PastEvaluation.history.filter(party=party).values_list(),
        "conclusions": Conclusion.objects.filter(party=party).values("pk", "text", "withdrawn_at"),
        "signatures": signed.values("pk", "content_sha256", "signed_by", "withdrawn_at"),
        "reopenings": Reopening.objects.filter(party=party).values("pk", "reason", "withdrawn_at"),
    }
    return {name: database_hashes.hash_of(rows) for name, rows in statements.items()}


def plausible(model: type[Model], own: Membership | None) -> Iterator[tuple[str, Any]]:
    """A value that fits for every field of the model, written as a form would send it."""
    for field in model._meta.get_fields():
        kind = type(field).__name__
        if kind in {"ForeignKey", "ManyToManyField"}:
            keyed: Any = field.related_model
            yield field.name, own.pk if own and keyed is Membership else _first(keyed)
        elif kind == "DateTimeField":
            yield from ((field.name, "2012-01-02 03:04:05"), (f"{field.name}_0", "2012-01-02"))
        elif kind == "DateField":
            yield field.name, "2012-01-02"
        elif kind == "BooleanField":
            yield field.name, "on"
        elif "Integer" in kind:
            yield field.name, "2"
        elif kind in {"CharField", "TextField", "EmailField", "URLField"}:
            yield field.name, OVERWRITTEN


def _first(model: type[Model]) -> Any:
    return model._default_manager.values_list("pk", flat=True).first() or ""


def crafted(house: House, own: Membership | None, **more: Any) -> dict[str, Any]:
    """Every field of every model that people write, over them what our forms and steps send."""
    form: dict[str, Any] = {}
    for model in (User, Membership, Source, ProgressEntry):
        form.update(plausible(model, own))
    keys = [house.places[name] for name in ("draft", "submitted", "published")]
    form |= {
        "state": State.PUBLISHED,
        "status": "done",
        "language": "nb",
        "party": Party.objects.get(code="KD").pk,
        "commitment": Commitment.objects.get(ref="2005-F1").pk,
        "sources": [house.places["hidden file"]],
        "authors": [own.pk] if own else [],
        "role": "approver",
        "email": "overtatt@example.no",
        "verdict": "fulfilled",
        "confirmed": "1",
        "text": OVERWRITTEN,
        "on_behalf_of": OVERWRITTEN,
        "content_sha256": _to_sign_in_2013(),
        "note": OVERWRITTEN,
        "reason": OVERWRITTEN,
        "remark": OVERWRITTEN,
        "token": str(uuid4()),
        "send": "1",
        "source-title": OVERWRITTEN,
        "source-address": "https://www.example.no/overtatt",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": keys[0],
        "form-0-narrative": OVERWRITTEN,
        "_selected_action": keys,
        "select_across": "1",
        "index": "0",
        "post": "yes",
    }
    return {name: value for name, value in {**form, **more}.items() if value is not None}


def _to_sign_in_2013() -> str:
    return to_sign(Evaluation.objects.with_relations().get(evaluation_year__year=2013)).sha256


def aimed(house: House, rows: Iterable[Row]) -> Iterator[tuple[Row, str, int]]:
    """Each row's address with every key of KD that fits, and the version of the entry meant."""
    keys = [house.places[name] for name in ("draft", "submitted", "published")]
    for row in rows:
        names = ENTRIES & set(row.parts.values())
        for key in keys if names else [0]:
            places = {**house.places, **dict.fromkeys(names, key)}
            yield row, row.address("nb", places), house.versions.get(key, 1)


def routes() -> list[Row]:
    """Every address that might take a form, each once."""
    table = (
        *access_rows.ACCOUNT,
        *access_rows.WORKSPACE,
        *access_rows.COUNTIES,
        *access_rows.PEOPLE,
        *EVALUATIONS,
        *admin_rows(),
    )
    named = {row.name: row for row in table if row.name not in SIGNS_OUT}
    return list(named.values())


def variants(row: Row) -> Iterator[dict[str, str]]:
    """What is asked for: steps on a form of the admin, all where it has any; bulk actions."""
    if row.name.startswith("admin:") and row.name.endswith("_change"):
        for step in STEPS if row.name in WITH_STEPS else ("", "approve"):
            yield {"step": step, "remark": OVERWRITTEN if step in workflow.REMARKS else ""}
    elif row.name.endswith("_changelist"):
        yield from ({"action": action} for action in BULK)
        yield {"_save": "1"}
    else:
        yield {}


def acting(client: Client) -> Membership | None:
    key = client.session.get("_auth_user_id") if client.cookies else None
    return Membership.objects.filter(user=key).first() if key else None


@pytest.mark.one_database  # what is refused never comes to the database
@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_nobody_else_changes_what_kd_owns(visitor: Visitor, house: House) -> None:
    client = client_of(visitor)
    own = acting(client)
    before, superusers = rows_of_kd(), User.objects.filter(is_superuser=True).count()

    for row, address, version in aimed(house, routes()):
        for more in variants(row):
            client.post(address, crafted(house, own, version=version, **more))

    after = rows_of_kd()
    if visitor == "secretariat":  # it adds people to a party, ends memberships and renames people
        of_people = {"memberships", "membership histories", "people"}
        before, after = (
            {k: v for k, v in d.items() if k not in of_people} for d in (before, after)
        )
        assert not Membership.objects.filter(confirmed_by=own).exists()
    assert after == before
    assert User.objects.filter(is_superuser=True).count() == superusers
    if own:
        assert Membership.objects.filter(pk=own.pk).values().get() == {
            name: value for name, value in own.__dict__.items() if not name.startswith("_")
        }


def test_the_same_posts_by_kd_itself_do_change_it(house: House) -> None:
    client, own_steps = client_of("KD approver"), {"step": "", "party": None, "reason": None}
    before = rows_of_kd()

    for _row, address, version in aimed(house, routes()):
        client.post(address, crafted(house, acting(client), version=version, **own_steps))

    differing = {name for name, value in rows_of_kd().items() if value != before[name]}
    assert {"entries", "entry histories", "cited", "memberships"} <= differing
    assert {"assessments", "signatures", "conclusions", "past evaluations"} <= differing


def values_of(entry: ProgressEntry) -> dict[str, Any]:
    return dict(ProgressEntry.objects.filter(pk=entry.pk).values().get())


def test_forbidden_fields_stay_out_of_an_entry(house: House) -> None:
    editor = recorders.editor()
    client, entry = recorders.client_of(editor), recorders.taken_to(State.DRAFT, by=editor)
    before, people = values_of(entry), database_hashes.hash_of(User.objects.values_list())
    form = crafted(
        house, editor, **recorders.fields(send=None, version=entry.version, sources=None)
    )
    del form["send"]

    assert client.post(recorders.edit_url(entry), form).status_code == 302

    after = values_of(entry)
    assert {name for name in after if after[name] != before[name]} <= TYPED
    assert after["version"] == before["version"] + 1
    assert ProgressEntry.history.filter(id=entry.pk).count() == 2
    assert database_hashes.hash_of(User.objects.values_list()) == people


def test_forbidden_fields_stay_out_of_a_new_entry(house: House) -> None:
    editor, known = recorders.editor(), set(ProgressEntry.objects.values_list("pk", flat=True))
    form = crafted(house, editor, **recorders.fields(party=Party.objects.get(code="KS").pk))
    del form["send"]

    recorders.client_of(editor).post("/arbeid/forpliktelser/2005-F2/ny/", form)

    entry = ProgressEntry.objects.exclude(pk__in=known).get()
    assert (entry.state, entry.party, entry.commitment.ref) == ("draft", editor.party, "2005-F2")
    entered = {source.entered_by for source in entry.sources.all()}
    assert (entry.created_by, set(entry.authors.all())) == (editor, {editor, *entered})
    assert (entry.published_at, entry.submitted_at, entry.corrects) == (None, None, None)
    assert (entry.version, entry.created_at.year > 2012) == (1, True)


def test_of_a_doubled_field_one_value_is_stored(texts: None) -> None:
    editor = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=editor)
    form = recorders.fields(version=entry.version) | {"narrative": ["Den første.", "Den andre."]}

    recorders.client_of(editor).post(
        recorders.edit_url(entry), form | {"status": ["done", "stopped"]}
    )

    entry.refresh_from_db()
    assert (entry.narrative, entry.status) == ("Den andre.", "stopped")
    assert ProgressEntry.history.filter(id=entry.pk).count() == 2


def test_no_version_but_the_right_one_writes(texts: None) -> None:
    editor = recorders.editor()
    client, entry = recorders.client_of(editor), recorders.taken_to(State.DRAFT, by=editor)
    assert entry.version == 1
    review = f"/arbeid/oppforinger/{entry.pk}/"
    before, differing = recorders.snapshot([entry]), []

    for trick, sent in TRICKS.items():
        form = recorders.fields(version=None, narrative=OVERWRITTEN) | {"version": sent}
        for address in (recorders.edit_url(entry), f"{review}send/", f"{review}forkast/"):
            status = client.post(address, form).status_code
            if status not in {200, 409} or recorders.snapshot([entry]) != before:
                differing.append((trick, address, status))

    assert differing == []


def wrote_it_all() -> tuple[Membership, ProgressEntry]:
    author = recorders.approver()
    return author, recorders.taken_to(State.SUBMITTED, by=author, ref="2005-F1")


def continued_it() -> tuple[Membership, ProgressEntry]:
    """The approver wrote a part; a colleague who wrote the rest submitted it."""
    author, colleague = recorders.approver(), recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=colleague, ref="2005-F1")
    for by, text in ((author, "Eksempel: tillegg."), (colleague, "Eksempel: alt på nytt.")):
        content = recorders.content(
            narrative=text, sources=list(entry.sources.all()), new_sources=[]
        )
        entry = edit_actions.edit(entry, content, by=by, version=entry.version)
    return author, workflow.submit(entry, by=colleague, version=entry.version)


def wrote_it_in_a_former_role() -> tuple[Membership, ProgressEntry]:
    writer = recorders.editor()
    entry = recorders.taken_to(State.SUBMITTED, by=writer, ref="2005-F1")
    membership_actions.end(writer, by=writer, factor_at=timezone.now())
    return make.make_membership(user=writer.user, role="approver"), entry


def published_by(client: Client, own: Membership, entry: ProgressEntry, house: House) -> set[str]:
    """The routes by which this person's posts publish the entry, each tried from the same state."""
    places = house.places | dict.fromkeys(ENTRIES, entry.pk)
    aims = [
        row for row in routes() if ENTRIES & set(row.parts.values()) or "changelist" in row.name
    ]
    found = set()
    for row in aims:
        for more in variants(row):
            form = crafted(House(places, {}, {}), own, version=entry.version, **more)
            with transaction.atomic():
                client.post(row.address("nb", places), form)
                if ProgressEntry.objects.published().filter(pk=entry.pk).exists():
                    found.add(row.name)
                transaction.set_rollback(True)
    return found


@pytest.mark.one_database
@pytest.mark.parametrize("wrote", [wrote_it_all, continued_it, wrote_it_in_a_former_role])
def test_an_author_publishes_by_no_route(
    wrote: Callable[[], tuple[Membership, ProgressEntry]], house: House
) -> None:
    author, entry = wrote()
    author.user.refresh_from_db()  # ending a membership ends sessions

    assert published_by(recorders.client_of(author), author, entry, house) == set()


def test_another_approver_publishes_by_the_page_and_by_the_admin(house: House) -> None:
    _author, entry = wrote_it_all()
    other = recorders.approver()

    found = published_by(recorders.client_of(other), other, entry, house)

    assert found == {"commitments:entry_approve", "admin:commitments_progressentry_change"}
