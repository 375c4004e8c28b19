"""Handing over what waits: each stored digest to its one reader, reserved before it leaves and marked after the answer.

A run may be killed anywhere and run twice at once. Before the reservation a message is certainly not delivered and
waits; after the mark it is done; in between, and only there, nobody can know, and that is reported.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from flows.digests.smtp import InDoubtError, RefusedError, RelayDownError, Sender
from flows.settings import Settings
from flows.world import Clock
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Channel
from models.errors import DeliveryError, RecordError
from models.record.store import open_engine, read_session, write_session
from models.record.tables.digests import Delivery, Digest, SubscriberRow
from models.record.writing.digests import ledger

# A rebuild of the record may keep the database for longer than one wait, and the relay's answer must be noted.
MARK_ATTEMPTS = 5


@dataclass(slots=True)
class Told:
    """What one run told whom."""

    composed: int = 0
    sent: int = 0
    waiting: int = 0  # refused for now, or the way to them is closed
    refused: int = 0
    in_doubt: int = 0
    failures: list[str] = field(default_factory=list)
    written: Path | None = None  # the page of the last digest that went into the outbox folder

    @property
    def sentence(self) -> str:
        """'digests: 3 composed, 2 sent, 1 waiting'."""
        numbers = ((self.waiting, "waiting"), (self.refused, "refused"), (self.in_doubt, "in doubt"))
        parts = [f"{self.composed} composed", f"{self.sent} sent"]
        return "digests: " + ", ".join(parts + [f"{number} {words}" for number, words in numbers if number])


class _Message(NamedTuple):
    """What one delivery needs, read anew for each so that a thousand of them take no more memory than one."""

    digest_id: str
    channel: Channel
    address: str
    name: str
    payload: bytes


def send_waiting(
    engine: sa.Engine, settings: Settings, ways: Mapping[Channel, Sender], clock: Clock, told: Told
) -> None:
    """Hand over every digest whose time has come. A refusal holds nobody else up."""
    durable = _durable(engine)
    try:
        with write_session(durable) as session:
            abandoned = ledger.settle_abandoned(session, clock(), settings.send_in_doubt_again)
            doubtful = [one for one in abandoned if session.get_one(Delivery, one).status is DeliveryStatus.IN_DOUBT]
            digest_ids = ledger.waiting(session, clock())
        told.in_doubt += len(doubtful)
        told.failures += [f"digest {one}: in doubt, a process ended while it was handed over" for one in doubtful]
        closed: set[str] = set()
        for digest_id in digest_ids:
            _send_one(durable, settings, ways, digest_id, clock, told, closed)
    finally:
        for way in ways.values():
            way.close()
        durable.dispose()


def _send_one(
    engine: sa.Engine,
    settings: Settings,
    ways: Mapping[Channel, Sender],
    digest_id: str,
    clock: Clock,
    told: Told,
    closed: set[str],
) -> None:
    with read_session(engine) as session:
        waiting = _message(session, digest_id)
    if waiting is None:
        return
    # One relay carries all mail; a web hook or a chat that cannot be used says nothing about the others.
    way = waiting.channel.value if waiting.channel is Channel.MAIL else f"{waiting.channel} {waiting.address}"
    if way in closed:
        told.waiting += 1
        return
    try:
        offer = ways[waiting.channel].offer(waiting.address, waiting.name, waiting.payload)
        with write_session(engine) as session:
            reserved = ledger.reserve(session, digest_id, clock())
        if not reserved:
            offer.withdraw()
            return
        answer = offer.hand_over()
    except RelayDownError as error:
        closed.add(way)
        told.waiting += 1
        told.failures.append(str(error))
    except DeliveryError as error:
        _note_failure(engine, digest_id, error, clock, told)
    else:
        _surely(lambda: _mark(engine, ledger.mark_sent, digest_id, answer, clock))
        told.sent += 1
        page = settings.outbox / f"{waiting.name}.html"
        told.written = page.resolve() if waiting.channel is Channel.OUTBOX and page.exists() else told.written


def _message(session: Session, digest_id: str) -> _Message | None:
    """The message, or None where another process has taken it or its reader has gone."""
    found = session.exec(
        select(Digest, SubscriberRow)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .join(SubscriberRow, col(Digest.subscriber_id) == SubscriberRow.id)
        .where(Digest.id == digest_id, Delivery.status == DeliveryStatus.WAITING)
    ).first()
    if found is None:
        return None
    digest, reader = found
    name = f"{digest.day}-{digest.id}"
    return _Message(digest_id, reader.channel, reader.address, name, zlib.decompress(digest.payload))


def _note_failure(engine: sa.Engine, digest_id: str, error: DeliveryError, clock: Clock, told: Told) -> None:
    step = ledger.put_off
    if isinstance(error, RefusedError):
        step = ledger.mark_refused
        told.refused += 1
    elif isinstance(error, InDoubtError):
        step = ledger.mark_in_doubt
        told.in_doubt += 1
    else:
        told.waiting += 1
    if step is not ledger.put_off:  # what is only put off settles itself
        told.failures.append(f"digest {digest_id}: {error}")
    _surely(lambda: _mark(engine, step, digest_id, str(error), clock))


def _mark(
    engine: sa.Engine, step: Callable[[Session, str, str, datetime], None], digest_id: str, answer: str, clock: Clock
) -> None:
    with write_session(engine) as session:
        step(session, digest_id, answer, clock())


def _surely(mark: Callable[[], None]) -> None:
    """Mark, also where another process keeps the record busy for a while."""
    for _ in range(MARK_ATTEMPTS - 1):
        try:
            return mark()
        except RecordError:
            continue  # each attempt has itself waited for the record
    return mark()


def _durable(engine: sa.Engine) -> sa.Engine:
    """The same record, with every commit on the disk before it counts: a reservation that a power cut undid would
    send its message twice. (The record's own connections may lose their last commit, which they then redo.)"""
    durable = open_engine(engine.url.render_as_string(hide_password=False))
    if durable.dialect.name == "sqlite":
        sa.event.listen(durable, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = FULL"))
    return durable
