"""Two processes that post to the portal's own views at the same instant, again and again.

Stands before a database of its own, in a program of its own (:func:`run`): both processes begin
as copies of it, before it has opened the database.
"""

import json
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from commitments.people.models import Membership
from commitments.trust import triggers
from tests.support import evaluation_invariants, evaluation_states, recorders

WORK: Final = f"/en/arbeid/evalueringer/{evaluation_states.AGREEMENT}/{evaluation_states.YEAR}/"
START: Final = 0.03  # seconds from the word to the post
STAGGERS: Final = [milliseconds / 1000 for milliseconds in range(-40, 41, 10)]
LAST: Final = "Eksempel: lagret sist."


class Post(NamedTuple):
    """What somebody sends to a page of the evaluation."""

    by: Membership
    path: str
    form: dict[str, Any]


class Race(NamedTuple):
    """Two posts, and whether the first of them came first, told by what is stored after."""

    evaluation: Evaluation
    first: Post
    second: Post
    first_came_first: Callable[[], bool]


def amend_and_sign() -> Race:
    """KD's amendment voids its own signature, or KS' signature locks both."""
    found = evaluation_states.evaluation_in("signed_by_one")
    row = found.evaluation.assessments.get(party__code="KD", commitment__ref=evaluation_states.REF)

    def amended() -> bool:
        row.refresh_from_db()
        assert (row.narrative == LAST) == (not Revision.objects.exists())
        assert SignOff.objects.valid().count() == (0 if row.narrative == LAST else 2)
        return bool(row.narrative == LAST)

    return Race(found.evaluation, _saves(found, row.version), _signs(found, "KS"), amended)


def sign_and_sign() -> Race:
    """Both sign: two signatures and one revision, whoever is first."""
    found = evaluation_states.evaluation_in("conclusion_accepted")

    def kd_signed_first() -> bool:
        assert evaluation_states.state_of(evaluation_states.fresh(found.evaluation)) == "signed"
        assert Revision.objects.count() == 1
        return [row.party.code for row in SignOff.objects.order_by("signed_at")] == ["KD", "KS"]

    return Race(found.evaluation, _signs(found, "KD"), _signs(found, "KS"), kd_signed_first)


def save_and_hand_in() -> Race:
    """What is handed in is what stands, whether it was saved just before or refused just after."""
    found = evaluation_states.evaluation_in("open")
    by = found.approvers["KD"]
    row = found.evaluation.assessments.get(party__code="KD", commitment__ref=evaluation_states.REF)
    assert by.party
    gaps = submission_actions.gaps_of(found.evaluation, by.party)
    hands_in = Post(by, "lever/", {"confirmed": "1", "gap": gaps})

    def saved() -> bool:
        row.refresh_from_db()
        handed_in = Submission.objects.get().content
        assert json.dumps(row.narrative, ensure_ascii=False) in handed_in
        return bool(row.narrative == LAST)

    return Race(found.evaluation, _saves(found, row.version), hands_in, saved)


RACES: Final = {race.__name__: race for race in (amend_and_sign, sign_and_sign, save_and_hand_in)}


def run(name: str, times: int) -> None:
    """Hold the races, and print of each whether the first post came first, as JSON."""
    setup_test_environment()
    context = get_context("fork")
    lines = []
    for _racer in range(2):
        line, end = context.Pipe()
        context.Process(target=_racer_at, args=(end,), daemon=True).start()
        end.close()
        lines.append(line)
    ended = [_held(RACES[name], lines, turn) for turn in range(times)]
    json.dump(ended, sys.stdout)


def _held(lay: Callable[[], Race], lines: list[Connection], turn: int) -> bool:
    _clear()
    race = lay()
    start, stagger = monotonic() + START, STAGGERS[turn % len(STAGGERS)]
    for line, post, wait in zip(lines, (race.first, race.second), (0, stagger), strict=True):
        session = recorders.client_of(post.by).cookies[settings.SESSION_COOKIE_NAME].value
        line.send((session, WORK + post.path, post.form, start + wait))
    statuses = [line.recv() for line in lines]
    assert set(statuses) <= {200, 302, 409}, statuses
    evaluation_invariants.check_whole(
        race.evaluation, evaluation_invariants.photograph(race.evaluation)
    )
    return race.first_came_first()


def _racer_at(line: Connection) -> None:
    """Sends each post it is told of at its time, and answers with the status."""
    while True:
        session, path, form, at = line.recv()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        sleep(max(0, at - monotonic()))
        line.send(client.post(path, form).status_code)


def _saves(found: evaluation_states.Table, version: int) -> Post:
    typed = {
        "verdict": "fulfilled",
        "narrative": LAST,
        "language": "nb",
        "version": str(version),
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
    }
    return Post(found.editors["KD"], f"vurderinger/{evaluation_states.REF}/", typed)


def _signs(found: evaluation_states.Table, party: str) -> Post:
    shown = to_sign(found.evaluation).sha256
    typed = {"content_sha256": shown, "on_behalf_of": "Eksempel: etter fullmakt"}
    return Post(found.approvers[party], "signer/", typed)


def _clear() -> None:
    """Take away every evaluation and all that stands on one, signed or not."""
    with triggers.lifted(connection), transaction.atomic():
        for model in _depending_on(Evaluation):
            model._base_manager.all()._raw_delete(connection.alias)


def _depending_on(model: Any) -> list[Any]:
    relations = [
        field.related_model
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and not field.many_to_many
    ]
    return [*(found for related in relations for found in _depending_on(related)), model]
