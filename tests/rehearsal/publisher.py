"""The sample publisher, which can keep a client waiting and can be away."""

import socket
from contextlib import suppress
from threading import Event
from typing import Any

from flows.demo.publisher import SamplePublisher, Served


class MoodyPublisher(SamplePublisher):
    """Paths in `away` are answered by a closed connection. `keep_waiting` makes the next client of a path wait."""

    def __init__(self) -> None:
        self.away: set[str] = set()
        self.asked = Event()  # somebody waits for the path
        self._waited_for = ""
        self._let_go = Event()
        self._shown: dict[str, Served] = {}
        super().__init__()

    @property
    def served(self) -> "_Doors":
        return _Doors(self, self._shown)

    @served.setter
    def served(self, shown: dict[str, Served]) -> None:
        self._shown = dict(shown)

    def keep_waiting(self, path: str) -> None:
        self.asked.clear()
        self._let_go.clear()
        self._waited_for = path

    def let_go(self) -> None:
        self._waited_for = ""
        self._let_go.set()

    def receive(self, path: str) -> None:
        """What a client meets before the answer. Raises ConnectionResetError where nobody is there."""
        if path in self.away:
            raise ConnectionResetError(path)
        if path == self._waited_for:
            self.asked.set()
            self._let_go.wait()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that are killed, and those that find nobody, are what this is about."""
        with suppress(OSError, AttributeError):
            socket.socket.close(request)


class _Doors(dict[str, Served]):
    def __init__(self, publisher: MoodyPublisher, shown: dict[str, Served]) -> None:
        super().__init__(shown)
        self._publisher = publisher

    def get(self, path: str, default: Any = None) -> Any:
        self._publisher.receive(path)
        return super().get(path, default)
