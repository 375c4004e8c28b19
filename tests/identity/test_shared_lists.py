"""The rules on the lists as they were published, scored against labels made by hand. They stand beside the checkout,
where this project is developed; a user does not have them."""

import csv
import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.sources.ice.document import read_document
from models.lists.resolution import IncomingList
from models.vocabulary import ChangeKind, SnapshotStatus, SupportType
from tests.support.label_score import label_score, was_renewed
from tests.support.paths import SHARED
from tests.support.published_lists import Record

LISTS = SHARED / "lists"

pytestmark = pytest.mark.skipif(not LISTS.is_dir(), reason=f"the published lists are not at {LISTS}")


@pytest.fixture(scope="module")
def lists() -> list[IncomingList]:
    """All lists in the order of publication, which the collection's own manifest knows best."""
    found: list[tuple[datetime, int, Path]] = []
    with (LISTS / "manifest.csv").open(newline="") as manifest:
        for number, line in enumerate(csv.DictReader(manifest)):
            moment = datetime.fromisoformat(line["docprops_modified_utc"] or line["first_capture_utc"])
            found.append((moment, number, LISTS / line["file"]))
    for number, path in enumerate(sorted((LISTS / "page").glob("*.html"))):
        moment = datetime.strptime(path.name.split("__")[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        found.append((moment, number, path))
    in_order = sorted(found, key=lambda each: each[:2])
    published = []
    for place, (moment, number, path) in enumerate(in_order):
        content = path.read_bytes()
        shelf_mark = f"{place:04}-{path.stem[:24]}"
        document = hashlib.sha256(content).hexdigest()
        at = moment + timedelta(milliseconds=number)  # two files of one minute stay in the manifest's order
        published.append(IncomingList(shelf_mark, document, at, read_document(content, path.name), None))
    return published


@pytest.fixture(scope="module")
def record(lists: list[IncomingList]) -> Record:
    record = Record()
    for incoming in lists:
        record.add(incoming)
    return record


def test_the_score_meets_the_bars(lists: list[IncomingList], record: Record, tmp_path: Path) -> None:
    documents = {incoming.snapshot_id: incoming.document_sha256 for incoming in lists}
    changes = [asdict(change) | {"list_sha256": documents[change.snapshot_id]} for change in record.changes.values()]
    report = label_score(changes, tmp_path)
    lines = {line.split(":")[0]: line.split() for line in report.splitlines()}
    for title, bar in (("additions", 0.995), ("endings", 0.95)):
        words = lines[title]
        assert float(words[2]) >= bar, report
        assert float(words[4]) >= bar, report
    quiet, all_cosmetic = _of(lines["cosmetic differences that raised no alarm"])
    assert quiet == all_cosmetic, report
    told, _ = _of(lines["cosmetic differences reported as a correction"])
    assert told >= 0.95 * all_cosmetic, report


def test_the_renewals_are_those_that_were_found_by_hand(record: Record) -> None:
    """Three sheriffs signed again in June 2020, and the table of the page had it a year later; two agreements were
    missing from two lists while they were signed again."""
    renewals = [change for change in record.changes.values() if change.kind is ChangeKind.AGREEMENT_RENEWED]
    assert sorted((each.state, str(each.signed_before), str(each.signed)) for each in renewals) == [
        ("AL", "2016-06-08", "2020-06-09"),
        ("FL", "2025-02-28", "2025-08-04"),
        ("KS", "2025-07-31", "2025-09-09"),
        ("TN", "2017-06-15", "2020-06-08"),
        ("TX", "2017-06-28", "2020-06-09"),
    ]
    assert sum(was_renewed(asdict(change)) for change in record.changes.values()) == 2


def _of(words: list[str]) -> tuple[int, int]:
    return int(words[-3]), int(words[-1])


def test_only_the_list_that_lost_77_links_is_held(record: Record) -> None:
    held = [outcome for outcome in record.outcomes if outcome.status is SnapshotStatus.HELD]
    rejected = [outcome for outcome in record.outcomes if outcome.status is SnapshotStatus.REJECTED]
    assert [outcome.snapshot_id for outcome in held] == [outcome.snapshot_id for outcome in rejected]
    sentences = [each.sentence for each in held[0].findings if each.blocking and not each.passed]
    assert len(held) == 1
    assert sentences == ["MOA: 77 of 721 links are missing; up to 22 would be normal"]


def test_every_row_with_an_agency_is_placed(lists: list[IncomingList], record: Record) -> None:
    rows = {incoming.snapshot_id: len(incoming.published.rows) for incoming in lists}
    for outcome in record.outcomes:
        if outcome.status is SnapshotStatus.ACCEPTED:
            assert len(outcome.placements) == rows[outcome.snapshot_id]
            assert all(placed.state for placed in outcome.placements.values())


def test_the_list_of_early_september_counts_as_published(record: Record) -> None:
    """957 rows: 473 TFM, 357 WSO, 127 JEM; 40 states; 796 agencies, give or take one in a hundred."""
    outcome = next(
        each
        for each in record.outcomes
        if "2025-09-03-pm" in each.snapshot_id and any(placed.agreement_id for placed in each.placements.values())
    )
    placements = outcome.placements.values()
    models = [placed.support_type for placed in placements]
    assert [models.count(model) for model in (SupportType.TFM, SupportType.WSO, SupportType.JEM)] == [473, 357, 127]
    assert len({placed.state for placed in placements}) == 40
    assert abs(len({placed.agency_id for placed in placements}) - 796) <= 8
