"""The subscriber as a frozen value, when a digest is due, and which changes concern which subscriber.

The clock decides only *when* a digest is composed. *What* is in it follows from the journal of changes and from what
this subscriber was told before (`models.digests.owed`).
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.calendar import ZONE_NAME
from models.kinds import COSMETIC_KINDS
from models.lists.changes import Change
from models.places.bodies import Body
from models.places.scopes import counties_of_place
from models.places.tables import counties, state_of
from models.vocabulary import PLACE_NAMES, ChangeKind, SupportType


class Channel(StrEnum):
    """How a digest travels. For `WEBHOOK` and `CHAT` the address is the name of a target in the settings: their URLs
    carry tokens, and tokens have no place in the record."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    CHAT = "chat"
    OUTBOX = "outbox"  # files in the outbox folder, for whoever runs moawatch


class Cadence(StrEnum):
    AS_IT_HAPPENS = "as_it_happens"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # on the first of the weekdays asked for


class MailFormat(StrEnum):
    HTML = "html"  # with a text part beside it
    TEXT = "text"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One subscriber. An empty set means no restriction; states, counties and agencies add up."""

    id: int
    address: str  # checked by `models.digests.addresses`, or the name of a target
    channel: Channel = Channel.MAIL
    states: frozenset[str] = frozenset()  # two letters
    counties: frozenset[str] = frozenset()  # FIPS codes: '48277'; see `unknown_counties`
    agencies: frozenset[str] = frozenset()  # agency ids, which begin with their state: 'TX-lamar-county-sheriff'
    support_types: frozenset[SupportType] = frozenset()
    bodies: frozenset[Body] = frozenset()
    kinds: frozenset[ChangeKind] = frozenset()
    news: bool = True
    nation: bool = True  # the country's numbers beside those of the places asked for
    # With any of these three, a digest waits until one is met; corrections never wait.
    threshold: int | None = None  # so many agreements came, left or changed in one of the places
    at_endings: bool = False
    at_switches: bool = False
    cadence: Cadence = Cadence.DAILY
    hour: int = 7
    weekday: int = 0  # 0 is Monday; used by the weekly and the monthly cadence
    time_zone: str = ZONE_NAME  # the publisher's own
    mail_format: MailFormat = MailFormat.HTML
    heartbeat: bool = False  # gets a short mail even when nothing changed
    operator: bool = False  # also told of failures, as they happen
    paused: bool = False

    @property
    def everywhere(self) -> bool:
        return not (self.states or self.counties or self.agencies)

    @property
    def watched_states(self) -> tuple[str, ...]:
        """The states that this subscriber watches whole or in part, in alphabetical order of their letters."""
        of_counties = {state_of(fips) for fips in self.counties} - {""}
        return tuple(sorted(self.states | of_counties | self._states_of_agencies))

    @property
    def unknown_counties(self) -> tuple[str, ...]:
        """Wishes that name no county of the table: kept from an earlier moawatch ('TX:nowhere'), or of a county that is
        no more. They are told to operators, and they still restrict: without them a subscriber would get everything."""
        return tuple(sorted(self.counties - counties().keys()))

    @property
    def _states_of_agencies(self) -> frozenset[str]:
        return frozenset(agency.partition("-")[0] for agency in self.agencies) & PLACE_NAMES.keys()

    def day(self, now: datetime) -> date:
        """The calendar day of `now` where the subscriber lives."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def is_due(subscriber: Subscriber, served_at: datetime, now: datetime) -> bool:
    """Whether an hour that this subscriber asked for has come since `served_at`; missed hours count as one.

    `served_at` is when a digest was last due, even if it had nothing to say, or when the subscription began.
    """
    if subscriber.paused or subscriber.cadence is Cadence.AS_IT_HAPPENS:
        return not subscriber.paused
    # What was served in the future was noted by a clock that was wrong: nobody waits until then.
    return served_at < _latest_hour(subscriber, now) or served_at > now


def _latest_hour(subscriber: Subscriber, now: datetime) -> datetime:
    """The last moment up to `now` for which this subscriber asked, in UTC. An hour that daylight saving time skips
    falls on the hour after it."""
    hour = time(subscriber.hour, tzinfo=ZoneInfo(subscriber.time_zone))
    days = (subscriber.day(now) - timedelta(days=back) for back in range(_LONGEST_WAIT))
    moments = (datetime.combine(day, hour).astimezone(UTC) for day in days if _is_asked_day(subscriber, day))
    return next(moment for moment in moments if moment <= now)


# From the first weekday of a month to that of the next, and the day on which today's hour is still to come.
_LONGEST_WAIT = 5 * 7 + 1


def _is_asked_day(subscriber: Subscriber, day: date) -> bool:
    if subscriber.cadence is Cadence.DAILY:
        return True
    first_of_month = day.day <= 7 or subscriber.cadence is Cadence.WEEKLY
    return first_of_month and day.weekday() == subscriber.weekday


def concerns(
    subscriber: Subscriber,
    change: Change,
    in_counties: Set[str] = frozenset(),
    body: Body | None = None,
    state: str = "",
) -> bool:
    """Whether the subscriber asked for this change. `in_counties` are the FIPS codes of the counties that it concerns,
    `body` what sort of agency it is, `state` where that agency is, if not where the list printed it.

    A change from one state or county to another concerns both. Cosmetic changes are always included: they are only
    counted.
    """
    if not _in_places(subscriber, change, in_counties, {state or change.state, change.state_before}):
        return False
    types = {change.support_type, change.support_type_before} - {None}
    # A pending list may print no support type: that must not hide an application from subscribers to one type.
    if subscriber.support_types and types and not types & subscriber.support_types:
        return False
    if subscriber.bodies and body is not None and body not in subscriber.bodies:
        return False
    return not subscriber.kinds or change.kind in subscriber.kinds or change.kind in COSMETIC_KINDS


def _in_places(subscriber: Subscriber, change: Change, in_counties: Set[str], states: Set[str | None]) -> bool:
    if subscriber.everywhere or change.agency_id in subscriber.agencies or in_counties & subscriber.counties:
        return True
    return not subscriber.states.isdisjoint(states)


def concerns_scope(subscriber: Subscriber, scope: str, agency_id: str = "") -> bool:
    """Whether news about `scope` concerns this subscriber: 'US', 'TX', 'Lamar County, TX', 'IA+KS', 'CA;OR'.

    News of the nation or of an unnamed region concerns those who watch everywhere, news of a state whoever watches a
    part of it. News of one county or town concerns those who watch that county or the state, and not those who watch
    another county of it; news of one agency concerns those who watch it as well, and no other agency's watchers.
    """
    if not subscriber.news:
        return False
    if agency_id in subscriber.agencies:
        return True
    named = [_parted(part) for part in re.split(r"[+;]", scope)]
    named = [(place, state) for place, state in named if state in PLACE_NAMES]
    return subscriber.everywhere or any(_concerns_place(subscriber, place, state) for place, state in named)


def _parted(scope: str) -> tuple[str, str]:
    """The place within a state, '' for all of it, and the state."""
    place, _, state = scope.rpartition(",")
    return place.strip(), state.strip()


def _concerns_place(subscriber: Subscriber, place: str, state: str) -> bool:
    if not place:
        return state in subscriber.watched_states
    if state in subscriber.states:
        return True
    return bool(subscriber.counties) and not subscriber.counties.isdisjoint(counties_of_place(state, place))
