"""What the record owes a subscriber: the journal's last entries against what that subscriber was told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.digests.owed import JournalEntry, LastTold, Owed, owes
from models.digests.subscriptions import Subscriber
from models.places.bodies import Body
from models.places.finding import counties_concerned
from models.record.asking.digests.moves import MOVING_KINDS, earlier_counties
from models.record.batches import batches
from models.record.change_json import from_json
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange


@dataclass(frozen=True, slots=True)
class Due:
    """What one subscriber is owed. `restated` are entries that say what this subscriber was told already."""

    owed: tuple[Owed, ...]
    restated: tuple[Owed, ...]


class _Whereabouts(NamedTuple):
    """Of an agency, what its entries in the journal carry."""

    state: str
    county: str
    county_fips: str | None
    other_counties: frozenset[str]
    body: Body | None


_NOWHERE = _Whereabouts("", "", None, frozenset(), None)


def _whereabouts(agency: Agency) -> _Whereabouts:
    concerned = counties_concerned(agency.state, agency.county, agency.county_fips)
    return _Whereabouts(agency.state, agency.county, agency.county_fips, concerned, Body(agency.body))


@dataclass(slots=True)
class JournalEntries:
    """The entries of the journal that one run has read: most subscribers are owed the same ones."""

    _known: dict[int, JournalEntry] = field(default_factory=dict)

    def of(self, session: Session, sequences: Iterable[int]) -> list[JournalEntry]:
        """The entries of these numbers, in their order."""
        wanted = list(sequences)
        for portion in batches([sequence for sequence in wanted if sequence not in self._known]):
            self._read(session, portion)
        return [self._known[sequence] for sequence in wanted]

    def _read(self, session: Session, sequences: list[int]) -> None:
        versions = session.exec(select(ChangeVersion).where(col(ChangeVersion.sequence).in_(sequences))).all()
        changes = {version.sequence or 0: from_json(version.change) for version in versions}
        agencies = {change.agency_id for change in changes.values()}
        agreements = {change.agreement_id for change in changes.values() if change.agreement_id}
        found = session.exec(select(Agency).where(col(Agency.id).in_(agencies)))
        places = {agency.id: _whereabouts(agency) for agency in found}
        earlier = earlier_counties(session, [change for change in changes.values() if change.kind in MOVING_KINDS])
        links = dict(
            session.exec(select(Agreement.id, Agreement.moa_url).where(col(Agreement.id).in_(agreements))).all()
        )
        for version, (sequence, change) in zip(versions, changes.items(), strict=True):
            place = places.get(change.agency_id, _NOWHERE)
            self._known[sequence] = JournalEntry(
                change=change,
                version=version.version,
                dropped=version.dropped,
                late=version.late,
                list_date=date.fromisoformat(version.change["list_date"]),
                list_sha256=version.change["list_sha256"],
                agency_state=place.state,
                county=place.county,
                county_fips=place.county_fips,
                other_counties=place.other_counties | earlier.get(change.id, frozenset()),
                body=place.body,
                moa_url=links.get(change.agreement_id or "", ""),
            )


def journal_end(session: Session) -> int:
    """The number of the journal's last entry."""
    return session.scalar(sa.select(sa.func.max(ChangeVersion.sequence))) or 0


def due_to(
    session: Session, subscriber: Subscriber, after: int, up_to: int, entries: JournalEntries, as_of: date | None = None
) -> Due:
    """What this subscriber must be told of the journal's entries after the one numbered `after`, up to `up_to`.

    Of each change only the last entry counts, and none whose version was already told. With `as_of`, lists after that
    day are left out, and what was told from that day on counts as not told.
    """
    asked = {"subscriber": subscriber.id, "after": after, "up_to": up_to, "as_of": as_of or date.max}
    sequences = session.scalars(_last_untold(), asked).all()
    candidates = [each for each in entries.of(session, sequences) if as_of is None or each.list_date <= as_of]
    told = _told(session, subscriber.id, [entry.change.id for entry in candidates], as_of)
    # A first version has none before it, and most are first ones.
    earlier = [each.change.id for each in candidates if each.version > 1 and each.change.id not in told]
    known = {each.change.id: each for each in entries.of(session, _last_entries(session, earlier, after))}
    owed, restated = [], []
    for entry in candidates:
        before = told.get(entry.change.id)
        if owes(subscriber, entry, before, known.get(entry.change.id)):
            owed.append(Owed(entry, before))
        elif before is not None and not entry.waits:
            restated.append(Owed(entry, before))
    return Due(tuple(owed), tuple(restated))


@lru_cache(maxsize=1)  # the same for every subscriber, and building it takes longer than asking it
def _last_untold() -> sa.Select[Any]:
    """The number of each change's last entry after `after`, up to `up_to`, whose version `subscriber` was not told
    before the day `as_of`."""
    entry, later = aliased(ChangeVersion), aliased(ChangeVersion)
    up_to = sa.bindparam("up_to", type_=sa.Integer)
    superseded = sa.exists().where(
        col(later.change_id) == col(entry.change_id),
        col(later.sequence) > col(entry.sequence),
        col(later.sequence) <= up_to,
    )
    told = sa.exists().where(
        col(DeliveredChange.subscriber_id) == sa.bindparam("subscriber", type_=sa.Integer),
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
        for portion in batches(change_ids)
        for sequence in session.scalars(
            sa.select(sa.func.max(ChangeVersion.sequence))
            .where(col(ChangeVersion.change_id).in_(portion), col(ChangeVersion.sequence) <= up_to)
            .group_by(col(ChangeVersion.change_id))
        )
        if sequence is not None
    ]


def _told(session: Session, subscriber_id: int, change_ids: list[str], as_of: date | None) -> dict[str, LastTold]:
    """What the subscriber was last told of each of the changes."""
    told: dict[str, LastTold] = {}
    for portion in batches(change_ids):
        rows = session.exec(
            select(DeliveredChange)
            .where(
                DeliveredChange.subscriber_id == subscriber_id,
                col(DeliveredChange.change_id).in_(portion),
                col(DeliveredChange.told_on) < (as_of or date.max),
            )
            .order_by(col(DeliveredChange.version))
        )
        told |= {row.change_id: LastTold(row.kind, row.status, row.said, row.told_on) for row in rows}
    return told
