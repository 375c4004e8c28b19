"""One source of lists, fetched and noted: the page, the workbooks it links, and which of them are new.

Each step ends by noting what it brought, in one transaction. If a run is killed before that, its bytes are in the
archive and its attempts in the record, and the next run picks them up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flows.fetching.client import Fetched
from flows.seam import ItemFailedError, TriedItem, seam
from flows.served import Gathered, finish, recording_failures, served
from flows.sources.cage.readers import read_document, read_page
from flows.sources.ice.dating import date_by
from flows.sources.ice.served_page import IcePage, PageLink
from flows.sources.registry import IcePageSource
from flows.world import World
from models.errors import FetchError, ReadError
from models.lists.listings import PublishedList
from models.record.store import write_session
from models.record.tables.runs import ItemKind
from models.record.writing.sightings import SeenList, note_served
from models.vocabulary import ListKind


@dataclass(frozen=True, slots=True)
class ServedPage:
    """The publisher's page as served now, and its links."""

    document: Fetched
    page: IcePage


@dataclass(frozen=True, slots=True)
class Noted:
    """One list that a source serves now."""

    kind: ListKind
    rows: int
    new: bool  # to the record
    remarks: tuple[str, ...]  # on a new one, what needs attention: an unknown support type, an invalid date


def fetch_page(world: World, source: IcePageSource) -> ServedPage:
    """The source's page. Raises FetchError or ReadError; the archive has the bytes either way."""
    document = served(world, source.name, source.url)
    with recording_failures(world, source.name):
        page = read_page(document.content, document.url, source.links, document.charset)
    world.in_hand.headlines[document.sha256] = page.headline
    return ServedPage(document, page)


def note_table(world: World, source: IcePageSource, page: ServedPage) -> Noted:
    """Note the list in the page's own table, as until February 2025. Raises ReadError."""
    with recording_failures(world, source.name):
        if page.page.table is None:
            raise ReadError(page.page.table_fault)
        return _note(world, source, page.document, page.page.table, page_sha256=None)


def fetch_list(world: World, source: IcePageSource, page: ServedPage, link: PageLink) -> Noted:
    """Fetch and note one linked workbook. Raises FetchError or ReadError."""
    document = served(world, source.name, link.url, found_on=page.document.url)
    with recording_failures(world, source.name):
        published = read_document(document.content, document.file_name)
        return _note(world, source, document, published, page.document.sha256)


@dataclass(frozen=True, slots=True)
class ListSteps:
    """The steps that touch the world, as plain functions or as Prefect tasks around them."""

    fetch_page: Callable[[World, IcePageSource], ServedPage] = fetch_page
    note_table: Callable[[World, IcePageSource, ServedPage], Noted] = note_table
    fetch_list: Callable[[World, IcePageSource, ServedPage, PageLink], Noted] = fetch_list


def gather(world: World, source: IcePageSource, steps: ListSteps = ListSteps()) -> Gathered:
    """All lists of one source: its page, then each list. One that fails does not stop the others."""
    gathered = Gathered(source.name)
    try:
        page = steps.fetch_page(world, source)
    except (FetchError, ReadError) as error:
        gathered.failures.append(str(error))
        return gathered
    gathered.remarks += page.page.remarks
    lists = [(source.url, partial(steps.note_table, world, source, page))] if page.page.has_table else []
    lists += [(link.url, partial(steps.fetch_list, world, source, page, link)) for link in page.page.links]
    for url, note_list in lists:
        try:
            with seam(world.engine, world.clock, TriedItem(ItemKind.LIST, source.name, url)):
                noted = note_list()
        except ItemFailedError as error:
            gathered.failures.append(str(error))
            continue
        gathered.seen += 1
        gathered.new += noted.new
        gathered.remarks += noted.remarks
    return finish(world, gathered)


def _note(
    world: World, source: IcePageSource, document: Fetched, published: PublishedList, page_sha256: str | None
) -> Noted:
    now = world.clock()
    dating = date_by(published.saved_at, document.file_name, document.last_modified, now)
    with write_session(world.engine) as session:
        seen = SeenList(document.sha256, source.name, document.file_name, now, page_sha256)
        if not note_served(session, seen, published.kind, dating):
            return Noted(published.kind, len(published.rows), False, ())
    world.in_hand.lists[document.sha256, document.file_name] = published
    remarks = tuple(f"{published.kind} list: {each}" for each in (*dating.remarks, *published.remarks))
    return Noted(published.kind, len(published.rows), True, remarks)
