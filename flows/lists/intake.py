"""Saved bytes on their way into the record: hashed first, and read once, however many names and copies they have.

A mirror holds one list under many names, beside pages that are no lists: reading all of them took ten times as long as
reading the lists.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from flows.fetching.archive import Archive
from flows.sources.cage.readers import FORMS, read_document, saved_at
from flows.sources.ice.dating import date_by
from flows.sources.in_hand import InHand
from models.errors import ReadError
from models.lists.listings import Dating, is_ahead
from models.record.asking.history.seen import no_lists, sighted
from models.record.store import Engine, read_session, write_session
from models.record.writing.history import note_no_lists
from models.record.writing.sightings import SeenList, note_saved

# Rows read and not yet derived: some 100 MB. Lists beyond that are read again when their turn comes.
_MAX_IN_HAND = 100_000

_UNDATED = "cannot date this file; put the date in its name"


class SavedFile(NamedTuple):
    """Bytes that may be a list."""

    content: bytes
    name: str
    saved_by: datetime | None = None  # the latest time at which it can have been published, such as its commit


class _Looked(NamedTuple):
    seen: SeenList
    size: int
    dating: Dating | None
    why_no_list: str = ""


@dataclass(slots=True)
class Intake:
    """Takes in saved files, portion by portion. `proves`: what is no list gets no sighting, so that nothing tries to
    derive it; otherwise only what has no date is read before its turn."""

    engine: Engine
    archive: Archive
    source: str
    now: datetime
    proves: bool = False
    new: int = 0  # lists that the record did not have
    failures: list[str] = field(default_factory=list)
    in_hand: InHand = field(default_factory=InHand)
    _done: set[str] = field(default_factory=set)  # documents on record as lists
    _refused: dict[str, str] = field(default_factory=dict)  # documents that are none, and why
    _rows: int = 0

    def take(self, files: Sequence[SavedFile]) -> None:
        """Keep the files, and note those that are lists, in one transaction."""
        copies: dict[str, list[SavedFile]] = {}
        for file in files:
            copies.setdefault(self.archive.keep(file.content), []).append(file)  # heals one that the archive lost
        with read_session(self.engine) as session:
            self._done |= sighted(session, copies).keys()
            self._refused |= no_lists(session, copies, FORMS)
        noted: list[_Looked] = []
        refused_now: dict[str, str] = {}
        for sha256, same in copies.items():
            if sha256 in self._done:
                continue
            if sha256 not in self._refused:
                one = self._look(sha256, same)
                noted.append(one)
                if one.why_no_list:
                    refused_now[sha256] = one.why_no_list
            if why := refused_now.get(sha256) or self._refused.get(sha256):
                self.failures += [_said_of(file.name, why) for file in same]
        with write_session(self.engine) as session:
            self.new += note_saved(session, [(each.seen, each.size, each.dating) for each in noted])
            note_no_lists(session, refused_now, FORMS)
        self._refused |= refused_now
        self._done |= {each.seen.document_sha256 for each in noted if each.dating}

    def _look(self, sha256: str, same: Sequence[SavedFile]) -> _Looked:
        """What the bytes are, and when they were published by the first of their names that tells it."""
        name, content = same[0].name, same[0].content
        try:
            published = read_document(content, name) if self.proves else None
            stamp = published.saved_at if published else saved_at(content, name)
            dated = [(file, dating) for file in same if (dating := self._dating(stamp, file))]
            if not dated:
                if published is None:
                    read_document(content, name)  # no one shall date for nothing what is no list either
                self.failures += [f"{file.name}: {_UNDATED}" for file in same]
        except ReadError as error:
            return _Looked(self._seen(sha256, name), len(content), None, str(error))
        if not dated:
            return _Looked(self._seen(sha256, name), len(content), None)
        file, dating = dated[0]
        if published and self._rows < _MAX_IN_HAND:
            self._rows += len(published.rows)
            self.in_hand.lists[sha256, file.name] = published
        return _Looked(self._seen(sha256, file.name), len(content), dating)

    def _seen(self, sha256: str, name: str) -> SeenList:
        return SeenList(sha256, self.source, name, self.now)

    def _dating(self, stamp: datetime | None, file: SavedFile) -> Dating | None:
        by_a_wrong_clock = stamp is not None and is_ahead(stamp, self.now)
        saved_by = file.saved_by or (self.now if by_a_wrong_clock else None)
        try:
            return date_by(stamp, file.name, captured_at=saved_by, now=self.now)
        except ReadError:
            return None


def _said_of(name: str, why: str) -> str:
    """What was said of the same bytes under another name."""
    return f"{name}: {why.partition(': ')[2] or why}"


def by_reason(failures: Sequence[str], alone: int = 3) -> list[str]:
    """One line for each reason that more than a few files share: '143 files: an empty file; fetch it again (first:
    a.xlsx)'. The frequent ones come last, where a person sees them."""
    whys = Counter(map(_reason, failures))
    lines = [failure for failure in failures if whys[_reason(failure)] <= alone]
    for why, count in reversed(whys.most_common()):
        if count > alone:
            first = next(failure for failure in failures if _reason(failure) == why)
            lines.append(f"{count:,} files: {why} (first: {first.partition(': ')[0]})")
    return lines


# What is of one document alone: the title of its page, and its hash.
_ITS_OWN = re.compile(r" \((?:'[^']*'|\"[^\"]*\"|no title)\)|\b[0-9a-f]{12,}\b")


def _reason(failure: str) -> str:
    return _ITS_OWN.sub("", failure.partition(": ")[2] or failure)


Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
