"""The demo: the real flow against the bundled sample publisher, day by day, into a fresh record."""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.demo.local_prefect import prepare
from flows.demo.publisher import SamplePublisher
from models.errors import MoawatchError
from models.kinds import COSMETIC_KINDS
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.store import open_engine, read_session
from models.vocabulary import ChangeKind, ChangeStatus

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

# Marks a folder as the demo's own, so that nothing else is ever emptied.
MARK = ".moawatch-demo"

_SOURCES = """\
# The sample publisher on this machine, for as long as the demo runs.
[[source]]
name = "ice-287g"
kind = "ice_page"
title = "The sample publisher's 287(g) page"
url = "{page}"
due_every_hours = 2
max_age_hours = 96
"""

_FEED = """
[[source]]
name = "{name}"
kind = "feed"
title = "{outlet}"
outlet = "{outlet}"
url = "{url}"
due_every_hours = 2
max_age_hours = 720
"""


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """One day as the record tells it after its run."""

    number: int
    now: datetime
    title: str
    counts: Row
    told: Counter[ChangeKind]  # confirmed on this day, more than cosmetic
    cosmetic: int
    suspected: int
    held: bool


def play(folder: Path, say: Callable[[str], None]) -> tuple[list[PlayedDay], dict[str, str]]:
    """Run the flow for every sample day into `folder`, which is emptied first. Returns the days and the settings.

    Raises FileExistsError where `folder` holds something that is not a demo's, MoawatchError where a run fails.
    """
    _empty(folder)
    settings = {
        "database": f"sqlite:///{folder}/moawatch.db",
        "archive": str(folder / "archive"),
        "outbox": str(folder / "outbox"),
        "sources": str(folder / "sources.toml"),
    }
    say("Starting a temporary Prefect server (a fresh one takes half a minute)")
    prepare(folder / "prefect")
    from flows.track import track  # the settings above must stand before Prefect is imported

    days = []
    with SamplePublisher() as publisher:
        (folder / "sources.toml").write_text(_sources(publisher), encoding="utf-8")
        for day in publisher.days:
            publisher.publish(day)
            say(f"Day {day.number} of {len(publisher.days)}, {day.now:%d %B %Y}: {day.title}")
            require_completed(track(now=day.now, everything=True, settings=settings, return_state=True), day.title)
            days.append(_played(settings["database"], day.number, day.now, day.title))
    return days, settings


def require_completed(state: "State[Any]", title: str) -> None:
    """A run that failed must not pass for a day on which nothing changed."""
    if not state.is_completed():
        raise MoawatchError(f"demo, {title!r}: the run ended as {state.name} ({state.message}); run it again")


def _empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise FileExistsError(f"{folder} is not empty and not a demo's")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def _sources(publisher: SamplePublisher) -> str:
    feeds = (
        _FEED.format(name=f"outlet-{number}", outlet=outlet, url=url)
        for number, (outlet, url) in enumerate(publisher.feed_urls.items(), 1)
    )
    return _SOURCES.format(page=publisher.url) + "".join(feeds)


def _played(database: str, number: int, now: datetime, title: str) -> PlayedDay:
    from models.record.asking.review import held_lists

    engine = open_engine(database)
    with read_session(engine) as session:
        figures = counts(session)[0]
        new = [row for row in changes(session, everything=True) if row["recorded_at"] == now]
        held = any(one["seen_at"] == now for one in held_lists(session))
    engine.dispose()
    confirmed: list[Any] = [row["kind"] for row in new if row["status"] == ChangeStatus.CONFIRMED]
    return PlayedDay(
        number,
        now,
        title,
        figures,
        Counter(kind for kind in confirmed if kind not in COSMETIC_KINDS),
        sum(kind in COSMETIC_KINDS for kind in confirmed),
        sum(row["status"] == ChangeStatus.SUSPECTED for row in new),
        held,
    )
