"""The documents that the lists link, fetched politely: so many a run, the newest first, and again with validators.

Each is noted in a transaction of its own where its address leads to other bytes than before, or to nothing any more. If
a run is killed, its bytes are in the archive and the next run asks for what is still due.
"""

from flows.fetching.trails import name_of
from flows.moas.manifest import remember
from flows.moas.reading import read_and_hold
from flows.seam import ItemFailedError, TriedItem, seam
from flows.served import Gathered, finish, served
from flows.sources.registry import IcePageSource, MoaSource
from flows.world import World
from models.documents.asking_again import LinkedFile, in_order
from models.documents.links.stays import NO_PDF, is_pdf
from models.errors import FetchError
from models.record.asking.moas.linked import linked_files, moa_sightings
from models.record.asking.news.waiting import last_status
from models.record.store import read_session, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.fetches import mark_unusable
from models.record.writing.moas import mark_answered, note_moa

_GONE = (404, 410)

# After so many failures in a row the host does not answer at all: what is left waits for the next run.
_MOST_FAILURES = 5


def gather_moas(world: World, source: MoaSource) -> Gathered:
    """The documents that are due, as many as a run may ask for."""
    gathered = Gathered(source.name)
    with read_session(world.engine) as session:
        files = linked_files(session, source.name, lambda url: name_of(source.address(url)))
    due = in_order(files, world.clock())
    failed = 0
    for number, file in enumerate(due[: source.most_a_run]):
        if world.allowance.left <= 0:
            gathered.remarks.append(f"its {world.allowance.seconds:g} seconds are used up; {len(due) - number} wait")
            break
        gathered.seen += 1
        failed = 0 if _fetch(world, source, file, gathered) else failed + 1
        if failed == _MOST_FAILURES:
            gathered.failures.append(f"{failed} documents in a row failed, the last one {file.url}")
            break
    with read_session(world.engine) as session:
        remember(world.archive, moa_sightings(session))
    gathered.remarks += read_and_hold(world.engine, world.archive, world.clock)
    return finish(world, gathered)


def _fetch(world: World, source: MoaSource, file: LinkedFile, gathered: Gathered) -> bool:
    """Ask for one document, and note what its address leads to. Returns whether anything answered."""
    url = source.address(file.url)
    # What a list links may lead into a private network no more than the page of the lists may.
    page = source.url or next((each.url for each in world.sources if isinstance(each, IcePageSource)), "")
    try:
        with seam(world.engine, world.clock, TriedItem(ItemKind.MOA, source.name, file.url)):
            sha256: str | None = None
            try:
                document = served(world, source.name, url, found_on=page)
                sha256 = document.sha256
                if not is_pdf(document.content):
                    # A site in trouble answers 200 with a page that says so: the link still leads to what it led to.
                    why = f"{name_of(url)}: no PDF: {NO_PDF}; the next runs try again"
                    with write_session(world.engine) as session:
                        mark_unusable(session, name_of(url), why)
                    gathered.remarks.append(why)
                    return False
            except FetchError as error:
                with write_session(world.engine) as session:
                    if last_status(session, name_of(url)) not in _GONE:
                        gathered.remarks.append(str(error))
                        return False
                    mark_answered(session, name_of(url))
            with write_session(world.engine) as session:
                new = note_moa(session, file.link, file.url, sha256, world.clock(), source.name)
                gathered.new += new and sha256 is not None
    except ItemFailedError as error:
        gathered.remarks.append(str(error))
        return False
    return True
