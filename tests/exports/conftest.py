"""One filled record for all tests that only read it, and one export of it in every format."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.exports.export import FORMATS
from models.record.store import open_engine, upgrade
from tests.support.exported_record import exported, fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('filled')}/record.db")
    upgrade(engine)
    fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def whole_export(filled: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    exported(filled, folder, *FORMATS)
    return folder
