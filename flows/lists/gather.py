"""One source, fetched and noted: the page, the workbooks that it links, and what of them is new.

A step ends with what it brought noted in the record, in one transaction. A run that is killed before that has its
bytes in the archive and its attempts in the record, and the next run takes them up again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select, update

from flows.fetching.client import NotModified, Validators
from flows.lists.sightings import SeenList, note_served
from flows.sources.ice.dating import date_of
from flows.sources.ice.document import read_document
from flows.sources.ice.page import IcePage, PageLink, read_page
from flows.sources.registry import Source
from flows.world import World
from models.errors import FetchError, ReadError
from models.record.store import read_session, write_session
from models.record.tables.documents import Fetch


@dataclass(frozen=True, slots=True)
class Answer:
    """A document that a source serves now, new or as before."""

    sha256: str
    content: bytes
    file_name: str | None
    last_modified: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class ServedPage:
    """The publisher's page as it is served now, and what it links."""

    answer: Answer
    page: IcePage


@dataclass(frozen=True, slots=True)
class Noted:
    """One list that a source serves now."""

    new: bool  # whether the record had not seen it
    remarks: tuple[str, ...]  # on a new one, what a person should know of it: an unknown model, a date that is none


@dataclass(slots=True)
class Gathered:
    """What one source brought in one run."""

    source: str
    seen: int = 0  # lists or articles
    new: int = 0  # of them, those that the record had not seen
    failures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def is_due(session: Session, source: Source, now: datetime) -> bool:
    """Whether the last success of `source` whose outcome was noted is as old as the source wants it."""
    last = session.exec(
        select(Fetch.requested_at)
        .where(Fetch.source == source.name, col(Fetch.settled).is_(True), col(Fetch.error).is_(None))
        .order_by(col(Fetch.id).desc())
        .limit(1)
    ).first()
    return last is None or now - last >= source.due_every


def fetch_page(world: World, source: Source) -> ServedPage:
    """The source's page. Raises FetchError or ReadError; the bytes are in the archive all the same."""
    answer = answer_of(world, source, source.url)
    with stating_refusals(world, source):
        return ServedPage(answer, read_page(answer.content, answer.url, source.link_patterns))


def note_table(world: World, source: Source, served: ServedPage) -> Noted:
    """The list in the page's own table, as in the page era. Raises ReadError."""
    return _note(world, source, served.answer, page_sha256=None)


def fetch_list(world: World, source: Source, served: ServedPage, link: PageLink) -> Noted:
    """One linked workbook, fetched and noted. Raises FetchError or ReadError."""
    answer = answer_of(world, source, link.url, found_on=served.answer.url)
    return _note(world, source, answer, served.answer.sha256)


def settle(world: World, source: Source) -> None:
    """What the source brought has been noted: it is not due again before its time."""
    with write_session(world.engine) as session:
        session.exec(
            update(Fetch).where(col(Fetch.source) == source.name, col(Fetch.settled).is_(False)).values(settled=True)
        )


@dataclass(frozen=True, slots=True)
class ListSteps:
    """The steps of one source of lists that touch the world, as plain functions or as Prefect tasks around them."""

    fetch_page: Callable[[World, Source], ServedPage] = fetch_page
    note_table: Callable[[World, Source, ServedPage], Noted] = note_table
    fetch_list: Callable[[World, Source, ServedPage, PageLink], Noted] = fetch_list


def gather(world: World, source: Source, steps: ListSteps) -> Gathered:
    """All of one source of lists: its page, then each list; one that fails does not keep the others away."""
    gathered = Gathered(source.name)
    try:
        served = steps.fetch_page(world, source)
    except (FetchError, ReadError) as error:
        gathered.failures.append(str(error))
        return gathered
    gathered.remarks += served.page.remarks
    lists = [partial(steps.note_table, world, source, served)] if served.page.has_table else []
    lists += [partial(steps.fetch_list, world, source, served, link) for link in served.page.links]
    for note_list in lists:
        try:
            noted = note_list()
            gathered.seen += 1
            gathered.new += noted.new
            gathered.remarks += noted.remarks
        except (FetchError, ReadError) as error:
            gathered.failures.append(str(error))
    if not gathered.failures:
        settle(world, source)
    return gathered


def answer_of(world: World, source: Source, url: str, found_on: str | None = None) -> Answer:
    """What `url` serves now; where it has not changed, the document that it served before, from the archive."""
    with read_session(world.engine) as session:
        last = _last_answer(session, url)
    validators = Validators(last.etag, last.last_modified) if last else None
    answer = world.fetcher(source.name).get(url, validators, found_on=found_on)
    if isinstance(answer, NotModified):
        assert last is not None, "a 304 answers the validators of the last answer"
        assert last.document_sha256 is not None
        content = world.archive.read(last.document_sha256)
        return Answer(last.document_sha256, content, last.file_name, answer.last_modified, last.final_url)
    return Answer(answer.sha256, answer.content, answer.file_name, answer.last_modified, answer.final_url)


@contextmanager
def stating_refusals(world: World, source: Source) -> Iterator[None]:
    """Write on the source's last attempt that its answer, whatever its status, was not what was due."""
    try:
        yield
    except ReadError as error:
        last = select(Fetch).where(Fetch.source == source.name).order_by(col(Fetch.id).desc()).limit(1)
        with write_session(world.engine) as session:
            fetch = session.exec(last).one()
            fetch.error = str(error)
            session.add(fetch)
        raise


def _note(world: World, source: Source, answer: Answer, page_sha256: str | None) -> Noted:
    now = world.clock()
    with stating_refusals(world, source):
        published = read_document(answer.content, answer.file_name)
        dating = date_of(answer.content, answer.file_name, answer.last_modified, now)
    with write_session(world.engine) as session:
        seen = SeenList(answer.sha256, source.name, answer.file_name, now, page_sha256)
        new = note_served(session, seen, published.kind, dating)
    remarks = (f"{published.kind} list: {remark}" for remark in (*dating.remarks, *published.remarks))
    return Noted(new, tuple(remarks) if new else ())


def _last_answer(session: Session, url: str) -> Fetch | None:
    """The last attempt that brought a document from `url` which was what it ought to be."""
    return session.exec(
        select(Fetch)
        .where(Fetch.url == url, Fetch.status == 200, col(Fetch.error).is_(None))
        .order_by(col(Fetch.id).desc())
        .limit(1)
    ).first()
