import ast
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from agreements.models import Agreement
from commitments.context.models import OutsideFact
from commitments.context.proposal_models import ProposalAnswer
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.people.factor_reset_models import FactorReset
from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.sources.models import Source
from kvalitet.accounts.models import User
from kvalitet.guard.keys import LARGEST, RandomKey
from tests import make
from tests.support import outside_texts
from tests.test_architecture import named, own_models, own_modules, tree_of

# A row of each kind that somebody must not see, written for the party or by its people.
WRITTEN: Final[dict[type[models.Model], Callable[[str], models.Model]]] = {
    Assessment: lambda party: make.make_assessment(author=make.make_membership(party=party)),
    Conclusion: lambda party: make.make_conclusion(by=make.make_membership(party=party)),
    CountyNote: lambda party: make.make_note(party=make.make_party(party)),
    FactorReset: lambda party: make.make_factor_reset(membership=make.make_membership(party=party)),
    Evaluation: lambda _party: make.make_evaluation(),
    Invitation: lambda party: make.make_invitation(party=party),
    Meeting: lambda _party: make.make_meeting(number=None),
    Membership: lambda party: make.make_membership(party=party),
    OutsideFact: lambda _party: outside_texts.make_fact(),
    PastEvaluation: lambda party: make.make_past_evaluation(
        author=make.make_membership(party=party)
    ),
    ProgressEntry: lambda party: make.make_entry(author=make.make_membership(party=party)),
    ProposalAnswer: lambda party: outside_texts.make_answer(by=make.make_membership(party=party)),
    RegionalImport: lambda party: make.make_import(by=make.make_membership(party=party)),
    RegionalStatus: lambda party: make.make_status(author=make.make_membership(party=party)),
    Reopening: lambda party: make.make_reopening(by=make.make_membership(party=party)),
    SignOff: lambda party: make.make_signoff(by=make.make_membership(party=party)),
    Source: lambda party: make.make_source(entered_by=make.make_membership(party=party)),
    Submission: lambda party: make.make_submission(by=make.make_membership(party=party)),
    User: lambda _party: make.make_user(),
}
KEYS: Final = {"pk", "id", "history_id"}
SORTED_LINKS: Final = {  # what nobody sees the order of, or whose keys tell nothing
    "commitments/evaluations/meeting_actions.py: rows",
    "commitments/regional/actions.py: held",
    "commitments/evaluations/text_change_actions.py: agreements",
    "commitments/evaluations/text_change_actions.py: Evaluation",
    "commitments/trust/acts.py: model",
    "commitments/trust/histories.py: model",
    "commitments/operating/measuring_entries.py: answers",
    "commitments/pages/agreement_file.py: links",
    "commitments/register/queryset.py: rows",
}
FAR: Final = 1_000_000  # nobody counts that far; two random keys are as near once in 10⁹ times


def hiding_models() -> list[type[models.Model]]:
    """Models of which somebody sees some rows and not others: people record them."""
    return [
        model
        for model in own_models()
        if model is not Agreement  # its rows come from the text files
        and not hasattr(model, "instance_type")
        and (hasattr(model, "history") or hasattr(model._default_manager, "visible_to"))
    ]


def history_models() -> list[type[models.Model]]:
    return [
        model
        for label in ("accounts", "agreements", "commitments")
        for model in apps.get_app_config(label).get_models()
        if hasattr(model, "instance_type")
    ]


@pytest.mark.one_database
def test_tables_that_hide_rows_have_random_keys() -> None:
    counted = [
        model.__name__
        for model in (*hiding_models(), *history_models())
        if not isinstance(model._meta.pk, RandomKey)
    ]

    assert counted == []


def test_every_kind_of_hidden_row_is_compared_below() -> None:
    assert set(WRITTEN) == set(hiding_models())


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
def test_ids_do_not_count_what_the_other_party_writes_unseen(model: type[models.Model]) -> None:
    before = WRITTEN[model]("KS").pk
    unseen = [WRITTEN[model]("KD").pk for _number in range(3)]
    after = WRITTEN[model]("KS").pk

    keys = sorted([before, *unseen, after])
    assert 1 <= keys[0] <= keys[-1] <= LARGEST
    assert all(later - key > FAR for key, later in pairwise(keys))


@pytest.mark.django_db
def test_history_ids_do_not_count_what_the_other_party_writes_unseen() -> None:
    rows = [make.make_meeting(number=None) for _number in range(3)]
    keys = sorted(row.history.get().pk for row in rows)

    assert all(later - key > FAR for key, later in pairwise(keys))


@pytest.mark.django_db
def test_history_steps_count_the_rows_of_one_row_alone() -> None:
    first, other = make.make_user(), make.make_user()
    for user in (first, other, first):
        user.name += "."
        user.save()

    assert [row.history_step for row in first.history.all()] == [3, 2, 1]
    assert [row.history_step for row in other.history.all()] == [2, 1]


@pytest.mark.one_database
def test_no_list_is_sorted_by_a_random_key() -> None:
    by_key = [
        model.__name__
        for model in (*hiding_models(), *history_models())
        if {"pk", model._meta.pk.name}
        & {str(name).removeprefix("-") for name in model._meta.ordering or ()}
    ]

    assert by_key == []


@pytest.mark.one_database
def test_no_list_of_the_admin_falls_back_on_the_key() -> None:
    """Django sorts a list by its key if neither the list nor the model names an order."""
    unsorted = [
        model.__name__
        for model, page in admin.site._registry.items()
        if not (page.ordering or model._meta.ordering)
    ]

    assert unsorted == []


@pytest.mark.one_database
def test_no_query_is_sorted_by_a_random_key() -> None:
    """Rows that are locked together are: everybody must take them in the same order."""
    public = {model.__name__ for model in own_models()} - {row.__name__ for row in hiding_models()}
    found = {
        f"{named(path)}: {root_of(call)}"
        for path in own_modules()
        for call in calls(tree_of(path), "order_by")
        if {str(getattr(key, "value", "")).removeprefix("-") for key in call.args} & KEYS
        and "select_for_update" not in ast.unparse(call)
        and root_of(call) not in public
    }

    assert found == SORTED_LINKS


def root_of(call: ast.Call) -> str:
    """The name that a chain of attributes and calls begins with."""
    return ast.unparse(call).partition(".")[0]


def calls(tree: ast.AST, name: str) -> list[Any]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    ]
