"""Whether the pending list still changes while the other one does: the page may keep linking an outdated file."""

from datetime import datetime

from models.identity.state import RecordState
from models.lists.resolution import Finding

# The name of the finding; the health check looks for it.
PENDING_STALE = "pending list stale"

# Up to twice the second longest pause so far is normal; the other limits also ignore the worst case.
_TIMES_THE_PAUSE = 2

# Before that, the list has changed too rarely, or the other one too rarely since, to tell.
_LEAST_MOVES = 5
_LEAST_LISTS = 3


def pending_keeps_pace(state: RecordState, now: datetime) -> tuple[Finding, ...]:
    """One finding, which never holds a list: whether the pending list has not changed for unusually long."""
    last = state.pending.published_at
    if last is None or len(state.pending_moves) < _LEAST_MOVES or state.lists_since_pending < _LEAST_LISTS:
        return ()
    days = (now - last).total_seconds() / 86_400
    longest = _TIMES_THE_PAUSE * sorted(state.pending_moves)[-2]
    sentence = (
        f"the pending list has not changed for {days:.0f} days while the participating list changed "
        f"{state.lists_since_pending} times; up to {longest:.0f} days would be normal"
    )
    return (Finding(PENDING_STALE, days <= longest, False, sentence),)
