"""When an absence is an ending: suspected at first, confirmed when it lasts, withdrawn when it is explained."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.identity.known import Ending
from models.lists.changes import Change
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ChangeStatus

# A row that comes back with its old signing date had been left out, and nothing had ended; lists have dropped a row
# for five days, for ten lists, and for seven weeks. After a quarter of a year it is told as a return.
MISTAKEN_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an agreement must stay away before its ending is confirmed: so many accepted lists (the first one
    without it counts) and so many days, both."""

    lists: int = 3
    days: int = 2


def aged(ending: Ending, snapshot_id: str, published_at: datetime, patience: Patience, rulings: Rulings) -> Ending:
    """The ending after one more list without the agreement; its change is another object if it was settled."""
    change = ending.change
    absent = ending.lists_absent + 1
    if change.status is ChangeStatus.SUSPECTED:
        verdict = rulings.verdict(change.id)
        away = published_at - ending.left_at
        if verdict is Decision.REJECT:
            change = _settled(change, ChangeStatus.WITHDRAWN, snapshot_id, "ruled that it has not ended")
        elif verdict is Decision.ACCEPT:
            change = _settled(change, ChangeStatus.CONFIRMED, snapshot_id, "ruled that it has ended")
        elif absent >= patience.lists and away >= timedelta(days=patience.days):
            phrase = f"missing from {absent} lists in a row"
            change = _settled(change, ChangeStatus.CONFIRMED, snapshot_id, phrase)
    return replace(ending, change=change, lists_absent=absent)


def confirmed(ending: Ending, snapshot_id: str, because: str) -> Change:
    """The change of an ending that a list proves without more waiting."""
    return _settled(ending.change, ChangeStatus.CONFIRMED, snapshot_id, because)


def reopened(ending: Ending, snapshot_id: str) -> Ending:
    """The ending again, after one list alone had the agreement back: an older copy was published."""
    phrase = "gone again after one list: an older copy had been published"
    return replace(ending, change=_settled(ending.change, ChangeStatus.SUSPECTED, snapshot_id, phrase), back_on=0)


def withdrawn(ending: Ending, snapshot_id: str, because: str) -> Change:
    """The change of an ending that turned out to be none."""
    return _settled(ending.change, ChangeStatus.WITHDRAWN, snapshot_id, because)


def mistaken(ending: Ending, published_at: datetime) -> bool:
    """Whether the agreement, back on a list now, had only been left out."""
    suspected = ending.change.status is ChangeStatus.SUSPECTED
    return suspected or published_at - ending.left_at <= MISTAKEN_WITHIN


def is_closed(ending: Ending, published_at: datetime) -> bool:
    """Whether nothing that a later list says can unsay the ending."""
    return ending.change.status is not ChangeStatus.SUSPECTED and published_at - ending.left_at > MISTAKEN_WITHIN


def _settled(change: Change, status: ChangeStatus, snapshot_id: str, phrase: str) -> Change:
    return replace(change, status=status, settled_by=snapshot_id, evidence=(*change.evidence, phrase))
