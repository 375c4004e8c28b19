"""What a run shows in Prefect's pages beside its log: tables, the digest, how far it is."""

import time
from collections.abc import Callable, Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.digests.health import health
from flows.run import Run
from flows.story.brought import Brought
from flows.story.sparing import spared
from flows.world import World
from models.calendar import EASTERN
from models.record.asking import Row
from models.record.store import read_session

# Enough for a table in the UI; the record has all rows.
MAX_ROWS = 200

# An artifact takes some 30 ms; a list is read in less.
SECONDS_BETWEEN = 2.0

_COUNTS = ("list_date", "scope", "agreements", "agencies", "pending")
CHANGE_COLUMNS = ("list_date", "state", "kind", "status", "agency", "agency_before", "support_type", "signed", "id")
_SOURCES = ("source", "state", "last_success", "age_hours", "maximum_hours", "last_error")


def show(world: World, run: Run, found: Brought) -> None:
    """The sources' health of every run; the counts, changes, held lists and the digest of one that brought them."""
    with read_session(world.engine) as session:
        sources = health(session, world.settings.sources, world.clock())
    _table("sources", "How each source does, and the last runs", sources, _SOURCES)
    if found.by_state:
        newest = found.by_state[0]
        said = f"By state, on the list of {newest['list_date']}, sha256 {newest['list_sha256']}"
        _table("counts", said, found.by_state, _COUNTS)
    if found.list_date is not None:
        show_changes(f"{len(found.changed)} changes recorded by this run", found.changed)
    if found.held:
        rows = [
            {
                "list_date": row["list_date"],
                "evidence": finding["sentence"],
                "passed": finding["passed"],
                "check": finding["check"],
                "list": row["id"],
                "sha256": row["sha256"],
            }
            for row in found.held
            for finding in row["findings"]
        ]
        _table("held", "Held for review, and why: `moawatch review` releases or rejects", rows, tuple(rows[0]))
    if run.told is not None and run.told.written is not None:
        show_digest(run.told.written)


def show_changes(said: str, rows: Sequence[Row]) -> None:
    """Changes as a table, as far as a page holds them."""
    cut = f"; the first {MAX_ROWS} here, all with `moawatch changes --all`" if len(rows) > MAX_ROWS else ""
    _table("changes", said + cut, rows[:MAX_ROWS], CHANGE_COLUMNS)


def progress(key: str) -> Callable[[str, int, int], None]:
    """Reports how far a long run is, as a bar that fills."""
    made: UUID | None = None
    with spared("the progress bar"):
        begun = create_progress_artifact(0.0, key=key, description="beginning")
        assert isinstance(begun, UUID), "outside of a coroutine it is the id itself"
        made = begun
    last = time.monotonic()

    def report(doing: str, done: int, of: int) -> None:
        nonlocal last
        if made is not None and (done == of or time.monotonic() - last >= SECONDS_BETWEEN):
            last = time.monotonic()
            with spared("progress"):
                update_progress_artifact(made, 100 * done / max(of, 1), description=f"{doing}: {done:,} of {of:,}")

    return report


def _table(key: str, said: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    cells = [{name: _cell(row[name]) for name in columns} for row in rows]
    with spared(f"the table '{key}'"):
        create_table_artifact(cells, key=key, description=said)


def _cell(value: Any) -> str:
    """Times in the publisher's zone, as in the names of the runs."""
    if value is None:
        return ""
    return f"{value.astimezone(EASTERN):%Y-%m-%d %H:%M} ET" if hasattr(value, "astimezone") else str(value)


def show_digest(page: Path) -> None:
    """The digest in the outbox folder as it reads: a link to it would lead into the disk of the worker."""
    mail = page.with_suffix(".eml")
    if not mail.is_file():
        return
    message = BytesParser(policy=policy.default).parsebytes(mail.read_bytes())
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    # Between fences, so that nothing in a headline or a name becomes a link or markup here.
    fenced = text.replace("~~~", "~ ~ ~")
    with spared("the digest"):
        create_markdown_artifact(f"# {_plain(str(message['subject']))}\n\n~~~text\n{fenced}\n~~~\n", key="digest")


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " ,.:;()+-" else " " for letter in text)
