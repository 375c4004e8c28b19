"""What a reader of the sample should find on each day: counts, and what changed since the day before."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from flows.demo.agreements import agreements_on, listed_on, pending_on
from flows.demo.description import SampleDay, ScriptedChange, read
from flows.demo.growth import Agreement, Slot
from flows.demo.printing import printed, printed_application
from models.lists.folding import tidy
from models.vocabulary import STATE_NAMES, ChangeKind, SupportType

# Kind, state, agency and support type as they stand after the change; for what left, as they stood before it.
# The agency is named as printed, stray spaces taken off.
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
    changes: frozenset[ExpectedChange]  # told first on this day; endings among them are only suspected
    confirmed: frozenset[ExpectedChange]  # endings suspected before that this day's list confirms
    withdrawn: frozenset[ExpectedChange]  # endings suspected before that this day's list unsays


@cache
def expected(number: int) -> Expected:
    """The truth of a day, from 1. The first day's agreements are all new and are not told as changes."""
    day = read().days[number - 1]
    agreements = agreements_on(number)
    places = {agreement.state for agreement in agreements}
    return Expected(
        held=bool(day.only_state),
        rows=len(listed_on(day)),
        headline=len(agreements) + day.headline_extra if day.saved else None,
        agreements=len(agreements),
        agencies=len({(agreement.state, agreement.agency) for agreement in agreements}),
        states=len(places & STATE_NAMES.keys()),
        territories=len(places - STATE_NAMES.keys()),
        pending=len(pending_on(number)),
        by_support_type=dict(Counter(agreement.support_type for agreement in agreements)),
        by_state=dict(Counter(agreement.state for agreement in agreements)),
        changes=frozenset(_told(day)),
        confirmed=frozenset(_confirmed(day)),
        withdrawn=frozenset(_withdrawn(day)),
    )


def _told(day: SampleDay) -> list[ExpectedChange]:
    if day.number == 1:
        return []
    if day.number in read().quotas:
        return _grown(day.number) + _pending(day.number)
    scripted = [change for change in read().changes if change.day == day.number]
    return [told for change in scripted for told in _scripted(change)] + _pending(day.number)


def _scripted(change: ScriptedChange) -> list[ExpectedChange]:
    """The one change that a line of the script is told as, or none."""
    slot = (change.state, change.agency, change.support_type)
    match change.kind:
        case ChangeKind.AGREEMENT_RETURNED | ChangeKind.PENDING_ADDED | ChangeKind.PENDING_DROPPED:
            return []  # a return unsays the ending; the pending list is compared as a whole
        case ChangeKind.AGREEMENT_SWITCHED:
            slot = (change.state, change.agency, SupportType(change.becomes))
        case ChangeKind.AGENCY_RESPELLED | ChangeKind.AGENCY_RENAMED:
            slot = (change.state, change.becomes, change.support_type)
    number = change.day - 1 if change.kind is ChangeKind.AGREEMENT_ENDED else change.day
    return [_named(change.kind, _by_slot(number)[slot])]


def _grown(number: int) -> list[ExpectedChange]:
    before, after = _by_slot(number - 1), _by_slot(number)
    stayed = [(before[slot], after[slot]) for slot in after.keys() & before.keys()]
    return [
        *(_named(ChangeKind.AGREEMENT_ADDED, after[slot]) for slot in after.keys() - before.keys()),
        *(_named(ChangeKind.AGREEMENT_ENDED, before[slot]) for slot in before.keys() - after.keys()),
        *(_named(ChangeKind.MOA_POSTED, now) for was, now in stayed if now.posted and not was.posted),
        *(
            _named(ChangeKind.ADDENDUM_POSTED, now)
            for was, now in stayed
            if printed(now).addendum_url and not printed(was).addendum_url
        ),
    ]


def _pending(number: int) -> list[ExpectedChange]:
    """None on the day that shows the pending list for the first time: nothing is known to be new on it."""
    if read().days[number - 2].saved is None:
        return []
    before, after = set(pending_on(number - 1)), set(pending_on(number))
    signed = before & _by_slot(number).keys()
    return [
        *(_applied(ChangeKind.PENDING_ADDED, slot) for slot in after - before),
        *(_applied(ChangeKind.PENDING_SIGNED, slot) for slot in (before - after) & signed),
        *(_applied(ChangeKind.PENDING_DROPPED, slot) for slot in before - after - signed),
    ]


def _confirmed(day: SampleDay) -> list[ExpectedChange]:
    """Endings that have stayed away from three good lists, the first without them included, and for two days."""
    days = read().days
    good = [other for other in days[: day.number] if not other.only_state][-3:]
    if day.only_state or len(good) < 3 or day.now - good[0].now < timedelta(days=2):
        return []
    ended = [told for told in _told(good[0]) if told[0] is ChangeKind.AGREEMENT_ENDED]
    return [told for told in ended if told not in _withdrawn(good[1]) + _withdrawn(good[2])]


def _withdrawn(day: SampleDay) -> list[ExpectedChange]:
    """Suspected endings of agreements that are back."""
    back = [c for c in read().changes if c.day == day.number and c.kind is ChangeKind.AGREEMENT_RETURNED]
    agreements = _by_slot(day.number)
    return [
        _named(ChangeKind.AGREEMENT_ENDED, agreements[change.state, change.agency, change.support_type])
        for change in back
    ]


def _by_slot(number: int) -> dict[Slot, Agreement]:
    return {agreement.slot: agreement for agreement in agreements_on(number)}


def _named(kind: ChangeKind, agreement: Agreement) -> ExpectedChange:
    return kind, agreement.state, tidy(printed(agreement).agency), agreement.support_type


def _applied(kind: ChangeKind, slot: Slot) -> ExpectedChange:
    return kind, slot[0], tidy(printed_application(slot).agency), slot[2]
