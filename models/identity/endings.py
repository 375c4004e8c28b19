"""When an absence is an ending: suspected at first, confirmed when it lasts, withdrawn when it is explained."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from models.calendar import day_of
from models.identity.known import Ending
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ChangeStatus

# A row that returns with its old signing date was omitted by mistake; lists have dropped a row for five days, for
# ten lists, and for seven weeks. After three months it counts as a return.
MISTAKEN_WITHIN = timedelta(days=90)

# An agreement signed again this soon after it went missing was renewed: a row is taken off the list while the new
# memorandum is signed. The gaps so far are of a day and of three days; the next longer one is of nearly four years.
RENEWED_WITHIN = timedelta(days=60)

# How long an agreement must be missing before its ending is confirmed: both this many accepted lists (the first one
# without it counts) and this long.
_LISTS_MISSING = 3
_LONG_MISSING = timedelta(days=2)


def aged(ending: Ending, snapshot_id: str, published_at: datetime, rulings: Rulings) -> Ending:
    """The ending after one more list without the agreement; a new `change` means it was confirmed or withdrawn."""
    change = ending.change
    absent = ending.lists_absent + 1
    if change.status is ChangeStatus.SUSPECTED:
        decision = rulings.decision(change.id)
        if decision is Decision.REJECT:
            change = change.become(ChangeStatus.WITHDRAWN, snapshot_id, "a person ruled that it has not ended")
        elif decision is Decision.ACCEPT:
            change = change.become(ChangeStatus.CONFIRMED, snapshot_id, "a person ruled that it has ended")
        elif is_long_missing(absent, published_at - ending.missing_since):
            change = change.become(ChangeStatus.CONFIRMED, snapshot_id, f"missing from {absent} lists in a row")
    return replace(ending, change=change, lists_absent=absent)


def is_long_missing(lists_absent: int, away: timedelta) -> bool:
    return lists_absent >= _LISTS_MISSING and away >= _LONG_MISSING


def reopened(ending: Ending, snapshot_id: str) -> Ending:
    """The ending again, after a single list had the agreement back: that list was an older copy."""
    phrase = "missing again after one list: an older copy had been published"
    return replace(ending, change=ending.change.become(ChangeStatus.SUSPECTED, snapshot_id, phrase), back_on=0)


def was_omitted(ending: Ending, published_at: datetime) -> bool:
    """Whether an agreement that is listed again had only been omitted by mistake."""
    suspected = ending.change.status is ChangeStatus.SUSPECTED
    return suspected or published_at - ending.missing_since <= MISTAKEN_WITHIN


def was_renewed(ending: Ending, signed: date | None) -> bool:
    """Whether an agreement signed on that day takes the place of the missing one: then nothing has ended."""
    return signed is not None and signed - day_of(ending.missing_since) <= RENEWED_WITHIN


def is_final(ending: Ending, published_at: datetime) -> bool:
    """Whether no later list can undo the ending."""
    return ending.change.status is not ChangeStatus.SUSPECTED and published_at - ending.missing_since > MISTAKEN_WITHIN
