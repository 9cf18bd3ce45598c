"""What must hold of an evaluation after anybody's step (security.md, C6: I1–I8)."""

from datetime import timedelta
from typing import Any, Final

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from commitments.foundation.canonical import digest
from commitments.people.models import Membership
from tests.support import evaluation_states

Row = dict[str, Any]
Photograph = dict[str, Any]

MODELS: Final[dict[str, Any]] = {
    "assessments": Assessment,
    "submissions": Submission,
    "conclusions": Conclusion,
    "signoffs": SignOff,
    "reopenings": Reopening,
    "revisions": Revision,
}
WITH_HISTORY: Final = (Assessment, Submission, Conclusion, SignOff, Reopening)
REOPENING: Final = frozenset({"ask_reopening", "agree_reopening", "withdraw_reopening"})


def photograph(evaluation: Evaluation) -> Photograph:
    """Every stored value of the evaluation's rows, its state, and the hash to sign."""
    fresh = evaluation_states.fresh(evaluation)
    rows: Photograph = {
        name: {row["id"]: row for row in model.objects.filter(evaluation=fresh).values()}
        for name, model in MODELS.items()
    }
    return {
        **rows,
        "history": [model.history.count() for model in WITH_HISTORY],
        "round": fresh.round,
        "state": evaluation_states.state_of(fresh),
        "content": to_sign(fresh).sha256,
    }


def check_step(
    by: Membership | None, verb: str, shown: str, before: Photograph, after: Photograph
) -> None:
    """What ``by`` (None: a visitor) changed by ``verb`` is what that step may change.

    ``shown`` is the hash that came with it, where it signs.
    """
    if after == before:
        return
    assert by is not None, "a visitor wrote something"
    if verb == "withdraw_signature":
        assert before["state"] == "signed_by_one", "I8: withdrawn after the other party had signed"
    if before["state"] == "signed":  # I6, I7: read-only; what both agree on opens a new round
        assert verb in REOPENING
        assert verb == "agree_reopening" or _without(after) == _without(before)
    _check_revisions(verb, before, after)
    if verb == "agree_reopening":
        _check_new_round(by, before, after)
    else:
        _check_rows(by, before, after)
        _check_signatures(verb, shown, before, after)


def check_whole(evaluation: Evaluation, now: Photograph) -> None:
    """What holds of every evaluation at any time."""
    signed = SignOff.objects.filter(evaluation=evaluation).select_related("signed_by")
    for row in signed:  # I1: a signature says all it must
        assert row.signed_by.party_id == row.party_id
        assert row.signed_by.approves
        assert len(row.content_sha256) == 64
        assert row.on_behalf_of
        assert row.signed_at - row.factor_at <= timedelta(minutes=5, seconds=1)
    valid = [row for row in now["signoffs"].values() if _is_valid(row, now)]
    over_current = {row["party_id"] for row in valid if row["content_sha256"] == now["content"]}
    assert len(over_current) == len(valid), "two of one party, or one over other content"
    assert (now["state"] == "signed") == (len(over_current) == 2)  # I3
    revisions = list(Revision.objects.filter(evaluation=evaluation).order_by("number"))
    assert [row.number for row in revisions] == list(range(1, len(revisions) + 1))
    for revision in revisions:  # I6, I7: every revision is still what was signed
        assert digest(revision.content.encode()) == revision.content_sha256
        assert digest(revision.seal.encode()) == revision.revision_sha256
        over = revision.signoffs.filter(content_sha256=revision.content_sha256)
        assert over.count() == (2 if revision.kind == Revision.Kind.SIGNED else 0)


def _check_rows(by: Membership, before: Photograph, after: Photograph) -> None:
    for model in ("assessments", "submissions", "conclusions", "signoffs", "reopenings"):
        for pk in before[model].keys() | after[model].keys():
            old, new = before[model].get(pk), after[model].get(pk)
            if old != new:
                _check_row(by, model, old, new)


def _check_signatures(verb: str, shown: str, before: Photograph, after: Photograph) -> None:
    stood = [pk for pk, row in before["signoffs"].items() if _is_valid(row, before)]
    changed = before["content"] != after["content"]
    if (verb == "write" and changed) or verb in ("propose", "counter"):  # I2: void, visibly
        assert not any(_is_valid(after["signoffs"][pk], after) for pk in stood)
    if verb == "sign":  # I5: what was shown
        assert shown == before["content"]


def _check_row(by: Membership, model: str, old: Row | None, new: Row | None) -> None:
    row = new or old
    assert row is not None
    party = row["party_id"]
    if model == "signoffs" and old and new and new["voided_at"]:
        assert by.writes  # any party's change voids, never an administrator's
        return
    if model == "conclusions" and old and new and new["answered_at"]:
        assert by.writes
        assert by.party_id != party  # the other party answers
        return
    assert by.party_id == party  # I4: one's own party, never an administrator
    if model in ("signoffs", "submissions", "reopenings"):
        assert by.approves


def _check_new_round(by: Membership, before: Photograph, after: Photograph) -> None:
    """Both have agreed: the next round begins with copies, and nothing of the last one changes."""
    [request] = [row for pk, row in before["reopenings"].items() if row != after["reopenings"][pk]]
    assert by.approves
    assert by.party_id != request["party_id"]
    assert after["round"] == before["round"] + 1
    for model in ("assessments", "submissions", "conclusions", "signoffs"):
        assert before[model].items() <= after[model].items()
        added = after[model].keys() - before[model].keys()
        assert {after[model][pk]["round"] for pk in added} <= {after["round"]}


def _check_revisions(verb: str, before: Photograph, after: Photograph) -> None:
    for pk, row in before["revisions"].items():  # I7: the old one stays
        assert after["revisions"].get(pk) == row
    added = [
        after["revisions"][pk] for pk in after["revisions"].keys() - before["revisions"].keys()
    ]
    kinds = {"sign": [Revision.Kind.SIGNED], "publish_alone": [Revision.Kind.ONE_SIDED]}
    assert [row["kind"] for row in added] in ([], kinds.get(verb, []))
    assert after["state"] != "signed" or before["state"] == "signed" or added


def _is_valid(row: Row, now: Photograph) -> bool:
    counts = row["voided_at"] is None and row["withdrawn_at"] is None
    return counts and bool(row["round"] == now["round"])


def _without(now: Photograph) -> Photograph:
    """All but the requests to reopen."""
    return {name: value for name, value in now.items() if name not in ("reopenings", "history")}
