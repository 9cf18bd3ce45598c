"""What the database holds and ``verify`` does not cover, each with the reason why it need not."""

from collections.abc import Mapping
from typing import Final

_SIGN_IN: Final = (
    "It lets a person in and says nothing about the agreements; whoever changes it can act as that"
    " person, and is then named in the history of everything done."
)
_GROUPS: Final = (
    "The portal gives no rights by groups and permissions; memberships give them, and those have"
    " a history."
)
_DJANGO: Final = "Django keeps it for itself, makes it anew from the code, and no page shows it."
_LINK: Final = (
    "The number of a link between two rows: no page shows it, and the link itself is compared by"
    " the rows at both its ends."
)
_LINKS: Final = (
    "assessment_authors",
    "assessment_entries",
    "assessment_sources",
    "invitation_offices",
    "meeting_papers",
    "membership_offices",
    "pastevaluation_authors",
    "progressentry_authors",
    "progressentry_sources",
    "regionalstatus_authors",
    "regionalstatus_sources",
    "submission_sources",
)

# «table», whose rows may also come and go, or «table.column» where the table's rows are proven.
REASONS: Final[Mapping[str, str]] = {
    "account_emailaddress": _SIGN_IN,
    "account_emailconfirmation": _SIGN_IN,
    "accounts_usedcode": _SIGN_IN,
    "accounts_user_groups": _GROUPS,
    "accounts_user_user_permissions": _GROUPS,
    "auth_group": _GROUPS,
    "auth_group_permissions": _GROUPS,
    "auth_permission": _GROUPS,
    "commitments_regionalimport": (
        "A file that a party put in, which nobody else reads; what it led to are county statuses,"
        " and those have a history that names who made the file as an author."
    ),
    "commitments_regionalimport_rows": (
        "Which county statuses a file led to, for the party's own list; their authors, on whom"
        " four eyes rest, are in their history."
    ),
    "django_admin_log": (
        "Django's own notes of what people did in the admin, for the secretariat; every action"
        " writes the history that counts."
    ),
    "django_content_type": _DJANGO,
    "django_migrations": _DJANGO,
    "django_session": _SIGN_IN,
    "guard_tally": "How often an address has tried something in the last hours; it then goes.",
    "commitments_unsavedtext": (
        "What a person typed and has not saved, which that person alone reads; it counts as nothing"
        " before it is saved."
    ),
    "mfa_authenticator": _SIGN_IN,
    "accounts_user.last_login": "When a person last came in; only that person's sessions show it.",
    "accounts_user.password": _SIGN_IN,
    "accounts_user.session_round": _SIGN_IN,
    "commitments_countynote.token": (
        "It keeps a form that is sent twice from making two notes, and means nothing afterwards."
    ),
    "commitments_invitation.token_hash": _SIGN_IN,
    "commitments_revision_signoffs.id": _LINK,
    "commitments_revision_sources.id": _LINK,
    **{f"commitments_{name}.id": _LINK for name in _LINKS},
    **{f"commitments_historical{name}.m2m_history_id": _LINK for name in _LINKS},
    **{f"commitments_historical{name}.id": _LINK for name in _LINKS},
}
