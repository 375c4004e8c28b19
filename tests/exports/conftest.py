"""One filled record for all tests that only read it, and one export of it in every format."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.exports.export import FORMATS
from tests.support.exported_record import exported, fill
from tests.support.fresh_records import fresh_postgres, fresh_sqlite


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[sa.Engine]:
    with fresh_sqlite(sqlite_template, tmp_path_factory.mktemp("filled")) as engine:
        fill(engine)
        yield engine


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: str) -> Iterator[sa.Engine]:
    with fresh_postgres(postgres_server) as engine:
        fill(engine)
        yield engine


@pytest.fixture(scope="session")
def whole_export(filled: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    exported(filled, folder, *FORMATS)
    return folder
