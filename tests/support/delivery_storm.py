"""A thousand subscribers, a relay in a bad mood, and a scheduler that is killed at random points, over many runs.

    python -m tests.support.delivery_storm --runs 200 --subscribers 1000

Every subscriber must be told every change exactly once. The one exception is stated and counted: a process that died
or a connection that broke before the answer leaves a digest in doubt, which was told at most once.
"""

import argparse
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
import trustme
from sqlmodel import select

from flows.digests.channels import OutboxSender
from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.smtp import Sender, SmtpSender
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Channel, MailFormat
from models.record.store import open_engine, read_session, upgrade
from models.record.tables.digests import DeliveredChange, Delivery, SubscriberRow
from tests.support.digest_record import FIRST_DAY, new_agreements, publish_changes, subscribe
from tests.support.mail_relay import HANG_UP, LOSE, Relay, relay, settings_for, trusting
from tests.support.strict_mail import checked

# Longer than a reservation lasts, so that each run settles what the last one left behind.
BETWEEN_RUNS = timedelta(minutes=30)

# How often a relay in a bad mood answers otherwise than with yes, for each command.
MOODS: dict[str, tuple[tuple[float, str], ...]] = {
    "MAIL": ((0.01, "451 try later"), (0.005, HANG_UP), (0.002, "421 closing")),
    "RCPT": ((0.04, "450 greylisted"), (0.02, "550 no such mailbox"), (0.005, HANG_UP)),
    "DATA": ((0.02, "452 disk full"), (0.01, "552 too large"), (0.005, HANG_UP), (0.005, LOSE)),
}

_TOLD = re.compile(r"^\* (TX|FL) County (\d+) Sheriff's Office: New agreement", re.MULTILINE)


@dataclass(slots=True)
class Outcome:
    """What was seen from outside, at the relay, against what the record says."""

    runs: int = 0
    killed: int = 0
    messages: int = 0
    expected: int = 0  # pairs of a subscriber and a change
    once: int = 0
    in_doubt: int = 0  # digests
    at_most_once: int = 0  # pairs that stand in those
    twice: list[tuple[str, str]] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.twice or self.lost or self.failures) and self.once + self.at_most_once == self.expected


def moods(seed: int) -> Callable[[str, str], str | None]:
    """Answers at random, the same for the same seed and the same order of questions."""
    chance = random.Random(seed)

    def answer(command: str, address: str) -> str | None:
        roll = chance.random()
        for probability, words in MOODS[command]:
            if roll < probability:
                return words
            roll -= probability
        return None

    return answer


def run_scheduler(url: str, mail_relay: Relay, authority: trustme.CA, outbox: Path, now: datetime) -> DeliveryReport:
    """One run, as a scheduler makes it: compose what is due, hand over what waits."""
    settings = settings_for(mail_relay, outbox=outbox)
    engine = open_engine(url)
    ways: dict[Channel, Sender] = {
        Channel.MAIL: SmtpSender(settings, trusting(authority)),
        Channel.OUTBOX: OutboxSender(outbox),
    }
    told = DeliveryReport()
    compose_due(engine, settings, now, told)
    send_waiting(engine, settings, ways, lambda: now, told)
    engine.dispose()
    return told


def in_child(act: Callable[[], object]) -> int:
    """Do `act` in a process of its own, and return that process's id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        act()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)  # nothing of the parent's is to be cleaned up here


def storm(url: str, *, runs: int, subscribers: int, seed: int, folder: Path, say: Callable[[str], None]) -> Outcome:
    """Let `runs` runs be killed at random points, then calm ones finish; and count what arrived."""
    chance = random.Random(seed)
    authority = trustme.CA()
    outcome = Outcome(runs=runs)
    engine = open_engine(url)
    upgrade(engine)
    publish_changes(engine)
    for number in range(subscribers):
        state = ("TX", "FL", None)[number % 3]
        form = MailFormat.HTML if number % 10 == 0 else MailFormat.TEXT
        subscribe(engine, f"r{number}@example.org", states=[state] if state else [], mail_format=form)
    now, published = FIRST_DAY, 0
    with relay(authority) as mail_relay:

        def run() -> None:
            run_scheduler(url, mail_relay, authority, folder, now)

        longest = 0.0  # seconds of a run that had everybody to tell; a shorter bound would kill each at its start
        for number in range(runs):
            now += BETWEEN_RUNS
            if chance.random() < 0.3 or number == 0:
                for state in ("TX", "FL"):
                    publish_changes(engine, new_agreements([published], state), now)
                published += 1
            engine.dispose()  # a child must not inherit connections
            mail_relay.answers = moods(chance.randrange(2**32))
            started = time.monotonic()
            child = in_child(run)
            # The first two show how long a run takes.
            finished = _wait(child, 600 if number < 2 else chance.random() * longest)
            if finished:
                longest = max(longest, time.monotonic() - started)
            outcome.killed += not finished
            if number % 10 == 9:
                say(f"{number + 1} runs, {outcome.killed} killed, {len(mail_relay.taken):,} messages")
        mail_relay.answers = lambda command, address: None
        for _ in range(4):
            now += timedelta(hours=7)  # past the longest pause
            run_scheduler(url, mail_relay, authority, folder, now)
        _count(engine, mail_relay, published, outcome)
    engine.dispose()
    return outcome


def _wait(child: int, seconds: float) -> bool:
    """Whether the child ended by itself in that time; if not, it is killed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise AssertionError(f"the scheduler failed by itself, with status {status}")
            return True
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def changes_told(message: bytes) -> list[str]:
    """The ids of the changes that a mail tells, from its text."""
    parsed = checked(message)
    assert isinstance(parsed, EmailMessage)
    text = parsed.get_body(("plain",))
    assert text is not None
    return [f"{state}{int(number):010}" for state, number in _TOLD.findall(text.get_content().replace("\r", ""))]


def _count(engine: sa.Engine, mail_relay: Relay, published: int, outcome: Outcome) -> None:
    arrived = Counter((address, change) for address, message in mail_relay.taken for change in changes_told(message))
    outcome.messages = len(mail_relay.taken)
    with read_session(engine) as session:
        doubtful = {
            (address, change)
            for address, change in session.exec(
                select(SubscriberRow.address, DeliveredChange.change_id)
                .join(DeliveredChange, DeliveredChange.subscriber_id == SubscriberRow.id)  # type: ignore[arg-type]
                .join(Delivery, Delivery.digest_id == DeliveredChange.digest_id)  # type: ignore[arg-type]
                .where(Delivery.status == DeliveryStatus.IN_DOUBT)
            )
        }
        statuses = Counter(session.exec(select(Delivery.status)))
        subscribers = session.exec(select(SubscriberRow).where(SubscriberRow.channel == Channel.MAIL)).all()
    outcome.in_doubt = statuses[DeliveryStatus.IN_DOUBT]
    for status in (DeliveryStatus.WAITING, DeliveryStatus.RESERVED):
        if statuses[status]:
            outcome.failures.append(f"{statuses[status]} deliveries are still {status.value}")
    outcome.failures += [f"{subscriber.address} is paused" for subscriber in subscribers if subscriber.paused]
    for subscriber in subscribers:
        for state in subscriber.states or ("TX", "FL"):
            for number in range(published):
                pair = (subscriber.address, f"{state}{number:010}")
                outcome.expected += 1
                times = arrived.pop(pair, 0)
                if pair in doubtful and times <= 1:
                    outcome.at_most_once += 1
                elif times == 1:
                    outcome.once += 1
                else:
                    (outcome.twice if times else outcome.lost).append(pair)
    outcome.failures += [f"{pair} was told and never owed" for pair in arrived]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=200)
    arguments.add_argument("--subscribers", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--database", help="an empty PostgreSQL or SQLite database (default: a file of its own)")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/record.db"
        outcome = storm(
            url,
            runs=given.runs,
            subscribers=given.subscribers,
            seed=given.seed,
            folder=Path(folder) / "outbox",
            say=print,
        )
    print(
        f"{outcome.runs} runs, {outcome.killed} killed; {outcome.messages:,} messages; {outcome.expected:,} to tell, "
        f"{outcome.once:,} told exactly once, {outcome.at_most_once:,} in {outcome.in_doubt} digests in doubt, "
        f"{len(outcome.twice)} twice, {len(outcome.lost)} lost"
    )
    for failure in outcome.failures:
        print(failure)
    return int(not outcome.sound)


if __name__ == "__main__":
    sys.exit(main())
