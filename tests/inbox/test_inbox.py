"""From a digest at a real relay to the letter that it brought back, and to no more digests."""

import json
import mailbox
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import sqlalchemy as sa
import trustme
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.inbox.boxes import Box, BoxedMessage, FolderBox
from flows.inbox.obeying import Inbox, InboxReport
from flows.settings import Settings
from models.digests.deliveries import MAX_REFUSALS
from models.digests.inbox.letters import MAX_BOUNCE_AGE
from models.digests.subscriptions import Channel
from models.record.asking.digests.deliveries import delivery_troubles
from models.record.store import read_session
from models.record.tables.digests import Delivery, SubscriberRow
from models.record.writing.digests.subscribers import all_subscribers, remove
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, subscribe
from tests.support.letters import bounce, message_id, reply
from tests.support.mail_relay import PASSWORD, USER, Relay, relay
from tests.support.record_contents import contents

JANE, JOE = "jane@example.org", "joe@example.org"


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Relay]:
    with relay(authority) as running:
        yield running


@pytest.fixture
def database(
    tmp_path: Path, sqlite_record: sa.Engine, server: Relay, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A record with two subscribers and news for them, and the settings that lead to the relay."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    for name, value in {
        "SSL_CERT_FILE": str(tmp_path / "authority.pem"),
        "MOAWATCH_OUTBOX": str(tmp_path / "outbox"),
        "MOAWATCH_SMTP_HOST": "127.0.0.1",
        "MOAWATCH_SMTP_PORT": str(server.port),
        "MOAWATCH_SMTP_USER": USER,
        "MOAWATCH_SMTP_PASSWORD": PASSWORD,
        "MOAWATCH_MAIL_FROM": "digest@moawatch.example",
        "MOAWATCH_MESSAGES_PER_MINUTE": "1000000",
    }.items():
        monkeypatch.setenv(name, value)
    subscribe(sqlite_record, JANE)
    subscribe(sqlite_record, JOE)
    publish_changes(sqlite_record, new_agreements([1]))
    return str(sqlite_record.url)


def ask(database: str, *words: str) -> Result:
    return CliRunner().invoke(moawatch, ["--database", database, *words], catch_exceptions=False, standalone_mode=False)


def send(database: str, server: Relay) -> dict[str, bytes]:
    """What the relay takes now, by its recipient."""
    before = len(server.taken)
    assert ask(database, "digest", "send").return_value == 0
    return dict(server.taken[before:])


def read(database: str, folder: Path, *letters: bytes) -> dict[str, object]:
    """Put the letters into the folder, and read all of it."""
    folder.mkdir(exist_ok=True)
    for letter in letters:
        (folder / f"{len(list(folder.iterdir()))}.eml").write_bytes(letter)
    done = ask(database, "inbox", str(folder), "--format", "json")
    (report,) = json.loads(done.stdout)
    assert done.return_value == int(bool(report["failures"]))
    return dict(report)


def more_news(record: sa.Engine, number: int) -> None:
    publish_changes(record, new_agreements([number]), at=FIRST_DAY + days(number))


def subscribers(record: sa.Engine) -> dict[str, SubscriberRow]:
    with read_session(record) as session:
        return {row.address: row for row in all_subscribers(session) if row.channel is Channel.MAIL}


def listed(database: str) -> str:
    return " ".join(ask(database, "subscribers", "list", "--wide").stdout.split())


class TestStop:
    @pytest.mark.parametrize("subject", ["stop", "Re: 287(g): 1 new agreement"])
    def test_a_reply_with_stop_ends_the_digests_and_is_confirmed_once(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path, subject: str
    ) -> None:
        assert send(database, server).keys() == {JANE, JOE}
        wish = reply(JANE, subject, "stop\n")
        assert read(database, tmp_path / "mail", wish, wish)["stopped"] == 1
        ((address, confirmation),) = server.taken[2:]
        mail = message_from_bytes(confirmation)
        assert (address, mail["Subject"]) == (JANE, "You will get no more digests")
        assert f"moawatch sends no more digests to {JANE}." in str(mail.get_payload())
        assert read(database, tmp_path / "mail")["stopped"] == 0
        more_news(sqlite_record, 2)
        assert send(database, server).keys() == {JOE}
        assert subscribers(sqlite_record).keys() == {JOE}

    def test_who_subscribes_again_is_not_stopped_by_the_letter_of_last_time(
        self, database: str, sqlite_record: sa.Engine, tmp_path: Path
    ) -> None:
        assert read(database, tmp_path / "mail", reply(JANE, "stop"))["stopped"] == 1
        ask(database, "subscribers", "add", JANE)
        assert read(database, tmp_path / "mail")["stopped"] == 0
        assert JANE in subscribers(sqlite_record)

    def test_a_wish_of_somebody_who_is_not_subscribed_is_remarked_for_a_day(
        self, database: str, tmp_path: Path
    ) -> None:
        letter = tmp_path / "mail" / "0.eml"
        remarks = read(database, tmp_path / "mail", reply("mallory@example.org", "stop"))["remarks"]
        assert remarks == ["mallory@example.org asks to stop, and is not subscribed by that address"]
        yesterday = time.time() - 25 * 3_600
        os.utime(letter, (yesterday, yesterday))
        assert read(database, tmp_path / "mail")["remarks"] == []

    def test_the_address_of_the_unsubscribe_header_is_obeyed(
        self, database: str, server: Relay, tmp_path: Path
    ) -> None:
        header = str(message_from_bytes(send(database, server)[JANE])["List-Unsubscribe"])
        subject = unquote(header.partition("subject=")[2].rstrip(">"))
        assert read(database, tmp_path / "mail", reply(JANE, subject))["stopped"] == 1

    def test_nobody_stops_the_digests_of_somebody_else(
        self, database: str, sqlite_record: sa.Engine, tmp_path: Path, server: Relay
    ) -> None:
        one, other = (subscribers(sqlite_record)[address].id for address in (JANE, JOE))
        report = read(
            database, tmp_path / "mail", reply("mallory@example.org", f"stop {one}"), reply(JOE, f"stop {one}"),
            reply("mallory@example.org", "stop", Reply_To=JANE), reply("mallory@example.org", "stop", Sender=JANE),
        )  # fmt: skip
        assert (report["stopped"], report["left_alone"]) == (0, 4)
        assert {row.id for row in subscribers(sqlite_record).values()} == {one, other}
        assert server.taken == []

    def test_a_relay_that_takes_no_confirmation_keeps_nobody(
        self, database: str, sqlite_record: sa.Engine, tmp_path: Path, server: Relay
    ) -> None:
        server.answers = lambda command, address: "550 5.7.1 not today" if command == "RCPT" else None
        report = read(database, tmp_path / "mail", reply(JANE, "stop"))
        assert (report["stopped"], report["failures"]) == (1, [])
        assert f"{JANE} has left, without a confirmation: " in str(report["remarks"])
        assert subscribers(sqlite_record).keys() == {JOE}


class TestBounce:
    def test_a_hard_bounce_pauses_the_subscriber_and_is_told_to_operators(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path
    ) -> None:
        sent = send(database, server)
        report = read(database, tmp_path / "mail", bounce(message_id(sent[JANE]), JANE))
        assert (report["bounced"], report["left_alone"]) == (1, 0)
        jane, joe = (subscribers(sqlite_record)[address] for address in (JANE, JOE))
        assert (jane.paused, joe.paused) == (True, False)
        assert jane.paused_because == "mail to it comes back: 5.1.1 no such user"
        assert jane.paused_because in listed(database)
        with read_session(sqlite_record) as session:
            (told,) = delivery_troubles(session, FIRST_DAY)
        assert told.sentence.startswith(f"subscriber {jane.id} ({JANE}) is paused: mail to it comes back: 5.1.1")
        said = json.loads(ask(database, "status", "--format", "json").stdout)
        assert told.sentence in said["sources"][-1]["last_error"]
        more_news(sqlite_record, 2)
        assert send(database, server).keys() == {JOE}

    def test_who_is_resumed_is_told_what_came_back(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path
    ) -> None:
        sent = send(database, server)
        read(database, tmp_path / "mail", bounce(message_id(sent[JANE]), JANE))
        ask(database, "subscribers", "pause", JANE, "--resume")
        assert subscribers(sqlite_record)[JANE].paused_because == ""
        again = send(database, server)
        assert again.keys() == {JANE}
        assert message_id(again[JANE]) != message_id(sent[JANE])
        # The old bounce is still in the folder, and says nothing of the new digest.
        assert read(database, tmp_path / "mail")["bounced"] == 0
        assert not subscribers(sqlite_record)[JANE].paused

    @pytest.mark.parametrize(
        ("status", "action", "said"),
        [("4.4.7", "delayed", "451 try later"), ("4.2.2", "failed", "mailbox full"), ("2.0.0", "delivered", "250 ok")],
    )
    def test_what_is_not_final_is_left_alone(
        self,
        database: str,
        sqlite_record: sa.Engine,
        server: Relay,
        tmp_path: Path,
        status: str,
        action: str,
        said: str,
    ) -> None:
        sent = send(database, server)
        report = read(database, tmp_path / "mail", bounce(message_id(sent[JANE]), JANE, status, action, said))
        assert (report["bounced"], report["left_alone"]) == (0, 1)
        assert not subscribers(sqlite_record)[JANE].paused

    def test_a_rule_against_our_sender_pauses_only_after_five_digests_in_a_row(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path
    ) -> None:
        for number in range(1, MAX_REFUSALS + 1):
            assert not subscribers(sqlite_record)[JANE].paused
            sent = send(database, server)
            more_news(sqlite_record, number + 1)
            read(database, tmp_path / "mail", bounce(message_id(sent[JANE]), JANE, "5.7.1", said="550 5.7.1 blocked"))
            with read_session(sqlite_record) as session:
                (told,) = delivery_troubles(session, FIRST_DAY)
            assert f"{JANE} " in told.sentence or f"({JANE})" in told.sentence
            assert "5.7.1 blocked" in told.sentence
        assert subscribers(sqlite_record)[JANE].paused_because == "mail to it comes back: 5.7.1 blocked"

    def test_a_forged_bounce_changes_nothing(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path
    ) -> None:
        sent = send(database, server)
        before = contents(sqlite_record)
        of_joe = message_id(sent[JOE])
        guessed = re.sub(r"\.[0-9a-f]{12}@", ".000000000000@", message_id(sent[JANE]))
        forged = [
            bounce("<made-up@moawatch.example>", JANE),
            bounce(guessed, JANE),
            bounce(of_joe, JANE),  # whoever gets digests knows the ids of their own
            bounce(message_id(sent[JANE]), "somebody@example.org"),
            bounce("", JANE),
            bounce(message_id(sent[JANE]), JANE).replace(b"message/delivery-status", b"text/plain"),
        ]
        assert read(database, tmp_path / "mail", *forged)["left_alone"] == len(forged)
        assert contents(sqlite_record) == before

    def test_a_bounce_of_an_old_digest_changes_nothing(
        self, database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path
    ) -> None:
        sent = send(database, server)
        with sqlite_record.begin() as connection:
            long_ago = datetime.now(UTC) - MAX_BOUNCE_AGE - timedelta(hours=1)
            connection.execute(sa.update(Delivery).values(settled_at=long_ago))
        assert read(database, tmp_path / "mail", bounce(message_id(sent[JANE]), JANE))["bounced"] == 0
        assert not subscribers(sqlite_record)[JANE].paused


class TestBoxes:
    def test_a_maildir_is_read_and_left_as_it_is(self, database: str, sqlite_record: sa.Engine, tmp_path: Path) -> None:
        box = mailbox.Maildir(tmp_path / "maildir", create=True)
        box.add(reply(JANE, "stop"))
        names = sorted(path.name for path in (tmp_path / "maildir" / "new").iterdir())
        assert read(database, tmp_path / "maildir")["stopped"] == 1
        assert sorted(path.name for path in (tmp_path / "maildir" / "new").iterdir()) == names

    def test_what_is_no_file_is_passed_over(self, database: str, sqlite_record: sa.Engine, tmp_path: Path) -> None:
        folder = tmp_path / "mail"
        folder.mkdir()
        os.mkfifo(folder / "pipe.eml")
        (folder / "link.eml").symlink_to("/dev/zero")
        (folder / "folder.eml").mkdir()
        (folder / "notes.txt").write_bytes(reply(JANE, "stop"))
        assert read(database, folder)["read"] == 0

    def test_a_letter_that_is_moved_away_meanwhile_holds_up_no_other(
        self, database: str, sqlite_record: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "mail").mkdir()
        for name in ("stays.eml", "moves.eml"):
            (tmp_path / "mail" / name).write_bytes(reply("joe@example.org", "hello"))

        def listed(folder: Path) -> list[os.DirEntry[str]]:
            with scandir(folder) as found:
                entries = list(found)
            (tmp_path / "mail" / "moves.eml").unlink()
            return entries

        scandir = os.scandir
        monkeypatch.setattr("flows.inbox.boxes.os.scandir", listed)
        assert [message.name for message in FolderBox(tmp_path / "mail").messages()] == ["stays.eml"]

    def test_a_name_of_no_letters_is_told_like_any_other(
        self, database: str, sqlite_record: sa.Engine, tmp_path: Path
    ) -> None:
        folder = tmp_path / "mail"
        folder.mkdir()
        bomb = b"a: b\n" * 60_000
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\x1b[31m.eml")).write_bytes(bomb)
        assert read(database, folder)["unreadable"] == 1


@dataclass(frozen=True, slots=True)
class Pile(Box):
    """Letters in no box."""

    letters: list[bytes]

    def messages(self) -> Iterator[BoxedMessage]:
        now = datetime.now(UTC)
        return (BoxedMessage(str(number), letter, now) for number, letter in enumerate(self.letters))

    def settle(self, message: BoxedMessage, obeyed: bool) -> None:
        assert not obeyed

    def close(self) -> None:
        pass


def test_ten_thousand_hostile_letters_change_nothing(database: str, sqlite_record: sa.Engine, server: Relay) -> None:
    sent = send(database, server)
    before = contents(sqlite_record)
    of_jane = message_id(sent[JANE])
    real = bounce(of_jane, JANE)
    guesses = (re.sub(r"\.[0-9a-f]{12}@", f".{number:012x}@", of_jane) for number in range(6_000))
    flood = [real.replace(of_jane.encode(), guess.encode()) for guess in guesses]
    flood += [reply("mallory@example.org", f"stop {number}") for number in range(3)] * 1_000
    flood += [b'Content-Type: multipart/mixed; boundary="B"\n\n' + b"--B\n\n" * 1_500] * 1_000
    report, began = InboxReport(), time.process_time()
    Inbox(sqlite_record, Settings(), {}, lambda: datetime.now(UTC), report).read(Pile(flood))
    assert time.process_time() - began < 20
    assert report.sentence == "inbox: 10,000 read, 0 stops obeyed, 0 bounces, 9,000 left alone, 1,000 unreadable"
    assert len(report.remarks) <= 20
    assert contents(sqlite_record) == before


def test_a_letter_that_breaks_the_record_holds_up_no_other(
    database: str, sqlite_record: sa.Engine, server: Relay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_for_jane(session: object, row: SubscriberRow) -> None:
        if row.address == JANE:
            raise ValueError("no such thing")
        remove(session, row)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr("flows.inbox.obeying.remove", break_for_jane)
        report = read(database, tmp_path / "mail", reply(JANE, "stop"), reply(JOE, "stop"))
    assert (report["stopped"], "ValueError: no such thing" in str(report["failures"])) == (1, True)
    assert subscribers(sqlite_record).keys() == {JANE}
    assert read(database, tmp_path / "mail")["stopped"] == 1, "the next run tries again"


@pytest.mark.parametrize("words", [[], ["--imap", "."]])
def test_it_wants_a_folder_or_the_mailbox(database: str, words: list[str]) -> None:
    with pytest.raises(click.UsageError, match="name a folder, or give --imap"):
        ask(database, "inbox", *words)
