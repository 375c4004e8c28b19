"""The demo: the real flow against the bundled sample publisher, day by day, into a fresh record."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.demo.documents import FOLDER, LINKED_AS
from flows.demo.publisher import SamplePublisher
from flows.demo.sample import SampleDay, render
from flows.story.brought import missing_rows
from models.errors import MoawatchError
from models.kinds import COSMETIC_KINDS
from models.record.asking import Row
from models.record.asking.changes import recorded_since
from models.record.asking.counts import counts
from models.record.asking.review import held_lists
from models.record.store import open_engine, read_session
from models.vocabulary import ChangeKind, ChangeStatus

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

# Marks a folder as a demo's own, so that nothing else is ever emptied.
_MARK = ".moawatch-demo"


# Beside the demo's record, so that a question finds its archive and outbox too.
SETTINGS = "moawatch.toml"


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """One day as the record tells it after its run."""

    day: SampleDay
    counts: Row
    told: Counter[ChangeKind]  # confirmed on this day, without corrections in print
    cosmetic: int
    suspected: int
    held: bool


def play(folder: Path, say: Callable[[str], None]) -> tuple[list[PlayedDay], dict[str, str]]:
    """Run the flow for every sample day into `folder`, which is emptied first. Returns the days and the settings, whose
    paths are whole: a question finds this record from any folder.

    Raises FileExistsError where `folder` holds anything but an earlier demo, MoawatchError where a run fails.
    """
    folder = folder.absolute()
    _empty(folder)
    settings = {
        "database": f"sqlite:///{folder}/moawatch.db",
        "archive": str(folder / "archive"),
        "outbox": str(folder / "outbox"),
        "sources": str(folder / "sources.toml"),
    }
    say("Starting a temporary Prefect server (up to half a minute)")
    prepare_prefect(folder / "prefect")
    from flows.track import track  # Prefect reads its settings when it is imported

    played = []
    with SamplePublisher() as publisher:
        (folder / "sources.toml").write_text(registry_of(publisher), encoding="utf-8")
        lines = (f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
        (folder / SETTINGS).write_text("".join(lines), encoding="utf-8")
        for day in publisher.days:
            publisher.publish(day)
            say(f"Day {day.number} of {len(publisher.days)}, {day.now:%B} {day.now.day}, {day.now.year}: {day.title}")
            require_completed(track(now=day.now, everything=True, settings=settings, return_state=True), day.title)
            played.append(_played(settings["database"], day))
    return played, settings


def registry_of(publisher: SamplePublisher) -> str:
    """The sources that the sample publisher is read by."""
    agreements = {"linked_as": LINKED_AS, "agreements": publisher.base + FOLDER}
    return render("sources.toml.jinja", page=publisher.url, feeds=publisher.feed_urls, **agreements)


def require_completed(state: "State[Any]", title: str) -> None:
    """A failed run must not pass for a day without changes."""
    if not state.is_completed():
        raise MoawatchError(f"demo, {title!r}: the run ended as {state.name} ({state.message}); run the demo again")


def prepare_prefect(home: Path) -> None:
    """Set up a temporary server, which runs as long as this process and keeps its database in `home`."""
    os.environ |= {
        "PREFECT_HOME": str(home),
        # The default of 20 s failed 6 of 11 starts in a fresh home on two cores.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        # No telemetry; sending it also locks the server's database while it starts.
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # The terminal is for the table; the server keeps the logs of the runs.
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
        # With a proxy set, requests to the server on this machine would go through it and hang at exit.
        "NO_PROXY": "127.0.0.1,localhost",
    }
    os.environ.pop("PREFECT_API_URL", None)  # the demo leaves a user's own server alone


def _empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise FileExistsError(f"{folder} is not empty and was not made by a demo")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()


def _played(database: str, day: SampleDay) -> PlayedDay:
    engine = open_engine(database)
    with read_session(engine) as session:
        figures = counts(session)[0]
        new = recorded_since(session, day.now)
        held = any(row["seen_at"] == day.now for row in held_lists(session))
    engine.dispose()
    confirmed = Counter(ChangeKind(str(row["kind"])) for row in new if row["status"] == ChangeStatus.CONFIRMED)
    cosmetic = sum(confirmed.pop(kind, 0) for kind in COSMETIC_KINDS)
    return PlayedDay(day, figures, confirmed, cosmetic, missing_rows(new), held)
