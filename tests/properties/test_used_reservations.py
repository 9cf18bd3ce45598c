"""A used reservation is counted, filtered and written apart from «not fulfilled»."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreements import vocabulary
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.register.reservation_models import Reservation
from tests.support import recorders
from tests.support.signed_evaluations import signed

YEAR: Final = 2012
EVALUATION: Final = f"/avtaler/2011-2013/evalueringer/{YEAR}"
REFS: Final = [f"2011-F{number}" for number in range(1, 7)]  # KD may use 2011-R2 on each
APART: Final = ("not_fulfilled", "reservation_used")
HELD: Final = st.dictionaries(st.sampled_from(REFS), st.sampled_from(["fulfilled", *APART]))
SIGNS_AN_EVALUATION: Final = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def published(held: Mapping[str, str]) -> Iterator[Revision]:
    """An evaluation in which KD holds this, by reference; undone afterwards."""
    more: dict[str, dict[str, Any]] = {
        "fulfilled": {},
        "not_fulfilled": {"reason": "unknown"},
        "reservation_used": {"reservation": Reservation.objects.get(ref="2011-R2")},
    }
    with transaction.atomic():
        yield signed(
            YEAR, KD={ref: {"verdict": verdict, **more[verdict]} for ref, verdict in held.items()}
        )
        transaction.set_rollback(True)
    cache.clear()


def refs_in(address: str, **columns: str) -> list[str]:
    """The references of the rows of a CSV file that have these values."""
    answer: Any = Client().get(address)
    rows = csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return sorted(row["referanse"] for row in rows if columns.items() <= row.items())


def counts_of(revision: Revision) -> Iterator[Mapping[str, int]]:
    """How many of KD's verdicts are of each kind, by every function that counts them."""
    [signed_by_kd, _ks] = revision.document.count_verdicts(vocabulary.names("verdict"))
    yield dict(signed_by_kd.verdicts)
    cells = Cells.of(PublishedVerdict.objects.seen()).counted()
    [cells_of_kd, _] = claims.by_party(cells, revision.evaluation.agreement.slug, {})
    [year] = cells_of_kd.published
    yield {row.stated: row.cells.number for row in year.verdicts}


@SIGNS_AN_EVALUATION
@example(held=dict(zip(REFS, [*APART, "reservation_used"], strict=False)))
@given(held=HELD)
def test_no_count_file_or_filter_mixes_them(texts: None, held: dict[str, str]) -> None:
    with published(held) as revision:
        counts = list(counts_of(revision))
        page = recorders.page_text(Client().get(f"/en{EVALUATION}/").content)
        matrix = Client().get("/en/avtaler/2011-2013/matrise/").text.partition("<tbody>")[2]
        for verdict in APART:
            word = vocabulary.word(f"verdict.{verdict}")
            refs = sorted(ref for ref, said in held.items() if said == verdict)

            assert refs_in(f"/forpliktelser.csv?vurdering={word.slug}") == refs
            assert refs_in(f"/vurderinger.csv?part=KD&ar={YEAR}&vurdering={word.slug}") == refs
            for address in (f"{EVALUATION}.csv", "/avtaler/2011-2013/matrise.csv"):
                assert refs_in(address, part="KD", vurdering=word.slug) == refs
            assert [count.get(verdict, 0) for count in counts] == [len(refs)] * 2
            assert (f"{len(refs)} {word.label('en')}" in page) == bool(refs)
            assert matrix.count(f'data-merke="verdict-{verdict}"') == len(refs)
