"""Who reads the mails of the replay, and from which day on: the asks are those of a subscriber's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from models.digests.preferences import parse_preferences
from models.digests.subscriptions import Cadence
from models.record.writing.digests.subscribers import find_agency

BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """One reader: a name, what they ask for in their own words, and the day they join."""

    name: str
    asks: Mapping[str, str] = field(default_factory=dict)
    joins: date = BEGINNING

    @property
    def address(self) -> str:
        return f"{self.name}@example.org"

    def several(self, ask: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.asks.get(ask, "").split(";") if part.strip())


# Whoever runs moawatch has a subscription of their own: the whole record as it happens, and what is broken.
OUTBOX_WISH = Wish("outbox", {"cadence": "as_it_happens", "operator": "yes"})


def preferences(session: Session, wish: Wish) -> dict[str, object]:
    return parse_preferences(wish.asks, lambda text: find_agency(session, text))


def knows_monthly() -> bool:
    return "monthly" in list(Cadence)


_LISTS_BEGIN = date(2025, 2, 20)  # the pages of four years are on record, and lists come out daily from now on
_IN_THE_MIDDLE = date(2025, 9, 4)

# For the real lists. The agency signed three times; the counties gained, lost and switched agreements.
REAL_WISHES = (
    Wish("nation-daily", {"cadence": "daily", "news": "no"}),
    Wish("county", {"counties": "Lamar County, TX", "cadence": "daily"}, _LISTS_BEGIN),
    Wish(
        "three-counties",
        {"counties": "Butler County, PA; Lee County, FL; Franklin County, AL", "cadence": "daily"},
        _LISTS_BEGIN,
    ),
    Wish("state", {"states": "TX", "cadence": "daily"}, _LISTS_BEGIN),
    Wish("two-states", {"states": "PA; VA", "cadence": "weekly", "weekday": "friday"}, _LISTS_BEGIN),
    Wish("agency", {"agencies": "Calhoun County Sheriff's Office, TX", "cadence": "daily"}, date(2025, 3, 1)),
    Wish("nation-weekly", {"cadence": "weekly"}, _LISTS_BEGIN),
    Wish("support-type", {"support_types": "JEM", "cadence": "daily"}, _LISTS_BEGIN),
    Wish("police", {"bodies": "police", "states": "FL; TX", "cadence": "daily"}, _LISTS_BEGIN),
    Wish("joiner", {"states": "FL", "cadence": "daily"}, _IN_THE_MIDDLE),
    Wish("nation-joiner", {"cadence": "weekly"}, _IN_THE_MIDDLE),
    Wish("heartbeat", {"counties": "Kerr County, TX", "cadence": "weekly", "heartbeat": "yes"}, _LISTS_BEGIN),
    Wish("operator", {"states": "TX", "cadence": "as_it_happens", "operator": "yes"}, _LISTS_BEGIN),
    Wish("nation-monthly", {"cadence": "monthly"}, _LISTS_BEGIN),
)

# The publisher refuses two runs in a row, and the operators should hear of it.
REAL_REFUSALS = frozenset({date(2025, 8, 22), date(2025, 8, 25)})

# For the small lists of `tests.support.histories`.
_SMALL_MIDDLE = date(2025, 6, 6)
SMALL_REFUSALS = frozenset({date(2025, 6, 5), date(2025, 6, 6)})
SMALL_WISHES = (
    Wish("nation-daily", {"cadence": "daily"}),
    Wish("county", {"counties": "Dallas County, TX", "cadence": "daily", "heartbeat": "yes"}),
    Wish("three-counties", {"counties": "Knox County, TX; Lake County, FL; Union County, OH", "cadence": "daily"}),
    Wish("state", {"states": "GA", "cadence": "daily"}),
    Wish("agency", {"agencies": "Floyd County Sheriff's Office, GA", "cadence": "daily"}, date(2025, 6, 3)),
    Wish("nation-weekly", {"cadence": "weekly"}),
    Wish("support-type", {"support_types": "TFM", "cadence": "daily"}, _SMALL_MIDDLE),
    Wish("joiner", {"states": "FL", "cadence": "daily"}, _SMALL_MIDDLE),
)
