"""Who asked for what: the subscriber as a frozen value, when one is due, and which changes concern one.

The clock decides only *when* a digest is composed. *What* is in it follows from the journal of changes and from what
this subscriber was told before (`models.digests.owed`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.calendar import ZONE_NAME
from models.lists.changes import Change
from models.lists.counts import county_key
from models.vocabulary import COSMETIC_KINDS, PLACE_NAMES, ChangeKind, SupportType


class Channel(StrEnum):
    """How a digest travels. For `WEBHOOK` and `CHAT` the address is the name of a target in the settings: such
    URLs carry tokens, and tokens have no place in the record."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    CHAT = "chat"
    OUTBOX = "outbox"  # files in the outbox folder, for whoever runs moawatch


class Cadence(StrEnum):
    AS_IT_HAPPENS = "as_it_happens"
    DAILY = "daily"
    WEEKLY = "weekly"


class MailFormat(StrEnum):
    HTML = "html"  # with a text part beside it
    TEXT = "text"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One reader. An empty set means no restriction; the three sorts of places add up to one another."""

    id: int
    address: str  # checked by `models.digests.addresses`, or the name of a target
    channel: Channel = Channel.MAIL
    states: frozenset[str] = frozenset()  # two letters
    counties: frozenset[str] = frozenset()  # as `models.lists.counts.county_scope` writes them: 'TX:lamar'
    agencies: frozenset[str] = frozenset()  # agency ids, which begin with their state: 'TX-lamar-county-sheriff'
    support_types: frozenset[SupportType] = frozenset()
    kinds: frozenset[ChangeKind] = frozenset()
    news: bool = True
    cadence: Cadence = Cadence.DAILY
    hour: int = 7
    weekday: int = 0  # 0 is Monday; used by the weekly cadence
    time_zone: str = ZONE_NAME  # the publisher's own
    mail_format: MailFormat = MailFormat.HTML
    heartbeat: bool = False  # also told when there is nothing to tell
    operator: bool = False  # also told of failures, as they happen
    paused: bool = False

    @property
    def everywhere(self) -> bool:
        return not (self.states or self.counties or self.agencies)

    @property
    def watched_states(self) -> tuple[str, ...]:
        """The states that this reader watches whole or in part, in alphabetical order of their letters."""
        of_counties = {county.partition(":")[0] for county in self.counties}
        of_agencies = {agency.partition("-")[0] for agency in self.agencies}
        return tuple(sorted(self.states | of_counties | (of_agencies & PLACE_NAMES.keys())))

    def day(self, now: datetime) -> date:
        """The calendar day of `now` where the reader lives."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def is_due(subscriber: Subscriber, last_told_at: datetime, now: datetime) -> bool:
    """Whether an hour that this reader asked for has come since `last_told_at`; missed hours count as one.

    `last_told_at` is when the reader was last served, even if there was nothing to say, or else when the
    subscription began.
    """
    if subscriber.paused:
        return False
    if subscriber.cadence is Cadence.AS_IT_HAPPENS:
        return True
    return last_told_at < _latest_hour(subscriber, now) <= now


def _latest_hour(subscriber: Subscriber, now: datetime) -> datetime:
    """The last moment up to `now` at which this reader wanted a digest, in UTC. An hour that the change to
    summer time skips falls on the hour after it, as the zone's own rules have it."""
    zone = ZoneInfo(subscriber.time_zone)
    day = now.astimezone(zone).date()
    for back in range(8):  # one week and the day on which today's hour is still to come
        candidate = day - timedelta(days=back)
        if subscriber.cadence is Cadence.WEEKLY and candidate.weekday() != subscriber.weekday:
            continue
        moment = datetime.combine(candidate, time(subscriber.hour), zone).astimezone(UTC)
        if moment <= now:
            return moment
    raise AssertionError("a weekday comes round within eight days")


def wants(subscriber: Subscriber, change: Change, county: str = "") -> bool:
    """Whether this change is among those that the reader asked for. `county` is as the list prints it.

    A change that moved from one state to another concerns both. Corrections of the writing are always wanted, since
    they are only counted.
    """
    if not _in_places(subscriber, change, county):
        return False
    types = {change.support_type, change.support_type_before} - {None}
    # A pending list prints no support type at times: that must not hide it from somebody who asked for one.
    if subscriber.support_types and types and not types & subscriber.support_types:
        return False
    return not subscriber.kinds or change.kind in subscriber.kinds or change.kind in COSMETIC_KINDS


def _in_places(subscriber: Subscriber, change: Change, county: str) -> bool:
    if subscriber.everywhere or change.agency_id in subscriber.agencies:
        return True
    states = {change.state, change.state_before} - {None}
    if states & subscriber.states:
        return True
    key = county_key(county)
    return bool(key) and any(f"{state}:{key}" in subscriber.counties for state in states)


def wants_scope(subscriber: Subscriber, scope: str) -> bool:
    """Whether news about `scope` concerns this reader: 'US', 'TX', 'Lamar County, TX', 'IA+KS', 'CA;OR'."""
    if not subscriber.news:
        return False
    named = {
        word for word in scope.replace("+", " ").replace(";", " ").replace(",", " ").split() if word in PLACE_NAMES
    }
    return subscriber.everywhere or not named or bool(named & set(subscriber.watched_states))
