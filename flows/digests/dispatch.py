"""Sending what is waiting: each stored digest to its one subscriber, reserved before it is sent and marked afterwards.

A run may be killed at any point and run twice at once. Before the reservation a message is certainly not delivered and
waits; after the mark it is done; in between, and only there, its fate is unknown and it is reported as in doubt.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows.digests.drawing.headers import addressed
from flows.digests.smtp import BlockedError, InDoubtError, RefusedError, RelayDownError, Sender, SenderRefusedError
from flows.seam import TriedItem, failed, is_of_the_record
from flows.settings import Settings
from flows.world import Clock
from models.digests.addresses import AddressError, mailbox
from models.digests.blame import is_theirs
from models.digests.subscriptions import Channel
from models.errors import DeliveryError, RecordError
from models.record.asking.digests.deliveries import Message, waiting_message
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


class _Refused(NamedTuple):
    """A mail that was refused in words about its mailbox; how the others fare decides whose fault it is."""

    digest_id: str
    address: str
    error: RefusedError | BlockedError

    @property
    def words(self) -> str:
        """What was said, without the address, so that the same refusal of several can be recognized."""
        return str(self.error).replace(self.address, "...")


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """One run over everything that is waiting."""

    engine: Engine
    settings: Settings
    senders: Mapping[Channel, Sender]
    clock: Clock
    report: DeliveryReport
    down: set[str] = field(default_factory=set)  # one relay carries all mail; each web hook and chat is its own channel
    accepted: set[str] = field(default_factory=set)  # the channels that took something in this run
    refused: list[_Refused] = field(default_factory=list)
    blocked: Counter[str] = field(default_factory=Counter)  # the answers to blocked messages

    def send(self, digest_id: str) -> None:
        with read_session(self.engine) as session:
            message = waiting_message(session, digest_id)
        if message is None:
            return
        by = message.channel.value if message.channel is Channel.MAIL else f"{message.channel} {message.address}"
        if by in self.down:
            self.report.waiting += 1
            return
        sender = message.sender or self.settings.mail_from
        try:
            payload = _payload(message, sender, self.settings)
            offer = self.senders[message.channel].offer(message.address, message.name, payload)
            with write_session(self.engine) as session:
                reserved = ledger.reserve(session, digest_id, self.clock())
            if not reserved:
                offer.withdraw()
                return
            answer = offer.hand_over()
        except RelayDownError as error:
            self._note_down(by, digest_id, error)
        except DeliveryError as error:
            self._note_failure(message, sender, error)
        else:
            self._mark(partial(ledger.mark_sent, sender=sender), digest_id, answer)
            self.accepted.add(by)
            self.report.sent += 1
            page = self.settings.outbox / f"{message.name}.html"
            if message.channel is Channel.OUTBOX and page.exists():
                self.report.written = page.resolve()

    def _note_down(self, by: str, digest_id: str, error: RelayDownError) -> None:
        self.down.add(by)
        self.report.waiting += 1
        self.report.failures.append(str(error))
        if isinstance(error, SenderRefusedError):
            self._mark(ledger.note_blocked, digest_id, str(error))

    def _note_failure(self, message: Message, sender: str, error: DeliveryError) -> None:
        digest_id, mail = message.digest_id, message.channel is Channel.MAIL
        if isinstance(error, InDoubtError):
            self.report.in_doubt += 1
            self.report.failures.append(f"digest {digest_id}: {error}")
            self._mark(partial(ledger.mark_in_doubt, sender=sender), digest_id, str(error))
        elif isinstance(error, RefusedError) and not mail:
            self._note_refusal(digest_id, error)
        elif isinstance(error, (RefusedError, BlockedError)):
            self._mark(ledger.block, digest_id, str(error))  # until the run has shown how the others fare
            refused = _Refused(digest_id, message.address, error)
            if isinstance(error, RefusedError) or error.perhaps_theirs:
                self.refused.append(refused)
            else:
                self._note_block(refused.words)
        else:  # a later run takes care of what is only put off
            self.report.waiting += 1
            self._mark(ledger.put_off, digest_id, str(error))

    def settle_blame(self) -> None:
        """Decide on the mails that were refused in words about their mailbox, once all have been tried."""
        alike = Counter(one.words for one in self.refused)
        for one in self.refused:
            if is_theirs(
                of_message=isinstance(one.error, BlockedError),
                others_accepted=Channel.MAIL.value in self.accepted,
                alike=alike[one.words],
            ):
                self._note_refusal(one.digest_id, one.error)
            else:
                self._note_block(one.words)
        for words, number in self.blocked.items():
            wait = "1 digest waits" if number == 1 else f"{number:,} digests wait"
            self.report.failures.append(f"{words}; {wait} until the relay or a setting is corrected")

    def _note_refusal(self, digest_id: str, error: DeliveryError) -> None:
        self.report.refused += 1
        self.report.failures.append(f"digest {digest_id}: {error}")
        self._mark(ledger.mark_refused, digest_id, str(error))

    def _note_block(self, words: str) -> None:
        self.report.waiting += 1
        self.blocked[words] += 1

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


def _payload(message: Message, sender: str, settings: Settings) -> bytes:
    """What goes out: a mail with its address, its sender and the way to leave, or the body of a request as it is."""
    if message.channel not in (Channel.MAIL, Channel.OUTBOX):
        return message.payload
    address = message.address if message.channel is Channel.MAIL else None
    maker = settings.links if address else None
    leave = maker.leave(message.subscriber_id, message.link_key, message.address, message.composed_at) if maker else ""
    try:
        return addressed(message.payload, mailbox(sender), address, message.subscriber_id, leave)
    except AddressError as error:  # the record is older than the rule that refuses it
        raise RefusedError(f"{error}; `moawatch subscribers remove {message.subscriber_id}` ends it") from error


def send_waiting(
    engine: Engine, settings: Settings, senders: Mapping[Channel, Sender], clock: Clock, report: DeliveryReport
) -> None:
    """Send every digest that is due for an attempt. A refusal holds up no other digest."""
    durable = durable_engine(engine)
    try:
        with write_session(durable) as session:
            doubtful = ledger.settle_abandoned(session, clock(), settings.send_in_doubt_again, settings.mail_from)
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
        dispatch.settle_blame()
    finally:
        for sender in senders.values():
            sender.close()
        durable.dispose()
