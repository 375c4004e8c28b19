"""Counts as runs that change, and from when until when the record believed each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.lists.counts import ALL_TYPES, CountedRow, Figures, RunningCounts
from models.lists.resolution import Placement
from models.record.listing_rows import counted_in_force
from models.record.tables.lists import CountedList, CountRun
from models.record.writing.lists.agreements import AgreementTables, Moved
from models.record.writing.lists.count_runs import (
    NOTHING,
    Runs,
    Slice,
    SliceRun,
    append_runs,
    believed_now,
    open_figures,
    recounted,
    replace_runs,
    supersede,
)
from models.record.writing.lists.listings import Comparison
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import clamp_days, insert_rows
from models.vocabulary import ListKind


class CountTables:
    """The runs that the lists at hand begin.

    A row counts for the agency that it names, and where the agency of its agreement is, as last printed, for all the
    time that it was listed: if a list moves one, the scopes that it leaves and joins are counted again from their first
    list.
    """

    def __init__(self, agreements: AgreementTables, now: datetime, *, rebuilding: bool) -> None:
        self._agreements = agreements
        self._now = now
        self._rebuilding = rebuilding  # then nothing is written before the end, and compared with what is there
        self._running: dict[ListKind, RunningCounts] = {}
        self._last_rows: dict[ListKind, list[Placement]] = {}  # of the lists that are running
        self._figures: dict[Slice, Figures] = {}  # the last ones
        self._known: set[tuple[ListKind, str]] = set()  # the scopes whose last figures these are
        self._lists: list[ListMark] = []
        self._fresh: Runs = defaultdict(list)
        self._moved: set[str] = set()  # scopes to be counted again
        self._is_written = not rebuilding  # whether the tables have all lists before the one at hand

    def take(self, session: Session, comparison: Comparison, mark: ListMark, moved: Moved) -> None:
        """The counts of one list, and what it moved."""
        if moved:
            self._move(session, moved)
        running = self._running.get(mark.kind)
        if running is None:
            running = self._running[mark.kind] = RunningCounts(self._rows_before(session, comparison, mark.kind))
        counted = self._agreements.counted
        figures = running.change(map(counted, comparison.came), map(counted, comparison.went))
        self._load(session, mark.kind, {scope for scope, _ in figures})
        for (scope, support_type), each in figures.items():
            slice_ = Slice(mark.kind, scope, support_type or ALL_TYPES)
            if self._figures.get(slice_, NOTHING) != each:
                self._figures[slice_] = each
                self._fresh[slice_].append(SliceRun(mark.id, mark.published_at, mark.day, each))
        self._last_rows[mark.kind] = comparison.now
        self._lists.append(mark)
        self._is_written = False

    def flush(self, session: Session) -> None:
        if self._rebuilding:
            return
        insert_rows(session, CountedList, map(self._list_row, self._lists))
        append_runs(session, self._unmoved(), self._now)
        if self._moved:
            replace_runs(session, recounted(session, self._moved), self._now, self._moved)
        self._clear()

    def finish_rebuild(self, session: Session) -> None:
        """Compare with what the record believed: what is the same stays, the rest is superseded."""
        believed = {
            each.snapshot_id: each for each in session.exec(select(CountedList).where(believed_now(CountedList)))
        }
        derived = {mark.id: self._list_row(mark) for mark in self._lists}
        both = believed.keys() & derived.keys()
        same = {id_ for id_ in both if believed[id_].published_at == derived[id_]["published_at"]}
        supersede(session, CountedList, ({"snapshot_id": id_} for id_ in believed.keys() - same), self._now)
        for id_ in same:
            believed[id_].day = derived[id_]["day"]
        insert_rows(session, CountedList, (row for id_, row in derived.items() if id_ not in same))
        session.flush()
        replace_runs(session, self._unmoved() | recounted(session, self._moved), self._now)
        self._rebuilding = False
        self._clear()

    def clamp(self, session: Session, kind: ListKind, day: date) -> None:
        clamp_days(session, CountRun, ("from_day", "until_day"), day, col(CountRun.kind) == kind)
        clamp_days(session, CountedList, ("day",), day, col(CountedList.kind) == kind)
        self._lists = [mark._replace(day=min(mark.day, day)) if mark.kind is kind else mark for mark in self._lists]
        for slice_, runs in self._fresh.items():
            if slice_.kind is kind:
                runs[:] = [run._replace(from_day=min(run.from_day, day)) for run in runs]

    def _move(self, session: Session, moved: Moved) -> None:
        """What moved may be on either kind of list, or on none of the last ones: the scopes that it leaves and joins
        are counted again from the listings once these are written."""
        self._moved |= self._agreements.scopes_of(session, moved)
        for kind, running in self._running.items():
            rows = [each for each in self._last_rows[kind] if self._agreements.is_moved(each, moved)]
            counted = self._agreements.counted
            running.change(came=map(counted, rows), went=[counted(each, moved) for each in rows])

    def _rows_before(self, session: Session, comparison: Comparison, kind: ListKind) -> Iterable[CountedRow]:
        """What counts of the rows of the list before: by the tables where they have it, which is faster."""
        if self._is_written and not self._moved:
            return counted_in_force(session, kind)
        self._agreements.load(session, comparison.before)
        return [self._agreements.counted(each) for each in comparison.before]

    def _load(self, session: Session, kind: ListKind, scopes: set[str]) -> None:
        if not self._rebuilding:
            new = {scope for scope in scopes if (kind, scope) not in self._known}
            self._figures.update(open_figures(session, kind, sorted(new)))
            self._known |= {(kind, scope) for scope in new}

    def _unmoved(self) -> Runs:
        return {slice_: runs for slice_, runs in self._fresh.items() if slice_.scope not in self._moved}

    def _clear(self) -> None:
        """Everything is written. What was counted again has other last figures now."""
        self._figures = {slice_: each for slice_, each in self._figures.items() if slice_.scope not in self._moved}
        self._known = {(kind, scope) for kind, scope in self._known if scope not in self._moved}
        self._lists.clear()
        self._fresh.clear()
        self._moved.clear()
        self._is_written = True

    def _list_row(self, mark: ListMark) -> dict[str, Any]:
        return {
            "snapshot_id": mark.id,
            "recorded_at": self._now,
            "superseded_at": None,
            "kind": mark.kind,
            "list_sha256": mark.document_sha256,
            "published_on": mark.published_on,
            "published_at": mark.published_at,
            "day": mark.day,
        }
