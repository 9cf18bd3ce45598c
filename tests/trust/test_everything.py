import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.revisions import verify as revisions
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verify import checked
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.management.commands import verify
from commitments.people.models import Membership, Role
from commitments.places.models import Region
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from commitments.trust import everything, files, relations, triggers
from kvalitet.guard.keys import RandomKey
from tests import make
from tests.support import evaluation_states, recorders, regional_states, tampering
from tests.support.evaluation_states import Table
from tests.support.written_again import written_again

pytestmark = pytest.mark.usefixtures("uploads")

CHANGES = 200


@pytest.fixture
def signed(texts: None, uploads: Path) -> Iterator[Table]:
    """A signed evaluation that cites a file, in a database that refuses nothing."""
    found = with_a_file()
    with triggers.lifted(connection):
        yield found


@written_again
def with_a_file() -> Table:
    found = evaluation_states.evaluation_in("revealed")
    paper = NewSource("Eksempel: referat", file=recorders.upload())
    found.amend("KS", "2011-F3", new_sources=[paper])
    conclusion_actions.accept(found.propose("KD"), by=found.approvers["KS"])
    found.sign("KD")
    found.sign("KS")
    return found


def verified() -> str:
    """What the command prints, with its error where it ends with one."""
    out = StringIO()
    try:
        call_command("verify", stdout=out)
    except CommandError as error:
        out.write(f"exit {error.returncode}: {error}")
    return out.getvalue()


def errors(part: Any = everything) -> list[str]:
    return [str(error) for error in part.errors()]


def write(row: Model, column: str, value: Any) -> None:
    """A value stored past every rule of ours."""
    statement = f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s"  # noqa: S608
    if isinstance(value, datetime):
        value = connection.ops.adapt_datetimefield_value(value)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value, row.pk])


def other(value: Any, chance: random.Random) -> Any:
    """The value with one character, or its last digit, changed."""
    if isinstance(value, str):
        place = chance.randrange(len(value))
        letter = chance.choice([each for each in "0123456789abcdefæø" if each != value[place]])
        return value[:place] + letter + value[place + 1 :]
    return value + (timedelta(microseconds=1) if isinstance(value, datetime) else 1)


def places() -> list[tuple[Model, str]]:
    """Every stored value of the revision and its signatures that has a byte to change."""
    revision = Revision.objects.get()
    return [
        (row, field.column)
        for row in (revision, *revision.signoffs.all())
        for field in row._meta.concrete_fields
        if not field.primary_key and getattr(row, field.attname) not in {"", None}
    ]


def test_what_the_parties_signed_verifies(signed: Table) -> None:
    revision = Revision.objects.get()

    output = verified()

    assert checked(revision).outcome == "verified"
    assert "Everything verifies: 1 revisions." in output
    assert f"2011-2013 2012 revision 1: {revision.revision_sha256}" in output


def test_prints_the_heads_of_what_it_has_verified(
    texts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, head_sha256 = ContentVersion.head()

    @contextmanager
    def snapshot_with_a_writer_after_it() -> Iterator[None]:
        yield
        recorders.taken_to(State.PUBLISHED)

    monkeypatch.setattr(verify, "snapshot", snapshot_with_a_writer_after_it)

    assert f"public act {number}: {head_sha256}" in verified()
    assert ContentVersion.head() != (number, head_sha256)


def test_any_changed_byte_of_a_revision_or_a_signature_is_found_and_named(signed: Table) -> None:
    chance = random.Random(20271012)  # noqa: S311 (a choice that can be repeated, no secret)
    stored, done = places(), 0

    while done < CHANGES - 20:
        row, column = chance.choice(stored)
        before = getattr(row, column)
        try:
            with transaction.atomic():
                write(row, column, other(before, chance))
        except DatabaseError:
            continue  # a constraint refuses it already
        found = chain(everything.recorded_errors(), everything.errors())  # most by the first
        is_named = any(f"{row._meta.label} {row.pk}" in str(error) for error in found)
        write(row, column, before)
        done += 1
        assert is_named, column

    assert errors() == []


def test_any_changed_byte_of_a_file_is_found_and_named(signed: Table) -> None:
    chance = random.Random(20271013)  # noqa: S311 (a choice that can be repeated, no secret)
    source = Source.objects.with_file().get()
    path = Path(source.file.path)
    whole = path.read_bytes()

    for place in [chance.randrange(len(whole)) for _turn in range(20)]:
        changed = bytes([whole[place] ^ chance.randrange(1, 256)])
        path.write_bytes(whole[:place] + changed + whole[place + 1 :])
        (fault,) = errors(files)
        assert fault.startswith(f"commitments.Source {source.pk} ({source.file.name}): the SHA-256")

    path.write_bytes(whole)
    assert errors(files) == []


def test_a_missing_file_is_found(signed: Table) -> None:
    source = Source.objects.with_file().get()

    Path(source.file.path).unlink()

    assert f"commitments.Source {source.pk}" in verified()
    assert "exit 1: 1 faults found." in verified()


def test_a_file_that_no_source_names_is_found_once_it_is_no_upload_on_its_way(
    signed: Table, uploads: Path
) -> None:
    added = uploads / "ekstra.pdf"
    added.write_bytes(b"%PDF-1.7")

    assert errors() == []

    an_hour_ago = timezone.now().timestamp() - 3600
    os.utime(added, (an_hour_ago, an_hour_ago))
    assert errors() == ["ekstra.pdf: no source names this file"]


@pytest.mark.parametrize("name", ["signoffs", "sources", "verdicts"])
def test_what_hangs_on_a_revision_may_not_be_missing(signed: Table, name: str) -> None:
    revision = Revision.objects.get()
    rows: Any = getattr(revision, name)

    if name == "verdicts":
        rows.all().delete()
    else:
        rows.clear()

    assert any(f"commitments.Revision {revision.pk}" in error for error in errors(revisions))


def test_a_number_left_out_of_the_chain_is_found(signed: Table) -> None:
    revision = Revision.objects.get()
    statement = "UPDATE commitments_revision SET number = 2, previous_sha256 = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, ["0" * 64, revision.pk])

    names = {check.name for check in checked(Revision.objects.get()).differing}

    assert {"previous", "sealed_previous", "number"} <= names


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("assessments", "narrative", "Eksempel: pyntet på."),
        ("assessments", "verdict", "partly_fulfilled"),
        ("submissions", "content", "{}"),
        ("conclusions", "text", "Eksempel: noe annet."),
        ("signoffs", "on_behalf_of", "Eksempel: ingen"),
    ],
)
def test_a_row_that_is_not_what_its_history_says_is_found(
    signed: Table, name: str, column: str, value: str
) -> None:
    row = getattr(signed.evaluation, name).last()

    write(row, column, value)

    named = f"{row._meta.label} {row.pk}: {column} is not what"
    assert any(fault.startswith(named) for fault in errors())


def test_a_row_added_or_removed_past_the_actions_is_found(signed: Table) -> None:
    first = signed.evaluation.assessments.earliest("created_at")
    copy = signed.evaluation.assessments.earliest("created_at")
    copy.pk, copy.round, copy._state.adding = RandomKey.drawn(), 7, True
    vars(copy)["skip_history_when_saving"] = True
    copy.save()
    with connection.cursor() as cursor:
        for relation in ("sources", "entries", "authors"):
            statement = f"DELETE FROM commitments_assessment_{relation} WHERE assessment_id = %s"  # noqa: S608
            cursor.execute(statement, [first.pk])
        cursor.execute("DELETE FROM commitments_assessment WHERE id = %s", [first.pk])

    faults_found = errors()

    assert f"commitments.Assessment {copy.pk}: it has no history" in faults_found
    assert (
        f"commitments.Assessment {first.pk}: it is gone, and its history does not say so"
        in faults_found
    )


def test_a_relation_that_is_not_what_its_history_says_is_found(signed: Table) -> None:
    row = signed.evaluation.assessments.earliest("created_at")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM commitments_assessment_sources WHERE assessment_id = %s", [row.pk]
        )

    assert errors() == [
        f"commitments.Assessment {row.pk}: sources is not what its last history row says"
    ]


ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has types")


@ON_SQLITE
@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("true_on", "replace(true_on, '-0', '-')"),
        ("published_at", "replace(published_at, ' ', 'T')"),
        ("withdrawn_at", "'x'"),
    ],
)
def test_a_day_that_reads_the_same_but_sorts_otherwise_is_found(
    texts: None, column: str, written: str
) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    with tampering.unguarded(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE commitments_progressentry SET {column} = {written}")  # noqa: S608

        where = f"commitments.ProgressEntry {entry.pk}"
        assert f"{where}: a day or an instant is not written as it was" in errors()


@ON_SQLITE
def test_a_hand_in_of_another_kind_is_found(signed: Table) -> None:
    hand_in = Submission.objects.first()
    assert hand_in
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commitments_submission SET content = x'ff' WHERE id = %s", [hand_in.pk]
        )

    where = f"commitments.Submission {hand_in.pk}"
    assert f"{where}: content is not what its SHA-256 says" in errors()


def test_a_value_of_another_kind_is_found(signed: Table) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL stores no value of another kind")
    revision = Revision.objects.get()
    signoff = revision.signoffs.earliest("signed_at")
    write(revision, "published_at", "2026-1x-20 12:00:00")
    write(signoff, "signed_at", "i går")

    output = verified()

    assert f"commitments.Revision {revision.pk} " in output
    assert f"commitments.SignOff {signoff.pk}: " in output


def _unanswered() -> None:
    Commitment.objects.get(ref=recorders.REF).responsible.clear()


def _own_approval() -> None:
    author = make.make_membership(role=Role.APPROVER)
    make.make_entry(commitment=recorders.commitment(), approver=author).authors.add(author)


def _withdrawn_by_its_proposer() -> None:
    proposer = make.make_membership()
    proposer.ended_at, proposer.ended_by = timezone.now(), proposer
    proposer.save()
    promoted = make.make_membership(role=Role.APPROVER, user=proposer.user)
    make.make_entry(
        commitment=recorders.commitment(),
        state=State.WITHDRAWN,
        author=proposer,
        withdrawn_by=promoted,
    )


def _withdrawn_by_an_editor() -> None:
    make.make_past_evaluation(state=State.WITHDRAWN, withdrawn_by=make.make_membership())


def _foreign_proposal() -> None:
    by = make.make_membership(party="KS")
    make.make_status(state=State.WITHDRAWN, withdrawal_proposed_by=by)


def _foreign_reservation() -> None:
    evaluation = evaluation_states.evaluation_in("open", year=2013).evaluation
    make.make_assessment(
        evaluation=evaluation,
        commitment=recorders.commitment("2011-F4"),
        verdict="reservation_used",
        reservation=make.make_reservation(),
    )


def _reservation_of_a_view() -> None:
    evaluation = evaluation_states.evaluation_in("open", year=2013).evaluation
    make.make_assessment(
        evaluation=evaluation,
        commitment=recorders.commitment(evaluation_states.ONLY_KS),
        verdict="reservation_used",
        reservation=Reservation.objects.get(ref="2011-R1"),
    )


def _foreign_commitment() -> None:
    evaluation = evaluation_states.evaluation_in("open", year=2013).evaluation
    make.make_assessment(evaluation=evaluation, commitment=recorders.commitment("2005-F1"))


def _foreign_answer() -> None:
    make.make_entry(commitment=recorders.commitment(recorders.ONLY_KS))


def _foreign_signature() -> None:
    evaluation = evaluation_states.evaluation_in("open", year=2013).evaluation
    make.make_signoff(
        evaluation=evaluation, party=make.make_party("KS"), by=make.make_membership(role="approver")
    )


def _reopened_by_an_editor() -> None:
    evaluation = evaluation_states.evaluation_in("open", year=2013).evaluation
    editor = make.make_membership(party="KS")
    make.make_reopening(evaluation=evaluation, agreed_at=timezone.now(), agreed_by=editor)


def _own_answer() -> None:
    row = evaluation_states.evaluation_in(
        "conclusion_accepted", year=2013
    ).evaluation.conclusions.get()
    row.answered_by = row.proposed_by
    row.save()


def _status_of_county(**wrong: Any) -> RegionalStatus:
    place = {
        "county": regional_states.county(),
        "commitment": recorders.commitment(regional_states.REF),
    }
    return make.make_status(author=recorders.editor("KS"), **{**place, **wrong})


def _county_of_the_same_everywhere() -> None:
    _status_of_county(commitment=recorders.commitment(regional_states.NOT_REGIONAL))


def _year_without_agreement() -> None:
    _status_of_county(year=2030)


def _doubtful_year_without_document() -> None:
    evaluation = evaluation_states.laid(year=2005, slug="2005-2009").evaluation
    evaluation.opening_source = None
    evaluation.save()


def _municipality() -> None:
    _status_of_county(county=make.make_region(kind=Region.Kind.MUNICIPALITY))


def _county_without_author() -> None:
    _status_of_county().authors.clear()


def _county_reported_by_the_other_party() -> None:
    row = _status_of_county()
    row.created_by = recorders.editor("KD")
    row.save()


def _county_published_by_its_author() -> None:
    approver = recorders.approver("KS")
    _status_of_county(approver=approver).authors.add(approver)


def _reset(**by: Membership) -> None:
    facts = {"agreed_by": make.make_membership(role=Role.APPROVER), **by}
    make.make_factor_reset(agreed_at=timezone.now(), **facts)


def _reset_agreed_to_by_the_other_party() -> None:
    _reset(agreed_by=make.make_membership(role=Role.APPROVER, party="KS"))


def _reset_agreed_to_by_the_person() -> None:
    user = make.make_user()
    past = make.make_membership(role=Role.APPROVER, user=user)
    past.ended_at, past.ended_by = timezone.now(), past
    past.save()
    _reset(agreed_by=past, membership=make.make_membership(user=user))


def _reset_asked_for_by_an_editor() -> None:
    _reset(asked_by=make.make_membership())


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (_unanswered, "no party is responsible for it"),
        (_own_approval, "one of its authors published it"),
        (_foreign_reservation, "its reservation does not qualify the commitment for this party"),
        (_reservation_of_a_view, "a view names a reservation"),
        (_foreign_commitment, "its commitment is of another agreement"),
        (_foreign_answer, "its party is not responsible for the commitment"),
        (_foreign_signature, "signed_by is no approver of its party"),
        (_reopened_by_an_editor, "no approver of a party agreed to it"),
        (_own_answer, "the party that proposed it accepted it"),
        (_county_of_the_same_everywhere, "its commitment does not vary between counties"),
        (_year_without_agreement, "its year is none of the agreement"),
        (
            _doubtful_year_without_document,
            "its year is doubtful and no document shows that the agreement applied",
        ),
        (_municipality, "its place is no county"),
        (_county_without_author, "nobody is its author"),
        (_county_reported_by_the_other_party, "someone of another party recorded it"),
        (_county_published_by_its_author, "one of its authors published it"),
        (_reset_agreed_to_by_the_other_party, "no approver in the person's party agreed"),
        (_reset_agreed_to_by_the_person, "the person or the asker agreed"),
        (_reset_asked_for_by_an_editor, "someone outside the secretariat asked for it"),
        (_withdrawn_by_its_proposer, "the person who proposed to withdraw it withdrew it"),
        (_withdrawn_by_an_editor, "no approver of its party withdrew it"),
        (_foreign_proposal, "someone of another party proposed to withdraw it"),
    ],
)
def test_what_no_action_could_have_written_is_found(texts: None, plant: Any, what: str) -> None:
    assert errors(relations) == []

    plant()

    assert any(error.endswith(f": {what}") for error in errors(relations))
