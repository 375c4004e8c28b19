"""Empty records, each a copy of one that was migrated once: for one test, or for all that only read what one fills."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.record.store import open_engine

DATABASES = ("sqlite", "postgres")


def fresh_record(request: pytest.FixtureRequest, folder: Path) -> AbstractContextManager[sa.Engine]:
    """The record of a fixture that has DATABASES for its parameters."""
    if request.param == "sqlite":
        return fresh_sqlite(request.getfixturevalue("sqlite_template"), folder)
    return fresh_postgres(request.getfixturevalue("postgres_server"))


@contextmanager
def fresh_sqlite(template: Path, folder: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{shutil.copy(template, folder / 'record.db')}")
    yield engine
    engine.dispose()


@contextmanager
def fresh_postgres(server: str) -> Iterator[sa.Engine]:
    name = f"record_{os.urandom(6).hex()}"
    maintenance = sa.create_engine(
        sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_record STRATEGY FILE_COPY")
    engine = open_engine(sa.make_url(server).set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    maintenance.dispose()
