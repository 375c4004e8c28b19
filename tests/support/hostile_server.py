"""A web server on loopback that misbehaves on purpose, byte by byte, in one named way.

The behaviors are those of `hostile_behaviors`. A server ends promptly, also while its clients hang.
"""

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Self

from tests.support.hostile_behaviors import BEHAVIORS, GOOD_PAGE, ServerEndedError, fine, not_found

# What a client may send before its blank line; a head larger than this is no client of ours.
MAX_REQUEST = 100_000


@dataclass(slots=True)
class Connection:
    """One client, as a behavior sees it."""

    socket: socket.socket
    base: str
    body: bytes
    content_type: str
    closing: threading.Event
    path: str = ""

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

    def pause(self, seconds: float) -> None:
        """Wait, unless the server ends meanwhile."""
        if self.closing.wait(seconds):
            raise ServerEndedError

    def wait_for_client(self) -> None:
        """Read on and answer nothing until the client goes."""
        while self.socket.recv(65_536):
            pass

    def reset(self) -> None:
        """Drop the connection with a reset in place of an orderly end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def read_request(self) -> bool:
        """Whether a request came; its path is then known."""
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.socket.recv(65_536)
            head += more
            if not more or len(head) > MAX_REQUEST:
                return False
        self.path = head.split(b" ", 2)[1].decode("latin-1")
        return True


@dataclass(slots=True)
class HostileServer:
    """Plays one behavior to whoever asks, whatever the path. `paths` keeps what was asked for.

    robots.txt is simply not there, unless the behavior's name begins with 'robots_': then that misbehaves and every
    other path is served well. `body` is what the answers carry, so that the harm can be done to any document.
    """

    behavior: str
    body: bytes = GOOD_PAGE
    content_type: str = "text/html; charset=utf-8"
    paths: list[str] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)
    _connections: set[socket.socket] = field(default_factory=set)
    _server: ThreadingTCPServer | None = None
    _thread: threading.Thread | None = None

    def url(self, path: str = "/") -> str:
        assert self._server is not None, "the server runs inside its `with` only"
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def __enter__(self) -> Self:
        hostile = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                hostile._serve(self.request)

        class Server(ThreadingTCPServer):
            daemon_threads = False  # so that closing the server waits for them
            request_queue_size = 128  # storms of clients are part of some tests

            def handle_error(self, request: Any, client_address: Any) -> None:
                if not hostile._closing.is_set():
                    ThreadingTCPServer.handle_error(self, request, client_address)

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._thread.join()
        self._closing.set()
        for each in list(self._connections):
            self._hang_up(each)
        self._server.server_close()  # waits for the connections, which were all woken

    def _serve(self, client: socket.socket) -> None:
        self._connections.add(client)
        if self._closing.is_set():  # taken in while the server ended
            self._hang_up(client)
        connection = Connection(client, self.url(""), self.body, self.content_type, self._closing)
        with suppress(ServerEndedError, OSError):  # the client left, or the server ends
            self._play(connection)
        self._connections.discard(client)

    def _play(self, connection: Connection) -> None:
        play = BEHAVIORS[self.behavior]
        if not connection.read_request():
            return
        self.paths.append(connection.path)
        of_robots = self.behavior.startswith("robots_")
        if connection.path == "/robots.txt" and not of_robots:
            play = not_found
        elif connection.path != "/robots.txt" and of_robots:
            play = fine
        play(connection)

    @staticmethod
    def _hang_up(client: socket.socket) -> None:
        """Wake whoever reads from it or writes to it; the server closes it."""
        with suppress(OSError):  # the client was faster
            client.shutdown(socket.SHUT_RDWR)
