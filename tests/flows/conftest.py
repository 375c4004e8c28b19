"""Two good sources and an empty record, for the runs that a test spoils."""

import shutil
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.support.publisher import FakePublisher
from tests.support.watched_sources import WatchedSources


@pytest.fixture
def sources(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> WatchedSources:
    shutil.copy(sqlite_template, tmp_path / "record.db")
    return WatchedSources(tmp_path, FakePublisher(httpserver))
