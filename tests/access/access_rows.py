"""The rows of the access table: every address, and what each kind of visitor is answered there.

A status is told as the visitor meets it: ``SIGN_IN`` stands for a redirect to the sign-in page
or, for someone half signed in, to the set-up of a second factor; 404 also for the admin's own way
of saying so, a redirect to its front page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from commitments.web.table_file import ENDINGS
from tests.support.visitors import TOKEN, VISITORS, Visitor

Statuses = Mapping[Visitor, int]

SIGN_IN: Final = 401
GROUPS: Final[dict[str, tuple[Visitor, ...]]] = {
    "anonymous": ("anonymous", "half signed in", "deactivated"),  # nobody knows them
    "half": ("half signed in",),
    "unconfirmed": ("unconfirmed",),
    "offices": ("office A", "office B"),
    "office_a": ("office A",),
    "superuser": ("superuser",),
    "secretariat": ("secretariat",),
    "kd": ("KD editor", "KD approver"),
    "kd_approver": ("KD approver",),
    "ks": ("KS editor", "KS approver"),
    "ks_approver": ("KS approver",),
    "approvers": ("KD approver", "KS approver"),
}


def answers(usual: int, **exceptions: int) -> Statuses:
    """The same for everyone but these groups; a later one wins over an earlier one."""
    statuses: dict[Visitor, int] = dict.fromkeys(VISITORS, usual)
    for group, status in exceptions.items():
        statuses |= dict.fromkeys(GROUPS[group], status)
    return statuses


def staff(usual: int, **exceptions: int) -> Statuses:
    """Behind the sign-in."""
    return answers(usual, anonymous=SIGN_IN, **exceptions)


EVERYONE: Final = answers(200)
STAFF: Final = staff(200)
KD_ALONE: Final = staff(404, kd=200)  # what KD has not published exists for nobody else
NO_FORM: Final = answers(405)


@dataclass(frozen=True)
class Row:
    """An address: its name, its parts, what each visitor gets by GET (and HEAD), POST and others.

    ``parts`` name a stored row where the key is known only once it is made. ``post`` left out:
    no form is taken. ``others`` left out: no other method is. ``never`` says why nobody gets
    a page there.
    """

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)
    get: Statuses = field(default_factory=lambda: EVERYONE)
    post: Statuses | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    others: Mapping[str, Statuses] = field(default_factory=dict)
    never: str = ""
    translated: bool = True

    def address(self, language: str = "nb", places: Mapping[str, Any] | None = None) -> str:
        """The address in a language, with the keys of the rows that the parts name."""
        places = places or {}
        parts = {name: places.get(value, value) for name, value in self.parts.items()}
        with translation.override(language if self.translated else "nb"):
            if "/" not in self.name:
                return reverse(self.name, kwargs=parts) + self.query
            prefix = reverse("commitments:front")
        filled = re.sub(r"<\w+:(\w+)>", lambda part: str(parts[part[1]]), self.name)
        return prefix + filled.replace("(?P<url>.*)$", "finnes-ikke/")

    def addresses(self) -> Iterator[str]:
        """The address in every language."""
        for language in dict(settings.LANGUAGES) if self.translated else ["nb"]:
            yield self.address(language)

    def expected(self, visitor: Visitor, method: str) -> int:
        """What the table says."""
        refused = NO_FORM[visitor] if self.get[visitor] != SIGN_IN else SIGN_IN
        if method in {"GET", "HEAD"}:
            return self.get[visitor]
        if method == "POST":
            return self.post[visitor] if self.post else refused
        return self.others[method][visitor] if method in self.others else refused


def only_post(name: str, part: str, post: Statuses, **form: str) -> Row:
    """A button: answered with a redirect once the step is taken."""
    return Row(name, {"pk": part}, get=staff(405), post=post, form=form)


def allauth(name: str, get: Statuses = EVERYONE, **parts: str) -> Row:
    """A form of allauth: PUT is taken like POST, OPTIONS names the methods."""
    return Row(name, parts, get=get, post=get, others={"OPTIONS": get, "PUT": get})


def files(
    name: str, parts: Mapping[str, str], get: Statuses = EVERYONE, never: str = ""
) -> list[Row]:
    """A table as a file of each kind."""
    return [
        Row(f"commitments:{name}", {**parts, "ending": ending}, get=get, never=never)
        for ending in ENDINGS
    ]


AGREEMENT: Final = {"slug": "2005-2009"}
COMMITMENT: Final = {"ref": "2011-F7"}
GOAL: Final = {"ref": "2011-G2"}
COUNTY: Final = {"place": "12-hordaland"}
EVALUATION: Final = {"slug": "2005-2009", "year": "2008"}
PARTY: Final = {"code": "KD"}
PROPOSAL: Final = {"key": "forerunner"}
REVISION: Final = {**EVALUATION, "number": "1"}
UNSIGNED: Final = "it exists once an evaluation is signed; see test_evaluation_detail"
SIGNED_OUT: Final = answers(302, anonymous=200)
BETWEEN: Final = answers(302, anonymous=SIGN_IN)
SET_UP: Final = staff(200, half=200)

PUBLIC: Final = (
    *files("assessment_list_file", {}),
    *files("commitment_file", COMMITMENT),
    *files("commitment_list_file", {}),
    *files("county_file", COUNTY),
    *files("county_list_file", {}),
    *files("goal_file", GOAL),
    *files("goal_list_file", {}),
    *files("matrix_file", AGREEMENT),
    *files("party_file", PARTY),
    *files("progress_list_file", {}),
    Row("agreements:agreement_list"),
    Row("agreements:agreement_list_json"),
    Row("agreements:agreement_source", AGREEMENT),
    Row("agreements:agreement_text", AGREEMENT),
    Row("commitments:accessibility"),
    Row("commitments:assessment_list"),
    Row("commitments:all_years", AGREEMENT),
    Row("commitments:evaluation_list", AGREEMENT),
    Row("commitments:matrix", AGREEMENT),
    Row("commitments:agreement_detail", AGREEMENT),
    Row("commitments:agreement_json", AGREEMENT),
    Row("commitments:commitment_detail", COMMITMENT),
    Row("commitments:commitment_history", COMMITMENT),
    Row("commitments:commitment_list"),
    Row("commitments:county_detail", COUNTY),
    Row("commitments:county_list"),
    Row("commitments:front"),
    Row("commitments:goal_detail", GOAL),
    Row("commitments:goal_list"),
    Row("commitments:method"),
    Row("commitments:party_detail", PARTY),
    Row("commitments:party_list"),
    Row("commitments:privacy"),
    Row("commitments:progress_list"),
    Row("commitments:glossary"),
    Row("commitments:promises"),
    Row("commitments:public_act_json", {"number": "1"}),
    Row("commitments:verification"),
    Row("commitments:verification_json"),
    Row("commitments:verification_script"),
    Row("healthz", translated=False),
    Row("readyz", translated=False),
    Row("robots", translated=False),
    Row("security", translated=False),
    Row("sitemap", translated=False),
)
LEADING_ON: Final = (
    Row(
        "bokmal",
        {"path": "fylker/"},
        get=answers(301),
        never="it leads to the page without a prefix",
        translated=False,
    ),
)
EVALUATIONS: Final = (
    Row("commitments:all_years_old", AGREEMENT, get=answers(301), never="it redirects"),
    *files("evaluation_file", EVALUATION, get=answers(404), never=UNSIGNED),
    Row("commitments:evaluation_detail", EVALUATION),
    Row("commitments:revision_detail", REVISION, get=answers(404), never=UNSIGNED),
    Row("commitments:revision_json", REVISION, get=answers(404), never=UNSIGNED),
)
SOURCES: Final = (
    Row("commitments:source_file", {"pk": "public file"}),
    Row("commitments:source_file", {"pk": "hidden file"}, get=answers(404, kd=200)),
)
ACCOUNT: Final = (
    Row("commitments:account", get=STAFF, post=STAFF),
    Row(
        "commitments:example_sign_in",
        get=answers(404),
        post=answers(404),
        never="it exists on a marked database alone; see test_example_sign_in",
    ),
    Row(
        "account_login",
        get=SIGNED_OUT,
        post=SIGNED_OUT,
        others={
            **dict.fromkeys(("OPTIONS", "PUT"), SIGNED_OUT),
            **dict.fromkeys(("PATCH", "DELETE"), answers(302, anonymous=405)),
        },
    ),
    Row(
        "account_logout",
        get=answers(200, anonymous=302, half=200),
        post=answers(302),
        others={"OPTIONS": EVERYONE},
    ),
    Row(
        "mfa_authenticate",
        get=BETWEEN,
        post=BETWEEN,
        others=dict.fromkeys(("OPTIONS", "PUT", "PATCH", "DELETE"), BETWEEN),
        never="it is open between password and factor alone; see test_second_factor",
    ),
    Row("commitments:factor_list", get=SET_UP),
    Row("commitments:factor_app", get=SET_UP, post=SET_UP),
    Row("commitments:factor_passkey", get=SET_UP, post=SET_UP),
    Row(
        "commitments:factor_renew",
        get=staff(302, half=302),
        post=staff(302, half=302),
        never="nobody here has a factor to give again; see test_second_factor",
    ),
    Row(
        "commitments:factor_remove",
        {"pk": "membership"},
        get=staff(404),
        post=staff(404),
        never="nobody here has a factor to remove; see test_second_factor",
    ),
    Row("commitments:session_list", get=STAFF, post=staff(302)),
    Row("commitments:recovery_codes", get=STAFF, post=staff(403)),
    Row("commitments:invitation_accept", {"token": TOKEN}, post=EVERYONE),
    allauth("account_change_password", STAFF),
    Row(
        "account_set_password",
        get=staff(302),
        post=staff(302),
        others=dict.fromkeys(("OPTIONS", "PUT", "PATCH", "DELETE"), staff(302)),
        never="it leads to the page where a password is asked for",
    ),
    allauth("account_reset_password"),
    Row("account_reset_password_done", others={"OPTIONS": EVERYONE}),
    Row(
        "account_reset_password_from_key",
        {"uidb36": "1", "key": "finnes-ikke"},  # the page that says so
        post=EVERYONE,
        others=dict.fromkeys(("OPTIONS", "PUT", "PATCH", "DELETE"), EVERYONE),
    ),
    Row("account_reset_password_from_key_done", others={"OPTIONS": EVERYONE}),
)
WORKSPACE: Final = (
    Row("commitments:workspace", get=STAFF),
    Row("commitments:help", get=STAFF),
    Row("commitments:proposal_list", get=staff(403, kd=200, ks=200)),
    Row(
        "commitments:proposal_review",
        PROPOSAL,
        get=staff(403, kd=200, ks=200),
        post=staff(403, approvers=302),
        form={"version": "1", "reason": "Eksempel: feil.", "language": "nb"},
    ),
    Row(
        "commitments:proposal_confirm",
        PROPOSAL,
        get=staff(405),
        post=staff(403, approvers=302),
        form={"version": "1"},
    ),
    Row(
        "commitments:unsaved_text",
        {"pk": "unsaved"},
        get=staff(404),
        never="it is there for its author alone; see test_unsaved",
    ),
    Row(
        "commitments:unsaved_text_discard",
        {"pk": "unsaved"},
        get=staff(405),
        post=staff(404),
        never="it is there for its author alone; see test_unsaved",
    ),
    Row("commitments:worklist", {"name": "utkast"}, get=staff(404, kd=200, ks=200)),
    Row("commitments:worklist", {"name": "til-godkjenning"}, get=staff(404, approvers=200)),
    Row(
        "commitments:worklist",
        {"name": "sist-publisert"},
        get=staff(404, offices=200, secretariat=200),
    ),
    Row(
        "commitments:entry_draft",
        {"ref": "2005-F1"},
        get=staff(403, kd=200, ks=200),
        post=staff(403, kd=302, ks=302),
    ),
    Row("commitments:entry_review", {"pk": "draft"}, get=KD_ALONE),
    Row("commitments:entry_review", {"pk": "submitted"}, get=KD_ALONE),
    Row("commitments:entry_review", {"pk": "published"}, get=staff(403, kd=200)),
    Row("commitments:entry_history", {"pk": "draft"}, get=staff(403, kd=200, ks=404)),
    Row("commitments:entry_history", {"pk": "published"}, get=staff(403, kd=200, ks=404)),
    Row("commitments:entry_edit", {"pk": "draft"}, get=KD_ALONE, post=staff(404, kd=302)),
    Row(
        "commitments:entry_edit",
        {"pk": "published"},
        get=staff(403, kd=302),  # to the entry's page
        post=staff(403),
    ),
    Row(
        "commitments:entry_propose_withdrawal",
        {"pk": "published"},
        get=staff(403, kd=200),
        post=staff(403, kd=302),
        form={"reason": "Eksempel: feil år."},
    ),
    Row(
        "commitments:entry_propose_withdrawal",
        {"pk": "draft"},
        get=staff(404, kd=302),
        post=staff(404, kd=200),  # with the reason why not
        form={"reason": "Eksempel: feil år."},
    ),
    only_post("commitments:entry_withdraw", "proposed", staff(403, kd_approver=302)),
    only_post("commitments:entry_withdraw", "draft", staff(404, kd=403, kd_approver=200)),
    only_post("commitments:entry_decline_withdrawal", "proposed", staff(403, kd_approver=302)),
    only_post("commitments:entry_decline_withdrawal", "draft", staff(404, kd=200)),
    only_post("commitments:entry_submit", "draft", staff(404, kd=302)),
    only_post("commitments:entry_submit", "published", staff(403)),
    only_post("commitments:entry_approve", "submitted", staff(404, kd=403, kd_approver=302)),
    only_post("commitments:entry_approve", "published", staff(403)),
    only_post(
        "commitments:entry_send_back",
        "submitted",
        staff(404, kd=403, kd_approver=302),
        note="Eksempel: nevn kilden.",
    ),
    only_post("commitments:entry_correct", "published", staff(403, kd=302)),
    only_post("commitments:entry_correct", "draft", staff(404, kd=409)),
    only_post("commitments:entry_discard", "draft", staff(404, kd=302)),
    only_post("commitments:entry_discard", "published", staff(403)),
    Row("commitments:source_list", get=staff(403, kd=200, ks=200)),
    only_post("commitments:source_remove", "hidden file", staff(403, ks=404, kd=409)),
    only_post("commitments:source_remove", "spare file", staff(403, ks=404, kd=302)),
    only_post("commitments:source_remove", "public file", staff(403, kd=409)),
)
PARTIES: Final = staff(403, kd=200, ks=200)
PARTIES_SENT: Final = staff(403, kd=302, ks=302)
APPROVERS_SENT: Final = staff(403, approvers=302)
GRID: Final = {"ref": "2011-F9", "year": "2012"}
OWN_COUNTY: Final = {"place": "01-ostfold"}  # of office A
OFFICE_A_ALONE: Final = staff(403, offices=404, office_a=200)
COUNTIES: Final = (
    Row("commitments:status_overview", get=PARTIES),
    Row("commitments:status_grid", GRID, get=PARTIES),
    Row("commitments:status_submit_all", GRID, get=staff(405), post=PARTIES_SENT),
    Row("commitments:status_approve_all", GRID, get=staff(405), post=APPROVERS_SENT),
    Row("commitments:status_draft", {**GRID, "code": "02"}, get=PARTIES, post=PARTIES_SENT),
    Row("commitments:status_row", {**GRID, "code": "02"}, get=staff(405), post=PARTIES_SENT),
    Row("commitments:status_review", {"pk": "status draft"}, get=KD_ALONE),
    Row(
        "commitments:status_review",
        {"pk": "status submitted"},
        get=staff(404, kd=200, office_a=403),
    ),
    Row("commitments:status_review", {"pk": "status published"}, get=staff(403, kd=200)),
    Row("commitments:status_history", {"pk": "status draft"}, get=staff(403, kd=200, ks=404)),
    Row(
        "commitments:status_edit",
        {"pk": "status draft"},
        get=KD_ALONE,
        post=staff(404, kd=302),
    ),
    Row(
        "commitments:status_propose_withdrawal",
        {"pk": "status published"},
        get=staff(403, kd=200),
        post=staff(403, kd=302),
        form={"reason": "Eksempel: feil år."},
    ),
    only_post("commitments:status_withdraw", "status proposed", staff(403, kd_approver=302)),
    only_post(
        "commitments:status_decline_withdrawal", "status proposed", staff(403, kd_approver=302)
    ),
    only_post("commitments:status_submit", "status draft", staff(404, kd=302)),
    only_post(
        "commitments:status_approve",
        "status submitted",
        staff(404, office_a=403, kd=403, kd_approver=302),
    ),
    only_post(
        "commitments:status_send_back",
        "status submitted",
        staff(404, office_a=403, kd=403, kd_approver=302),
        note="Eksempel: nevn kilden.",
    ),
    only_post("commitments:status_correct", "status published", staff(403, kd=302)),
    only_post("commitments:status_discard", "status draft", staff(404, kd=302)),
    Row("commitments:import_list", get=PARTIES, post=staff(403, kd=400, ks=400)),
    Row("commitments:import_review", {"pk": "import"}, get=staff(403, kd=200, ks=404)),
    only_post("commitments:import_apply", "import", staff(403, kd=302, ks=404)),
    only_post("commitments:import_submit_all", "import", staff(403, kd=302, ks=404)),
    only_post(
        "commitments:import_approve_all", "import", staff(403, kd=403, kd_approver=302, ks=404)
    ),
    Row(
        "commitments:import_template",
        {"slug": "2011-2013", "year": "2012", "ending": "csv"},
        get=PARTIES,
    ),
    Row("commitments:own_export", {"ending": "csv"}, get=PARTIES),
    Row("commitments:own_export", {"ending": "json"}, get=staff(403, kd=404, ks=404)),
    Row("commitments:office_county", OWN_COUNTY, get=OFFICE_A_ALONE),
    Row("commitments:office_county_file", {**OWN_COUNTY, "ending": "csv"}, get=OFFICE_A_ALONE),
    Row(
        "commitments:office_county_file",
        {**OWN_COUNTY, "ending": "pdf"},
        get=staff(403, offices=404),
    ),
    Row("commitments:note_send", OWN_COUNTY, get=OFFICE_A_ALONE, post=OFFICE_A_ALONE),
    Row("commitments:note_list", get=STAFF),
    Row(
        "commitments:note_detail",
        {"number": "note"},
        get=staff(404, kd=200, office_a=200),
        post=staff(404, kd=302, office_a=403),
        form={"answer": "Eksempel: rettet."},
    ),
)
PEOPLE: Final = (
    Row("commitments:person_list", get=staff(403, superuser=200, secretariat=200, approvers=200)),
    Row(
        "commitments:person_add", get=staff(403, secretariat=200), post=staff(403, secretariat=200)
    ),
    Row(
        "commitments:person_edit",
        {"pk": "membership"},
        get=staff(404, superuser=403, secretariat=200, kd_approver=403),
        post=staff(404, superuser=403, secretariat=302, kd_approver=403),
        form={"name": "Nytt Navn"},
    ),
    only_post(
        "commitments:person_deactivate",
        "membership",
        staff(404, superuser=403, secretariat=302, kd_approver=403),
    ),
    only_post(
        "commitments:person_activate",
        "membership",
        staff(404, superuser=403, secretariat=302, kd_approver=403),
    ),
    only_post(
        "commitments:person_reset_factor",
        "membership",
        staff(404, superuser=403, secretariat=302, kd_approver=403),
    ),
    Row(
        "commitments:factor_reset_agree",
        {"pk": "membership"},
        get=staff(404, superuser=403, secretariat=403, kd_approver=200),
        post=staff(404, superuser=403, secretariat=403, kd_approver=302),
    ),
    only_post(
        "commitments:factor_reset_end",
        "membership",
        staff(404, superuser=403, secretariat=302, kd_approver=302),
    ),
    only_post(
        "commitments:invitation_end", "invitation", staff(404, superuser=403, secretariat=302)
    ),
    only_post(
        "commitments:membership_confirm",
        "membership",
        staff(404, superuser=403, secretariat=403, kd_approver=302),
    ),
    Row(
        "commitments:membership_end",
        {"pk": "membership"},
        get=staff(404, superuser=403, secretariat=200, kd_approver=200),
        post=staff(404, superuser=403, secretariat=302, kd_approver=302),
    ),
)
