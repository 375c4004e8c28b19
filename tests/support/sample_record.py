"""The record of the sample publisher's ten days, gathered over HTTP as the demo does, without Prefect."""

from datetime import datetime
from functools import partial
from pathlib import Path

from flows.demo.publisher import SamplePublisher
from flows.demo.sample import SampleDay, render
from flows.run import track
from flows.settings import Settings
from flows.world import open_world


def fill_from_sample(database: str, folder: Path) -> None:
    """Fill the record at the URL `database`; archive and outbox come to stand in `folder`."""
    registry = folder / "sources.toml"
    with SamplePublisher() as publisher:
        registry.write_text(render("sources.toml.jinja", page=publisher.url, feeds=publisher.feed_urls), "utf-8")
        settings = Settings(
            database=database, archive=str(folder / "archive"), outbox=str(folder / "outbox"), sources=registry
        )
        for day in publisher.days:
            publisher.publish(day)
            world = open_world(settings, clock=partial(_now, day), sleep=lambda _: None)
            run = track(world, everything=True)
            world.engine.dispose()
            assert not run.failures, run.failures


def _now(day: SampleDay) -> datetime:
    return day.now
