"""The seam between what comes from outside and the rest of a run.

Whatever is raised at one item (a source, a list, an article, a document, a digest) becomes a stated failure of that
item, with its traceback in the record, and the run goes on with the others. Only a record that cannot be used and a
person who stops the program end the run: neither is the item's fault.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from flows.world import Clock
from models.errors import MoawatchError, RecordError
from models.record.store import Engine, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.failures import (
    begin_attempts,
    clear_failures,
    fail_attempt,
    is_about_the_data,
    take_back_attempts,
)

# Longer messages come from libraries that print what they were given.
MAX_SENTENCE = 500


class ItemFailedError(MoawatchError):
    """One item failed, or is set aside; the others go on."""


class SetAsideError(ItemFailedError):
    """An item is set aside from an earlier run, and was told then."""


@dataclass(frozen=True, slots=True)
class TriedItem:
    """One thing that may fail by itself: its source, and its address, sha256 or number there."""

    kind: ItemKind
    source: str
    name: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.source, str(self.kind), self.name[:200])))


@contextmanager
def seam(engine: Engine, clock: Clock, item: TriedItem) -> Iterator[None]:
    """One attempt at an item, counted before it begins. Raises ItemFailedError where it fails or is set aside, and
    RecordError where the record cannot be used."""
    named = [(item.source, item.name)]
    with write_session(engine) as session:
        set_aside = begin_attempts(session, item.kind, named, clock())
    if set_aside:
        raise SetAsideError(f"{item}: set aside after too many attempts; see `moawatch review`")
    try:
        yield
    except Exception as error:
        if is_of_the_record(error):
            _take_back(engine, item)
            raise
        raise failed(engine, clock, item, error) from error
    except BaseException:  # a person stopped the program
        _take_back(engine, item)
        raise
    with write_session(engine) as session:
        clear_failures(session, item.kind, named)


def failed(engine: Engine, clock: Clock, item: TriedItem, error: Exception) -> ItemFailedError:
    """Note a failure with its traceback; the error that states it. Raises RecordError where it cannot be noted."""
    sentence = stated(error, str(item))
    with write_session(engine) as session:
        fail_attempt(session, item.kind, item.source, item.name, sentence, trace_of(error), clock())
    return ItemFailedError(sentence)


def is_of_the_record(error: Exception) -> bool:
    """Whether it would happen to every other item as well: the record is locked, full, damaged or gone."""
    return isinstance(error, RecordError) and not is_about_the_data(error)


def stated(error: BaseException, where: str) -> str:
    """The failure in one line."""
    if isinstance(error, MoawatchError):
        return _one_line(str(error))
    if isinstance(error, MemoryError | RecursionError):
        return _one_line(f"{where}: too large or too deep to be handled; look at what was published")
    said = _one_line(f"{where}: {type(error).__name__}: {error}")
    return f"{said}; not foreseen: report it with the traceback from `moawatch review --format json`"


def trace_of(error: BaseException) -> str:
    """The traceback, which a failure that crossed a process carries as text; none for what states itself."""
    carried = getattr(error, "trace", None)
    if isinstance(carried, str):
        return carried
    return "" if isinstance(error, MoawatchError) else "".join(traceback.format_exception(error))


def _take_back(engine: Engine, item: TriedItem) -> None:
    with suppress(RecordError), write_session(engine) as session:
        take_back_attempts(session, item.kind, [(item.source, item.name)])


def _one_line(text: str) -> str:
    """The text without line breaks and what else a terminal would obey."""
    words = " ".join(text.split()).encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in words)[:MAX_SENTENCE]
