"""Database URLs: read from a setting, and shown to people without what is secret in them."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import URL

from models.errors import RecordError

_WRITE = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"


def parsed(text: str) -> URL:
    """The URL in a setting. Raises RecordError; the text is not shown, since it may contain a password."""
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise RecordError(f"database: not a database URL; {_WRITE}") from error
    if "@" in (url.host or ""):
        raise RecordError("database: the URL has more than one @; write one inside a password as %40")
    if url.port is not None and not 0 < url.port < 65_536:
        raise RecordError(f"database {shown(url)}: no port has the number {url.port}; {_WRITE}")
    return url


def shown(url: URL) -> str:
    """A URL for people: no password, and no query, where drivers take a password too (`?password=`)."""
    return url.set(query={}).render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The file of a SQLite record, also where it is named as a URI ('file:record.db?mode=ro'); None without a file."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    name = (url.database or "").removeprefix("file:")
    return None if name == ":memory:" else Path(name)
