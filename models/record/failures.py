"""What the database's driver raises -> one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, TimeoutError

from models.errors import DamagedRecordError, RecordError
from models.record.urls import file_of, shown
from models.record.writers import process_writing

# Long enough for another run's longest transaction, a rebuild; a person would not wait longer.
BUSY_SECONDS = 30

_AGAIN_FROM_ARCHIVE = "restore a backup, or move the file away and make a new record with `moawatch backfill ARCHIVE`"

_UNDONE = "what was not finished was undone, so run again once it is back"

_ANOTHER = "another process"

# Words in the driver's error -> what to do about it.
_ADVICE = {
    "locked": f"{_ANOTHER} has been writing for {BUSY_SECONDS} seconds; try again when it is done",
    "is full": "free some disk space and run again; nothing was half written",
    "No space": "free some disk space and run again; nothing was half written",
    "disk I/O": "check the disk and its free space, then run `moawatch verify`",
    "readonly": "its file, folder or URL allows only reading; questions work, changes need one that can be written",
    "read-only": "its server or login allows only reading; questions work, changes need one that can write",
    "cannot be read": f"the file is damaged; {_AGAIN_FROM_ARCHIVE}",
    "Could not decode": f"the file is damaged; {_AGAIN_FROM_ARCHIVE}",
    "malformed": f"the file is damaged; {_AGAIN_FROM_ARCHIVE}",
    "not a database": "another kind of file stands there; correct --database or MOAWATCH_DATABASE",
    "already exists": f"an upgrade by an older moawatch was cut off; {_AGAIN_FROM_ARCHIVE}",
    "no such table": f"a table of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "no such column": f"a column of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "relation": f"a table of this schema is missing; {_AGAIN_FROM_ARCHIVE}",
    "lock timeout": f"another program has held its rows for {BUSY_SECONDS} seconds; try again when it is done",
    "statement timeout": "it took longer than any question should; ask for less, or look at the server's load",
    "idle-in-transaction": "the program stood still in the middle; what it had not done was undone, so run it again",
    "starting up": "the server is starting; try again in a minute",
    "shutting down": "the server is being stopped; run again when it is back",
    "terminating connection": f"the server ended the connection in the middle; {_UNDONE}",
    "server closed the connection": f"the server went away in the middle; {_UNDONE}",
    "connection is lost": f"the server went away in the middle; {_UNDONE}",
    "too many clients": "end other programs that use the server, or raise its max_connections",
    "connection slots": "end other programs that use the server, or raise its max_connections",
    "QueuePool limit": "too many questions at once; try again",
    "connection": "check that the server runs, and its name, port and login",
    "resolve host": "check that the server runs, and its name, port and login",
    "unable to open": "check that the folder exists and can be written",
}


# Enough of the driver's own words; they may quote a whole damaged cell.
_MAX_CAUSE = 200


@contextmanager
def stated_failures(engine: Engine) -> Iterator[None]:
    """Turn the database driver's errors, and values that it cannot read back, into one line that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _stated(engine, _words(error.orig)) from error
    except TimeoutError as error:
        raise _stated(engine, _words(error)) from error
    except UnicodeEncodeError:  # a text that was asked for, not one that is stored
        raise
    except (ValueError, LookupError) as error:
        if not _came_from_the_database(error):
            raise
        raise _stated(engine, f"a value cannot be read ({_words(error)})") from error


def _stated(engine: Engine, cause: str) -> RecordError:
    advice = next((advice for words, advice in _ADVICE.items() if words in cause), "nothing was written")
    file = file_of(engine.url)
    if file is not None and advice.startswith(_ANOTHER) and (process := process_writing(file)):
        advice = advice.replace(_ANOTHER, f"process {process}", 1)
    kind = DamagedRecordError if advice.endswith(_AGAIN_FROM_ARCHIVE) else RecordError
    return kind(f"record {shown(engine.url)}: {cause}; {advice}")


def _words(error: BaseException | None) -> str:
    """The first line of an error, without signs that a terminal would obey; its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    said = lines[0][:_MAX_CAUSE] if lines else type(error).__name__
    return "".join(sign if sign.isprintable() else " " for sign in said)


def _came_from_the_database(error: BaseException) -> bool:
    """Whether it was raised while SQLAlchemy read stored values: text that is none, JSON cut off, an unknown kind."""
    frames = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__))
    return any(name.startswith("sqlalchemy.") for name in frames)
