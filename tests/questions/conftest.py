"""A record of the real lists, made once for all questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.record import open_record
from models.record.store import Session, open_engine, upgrade


@pytest.fixture(scope="session")
def shared_record(real_file: Path) -> Iterator[Session]:
    """Opened as anybody would open it."""
    with open_record(real_file) as record:
        yield record


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy: making the tables takes longer than most questions."""
    file = tmp_path_factory.mktemp("empty") / "record.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return file
