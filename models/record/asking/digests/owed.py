"""What the record owes a reader: the journal's last readings against what that reader was told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.digests.owed import Owed, Reading, Told, owes
from models.digests.subscriptions import Subscriber
from models.lists.changes import Change
from models.record.portions import portions
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


@dataclass(frozen=True, slots=True)
class Due:
    """What one reader is owed. `restated` are readings that say what this reader was told already."""

    owed: tuple[Owed, ...]
    restated: tuple[Owed, ...]


@dataclass(slots=True)
class Readings:
    """The entries of the journal that one run has read: most readers are owed the same ones."""

    _known: dict[int, Reading] = field(default_factory=dict)

    def of(self, session: Session, sequences: Iterable[int]) -> list[Reading]:
        wanted = list(sequences)
        missing = [sequence for sequence in wanted if sequence not in self._known]
        for portion in portions(missing):
            self._read(session, portion)
        return [self._known[sequence] for sequence in wanted]

    def _read(self, session: Session, sequences: list[int]) -> None:
        query = select(ChangeVersion).where(col(ChangeVersion.sequence).in_(sequences))
        versions = session.exec(query).all()
        agencies = {version.reading["agency_id"] for version in versions}
        agreements = {version.reading["agreement_id"] for version in versions} - {None}
        counties = dict(session.exec(select(Agency.id, Agency.county).where(col(Agency.id).in_(agencies))).all())
        links = dict(
            session.exec(select(Agreement.id, Agreement.moa_url).where(col(Agreement.id).in_(agreements))).all()
        )
        for version in versions:
            assert version.sequence is not None, "a stored entry has its number"
            self._known[version.sequence] = _reading(version, version.sequence, counties, links)


def journal_end(session: Session) -> int:
    """The number of the journal's last entry."""
    return session.scalar(sa.select(sa.func.max(ChangeVersion.sequence))) or 0


def due_to(
    session: Session,
    subscriber: Subscriber,
    after: int,
    up_to: int,
    readings: Readings,
    as_of: date | None = None,
) -> Due:
    """What this reader must be told of the journal's entries after the one numbered `after`, up to `up_to`.

    Of each change only its last entry counts; one whose very version was told is left out at once. With `as_of`, the
    lists after that day are left out, and what was told from that day on counts as not told.
    """
    asked = {"reader": subscriber.id, "after": after, "up_to": up_to, "as_of": as_of or date.max}
    sequences = session.scalars(_last_untold(), asked).all()
    candidates = [each for each in readings.of(session, sequences) if as_of is None or each.list_date <= as_of]
    told = _told(session, subscriber.id, [reading.change.id for reading in candidates], as_of)
    # A first version has none before it, and most are first ones.
    earlier = [each.change.id for each in candidates if each.version > 1 and each.change.id not in told]
    known = {each.change.id: each for each in readings.of(session, _last_entries(session, earlier, after))}
    owed, restated = [], []
    for reading in candidates:
        before = told.get(reading.change.id)
        if owes(subscriber, reading, before, known.get(reading.change.id)):
            owed.append(Owed(reading, before))
        elif before is not None:
            restated.append(Owed(reading, before))
    return Due(tuple(owed), tuple(restated))


@lru_cache(maxsize=1)  # the same for every reader, and building it takes longer than asking it
def _last_untold() -> sa.Select[Any]:
    """The number of each change's last entry after `after`, up to `up_to`, whose version `reader` was not told before
    the day `as_of`."""
    entry, later = aliased(ChangeVersion), aliased(ChangeVersion)
    up_to = sa.bindparam("up_to", type_=sa.Integer)
    superseded = sa.exists().where(
        col(later.change_id) == col(entry.change_id),
        col(later.sequence) > col(entry.sequence),
        col(later.sequence) <= up_to,
    )
    told = sa.exists().where(
        col(DeliveredChange.subscriber_id) == sa.bindparam("reader", type_=sa.Integer),
        col(DeliveredChange.change_id) == col(entry.change_id),
        col(DeliveredChange.version) == col(entry.version),
        col(DeliveredChange.told_on) < sa.bindparam("as_of", type_=sa.Date),
    )
    sequence = col(entry.sequence)
    after = sa.bindparam("after", type_=sa.Integer)
    return sa.select(sequence).where(sequence > after, sequence <= up_to, ~superseded, ~told).order_by(sequence)


def _last_entries(session: Session, change_ids: list[str], up_to: int) -> list[int]:
    """The number of each change's last entry in the journal up to the one numbered `up_to`."""
    return [
        sequence
        for portion in portions(change_ids)
        for sequence in session.scalars(
            sa.select(sa.func.max(ChangeVersion.sequence))
            .where(col(ChangeVersion.change_id).in_(portion), col(ChangeVersion.sequence) <= up_to)
            .group_by(col(ChangeVersion.change_id))
        )
        if sequence is not None
    ]


def _told(session: Session, subscriber_id: int, change_ids: list[str], as_of: date | None) -> dict[str, Told]:
    """What the reader was last told of each of the changes."""
    told: dict[str, Told] = {}
    for portion in portions(change_ids):
        rows = session.exec(
            select(DeliveredChange)
            .where(
                DeliveredChange.subscriber_id == subscriber_id,
                col(DeliveredChange.change_id).in_(portion),
                col(DeliveredChange.told_on) < (as_of or date.max),
            )
            .order_by(col(DeliveredChange.version))
        )
        told |= {row.change_id: Told(row.version, row.kind, row.status, row.said, row.told_on) for row in rows}
    return told


def _reading(version: ChangeVersion, sequence: int, counties: dict[str, str], links: dict[str, str]) -> Reading:
    row = version.reading
    return Reading(
        change=_change(row),
        version=version.version,
        sequence=sequence,
        dropped=version.dropped,
        late=version.late,
        list_date=date.fromisoformat(row["list_date"]),
        list_sha256=row["list_sha256"],
        county=counties.get(row["agency_id"], ""),
        moa_url=links.get(row["agreement_id"] or "", ""),
    )


def _change(row: dict[str, Any]) -> Change:
    """The journal's columns as the value that the rules made."""
    values = {name: row[name] for name in Change.__dataclass_fields__}
    for name in ("signed", "signed_before"):
        values[name] = date.fromisoformat(row[name]) if row[name] else None
    for name in ("support_type", "support_type_before"):
        values[name] = SupportType(row[name]) if row[name] else None
    return Change(
        **values
        | {
            "kind": ChangeKind(row["kind"]),
            "status": ChangeStatus(row["status"]),
            "list_kind": ListKind(row["list_kind"]),
            "evidence": tuple(row["evidence"]),
        }
    )
