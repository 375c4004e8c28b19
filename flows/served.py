"""What a source serves now, for lists and news alike: fetched, or unchanged and read from the archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.fetching.addresses import is_web_address
from flows.fetching.client import Fetched, Validators
from flows.fetching.trails import name_of
from flows.seam import stated
from flows.sources.registry import Source
from flows.world import World
from models.errors import ArchiveError, RecordError
from models.record.asking.sources import last_document, last_success
from models.record.store import Session, read_session, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.failures import clear_source
from models.record.writing.fetches import mark_failed, mark_noted, mark_unusable


@dataclass(slots=True)
class Gathered:
    """What one source brought in one run."""

    source: str
    seen: int = 0  # lists or articles
    new: int = 0  # of these, the ones new to the record
    failures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


# A scheduled run asks its last question seconds or minutes after its time (a source has ten). The run that is scheduled
# two hours later comes a little less than two hours after that question: without these minutes a source that is due
# every two hours was fetched by every second run only.
EARLY = timedelta(minutes=15)


def is_due(session: Session, source: Source, now: datetime) -> bool:
    """Whether the source's last success, with its outcome noted, is old enough for another fetch."""
    return due_again(last_success(session, source.name), source.due_every, now)


def due_again(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """The rule of it, for a last success."""
    # A success in the future was noted by a clock that was wrong: it says nothing about when the next one is due.
    return last is None or last > now or now - last >= every - min(EARLY, every / 4)


def served(world: World, source: str, url: str, found_on: str | None = None) -> Fetched:
    """What `url` of `source` serves now; if unchanged, the document from the archive. Raises FetchError, and
    ArchiveError where the archive can neither give nor keep it."""
    world.allowance.require()
    with read_session(world.engine) as session:
        last = last_document(session, url) if is_web_address(url) else None
    validators = Validators(last.etag, last.last_modified) if last else None
    fetcher = world.fetcher(source)
    fetched = fetcher.get(url, validators, found_on=found_on)
    if isinstance(fetched, Fetched):
        return fetched
    assert last is not None, "a 304 answers the validators of the last document"
    assert last.document_sha256 is not None
    try:
        content = world.archive.read(last.document_sha256)
    except ArchiveError as error:
        # Unchanged, but lost or damaged here: asked without validators, the publisher sends it, and the archive heals.
        with write_session(world.engine) as session:
            mark_unusable(session, name_of(url), str(error))
        world.allowance.require()
        again = fetcher.get(url, found_on=found_on)
        assert isinstance(again, Fetched), "without validators there is no 304"
        return again
    charset = fetched.charset or last.charset
    return Fetched(last.document_sha256, content, last.final_url, last.file_name, fetched.last_modified, charset)


@contextmanager
def recording_failures(world: World, source: str) -> Iterator[None]:
    """Where a served document turns out unusable, write so on the source's last attempt, whatever its status."""
    try:
        yield
    except RecordError:
        raise
    except Exception as error:
        with write_session(world.engine) as session:
            mark_failed(session, source, stated(error, source))
        raise


def finish(world: World, gathered: Gathered) -> Gathered:
    """Unless something failed, note that the source's outcome is in the record: it is not due before its time, and
    what failed at it before is over."""
    if not gathered.failures:
        with write_session(world.engine) as session:
            mark_noted(session, gathered.source)
            clear_source(session, gathered.source, (ItemKind.SOURCE, ItemKind.LIST))
    return gathered
