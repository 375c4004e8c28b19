"""Years of daily lists, made up: what a record weighs and what its next list costs after one year and after ten.

The lists change as the publisher's do: a few rows a day are new, gone, back, respelled, redated, switched, or get the
link of their agreement; a pending list follows once a week. `GrowingRecord` folds them into a record without
workbooks, which would take an hour to write and read; `workbook_of` makes a real file of the list after the last.
"""

import hashlib
import random
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product

import sqlalchemy as sa

from flows.lists.fold import PORTION, Derivation, Fold
from models.lists.listings import Listing, PublishedList
from models.lists.resolution import IncomingList
from models.lists.rulings import Rulings
from models.record.store import Session, read_session, write_session
from models.record.tables.documents import Document, Sighting
from models.record.writing.lists import ListFacts, Projection
from models.vocabulary import STATE_NAMES, SUPPORT_TYPE_TITLES, ListKind
from tests.support.workbooks import PARTICIPATING, PENDING, Cell, as_excel_writes_links, workbook

FIRST = date(2016, 1, 1)
DAYS_A_MONTH = 30

_BEGINNINGS = [
    "Bar",
    "Cald",
    "Dun",
    "Ell",
    "Fair",
    "Gran",
    "Hart",
    "Ing",
    "Jas",
    "Kel",
    "Lam",
    "Mar",
    "Nor",
    "Ox",
    "Pem",
    "Quin",
    "Rock",
    "Stan",
    "Tal",
    "Up",
    "Ver",
    "Yor",
]
_MIDDLES = ["a", "be", "co", "de", "er", "fi", "go", "hu", "ill", "ke", "lo", "mi", "no", "os", "pe", "ra", "su", "ti"]
_ENDINGS = [
    "burg",
    "dale",
    "field",
    "ford",
    "gate",
    "ham",
    "land",
    "mont",
    "ness",
    "port",
    "ridge",
    "shire",
    "ton",
    "wick",
]
_BODIES = (
    ("{} County Sheriff's Office", "County"),
    ("{} County Sheriff's Office", "County"),
    ("{} Police Department", "Municipality"),
    ("{} County Constable", "County"),
)

# What happens to rows, and how often among a hundred changes. As many are new as are gone, so a list keeps its length.
_HAPPENS = {"new": 25, "gone": 25, "respelled": 15, "redated": 10, "switched": 5, "posted": 20}

# Of new rows so many are agreements that had ended, and so many agencies that were on the pending list.
_BACK, _APPLIED = 0.1, 0.6

_POSTED_AT_FIRST = 0.9

_PENDING_EVERY = 7
_PENDING_ROWS = 60


@dataclass(slots=True)
class _Publisher:
    """What the made-up publisher lists today."""

    chance: random.Random
    today: date
    names: Iterator[tuple[str, str]]  # agency and state, each once
    listed: list[Listing] = field(default_factory=list)  # in printed order
    gone: list[Listing] = field(default_factory=list)
    pending: list[Listing] = field(default_factory=list)

    def applicant(self) -> Listing:
        name, state = next(self.names)
        form, kind = self.chance.choice(_BODIES)
        model = self.chance.choice(tuple(SUPPORT_TYPE_TITLES.values()))
        county = f"{name} County"
        return Listing(state, form.format(name), kind, county, model, None, "", "", "", "", "")

    def signed(self, applicant: Listing) -> Listing:
        day = self.today - timedelta(days=self.chance.randrange(1, 12))
        return applicant._replace(signed=day, signed_text=day.isoformat(), moa="link pending")

    def new(self) -> None:
        drawn = self.chance.random()
        if drawn < _BACK and self.gone:
            self._list(self.gone.pop(self.chance.randrange(len(self.gone))))
        elif drawn < _BACK + _APPLIED and self.pending:
            self._list(self.signed(self.pending.pop(0)))
        else:
            self._list(self.signed(self.applicant()))

    def _list(self, row: Listing) -> None:
        insort(self.listed, row, key=_printed_order)

    def _take(self) -> Listing:
        return self.listed.pop(self.chance.randrange(len(self.listed)))

    def happen(self, what: str) -> None:
        if what == "new":
            self.new()
        elif what == "gone":
            self.gone.append(self._take())
        else:
            self._list(self._altered(what, self._take()))

    def _altered(self, what: str, row: Listing) -> Listing:
        if what == "respelled":
            at = self.chance.randrange(1, 6)
            return row._replace(agency=row.agency[:at] + row.agency[at - 1] + row.agency[at:])
        if what == "redated" and row.signed is not None:
            day = row.signed + timedelta(days=self.chance.choice((-1, 1, 10)))
            return row._replace(signed=day, signed_text=day.isoformat())
        if what == "switched":
            others = [title for title in SUPPORT_TYPE_TITLES.values() if title != row.support_type]
            return self.signed(row._replace(support_type=self.chance.choice(others), moa_url=""))
        return self.posted(row)

    def posted(self, row: Listing) -> Listing:
        number = self.chance.randrange(10**9)
        return row._replace(moa="link", moa_url=f"https://agency.example/doclib/287gMOA/{number}.pdf")


def daily_lists(rows: int = 3_000, change_a_month: float = 0.03, seed: int = 287) -> Iterator[IncomingList]:
    """Daily participating lists of some `rows` rows, of which `change_a_month` change in 30 days, and weekly pending
    lists: without end, and the same for the same seed."""
    chance = random.Random(seed)
    publisher = _Publisher(chance, FIRST, _names(chance))
    for _ in range(rows):
        publisher.new()
    # As on the publisher's lists, nine rows of ten link their agreement; a new row gets its link some months later.
    publisher.listed = [
        publisher.posted(row) if chance.random() < _POSTED_AT_FIRST else row for row in publisher.listed
    ]
    due = 0.0
    while True:
        yield _published(ListKind.PARTICIPATING, publisher.listed, publisher.today)
        if (publisher.today - FIRST).days % _PENDING_EVERY == 0:
            publisher.pending += (publisher.applicant() for _ in range(_PENDING_ROWS - len(publisher.pending)))
            yield _published(ListKind.PENDING, publisher.pending, publisher.today)
        publisher.today += timedelta(days=1)
        due += rows * change_a_month / DAYS_A_MONTH
        for what in chance.choices(tuple(_HAPPENS), tuple(_HAPPENS.values()), k=int(due)):
            publisher.happen(what)
        due -= int(due)


class GrowingRecord:
    """A record into which made-up lists are folded. Their documents are noted and not archived, so it cannot be
    rebuilt."""

    def __init__(self, engine: sa.Engine, history: Iterator[IncomingList]) -> None:
        self._engine = engine
        self._history = history
        self.coming = next(history)  # the list after the last
        with read_session(engine) as session:
            now = self.coming.published_at
            self._fold = Fold(Projection(session, now), now)

    @property
    def last(self) -> str:
        """The id of the last snapshot."""
        return self._fold.last

    def grow(self, until: date) -> None:
        """Fold the lists before a day."""
        while self.coming.published_at.date() < until:
            with write_session(self._engine) as session:
                self._portion(session, until)
                self._fold.projection.finish(session)
                self._fold.keep(session)
            self._fold.taken.clear()

    def _portion(self, session: Session, until: date) -> None:
        for _ in range(PORTION):
            if self.coming.published_at.date() >= until:
                return
            sighting = note(session, self.coming)
            facts = ListFacts(sighting, self.coming.published, None)
            self._fold.take_in(session, Rulings(), sighting, facts, Derivation())
            self.coming = next(self._history)


def note(session: Session, incoming: IncomingList, sha256: str | None = None) -> Sighting:
    """Note a list as seen an hour after it was published; `sha256`: of its file, where it has one."""
    seen_at = incoming.published_at + timedelta(hours=1)
    sha256 = sha256 or incoming.document_sha256
    session.add(Document(sha256=sha256, bytes=0, first_seen_at=seen_at))
    session.flush()
    sighting = Sighting(
        document_sha256=sha256,
        source="made up",
        file_name=f"{incoming.published.kind}.xlsx",
        seen_at=seen_at,
        published_at=incoming.published_at,
        published_on=incoming.published_at.date(),
        dated_by="workbook properties",
    )
    session.add(sighting)
    session.flush()
    return sighting


def workbook_of(incoming: IncomingList) -> bytes:
    """The list as a real file, as Excel writes it."""
    rows = [_cells(row) for row in incoming.published.listings]
    return as_excel_writes_links(workbook(rows, saved_at=incoming.published_at))


def _cells(row: Listing) -> dict[str, Cell]:
    moa = (row.moa, row.moa_url) if row.moa_url else row.moa
    values = (row.state, row.agency, row.agency_type, row.county, row.support_type, row.signed, moa, None)
    return dict(zip(PARTICIPATING, values, strict=True))


def _printed_order(row: Listing) -> tuple[str, str]:
    return row.state, row.agency


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Places of some forty states, each name in one of them: more than ten years need."""
    names = ["".join(parts) for parts in product(_BEGINNINGS, _MIDDLES, _MIDDLES, _ENDINGS)]
    chance.shuffle(names)
    states = [name.upper() for name in STATE_NAMES.values()][:40]
    # A fifth of the states has most of the agencies, as in Florida and Texas.
    weights = [8 if number % 5 == 0 else 1 for number in range(len(states))]
    return zip(names, chance.choices(states, weights, k=len(names)), strict=True)


def _published(kind: ListKind, rows: Iterable[Listing], day: date) -> IncomingList:
    at = datetime(day.year, day.month, day.day, 18 if kind is ListKind.PARTICIPATING else 19, tzinfo=UTC)
    sha256 = hashlib.sha256(f"{kind} {day}".encode()).hexdigest()
    columns = PARTICIPATING if kind is ListKind.PARTICIPATING else PENDING
    published = PublishedList(kind, dict(enumerate(rows, 2)), columns)
    return IncomingList(f"{kind}-{at:%Y%m%dT%H%M%S}-{sha256[:8]}", sha256, at, published, None)
