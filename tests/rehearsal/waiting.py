"""Waiting for what other processes do, with a bound."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

# A fresh server on two busy cores took 60.
SECONDS = 180.0

Found = TypeVar("Found")


class NeverError(Exception):
    """What was waited for did not come."""


def eventually(what: str, look: Callable[[], Found | None], seconds: float = SECONDS, every: float = 0.2) -> Found:
    """What `look` finds, once it finds something. Raises NeverError."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise NeverError(f"not within {seconds:.0f} s: {what}")
        time.sleep(every)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
