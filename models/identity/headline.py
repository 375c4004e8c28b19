"""The check of a list against the number that the page above it states."""

from models.identity.state import RecordState
from models.lists.resolution import Finding, IncomingList

HEADLINE = "headline"
# The page's sentence and the file do not change at the same minute.
_TOLERANCE = 3


def headline(state: RecordState, incoming: IncomingList) -> list[Finding]:
    """The page's own count, an extra check: it counts rows, and often the header too."""
    if incoming.headline is None:
        return []
    stated = incoming.headline.agreements
    rows = len(incoming.published.rows)
    off = stated - rows
    if off == 1:
        sentence = f"the headline says {stated:,}, the list has {rows:,} rows; the headline counts the header row"
    else:
        sentence = f"the headline says {stated:,}, the list has {rows:,} rows"
    passed = abs(off) <= _TOLERANCE
    before = len(state.participating.rows)
    if not passed and before and abs(stated - before) <= _TOLERANCE:
        sentence += f"; it still counts the previous list, which had {before:,}"
    # A page behind or ahead of its list does no harm. A list that shrank below its headline may have lost rows.
    shrank = rows < stated and (not before or rows < before)
    return [Finding(HEADLINE, passed, shrank, sentence, f"the headline says {stated:,}")]
