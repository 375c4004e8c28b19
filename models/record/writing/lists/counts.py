"""Counts as runs that change, and from when until when the record believed each."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.lists.counts import ALL_TYPES, CountedRow, Figures, RunningCounts
from models.lists.resolution import Placement
from models.record.tables.lists import CountedList, CountRun
from models.record.writing.lists.agreements import AgreementTables, Moved
from models.record.writing.lists.count_runs import (
    NOTHING,
    RunsOfScope,
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

_Scope = tuple[ListKind, str]


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
        self._figures: dict[_Scope, dict[str, Figures]] = {}  # the last of each scope, by support type
        self._lists: list[ListMark] = []
        self._fresh: dict[_Scope, RunsOfScope] = {}
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
            last = self._figures[mark.kind, scope]
            if last.get(support_type or ALL_TYPES, NOTHING) != each:
                last[support_type or ALL_TYPES] = each
                runs = self._fresh.setdefault((mark.kind, scope), {})
                runs.setdefault(support_type or ALL_TYPES, []).append(
                    SliceRun(mark.id, mark.published_at, mark.day, each)
                )
        self._last_rows[mark.kind] = comparison.now
        self._lists.append(mark)
        self._is_written = False

    def flush(self, session: Session) -> None:
        if self._rebuilding:
            return
        insert_rows(session, CountedList, map(self._list_row, self._lists))
        for (kind, scope), runs in self._fresh.items():
            append_runs(session, kind, scope, runs, self._now)
        self._lists.clear()
        self._fresh.clear()
        self._count_moved_again(session)
        self._is_written = True

    def finish_rebuild(self, session: Session) -> None:
        """Compare with what the record believed: what is the same stays, the rest is superseded."""
        believed = {
            each.snapshot_id: each for each in session.exec(select(CountedList).where(believed_now(CountedList)))
        }
        derived = {mark.id: self._list_row(mark) for mark in self._lists}
        same = {
            id_
            for id_ in believed.keys() & derived.keys()
            if believed[id_].published_at == derived[id_]["published_at"]
        }
        for id_ in sorted(believed.keys() - same):
            supersede(session, CountedList, self._now, col(CountedList.snapshot_id) == id_)
        for id_ in same:
            believed[id_].day = derived[id_]["day"]
        insert_rows(session, CountedList, (row for id_, row in derived.items() if id_ not in same))
        session.flush()
        scopes = select(CountRun.kind, CountRun.scope).where(believed_now(CountRun)).distinct()
        for kind, scope in sorted({*session.exec(scopes), *self._fresh}):
            if scope not in self._moved:
                replace_runs(session, kind, scope, self._fresh.get((kind, scope), {}), self._now)
        self._rebuilding = False
        self._lists.clear()
        self._fresh.clear()
        self._count_moved_again(session)

    def clamp(self, session: Session, kind: ListKind, day: date) -> None:
        clamp_days(session, CountRun, ("from_day", "until_day"), day, col(CountRun.kind) == kind)
        clamp_days(session, CountedList, ("day",), day, col(CountedList.kind) == kind)
        self._lists = [mark._replace(day=min(mark.day, day)) if mark.kind is kind else mark for mark in self._lists]
        for (of_kind, _), by_type in self._fresh.items():
            for runs in by_type.values() if of_kind is kind else ():
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
            return self._agreements.counted_in_force(session, kind) if comparison.before else ()
        self._agreements.load(session, comparison.before)
        return [self._agreements.counted(each) for each in comparison.before]

    def _load(self, session: Session, kind: ListKind, scopes: Iterable[str]) -> None:
        new = [scope for scope in scopes if (kind, scope) not in self._figures]
        for scope in new:
            self._figures[kind, scope] = {}
        if not self._rebuilding:
            for scope, support_type, figures in open_figures(session, kind, new):
                self._figures[kind, scope][support_type] = figures

    def _count_moved_again(self, session: Session) -> None:
        for kind in ListKind if self._moved else ():
            for scope in sorted(self._moved):
                replace_runs(session, kind, scope, recounted(session, kind, scope), self._now)
                self._figures.pop((kind, scope), None)
        self._moved.clear()

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
