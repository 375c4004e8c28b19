"""What a run makes of a relay's refusals: who is blamed, who is paused, what waits, and what the operator is told."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import trustme
from sqlmodel import select

from flows.digests.channels import OutboxSender
from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.health import sending
from flows.digests.smtp import SmtpSender
from models.digests.deliveries import MAX_REFUSALS
from models.digests.subscriptions import Channel
from models.record.asking.digests.deliveries import channel_troubles
from models.record.store import read_session, write_session
from models.record.tables.digests import SubscriberRow
from models.record.writing.digests import ledger
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, statuses, subscribe
from tests.support.mail_relay import LOSE, Relay, relay, settings_for, trusting
from tests.support.strict_mail import checked

HOUR = timedelta(hours=1)
NAMES = ("one", "two", "three", "four")
SENDER_REFUSALS = ("553 5.1.8 sender address rejected", "550 not our domain", "530 5.7.0 authentication required")


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Relay]:
    with relay(authority) as running:
        yield running


Run = Callable[..., DeliveryReport]


@pytest.fixture
def run(sqlite_record: sa.Engine, server: Relay, authority: trustme.CA, tmp_path: Path) -> Run:
    """One run of the telling on a day, by settings of its own."""

    def on(now: datetime, **settings: Any) -> DeliveryReport:
        told = DeliveryReport()
        given = settings_for(server, outbox=tmp_path / "outbox", **settings)
        senders = {
            Channel.MAIL: SmtpSender(given, trusting(authority)),
            Channel.OUTBOX: OutboxSender(given.outbox),
        }
        compose_due(sqlite_record, given, now, told)
        send_waiting(sqlite_record, given, senders, lambda: now, told)
        return told

    return on


@pytest.fixture
def record(sqlite_record: sa.Engine) -> sa.Engine:
    """A record with one list and four subscribers."""
    publish_changes(sqlite_record)
    for name in NAMES:
        subscribe(sqlite_record, f"{name}@example.org")
    return sqlite_record


def paused(record: sa.Engine) -> list[str]:
    with read_session(record) as session:
        return [row.address for row in session.exec(select(SubscriberRow)) if row.paused]


def troubles(record: sa.Engine, now: datetime) -> list[str]:
    with read_session(record) as session:
        return [one.sentence for one in channel_troubles(session, now)]


def outbox_text(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted((folder / "outbox").glob("*.html")))


@pytest.mark.parametrize("words", SENDER_REFUSALS)
@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_refused_sender_is_one_line_that_names_the_setting_and_pauses_nobody(
    record: sa.Engine, run: Run, server: Relay, tmp_path: Path, words: str, command: str
) -> None:
    said = words if command == "MAIL" else "550 5.1.8 sender address rejected"
    server.answers = lambda step, address: said if step == command else None
    for day in range(MAX_REFUSALS + 2):
        told = run(FIRST_DAY + days(day))
        (line,) = told.failures
        assert "refused the sender digest@moawatch.example" in line
        assert "correct MOAWATCH_MAIL_FROM" in line
        assert line.isprintable()
        assert (told.waiting, told.refused) == (len(NAMES), 0)
        with read_session(record) as session:
            first = sending(session, FIRST_DAY + days(day))[0]
        assert (first["state"], first["last_error"]) == ("failing", line), "`moawatch status` shows it"
        assert [one for one in troubles(record, FIRST_DAY + days(day)) if "MAIL_FROM" in one] == [line]
    assert paused(record) == []
    assert "correct MOAWATCH_MAIL_FROM" in outbox_text(tmp_path), "the operator's digest tells it"
    server.answers = lambda step, address: None
    assert run(FIRST_DAY + days(20)).sent >= len(NAMES)
    assert troubles(record, FIRST_DAY + days(20)) == []


def test_a_corrected_sender_corrects_the_mails_that_wait(record: sa.Engine, run: Run, server: Relay) -> None:
    server.answers = lambda step, address: "553 no" if step == "MAIL" and "wrong" in address else None
    assert run(FIRST_DAY, mail_from="Wrong Desk <digest@wrong.example>").sent == 1  # the outbox
    told = run(FIRST_DAY + HOUR, mail_from="The Desk <digest@right.example>")
    assert (told.composed, told.sent, told.failures) == (1, len(NAMES) + 1, [])  # the operator's, of the trouble
    for _, message in server.taken:
        parsed = checked(message)
        assert parsed["From"] == "The Desk <digest@right.example>"
        assert parsed["List-Id"] == "moawatch digests <digests.right.example>"
        assert "wrong" not in parsed["List-Unsubscribe"]


def test_a_mail_that_may_have_arrived_goes_out_again_letter_for_letter(
    record: sa.Engine, run: Run, server: Relay
) -> None:
    lost = "one@example.org"
    server.answers = lambda step, address: LOSE if step == "DATA" and address == lost else None
    assert run(FIRST_DAY, mail_from="digest@wrong.example").in_doubt == 1
    server.answers = lambda step, address: None
    (digest_id,) = [key for key, status in statuses(record).items() if status == "in_doubt"]
    with write_session(record) as session:
        ledger.resend(session, digest_id, FIRST_DAY)
    run(FIRST_DAY, mail_from="digest@right.example")
    seen = [message for address, message in server.taken if address == lost]
    assert checked(seen[-1])["From"] == "moawatch <digest@wrong.example>"


@pytest.mark.parametrize(
    "words", ["554 5.6.0 no eight bits", "550 message refused", "552 too large", "553 5.7.1 policy", "550 5.1.1 nobody"]
)
def test_a_message_that_is_refused_to_everybody_pauses_nobody_and_waits(
    record: sa.Engine, run: Run, server: Relay, words: str
) -> None:
    server.answers = lambda step, address: words if step == "DATA" else None
    for day in range(MAX_REFUSALS + 2):
        told = run(FIRST_DAY + days(day))
        (line,) = told.failures
        assert f"refused the message to ...: {words}; 4 digests wait" in line
        assert (told.refused, told.waiting) == (0, len(NAMES))
    assert paused(record) == []
    assert words in troubles(record, FIRST_DAY + days(9))[0]
    server.answers = lambda step, address: None
    assert run(FIRST_DAY + days(20)).sent >= len(NAMES)
    assert len(server.taken) == len(NAMES)


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_the_one_subscriber_whose_mailbox_is_gone_is_paused_alone(
    record: sa.Engine, run: Run, server: Relay, command: str
) -> None:
    server.answers = lambda step, address: (
        "550 5.1.1 no such mailbox" if (step, address) == (command, "two@example.org") else None
    )
    refused = 0
    for day in range(MAX_REFUSALS + 2):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
        refused += run(FIRST_DAY + days(day)).refused
    assert refused == MAX_REFUSALS
    assert paused(record) == ["two@example.org"]


def test_a_relay_that_relays_for_nobody_is_not_four_dead_mailboxes(record: sa.Engine, run: Run, server: Relay) -> None:
    server.answers = lambda step, address: f"550 <{address}>: no" if step == "RCPT" else None
    for day in range(MAX_REFUSALS + 2):
        assert run(FIRST_DAY + days(day)).refused == 0
    assert paused(record) == []


def test_a_large_message_is_no_fault_of_its_subscriber(record: sa.Engine, run: Run, server: Relay) -> None:
    server.answers = lambda step, address: "552 5.3.4 too big" if (step, address[:3]) == ("DATA", "two") else None
    for day in range(MAX_REFUSALS + 2):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
        assert run(FIRST_DAY + days(day)).waiting == 1
    assert paused(record) == []


def test_an_address_that_no_relay_takes_ends_no_run(record: sa.Engine, run: Run, server: Relay) -> None:
    with write_session(record) as session:
        row = session.exec(select(SubscriberRow).where(SubscriberRow.address == "two@example.org")).one()
        row.address = "zwei@exämple\r\nBcc: all@example.org"
    told = run(FIRST_DAY)
    assert (told.sent, told.refused) == (len(NAMES), 1)  # the outbox among them
    (line,) = told.failures
    assert line.isprintable()
    assert f"`moawatch subscribers remove {row.id}` ends it" in line


def test_every_mail_at_the_relay_passes_the_strictest_reader(record: sa.Engine, run: Run, server: Relay) -> None:
    publish_changes(record, new_agreements(range(200), agency="Doña Ana County – Sheriff’s Office"), FIRST_DAY + HOUR)
    run(FIRST_DAY + 2 * HOUR, mail_from=f"Rédaction <{'d' * 60}@{'x' * 60}.example>")
    assert len(server.taken) == len(NAMES)
    for address, message in server.taken:
        assert checked(message)["To"] == address
