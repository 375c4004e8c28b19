"""The questions over the real lists give the same answers on SQLite and on PostgreSQL."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.record import open_record
from models.record.copying.whole_copy import copy_record
from models.record.store import Session, open_engine
from tests.questions.asked import SQL, answer, in_any_order

ASKED: Mapping[str, Any] = {"day": date(2025, 9, 3), "state": "TX", "agency_id": "TX-winkler-county-sheriff"}


@pytest.fixture(scope="module")
def shared_postgres(real_file: Path, postgres_server: str) -> str:
    """The same record on PostgreSQL."""
    url = sa.make_url(postgres_server).set(database="questions").render_as_string(hide_password=False)
    maintenance = sa.create_engine(
        sa.make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with maintenance.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE questions TEMPLATE template_record")
    maintenance.dispose()
    source, target = open_engine(f"sqlite:///{real_file}"), open_engine(url)
    copy_record(source, target)
    source.dispose()
    target.dispose()
    return url


def test_postgresql_gives_the_same_answers(shared_record: Session, shared_postgres: str) -> None:
    with open_record(shared_postgres) as record:
        for number in range(1, len(SQL) + 1):
            there, here = (in_any_order(answer(each, number, **ASKED)) for each in (record, shared_record))
            assert there == here, f"question {number}"
