"""Two processes post at the same instant: whoever comes second meets what the first did."""

import json
from pathlib import Path
from typing import Final

import pytest

from tests.support import live_servers, simultaneous_posts

TIMES: Final = 5 * len(simultaneous_posts.STAGGERS)

pytestmark = [pytest.mark.long, pytest.mark.process, pytest.mark.django_db]


@pytest.mark.parametrize("race", simultaneous_posts.RACES)
def test_races_end_one_way_or_the_other(race: str, tmp_path: Path) -> None:
    code = (
        f"from tests.support import simultaneous_posts; simultaneous_posts.run({race!r}, {TIMES})"
    )

    with live_servers.database(tmp_path) as url:
        first_came_first = json.loads(live_servers.manage(url, "shell", "-v0", "-c", code))

    assert len(first_came_first) == TIMES
    assert set(first_came_first) == {True, False}
