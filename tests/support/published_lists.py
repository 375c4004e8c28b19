"""Lists made up for the tests of the rules: a few rows, published some days apart, and what was told of them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.documents.linked import NO_DOCUMENTS, LinkedDocuments
from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.changes import Change
from models.lists.listings import Headline, Listing, PublishedList
from models.lists.resolution import IncomingList, ListOutcome
from models.lists.rulings import Rulings
from models.vocabulary import ChangeStatus, ListKind

FIRST_DAY = date(2025, 6, 2)
COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
PENDING_COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE")
TFM, WSO, JEM = "Task Force Model", "Warrant Service Officer", "Jail Enforcement Model"


def row(
    agency: str,
    state: str = "TEXAS",
    model: str = WSO,
    signed: date | str | None = date(2025, 4, 10),
    *,
    county: str | None = None,
    kind: str = "County",
    link: str = "",
    addendum: str = "",
) -> Listing:
    """One row; the county follows from the name where it has one, `link` is the name of a MOA file."""
    if county is None:
        county = agency.partition(" County")[0] + " County" if " County" in agency else ""
    return Listing(
        state=state,
        agency=agency,
        agency_type=kind,
        county=county,
        support_type=model,
        signed=signed if isinstance(signed, date) else None,
        signed_text=signed.isoformat() if isinstance(signed, date) else signed or "",
        moa="link" if link else "link pending",
        moa_url=f"https://agency.example/doclib/287gMOA/{link}.pdf" if link else "",
        addendum="link" if addendum else "",
        addendum_url=f"https://agency.example/doclib/287gMOA/{addendum}.pdf" if addendum else "",
    )


def edited(listing: Listing, **cells: Any) -> Listing:
    """The row with some of its cells printed otherwise."""
    return Listing(**{name: getattr(listing, name) for name in Listing.__annotations__} | cells)


def background(count: int = 30, state: str = "GEORGIA") -> list[Listing]:
    """Rows that never change, each with its own name, date and file, so that nothing is rare by accident."""
    names = (f"{first}{second} County" for first in _SYLLABLES for second in _SYLLABLES)
    return [
        row(f"{name} Sheriff's Office", state, signed=date(2024, 1, 1) + timedelta(days=7 * n), link=f"background{n}")
        for n, name in zip(range(count), names, strict=False)
    ]


_SYLLABLES = ("Or", "Ulm", "Quin", "Zab", "Tref", "Wyk", "Hov", "Pim", "Yed", "Nax", "Lorg", "Kets")


def publish(
    rows: Iterable[Listing],
    day: float,
    *,
    kind: ListKind = ListKind.PARTICIPATING,
    columns: Sequence[str] | None = None,
    headline: int | None = None,
) -> IncomingList:
    """A list of these rows, published so many days after the first. They are numbered as in a workbook;
    what names no agency is left out, as by a reader."""
    numbered = {number: listing for number, listing in enumerate(rows, start=2) if listing.agency.strip()}
    published = PublishedList(
        kind, numbered, tuple(columns or (COLUMNS if kind is ListKind.PARTICIPATING else PENDING_COLUMNS))
    )
    moment = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 18, tzinfo=UTC) + timedelta(days=day)
    digest = hashlib.sha256(f"{kind} {moment} {published.listings}".encode()).hexdigest()
    return IncomingList(
        snapshot_id=f"{kind}-{moment:%Y%m%d%H%M}-{digest[:8]}",
        document_sha256=digest,
        published_at=moment,
        published=published,
        headline=Headline(headline, f"ICE has signed {headline} agreements") if headline else None,
    )


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


@dataclass(slots=True)
class Record:
    """A fold with everything that it told."""

    rulings: Rulings = field(default_factory=Rulings)
    documents: LinkedDocuments = NO_DOCUMENTS
    state: RecordState = field(default_factory=RecordState)
    outcomes: list[ListOutcome] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)

    def add(self, incoming: IncomingList) -> tuple[ListOutcome, ...]:
        resolution = resolve(self.state, incoming, self.rulings, self.documents)
        self.state = resolution.state
        self.outcomes += resolution.outcomes
        for outcome in resolution.outcomes:
            self.changes.update((change.id, change) for change in outcome.changes)
        return resolution.outcomes

    def told(self) -> list[tuple[str, str, str]]:
        """Kind, status and agency of everything told so far, in the order of changes."""
        return [(change.kind.value, change.status.value, change.agency) for change in self.changes.values()]

    def kinds(self) -> list[str]:
        """The kinds of what is told and not withdrawn."""
        return [change.kind.value for change in self.changes.values() if change.status is not ChangeStatus.WITHDRAWN]


def fold(*lists: IncomingList, rulings: Rulings | None = None, documents: LinkedDocuments = NO_DOCUMENTS) -> Record:
    record = Record(rulings or Rulings(), documents)
    for incoming in lists:
        record.add(incoming)
    return record


def told_between(before: Sequence[Listing], now: Sequence[Listing], *, listed_on: int = 1) -> Record:
    """What is told of two lists, each with the same unchanging background."""
    return fold(publish([*background(), *before], 0), publish([*background(), *now], listed_on))
