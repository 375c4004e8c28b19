"""What one digest says, as frozen values: the same content becomes a mail, a web hook's JSON or a chat message.

Nothing here is formatted, shortened or escaped. Every figure is of the lists in `lists`, each with its date and sha256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.digests.health import HeldList, SourceHealth, Trouble
from models.digests.mapped import MappedAgreements, StateMap
from models.places.bodies import Body
from models.verdicts.record_view import KnownBaseline
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType

# The headline figures of a digest, in their order.
FIGURES = ("agreements", "agencies", "states", "territories", "pending")


@dataclass(frozen=True, slots=True)
class Item:
    """One change as a subscriber is told it; the `told_` fields say what this subscriber was told of it before."""

    change_id: str
    version: int
    kind: ChangeKind
    status: ChangeStatus  # WITHDRAWN also where the rules no longer derive the change
    state: str  # where the agency is
    state_before: str | None
    agency_id: str
    agency: str
    agency_before: str | None
    county: str  # as printed
    county_fips: str | None  # of the agency's county, where it is known
    in_counties: tuple[str, ...]  # that, and the one it was in before or those it may be in
    body: Body | None
    support_type: SupportType | None
    support_type_before: SupportType | None
    signed: date | None
    signed_before: date | None
    moa_url: str  # '' where none is linked
    list_date: date
    list_sha256: str
    row: int | None
    filled_in: bool  # from an older list than the subscriber was last told of, which reached the record late
    told_kind: ChangeKind | None = None
    told_status: ChangeStatus | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number and its change since the subscriber's last digest; None: not in that digest."""

    label: str
    value: int
    change: int | None


class PlaceKind(StrEnum):
    """What a subscriber can ask for as a place."""

    AGENCY = "agency"
    COUNTY = "county"
    STATE = "state"
    NATION = "nation"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a digest speaks of, by the name that it has in a sentence and by the one that fits a subject."""

    kind: PlaceKind
    key: str  # an agency's id, a county's FIPS code, a state's two letters, 'US'
    name: str  # 'Lamar County, Texas'; an agency's is as printed
    short: str  # 'Lamar County, TX'
    noun: str  # 'the county', 'the parish', 'the state': what a sentence calls it the second time


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """A place on the newest list: the agreements that the subscriber asked about, and their change since the last
    digest; None where that digest did not tell the number."""

    place: Place
    context: bool  # the subscriber did not ask for it: it is there to compare with
    agreements: int
    of_what: str  # 'Task Force Model agreements', 'agreements of sheriffs'; the plain word without a restriction
    agencies: int | None  # None where the record does not count them for what was asked
    pending: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """One agreement on the newest list."""

    agency_id: str
    agency: str
    state: str
    county_fips: str | None
    body: Body
    support_type: SupportType | None
    signed: date | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """Where things stand in a place that a subscriber has just asked for."""

    now: PlaceNow
    by_type: tuple[tuple[SupportType | None, int], ...]  # agreements, most first
    by_body: tuple[tuple[Body, int], ...]  # agencies, most first
    by_state: tuple[tuple[str, int], ...]  # of the nation: the states with most
    listed: tuple[ListedAgreement, ...]  # all of them, where they are few; else none
    last: tuple["Item", ...]  # the last changes, newest first


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """The agreements of one state or territory, and their change since the subscriber's last digest."""

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
class NewsItem:
    """One thing that was reported, however many outlets did."""

    id: str  # the same for all who report it
    scope: str  # 'US', 'TX', 'Lamar County, TX', several states 'CA;OR'
    sentence: str  # ours: who, what, when and where
    quote: str  # the sentence of the report
    outlet: str  # 'Gazette', 'Gazette and 2 other outlets'
    url: str
    use: int  # the lowest is the most useful
    agency_id: str = ""  # whom it is about, where that is one agency of the record


@dataclass(frozen=True, slots=True)
class ListUsed:
    """A list that the figures of a digest come from."""

    kind: ListKind
    on: date  # the publisher's day
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Situation:
    """The state of the record when digests are composed: the same for every subscriber, so it is read once."""

    figures: Mapping[str, int] = field(default_factory=dict)  # agreements, agencies, states, territories, pending
    by_state: Mapping[str, int] = field(default_factory=dict)  # agreements
    series: tuple[tuple[date, int], ...] = ()  # agreements over time, oldest first
    mapped: MappedAgreements = field(default_factory=MappedAgreements)
    baselines: tuple[KnownBaseline, ...] = ()
    lists: tuple[ListUsed, ...] = ()  # the last accepted ones
    held: tuple[HeldList, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    news: tuple[NewsItem, ...] = ()  # the most useful first

    @property
    def as_of(self) -> date | None:
        """The day of the participating list in force; None if the record has none."""
        return next((used.on for used in self.lists if used.kind is ListKind.PARTICIPATING), None)

    @property
    def has_news(self) -> bool:
        return bool(self.news)


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """What the newest list counts for a place and a support type, or for all of them."""

    agreements: int
    agencies: int | None  # None where it was not counted


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """What the record has of the places that one subscriber asked for, and of those around them."""

    counts: Mapping[tuple[str, str], PlaceCount] = field(default_factory=dict)  # by scope and type, or `ALL_TYPES`
    pending: Mapping[str, int] = field(default_factory=dict)  # applications by scope
    agencies: Mapping[str, str] = field(default_factory=dict)  # id -> name, as last printed
    roster: tuple[ListedAgreement, ...] = ()  # read where a count alone does not answer


@dataclass(frozen=True, slots=True)
class LastDigest:
    """What the next digest compares itself with."""

    on: date
    figures: Mapping[str, int]  # the keys of `Situation.figures`, the letters of states, `figure_key` of places
    troubles: Mapping[str, str]  # key -> sentence
    list_date: date | None = None  # of the participating list that was in force


@dataclass(frozen=True, slots=True)
class DigestContent:
    """One digest for one subscriber, complete: the mail shows as many rows as fit and attaches the rest."""

    subject: str
    top_line: str
    on: date  # the subscriber's own day
    as_of: date | None
    since: date | None  # the day of the last digest; None: this is the first
    since_list: date | None  # the day of the list in force then
    watching: str  # the places asked for, in words; '' for everywhere
    watched_states: tuple[str, ...]  # whole or in part
    here: tuple[PlaceNow, ...]  # the places asked for, and after them those to compare with
    portraits: tuple[Portrait, ...]  # of agencies asked for; in a first digest of every place
    # The country: for whoever asked for all of it or wants it to compare with; else empty.
    figures: tuple[Figure, ...]
    growth: tuple[Growth, ...]
    places: tuple[PlaceFigure, ...]  # every state and territory on the list now or in the last digest
    series: tuple[tuple[date, int], ...]
    maps: tuple[StateMap, ...]  # of the states watched, where they are few
    corrections: tuple[Item, ...]  # to what this subscriber was told; they come first
    changed: tuple[Item, ...]  # agreements and agencies; endings stand apart
    endings_confirmed: tuple[Item, ...]
    endings_suspected: tuple[Item, ...]
    documents: tuple[Item, ...]
    pending: tuple[Item, ...]
    filled_in: tuple[Item, ...]  # of any kind: history, not news
    cosmetic: tuple[tuple[ChangeKind, int], ...]  # only counted
    news: tuple[NewsItem, ...]  # a few, those not told before
    held: tuple[HeldList, ...]
    health: tuple[SourceHealth, ...]  # for operators only
    outdated: tuple[str, ...]  # for everyone else: why all this may no longer be so
    troubles: tuple[Trouble, ...]  # for operators only: those not in the last digest
    troubles_lasting: tuple[Trouble, ...]
    troubles_over: tuple[str, ...]  # sentences from the last digest that no longer apply
    lists: tuple[ListUsed, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every change told by name, in the order of the page."""
        agreements = self.endings_confirmed + self.changed + self.endings_suspected
        return self.corrections + agreements + self.pending + self.documents + self.filled_in

    @property
    def pending_as_of(self) -> date | None:
        """The day of the pending list that the places' applications are counted on, if it is not that of `as_of`: ICE
        may post the two lists weeks apart."""
        shown = any(each.pending for each in self.here)
        day = next((used.on for used in self.lists if used.kind is ListKind.PENDING), None)
        return day if shown and day != self.as_of else None

    @property
    def asked(self) -> tuple[PlaceNow, ...]:
        """The places that the subscriber asked for."""
        return tuple(each for each in self.here if not each.context)

    @property
    def around(self) -> tuple[PlaceNow, ...]:
        """The places to compare them with."""
        return tuple(each for each in self.here if each.context)

    @property
    def everywhere(self) -> bool:
        """Whether the subscriber asked for the whole country."""
        return any(each.place.kind is PlaceKind.NATION for each in self.asked)

    @property
    def whole(self) -> bool:
        """Whether the subscriber asked for all of the country, of every support type and body."""
        return self.everywhere and all(each.of_what == "agreements" for each in self.asked)

    @property
    def news_ids(self) -> tuple[str, ...]:
        """The ids of the news that this digest is the first to tell."""
        return tuple(each.id for each in self.news)

    @property
    def has_news(self) -> bool:
        """Whether the digest is worth sending; cosmetic changes alone are not."""
        return bool(self.items or self.news_ids or self.troubles or self.troubles_over)
