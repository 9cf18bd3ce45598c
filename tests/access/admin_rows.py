"""The rows of the access table for the admin: by rule from what is registered, and exceptions."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.contrib import admin

from tests.access.access_rows import SIGN_IN, Row, Statuses, answers, staff


def inside(usual: int, **exceptions: int) -> Statuses:
    """Inside the admin: the parties, the secretariat and superusers."""
    return staff(usual, **{"unconfirmed": SIGN_IN, "offices": SIGN_IN, **exceptions})


LIST: Final = inside(200)
NOBODY: Final = inside(403)
KEEPERS: Final = inside(403, superuser=200, secretariat=200)
KEPT: Final = inside(404, superuser=200, secretariat=200)
OWN_DRAFT: Final = inside(404, kd=200)
STATUSES: Final = "admin:commitments_regionalstatus"
ENTRIES: Final = "admin:commitments_progressentry"
MEMBERSHIPS: Final = "admin:commitments_membership"
INVITATIONS: Final = "admin:commitments_invitation"
USERS: Final = "admin:accounts_user"
SOURCES: Final = "admin:commitments_source"
PARTY_MEMBERSHIP: Final = inside(404, superuser=200, secretariat=200, kd_approver=200)
SIGNING_OUT: Final = inside(405, unconfirmed=302, offices=302)
EVALUATION: Final = "admin:commitments_"
OF_PARTIES: Final = ("assessment", "submission", "conclusion", "signoff", "pastevaluation")
OWN_TO_READ: Final = {"get": OWN_DRAFT, "post": NOBODY}
BOTH: Final = inside(404, kd=200, ks=200)
ADDED_BY_PARTIES: Final = {
    "get": inside(403, kd=200, ks=200),
    "post": inside(403, kd=200, ks=200),  # the form with its errors
    "never": "",
}
ADDED_BY_SECRETARIAT: Final = {
    "get": inside(403, secretariat=200),
    "post": inside(403, secretariat=200),
    "never": "",
}
STATEMENT: Final = {"status": "done", "language": "nb", "step": ""}

# The site's own pages.
SITE: Final = (
    Row("admin:index", get=LIST, post=LIST),
    Row("admin:app_list", {"app_label": "commitments"}, get=LIST, post=LIST),
    Row("admin:jsi18n", get=LIST),
    Row(
        "admin:autocomplete",
        get=inside(200),
        query="?app_label=commitments&model_name=progressentry&field_name=sources&term=x",
    ),
    Row(
        "admin:login",
        get=answers(302, anonymous=SIGN_IN, unconfirmed=403, offices=403),
        post=answers(302, anonymous=SIGN_IN, unconfirmed=403, offices=403),
        others=dict.fromkeys(
            ("OPTIONS", "PUT", "PATCH", "DELETE"),
            answers(302, anonymous=SIGN_IN, unconfirmed=403, offices=403),
        ),
        never="it leads to the portal's own sign-in",
    ),
    Row(
        "admin:logout",
        get=SIGNING_OUT,
        post=answers(302, anonymous=SIGN_IN),
        others=dict.fromkeys(("OPTIONS", "PUT", "PATCH", "DELETE"), SIGNING_OUT),
    ),
    Row(
        "admin:password_change",
        get=inside(302),
        post=inside(302),
        never="it leads to the portal's own page",
    ),
    Row("admin:password_change_done", get=LIST),
    Row(
        "admin/(?P<url>.*)$",
        get=inside(404),
        post=inside(404),
        never="whatever is not in the admin",
    ),
)

# What a model's pages answer where it is not as for texts, which everyone inside may read.
EXCEPTIONS: Final = {
    f"{ENTRIES}_add": {
        "get": inside(403, kd=200, ks=200),
        "post": inside(403, kd=200, ks=200),
        "never": "",
    },
    f"{ENTRIES}_change": {
        "get": OWN_DRAFT,
        "post": inside(404, superuser=403, secretariat=403, kd=302),
        "form": STATEMENT,
    },
    f"{ENTRIES}_history": {
        "get": inside(302),
        "post": inside(302),
        "never": "it leads to the entry's history in the workspace",
    },
    f"{STATUSES}_add": ADDED_BY_PARTIES,
    f"{STATUSES}_change": {
        "get": OWN_DRAFT,
        "post": inside(404, superuser=403, secretariat=403, kd=302),
        "form": STATEMENT,
    },
    f"{STATUSES}_history": {
        "get": inside(302),
        "post": inside(302),
        "never": "it leads to the row's history in the workspace",
    },
    **{f"{EVALUATION}{model}_change": OWN_TO_READ for model in ("regionalimport", "countynote")},
    f"{INVITATIONS}_add": {
        "get": inside(403, secretariat=200),
        "post": inside(403, secretariat=200),
        "never": "",
    },
    f"{INVITATIONS}_change": {
        "get": KEPT,
        "post": inside(403, secretariat=302),
        "form": {"step": "end"},
    },
    f"{MEMBERSHIPS}_change": {
        "get": PARTY_MEMBERSHIP,
        "post": inside(403, secretariat=302, kd_approver=302, ks_approver=404),
        "form": {"step": "end"},
    },
    f"{USERS}_changelist": {"get": KEEPERS, "post": KEEPERS},
    f"{USERS}_change": {
        "get": KEEPERS,
        "post": inside(403, secretariat=302),
        "form": {"name": "Nytt Navn"},
    },
    **{f"{EVALUATION}{model}_add": ADDED_BY_PARTIES for model in OF_PARTIES},
    f"{EVALUATION}assessment_change": {
        "get": OWN_DRAFT,
        "post": inside(404, superuser=403, secretariat=403, kd=302),
        "form": {"language": "nb"},
    },
    f"{EVALUATION}pastevaluation_change": {
        "get": OWN_DRAFT,
        "post": inside(404, superuser=403, secretariat=403, kd=200),  # the form with its errors
        "form": {"language": "nb"},
    },
    f"{EVALUATION}submission_change": {"get": BOTH, "post": inside(403, kd=302)},
    f"{EVALUATION}conclusion_change": {"get": BOTH, "post": inside(403, kd=302, ks=302)},
    f"{EVALUATION}signoff_change": {"get": BOTH, "post": inside(403, kd=302)},
    **{f"{EVALUATION}{model}_add": ADDED_BY_SECRETARIAT for model in ("evaluation", "meeting")},
    f"{EVALUATION}evaluation_change": {"get": LIST, "post": inside(403, secretariat=302)},
    f"{EVALUATION}meeting_change": {"get": LIST, "post": inside(403, secretariat=200)},
    f"{SOURCES}_change": OWN_TO_READ,
}


def admin_rows() -> Iterator[Row]:
    """Every row of the admin."""
    yield from SITE
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        key = {"object_id": label}
        for row in (
            Row(f"admin:{label}_changelist", get=LIST, post=LIST),
            Row(f"admin:{label}_add", get=NOBODY, post=NOBODY, never="nothing is added here"),
            Row(f"admin:{label}_change", key, get=LIST, post=NOBODY),
            Row(f"admin:{label}_history", key, get=NOBODY, post=NOBODY, never="no log is kept"),
            Row(f"admin:{label}_delete", key, get=NOBODY, post=NOBODY, never="nothing is deleted"),
            Row(
                f"admin/{label.replace('_', '/')}/<path:object_id>/",
                key,
                get=inside(302),
                post=inside(302),
                never="it leads to the row's form",
            ),
        ):
            yield replace(row, **EXCEPTIONS.get(row.name, {}))  # type: ignore[arg-type]
