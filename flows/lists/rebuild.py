"""The whole record derived again on request, and the difference that makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.documents import Documents
from flows.lists.fold import Derivation, Progress, derive_all, to_be_tried
from flows.moas.reading import hold
from flows.sources.in_hand import InHand
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.sightings import every_sighting
from models.record.store import Engine, write_session
from models.record.writing.sightings import date_when_seen


@dataclass(frozen=True, slots=True)
class RebuildDifference:
    """What a rebuild does to the changes."""

    added: tuple[Row, ...]
    dropped: tuple[Row, ...]
    altered: tuple[tuple[Row, Row], ...]  # before, after

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.altered)


class _NotAcceptedError(Exception):
    """Raised inside a rebuild's transaction to leave the record as it was."""


def rebuild(
    engine: Engine,
    archive: Archive,
    now: datetime,
    accept: Callable[[RebuildDifference], bool],
    progress: Progress = lambda *_: None,
) -> RebuildDifference:
    """Derive everything again; the record changes only if `accept` agrees to the difference in changes.

    Raises MoawatchError where a document that the record rests on cannot be read: then nothing changes.
    """
    try:
        with write_session(engine) as session:
            before = changes(session, everything=True)
            date_when_seen(session)
            sightings = to_be_tried(session, every_sighting(session))
            derive_all(session, Documents(archive, InHand()), now, Derivation(), progress, sightings)
            difference = _difference(before, changes(session, everything=True))
            if not accept(difference):
                raise _NotAcceptedError
    except _NotAcceptedError:
        return difference
    hold(engine, now)
    return difference


def _difference(before: list[Row], after: list[Row]) -> RebuildDifference:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    return RebuildDifference(
        added=tuple(row for id_, row in new.items() if id_ not in old),
        dropped=tuple(row for id_, row in old.items() if id_ not in new),
        altered=tuple(
            (old[id_], row) for id_, row in new.items() if id_ in old and _but_time(old[id_]) != _but_time(row)
        ),
    )


def _but_time(row: Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "recorded_at"}
