"""The rows of the access table for evaluations in the workspace: the parties', the secretariat's.

Of the house's evaluations 2012 is open, in 2011 KD has proposed a conclusion, and in 2013 one is
accepted. That of 2006 is signed, and KD has asked to reopen it.
"""

from typing import Final

from tests.access.access_rows import KD_ALONE, Row, Statuses, only_post, staff

PARTIES: Final = staff(403, kd=200, ks=200)
DONE: Final = staff(403, kd=302, ks=302)
SIGNERS: Final = staff(403, approvers=302)
SECRETARIAT: Final = staff(403, secretariat=200)
OPEN: Final = {"slug": "2011-2013", "year": "2012"}
PROPOSED: Final = {"slug": "2011-2013", "year": "2011"}
CONCLUDED: Final = {"slug": "2011-2013", "year": "2013"}
SIGNED: Final = {"slug": "2005-2009", "year": "2006"}
REVISION: Final = {**SIGNED, "number": "1"}


def step(name: str, parts: dict[str, str], post: Statuses) -> Row:
    """A button of an evaluation."""
    return Row(f"commitments:{name}", parts, get=staff(405), post=post)


EVALUATIONS: Final = (
    Row("commitments:evaluation_work_list", get=staff(403, kd=200, ks=200, secretariat=200)),
    Row("commitments:evaluation_open", get=SECRETARIAT, post=SECRETARIAT),
    Row(
        "commitments:evaluation_meeting",
        OPEN,
        get=SECRETARIAT,
        post=staff(403, secretariat=302),
    ),
    Row("commitments:meeting_list", get=SECRETARIAT),
    Row("commitments:meeting_add", get=SECRETARIAT, post=SECRETARIAT),
    Row("commitments:meeting_edit", {"pk": "meeting"}, get=SECRETARIAT, post=SECRETARIAT),
    Row("commitments:evaluation_assess", OPEN, get=PARTIES),
    Row("commitments:evaluation_preview", OPEN, get=PARTIES),
    Row("commitments:assessment_set_text", OPEN, get=PARTIES, post=PARTIES),
    Row("commitments:assessment_edit", {**OPEN, "ref": "2011-F2"}, get=PARTIES, post=DONE),
    step("assessment_clear", {**OPEN, "ref": "2011-F3"}, DONE),
    step("assessment_copy", OPEN, DONE),
    Row(
        "commitments:evaluation_hand_in",
        OPEN,
        get=staff(403, approvers=200),
        post=staff(403, approvers=200),  # with what is to be confirmed
    ),
    step("evaluation_take_back", OPEN, SIGNERS),
    Row(
        "commitments:conclusion_list",
        PROPOSED,
        get=PARTIES,
        post=staff(403, kd=409, ks=409),  # a proposal awaits its answer
        form={"text": "Eksempel: vi er enige.", "language": "nb"},
    ),
    step("conclusion_accept", {**PROPOSED, "number": "1"}, staff(403, ks_approver=302)),
    step("conclusion_withdraw", {**PROPOSED, "number": "1"}, staff(403, kd=302)),
    Row(
        "commitments:evaluation_sign",
        CONCLUDED,
        get=PARTIES,
        post=staff(403, approvers=409),  # no hash was shown
    ),
    step("signature_withdraw", CONCLUDED, SIGNERS),
    Row("commitments:past_list", get=PARTIES),
    Row("commitments:past_attach", get=PARTIES, post=PARTIES),  # the form with its errors
    Row("commitments:past_review", {"pk": "past draft"}, get=KD_ALONE),
    Row("commitments:past_edit", {"pk": "past draft"}, get=KD_ALONE, post=KD_ALONE),
    Row(
        "commitments:past_propose_withdrawal",
        {"pk": "past published"},
        get=staff(403, kd=200),
        post=staff(403, kd=302),
        form={"version": "1", "reason": "Eksempel: feil år."},
    ),
    Row(
        "commitments:past_propose_withdrawal",
        {"pk": "past draft"},
        get=staff(404, kd=302),
        post=staff(404, kd=200),  # with the reason why not
        form={"version": "1", "reason": "Eksempel: feil år."},
    ),
    step("past_submit", {"pk": "past draft"}, staff(404, kd=302)),
    step("past_submit", {"pk": "past published"}, staff(403)),
    step("past_approve", {"pk": "past submitted"}, staff(404, kd=403, kd_approver=302)),
    only_post(
        "commitments:past_send_back",
        "past submitted",
        staff(404, kd=403, kd_approver=302),
        note="Eksempel: nevn møtet.",
    ),
    step("past_withdraw", {"pk": "past proposed"}, staff(403, kd_approver=302)),
    step("past_withdraw", {"pk": "past draft"}, staff(404, kd=403, kd_approver=200)),
    step("past_decline_withdrawal", {"pk": "past proposed"}, staff(403, kd_approver=302)),
    step("past_discard", {"pk": "past draft"}, staff(404, kd=302)),
    Row("commitments:evaluation_pdf", SIGNED),
    Row("commitments:revision_pdf", REVISION),
    Row("commitments:revision_seal", REVISION),
    Row("commitments:revision_verify", REVISION),
    Row("commitments:evaluation_draft_pdf", OPEN, get=PARTIES),
    Row(
        "commitments:evaluation_publish_alone",
        OPEN,
        get=staff(403, approvers=200),
        post=staff(403, approvers=409),  # the grace period runs
    ),
    Row(
        "commitments:evaluation_reopening",
        SIGNED,
        get=PARTIES,
        post=PARTIES,  # without a reason
    ),
    step("reopening_agree", {**SIGNED, "pk": "reopening"}, staff(403, ks_approver=302)),
    step("reopening_withdraw", {**SIGNED, "pk": "reopening"}, staff(403, kd_approver=302)),
)
