"""The notes in the margin: who answers, what limits, and what a reservation leaves alone."""

from datetime import date

from commitments.evaluations.revisions.basis import Bases, Basis
from commitments.pages import agreement_notes
from commitments.pages.agreement_notes import CommitmentNote, ReservationNote
from commitments.pages.last_statement import LastStatement, LastVerdict

STATEMENT = {"status": "done", "true_on": "2012-03-15"}
VERDICT = {
    "verdict": "not_assessed", "year": 2012, "kind": "signed", "revision": 1, "version": None
}  # fmt: skip
TITLE = dict.fromkeys(("nb", "nn", "en"), "Kvalitet")
ROWS = [
    ("2011-M1", TITLE, "Ord.", "arbeide_for", "KS", True, "2011-R1", "limit", "KS", None, None),
    ("2011-M1", TITLE, "Ord.", "arbeide_for", "KS", True, "2011-R2", "limit", "KD", None, None),
    ("2011-M1", TITLE, "Ord.", "arbeide_for", "KD", True, "2011-R1", "limit", "KS", None, None),
    ("2011-M1", TITLE, "Ord.", "arbeide_for", "KD", True, "2011-R2", "limit", "KD", None, None),
    ("2011-M2", TITLE, "Ord.", "bista", "KD", False, "2011-R2", "limit", "KD", None, None),
    ("2011-M2", TITLE, "Ord.", "bista", "KS", True, "2011-R2", "limit", "KD", None, None),
    ("2011-M3", TITLE, "Ord.", "bista", "KS", True, "", "", "", STATEMENT, VERDICT),
]

LAST = LastStatement(
    "KS", "done", date(2012, 3, 15), LastVerdict("not_assessed", 2012, "signed", 1)
)


def test_commitment_names_who_answers_in_the_agreements_order() -> None:
    notes = agreement_notes.notes(ROWS, ["KD", "KS"], {}, {})

    assert notes.commitments == {
        "2011-M1": CommitmentNote(
            "2011-M1",
            "2011-M1 Kvalitet",
            "arbeide_for",
            (LastStatement("KD"), LastStatement("KS")),
            ("2011-R1", "2011-R2"),
        ),
        "2011-M2": CommitmentNote(
            "2011-M2", "2011-M2 Kvalitet", "bista", (LastStatement("KS"),), ("2011-R2",)
        ),
        "2011-M3": CommitmentNote("2011-M3", "2011-M3 Kvalitet", "bista", (LAST,), ()),
    }
    assert notes.commitments["2011-M1"].answers == ("KD", "KS")
    assert notes.commitments["2011-M1"].limit_anchors == ["R1", "R2"]


def test_reservation_names_what_it_limits_and_what_it_leaves() -> None:
    notes = agreement_notes.notes(ROWS, ["KD", "KS"], {}, {})

    assert notes.reservations == {
        "2011-R1": ReservationNote(
            "2011-R1", "limit", ("2011-M1",), ("2011-M2", "2011-M3"), ("KS",)
        ),
        "2011-R2": ReservationNote(
            "2011-R2", "limit", ("2011-M1", "2011-M2"), ("2011-M3",), ("KD",)
        ),
    }


def test_the_shorter_list_is_named() -> None:
    notes = agreement_notes.notes(ROWS, ["KD", "KS"], {}, {}).reservations

    assert (notes["2011-R1"].limit_anchors, notes["2011-R1"].leave_anchors) == (["M1"], [])
    assert notes["2011-R2"].leave_anchors == ["M3"]


def test_an_agreement_without_commitments_has_no_notes() -> None:
    assert agreement_notes.notes([], ["KD"], {}, {}) == agreement_notes.MarginNotes({}, {})


def test_a_party_that_no_longer_answers_keeps_what_it_said() -> None:
    rows = [
        (
            "2011-M4",
            TITLE,
            "Ord.",
            "bista",
            "KD",
            False,
            "",
            "",
            "",
            STATEMENT,
            {**VERDICT, "version": 7},
        ),
        ("2011-M4", TITLE, "Ord.", "bista", "KS", True, "", "", "", None, None),
    ]
    bases: Bases = {(7, "2011-M4"): Basis("Ord.", ("KD", "KS"))}

    note = agreement_notes.notes(rows, ["KD", "KS"], bases, {}).commitments["2011-M4"]

    verdict = LastVerdict("not_assessed", 2012, "signed", 1, 7, is_on_others=True)
    said = LastStatement("KD", "done", date(2012, 3, 15), verdict, answers=False)
    assert (note.answers, note.statements) == (("KS",), (said, LastStatement("KS")))
    assert agreement_notes.versions(rows) == {7}
    assert agreement_notes.shown(rows) == {"2011-M4": Basis("Ord.", ("KS",))}
