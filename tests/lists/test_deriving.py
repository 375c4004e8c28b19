"""The record comes out the same whatever way its lists arrive."""

import hashlib
import random
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.derive import derive
from flows.lists.rebuild import RebuildDifference, rebuild
from flows.sources.cage.readers import read_document, saved_at
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.store import read_session
from models.record.tables.changes import ChangeRow, ChangeVersion
from models.record.tables.checkpoint import Checkpoint
from models.record.tables.documents import Document, Sighting
from models.record.tables.lists import ListingRow, Snapshot
from tests.support import histories
from tests.support.fresh_records import fresh_sqlite
from tests.support.record_contents import answers, contents
from tests.support.workbooks import without_part, workbook


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, now: datetime) -> dict[str, list[str]]:
    """What the record holds when the lists came one after the other."""
    here = tmp_path_factory.mktemp("in_order")
    with fresh_sqlite(sqlite_template, here) as engine:
        for name in histories.files():
            backfill(engine, Archive(str(here / "archive")), histories.save(here / name, [name]), now)
        return contents(engine)


def test_a_whole_backfill_gives_what_arrival_in_order_gives(
    record: sa.Engine, archive: Archive, in_order: dict[str, list[str]], tmp_path: Path, now: datetime
) -> None:
    done = backfill(record, archive, histories.save(tmp_path / "all"), now)
    assert (done.files, done.new, done.derivation.lists, done.failures) == (12, 12, 12, ())
    assert done.derivation.held == [], "the list that was held is settled by the one that follows"
    assert contents(record) == in_order


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_arrival_gives_the_same_tables(
    sqlite_record: sa.Engine, archive: Archive, in_order: dict[str, list[str]], tmp_path: Path, now: datetime, seed: int
) -> None:
    names = list(histories.files())
    random.Random(seed).shuffle(names)
    for number, name in enumerate(names):
        backfill(sqlite_record, archive, histories.save(tmp_path / str(number), [name]), now)
    assert contents(sqlite_record) == in_order


def test_two_halves_in_the_wrong_order_give_the_same_tables(
    record: sa.Engine, archive: Archive, in_order: dict[str, list[str]], tmp_path: Path, now: datetime
) -> None:
    names = list(histories.files())
    first = backfill(record, archive, histories.save(tmp_path / "late", names[6:]), now)
    second = backfill(record, archive, histories.save(tmp_path / "early", names[:6]), now)
    assert (first.derivation.rebuilt, second.derivation.rebuilt) == (False, True)
    assert contents(record) == in_order


def test_a_second_backfill_changes_nothing(record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime) -> None:
    folder = histories.save(tmp_path / "all")
    backfill(record, archive, folder, now)
    before = contents(record)
    again = backfill(record, archive, folder, now + timedelta(days=1))
    assert (again.new, again.derivation.lists) == (0, 0)
    assert contents(record) == before


def test_sqlite_and_postgres_answer_with_the_same_json(
    sqlite_record: sa.Engine, postgres_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    folder = histories.save(tmp_path / "all")
    for engine in (sqlite_record, postgres_record):
        backfill(engine, archive, folder, now)
    assert answers(sqlite_record) == answers(postgres_record)


def test_a_rebuild_gives_the_same_changes_under_the_same_ids(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    backfill(record, archive, histories.save(tmp_path / "all"), now)
    before = contents(record)
    asked: list[RebuildDifference] = []

    def accept(difference: RebuildDifference) -> bool:
        asked.append(difference)
        return True

    rebuild(record, archive, now + timedelta(days=1), accept)
    assert [bool(difference) for difference in asked] == [False]
    assert contents(record) == before


def test_a_record_without_lists_is_rebuilt_too(record: sa.Engine, archive: Archive, now: datetime) -> None:
    assert not rebuild(record, archive, now, lambda _: True)


def test_a_rebuild_that_is_not_accepted_leaves_the_record_alone(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backfill(record, archive, histories.save(tmp_path / "all"), now)
    before = contents(record)
    with record.begin() as connection:  # a list whose sighting is lost is missing from what is derived
        first = connection.execute(sa.select(sa.func.min(Sighting.id))).scalar_one()
    monkeypatch.setattr("models.record.asking.sightings.place", lambda one: (one.published_at.timestamp() * -1,))
    difference = rebuild(record, archive, now, lambda _: False)
    assert first is not None
    assert difference
    assert contents(record) == before


def test_a_killed_backfill_is_picked_up_after_the_last_whole_portion(
    record: sa.Engine,
    archive: Archive,
    in_order: dict[str, list[str]],
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.lists.derive.PORTION", 4)

    class PulledPlugError(BaseException):
        pass

    def pull(done: int, _: int) -> None:
        if done == 7:
            raise PulledPlugError

    folder = histories.save(tmp_path / "all")
    with pytest.raises(PulledPlugError):
        backfill(record, archive, folder, now, lambda what, done, of: pull(done, of) if what == "reading" else None)
    with read_session(record) as session:
        assert session.exec(select(func.count()).select_from(Snapshot)).one() == 4
    assert not derive(record, archive, now).rebuilt
    assert contents(record) == in_order


@pytest.mark.parametrize("kept", [{"rules_version": 0}, {"state": zlib.compress(b'{"format":1,"participating":[]}')}])
def test_a_state_kept_by_other_rules_or_in_another_format_is_derived_again(
    record: sa.Engine,
    archive: Archive,
    in_order: dict[str, list[str]],
    tmp_path: Path,
    now: datetime,
    kept: dict[str, Any],
) -> None:
    names = list(histories.files())
    backfill(record, archive, histories.save(tmp_path / "early", names[:-1]), now)
    with record.begin() as connection:
        connection.execute(sa.update(Checkpoint).values(**kept))
    done = backfill(record, archive, histories.save(tmp_path / "late", names[-1:]), now)
    assert done.derivation.rebuilt
    assert contents(record) == in_order


def test_new_rules_derive_the_record_again_though_no_list_waits(
    record: sa.Engine, archive: Archive, in_order: dict[str, list[str]], tmp_path: Path, now: datetime
) -> None:
    backfill(record, archive, histories.save(tmp_path / "all"), now)
    with record.begin() as connection:
        connection.execute(sa.update(Checkpoint).values(rules_version=0))
        connection.execute(sa.delete(ChangeRow))  # something that only a rebuild puts right
    done = derive(record, archive, now)
    assert (done.rebuilt, done.lists, done.failures) == (True, len(histories.files()), [])
    assert contents(record) == in_order
    again = derive(record, archive, now)
    assert (again.rebuilt, again.lists) == (False, 0)


def test_under_new_rules_a_record_whose_document_is_lost_stays_as_it_is_and_says_so(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    before = contents(sqlite_record)
    with sqlite_record.begin() as connection:
        connection.execute(sa.update(Checkpoint).values(rules_version=0))
        lost = connection.execute(sa.select(col(Document.sha256))).scalars().first()
    (kept,) = (tmp_path / "archive").rglob(f"*{(lost or '')[4:]}*")
    kept.unlink()
    for _ in range(2):
        (failure,) = derive(sqlite_record, archive, now).failures
        assert "on record and no longer readable" in failure
    assert contents(sqlite_record) == before


def test_rows_that_do_not_change_cost_nothing_per_list(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    """36 rows on the first list; the seven that follow bring five rows that were not there before."""
    backfill(record, archive, histories.save(tmp_path / "all"), now)
    with read_session(record) as session:
        rows = session.exec(
            select(func.count()).select_from(ListingRow).where(col(ListingRow.kind) == "participating")
        ).one()
    assert rows < 36 + 10


def test_what_a_late_list_alters_is_journaled_as_late(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    names = list(histories.files())
    without_the_newcomer = [name for name in names if "0603" not in name]
    backfill(record, archive, histories.save(tmp_path / "early", without_the_newcomer), now)
    later = now + timedelta(days=1)
    backfill(record, archive, histories.save(tmp_path / "late", names), later)
    with read_session(record) as session:
        fresh = session.exec(select(ChangeVersion).where(ChangeVersion.recorded_at == later)).all()
    assert fresh
    assert all(version.late for version in fresh)
    # The late list has the newcomer a day before the list in which it had seemed to show first.
    moved = {
        (version.change["list_date"], version.dropped) for version in fresh if "Milton" in version.change["agency"]
    }
    assert moved >= {("2025-06-03", False), ("2025-06-04", True)}


def test_known_at_gives_what_the_record_believed_then(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    names = list(histories.files())
    backfill(record, archive, histories.save(tmp_path / "early", names[:4]), now)
    later = now + timedelta(days=1)
    backfill(record, archive, histories.save(tmp_path / "late", names), later)
    with read_session(record) as session:
        (then,), (after,) = counts(session, known_at=now), counts(session, known_at=later)
        assert (then["list_date"].isoformat(), then["agreements"], then["states"]) == ("2025-06-03", 37, 3)
        assert (after["list_date"].isoformat(), after["agreements"], after["states"]) == ("2025-06-10", 37, 4)
        assert counts(session, known_at=now - timedelta(days=1)) == []
        believed = changes(session, everything=True, known_at=now)
        assert {row["kind"] for row in believed} >= {"agreement_added"}
        assert len(believed) < len(changes(session, everything=True))


def test_every_byte_is_in_the_archive_before_it_is_read(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    folder = histories.save(tmp_path / "all")
    (folder / "participatingAgencies06302025.xlsx").write_bytes(b"<html>Access denied</html>")
    done = backfill(record, archive, folder, now)
    assert len(done.failures) == 1
    assert "participatingAgencies06302025.xlsx" in done.failures[0]
    with read_session(record) as session:
        kept = session.exec(select(Document.sha256)).all()
    assert len(kept) == 13
    assert all(hashlib.sha256(archive.read(sha256)).hexdigest() == sha256 for sha256 in kept)


def test_a_saved_file_that_is_no_list_is_said_to_be_none_whether_or_not_it_has_a_date(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "saved").mkdir()
    for name in ("notes.xlsx", "participatingAgencies06302025.xlsx"):
        (tmp_path / "saved" / name).write_bytes(f"not a list: {name}".encode())
    undated = without_part(workbook(histories.counties_of("TEXAS")), "docProps/core.xml")
    (tmp_path / "saved" / "list.xlsx").write_bytes(undated)
    done = backfill(sqlite_record, archive, tmp_path / "saved", now)
    assert sorted(done.failures) == [
        "list.xlsx: cannot date this file; put the date in its name",
        "notes.xlsx: neither an .xlsx workbook nor an HTML page; look at what was published",
        "participatingAgencies06302025.xlsx: neither an .xlsx workbook nor an HTML page; look at what was published",
    ]


def test_copies_are_read_once_and_told_under_each_name_in_every_backfill(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = histories.save(tmp_path / "saved")
    undated = without_part(workbook(histories.counties_of("TEXAS")), "docProps/core.xml")
    for name, content in (("a.html", b"<p>none</p>"), ("b.html", b"<p>none</p>"), ("c.xlsx", undated)):
        (folder / name).write_bytes(content)
    (folder / "participatingAgencies06302025.xlsx").write_bytes(undated)
    read: list[str] = []

    def counting(reader: Callable[[bytes, str], Any]) -> Callable[[bytes, str], Any]:
        def counted(content: bytes, name: str) -> Any:
            read.append(name)
            return reader(content, name)

        return counted

    monkeypatch.setattr("flows.lists.intake.read_document", counting(read_document))
    monkeypatch.setattr("flows.lists.intake.saved_at", counting(saved_at))
    first = backfill(sqlite_record, archive, folder, now)
    assert [name for name in read if name.endswith(".html")] == ["a.html", "a.html"], "its date, then why it is none"
    assert read.count("c.xlsx") + read.count("participatingAgencies06302025.xlsx") == 1
    assert len(first.failures) == 2
    assert all(each.endswith(first.failures[0].partition(": ")[2]) for each in first.failures)
    assert first.new == 13, "what its copy's name dates is a list"
    read.clear()
    assert backfill(sqlite_record, archive, folder, now).failures == first.failures
    assert read == []
