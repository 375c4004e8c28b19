"""A record with something in every view, names that a spreadsheet would run among it, and exports of it."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from flows.exports.export import ExportRequest, export
from flows.exports.package import Exported
from flows.fetching.archive import Archive
from flows.figures import common_figures
from flows.lists.backfill import backfill
from flows.news.judge import judge
from models.news.articles import ListedArticle, ReadArticle
from models.record.store import write_session
from models.record.tables.documents import Fetch
from models.record.tables.news import Article
from models.record.writing.fetches import note_document, note_fetch
from models.record.writing.news.articles import keep_text, note_listed
from models.record.writing.news.stories import write_stories
from tests.support import histories
from tests.support.watched_record import fetch_document
from tests.support.workbooks import printed_row, workbook

NOW = datetime(2025, 6, 20, 12, 0, 0, 250_000, tzinfo=UTC)
_SUSPECTED = histories.FIRST_DAY + timedelta(days=3)
LAST_DAY = histories.FIRST_DAY + timedelta(days=9)

FORMULA = "=HYPERLINK(1) Police Department"
_PAGE = "d0" * 32
_REPORT = (
    "AUSTIN, Texas - Fourteen agencies in Texas have a 287(g) agreement with ICE, the governor's office said on "
    "June 3. ICE has trained 8,500 officers nationwide, it said. Sheriff Jo Aspen of Knox County, Texas, ended his "
    "office's 287(g) agreement on June 4."
)


def fill(engine: sa.Engine) -> None:
    """The short history with a last list of hostile names, taken in twice so that one change is told twice: as an
    ending that is suspected, and as confirmed. And a linked document, a page of news, and a source."""
    with TemporaryDirectory() as folder:
        lists = Path(folder) / "lists"
        histories.save(lists, [name for name in histories.files() if _day_of(name) <= _SUSPECTED])
        backfill(engine, Archive(f"{folder}/archive"), lists, NOW)
        histories.save(lists)
        (lists / f"participatingAgencies{LAST_DAY:%m%d%Y}am.xlsx").write_bytes(_last_list())
        backfill(engine, Archive(f"{folder}/archive"), lists, NOW)
        fetch_document(engine, Archive(f"{folder}/archive"))
    _tell_news(engine)


def exported(engine: sa.Engine, folder: Path, *formats: str, **request: Any) -> Exported:
    return export(engine, folder, ExportRequest(formats or ("csv",), **request))


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _day_of(name: str) -> date:
    digits = "".join(sign for sign in name if sign.isdigit())
    return datetime.strptime(digits, "%m%d%Y").date()


@cache
def _last_list() -> bytes:
    """Made once, like the history: a workbook's bytes carry the time of its making."""
    names = (FORMULA, "+1 Constable", "-Two Constable", "@Sum Constable", 'Øst, "Ä"\nPolice Department')
    rows = histories.lists()[-1] + [
        printed_row(name, "OHIO", COUNTY="-", SIGNED=date(2025, 6, 10), MOA="link pending") for name in names
    ]
    return workbook(rows, saved_at=datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 14, tzinfo=UTC))


def _tell_news(engine: sa.Engine) -> None:
    entry = ListedArticle("https://ledger.example/a", "-40% more agencies work with ICE", "Ledger", published=NOW)
    page = ReadArticle(entry.url, entry.title, "Ledger", "Ann Aster", entry.published, text=_REPORT)
    with write_session(engine) as session:
        note_document(session, _PAGE, 1, NOW)
        note_listed(session, entry, "ledger", "", _PAGE, NOW)
        article = session.exec(select(Article)).one()
        keep_text(session, article.id, page, _PAGE, NOW)
        write_stories(session, common_figures(), NOW)
        note_fetch(session, _fetch(200, None))
        note_fetch(session, _fetch(None, "no answer"))
    judge(engine, NOW)


def _fetch(status: int | None, error: str | None) -> Fetch:
    return Fetch(
        source="ledger", url="https://ledger.example/", final_url="https://ledger.example/", requested_at=NOW,
        status=status, error=error, document_sha256=_PAGE if status else None, bytes=1, seconds=0.5,
        etag=None, last_modified=None, file_name=None, charset=None,
    )  # fmt: skip
