"""Which counties a digest's map of a state marks: those with an agreement, and those with one since the last digest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.digests.subscriptions import Subscriber
from models.places.tables import STATE_FIPS, counties

# A mail for one who watches ten states is no atlas. A map weighs up to 21 kB.
MAX_MAPS = 3


@dataclass(frozen=True, slots=True)
class MappedAgreements:
    """Where the agreements of the newest list are: the same for every subscriber, so it is read once a run."""

    # FIPS code of each county with an agreement -> the day of the list that was the first with the newest of them;
    # None where no list added any, as on the first list of a record.
    added: Mapping[str, date | None] = field(default_factory=dict)
    unplaced: Mapping[str, int] = field(default_factory=dict)  # state -> agreements whose agency has no one county


@dataclass(frozen=True, slots=True)
class StateMap:
    """What the map of one state shows, in FIPS codes. The newest list is of `as_of`, the last digest of `since`."""

    state: str  # two letters
    as_of: date
    since: date | None  # None: this is the first digest, and nothing is new to the subscriber
    listed: tuple[str, ...]  # in order, as the others
    new: tuple[str, ...]  # of those listed
    asked: tuple[str, ...]  # those that the subscriber asked for, listed or not
    unplaced: int


def state_maps(
    subscriber: Subscriber,
    found: MappedAgreements,
    as_of: date | None,
    *,
    since: date | None = None,
    told_list: date | None = None,
) -> tuple[StateMap, ...]:
    """The maps of the states that a subscriber watches, unless they are many.

    `told_list` is the date of the list that the last digest, of the day `since`, told of: what a later list added is
    new.
    """
    states = [state for state in subscriber.watched_states if state in STATE_FIPS]
    if as_of is None or len(states) > MAX_MAPS:
        return ()
    return tuple(_state_map(state, subscriber, found, as_of, since, told_list) for state in states)


def _state_map(
    state: str,
    subscriber: Subscriber,
    found: MappedAgreements,
    as_of: date,
    since: date | None,
    told_list: date | None,
) -> StateMap:
    digits = STATE_FIPS[state]
    listed = sorted(fips for fips in found.added if fips.startswith(digits))
    days = {fips: found.added[fips] for fips in listed}
    return StateMap(
        state=state,
        as_of=as_of,
        since=since,
        listed=tuple(listed),
        new=tuple(fips for fips, day in days.items() if day and told_list and day > told_list),
        asked=tuple(sorted(fips for fips in subscriber.counties & counties().keys() if fips.startswith(digits))),
        unplaced=found.unplaced.get(state, 0),
    )
