"""A relay that never ends an answer holds up no run: bytes and time are bounded at each step."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from flows.digests.smtp import InDoubtError, RefusedForNowError, RelayDownError, RelayPatience, SmtpSender
from flows.settings import Settings
from models.digests.deliveries import MAX_RESERVATION
from models.errors import DeliveryError

PAYLOAD = b"Subject: x\r\n\r\nx\r\n"
QUICK = RelayPatience(connect=0.3, answer=0.3, final_answer=0.3)
STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "message")
SAID = {"greeting": b"220 hello", "EHLO": b"250 hello", "DATA": b"354 go on"}


def drip(connection: socket.socket) -> None:
    """One byte at a time, each well before the silence is too long, and never a line's end."""
    while True:
        connection.sendall(b"2")
        time.sleep(0.05)


def lines_without_a_last(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"250-and more\r\n" * 100)


def one_long_line(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"250 " + b"x" * 10_000)


def lines_now_and_then(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"250-and more\r\n")
        time.sleep(0.05)


@contextmanager
def bad_relay(step: str, misbehave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A relay without TLS that behaves up to `step` and then misbehaves; the port."""

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            file = connection.makefile("rb")
            for now in STEPS:
                if now == "message":
                    while file.readline() not in (b".\r\n", b""):
                        pass
                elif now != "greeting":
                    file.readline()
                if now == step:
                    misbehave(connection)
                connection.sendall(SAID.get(now, b"250 fine") + b"\r\n")
            file.readline()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=[listening], daemon=True)
        thread.start()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("misbehave", [drip, lines_without_a_last, one_long_line, lines_now_and_then])
@pytest.mark.parametrize("step", STEPS)
def test_an_answer_without_end_is_a_stated_failure_in_time(
    step: str, misbehave: Callable[[socket.socket], None]
) -> None:
    expected: type[DeliveryError] = RefusedForNowError
    if step in ("greeting", "EHLO"):
        expected = RelayDownError
    elif step == "message":
        expected = InDoubtError
    with bad_relay(step, misbehave) as port:
        settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", messages_per_minute=1_000_000)
        sender = SmtpSender(settings, patience=QUICK)
        begun = time.monotonic()
        with pytest.raises(expected) as failure:
            sender.offer("a@example.org", "d1", PAYLOAD).hand_over()
        assert time.monotonic() - begun < 5
        assert str(failure.value).isprintable()
        sender.close()


def test_a_message_is_given_up_before_its_reservation_ends() -> None:
    patience = RelayPatience()
    assert 2 * patience.answer + patience.final_answer < MAX_RESERVATION.total_seconds()
