"""What the database's driver raises -> one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models.errors import RecordError
from models.record.urls import shown

# Long enough for another run's longest transaction, a rebuild; a person would not wait longer.
BUSY_SECONDS = 30

_AGAIN_FROM_ARCHIVE = "restore a backup, or make a new record from the archive with `moawatch backfill ARCHIVE`"

# Words in the driver's error -> what to do about it.
_ADVICE = {
    "locked": f"another process has been writing for {BUSY_SECONDS} seconds; try again when it is done",
    "is full": "free some disk space and run again; nothing was half written",
    "No space": "free some disk space and run again; nothing was half written",
    "disk I/O": "check the disk and its free space, then run `moawatch verify`",
    "readonly": "its file, folder or URL allows only reading; questions work, changes need one that can be written",
    "read-only": "its server or login allows only reading; questions work, changes need one that can write",
    "malformed": f"the file is damaged; {_AGAIN_FROM_ARCHIVE}",
    "not a database": "another kind of file stands there; correct --database or MOAWATCH_DATABASE",
    "already exists": f"an upgrade by an older moawatch was cut off; {_AGAIN_FROM_ARCHIVE}",
    "no such table": f"a table of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "no such column": f"a column of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "relation": f"a table of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "connection": "check that the server runs, and its name, port and login",
    "resolve host": "check that the server runs, and its name, port and login",
    "unable to open": "check that the folder exists and can be written",
}


@contextmanager
def stated_failures(engine: Engine) -> Iterator[None]:
    """Turn the database driver's errors into one line that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise RecordError(f"record {shown(engine.url)}: {_cause(error)}; {_advice(_cause(error))}") from error


def _cause(error: DBAPIError) -> str:
    """The first line of the driver's own error, or its kind where it says nothing."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def _advice(cause: str) -> str:
    return next((advice for words, advice in _ADVICE.items() if words in cause), "nothing was written")
