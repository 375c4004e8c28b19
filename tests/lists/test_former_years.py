"""What the record makes of the lists before 2021."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.rebuild import rebuild
from models.record.asking.agencies import agencies_like, dossier
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.asking.lists import lists
from models.record.store import read_session
from tests.sources.test_former_forms import NAMES_ONLY, SIGNED_DATES

MOAS = "/doclib/foia/memorandumsofAgreementUnderstanding/"
RENEWED = SIGNED_DATES.replace("7/8/2008", "6/28/2013").replace("r_287getowah070808", "r_287getowah062813")


def saved(folder: Path, captures: Sequence[tuple[str, str]]) -> Path:
    folder.mkdir()
    for stamp, html in captures:
        (folder / f"{stamp}_287g.htm").write_text(html)
    return folder


@pytest.fixture
def filled(sqlite_record: sa.Engine, tmp_path: Path, now: datetime) -> sa.Engine:
    captures = [
        ("20070920120000", NAMES_ONLY),
        ("20080311120000", NAMES_ONLY.replace("9-19-07", "3-10-08").replace("<li>Department of Corrections</li>", "")),
        ("20110201120000", SIGNED_DATES),
        ("20130901120000", RENEWED),
    ]
    done = backfill(sqlite_record, Archive(str(tmp_path / "archive")), saved(tmp_path / "saved", captures), now)
    assert done.failures == ()
    return sqlite_record


def test_a_list_of_names_begins_and_ends_nothing(filled: sa.Engine) -> None:
    with read_session(filled) as session:
        told = [(each["list_date"].isoformat(), each["kind"]) for each in changes(session, everything=True)]
        statuses = [row["status"] for row in lists(session)]
        before = counts(session, as_of=datetime(2010, 1, 1).date())
    assert {day for day, _ in told} == {"2013-09-01"}, "the first list with agreements is where the record begins"
    assert sorted(statuses) == ["accepted", "accepted", "attesting", "attesting"]
    assert before == [] or not before[0]["agreements"]


def test_a_later_date_with_a_new_document_is_a_renewal(filled: sa.Engine) -> None:
    with read_session(filled) as session:
        told = [each for each in changes(session, everything=True) if each["list_date"].isoformat() == "2013-09-01"]
    assert [(each["kind"], each["agency"]) for each in told if each["kind"].startswith("agreement")] == [
        ("agreement_renewed", "Etowah County Sheriff's Office")
    ]


def test_an_agency_shows_the_lists_that_name_it(filled: sa.Engine) -> None:
    with read_session(filled) as session:
        (agency,) = agencies_like(session, "Maricopa County Sheriff's Office")
        named = dossier(session, agency)["attested"]
        early = dossier(session, agency, as_of=datetime(2007, 12, 31).date())["attested"]
    assert [(row["list_date"].isoformat(), row["row"]) for row in named] == [("2007-09-20", 5), ("2008-03-11", 4)]
    assert len(early) == 1


def test_a_rebuild_changes_nothing(filled: sa.Engine, tmp_path: Path, now: datetime) -> None:
    assert not rebuild(filled, Archive(str(tmp_path / "archive")), now, accept=lambda _: True)
