"""The changes that a feed shows: the last to be recorded, confirmed, withdrawn or revised."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.owed import JournalEntry
from models.kinds import COSMETIC_KINDS
from models.record.asking.digests.owed import JournalEntries
from models.record.tables.changes import ChangeVersion


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change in its present version, with the times when it was first recorded and last revised."""

    latest: JournalEntry
    published: datetime
    updated: datetime


def feed_entries(session: Session, most: int) -> list[FeedEntry]:
    """The changes of the last `most` entries of the journal, the newest first.

    What was cosmetic from the beginning is left out; what became cosmetic stays, since the feed has already shown it.
    """
    versions = session.exec(select(ChangeVersion).order_by(col(ChangeVersion.sequence).desc()).limit(most)).all()
    newest: dict[str, ChangeVersion] = {}
    for version in versions:
        newest.setdefault(version.change_id, version)
    first_seen = _first_seen(session, list(newest))
    told = {change_id for change_id, (_, kinds) in first_seen.items() if kinds - COSMETIC_KINDS}
    shown = [version for version in newest.values() if version.change_id in told]
    entries = JournalEntries().of(session, [version.sequence for version in shown if version.sequence is not None])
    return [
        FeedEntry(entry, first_seen[version.change_id][0], version.recorded_at)
        for entry, version in zip(entries, shown, strict=True)
    ]


def _first_seen(session: Session, change_ids: list[str]) -> dict[str, tuple[datetime, set[str]]]:
    """When each change came into the record, and every kind that it ever had."""
    kind = col(ChangeVersion.change)["kind"].as_string()
    rows = session.exec(
        sa.select(  # type: ignore[call-overload]
            col(ChangeVersion.change_id), sa.func.min(col(ChangeVersion.recorded_at)), kind
        )
        .where(col(ChangeVersion.change_id).in_(change_ids))
        .group_by(col(ChangeVersion.change_id), kind)
    )
    seen: dict[str, tuple[datetime, set[str]]] = {}
    for change_id, recorded_at, name in rows:
        earliest, kinds = seen.get(change_id, (recorded_at, set()))
        seen[change_id] = (min(earliest, recorded_at), kinds | {name})
    return seen
