"""The record to browse, on each database, filled once for all tests that only read it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.support.fresh_records import DATABASES, fresh_record
from tests.support.watched_record import fill_watched_record


@pytest.fixture(scope="module", params=DATABASES)
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    folder = tmp_path_factory.mktemp("watched")
    with fresh_record(request, folder) as engine:
        fill_watched_record(engine, folder)
        yield engine
