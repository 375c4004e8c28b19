"""What an operator is told of the sources: which speak, which are late, failing or were never reached."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.digests.health import health
from flows.digests.scene import read_situation
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.operating.prometheus import exposition
from flows.operating.report import status_report
from flows.seam import ItemFailedError, TriedItem, seam
from flows.settings import load
from flows.watchdog import this_process
from models.digests.deliveries import DeliveryStatus
from models.errors import FetchError
from models.record.asking import Row
from models.record.asking.standing import standing
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.documents import Fetch
from models.record.tables.runs import ItemKind, RunOutcome, RunRow
from tests.support import histories
from tests.support.workbooks import PENDING, workbook

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """One source, due every two hours and late after four days."""
    registry = tmp_path / "sources.toml"
    registry.write_text(
        '[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "The page"\nurl = "https://www.ice.gov/"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    return registry


def attempt(record: sa.Engine, hours_ago: float, error: str | None = None, now: datetime = NOW) -> None:
    with write_session(record) as session:
        session.add(
            Fetch(
                source="ice", url="https://www.ice.gov/", final_url="https://www.ice.gov/",
                requested_at=now - timedelta(hours=hours_ago), status=503 if error else 200, etag=None, charset=None,
                last_modified=None, file_name=None, bytes=0, document_sha256=None, seconds=0.1, error=error,
            )
        )  # fmt: skip


def of_the_source(record: sa.Engine, sources: Path) -> Row:
    with read_session(record) as session:
        (row,) = health(session, sources, NOW)
    return row


def test_a_source_that_was_never_reached_says_so(record: sa.Engine, sources: Path) -> None:
    row = of_the_source(record, sources)
    assert (row["state"], row["last_success"], row["age_hours"], row["maximum_hours"]) == ("never", None, None, 96)


def test_a_source_is_ok_until_it_is_older_than_it_may_be(record: sa.Engine, sources: Path) -> None:
    attempt(record, 96)
    assert (of_the_source(record, sources)["state"], of_the_source(record, sources)["age_hours"]) == ("ok", 96)
    with record.begin() as connection:
        connection.execute(sa.update(Fetch).values(requested_at=NOW - timedelta(hours=96.1)))
    assert of_the_source(record, sources)["state"] == "late"


def test_a_failed_attempt_is_told_with_its_error_and_is_over_with_the_next_success(
    record: sa.Engine, sources: Path
) -> None:
    attempt(record, 4)
    attempt(record, 2, "status 503")
    row = of_the_source(record, sources)
    assert (row["state"], row["age_hours"], row["last_error"]) == ("failing", 4, "status 503")
    attempt(record, 0)
    assert of_the_source(record, sources)["state"] == "ok"


def of_the_pending_list(record: sa.Engine, sources: Path) -> list[Row]:
    with read_session(record) as session:
        return [row for row in health(session, sources, NOW) if row["source"] == "pending list"]


def test_a_pending_list_that_stops_while_the_other_one_moves_is_told_until_it_moves_again(
    record: sa.Engine, sources: Path, tmp_path: Path
) -> None:
    archive, first = Archive(str(tmp_path / "archive")), datetime(2025, 6, 2, 14, tzinfo=UTC)
    counties = histories.counties_of("TEXAS")

    def save(folder: str, days: range, *, pending: bool) -> None:
        """On each day a list with one county more than on the day before."""
        (tmp_path / folder).mkdir()
        for number in days:
            at = first + timedelta(days=number)
            if pending:
                waiting = [row | {"STATE": "OHIO"} for row in counties[: 1 + number % 11]]
                name, content = f"pendingAgencies{at:%m%d%Y}am.xlsx", workbook(waiting, PENDING, saved_at=at)
            else:
                listed = [*histories.counties_of("GEORGIA"), *counties[: number - 10]]
                name, content = f"participatingAgencies{at:%m%d%Y}am.xlsx", workbook(listed, saved_at=at)
            (tmp_path / folder / name).write_bytes(content)
        backfill(record, archive, tmp_path / folder, NOW)

    save("both", range(8), pending=True)
    save("one", range(12, 18), pending=False)
    (row,) = of_the_pending_list(record, sources)
    assert (row["state"], row["last_success"].date()) == ("stale", first.date() + timedelta(days=7))
    assert "has not changed for 10 days while the participating list changed" in row["last_error"]
    with read_session(record) as session:
        told = read_situation(session, load(sources=sources), NOW).troubles
    assert [one.sentence for one in told if one.key == "source:pending list"] == [f"pending list: {row['last_error']}"]
    save("again", range(19, 20), pending=True)
    assert of_the_pending_list(record, sources) == []


def ask(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(
        moawatch,
        ["--database", f"sqlite:///{tmp_path}/record.db", "status", *words],
        env={"MOAWATCH_SOURCES": str(tmp_path / "sources.toml"), "MOAWATCH_ARCHIVE": str(tmp_path / "archive")},
        catch_exceptions=False,
        standalone_mode=False,
    )


def test_the_exit_status_says_whether_something_is_wrong(tmp_path: Path, sources: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    upgrade(engine)
    assert ask(tmp_path).return_value == 1
    attempt(engine, 1, now=datetime.now(UTC))
    assert ask(tmp_path).return_value == 0
    attempt(engine, 0, "status 503", now=datetime.now(UTC))
    shown = ask(tmp_path, "--format", "json")
    assert shown.return_value == 1
    said = json.loads(shown.output)
    assert said["healthy"] is False
    (row,) = said["sources"]
    assert (row["source"], row["state"], row["last_error"]) == ("ice", "failing", "status 503")
    engine.dispose()


@pytest.fixture
def busy(sqlite_template: Path, sources: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """A record with a fetch and a run behind it, and a document in the archive."""
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'record.db')}")
    now = datetime.now(UTC)
    attempt(engine, 1, now=now)
    Archive(str(tmp_path / "archive")).keep(b"twelve bytes")
    began = now - timedelta(minutes=5)
    with write_session(engine) as session:
        row = RunRow(what="run", process=this_process(), started_at=began, deadline_at=now + timedelta(hours=6))
        row.ended_at, row.outcome = began + timedelta(seconds=90), RunOutcome.OK
        session.add(row)
    yield engine
    engine.dispose()


def test_json_says_all_that_a_program_wants_to_know(busy: sa.Engine, tmp_path: Path) -> None:
    said = json.loads(ask(tmp_path, "--format", "json").output)
    assert said["healthy"] is True
    assert (said["held_lists"], said["open_doubts"], said["failed_items"], said["set_aside_items"]) == (0, 0, 0, 0)
    assert (said["archive_documents"], said["archive_bytes"]) == (1, 12)
    assert said["record_bytes"] > 100_000
    assert said["deliveries"] == {status.value: 0 for status in DeliveryStatus}
    assert [(run["run"], run["outcome"], run["seconds"]) for run in said["runs"]] == [("run", "ok", 90.0)]
    with busy.connect() as connection:
        assert said["schema"] == connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (-?[0-9.e+]+)')


def samples(text: str) -> dict[str, float]:
    """Prometheus's text format, read as its documentation has it: each metric explained once, before its samples."""
    found: dict[str, float] = {}
    explained: list[str] = []
    for line in text.splitlines():
        if line.startswith("# HELP "):
            explained.append(line.split()[2])
        elif line.startswith("# TYPE "):
            assert line.split()[2:] == [explained[-1], "gauge"]
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] == explained[-1]
            found[f"{sample[1]}{{{sample[2] or ''}}}"] = float(sample[3])
    assert len(explained) == len(set(explained))
    assert text.endswith("\n")
    return found


def test_prometheus_reads_the_same_as_metrics(busy: sa.Engine, tmp_path: Path) -> None:
    done = ask(tmp_path, "--format", "prometheus")
    found, now = samples(done.output), datetime.now(UTC).timestamp()
    assert done.return_value == 0
    assert found["moawatch_healthy{}"] == found['moawatch_source_healthy{source="ice"}'] == 1
    assert now - 3_700 < found['moawatch_source_last_success_timestamp_seconds{source="ice"}'] < now - 3_500
    assert found['moawatch_source_max_age_seconds{source="ice"}'] == 96 * 3600
    assert found['moawatch_last_run_duration_seconds{run="run"}'] == 90
    assert found['moawatch_last_run_success{run="run"}'] == 1
    assert found['moawatch_deliveries{status="in_doubt"}'] == found["moawatch_held_lists{}"] == 0
    assert (found["moawatch_archive_documents{}"], found["moawatch_archive_size_bytes{}"]) == (1, 12)


def test_no_name_can_break_the_metrics(busy: sa.Engine, sources: Path, tmp_path: Path) -> None:
    with read_session(busy) as session:
        report = status_report(session, load(sources=sources, archive=str(tmp_path / "archive")), datetime.now(UTC))
    (row,) = report.rows
    spoiled = replace(report, rows=(dict(row) | {"source": 'i\\c"e\n# HELP'},))
    assert samples(exposition(spoiled))[r'moawatch_source_healthy{source="i\\c\"e\n# HELP"}'] == 1


def test_an_archive_that_cannot_be_read_is_wrong(busy: sa.Engine, bucket: str, sources: Path) -> None:
    gone = bucket.replace("archive-", "no-archive-")
    with read_session(busy) as session:
        report = status_report(session, load(sources=sources, archive=gone), datetime.now(UTC))
    last = report.rows[-1]
    assert (report.healthy, report.archive_documents, last["source"], last["state"]) == (
        False,
        None,
        "archive",
        "failing",
    )
    assert "the bucket does not exist" in last["last_error"]
    assert samples(exposition(report))['moawatch_trouble{about="archive",state="failing"}'] == 1


def test_the_table_ends_with_what_else_an_operator_wants_to_know(busy: sa.Engine, tmp_path: Path) -> None:
    lines = ask(tmp_path).output.splitlines()[-4:]
    assert re.fullmatch(r"Last run: \S+ \S+ UTC, ok, 90.0 s", lines[0])
    assert lines[1:3] == [
        "Needs review: 0 held lists, 0 doubts, 0 documents, 0 failed items (0 set aside)",
        "Digests: none",
    ]
    assert re.fullmatch(r"Record: \d\.\d MB, schema \d{4}. Archive: 1 document, 0.0 MB", lines[3])


def test_what_waits_for_a_person_is_counted_on_either_database(record: sa.Engine, tmp_path: Path) -> None:
    """A list of one county after a list of sixty is held, and an item that breaks is failed until it does not."""
    counties, at = histories.counties_of("TEXAS"), datetime(2025, 6, 2, 14, tzinfo=UTC)
    for name, listed, day in (("full", counties, 0), ("short", counties[:1], 1)):
        content = workbook(listed, saved_at=at + timedelta(days=day))
        (tmp_path / f"participatingAgencies-{name}.xlsx").write_bytes(content)
        backfill(record, Archive(str(tmp_path / "archive")), tmp_path / f"participatingAgencies-{name}.xlsx", NOW)
    with pytest.raises(ItemFailedError), seam(record, lambda: NOW, TriedItem(ItemKind.SOURCE, "ice")):
        raise FetchError("status 503")
    with read_session(record) as session:
        found = standing(session)
    assert (found.held_lists, found.failed_items, found.set_aside_items) == (1, 1, 0)
    assert found.record_bytes > 100_000
    assert len(found.schema) == 4
