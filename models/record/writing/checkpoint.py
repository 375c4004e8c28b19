"""The state of the rules after the newest list, kept so that the next list need not replay the archive."""

import zlib

from sqlmodel import Session, delete

from models.identity.resolve import RULES_VERSION
from models.identity.state import RecordState
from models.record.tables.lists import Checkpoint


def kept_state(session: Session, snapshot_id: str) -> RecordState | None:
    """The state after that list. None where the kept one is after another list, by other rules or in an old format."""
    kept = session.get(Checkpoint, 1)
    if kept is None or kept.snapshot_id != snapshot_id or kept.rules_version != RULES_VERSION:
        return None
    try:
        return RecordState.from_json(zlib.decompress(kept.state))
    except ValueError:
        return None


def keep_state(session: Session, snapshot_id: str, state: RecordState) -> None:
    session.exec(delete(Checkpoint))
    packed = zlib.compress(state.to_json().encode(), level=1)  # a tenth of the size for a tenth of the time
    session.add(Checkpoint(snapshot_id=snapshot_id, rules_version=RULES_VERSION, state=packed))
    session.flush()
