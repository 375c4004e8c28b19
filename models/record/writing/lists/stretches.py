"""When each agreement was listed, in the publisher's days."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from models.record.batches import batches
from models.record.tables.agreements import Stretch
from models.record.writing.lists.writing import clamp_days, insert_rows, is_empty, update_rows


class _LastStretch(NamedTuple):
    number: int
    from_day: date
    until_day: date | None


class StretchTable:
    """The last stretch of each agreement that the lists at hand touch."""

    def __init__(self, session: Session) -> None:
        self._whole = is_empty(session, Stretch)
        self._last: dict[str, _LastStretch] = {}
        self._stored: set[tuple[str, int]] = set()
        self._altered: dict[tuple[str, int], _LastStretch] = {}

    def take(self, session: Session, came: Iterable[str], went: Iterable[str], day: date) -> None:
        """Agreements that a list has, each at least once, and those that it no longer has."""
        came, went = sorted(set(came)), sorted(set(went))
        self._load(session, (*came, *went))
        for agreement in went:
            last = self._last[agreement]
            if last.until_day is None:
                self._put(agreement, last._replace(until_day=day))
        for agreement in came:
            known = self._last.get(agreement)
            if known is None:
                self._put(agreement, _LastStretch(1, day, None))
            elif known.until_day is not None and known.until_day >= day:  # gone for less than a day
                self._put(agreement, known._replace(until_day=None))
            elif known.until_day == known.from_day:  # so far it was never in force at the end of a day
                self._put(agreement, _LastStretch(known.number, day, None))
            elif known.until_day is not None:
                self._put(agreement, _LastStretch(known.number + 1, day, None))

    def flush(self, session: Session) -> None:
        rows = {
            key: {"agreement_id": key[0], "number": key[1], "from_day": each.from_day, "until_day": each.until_day}
            for key, each in self._altered.items()
        }
        insert_rows(session, Stretch, (row for key, row in rows.items() if key not in self._stored))
        altered = (row for key, row in rows.items() if key in self._stored)
        update_rows(session, Stretch, altered, ("agreement_id", "number"))
        self._stored |= rows.keys()
        self._altered.clear()

    def clamp(self, session: Session, day: date) -> None:
        clamp_days(session, Stretch, ("from_day", "until_day"), day)
        self._last = {
            agreement: _LastStretch(each.number, min(each.from_day, day), each.until_day and min(each.until_day, day))
            for agreement, each in self._last.items()
        }

    def _put(self, agreement: str, stretch: _LastStretch) -> None:
        self._last[agreement] = self._altered[agreement, stretch.number] = stretch

    def _load(self, session: Session, agreements: Iterable[str]) -> None:
        if self._whole:
            return
        names = ("agreement_id", *_LastStretch._fields)
        query = sa.select(*(getattr(Stretch, name) for name in names)).order_by(col(Stretch.number))
        for portion in batches(id_ for id_ in agreements if id_ not in self._last):
            for id_, *last in session.connection().execute(query.where(col(Stretch.agreement_id).in_(portion))):
                self._last[id_] = _LastStretch(*last)
                self._stored.add((id_, self._last[id_].number))
