"""The query parameters that each list of the admin accepts; the columns that no page uses."""

from typing import Final

# Order, page and all rows on one page, for every list.
_LIST: Final = frozenset({"o", "p", "all"})
_PARTY: Final = frozenset({"party__id__exact"})
_AGREEMENT: Final = frozenset({"agreement__id__exact"})

TAKEN: Final[dict[str, frozenset[str]]] = {
    "accounts.User": _LIST | {"q"},
    "agreements.Agreement": _LIST,
    "agreements.Segment": _LIST | _AGREEMENT | {"kind"},
    "agreements.TextVersion": _LIST | _AGREEMENT,
    "commitments.Assessment": _LIST,
    "commitments.Commitment": _LIST | _AGREEMENT | {"q", "group", "verb_class"},
    "commitments.Conclusion": _LIST,
    "commitments.CountyNote": _LIST,
    "commitments.Evaluation": _LIST,
    "commitments.Invitation": _LIST | _PARTY | {"q", "role", "party__isnull"},
    "commitments.Meeting": _LIST,
    "commitments.Membership": _LIST | _PARTY | {"q", "role", "party__isnull"},
    "commitments.Office": _LIST | {"q"},
    "commitments.PastEvaluation": _LIST,
    "commitments.ProgressEntry": _LIST | _PARTY | {"state"},
    "commitments.Region": _LIST | {"kind__exact"},
    "commitments.RegionalImport": _LIST,
    "commitments.RegionalStatus": _LIST | _PARTY | {"state"},
    "commitments.Reservation": _LIST,
    "commitments.Revision": _LIST,
    "commitments.SignOff": _LIST,
    "commitments.Source": _LIST | {"q"},
    "commitments.Submission": _LIST,
}

# No page of the admin shows, searches, filters or sorts by these, nor by who did something.
SECRETS: Final = frozenset(
    {
        "body",
        "is_superuser",
        "last_login",
        "password",
        "return_note",
        "session_round",
        "token",
        "token_hash",
        "withdrawal_proposed_at",
        "withdrawal_reason",
    }
)
# Exceptions, each with its reason.
NAMED: Final = frozenset(
    {
        "commitments.Membership.user",  # the list is of who acts for whom
        "commitments.ProgressEntry.token",  # of the party's own form, so that it is saved once
        "commitments.RegionalStatus.token",  # likewise
    }
)
