"""A small IMAP server on a loopback port, over TLS: one user, one mailbox, the few commands that reading it takes."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import trustme

HOST = "127.0.0.1"
USER, PASSWORD = "moawatch", "correct horse"


@dataclass(slots=True)
class Stored:
    content: bytes
    received: str
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ImapServer:
    """The mailbox by UID. `keywords` says whether it takes flags of a client's own, as most servers do."""

    port: int = 0
    box: dict[int, Stored] = field(default_factory=dict)
    keywords: bool = True
    asked: list[str] = field(default_factory=list)  # every command, without its tag
    silent_after: str = ""  # the command after which it says nothing more
    floods_at: str = ""  # the command that it answers with lines without end
    claimed: int = 0  # the bytes that it says a message has, if not those that it has
    drips_at: str = ""  # the command that it answers with one byte a moment, for ever

    def deliver(self, *letters: bytes, received: str = "05-Jan-2026 16:00:00 +0000") -> None:
        for letter in letters:
            self.box[max(self.box, default=0) + 1] = Stored(letter, received)

    def answer(self, command: str) -> list[bytes]:
        """The untagged lines of the answer. Raises ValueError for what it does not know."""
        name, _, rest = command.partition(" ")
        if name in ("CAPABILITY", "LOGOUT", "NOOP"):
            return {"CAPABILITY": [b"* CAPABILITY IMAP4rev1"], "LOGOUT": [b"* BYE"], "NOOP": []}[name]
        if name == "LOGIN" and rest == f'{USER} "{PASSWORD}"':
            return []
        if name == "SELECT" and rest == '"INBOX"':
            own = rb" \\*" if self.keywords else b""
            return [b"* %d EXISTS" % len(self.box), rb"* OK [PERMANENTFLAGS (\\Answered \\Seen%b)] kept" % own]
        if name == "UID":
            verb, _, arguments = rest.partition(" ")
            return {"SEARCH": self._search, "FETCH": self._fetch, "STORE": self._store}[verb](arguments)
        raise ValueError

    def _search(self, arguments: str) -> list[bytes]:
        flag = arguments.removeprefix("UNKEYWORD ") if arguments != "UNSEEN" else "\\Seen"
        return [b"* SEARCH " + b" ".join(b"%d" % uid for uid, each in self.box.items() if flag not in each.flags)]

    def _fetch(self, arguments: str) -> list[bytes]:
        uid, _, item = arguments.partition(" ")
        stored = self.box.get(int(uid))
        if stored is None:
            return []
        if item == "(RFC822.SIZE INTERNALDATE)":
            facts = f'UID {uid} RFC822.SIZE {len(stored.content)} INTERNALDATE "{stored.received}"'
            return [f"* {uid} FETCH ({facts})".encode()]
        asked = re.fullmatch(r"\(BODY\.PEEK\[\](?:<0\.(\d+)>)?\)", item)
        if asked is None:
            raise ValueError
        content = stored.content[: int(asked[1])] if asked[1] else stored.content
        size = self.claimed or len(content)
        return [b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)" % (int(uid), int(uid), size, content)]

    def _store(self, arguments: str) -> list[bytes]:
        uid, _, flags = arguments.partition(" +FLAGS.SILENT ")
        self.box[int(uid)].flags |= set(flags.strip("()").split())
        return []

    def serve(self, connection: ssl.SSLSocket) -> None:
        with connection, connection.makefile("rwb") as file:
            file.write(b"* OK ready\r\n")
            file.flush()
            while line := file.readline().decode().rstrip("\r\n"):
                tag, _, command = line.partition(" ")
                self.asked.append(command)
                if self.silent_after and command.startswith(self.silent_after):
                    return
                while self.drips_at and command.startswith(self.drips_at):
                    file.write(b".")
                    file.flush()
                    time.sleep(0.02)
                while self.floods_at and command.startswith(self.floods_at):
                    file.write(b"* 1 FETCH (FLAGS (x))\r\n" * 1_000)
                try:
                    lines, done = self.answer(command), b" OK done"
                except (ValueError, KeyError):
                    lines, done = [], b" NO that is refused"
                file.write(b"".join(each + b"\r\n" for each in [*lines, tag.encode() + done]))
                file.flush()


@contextmanager
def imap_server(authority: trustme.CA) -> Iterator[ImapServer]:
    """The server while it runs; one client at a time."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    server = ImapServer()
    with socket.create_server((HOST, 0)) as listening:
        server.port = listening.getsockname()[1]

        def accept() -> None:
            while True:
                try:
                    client, _ = listening.accept()
                except OSError:  # closed: the test is over
                    return
                with suppress(OSError):
                    server.serve(context.wrap_socket(client, server_side=True))

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)
