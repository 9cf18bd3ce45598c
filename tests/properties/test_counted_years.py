"""A doubtful year is part of nothing that is counted until its evaluation is opened."""

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.models import EvaluationYear
from tests.support import counted_years, evaluation_states

WORDS = {"nb": "Eksempel.", "nn": "Eksempel.", "en": "Example."}
LATER = counted_years.YEARS[:-1]  # at least one year of an agreement always counts


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(doubtful=st.sets(st.sampled_from(LATER), min_size=1), opened=st.sets(st.sampled_from(LATER)))
def test_every_place_counts_the_same_years(
    texts: None, doubtful: set[int], opened: set[int]
) -> None:
    with transaction.atomic():
        rows = EvaluationYear.objects.filter(agreement__slug=counted_years.SLUG)
        rows.update(mark="", nb="", nn="", en="")
        rows.filter(year__in=doubtful).update(mark="doubtful_year", **WORDS)
        reader, editor = Client(), counted_years.editor_of_ks()

        before = counted_years.counted_years(reader, editor)
        for year in opened:
            evaluation_states.laid(year=year, slug=counted_years.SLUG)
        after = counted_years.counted_years(reader, editor)

        sure = {*counted_years.YEARS} - doubtful
        assert before == dict.fromkeys(before, sorted(sure))
        assert after == dict.fromkeys(after, sorted(sure | opened))
        transaction.set_rollback(True)
