"""What one digest says, as frozen values: the same content becomes a mail, a web hook's JSON or a chat message.

`models.digests.composing` makes it; nothing here is formatted, shortened or escaped. Every figure is of the lists
in `lists`, each with its date and sha256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


@dataclass(frozen=True, slots=True)
class Item:
    """One change as a reader is told it. The `told_` fields say what this reader was told of it before."""

    change_id: str
    version: int
    kind: ChangeKind
    status: ChangeStatus  # WITHDRAWN also where the change is no longer derived at all
    state: str
    state_before: str | None
    agency: str
    agency_before: str | None
    county: str
    support_type: SupportType | None
    support_type_before: SupportType | None
    signed: date | None
    signed_before: date | None
    moa_url: str  # '' where none is linked
    list_date: date
    list_sha256: str
    row: int | None
    filled_in: bool  # from a list older than the one this reader was last told of, which reached the record late
    told_kind: ChangeKind | None = None
    told_status: ChangeStatus | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number and its change since the reader's last digest; None: it was not told before."""

    label: str
    value: int
    change: int | None


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """The agreements of one state or territory, and their change since the reader's last digest."""

    place: str  # two letters
    agreements: int
    change: int | None


@dataclass(frozen=True, slots=True)
class Growth:
    """The agreements now against an earlier state of the program, as `data/` keeps it."""

    label: str  # 'January 2025'
    agreements: int
    percent: float


@dataclass(frozen=True, slots=True)
class StateNews:
    """What changed in one state, endings, documents and pending applications apart."""

    figure: PlaceFigure
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A number from the news, held against the record."""

    id: str
    outlet: str
    title: str
    url: str
    published: str  # as the page states it, ISO; '' where it does not
    sentence: str
    claimed: str  # '958 agencies'
    scope: str
    verdict: str  # one or two words
    explanation: str


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """A dated act reported in the news: signed, declined, withdrew, ban law, lawsuit, ..."""

    id: str
    kind: str
    actor: str  # '' where nobody is named
    scope: str
    date: str  # as precise as it was stated; '' where it was not
    proposed: bool
    sentence: str
    outlet: str
    url: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """An agency that is reported to have done one thing while the lists show another. Neither need be an error: lists
    lag behind."""

    id: str
    what: str  # 'said to have ended, still listed'
    scope: str  # the agency's state
    agency: str
    reported: str  # who said so and when, in a few words
    url: str


@dataclass(frozen=True, slots=True)
class HeldList:
    """A list that failed its checks and changes nothing until it is released."""

    snapshot_id: str
    kind: ListKind
    on: date
    sha256: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one source does, in a sentence. `well` is False where it failed or is older than it may be."""

    source: str
    well: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs a person: told once when it comes and once when it is over."""

    key: str  # stable as long as it is the same trouble
    headline: str  # a few words of our own for a subject: 'a list is held'
    sentence: str


@dataclass(frozen=True, slots=True)
class ListUsed:
    """A list that the figures of a digest come from."""

    kind: ListKind
    on: date  # the publisher's day
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier state of the program that growth is measured from: agreements, not agencies."""

    label: str
    on: date
    agreements: int
    source: str


@dataclass(frozen=True, slots=True)
class Situation:
    """The state of the record when digests are composed: the same for every reader, so it is read once."""

    figures: Mapping[str, int] = field(default_factory=dict)  # agreements, agencies, states, territories, pending
    by_state: Mapping[str, int] = field(default_factory=dict)  # agreements
    series: tuple[tuple[date, int], ...] = ()  # agreements over time, oldest first
    baselines: tuple[Baseline, ...] = ()
    lists: tuple[ListUsed, ...] = ()  # the last accepted ones
    held: tuple[HeldList, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    acts: tuple[ReportedAct, ...] = ()
    still_listed: tuple[Discrepancy, ...] = ()
    not_listed: tuple[Discrepancy, ...] = ()

    @property
    def as_of(self) -> date | None:
        """The day of the participating list in force; None while there is none."""
        return next((used.on for used in self.lists if used.kind is ListKind.PARTICIPATING), None)

    @property
    def has_news(self) -> bool:
        return bool(self.claims or self.acts or self.still_listed or self.not_listed)


@dataclass(frozen=True, slots=True)
class Before:
    """What the reader's last digest said, as far as the next one is measured by it."""

    on: date
    figures: Mapping[str, int]  # the keys of `Situation.figures`, and the letters of states
    troubles: Mapping[str, str]  # key -> sentence
    list_date: date | None = None  # of the participating list that was in force


@dataclass(frozen=True, slots=True)
class DigestContent:
    """One digest for one reader, complete: the mail shows as many rows as fit, the rest goes beside it."""

    subject: str
    top_line: str
    on: date  # the reader's own day
    as_of: date | None
    since: date | None  # the day of the last digest; None: this is the first
    watching: str  # the places in words; '' for everywhere
    watched_states: tuple[str, ...]  # whole or in part
    figures: tuple[Figure, ...]
    growth: tuple[Growth, ...]
    places: tuple[PlaceFigure, ...]  # every state and territory on the list, or that left it
    series: tuple[tuple[date, int], ...]
    corrections: tuple[Item, ...]  # of what this reader was told; they come first
    by_state: tuple[StateNews, ...]
    endings_confirmed: tuple[Item, ...]
    endings_suspected: tuple[Item, ...]
    documents: tuple[Item, ...]
    pending: tuple[Item, ...]
    filled_in: tuple[Item, ...]  # of any kind: history, not news
    cosmetic: tuple[tuple[ChangeKind, int], ...]  # only counted
    acts: tuple[ReportedAct, ...]
    claims: tuple[CheckedClaim, ...]
    still_listed: tuple[Discrepancy, ...]
    not_listed: tuple[Discrepancy, ...]
    lasting: tuple[Discrepancy, ...]  # of both, those that this reader was told before: they are repeated in short
    held: tuple[HeldList, ...]
    health: tuple[SourceHealth, ...]
    troubles: tuple[Trouble, ...]  # for operators only: those that the last digest did not tell
    troubles_lasting: tuple[Trouble, ...]
    troubles_over: tuple[str, ...]  # sentences of troubles that the last digest told and that are gone
    lists: tuple[ListUsed, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every change that is told by name, in the order of the page."""
        states = tuple(item for news in self.by_state for item in news.items)
        endings = self.endings_confirmed + self.endings_suspected
        return self.corrections + states + endings + self.pending + self.documents + self.filled_in

    @property
    def news_ids(self) -> tuple[str, ...]:
        """The ids of what it tells from the news for the first time."""
        discrepancies = self.still_listed + self.not_listed
        reported: tuple[ReportedAct | CheckedClaim | Discrepancy, ...] = (*self.acts, *self.claims, *discrepancies)
        return tuple(each.id for each in reported)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to send for; corrections of the writing alone are not."""
        return bool(self.items or self.news_ids or self.troubles or self.troubles_over)
