"""A session with a mail relay that ends: no answer is endless, in bytes or in time, whatever the other side sends.

`smtplib` limits the silence between two bytes. A relay that trickles, or never comes to the last line of an answer,
would hold up every digest after this one.
"""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

# An answer has a few lines of 512 bytes (RFC 5321, 4.5.3.1.5); a greeting may list some dozen extensions.
MAX_ANSWER = 64 * 1024


class RelaySession(smtplib.SMTP):
    """A connection, open within `timeout` seconds for each step and within four times that for all of them."""

    def __init__(self, host: str, port: int, *, timeout: float, **options: Any) -> None:
        with within(self, 4 * timeout):
            super().__init__(host, port, timeout=timeout, **options)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock.makefile("rb"))
        if isinstance(self.file, _Answers):
            self.file.room = MAX_ANSWER
        return super().getreply()


class TlsRelaySession(RelaySession, smtplib.SMTP_SSL):
    """The same over TLS from the first byte on."""


class _Answers:
    """What the relay sends, line by line, with room for one answer."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.room = MAX_ANSWER

    def readline(self, limit: int) -> bytes:
        line = self._file.readline(min(limit, self.room))
        self.room -= len(line)
        if self.room <= 0:
            raise OSError(f"its answer is longer than {MAX_ANSWER:,} bytes")
        if line and not line.endswith(b"\n"):  # '25' of '250 queued', or of '252 ...': no answer
            raise OSError("its answer broke off")
        return line

    def close(self) -> None:
        self._file.close()


class Session(Protocol):
    """A connection of one of the standard library's clients."""

    @property
    def sock(self) -> socket.socket | None: ...


@contextmanager
def within(session: Session, seconds: float) -> Iterator[None]:
    """Cut the connection if what is done takes longer; whoever waits for the relay then gets an OSError."""
    timer = threading.Timer(seconds, _cut, [session])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(session: Session) -> None:
    connected: socket.socket | None = getattr(session, "sock", None)  # some clients have none until they are connected
    if connected is not None:
        with suppress(OSError):  # it is closed already
            # The plain socket's own: that of a TLS socket changes what another thread is reading from.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)
