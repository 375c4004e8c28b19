"""Where letters are: a folder of files, a Maildir, or a mailbox over IMAP. Each gives a bounded number of them."""

import imaplib
import os
import re
import ssl
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from flows.digests.drawing.plain import short
from flows.digests.relay_session import within
from flows.inbox.reading import MAX_BYTES
from flows.settings import Settings
from models.errors import MailboxError

# What a bounce storm or a flood of junk brings in a day; the newest of more are read.
MAX_FILES = 20_000

# Each takes three answers of the server; the next run goes on with the rest.
MAX_FETCHED = 2_000

# Of one answer: a message, or the numbers of all of them. Servers tell the size of some messages as a guess.
_MAX_ANSWER = 2 * MAX_BYTES

# Of the server, before it counts as down.
_SILENCE_SECONDS = 30.0

# What we set on a message that was read, so that the next run passes over it; people see no difference.
KEYWORD = "MoawatchRead"


@dataclass(frozen=True, slots=True)
class BoxedMessage:
    """One message, by a name that says where it is; `content` is at most one byte longer than we read."""

    name: str
    content: bytes
    received_at: datetime  # by the box, not by the letter: its own date may say anything


class Box(Protocol):
    def messages(self) -> Iterator[BoxedMessage]:
        """Raises MailboxError where the box cannot be read."""
        ...

    def settle(self, message: BoxedMessage, obeyed: bool) -> None:
        """The message was handled: obeyed, or left alone."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderBox(Box):
    """`.eml` files or a Maildir. It is only read: a letter that was obeyed says nothing new when it is read again."""

    folder: Path

    def messages(self) -> Iterator[BoxedMessage]:
        for path in self._newest():
            if found := _message(path):
                yield found

    def settle(self, message: BoxedMessage, obeyed: bool) -> None:
        pass

    def close(self) -> None:
        pass

    def _newest(self) -> list[Path]:
        new, read = self.folder / "new", self.folder / "cur"
        is_maildir = new.is_dir() and read.is_dir()
        letters = []
        try:
            for entry in (
                entry for each in ((new, read) if is_maildir else (self.folder,)) for entry in os.scandir(each)
            ):
                if is_maildir or entry.name.lower().endswith(".eml"):
                    with suppress(FileNotFoundError):  # a mail program moves what somebody reads
                        letters.append((entry.stat(follow_symlinks=False).st_mtime, entry.path))
        except OSError as error:
            raise MailboxError(f"inbox {self.folder}: {error.strerror}; check the folder") from error
        return [Path(path) for _, path in sorted(letters, reverse=True)[:MAX_FILES]]


def _message(path: Path) -> BoxedMessage | None:
    """None for what is no file, such as a link or a pipe that would never end, or cannot be read: it may have been
    moved away."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        try:
            return BoxedMessage(path.name, file.read(MAX_BYTES + 1), datetime.fromtimestamp(status.st_mtime, UTC))
        except (OSError, ValueError, OverflowError):  # a bad disk, or a time that no calendar has
            return None


@dataclass(slots=True)
class ImapBox(Box):
    """A mailbox of the settings, always over TLS with a verified certificate. Messages are peeked at: one that is left
    alone stays unread for people, and gets a keyword where the server takes any."""

    settings: Settings
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    clock: Callable[[], float] = time.monotonic
    all_seconds: float = 600.0
    answer_seconds: float = 60.0  # for each answer, however it drips
    _connection: "_ImapSession | None" = None
    _keywords: bool = False

    def messages(self) -> Iterator[BoxedMessage]:
        ends_at = self.clock() + self.all_seconds
        for uid in self._unread():
            if self.clock() > ends_at:
                return
            if found := self._fetched(uid):
                yield found

    def settle(self, message: BoxedMessage, obeyed: bool) -> None:
        flags = [*(["\\Seen"] if obeyed else []), *([KEYWORD] if self._keywords else [])]
        if flags:
            self._ask("STORE", message.name, "+FLAGS.SILENT", f"({' '.join(flags)})")

    def close(self) -> None:
        if self._connection is not None:
            with suppress(imaplib.IMAP4.error, OSError), self._connection.answering(self.answer_seconds):
                self._connection.logout()
            with suppress(OSError):  # it is closed already
                self._connection.shutdown()
            self._connection = None

    @property
    def _where(self) -> str:
        return f"mailbox {self.settings.imap_mailbox} at {self.settings.imap_host}:{self.settings.imap_port}"

    def _unread(self) -> list[str]:
        """The oldest that no run has read; where the server takes no keyword, the newest that nobody has."""
        connection = self._connection = self._open()
        self._enter(connection)
        permanent = connection.response("PERMANENTFLAGS")[1]
        self._keywords = any(flags and b"\\*" in flags for flags in permanent)
        found = self._ask("SEARCH", *(["UNKEYWORD", KEYWORD] if self._keywords else ["UNSEEN"]))
        uids = [uid.decode() for uid in (found[0] or b"").split() if uid.isdigit()]
        return uids[:MAX_FETCHED] if self._keywords else uids[-MAX_FETCHED:]

    def _open(self) -> "_ImapSession":
        settings = self.settings
        if not settings.imap_host:
            raise MailboxError("inbox: no mailbox is set; set MOAWATCH_IMAP_HOST, or name a folder")
        try:
            connection = _ImapSession(settings.imap_host, settings.imap_port, self.context, self.answer_seconds)
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(f"{self._where}: {_cause(error)}; the next run tries again") from error
        try:
            with connection.answering(self.answer_seconds):
                connection.login(settings.imap_user, settings.imap_password.get_secret_value())
        except (imaplib.IMAP4.error, OSError, UnicodeError):  # its words may repeat what was sent
            connection.shutdown()
            advice = "check MOAWATCH_IMAP_USER and MOAWATCH_IMAP_PASSWORD"
            raise MailboxError(f"{self._where}: login refused; {advice}") from None
        return connection

    def _enter(self, connection: "_ImapSession") -> None:
        try:
            with connection.answering(self.answer_seconds):
                answer, said = connection.select(_quoted(self.settings.imap_mailbox))
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(f"{self._where}: {_cause(error)}; the next run tries again") from error
        if answer != "OK":
            words = short((said[0] or b"").decode("utf-8", "replace"), 100)
            raise MailboxError(f"{self._where}: {words or 'cannot be opened'}; check MOAWATCH_IMAP_MAILBOX")

    def _fetched(self, uid: str) -> BoxedMessage | None:
        """The message, or its beginning where it is too large; None where it was deleted meanwhile."""
        head = b" ".join(_texts(self._ask("FETCH", uid, "(RFC822.SIZE INTERNALDATE)")))
        size, received = re.search(rb"RFC822\.SIZE (\d+)", head), _received_at(head)
        if size is None or received is None:
            return None
        part = f"<0.{MAX_BYTES + 1}>" if int(size[1][:12]) > MAX_BYTES else ""
        answer = self._ask("FETCH", uid, f"(BODY.PEEK[]{part})")
        content = next((each[1][: MAX_BYTES + 1] for each in answer if isinstance(each, tuple)), None)
        if content is None:
            return None
        return BoxedMessage(uid, content, received)

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        assert self._connection is not None, "messages are read before they are settled"
        try:
            with self._connection.answering(self.answer_seconds):
                answer, data = self._connection.uid(command, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(f"{self._where}: {_cause(error)}; the next run goes on") from error
        if answer != "OK":
            raise MailboxError(f"{self._where}: it refused {command}; the next run goes on")
        return data


class _ImapSession(imaplib.IMAP4_SSL):
    """A session whose every answer, the greeting included, is bounded in time and in bytes."""

    _room = _MAX_ANSWER

    def __init__(self, host: str, port: int, context: ssl.SSLContext, seconds: float) -> None:
        with within(self, seconds):
            super().__init__(host, port, ssl_context=context, timeout=_SILENCE_SECONDS)

    @contextmanager
    def answering(self, seconds: float) -> Iterator[None]:
        """Room and time for one answer."""
        self._room = _MAX_ANSWER
        with within(self, seconds):
            yield

    def read(self, size: int) -> bytes:
        self._take(size)  # first: the library makes room for whatever size the server names
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise self.abort(f"its answer is longer than {_MAX_ANSWER:,} bytes")


def _received_at(head: bytes) -> datetime | None:
    """When the server received the message; None where it says no time that there is."""
    try:
        found = imaplib.Internaldate2tuple(head)
        return datetime.fromtimestamp(time.mktime(found), UTC) if found else None
    except (ValueError, KeyError, OverflowError):
        return None


def _texts(answer: list[Any]) -> Iterator[bytes]:
    for each in answer:
        yield each[0] if isinstance(each, tuple) else each or b""


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _cause(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return short(str(error) or type(error).__name__, 200)
