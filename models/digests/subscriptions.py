"""The subscriber as a frozen value, when a digest is due, and which changes concern which subscriber.

The clock decides only *when* a digest is composed. *What* is in it follows from the journal of changes and from what
this subscriber was told before (`models.digests.owed`).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.calendar import ZONE_NAME
from models.kinds import COSMETIC_KINDS
from models.lists.changes import Change
from models.lists.counts import county_key
from models.places.bodies import Body
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
    counties: frozenset[str] = frozenset()  # as `models.lists.counts.county_scope` writes them: 'TX:lamar'
    agencies: frozenset[str] = frozenset()  # agency ids, which begin with their state: 'TX-lamar-county-sheriff'
    support_types: frozenset[SupportType] = frozenset()
    bodies: frozenset[Body] = frozenset()
    kinds: frozenset[ChangeKind] = frozenset()
    news: bool = True
    cadence: Cadence = Cadence.DAILY
    hour: int = 7
    weekday: int = 0  # 0 is Monday; used by the weekly cadence
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
        of_counties = {county.partition(":")[0] for county in self.counties}
        of_agencies = {agency.partition("-")[0] for agency in self.agencies}
        return tuple(sorted(self.states | of_counties | (of_agencies & PLACE_NAMES.keys())))

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
    # One week and the day on which today's hour is still to come.
    days = (subscriber.day(now) - timedelta(days=back) for back in range(8))
    asked = (day for day in days if subscriber.cadence is not Cadence.WEEKLY or day.weekday() == subscriber.weekday)
    moments = (datetime.combine(day, hour).astimezone(UTC) for day in asked)
    return next(moment for moment in moments if moment <= now)


def concerns(subscriber: Subscriber, change: Change, county: str = "", body: Body | None = None) -> bool:
    """Whether the subscriber asked for this change. `county` is as the list prints it, `body` what sort of agency it
    is.

    A change from one state to another concerns both. Cosmetic changes are always included: they are only counted.
    """
    if not _in_places(subscriber, change, county):
        return False
    types = {change.support_type, change.support_type_before} - {None}
    # A pending list may print no support type: that must not hide an application from subscribers to one type.
    if subscriber.support_types and types and not types & subscriber.support_types:
        return False
    if subscriber.bodies and body is not None and body not in subscriber.bodies:
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


def concerns_scope(subscriber: Subscriber, scope: str) -> bool:
    """Whether news about `scope` concerns this subscriber: 'US', 'TX', 'Lamar County, TX', 'IA+KS', 'CA;OR'."""
    if not subscriber.news:
        return False
    named = PLACE_NAMES.keys() & re.split(r"[+;,\s]+", scope)
    return subscriber.everywhere or not named or not named.isdisjoint(subscriber.watched_states)
