"""Work may be killed at any point: done again, it loses and doubles nothing.

`python -m tests.support.kill_storm --kills 300` is the storm at full strength.
"""

import random
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.support.kill_storm import storm_of_backfills, storm_of_rebuilds, storm_of_runs, storm_of_upgrades
from tests.support.publisher import FakePublisher
from tests.support.uncaged import uncaged as uncaged

pytestmark = pytest.mark.usefixtures("uncaged")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(287)


def test_fifty_killed_runs_lose_and_double_nothing(
    httpserver: HTTPServer, tmp_path: Path, chance: random.Random
) -> None:
    damages = storm_of_runs(FakePublisher(httpserver), tmp_path, 50, chance)
    assert damages.found == []
    assert damages.kills > 25, "the storm was no storm"


def test_killed_backfills_lose_and_double_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert storm_of_backfills(tmp_path, 10, chance).found == []


def test_killed_rebuilds_change_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert storm_of_rebuilds(tmp_path, 10, chance).found == []


def test_a_record_whose_making_was_killed_is_made_again(tmp_path: Path, chance: random.Random) -> None:
    assert storm_of_upgrades(tmp_path, 10, chance).found == []
