"""Edits that agree with themselves, by somebody who has the database and knows the rules."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from agreements.models import TextVersion
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.history_rows import record
from commitments.foundation.public_act import PublicAct
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source
from commitments.trust import everything
from commitments.trust.histories import Among, Histories
from tests import make
from tests.support import (
    evaluation_states,
    full_database,
    recorders,
    rewritten_histories,
    tampering,
)
from tests.support.evaluation_states import Table

pytestmark = pytest.mark.usefixtures("uploads")

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
TEXT = "Eksempel: noe helt annet."


@pytest.fixture
def entry(texts: None) -> Iterator[ProgressEntry]:
    """A published entry with five history rows behind it, in a database that refuses nothing."""
    found = recorders.taken_to(State.PUBLISHED)
    with tampering.unguarded():
        yield recorders.proposed(found, by=found.created_by)


@pytest.fixture
def signed(texts: None) -> Iterator[Table]:
    """A signed evaluation, in a database that refuses nothing."""
    found = evaluation_states.evaluation_in("signed")
    with tampering.unguarded():
        yield found


def named(row: Any) -> list[str]:
    """What verification says of a row."""
    where = f"{row._meta.label} {row.pk}"
    errors = [error for error in everything.errors() if f"{error.where} ".startswith(f"{where} ")]
    return [error.what for error in errors]


def steps(entry: ProgressEntry) -> list[Any]:
    return list(ProgressEntry.history.filter(id=entry.pk).order_by("history_step"))


def test_finds_nothing_in_what_the_actions_wrote(entry: ProgressEntry) -> None:
    assert list(everything.errors()) == []


def test_names_a_row_changed_like_its_newest_history_row(entry: ProgressEntry) -> None:
    ProgressEntry.objects.filter(pk=entry.pk).update(narrative=TEXT)
    rewritten_histories.change_step(rewritten_histories.newest_step(entry), narrative=TEXT)
    rewritten_histories.chain_anew(entry)

    assert named(entry)


def test_names_a_row_rewritten_like_all_its_history_rows(entry: ProgressEntry) -> None:
    ProgressEntry.objects.filter(pk=entry.pk).update(narrative=TEXT)
    for step in steps(entry):
        rewritten_histories.change_step(step, narrative=TEXT)
    rewritten_histories.chain_anew(entry)

    assert named(entry)


@pytest.mark.parametrize(
    "values", [{"history_date": LONG_AGO}, {"history_user_id": 1}], ids=["date", "person"]
)
@pytest.mark.parametrize("is_chained", [False, True])
def test_names_a_row_whose_history_has_another_date_or_person(
    entry: ProgressEntry, values: dict[str, Any], *, is_chained: bool
) -> None:
    for step in steps(entry):
        rewritten_histories.change_step(step, **values)
    if is_chained:
        rewritten_histories.chain_anew(entry)

    assert named(entry)


@pytest.mark.parametrize("is_chained", [False, True])
def test_names_a_row_with_a_history_row_taken_out_and_the_rest_renumbered(
    entry: ProgressEntry, *, is_chained: bool
) -> None:
    _first, second, *later = steps(entry)
    for relation in ProgressEntry.history.model._history_m2m_fields:
        getattr(second, relation.name).all()._raw_delete("default")
    ProgressEntry.history.filter(pk=second.pk)._raw_delete("default")
    for step in later:
        rewritten_histories.change_step(step, history_step=step.history_step - 1)
    if is_chained:
        rewritten_histories.chain_anew(entry)

    assert named(entry)


@pytest.mark.parametrize("is_chained", [False, True])
def test_names_a_row_with_an_author_removed_from_it_and_from_its_history(
    entry: ProgressEntry, *, is_chained: bool
) -> None:
    other = make.make_membership()
    entry.authors.set([other])
    for step in steps(entry):
        step.authors.all().update(membership_id=other.pk)
    if is_chained:
        rewritten_histories.chain_anew(entry)

    assert named(entry)


def test_names_a_row_whose_history_names_no_source_beside_another(entry: ProgressEntry) -> None:
    step = steps(entry)[-1]
    links = type(step.sources.all()[0]).objects
    links.create(history=step, progressentry_id=entry.pk, source_id=None, id=1)

    assert "sources is not what its last history row says" in named(entry)


def test_names_a_row_whose_history_cites_a_source_in_the_name_of_another_row(
    entry: ProgressEntry,
) -> None:
    other = recorders.taken_to(State.PUBLISHED)
    step = steps(entry)[-1]
    links = type(step.sources.all()[0]).objects
    links.create(history=step, progressentry_id=other.pk, source_id=other.sources.get().pk, id=1)

    number = step.history_step
    assert f"step {number} of its history is not what was written" in named(entry)


def test_names_a_rewritten_row_that_a_new_act_names_anew(entry: ProgressEntry) -> None:
    ProgressEntry.objects.filter(pk=entry.pk).update(narrative=TEXT)
    for step in steps(entry):
        rewritten_histories.change_step(step, narrative=TEXT)
    rewritten_histories.chain_anew(entry)
    PublicAct.record(entry)

    assert named(entry) == ["a history row that an earlier public act names is gone"]


def test_names_an_act_that_strikes_out_without_a_redaction(entry: ProgressEntry) -> None:
    ProgressEntry.objects.filter(pk=entry.pk).update(narrative=TEXT)
    for step in steps(entry):
        rewritten_histories.change_step(step, narrative=TEXT)
    erased = list(Histories(ProgressEntry, {}).altered(Among([entry.pk])))

    act = PublicAct.record(erased=erased)

    assert named(act) == ["it strikes out and names no redaction"]


def test_names_a_version_of_a_text_that_a_new_act_names_otherwise(entry: ProgressEntry) -> None:
    version = TextVersion.objects.earliest("pk")
    version.accepted_at = LONG_AGO
    TextVersion.objects.filter(pk=version.pk).update(accepted_at=LONG_AGO)
    PublicAct.record(version)

    assert "it is not what an earlier public act about it says" in named(version)


def test_names_a_published_row_that_no_act_knows(entry: ProgressEntry) -> None:
    copy: Any = ProgressEntry.objects.get(pk=entry.pk)
    copy.pk, copy._state.adding = None, True
    copy.token = uuid4()
    authors, sources = list(entry.authors.all()), list(entry.sources.all())
    record(copy, user=entry.created_by.user, authors=authors, sources=sources)

    assert named(copy) == ["no public act names it"]


def test_names_a_published_row_that_is_made_a_draft_again(entry: ProgressEntry) -> None:
    entry.state, entry.published_at, entry.published_by = State.DRAFT, None, None
    related: Any = {name: list(getattr(entry, name).all()) for name in ("authors", "sources")}
    record(entry, user=entry.created_by.user, **related)

    assert "state has changed since the last public act about it" in named(entry)


def test_names_a_published_row_deleted_with_a_history_row_that_says_so(
    entry: ProgressEntry,
) -> None:
    row = ProgressEntry.objects.get(pk=entry.pk)
    row.delete()
    row.pk = entry.pk

    assert named(row) == ["a public act names it, and it is gone"]


def test_names_the_row_of_a_last_act_that_is_deleted(entry: ProgressEntry) -> None:
    published = recorders.taken_to(State.PUBLISHED)
    rewritten_histories.drop_last_act()

    assert named(published) == ["no public act names it"]


def test_names_a_withdrawal_whose_act_is_deleted(entry: ProgressEntry) -> None:
    withdrawn = recorders.taken_to(State.WITHDRAWN)
    rewritten_histories.drop_last_act()

    assert "state has changed since the last public act about it" in named(withdrawn)


def test_names_a_withdrawn_row_that_gives_another_reason_in_a_later_history_row(
    entry: ProgressEntry,
) -> None:
    withdrawn = recorders.taken_to(State.WITHDRAWN)
    withdrawn.withdrawal_reason = TEXT
    related: Any = {name: list(getattr(withdrawn, name).all()) for name in ("authors", "sources")}
    record(withdrawn, user=withdrawn.created_by.user, **related)

    said = "withdrawal_reason has changed since the last public act about it"
    assert named(withdrawn) == [said]


def test_names_an_act_that_names_a_revision_anew_without_a_redaction(signed: Table) -> None:
    revision = Revision.objects.get()
    Revision.objects.filter(pk=revision.pk).update(published_at=LONG_AGO)

    act = PublicAct.record(Revision.objects.get())

    assert named(act) == ["it strikes out and names no redaction"]


def test_names_an_act_that_is_taken_out(entry: ProgressEntry) -> None:
    act = PublicAct.objects.order_by("number")[1]
    PublicAct.objects.filter(pk=act.pk)._raw_delete("default")

    assert named(act) == ["it is gone"]


def test_names_the_newest_revision_deleted_with_all_that_hangs_on_it(signed: Table) -> None:
    revision = Revision.objects.get()
    signoffs = list(revision.signoffs.all())
    rows = (
        revision.verdicts.all(),
        Revision.signoffs.through.objects.all(),
        Revision.sources.through.objects.all(),
        SignOff.history.all(),
        SignOff.objects.all(),
        Revision.objects.all(),
    )
    for each in rows:
        each._raw_delete("default")

    gone = ["a public act names it, and it is gone"]
    assert named(revision) == gone
    assert [named(signoff) for signoff in signoffs] == [gone, gone]


def test_names_a_published_verdict_that_is_changed(signed: Table) -> None:
    verdict = Revision.objects.get().verdicts.all()[0]
    PublishedVerdict.objects.filter(pk=verdict.pk).update(verdict="not_fulfilled")

    assert named(verdict) == ["it is not what the last public act about it says"]


@pytest.mark.long
def test_names_every_public_row_changed_like_its_history(texts: None, uploads: Path) -> None:
    columns: dict[Any, tuple[str, Any]] = {
        Conclusion: ("text", TEXT),
        Evaluation: ("opened_at", LONG_AGO),
        Meeting: ("held_on", LONG_AGO.date()),
        PastEvaluation: ("description", TEXT),
        ProgressEntry: ("narrative", TEXT),
        RegionalStatus: ("narrative", TEXT),
        Reopening: ("reason", TEXT),
        SignOff: ("signer_name", TEXT),
        Source: ("title", TEXT),
        Submission: ("submitted_at", LONG_AGO),
    }
    full_database.fill()
    with tampering.unguarded():
        changed = []
        last_acts = {key for act in PublicAct.objects.all() for _label, key, _sha256 in act.rows}
        for model, (name, value) in columns.items():
            row = next(row for row in model.objects.all() if str(row.pk) in last_acts)
            model.objects.filter(pk=row.pk).update(**{name: value})
            rewritten_histories.change_step(rewritten_histories.newest_step(row), **{name: value})
            rewritten_histories.chain_anew(row)
            changed.append(row)

        assert [row for row in changed if not named(row)] == []


def test_shows_a_rewrite_of_everything_as_another_head(entry: ProgressEntry) -> None:
    kept = ContentVersion.objects.get().head_sha256
    ProgressEntry.objects.filter(pk=entry.pk).update(narrative=TEXT)
    for step in steps(entry):
        rewritten_histories.change_step(step, narrative=TEXT)

    rewritten_histories.rewrite_acts(rewritten_histories.chain_anew(entry))

    assert list(everything.errors()) == []
    assert ContentVersion.objects.get().head_sha256 != kept
