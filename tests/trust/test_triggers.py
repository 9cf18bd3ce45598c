import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils import timezone

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.revisions.models import Revision
from commitments.trust import triggers
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.database_hashes import digest

SIGNOFF = "commitments_signoff"
REVISION = "commitments_revision"
SIGNED = "commitments_revision_signoffs"
CITED = "commitments_revision_sources"
REDACTION = "commitments_redaction"
VERSION = "agreements_textversion"
COMPLETED = f"id IN (SELECT signoff_id FROM {SIGNED})"
FREE = f"NOT {COMPLETED}"
EVALUATION = f"(SELECT evaluation_id FROM {REVISION})"
ON_BOTH = [
    f"UPDATE {REVISION} SET content = 'x'",
    f"UPDATE {REVISION} SET published_by_id = published_by_id",
    f"UPDATE {REVISION} SET id = id + 1000",
    f"DELETE FROM {REVISION}",
    f"UPDATE {SIGNED} SET signoff_id = signoff_id",
    f"DELETE FROM {SIGNED}",
    f"UPDATE {CITED} SET source_id = source_id",
    f"DELETE FROM {CITED}",
    f"UPDATE {SIGNOFF} SET signer_name = 'x' WHERE {COMPLETED}",
    f"UPDATE {SIGNOFF} SET voided_why = 'amended', voided_at = signed_at WHERE {COMPLETED}",
    f"DELETE FROM {SIGNOFF} WHERE {COMPLETED}",
    f"UPDATE {REDACTION} SET reason = 'x'",
    f"DELETE FROM {REDACTION}",
    f"UPDATE {VERSION} SET source_text = 'x'",
    f"UPDATE {VERSION} SET reason = 'x'",
    f"DELETE FROM {VERSION}",
]
ON_SQLITE = [
    f"INSERT OR REPLACE INTO {REVISION} SELECT * FROM {REVISION}",
    f"REPLACE INTO {SIGNED} SELECT * FROM {SIGNED}",
    f"INSERT OR REPLACE INTO {CITED} SELECT * FROM {CITED}",
    f"INSERT OR REPLACE INTO {SIGNOFF} SELECT * FROM {SIGNOFF} WHERE {COMPLETED}",
    f"INSERT OR REPLACE INTO {REDACTION} SELECT * FROM {REDACTION}",
    f"INSERT OR REPLACE INTO {VERSION} SELECT * FROM {VERSION}",
    f"UPDATE OR REPLACE {SIGNOFF} SET id = (SELECT max(signoff_id) FROM {SIGNED}) WHERE {FREE}",
    f"UPDATE OR REPLACE {SIGNOFF} SET evaluation_id = {EVALUATION} WHERE {FREE}",
]
ON_POSTGRESQL = [
    f"TRUNCATE {REVISION} CASCADE",
    f"TRUNCATE {SIGNED}",
    f"TRUNCATE {CITED}",
    f"TRUNCATE {SIGNOFF} CASCADE",
    f"TRUNCATE {REDACTION}",
    f"TRUNCATE {VERSION} CASCADE",
    f"INSERT INTO {SIGNOFF} SELECT * FROM {SIGNOFF} ON CONFLICT (id) DO UPDATE SET round = 7",
    f"INSERT INTO {REVISION} SELECT * FROM {REVISION} ON CONFLICT (id) DO UPDATE SET content = 'x'",
]
STATEMENTS = ON_BOTH + (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


@pytest.fixture
def signed(texts: None) -> Revision:
    """A signed revision and a redaction; in another year a signature that is not completed."""
    evaluation_states.evaluation_in("signed")
    other = make.make_evaluation()
    make.make_signoff(evaluation=other, by=recorders.approver("KS"))
    make.make_signoff(evaluation=other, by=recorders.approver("KD"))
    revision = Revision.objects.get()
    make.make_redaction(revision=revision)
    connection.check_constraints()  # PostgreSQL truncates nothing while checks are deferred
    return revision


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_what_is_frozen(signed: Revision, statement: str) -> None:
    before = digest()

    with (
        pytest.raises(DatabaseError, match="this row is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert digest() == before


def test_a_signature_that_is_not_completed_may_be_withdrawn(signed: Revision) -> None:
    signoff = SignOff.objects.exclude(revisions=signed).earliest("signed_at")
    signoff.withdrawn_at, signoff.withdrawn_by = timezone.now(), signoff.signed_by

    signoff.save()

    assert not SignOff.objects.get(pk=signoff.pk).is_valid


def test_after_all_migrations_the_catalogue_is_the_declared_list(db: None) -> None:
    declared = {trigger.name: trigger.table for trigger in triggers.declared(connection.vendor)}

    assert triggers.installed(connection) == declared


def test_the_migration_of_the_triggers_can_be_undone_and_done_again(
    transactional_db: None,
) -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    before = triggers.installed(connection)

    call_command("migrate", "commitments", "0001", verbosity=0)
    undone = triggers.installed(connection)
    call_command("migrate", verbosity=0)

    assert undone == {}
    assert triggers.installed(connection) == before
    assert MigrationExecutor(connection).migration_plan(leaves) == []


def test_the_flush_after_a_test_leaves_the_triggers_in_place(transactional_db: None) -> None:
    with triggers.lifted(connection):
        inside = triggers.installed(connection)

    assert inside == {}
    assert len(triggers.installed(connection)) == len(triggers.declared(connection.vendor))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone rebuilds tables")
@pytest.mark.parametrize("model", [Revision, SignOff, Revision.signoffs.through])
def test_a_guarded_table_is_rebuilt_between_lift_and_install(
    transactional_db: None, model: type[Model]
) -> None:
    with connection.schema_editor() as editor:
        triggers.lift(connection)
        editor._remake_table(model)  # type: ignore[attr-defined]  # what migrations do
        triggers.install(connection)

    assert len(triggers.installed(connection)) == len(triggers.declared(connection.vendor))
