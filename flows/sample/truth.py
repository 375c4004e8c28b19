"""What a reader of the sample should find on each day: counts, and what changed since the day before."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from flows.sample.agreements import agreements_on, listed_on, pending_on
from flows.sample.description import SampleDay, read
from models.vocabulary import STATE_NAMES, ChangeKind, SupportType

# Kind, state, agency and support type as they stand after the change; for what left, as they stood before it.
ExpectedChange = tuple[ChangeKind, str, str, SupportType]


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth of one day. Where the list of the day must be held, it is the truth of the day before."""

    held: bool
    rows: int  # of the published list, held or not
    headline: int | None  # what the page's sentence says; None in the table era
    agreements: int
    agencies: int
    states: int
    territories: int
    pending: int
    by_support_type: dict[SupportType, int]
    by_state: dict[str, int]
    changes: frozenset[ExpectedChange]


@cache
def expected(number: int) -> Expected:
    """The truth of a day, from 1. The first day's agreements are all new and are not told as changes."""
    day = read().days[number - 1]
    agreements = agreements_on(number)
    places = {agreement.state for agreement in agreements}
    return Expected(
        held=bool(day.only_state),
        rows=len(listed_on(day)),
        headline=len(agreements) + day.headline_extra if day.form == "workbook" else None,
        agreements=len(agreements),
        agencies=len({(agreement.state, agreement.agency) for agreement in agreements}),
        states=len(places & STATE_NAMES.keys()),
        territories=len(places - STATE_NAMES.keys()),
        pending=len(pending_on(number)),
        by_support_type=dict(Counter(agreement.support_type for agreement in agreements)),
        by_state=dict(Counter(agreement.state for agreement in agreements)),
        changes=frozenset(_changes(day)),
    )


def _changes(day: SampleDay) -> list[ExpectedChange]:
    if day.number == 1:
        return []
    description = read()
    changes = _pending_changes(day.number)
    if day.number in description.quotas:
        return changes + _grown_changes(day.number)
    for change in description.changes:
        if change.day != day.number or change.kind.value.startswith("pending_"):
            continue
        agency, support_type = change.agency, change.support_type
        if change.kind is ChangeKind.AGREEMENT_SWITCHED:
            support_type = SupportType(change.becomes)
        elif change.becomes:
            agency = change.becomes
        changes.append((change.kind, change.state, agency, support_type))
    return changes


def _grown_changes(number: int) -> list[ExpectedChange]:
    before = {agreement.slot: agreement for agreement in agreements_on(number - 1)}
    after = {agreement.slot: agreement for agreement in agreements_on(number)}
    posted = [slot for slot in after.keys() & before.keys() if after[slot].posted and not before[slot].posted]
    return [
        *((ChangeKind.AGREEMENT_ADDED, *slot) for slot in after.keys() - before.keys()),
        *((ChangeKind.AGREEMENT_ENDED, *slot) for slot in before.keys() - after.keys()),
        *((ChangeKind.MOA_POSTED, *slot) for slot in posted),
    ]


def _pending_changes(number: int) -> list[ExpectedChange]:
    """None on the day that shows the pending list for the first time: nothing is known to be new on it."""
    description = read()
    if description.days[number - 2].form == "table":
        return []
    before, after = set(pending_on(number - 1)), set(pending_on(number))
    listed = {agreement.slot for agreement in agreements_on(number)}
    left = before - after
    return [
        *((ChangeKind.PENDING_ADDED, *slot) for slot in after - before),
        *((ChangeKind.PENDING_SIGNED, *slot) for slot in left & listed),
        *((ChangeKind.PENDING_DROPPED, *slot) for slot in left - listed),
    ]
