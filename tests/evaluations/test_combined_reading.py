import pytest

from commitments.evaluations.combined_reading import PartyVerdictCount, StatedVerdict, reading

DONE = StatedVerdict("fulfilled")
PARTLY = StatedVerdict("partly_fulfilled")
NOT_MONEY = StatedVerdict("not_fulfilled", "not_prioritised")
NOT_POLICY = StatedVerdict("not_fulfilled", "policy_changed")
LIMITED = StatedVerdict("reservation_used", reservation="2005-R1")
BOTH = ("KD", "KS")


@pytest.mark.parametrize(
    ("kd", "ks", "expected"),
    [
        (DONE, DONE, "agree"),
        (NOT_MONEY, NOT_MONEY, "agree"),
        (NOT_MONEY, NOT_POLICY, "agree_other_reason"),
        (
            StatedVerdict("cannot_be_verified", gap="wording"),
            StatedVerdict("cannot_be_verified", gap="records"),
            "agree_other_reason",
        ),
        (LIMITED, LIMITED, "agree"),
        (LIMITED, LIMITED._replace(reservation="2005-R2"), "agree_other_reason"),
        (LIMITED, NOT_MONEY, "disagree"),
        (DONE, PARTLY, "disagree"),
        (DONE, None, "only_kd"),
        (None, DONE, "only_ks"),
        (None, None, "none"),
        (DONE, StatedVerdict(""), "only_kd"),
    ],
)
def test_two_that_answer_are_read_together(
    kd: StatedVerdict | None, ks: StatedVerdict | None, expected: str
) -> None:
    assert reading({"KD": kd, "KS": ks}, BOTH) == expected


@pytest.mark.parametrize(
    ("own", "view", "expected"),
    [
        (DONE, PARTLY, "disagree"),
        (DONE, DONE, None),
        (DONE, None, None),
        (None, DONE, None),
        (None, None, None),
        (NOT_MONEY, NOT_POLICY, None),
        (LIMITED, NOT_MONEY, "disagree"),
    ],
)
def test_a_view_of_the_other_is_read_only_where_it_differs(
    own: StatedVerdict | None, view: StatedVerdict | None, expected: str | None
) -> None:
    assert reading({"KS": own, "KD": view}, ["KS"]) == expected


def test_counts_each_verdict_in_order_and_none_as_not_assessed() -> None:
    given = ["not_fulfilled", "", "fulfilled", "fulfilled"]

    found = PartyVerdictCount.of("KD", given, ["fulfilled", "not_fulfilled", "not_applicable"])

    counts = [("fulfilled", 2), ("not_fulfilled", 1), ("not_assessed", 1)]
    assert found == PartyVerdictCount("KD", assessed=3, answers=4, verdicts=counts)
