"""Attempts at items from outside: counted before they are made, cleared by a success, set aside after too many.

Counting first is what a killed process leaves behind: an item that kills whoever looks at it is found out all the same.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, col, delete, select

from models.errors import RecordError
from models.record.batches import batches
from models.record.tables.runs import FailedItem, ItemKind

MAX_ATTEMPTS = 3

# These are the same bytes at each attempt, or one page among many: after enough failures nothing is gained by another.
# An address of a list or a source may serve something better tomorrow, so only attempts that cost the process count.
GIVEN_UP = frozenset({ItemKind.ARTICLE, ItemKind.DOCUMENT})

# A run that is stopped and started again at once says nothing against the item that it was busy with.
RESTART = timedelta(hours=1)

DIED = f"the process ended {MAX_ATTEMPTS} times while it was busy with this"

# Enough characters for the deepest traceback worth reading.
MAX_TRACE = 20_000


def item_id(kind: ItemKind, source: str, item: str) -> str:
    return hashlib.sha256(f"{kind}\0{source}\0{storable(item)}".encode()).hexdigest()[:12]


def storable(text: str) -> str:
    """The text as every database takes it: no lone surrogates, no null characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def begin_attempts(session: Session, kind: ItemKind, items: Iterable[tuple[str, str]], now: datetime) -> list[str]:
    """Count an attempt at each (source, item); the ids of those that are set aside and must not be tried."""
    wanted = {item_id(kind, source, item): (source, item) for source, item in items}
    known = {row.id: row for ids in batches(wanted) for row in _rows(session, ids)}
    for id_, (source, item) in wanted.items():
        if id_ in known:
            _count(known[id_], now)
        else:
            session.add(_new(id_, kind, source, item, now))
    session.flush()
    return [row.id for row in known.values() if row.set_aside_at is not None]


def _rows(session: Session, ids: Sequence[str]) -> Sequence[FailedItem]:
    return session.exec(select(FailedItem).where(col(FailedItem.id).in_(ids))).all()


def _new(id_: str, kind: ItemKind, source: str, item: str, now: datetime, attempts: int = 1) -> FailedItem:
    return FailedItem(
        id=id_,
        kind=kind,
        source=source,
        item=storable(item),
        attempts=attempts,
        lost=0,
        first_at=now,
        last_at=now,
        sentence="",
        trace="",
        set_aside_at=None,
        left_at=None,
    )


def _count(row: FailedItem, now: datetime) -> None:
    if row.set_aside_at is not None:
        return
    restarted = not row.sentence and timedelta(0) <= now - row.last_at < RESTART
    if not restarted:
        row.lost += not row.sentence
        row.attempts += 1
    row.last_at = now
    row.sentence = ""
    if row.lost >= MAX_ATTEMPTS:
        row.set_aside_at, row.sentence = now, DIED
        row.attempts -= 1


def fail_attempt(
    session: Session, kind: ItemKind, source: str, item: str, sentence: str, trace: str, now: datetime
) -> None:
    """Note why the attempt failed; the item is set aside where another one would bring nothing."""
    id_ = item_id(kind, source, item)
    row = session.get(FailedItem, id_) or _new(id_, kind, source, item, now, attempts=0)
    if row.sentence or not row.attempts:  # it was not counted before
        row.attempts += 1
    row.last_at, row.lost = now, 0
    row.sentence, row.trace = storable(sentence), storable(trace)[-MAX_TRACE:]
    if kind in GIVEN_UP and row.attempts >= MAX_ATTEMPTS:
        row.set_aside_at = row.set_aside_at or now
    session.add(row)


def take_back_attempts(session: Session, kind: ItemKind, items: Iterable[tuple[str, str]]) -> None:
    """Forget the attempts that have begun: what ended them was not the fault of their items."""
    for ids in batches(item_id(kind, source, item) for source, item in items):
        for row in _rows(session, ids):
            row.attempts -= 1
            row.sentence = row.sentence or "not tried to the end; the next run tries again"
            if row.attempts <= 0:
                session.delete(row)


def clear_failures(session: Session, kind: ItemKind, items: Iterable[tuple[str, str]]) -> None:
    """A success: nothing is left to tell of these items."""
    for ids in batches(item_id(kind, source, item) for source, item in items):
        session.exec(delete(FailedItem).where(col(FailedItem.id).in_(ids)))


def clear_source(session: Session, source: str, kinds: Collection[ItemKind]) -> None:
    """Nothing failed at `source`: what failed before is no longer served."""
    session.exec(delete(FailedItem).where(col(FailedItem.source) == source, col(FailedItem.kind).in_(kinds)))


def try_again(session: Session, id_: str) -> FailedItem:
    """Let the next run try an item that was set aside. Raises RecordError for an unknown id."""
    row = _known(session, id_)
    session.delete(row)
    return row


def leave(session: Session, id_: str, now: datetime) -> FailedItem:
    """Leave an item set aside and tell of it no more. Raises RecordError for an unknown id."""
    row = _known(session, id_)
    row.set_aside_at, row.left_at = row.set_aside_at or now, now
    return row


def _known(session: Session, id_: str) -> FailedItem:
    row = session.get(FailedItem, id_)
    if row is None:
        raise RecordError(f"nothing set aside has the id {id_!r}; see `moawatch review`")
    return row


def is_about_the_data(error: RecordError) -> bool:
    """Whether the database works and refused what it was given: the fault of one item and of no other."""
    return isinstance(error.__cause__, DataError | IntegrityError)
