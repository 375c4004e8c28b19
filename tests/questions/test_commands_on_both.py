"""What the commands print, and what a subscriber is mailed, is the same on SQLite and on PostgreSQL."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from models.record.copying.whole_copy import copy_record
from models.record.store import open_engine, write_session
from models.record.tables.reference import CountyNeighborRow
from tests.support.exported_record import fill

# Each question that a person or a program may ask of a record, with what narrows it.
QUESTIONS = (
    "counts",
    "counts --by state --as-of 2025-06-05",
    "counts --by body",
    "counts --by support-type --known-at 2025-06-30",
    "agreements",
    "agreements --as-of 2025-06-04 --state TX",
    "agreements --status ended",
    "changes --all",
    "changes --since 2025-06-03 --all",
    "agency county",
    "lists --all",
    "search county sheriff",
    "review",
    "review places",
    "stories",
    "claims",
    "events",
    "figures officers_trained",
    "funding",
    "subscribers list",
    "digest preview --subscriber jane@example.org",
    "digest preview --subscriber texas@example.org",
    "digest deliveries",
)


@pytest.fixture(scope="module")
def both(
    sqlite_template: Path, postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The addresses of one record with lists, news and subscribers on either database."""
    file = tmp_path_factory.mktemp("both") / "record.db"
    file.write_bytes(sqlite_template.read_bytes())
    here = open_engine(f"sqlite:///{file}")
    fill(here)
    with write_session(here) as session:
        session.connection().execute(sa.delete(CountyNeighborRow))  # most of the rows, and nothing asks for them here
    for words in ("jane@example.org --cadence weekly", "texas@example.org --state TX --threshold 2"):
        ask(str(here.url), f"subscribers add {words}")
    name = "commands_on_both"
    maintenance = sa.create_engine(
        sa.make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_record")
    maintenance.dispose()
    there = open_engine(sa.make_url(postgres_server).set(database=name).render_as_string(hide_password=False))
    copy_record(here, there)
    yield str(here.url), there.url.render_as_string(hide_password=False)
    here.dispose()
    there.dispose()


def ask(url: str, words: str, folder: Path = Path("outbox")) -> tuple[int, str]:
    result = CliRunner().invoke(
        moawatch,
        ["--database", url, *words.split()],
        env={"MOAWATCH_OUTBOX": str(folder)},
        catch_exceptions=False,
        standalone_mode=False,
    )
    return result.return_value or 0, result.output


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_same_answer(both: tuple[str, str], question: str) -> None:
    here, there = (ask(url, f"{question} --format json") for url in both)
    assert here == there
    assert here[1].strip() not in ("", "[]") or question in ("digest deliveries", "review places")


def test_the_first_digests_are_the_same(both: tuple[str, str], tmp_path: Path) -> None:
    written = []
    for name, url in zip(("here", "there"), both, strict=True):
        code, _ = ask(url, "digest send", tmp_path / name)
        assert code == 0
        written.append({path.name: _lasting(path) for path in sorted((tmp_path / name).rglob("*.html"))})
    assert written[0]
    assert written[0] == written[1]


def _lasting(page: Path) -> str:
    """A page without the time at which it was made."""
    return re.sub(r"\d{1,2}:\d\d", "", page.read_text("utf-8"))
