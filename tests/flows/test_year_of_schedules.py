"""A year of schedules, with clock changes, outages and upgrades: no run missed that could be made, and none doubled.

The moments are those of Prefect's own scheduler, and when a source is due is the program's own rule. Between them is
what Prefect does, as the rehearsal sees it: late runs start when a worker is back, a run is cancelled while another one
has the slot, and a killed run keeps the slot until it is marked as crashed.
"""

import asyncio
import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prefect.server.schemas.schedules import CronSchedule

from data import DATA
from flows.deploying.automations import SILENCE
from flows.deploying.plan import PLAN, zone_of
from flows.served import due_again
from flows.sources.registry import IcePageSource, read_registry
from models.calendar import EASTERN

# Three changes of the clocks: spring, autumn, and spring again.
BEGINS = datetime(2026, 3, 1, tzinfo=EASTERN).astimezone(UTC)
ENDS = datetime(2027, 3, 31, tzinfo=EASTERN).astimezone(UTC)
OUTAGES, UPGRADES = 40, 12

Moments = tuple[datetime, ...]


def moments_of(deployment: str) -> Moments:
    """When the schedules of a deployment are due, as the server computes it."""
    crons = next(planned for planned in PLAN if planned.name == deployment).crons.values()
    found = []
    for cron in crons:
        schedule = CronSchedule(cron=cron, timezone=zone_of(cron))
        for day in range((ENDS - BEGINS).days + 1):  # it stops after a thousand moments
            start = BEGINS + timedelta(days=day)
            end = min(start + timedelta(days=1), ENDS) - timedelta(seconds=1)
            found += asyncio.run(schedule.get_dates(n=100, start=start, end=end))
    return tuple(sorted(datetime.fromtimestamp(each.timestamp(), UTC) for each in found))  # Prefect's are of its own


TRACK = moments_of("track")


def test_the_times_of_day_stay_when_the_clocks_change() -> None:
    for moment in (each.astimezone(EASTERN) for each in TRACK):
        hours = {8, 10, 12, 14, 16, 18} if moment.weekday() < 5 else {12}
        assert (moment.hour in hours, moment.minute) == (True, 10), moment
    days = {each.astimezone(EASTERN).date() for each in TRACK}
    assert len(days) == (ENDS.astimezone(EASTERN).date() - BEGINS.astimezone(EASTERN).date()).days
    assert len({*TRACK}) == len(TRACK)


@pytest.mark.parametrize("deployment", ["news", "digests"])
def test_each_hour_of_the_year_has_its_run(deployment: str) -> None:
    moments = moments_of(deployment)
    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(hours=1)}


@dataclass(slots=True)
class Year:
    """What became of a year's runs. Spans are pairs of moments in which nothing runs; the others are runs' parts."""

    down: list[tuple[datetime, datetime]]
    chance: random.Random
    every: timedelta
    ran: list[tuple[datetime, datetime]] = field(default_factory=list)  # scheduled for, begun
    killed: set[datetime] = field(default_factory=set)
    cancelled: list[tuple[datetime, datetime]] = field(default_factory=list)  # scheduled for, and when
    fetched: list[datetime] = field(default_factory=list)
    slot_until: datetime = BEGINS

    def play(self, scheduled: Sequence[datetime]) -> "Year":
        for moment in scheduled:
            self._run(moment, self._begins(moment))
        return self

    def _begins(self, moment: datetime) -> datetime:
        """Seconds after its time, or after what was down is back."""
        while back := next((end for start, end in self.down if start <= moment < end), None):
            moment = back
        return moment + timedelta(seconds=self.chance.uniform(1, 30))

    def _run(self, moment: datetime, now: datetime) -> None:
        if now < self.slot_until:
            self.cancelled.append((moment, now))
            return
        self.ran.append((moment, now))
        # A source has ten minutes; its last question is the one that counts.
        ends = now + timedelta(seconds=self.chance.uniform(5, 600))
        cut = next(((start, end) for start, end in self.down if now < start < ends), None)
        if cut is not None:
            self.killed.add(now)
            self.slot_until = cut[1] + SILENCE
            return
        self.slot_until = ends
        if due_again(self.fetched[-1] if self.fetched else None, self.every, now):
            self.fetched.append(ends)


def outages(chance: random.Random) -> list[tuple[datetime, datetime]]:
    """Forty of minutes to two days, and twelve upgrades of minutes; those that meet are one."""
    spans = []
    for longest in [timedelta(days=2)] * OUTAGES + [timedelta(minutes=15)] * UPGRADES:
        start = BEGINS + chance.random() * (ENDS - BEGINS)
        spans.append((start, start + timedelta(minutes=1) + chance.random() ** 3 * longest))
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + SILENCE:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_run_is_missed_that_could_be_made_and_none_is_doubled(seed: int) -> None:
    chance = random.Random(seed)
    source = next(each for each in read_registry(DATA / "sources.toml") if isinstance(each, IcePageSource))
    year = Year(outages(chance), chance, source.due_every).play(TRACK)
    # Each moment of the schedule is run once, or cancelled beside a run that has the slot.
    assert sorted([moment for moment, _ in year.ran] + [moment for moment, _ in year.cancelled]) == list(TRACK)
    begun, starts = [began for _, began in year.ran], [start for start, _ in year.down]
    for moment, when in year.cancelled:
        beside = begun[bisect(begun, when) - 1]
        back = year.down[bisect(starts, when) - 1][1]
        assert when - max(beside, back) < timedelta(minutes=10) + SILENCE, f"{moment} was cancelled beside nothing"
    # With everything up, each moment brings what the publisher has by then.
    for moment, began in year.ran:
        if began - moment > timedelta(minutes=1) or began in year.killed:
            continue
        last = year.fetched[bisect(year.fetched, began + timedelta(minutes=10)) - 1]
        assert began - last < timedelta(minutes=105), f"{began:%c}: last fetched {last:%c}"
    # The publisher is never asked more often than the registry says, but for the minutes of a schedule.
    assert all(later - earlier > source.due_every - timedelta(minutes=15) for earlier, later in pairwise(year.fetched))


def test_a_source_that_is_due_as_often_as_the_runs_is_fetched_by_each() -> None:
    """It was by every second one: each run begins a few seconds less than two hours after the last question."""
    source = next(each for each in read_registry(DATA / "sources.toml") if isinstance(each, IcePageSource))
    year = Year([], random.Random(287), source.due_every).play(TRACK)
    assert len(year.fetched) == len(year.ran) == len(TRACK)
