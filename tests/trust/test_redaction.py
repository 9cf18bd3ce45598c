from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.verify import checked
from commitments.trust import everything, redaction, triggers
from tests.support import evaluation_states, recorders
from tests.support.database_hashes import digest
from tests.support.evaluation_states import Table
from tests.support.written_again import written_again

pytestmark = pytest.mark.usefixtures("uploads")

SECRET = "Per Eksempelsen"
DETAILS: Any = {
    "reason": "Eksempel: personopplysning uten grunnlag.",
    "names": ["Eksempel: Kari", "Eksempel: Ola"],
}
VERIFY = "/en/avtaler/2011-2013/evalueringer/2012/revisjoner/1/verifiser/"


@pytest.fixture
@written_again
def signed(texts: None) -> Table:
    """A signed evaluation in which KS names a person, before and after the reveal."""
    found = evaluation_states.evaluation_in("open")
    found.assess("KS", "2011-F3", narrative=f"Eksempel: «{SECRET}» ledet arbeidet.\nTakk.")
    found.submit("KD")
    found.submit("KS")
    proposal = found.propose("KD", text=f"Eksempel: takk til {SECRET}.")
    conclusion_actions.accept(proposal, by=found.approvers["KS"])
    found.sign("KD")
    found.sign("KS")
    return found


def stored_texts() -> str:
    """Everything that the database holds, as one text."""
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows)


def test_strikes_the_passage_out_everywhere_and_the_chain_stands(signed: Table) -> None:
    before = Revision.objects.values("content_sha256", "revision_sha256", "seal").get()

    made = redaction.redact(SECRET, **DETAILS)

    assert SECRET not in stored_texts()
    assert Assessment.objects.filter(narrative__contains="«sladdet» ledet").count() == 1
    assert Revision.objects.values("content_sha256", "revision_sha256", "seal").get() == before
    assert checked(Revision.objects.get()).outcome == "redacted"
    assert list(everything.errors()) == []
    places = {(row.label or "revision", row.pointer.split("/")[1]) for row in made}
    assert places == {
        ("commitments.Assessment", "narrative"),
        ("commitments.Conclusion", "text"),
        ("commitments.Submission", "content"),
        ("revision", "vurderinger"),
        ("revision", "konklusjon"),
    }


def test_the_page_says_redacted_with_reason_time_and_the_original_hash(signed: Table) -> None:
    redaction.redact(SECRET, **DETAILS)

    page_text = recorders.page_text(Client().get(VERIFY).content)

    assert "Redacted" in page_text
    assert DETAILS["reason"] in page_text
    assert Revision.objects.get().content_sha256 in page_text
    assert "Kari" not in page_text


def test_every_redaction_is_listed_with_its_place_and_reason(signed: Table) -> None:
    redaction.redact(SECRET, **DETAILS)

    page_text = recorders.page_text(Client().get("/en/metode/etterproving/").content)

    listed = page_text.partition("What was removed because the law requires it")[2]
    assert "Agreement 2011–2013, 2012, revision 1 /" in listed
    assert "in the portal’s own rows /" in listed
    assert DETAILS["reason"] in listed


def test_what_is_changed_after_a_redaction_does_not_verify(signed: Table) -> None:
    redaction.redact(SECRET, **DETAILS)
    revision = Revision.objects.get()
    revision.content = revision.content.replace("sladdet", "sladda", 1)

    assert checked(revision).outcome == "differs"


def test_a_second_redaction_is_the_one_that_counts(signed: Table) -> None:
    redaction.redact(SECRET, **DETAILS)

    redaction.redact("ledet arbeidet", **DETAILS)

    assert checked(Revision.objects.get()).outcome == "redacted"
    assert list(everything.errors()) == []


def test_strikes_nothing_out_of_what_somebody_has_changed(signed: Table) -> None:
    row = Assessment.objects.get(narrative__contains=SECRET)
    text = f"Eksempel: {SECRET} gjorde det ikke."
    row.history.filter(history_step=1).update(narrative=text)

    with pytest.raises(ValidationError) as refused:
        redaction.redact(SECRET, **DETAILS)

    assert refused.value.code == "tampered"
    named = f"commitments.Assessment {row.pk}: step 1 of its history is not what was written"
    assert named in refused.value.messages[0]
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("column", ["content", "published_at"])
def test_strikes_nothing_out_of_a_revision_that_somebody_has_changed(
    signed: Table, column: str
) -> None:
    revision = Revision.objects.get()
    other = {
        "content": revision.content.replace("ledet", "hindret"),
        "published_at": revision.published_at + timedelta(microseconds=1),
    }
    with triggers.lifted(connection):
        Revision.objects.update(**{column: other[column]})

    with pytest.raises(ValidationError) as refused:
        redaction.redact(SECRET, **DETAILS)

    assert refused.value.code == "tampered"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"passage": "Per"}, "too_short"),
        ({"reason": " "}, "no_reason"),
        ({"reason": f"Navnet {SECRET}."}, "says_it_again"),
        ({"names": ["Kari"]}, "two_people"),
        ({"names": ["Kari", "Kari "]}, "two_people"),
        ({"passage": "Arne Godkjenner"}, "signed_name"),
        ({"passage": "Dette står ingen steder"}, "not_found"),
        ({"passage": "kvalitetsutvikling i barnehagen"}, "not_found"),
    ],
)
def test_refuses_and_changes_nothing(signed: Table, changed: dict[str, Any], code: str) -> None:
    values = {"passage": SECRET, **DETAILS, **changed}
    before = digest()

    with pytest.raises(ValidationError) as refusal:
        redaction.redact(values.pop("passage"), **values)

    assert refusal.value.code == code
    assert digest() == before


def test_the_command_reads_the_passage_from_the_standard_input(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["--reason", str(DETAILS["reason"]), "--name", "Kari", "--name", "Ola"]
    out = StringIO()

    monkeypatch.setattr("sys.stdin", StringIO(f"{SECRET}\n"))
    call_command("redact", *arguments, "--dry-run", stdout=out)
    assert not Redaction.objects.exists()
    monkeypatch.setattr("sys.stdin", StringIO(f"{SECRET}\n"))
    call_command("redact", *arguments, stdout=out)

    assert (
        f"commitments.Submission {Submission.objects.latest('submitted_at').pk} /content/"
        in out.getvalue()
    )
    assert "Struck out in 5 places" in out.getvalue()
