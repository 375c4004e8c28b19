"""What changed, as believed now or at an earlier moment."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.documents.links.byte_changes import KINDS_OF_LINKS
from models.kinds import COSMETIC_KINDS
from models.record.asking import Row
from models.record.batches import batches
from models.record.change_json import from_json
from models.record.tables.changes import ChangeRow, ChangeVersion
from models.vocabulary import ChangeKind, ChangeStatus

# The order in which a change is shown; JSON has all of them.
_FIELDS = (
    "id", "kind", "status", "list_date", "state", "agency", "agency_before", "support_type", "support_type_before",
    "signed", "signed_before", "state_before", "list_kind", "agency_id", "agreement_id",
    "agreement_before", "application_id", "row", "confidence",
    "evidence", "settled_by", "snapshot_id", "list_sha256", "recorded_at",
)  # fmt: skip


def changes(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    state: str | None = None,
    kind: ChangeKind | None = None,
    everything: bool = False,
    known_at: datetime | None = None,
    agency_id: str | None = None,
) -> list[Row]:
    """Changes by the date of the first list that shows them, `since` and `until` included.

    Only confirmed ones that are more than cosmetic; with `everything` also suspected, withdrawn and cosmetic ones.
    `known_at` gives the changes as the record had them at that moment.
    """
    found = _believed_at(session, known_at) if known_at else _believed_now(session, since, until)
    wanted = [
        row
        for row in found
        if (since is None or row["list_date"] >= since)
        and (until is None or row["list_date"] <= until)
        and (state is None or state in (row["state"], row["state_before"]))
        and (kind is None or row["kind"] == kind)
        and (agency_id is None or row["agency_id"] == agency_id)
        and (everything or _headlined(row, asked_for=kind is not None))
    ]
    return sorted(wanted, key=lambda row: (row["list_date"], row["state"], row["agency"], row["kind"], row["id"]))


def recorded_since(session: Session, since: datetime) -> list[Row]:
    """The changes that came into the record since then, or that it tells otherwise. A posted document whose bytes were
    fetched by now is told as before."""
    rows = [row for row in changes(session, everything=True) if row["recorded_at"] >= since]
    before: dict[str, tuple[str, str]] = {}
    for ids in batches([row["id"] for row in rows if row["kind"] in KINDS_OF_LINKS]):
        earlier = select(ChangeVersion.change_id, ChangeVersion.change).where(
            col(ChangeVersion.change_id).in_(ids), col(ChangeVersion.recorded_at) < since
        )
        for id_, change in session.exec(earlier.order_by(col(ChangeVersion.sequence))):
            before[id_] = change["kind"], change["status"]
    return [row for row in rows if before.get(row["id"]) != (row["kind"], row["status"])]


def _headlined(row: Row, asked_for: bool) -> bool:
    """A kind asked for by name is shown even if it is cosmetic."""
    return row["status"] == ChangeStatus.CONFIRMED and (asked_for or row["kind"] not in COSMETIC_KINDS)


def _believed_now(session: Session, since: date | None, until: date | None) -> list[dict[str, Any]]:
    query = sa.select(*(getattr(ChangeRow, name) for name in _FIELDS))  # not objects: there are tens of thousands
    if since is not None:
        query = query.where(col(ChangeRow.list_date) >= since)
    if until is not None:
        query = query.where(col(ChangeRow.list_date) <= until)
    return [dict(row) for row in session.connection().execute(query).mappings()]


def _believed_at(session: Session, known_at: datetime) -> list[dict[str, Any]]:
    last = (
        sa.select(sa.func.max(ChangeVersion.sequence))
        .where(col(ChangeVersion.recorded_at) <= known_at)
        .group_by(col(ChangeVersion.change_id))
    )
    versions = session.exec(
        select(ChangeVersion).where(col(ChangeVersion.sequence).in_(last), col(ChangeVersion.dropped).is_(False))
    )
    rows = (
        asdict(from_json(version.change))
        | {
            "list_date": date.fromisoformat(version.change["list_date"]),
            "list_sha256": version.change["list_sha256"],
            "recorded_at": version.recorded_at,
        }
        for version in versions
    )
    return [{name: row[name] for name in _FIELDS} for row in rows]
