"""Sending what is waiting: each stored digest to its one subscriber, reserved before it is sent and marked afterwards.

A run may be killed at any point and run twice at once. Before the reservation a message is certainly not delivered and
waits; after the mark it is done; in between, and only there, its fate is unknown and it is reported as in doubt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flows.digests.smtp import InDoubtError, RefusedError, RelayDownError, Sender
from flows.seam import TriedItem, failed, is_of_the_record
from flows.settings import Settings
from flows.world import Clock
from models.digests.subscriptions import Channel
from models.errors import DeliveryError, RecordError
from models.record.asking.digests.deliveries import waiting_message
from models.record.store import Engine, Session, durable_engine, read_session, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.digests import ledger

# A rebuild of the record may keep the database busy for longer than one wait, and the relay's answer must be noted.
MARK_ATTEMPTS = 5


@dataclass(slots=True)
class DeliveryReport:
    """What one run composed and sent."""

    composed: int = 0
    sent: int = 0
    waiting: int = 0  # refused for now, or their channel is down
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


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """One run over everything that is waiting."""

    engine: Engine
    settings: Settings
    senders: Mapping[Channel, Sender]
    clock: Clock
    report: DeliveryReport
    down: set[str] = field(default_factory=set)  # one relay carries all mail; each web hook and chat is its own channel

    def send(self, digest_id: str) -> None:
        with read_session(self.engine) as session:
            message = waiting_message(session, digest_id)
        if message is None:
            return
        by = message.channel.value if message.channel is Channel.MAIL else f"{message.channel} {message.address}"
        if by in self.down:
            self.report.waiting += 1
            return
        try:
            offer = self.senders[message.channel].offer(message.address, message.name, message.payload)
            with write_session(self.engine) as session:
                reserved = ledger.reserve(session, digest_id, self.clock())
            if not reserved:
                offer.withdraw()
                return
            answer = offer.hand_over()
        except RelayDownError as error:
            self.down.add(by)
            self.report.waiting += 1
            self.report.failures.append(str(error))
        except DeliveryError as error:
            self._note_failure(digest_id, error)
        else:
            self._mark(ledger.mark_sent, digest_id, answer)
            self.report.sent += 1
            page = self.settings.outbox / f"{message.name}.html"
            if message.channel is Channel.OUTBOX and page.exists():
                self.report.written = page.resolve()

    def _note_failure(self, digest_id: str, error: DeliveryError) -> None:
        step = ledger.put_off
        if isinstance(error, RefusedError):
            step = ledger.mark_refused
            self.report.refused += 1
        elif isinstance(error, InDoubtError):
            step = ledger.mark_in_doubt
            self.report.in_doubt += 1
        else:
            self.report.waiting += 1
        if step is not ledger.put_off:  # a later run takes care of what is only put off
            self.report.failures.append(f"digest {digest_id}: {error}")
        self._mark(step, digest_id, str(error))

    def _mark(self, step: Callable[[Session, str, str, datetime], None], digest_id: str, answer: str) -> None:
        """Mark the delivery, even if another process keeps the record busy for a while."""
        for attempt in range(1, MARK_ATTEMPTS + 1):
            try:
                with write_session(self.engine) as session:
                    step(session, digest_id, answer, self.clock())
                return
            except RecordError:  # each attempt has already waited for the record
                if attempt == MARK_ATTEMPTS:
                    raise


def send_waiting(
    engine: Engine, settings: Settings, senders: Mapping[Channel, Sender], clock: Clock, report: DeliveryReport
) -> None:
    """Send every digest that is due for an attempt. A refusal holds up no other digest."""
    durable = durable_engine(engine)
    try:
        with write_session(durable) as session:
            doubtful = ledger.settle_abandoned(session, clock(), settings.send_in_doubt_again)
            digest_ids = ledger.waiting(session, clock())
        report.in_doubt += len(doubtful)
        report.failures += [f"digest {one}: in doubt, a process ended while sending it" for one in doubtful]
        dispatch = _Dispatch(durable, settings, senders, clock, report)
        for digest_id in digest_ids:
            try:
                dispatch.send(digest_id)
            except Exception as error:  # one digest that breaks holds up no other; if reserved, it becomes in doubt
                if is_of_the_record(error):
                    raise
                item = TriedItem(ItemKind.DIGEST, "digests", digest_id.partition("-")[0])
                report.failures.append(str(failed(durable, clock, item, error)))
    finally:
        for sender in senders.values():
            sender.close()
        durable.dispose()
