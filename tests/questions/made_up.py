"""Lists made up for the questions, taken into a record without workbooks; and a short history in which most happens."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.fetching.archive import Archive
from flows.lists.derive import derive
from flows.sources.in_hand import InHand
from models.claims.stated import EventKind
from models.lists.listings import Dating, Listing, PublishedList
from models.record.store import Engine, write_session
from models.record.tables.news import Article, ArticleStatus, EventRow
from models.record.writing.sightings import SeenList, note_saved
from models.vocabulary import ListKind
from tests.support.published_lists import COLUMNS, JEM, PENDING_COLUMNS, TFM, WSO, background, edited, row


@dataclass(frozen=True, slots=True)
class Published:
    rows: tuple[Listing, ...]
    kind: ListKind
    at: datetime
    day: date  # by the file's name, which may be older

    @property
    def sha256(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def read(self) -> PublishedList:
        columns = COLUMNS if self.kind is ListKind.PARTICIPATING else PENDING_COLUMNS
        return PublishedList(self.kind, dict(enumerate(self.rows, start=2)), columns)


def take_in(engine: Engine, published: Sequence[Published], history: Sequence[Published], folder: Path) -> None:
    """What a run does with these lists, without workbooks: they are in its hands as read."""
    now = history[-1].at + timedelta(days=1)
    seen = [
        (SeenList(each.sha256, "made up", None, now), 1, Dating(each.at, each.day, "file name")) for each in published
    ]
    with write_session(engine) as session:
        note_saved(session, seen)
    in_hand = InHand({(each.sha256, None): each.read for each in history})
    derivation = derive(engine, Archive(str(folder / "archive")), now, in_hand=in_hand)
    assert derivation.failures == []


# Georgia's rows never change. Their counties are invented, so that no one can tell where they are.
GROUND = background(24)

LAMAR = row("Lamar County Sheriff's Office")  # its text is not posted at first
BOWIE = row("Bowie County Sheriff's Office", model=JEM, link="bowie")
FANNIN = row("Fannin County Sheriff's Office", link="fannin")
COLLIN = row("Collin County Sheriff's Office", link="collin")
HOPKINS = row("Hopkins County Sheriff's Office", model=TFM, signed=date(2025, 5, 28), link="hopkins")
DELTA = row("Delta County Sheriff's Office", link="delta")
GUARD = row("Texas National Guard", model=TFM, kind="State")  # its text is never posted
CONSTABLE = row("Harris County Constable Precinct 1", model=TFM, link="constable")
MIAMI = row("Miami Police Department", "FLORIDA", TFM, date(2025, 5, 20), kind="Municipality", link="miami")
NASSAU = row("Nassau County Sheriff's Office", "NEW YORK", link="nassau")  # the only neighbor of Suffolk County


BEGIN = date(2025, 5, 27)  # a Tuesday, so that the ten days have two months and two weeks


def history() -> list[Published]:
    """Ten days of participating lists and three of pending ones, each at eight in the morning in the East."""
    days = [[*GROUND, LAMAR, BOWIE, FANNIN, COLLIN, GUARD, CONSTABLE, MIAMI, NASSAU]]

    def then(*new: Listing, without: Sequence[Listing] = ()) -> None:
        days.append([*(each for each in days[-1] if each not in without), *new])

    then()
    posted = edited(LAMAR, moa="link", moa_url="https://agency.example/doclib/287gMOA/lamar.pdf")
    then(posted, HOPKINS, without=[LAMAR])
    then(edited(BOWIE, support_type=TFM), edited(BOWIE, support_type=WSO), without=[MIAMI])
    redated = edited(FANNIN, signed=date(2025, 4, 14), signed_text="2025-04-14")
    then(redated, without=[FANNIN, CONSTABLE])
    switched = edited(COLLIN, support_type=TFM, signed=date(2025, 5, 31), signed_text="2025-05-31")
    then(switched, without=[COLLIN])
    then(MIAMI)
    then(edited(posted, moa_url="https://agency.example/doclib/287gMOA/lamar-2.pdf"), without=[posted])
    then()
    days.append(days[-1][:5])  # held
    published = [_at(number, ListKind.PARTICIPATING, rows) for number, rows in enumerate(days)]
    waiting = [[DELTA], [DELTA, HOPKINS], [DELTA]]
    return published + [_at(number, ListKind.PENDING, rows) for number, rows in enumerate(waiting)]


def _at(number: int, kind: ListKind, rows: Sequence[Listing]) -> Published:
    day = BEGIN + timedelta(days=number)
    minute = 0 if kind is ListKind.PARTICIPATING else 5
    return Published(tuple(rows), kind, datetime(day.year, day.month, day.day, 12, minute, tzinfo=UTC), day)


def tell_of_a_law(engine: Engine) -> None:
    """A page of news that tells of a law of Texas from April, and of a bill."""
    at = datetime(2025, 4, 21, tzinfo=UTC)
    with write_session(engine) as session:
        session.add(
            Article(
                id="a", key="a", title_key="a", url="https://news.example/a", source="news", title="A law",
                outlet="News", author="", summary="", published_at=at, published_on=at.date(), updated_at=None,
                seen_at=at, status=ArticleStatus.READ, remark="",
            )
        )  # fmt: skip
        session.flush()
        for id_, happened, proposed in (("law", "2025-04", False), ("bill", "2025-05-04", True)):
            session.add(
                EventRow(
                    id=id_, article_id="a", version=1, kind=EventKind.MANDATE_LAW, actor=None, place="OK;TX",
                    happened=happened, proposed=proposed, sentence="", start_offset=0, end_offset=1,
                )
            )  # fmt: skip
