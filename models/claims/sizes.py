"""What a place can have: a number that is too large for it is another's."""

from models.claims.gazetteer import people_in
from models.claims.places import NATION
from models.claims.readings import Reading, Reason
from models.claims.stated import Metric

REGION = "region"  # a part of the country that no list can be counted for
TRAINED = frozenset({Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING})
PEOPLE = TRAINED | {Metric.ARRESTS}
# No state has more agencies or agreements than this, nor more trained officers; a larger number that names no
# state is the nation's. Florida, the largest, passed 340 agreements in early 2026.
_LARGEST_STATE = 450
_LARGEST_STATE_OFFICERS = 9_000
# The third largest had 63 agreements then; that their officers stay below 2,000 is assumed.
_LARGE_STATES = frozenset({"FL", "TX", ""})
_MAX_OTHER_STATE = 120
_MAX_OTHER_STATE_OFFICERS = 2_000
# Assumed, as nobody publishes arrests by state: the program's run to tens of thousands a year, a state's are a part.
_MAX_ARRESTS = 30_000
_MAX_ARRESTS_ELSEWHERE = 10_000
# Few counties and no town have more agencies or agreements, Palm Beach County, Florida, with its 21 being one: a larger
# number beside a county is as a rule the state's.
_ONE_OFFICE = 10
_FEW_PEOPLE = 25
_LISTED = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.PENDING, Metric.COUNTIES})
_UNSIZED = frozenset({Metric.PCT_INCREASE, Metric.POLL_PCT, Metric.POPULATION})


def fitting(scope: str, reading: Reading) -> str:
    """A county's number stays the county's only where a county can have so many; else it is the state's."""
    local, _, state = scope.rpartition(", ")
    many = reading.quantity.value > _ONE_OFFICE or reading.metric is Metric.COUNTIES
    return state if local and reading.metric in _LISTED and many else scope


def nobodys(reading: Reading, scope: str, reasons: tuple[Reason, ...]) -> bool:
    """Whether so few officers or arrests are some office's that the text does not name: 'he has three deputies in
    class' are not the nation's."""
    few = reading.metric in PEOPLE and reading.quantity.value <= _FEW_PEOPLE
    return few and scope == NATION and sum(reason.weight for reason in reasons) <= 1


def too_large(reading: Reading, scope: str, *, named: bool = False) -> bool:
    """Whether a number is more than a state can have; where the words name the state, than the largest state can."""
    state = scope.rsplit(", ", 1)[-1]
    if reading.metric is Metric.POPULATION and (people := people_in(state)):
        return reading.quantity.value > people
    if reading.metric in _UNSIZED or reading.unit is not None or scope in (NATION, REGION) or "+" in scope:
        return False
    value, large = reading.quantity.value, named or state in _LARGE_STATES
    if reading.metric is Metric.ARRESTS:
        return not named and value >= (_MAX_ARRESTS if large else _MAX_ARRESTS_ELSEWHERE)
    if reading.metric in PEOPLE:
        return not named and value >= (_LARGEST_STATE_OFFICERS if large else _MAX_OTHER_STATE_OFFICERS)
    return value >= (_LARGEST_STATE if large else _MAX_OTHER_STATE)
