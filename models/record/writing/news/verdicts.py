"""Writing verdicts: a new one supersedes the verdict believed so far, which keeps its time and is never overwritten."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.record.tables.news import ClaimRow, VerdictRow
from models.verdicts.values import Verdict, stated

# The fields that a verdict and its row have in common.
_SHARED = ("kind", "sentence", "list_date", "list_sha256", "list_value", "difference", "way")
_TIMES = {"recorded_at", "superseded_at"}


def write_verdicts(session: Session, verdicts: Iterable[tuple[str, Verdict]], now: datetime) -> int:
    """Write each (claim id, verdict) that differs from the one believed; how many did.

    Verdicts on claims that no newest version makes any more are superseded as well.
    """
    new = sum(_write(session, claim_id, verdict, now) for claim_id, verdict in verdicts)
    believed = col(VerdictRow.superseded_at).is_(None)
    withdrawn = col(VerdictRow.claim_id).not_in(select(ClaimRow.id))
    session.exec(sa.update(VerdictRow).where(believed, withdrawn).values(superseded_at=now))
    return new


def _write(session: Session, claim_id: str, verdict: Verdict, now: datetime) -> bool:
    row = VerdictRow(
        claim_id=claim_id,
        recorded_at=now,
        **{name: getattr(verdict, name) for name in _SHARED},
        computed=list(verdict.computed or ()),
        said_before=[f"{each.said_by}, {each.said_on}: {stated(each)} ({each.url})" for each in verdict.said_before],
    )
    of_claim = select(VerdictRow).where(VerdictRow.claim_id == claim_id, col(VerdictRow.superseded_at).is_(None))
    believed = session.exec(of_claim).first()
    if believed is not None:
        if believed.model_dump(exclude=_TIMES) == row.model_dump(exclude=_TIMES):
            return False
        believed.superseded_at = now
        if believed.recorded_at == now:  # a second look in one run is not a second belief
            session.delete(believed)
        session.flush()
    session.add(row)
    session.flush()
    return True
