"""Documents read in the cage, and held against the rows that link them; only what is new, or what new rules read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import takewhile
from time import monotonic

from flows.fetching.archive import Archive
from flows.seam import ItemFailedError, TriedItem, seam
from flows.sources.cage.readers import has_ocr, read_moa, read_scan
from models.documents.held_against import LinkedAs, held_against
from models.documents.reading import RULES, RULES_WITH_OCR
from models.errors import ReadError
from models.lists.changes import change_id
from models.record.asking.moas.linked import ToHold, facts_and_texts, to_hold, unread, unread_scans
from models.record.batches import batches
from models.record.store import Engine, Session, read_session, write_session
from models.record.tables.moas.readings import HeldMoa
from models.record.tables.runs import ItemKind
from models.record.writing.lists.projection import write_what_bytes_say
from models.record.writing.moas import keep_reading, keep_unread, keep_unrecognized, write_held

# A first fetch of 60 takes 3 s to read; an upgrade reads all 1,800 again over the runs of a day.
MOST_A_RUN = 300
MOST_SCANS_A_RUN = 20  # OCR takes ten seconds for one
SECONDS_OF_SCANS = 240  # pages of noise take four times as long, and the digests wait for them
_PORTION = 100


def read_and_hold(engine: Engine, archive: Archive, clock: Callable[[], datetime]) -> list[str]:
    """Read what is unread, hold what is new against its row, and write the changes that follow from bytes. Returns what
    failed."""
    failures = read_unread(engine, archive, clock)
    if has_ocr():
        failures += _recognize_scans(engine, archive, clock)
    hold(engine, clock())
    return failures


def hold(engine: Engine, now: datetime) -> None:
    """Hold what was read against the rows that link it now, and write the changes that follow from bytes."""
    with read_session(engine) as session:
        candidates, gone = to_hold(session)
    new = [each for each in candidates if not _is_held(each)]
    for portion in batches(new, _PORTION):
        with write_session(engine) as session:
            write_held(session, [_held(session, each) for each in portion], ())
    with write_session(engine) as session:
        write_held(session, (), gone)
        write_what_bytes_say(session, now)


def read_unread(
    engine: Engine, archive: Archive, clock: Callable[[], datetime], most: int | None = MOST_A_RUN
) -> list[str]:
    """Read what is unread, `most` of it. Returns what failed."""
    with read_session(engine) as session:
        waiting = unread(session, most)
    return _each(engine, archive, clock, waiting, _read)


def _recognize_scans(engine: Engine, archive: Archive, clock: Callable[[], datetime]) -> list[str]:
    """Begin no scan after the time for them. Returns what failed."""
    with read_session(engine) as session:
        waiting = unread_scans(session, MOST_SCANS_A_RUN)
    until = monotonic() + SECONDS_OF_SCANS
    in_time = takewhile(lambda _: monotonic() <= until, waiting)
    return _each(engine, archive, clock, in_time, _recognize)


def _each(
    engine: Engine,
    archive: Archive,
    clock: Callable[[], datetime],
    documents: Iterable[str],
    read: Callable[[Engine, str, bytes], None],
) -> list[str]:
    """Each document through the seam. Returns what failed."""
    failures = []
    for sha256 in documents:
        try:
            with seam(engine, clock, TriedItem(ItemKind.MOA, "documents", sha256)):
                read(engine, sha256, archive.read(sha256))
        except ItemFailedError as error:
            failures.append(str(error))
    return failures


def _read(engine: Engine, sha256: str, content: bytes) -> None:
    try:
        pages, facts = read_moa(content)
    except ReadError as error:
        with write_session(engine) as session:
            keep_unread(session, sha256, RULES, str(error))
        return
    with write_session(engine) as session:
        keep_reading(session, sha256, RULES, pages, facts)


def _recognize(engine: Engine, sha256: str, content: bytes) -> None:
    try:
        pages, facts = read_scan(content)
    except ReadError as error:
        with write_session(engine) as session:
            keep_unrecognized(session, sha256, RULES_WITH_OCR, f"OCR failed: {error}")
        return
    with write_session(engine) as session:
        keep_reading(session, sha256, RULES_WITH_OCR, pages, facts)


def _is_held(each: ToHold) -> bool:
    """Whether this document was held against this row as these rules read it."""
    one, row = each.before, each.row
    if one is None or (one.rules, one.document_sha256, one.link) != (each.rules, each.document_sha256, each.link):
        return False
    as_held = (one.row_state, one.row_agency, one.row_support_type, one.row_signed)
    return as_held == (row.state, row.agency, row.support_type, row.signed)


def _held(session: Session, each: ToHold) -> HeldMoa:
    facts, texts = facts_and_texts(session, each.document_sha256)
    found = held_against(each.row, facts, texts, each.what)
    as_what = "held" if each.what is LinkedAs.AGREEMENT else "held as an addendum"
    return HeldMoa(
        agreement_id=each.agreement_id,
        what=each.what,
        id=change_id(each.document_sha256, each.agreement_id, as_what),
        link=each.link,
        document_sha256=each.document_sha256,
        rules=each.rules,
        row_state=each.row.state,
        row_agency=each.row.agency,
        row_support_type=each.row.support_type,
        row_signed=each.row.signed,
        held=found.held,
        evidence=list(found.evidence),
    )
