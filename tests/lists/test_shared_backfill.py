"""The whole main job on the real lists, where they stand beside the checkout."""

import csv
import pickle
import random
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.fetching.archive import Archive
from flows.lists.backfill import Backfill, backfill, saved_lists
from models.record.asking.changes import changes
from models.record.asking.counts import counts, figures_of
from models.record.asking.lists import lists
from models.record.store import open_engine, read_session, upgrade
from models.record.tables.lists import CountedList
from models.vocabulary import ListKind
from tests.support.label_score import label_score
from tests.support.record_contents import contents


@pytest.fixture(scope="module")
def filled(real_file: Path) -> tuple[sa.Engine, Backfill]:
    return open_engine(f"sqlite:///{real_file}"), pickle.loads((real_file.parent / "whole").read_bytes())


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_file_is_read(filled: tuple[sa.Engine, Backfill], shared_lists: Path) -> None:
    _, done = filled
    assert (done.files, done.derivation.lists, done.failures) == (277, 277, ())
    assert done.derivation.held == [], "the one that was held is rejected by the list that follows it"


def test_two_shuffled_halves_and_then_all_again_give_the_same_tables(
    filled: tuple[sa.Engine, Backfill], shared_lists: Path, tmp_path: Path
) -> None:
    files = saved_lists(shared_lists)
    random.Random(287).shuffle(files)
    engine, archive = open_engine(f"sqlite:///{tmp_path}/record.db"), Archive(f"{tmp_path}/archive")
    upgrade(engine)
    now = datetime(2026, 2, 4, tzinfo=UTC)
    for number, half in enumerate((files[::2], files[1::2])):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file in half:
            (folder / file.name).write_bytes(file.read_bytes())
        backfill(engine, archive, folder, now)
    assert backfill(engine, archive, shared_lists, now).new == 0
    assert contents(engine) == contents(filled[0])


def test_each_list_has_the_rows_of_the_manifest(filled: tuple[sa.Engine, Backfill], shared_lists: Path) -> None:
    engine, _ = filled
    with read_session(engine) as session:
        rows = {row["sha256"]: row["rows"] for row in lists(session)}
    assert {row["sha256"]: int(row["rows"]) for row in manifest(shared_lists)}.items() <= rows.items()


def test_lists_are_in_the_order_of_their_publication(filled: tuple[sa.Engine, Backfill], shared_lists: Path) -> None:
    engine, _ = filled
    with read_session(engine) as session:
        ordered = {kind: [row["sha256"] for row in lists(session, kind)] for kind in ListKind}
    for kind, in_record in ordered.items():
        known = [row["sha256"] for row in manifest(shared_lists) if row["kind"] == kind]
        assert [sha256 for sha256 in in_record if sha256 in known] == known


def test_agreements_are_the_rows_but_for_duplicates(filled: tuple[sa.Engine, Backfill]) -> None:
    engine, _ = filled
    duplicates = (
        "SELECT count(*) FROM listing WHERE kind = 'participating' AND duplicate AND valid_from <= :at"
        " AND (valid_until IS NULL OR valid_until > :at)"
    )
    with read_session(engine) as session:
        counted = session.exec(select(CountedList).where(CountedList.kind == ListKind.PARTICIPATING)).all()
        assert len(counted) > 100
        for each in counted:
            nation = figures_of(session, each)["US", "all"]
            at = each.published_at.replace(tzinfo=None).isoformat(" ", "microseconds")
            repeated = session.connection().execute(sa.text(duplicates), {"at": at}).scalar_one()
            assert nation.agreements == nation.rows - repeated


def test_the_list_of_3_september_2025_counts_to_what_is_known_of_it(filled: tuple[sa.Engine, Backfill]) -> None:
    engine, _ = filled
    with read_session(engine) as session:
        (whole,) = counts(session, as_of=date(2025, 9, 3))
        by_type = counts(session, as_of=date(2025, 9, 3), by="support-type")
    assert (whole["agreements"], whole["states"]) == (957, 40)
    assert whole["agencies"] == pytest.approx(796, rel=0.01)
    assert {row["support_type"]: row["agreements"] for row in by_type} == {"TFM": 473, "WSO": 357, "JEM": 127}


def test_the_changes_score_as_promised(filled: tuple[sa.Engine, Backfill], tmp_path: Path) -> None:
    engine, _ = filled
    with read_session(engine) as session:
        said = label_score(changes(session, everything=True), tmp_path)
    additions, endings = re.findall(r"precision ([\d.]+) recall ([\d.]+)", said)
    assert min(map(float, additions)) >= 0.995
    assert min(map(float, endings)) >= 0.95
    quiet, told = re.findall(r"^cosmetic .*: (\d+) of (\d+)$", said, re.MULTILINE)
    assert quiet[0] == quiet[1]
    assert int(told[0]) >= 0.95 * int(told[1])
