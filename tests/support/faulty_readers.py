"""Readers with every fault that a parser may have, run as `python -m` for the cage to bear."""

import os
import signal
import time
from pathlib import Path

from flows.sources.cage.limits import Reader
from flows.sources.cage.serving import serve
from models.errors import ReadError
from models.news.articles import NewsListing


def reads(content: bytes) -> NewsListing:
    return NewsListing((), (content.decode(), str(os.getpid())))


def environment(content: bytes) -> NewsListing:
    return NewsListing((), tuple(os.environ))


def refuses(content: bytes) -> None:
    raise ReadError("document: no list\n\u202e\x1b[2J in it; look at what was published")


def raises(content: bytes) -> None:
    raise KeyError("a\nbug")


def panics(content: bytes) -> None:
    raise BaseException("as a panic of Rust comes out")


def recurses(content: bytes) -> None:
    recurses(content)


def takes_memory(content: bytes) -> int:
    return len(bytearray(2_000_000_000))


def hoards(content: bytes) -> None:
    hoard = []
    while True:
        hoard.append(bytes(100_000) + b"1")


def hangs(content: bytes) -> None:
    while True:
        time.sleep(60)


def hangs_in_c(content: bytes) -> None:
    pow(7, 10**9)  # holds the interpreter: no signal handler of Python's would ever run


def aborts(content: bytes) -> None:
    os.abort()


def exits(content: bytes) -> None:
    os._exit(3)


def is_killed(content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def is_killed_once(content: bytes) -> NewsListing:
    """As the kernel does where the machine is short of memory; `content` is the path that remembers it."""
    remembered = Path(content.decode())
    if not remembered.exists():
        remembered.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return NewsListing(())


def brings_too_much(content: bytes) -> NewsListing:
    return NewsListing((), ("a" * 40_000_000,))


def brings_something_else(content: bytes) -> object:
    return os.system  # unpacked, it would be called by name


FAULTS = {
    name: Reader(__name__ if __name__ != "__main__" else "tests.support.faulty_readers", name, 1.0)
    for name, each in list(globals().items())
    if callable(each) and each.__module__ == __name__
}

if __name__ == "__main__":
    serve(FAULTS)
