"""A record to browse: the short history of lists, a document replaced by one that does not fit, a story with a wrong
number, and a subscriber whose address is nobody's business."""

from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.moas.reading import read_and_hold
from models.claims.stated import EventKind, Metric, Role
from models.digests.subscriptions import Channel
from models.lists.folding import fold_link
from models.record.store import write_session
from models.record.tables.news import Article, ArticleStatus, ClaimRow, EventRow, Story, VerdictRow
from models.record.writing.digests.subscribers import add_subscriber
from models.record.writing.fetches import note_document
from models.record.writing.moas import note_moa
from models.vocabulary import VerdictKind
from tests.support import histories
from tests.support.linked_moas import moa, sheriff

NOW = datetime(2026, 2, 3, tzinfo=UTC)
PRIVATE_ADDRESS = "quiet.person@example.org"
SENTENCE = "Forty agencies in Texas have signed, the sheriff of Doña Ana said."


def fill_watched_record(engine: sa.Engine, folder: Path) -> None:
    archive = Archive(str(folder / "archive"))
    backfill(engine, archive, histories.save(folder / "lists"), NOW)
    fetch_document(engine, archive)
    with write_session(engine) as session:
        add_subscriber(session, PRIVATE_ADDRESS, Channel.MAIL, {"cadence": "daily"}, NOW)
        session.add(Story(id="s1", title="Sheriffs sign up", first_published=date(2025, 6, 5), articles=1, topics=[]))
        session.flush()
        session.add(
            Article(
                id="a1", key="ledger/a1", title_key="sheriffs sign up", url="https://ledger.example/a1",
                source="ledger", title="Sheriffs sign up", outlet="The Ledger", author="", summary="",
                published_at=None, published_on=date(2025, 6, 5), updated_at=None, seen_at=NOW,
                status=ArticleStatus.READ, remark="", story_id="s1",
            )
        )  # fmt: skip
        session.flush()
        session.add(
            ClaimRow(
                id="c1", article_id="a1", version=1, metric=Metric.AGENCIES, value=40, value_high=None, unit=None,
                qualifier=None, scope="TX", support_type=None, as_of=None, baseline_value=None, baseline_what=None,
                baseline_as_of=None, said_by="the sheriff", role=Role.CURRENT, sentence=SENTENCE, start_offset=0,
                end_offset=6,
            )
        )  # fmt: skip
        session.add(
            EventRow(
                id="e1", article_id="a1", version=1, kind=EventKind.DECLINED, actor="Elk County", place="Kansas",
                happened="2025-06", proposed=False, sentence="Elk County declined to take part.", start_offset=0,
                end_offset=9,
            )
        )  # fmt: skip
        session.add(
            VerdictRow(
                claim_id="c1", recorded_at=NOW, kind=VerdictKind.OFF_BY, sentence="The list counts 12.",
                list_date=date(2025, 6, 4), list_sha256="0" * 64, list_value=12, difference=28, way=None,
            )
        )  # fmt: skip


def fetch_document(engine: sa.Engine, archive: Archive) -> None:
    """Fetch what Dallas County, Texas, links, twice: first its own agreement, then another county's."""
    url = "https://www.ice.gov/doclib/287gMOA/texas_dallas.pdf"
    for day, county in enumerate(("Dallas", "Matagorda")):
        content = moa(sheriff(county))
        with write_session(engine) as session:
            sha256 = archive.keep(content)
            note_document(session, sha256, len(content), NOW)
            note_moa(session, fold_link(url), url, sha256, datetime(2025, 6, 5 + day, tzinfo=UTC), "moas")
    assert read_and_hold(engine, archive, lambda: NOW) == []
