"""The lists and the documents behind their links give one record, whichever comes first, and what a document shows to
be wrong is withdrawn: the shapes of Fort Walton Beach (back without a link, which comes weeks later) and of Rooks."""

import hashlib
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from flows.demo.agreement import agreement_pages
from flows.demo.pdf import scanned_pdf, text_pdf
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.derive import derive
from flows.lists.rebuild import rebuild
from flows.moas.manifest import remember
from flows.moas.reading import read_and_hold
from flows.run import derive_gathered
from flows.sources.cage.readers import read_moa
from flows.world import World
from models.documents.reading import RULES
from models.lists.folding import fold_link
from models.record.asking.changes import changes
from models.record.asking.moas.linked import moa_sightings
from models.record.store import open_engine, read_session, write_session
from models.record.tables.changes import ChangeVersion
from models.record.tables.moas.sightings import MoaSighting
from models.record.writing.fetches import note_document
from models.record.writing.moas import keep_reading, note_remembered_moas
from models.vocabulary import SupportType
from tests.support import linked_moas
from tests.support.linked_moas import LINKS, SAVED, later, run, sheriff, take_in_list
from tests.support.publisher import FakePublisher
from tests.support.record_contents import contents
from tests.support.workbooks import Cell, printed_row, workbook

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
AGENCY = "Harlan Police Department"
OLD, NEW = date(2025, 2, 28), date(2025, 8, 4)
HOST = "https://www.ice.gov/doclib/287gMOA/"
COUNTIES = ("Ada", "Boone", "Cass", "Dallas", "Elk", "Floyd", "Grant", "Howard", "Iron", "Jasper", "Knox", "Lake")
GROUND = [
    printed_row(
        f"{county} County Sheriff's Office", "FLORIDA", SIGNED=date(2025, 3, 1), MOA=("link", f"{HOST}{county}.pdf")
    )
    for county in COUNTIES
]

List = tuple[datetime, bytes]
Sighted = tuple[str, datetime, bytes]  # the name of a file, when it was first seen, its bytes


def harlan(signed: date, link: str = "") -> dict[str, Cell]:
    cell: Cell = ("link", f"{HOST}{link}.pdf") if link else "link pending"
    return printed_row(AGENCY, "FLORIDA", TYPE="Municipality", SIGNED=signed, MOA=cell)


@cache
def lists(linked: bool = True) -> tuple[List, ...]:
    """Harlan listed, missing on two lists of one day, back three days later, and with a link a month after that."""
    old, back = (harlan(OLD, "old"), harlan(NEW)) if linked else (harlan(OLD), harlan(NEW))
    days = (
        (datetime(2025, 7, 28, 14, tzinfo=UTC), [*GROUND, old]),
        (datetime(2025, 8, 1, 14, tzinfo=UTC), GROUND),
        (datetime(2025, 8, 1, 21, tzinfo=UTC), GROUND[1:]),
        (datetime(2025, 8, 4, 21, tzinfo=UTC), [*GROUND, back]),
        (datetime(2025, 9, 8, 14, tzinfo=UTC), [*GROUND, harlan(NEW, "new") if linked else back]),
    )
    return tuple((at, workbook(rows, saved_at=at)) for at, rows in days)


def moa(signed: date) -> bytes:
    return text_pdf(agreement_pages(AGENCY, SupportType.TFM, signed, date(2025, 2, 14), "1 Elm St, Harlan, FL 32548"))


SEEN_LONG_AFTER = datetime(2026, 1, 5, tzinfo=UTC)
SEEN_IN_TIME = datetime(2025, 5, 1, tzinfo=UTC)
SAME = (("old", SEEN_LONG_AFTER, moa(OLD)), ("new", SEEN_LONG_AFTER, moa(OLD)))
LATER = (("old", SEEN_LONG_AFTER, moa(OLD)), ("new", SEEN_LONG_AFTER, moa(NEW)))
SCANS = (("old", SEEN_IN_TIME, scanned_pdf(2)), ("new", SEEN_LONG_AFTER, scanned_pdf(2)))
LED_ON = (("old", SEEN_LONG_AFTER, moa(NEW)), ("new", SEEN_LONG_AFTER, moa(NEW)))


read_moa_once = cache(read_moa)


class Making:
    """A record in the making, of lists and sightings in any order."""

    def __init__(self, engine: sa.Engine, folder: Path) -> None:
        self.engine, self.folder, self.archive = engine, folder, Archive(str(folder / "archive"))

    def publish(self, *published: List) -> None:
        place = self.folder / f"lists{len(list(self.folder.iterdir()))}"
        place.mkdir()
        for at, content in published:
            (place / f"participatingAgencies{at:%m%d%Y%H}.xlsx").write_bytes(content)
        assert backfill(self.engine, self.archive, place, NOW).failures == ()

    def sight(self, name: str, at: datetime, content: bytes) -> None:
        """Note what a link led to since that moment, with what the document says."""
        url, sha256 = f"{HOST}{name}.pdf", self.archive.keep(content)
        one = MoaSighting(link=fold_link(url), url=url, seen_at=at, document_sha256=sha256, source="moas")
        with write_session(self.engine) as session:
            note_document(session, sha256, len(content), at)
            note_remembered_moas(session, [one])
            keep_reading(session, sha256, RULES, *read_moa_once(content))

    def derive(self) -> bool:
        """Derive what is new. Returns whether all was derived again."""
        done = derive(self.engine, self.archive, NOW)
        assert done.failures == []
        assert read_and_hold(self.engine, self.archive, lambda: NOW) == []
        return done.rebuilt

    def told(self) -> list[tuple[str, str]]:
        """Kind and status of everything told of Harlan, by the day of its list."""
        with read_session(self.engine) as session:
            rows = [row for row in changes(session, everything=True) if row["agency"] == AGENCY]
        return [(str(row["kind"]), str(row["status"])) for row in sorted(rows, key=lambda row: str(row["list_date"]))]


def made(engine: sa.Engine, folder: Path, published: Sequence[List], documents: Sequence[Sighted]) -> Making:
    """A record of these lists, to which the documents come afterwards."""
    making = Making(engine, folder)
    making.publish(*published)
    for each in documents:
        making.sight(*each)
    making.derive()
    return making


RENEWED = [("agreement_ended", "withdrawn"), ("agreement_renewed", "confirmed"), ("moa_posted", "confirmed")]
CORRECTED = [
    ("agreement_ended", "withdrawn"), ("agreement_renewed", "withdrawn"), ("signing_date_corrected", "confirmed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("documents", "expected"),
    [((), RENEWED), (LATER, RENEWED), (SAME, CORRECTED), (SCANS, CORRECTED), (LED_ON, RENEWED)],
)
def test_the_document_that_is_linked_weeks_later_says_whether_the_agreement_was_signed_again(
    sqlite_record: sa.Engine, tmp_path: Path, documents: Sequence[Sighted], expected: list[tuple[str, str]]
) -> None:
    making = made(sqlite_record, tmp_path, lists(), documents)
    assert making.told() == expected
    assert not rebuild(sqlite_record, making.archive, NOW, accept=lambda _: True)


def test_a_run_that_fetches_the_same_document_from_a_new_address_lets_the_next_one_withdraw_the_renewal(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    def told() -> set[tuple[str, str]]:
        with read_session(world.engine) as session:
            return {(str(row["kind"]), str(row["status"])) for row in changes(session, everything=True)}

    run(world)
    publisher.serve("/moa/lamar_2.pdf", linked_moas.moa(sheriff("Lamar")))
    later(world, 1)
    take_in_list(
        world, tmp_path, SAVED + timedelta(days=1), LINKS | {"Lamar": "lamar_2.pdf"}, {"Lamar": date(2025, 6, 1)}
    )
    assert told() == {("agreement_renewed", "confirmed")}
    run(world)
    assert derive_gathered(world).rebuilt
    assert told() == {("signing_date_corrected", "confirmed")}
    assert not derive_gathered(world).rebuilt


@pytest.mark.parametrize("documents", [(), SAME, LATER])
def test_rows_without_links_are_judged_by_their_dates(
    sqlite_record: sa.Engine, tmp_path: Path, documents: Sequence[Sighted]
) -> None:
    assert made(sqlite_record, tmp_path, lists(linked=False), documents).told() == RENEWED[:2]


def test_what_was_told_before_a_document_came_is_withdrawn_in_the_journal(record: sa.Engine, tmp_path: Path) -> None:
    making = made(record, tmp_path, lists(), ())
    assert making.told() == RENEWED
    making.sight(*SAME[0])
    making.derive()
    assert making.told() == RENEWED, "one of two tells nothing"
    making.sight(*SAME[1])
    making.derive()
    assert making.told() == CORRECTED
    with record.connect() as connection:
        found = connection.execute(
            sa.text("SELECT agreement_id, status FROM agreements WHERE agency = :agency"), {"agency": AGENCY}
        )
        statuses = {id_.rpartition("/")[2]: status for id_, status in found}
    assert statuses == {str(OLD): "listed", str(NEW): "superseded"}
    with read_session(record) as session:
        journal = session.exec(select(ChangeVersion).order_by(col(ChangeVersion.sequence))).all()
    versions = {(one.change["kind"], one.change["status"], one.dropped) for one in journal if one.version > 1}
    assert versions == {("agreement_renewed", "withdrawn", False), ("moa_posted", "confirmed", True)}


def test_only_a_document_that_the_rules_asked_for_derives_the_lists_again(
    sqlite_record: sa.Engine, tmp_path: Path
) -> None:
    making = made(sqlite_record, tmp_path, lists(), ())
    for county in COUNTIES:
        making.sight(county, SEEN_LONG_AFTER, scanned_pdf(1))
    assert not making.derive()
    for sighted in SAME:
        making.sight(*sighted)
    assert making.derive()
    assert not making.derive()


def test_where_a_list_is_lost_newer_lists_go_on_from_the_record_as_it_is(
    sqlite_record: sa.Engine, tmp_path: Path
) -> None:
    making = made(sqlite_record, tmp_path, lists(), ())
    lost = hashlib.sha256(lists()[0][1]).hexdigest()
    (kept,) = (tmp_path / "archive").rglob(f"*{lost}*")
    kept.unlink()
    for sighted in SAME:
        making.sight(*sighted)
    at = lists()[-1][0] + timedelta(days=7)
    file = tmp_path / f"participatingAgencies{at:%m%d%Y}.xlsx"
    file.write_bytes(workbook([*GROUND[:-1], harlan(NEW, "new")], saved_at=at))
    done = backfill(sqlite_record, making.archive, file, NOW)
    (failure,) = done.failures
    assert "on record and no longer readable" in failure
    assert done.derivation.lists == 1
    assert making.told() == RENEWED


def test_the_archive_alone_gives_the_same_record(
    sqlite_record: sa.Engine, tmp_path: Path, sqlite_template: Path
) -> None:
    making = made(sqlite_record, tmp_path, lists(), SAME)
    with read_session(sqlite_record) as session:
        remember(making.archive, moa_sightings(session))
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'again.db')}")
    archive = Archive(str(tmp_path / "again"))
    assert backfill(engine, archive, tmp_path / "archive", NOW).failures == ()
    assert contents(engine) == contents(sqlite_record)
    engine.dispose()


@given(st.sampled_from((SAME, LATER, SCANS, LED_ON)), st.permutations(range(7)))
@settings(max_examples=4, deadline=None)
def test_whatever_comes_first_the_record_is_the_same(
    sqlite_template: Path, documents: Sequence[Sighted], order: Sequence[int]
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        one, other = (
            open_engine(f"sqlite:///{shutil.copy(sqlite_template, folder / f'{name}.db')}") for name in ("one", "other")
        )
        making = Making(one, folder)
        for number in order:
            if number < len(lists()):
                making.publish(lists()[number])
            else:
                making.sight(*documents[number - len(lists())])
                making.derive()
        making.derive()
        (folder / "in_order").mkdir()
        assert contents(made(other, folder / "in_order", lists(), documents).engine) == contents(one)
        one.dispose()
        other.dispose()
