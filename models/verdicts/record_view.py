"""What a verdict may look at: the lists in force around a date, counted, and the figures that others stated."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import Metric, Unit
from models.lists.counts import AgencyType, ListCounts
from models.places.bodies import Body
from models.vocabulary import SupportType


@dataclass(frozen=True, slots=True)
class AgreementOnList:
    """What a list shows of one agreement, for counting the parts that it has no column for."""

    agency_id: str
    state: str  # two letters; '' for an unknown place
    support_type: SupportType | None
    body: Body
    agency_type: AgencyType
    signed: date | None


@dataclass(frozen=True, slots=True)
class ListOnDate:
    """One accepted list. It is counted only when needed: one list of hundreds settles most claims."""

    published_on: date  # the publisher's day, US Eastern
    sha256: str
    count: Callable[[], ListCounts]
    # Only agreements, agencies, states and territories, if the record has them without counting the rows.
    count_roughly: Callable[[], ListCounts] | None = None
    # None, or giving None, where only counts are known.
    agreements: Callable[[], Sequence[AgreementOnList] | None] | None = None

    @property
    def main_counts(self) -> ListCounts:
        """Enough to see whether a list of another day has the number."""
        return (self.count_roughly or self.count)()


@dataclass(frozen=True, slots=True)
class EndedAgreement:
    """An agreement that is gone from the lists, for good or perhaps."""

    state: str
    support_type: SupportType | None
    missing_since: date  # the day of the first list without it
    confirmed: bool


@dataclass(frozen=True, slots=True)
class KnownBaseline:
    """What growth is measured from, nationwide: one of ICE's earlier lists, counted in both units."""

    words: str  # 'January 2025'
    on: date  # the day the news measures from
    list_date: date  # the list that was in force then
    agreements: int
    agencies: int
    states: int
    source: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure that somebody stated; the lists do not count it, but others repeat it."""

    metric: Metric
    value: float
    value_high: float | None = None
    unit: Unit | None = None
    qualifier: str | None = None
    scope: str = "US"
    said_by: str
    said_on: date
    url: str
    note: str = ""  # what the figure covers, if the metric alone says too little: 'task force officers'


# ICE publishes several lists a week; all gaps of 2025 but one were ten days or shorter. An older list does not show
# reliably how things were on a day.
MAX_SILENCE = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class RecordView:
    """All lists in their order of publication; two lists of one day keep theirs."""

    participating: Sequence[ListOnDate] = ()
    pending: Sequence[ListOnDate] = ()
    baselines: Sequence[KnownBaseline] = ()
    statements: Sequence[Statement] = ()
    endings: Sequence[EndedAgreement] = ()
    known_until: date | None = None  # the last day on which we looked for a new list; None: the day of the last list


@dataclass(frozen=True, slots=True)
class ListsOfPeriod:
    """The lists that somebody writing about a period may have counted."""

    lists: tuple[ListOnDate, ...]  # in force at some moment of the period, oldest first
    near: tuple[tuple[int, ListOnDate], ...]  # shortly before or after it, with the days between, nearest first
    certain: bool  # False if the only list in force is older than `MAX_SILENCE`
    following: ListOnDate | None  # the first list after the period
    within: tuple[ListOnDate, ...] = ()  # of `lists`, those published in the period

    @property
    def reference(self) -> ListOnDate | None:
        """The one to quote: the last in force."""
        return self.lists[-1] if self.lists else None


def lists_of(
    lists: Sequence[ListOnDate], first: date, last: date, before: timedelta, after: timedelta
) -> ListsOfPeriod:
    """The lists in force from `first` to `last`, and those published within `before` its begin or `after` its end.

    The list in force when the period began is included even if another followed on that day.
    """
    days = [each.published_on for each in lists]
    start, end = bisect_left(days, first), bisect_right(days, last)
    from_list = start - 1 if start else 0
    in_force = tuple(lists[from_list:end])
    if in_force and in_force[0].published_on > last:  # the record begins after the period
        in_force = ()
    around = [
        (max((first - each.published_on).days, (each.published_on - last).days), each)
        for each in (*lists[:from_list], *lists[end:])
        if first - before <= each.published_on <= last + after
    ]
    around.sort(key=lambda near: near[0])
    certain = bool(in_force) and last - in_force[-1].published_on <= MAX_SILENCE
    following = lists[end] if end < len(lists) else None
    return ListsOfPeriod(in_force, tuple(around), certain, following, tuple(lists[start:end]))
