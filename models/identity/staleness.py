"""Whether the pending list still moves while the other one does: its file can be forgotten and stay linked."""

from datetime import datetime

from models.identity.state import RecordState
from models.lists.resolution import Finding

# What the finding is called: whoever watches the sources looks for it.
PENDING_STALE = "pending list stale"

# The longest pause of the pending list so far is doubled, but the worst left out, as with the other limits.
_TIMES_THE_PAUSE = 2

# Pauses are known once the list has moved some times; three lists of the other kind must have come meanwhile.
_LEAST_MOVES = 5
_LEAST_LISTS = 3


def pending_keeps_pace(state: RecordState, now: datetime) -> tuple[Finding, ...]:
    """One finding that never holds a list: the pending list has not changed for longer than it ever did."""
    last = state.pending.published_at
    if last is None or len(state.pending_moves) < _LEAST_MOVES or state.lists_since_pending < _LEAST_LISTS:
        return ()
    days = (now - last).total_seconds() / 86_400
    longest = _TIMES_THE_PAUSE * sorted(state.pending_moves)[-2]
    sentence = (
        f"the pending list has not changed for {days:.0f} days while the participating list changed "
        f"{state.lists_since_pending} times; pauses up to {longest:.0f} days are ordinary"
    )
    return (Finding(PENDING_STALE, days <= longest, False, sentence),)
