"""Options and openings that the commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

import click
import sqlalchemy as sa
from sqlmodel import Session

from flows.settings import Settings, load
from models.digests.wishes import state_code
from models.errors import RecordError, SettingsError
from models.record.store import open_engine, read_session, require_schema


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD", param, ctx)


class Moment(click.ParamType[datetime]):
    """A time as ISO 8601, UTC where it names no zone; a bare date is its end."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM", param, ctx)
        if len(str(value)) == len("YYYY-MM-DD"):
            moment = datetime.combine(moment.date(), time.max)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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


def engine_of(context: click.Context) -> sa.Engine:
    return open_engine(settings_of(context).database)


@contextmanager
def asking(context: click.Context) -> Iterator[Session]:
    """A session that asks the record, which must be there and of this program's schema."""
    with read_session(there(context)) as session:
        require_schema(session)
        yield session


def there(context: click.Context) -> sa.Engine:
    """The engine of a record that is there; one that is not is a stated failure, not a new empty file."""
    engine = engine_of(context)
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path not in (None, "", ":memory:") and not Path(path).exists():
        raise RecordError(f"record {path}: there is none yet; `moawatch run`, `demo` or `backfill` make it")
    return engine
