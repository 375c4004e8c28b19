"""Where things stand: in a first digest everywhere that was asked for, in later ones at the agencies asked for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.digests.content import Item, PlaceKind, PlaceNow, PlaceRecord, Portrait
from models.digests.subscriptions import Subscriber
from models.digests.telling.places import is_in, listed_in
from models.places.bodies import Body

# More agencies are numbers, not names.
MAX_LISTED = 12
MAX_LAST = 5
MAX_STATES = 10


def portraits(
    subscriber: Subscriber, here: Iterable[PlaceNow], on_record: PlaceRecord, last: Sequence[Item], *, first: bool
) -> tuple[Portrait, ...]:
    """One for each place asked for in a `first` digest, with their `last` changes, newest first; else for the agencies,
    whose agreements are few."""
    asked = (now for now in here if not now.context)
    return tuple(
        _portrait(subscriber, now, on_record, last) for now in asked if first or now.place.kind is PlaceKind.AGENCY
    )


def _portrait(subscriber: Subscriber, now: PlaceNow, on_record: PlaceRecord, last: Sequence[Item]) -> Portrait:
    listed = listed_in(now.place, subscriber, on_record)
    bodies = Counter({each.agency_id: each.body for each in listed}.values())
    nation = now.place.kind is PlaceKind.NATION
    return Portrait(
        now=now,
        by_type=tuple(Counter(each.support_type for each in listed).most_common()),
        by_body=tuple(sorted(bodies.most_common(), key=lambda each: each[0] is Body.OTHER)),  # others end a list
        by_state=tuple(Counter(each.state for each in listed).most_common(MAX_STATES)) if nation else (),
        listed=tuple(listed) if len(listed) <= MAX_LISTED else (),
        last=tuple(item for item in last if is_in(item, now.place))[:MAX_LAST],
    )
