"""An export of the real lists, where they stand beside the checkout: now, and as of a day."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa

from models.record.store import open_engine
from tests.support.exported_record import exported

DAY = date(2025, 9, 3)


@pytest.fixture(scope="module")
def real(real_file: Path) -> sa.Engine:
    return open_engine(f"sqlite:///{real_file}")


def ask(folder: Path, view: str, what: str, where: str) -> list[Any]:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {what} FROM '{folder}/{view}.parquet' WHERE {where}").fetchall()


def test_the_list_of_3_september_2025_counts_to_what_is_known_of_it(real: sa.Engine, tmp_path: Path) -> None:
    """957 agreements of 796 agencies, within one, in 40 states."""
    exported(real, tmp_path, "parquet", as_of=DAY, views=("agreements", "agreement_stretches", "daily_counts"))
    nation = f"day = DATE '{DAY}' AND scope = 'US' AND support_type = 'all'"
    ((agreements, agencies, states),) = ask(tmp_path, "daily_counts", "agreements, agencies, states", nation)
    assert (agreements, states) == (957, 40)
    assert abs(agencies - 796) <= 1
    assert ask(tmp_path, "agreements", "count(*)", "status = 'listed'") == [(957,)]
    assert ask(tmp_path, "agreement_stretches", "count(*)", "until_day IS NULL") == [(957,)]


def test_later_lists_leave_that_day_as_many(real: sa.Engine, tmp_path: Path) -> None:
    exported(real, tmp_path, "parquet", views=("agreement_stretches",))
    on_day = f"from_day <= DATE '{DAY}' AND (until_day IS NULL OR until_day > DATE '{DAY}')"
    assert ask(tmp_path, "agreement_stretches", "count(*)", on_day) == [(957,)]
