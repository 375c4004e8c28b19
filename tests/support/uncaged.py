"""Documents read without the cage: for storms of short processes, each of which would start a cage of its own.

It starts for longer than such a process works, so that most kills would fall where nothing is written.
"""

from importlib import import_module
from typing import Any

import pytest

from flows.sources.cage.limits import READERS
from flows.sources.cage.process import BegunReading, Cage


class HereRead(BegunReading):
    """One document that is read where it is asked for."""

    def __init__(self, _: Cage, reader: str, __: str, content: bytes, *arguments: object) -> None:
        self._read = getattr(import_module(READERS[reader].module), READERS[reader].name)
        self._content, self._arguments = content, arguments

    def value(self) -> Any:
        return self._read(self._content, *self._arguments)

    def give_up(self) -> None:
        pass


@pytest.fixture
def uncaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, and in those that are forked from it."""
    monkeypatch.setattr(Cage, "begin", lambda *asked: HereRead(*asked))
