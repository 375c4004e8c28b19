"""What the commands share: types of options, the settings, the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from flows.settings import Settings, load
from models.calendar import in_utc
from models.errors import RecordError, SettingsError
from models.record.store import Engine, Session, open_engine, read_session, require_schema
from models.record.urls import file_of
from models.vocabulary import state_code

if TYPE_CHECKING:
    from flows.world import World


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD", param, ctx)
        if day.year not in YEARS:
            self.fail(_beyond(value), param, ctx)
        return day


class DayOrMonth(click.ParamType[str]):
    """A date as YYYY-MM-DD or a month as YYYY-MM, as it was written."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        try:
            day = date.fromisoformat(f"{text}-01" if len(text) == len("YYYY-MM") else text)
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD or YYYY-MM", param, ctx)
        if day.year not in YEARS:
            self.fail(_beyond(value), param, ctx)
        return text if len(text) == len("YYYY-MM") else day.isoformat()


class Moment(click.ParamType[datetime]):
    """A time as ISO 8601, UTC unless it names a zone; a bare date means the end of that day."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM", param, ctx)
        if moment.year not in YEARS:
            self.fail(_beyond(value), param, ctx)
        return in_utc(datetime.combine(moment, time.max) if len(str(value)) == len("YYYY-MM-DD") else moment)


# Days can be added to these and taken away without leaving the calendar; no list is anywhere near either end.
YEARS = range(1900, 2200)


def _beyond(value: object) -> str:
    return f"{value!r} is not between {YEARS[0]} and {YEARS[-1]}; write a day that a list may have"


class State(click.ParamType[str]):
    """A state or territory by its two letters or its name."""

    name = "state"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return state_code(str(value).strip())
        except SettingsError as error:
            self.fail(str(error), param, ctx)


def settings_of(context: click.Context) -> Settings:
    return load(database=context.find_root().obj)


def engine_of(context: click.Context) -> Engine:
    """The record's engine, whose connections end with the command."""
    engine = open_engine(settings_of(context).database)
    context.find_root().call_on_close(engine.dispose)
    return engine


def world_of(context: click.Context) -> "World":
    """The world of a run, whose connections end with the command."""
    from flows.world import open_world

    world = open_world(settings_of(context))
    context.find_root().call_on_close(world.engine.dispose)
    return world


@contextmanager
def asking(context: click.Context) -> Iterator[Session]:
    """A session on the record, which must exist and have this program's schema."""
    with read_session(there(context)) as session:
        require_schema(session)
        yield session


def there(context: click.Context) -> Engine:
    """The engine of an existing record. Raises RecordError rather than create an empty file."""
    engine = engine_of(context)
    path = file_of(engine.url)
    if path is not None and not path.exists():
        raise RecordError(f"record {path} does not exist yet; create it with `moawatch run`, `demo` or `backfill`")
    return engine


def since_record_begins(begins: date | None) -> str:
    """What a record that starts late cannot know, where a first day is shown."""
    return f"The record begins on {begins}: what is on its first list may be older."


def none_that_old(begins: date | None) -> str:
    """Instead of the figures of a day before the first list."""
    return f"The record has no list that old; it begins on {begins}." if begins else "No lists yet."
