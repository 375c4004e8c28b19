"""Which agreements and applications stand on the lists of each day.

The first four days are grown to their quotas, each from the one before, so that most of a list persists as it
does in reality; the days after them differ by the scripted changes alone.
"""

from dataclasses import replace
from functools import cache

from flows.demo.description import Description, SampleDay, ScriptedChange, read
from flows.demo.draws import draw
from flows.demo.growth import Agreement, Slot, candidates, grown, may_sign, newly_signed
from models.vocabulary import PLACE_NAMES, ChangeKind, SupportType

# Of the new agreements about two in three were on a pending list before.
APPLIED_SHARE = 2 / 3
# Applications that nobody signs while the sample runs, for each of its two pending eras.
LEFT_PENDING = 12
# Of the agreements of January 2026, those that September's pending list already had.
SIGNED_SOON = 24


@cache
def agreements_on(number: int) -> tuple[Agreement, ...]:
    """The agreements in force on a day, by state and agency, whatever the list of that day leaves out."""
    description = read()
    if number in description.quotas:
        agreements = grown(description, number, tuple(agreements_on(earlier) for earlier in range(1, number)))
    else:
        agreements = _altered(
            agreements_on(number - 1), [change for change in description.changes if change.day == number]
        )
    return tuple(sorted(agreements, key=lambda agreement: agreement.slot))


def listed_on(day: SampleDay) -> tuple[Agreement, ...]:
    """What the list of the day prints: the agreements in force, or a part of them by the publisher's mistake."""
    agreements = agreements_on(day.number)
    if day.only_state:
        agreements = tuple(agreement for agreement in agreements if agreement.state == day.only_state)
    if day.reordered:
        return tuple(sorted(agreements, key=lambda agreement: (agreement.signed, agreement.slot)))
    return tuple(sorted(agreements, key=lambda agreement: (PLACE_NAMES[agreement.state], agreement.slot)))


@cache
def pending_on(number: int) -> tuple[Slot, ...]:
    """The applications on the pending list of a day; empty in the table era, which had no such list."""
    description = read()
    quota_days = max(description.quotas)
    if description.days[number - 1].saved is None:
        return ()
    listed = {agreement.slot for agreement in agreements_on(number)}
    if number > quota_days:
        waiting = set(pending_on(number - 1)) - listed
        for change in description.changes:
            slot = (change.state, change.agency, change.support_type)
            if change.day == number and change.kind is ChangeKind.PENDING_ADDED:
                waiting.add(slot)
            elif change.day == number and change.kind is ChangeKind.PENDING_DROPPED:
                waiting.discard(slot)
        return tuple(sorted(waiting))
    return tuple(sorted(_signed_later(description, number) + _never_signed(description, number)))


def _signed_later(description: Description, number: int) -> list[Slot]:
    """Applications of day 3 and 4 that the next lists carry as signed."""
    if number < max(description.quotas):
        listed = {agreement.slot for agreement in agreements_on(number)}
        later = [agreement for agreement in agreements_on(number + 1) if agreement.slot not in listed]
        later.sort(key=lambda agreement: (agreement.signed, agreement.slot))
        return [agreement.slot for agreement in later[:SIGNED_SOON]]
    applied_for = {
        (change.state, change.agency, change.support_type)
        for change in description.changes
        if change.kind is ChangeKind.PENDING_ADDED
    }
    return [
        slot
        for change in description.changes
        if change.day > number and change.kind is ChangeKind.AGREEMENT_ADDED
        for slot in [(change.state, change.agency, change.support_type)]
        if slot not in applied_for and draw("applied", *slot) < APPLIED_SHARE
    ]


def _never_signed(description: Description, number: int) -> list[Slot]:
    """Bodies that are on no list of the sample, a few for each of the two pending eras."""
    ever = {
        (agreement.state, agreement.agency)
        for day in description.days[: max(description.quotas)]
        for agreement in agreements_on(day.number)
    } | {(change.state, change.agency) for change in description.changes}
    free = [
        (state, agency, SupportType.TFM)
        for state, place in sorted(description.places.items())
        for agency in candidates(place, state)
        if (state, agency) not in ever and may_sign(agency, SupportType.TFM)
    ]
    return sorted(free, key=lambda slot: draw("waiting", str(number), *slot))[:LEFT_PENDING]


def _altered(before: tuple[Agreement, ...], changes: list[ScriptedChange]) -> list[Agreement]:
    """The list before with the scripted changes of one day. KeyError where a change names no listed slot."""
    agreements = {agreement.slot: agreement for agreement in before}
    for change in changes:
        slot = (change.state, change.agency, change.support_type)
        match change.kind:
            case ChangeKind.AGREEMENT_ADDED:
                agreements[slot] = newly_signed(slot, change.signed_on)
            case ChangeKind.AGREEMENT_ENDED:
                del agreements[slot]
            case ChangeKind.AGREEMENT_RETURNED:
                agreements[slot] = _last_listed(slot, change.day)
            case ChangeKind.AGREEMENT_SWITCHED:
                del agreements[slot]
                slot = (change.state, change.agency, SupportType(change.becomes))
                agreements[slot] = newly_signed(slot, change.signed_on)
            case ChangeKind.AGENCY_RESPELLED | ChangeKind.AGENCY_RENAMED:
                agreements[slot] = replace(agreements[slot], agency=change.becomes)
            case ChangeKind.SIGNING_DATE_CORRECTED:
                agreements[slot] = replace(agreements[slot], signed=change.signed_on)
            case ChangeKind.MOA_POSTED:
                agreements[slot] = replace(agreements[slot], posted=True)
            case _:
                continue  # a change of the pending list, or one that follows from another line
    return list(agreements.values())


def _last_listed(slot: Slot, number: int) -> Agreement:
    """The agreement as it stood on the last day that had it."""
    earlier = {agreement.slot: agreement for agreement in agreements_on(number - 1)}
    return earlier.get(slot) or _last_listed(slot, number - 1)
