"""A backfill from a faulty web archive that is killed: `python -m tests.support.web_archive_storm` is the long one."""

import random
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.support.web_archive import Fault
from tests.support.web_archive_storm import disturbed_evening, ten_years


def test_killed_twice_it_gives_the_record_of_the_files(httpserver: HTTPServer, tmp_path: Path) -> None:
    chance = random.Random(287)
    captures = ten_years(16, chance)
    assert sum(each.fault is not Fault.NONE for each in captures) >= 2
    evening = disturbed_evening(httpserver, tmp_path, captures, 2, chance)
    assert evening.found == []
