"""What a stated number leaves room for: 1,168 fits 'more than 1,100', 765 does not fit 'nearly 950'."""

import re
from enum import Enum


class Fit(Enum):
    """How well a number found fits a number stated."""

    EXACT = "exact"
    ROUNDED = "rounded"  # what rounding to the last digit printed gives: 'about 370' of 366 to 374
    WIDE = "wide"  # further off, but still what writers call so: 'about 370' of 355
    LOOSE = "loose"  # literally true, but far off: 'more than 100' of 957
    NONE = "none"

    def __bool__(self) -> bool:
        return self is not Fit.NONE


_AT_LEAST = re.compile(
    r"\b(more than|over|above|at least|no (?:fewer|less) than|upwards? of|north of|in excess of|greater than|"
    r"exceed\w*|surpass\w*|topp\w*|past|beyond|plus|better than|a minimum of)\b|\+"
)
_AT_LEAST_INCLUSIVE = re.compile(r"\b(at least|no (?:fewer|less) than|a minimum of)\b")
_AT_MOST = re.compile(
    r"\b(up to|as (?:many|much|high) as|at most|no more than|fewer than|less than|under|below|a maximum of)\b"
)
_JUST_SHORT = re.compile(
    r"\b(nearly|almost|close to|approach\w*|just (?:under|short of|below|shy of)|not quite|some way short of|"
    r"closing in on|nearing)\b"
)
_JUST_OVER = re.compile(
    r"\b(?:just|a little|slightly|barely|a bit|a hair|a touch|a shade) (?:over|above|more than|past|north of|beyond)\b"
)
_ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|some|an estimated|estimated|circa|or so|more or less|in the region of|"
    r"in the neighbou?rhood of|on the order of|give or take)\b|~"
)

# Writers who say 'about' round to the last digit they print, by more than a twentieth where that digit stands for more,
# but never by more than a tenth: 'about 200' is no 239. Who prints the last digit ('some 521') means it.
_ABOUT_SHARE, _ABOUT_MOST, _ABOUT_EXACT, _ABOUT_SMALL = 0.05, 0.10, 0.01, 0.2
# Writers call 957 and 920 'nearly 1,000', rarely anything lower; and 1,003 if they look at an older list.
_SHORT_SHARE, _SHORT_OVERSHOOT = 0.10, 0.02
# A round number without a qualifier ('1,000 agreements') stands for anything within a hundredth.
_PLAIN_SHARE = 0.01
_ROUND_FROM = 100
_JUST_OVER_SHARE, _JUST_OVER_EXACT = 0.03, 0.002
# 'More than X' is natural up to the next round figure; beyond that it is true but misleading. So is 'up to X'.
_CLOSE = 0.25
# A number is rounded to its last digit that is not a zero, but hardly more coarsely than to a tenth of itself: 'about
# 1,000' is 950 to 1,050. Small ones are rounded to tens: 'some 30' is 25 to 35.
_GRAIN, _TENS = 0.1, 10


def fit(value: float, value_high: float | None, qualifier: str | None, found: float) -> Fit:
    """How well `found` fits 'qualifier value', or the range from `value` to `value_high`."""
    if value_high is not None and value_high > value:
        return Fit.ROUNDED if value <= found <= value_high else Fit.NONE
    words = (qualifier or "").casefold()
    grain = _grain(value)
    # 'Just under' and 'just over' must be recognized before the 'under' and 'over' in them.
    if _JUST_OVER.search(words):
        room = _JUST_OVER_EXACT if _step(value) == 1 else _JUST_OVER_SHARE
        return _within(found, (value, value + grain), (value, value + max(grain, value * room)))
    if _JUST_SHORT.search(words):
        wide = value * (1 - _SHORT_SHARE), value * (1 + _SHORT_OVERSHOOT)
        return _within(found, (value - grain, value), wide)
    if _AT_LEAST.search(words):
        if found == value:
            return Fit.EXACT if _AT_LEAST_INCLUSIVE.search(words) else Fit.NONE
        if found < value:
            return Fit.NONE
        return _within(found, (value, value + grain), (value, value + max(value * _CLOSE, _step(value)))) or Fit.LOOSE
    if _AT_MOST.search(words):
        return _within(found, (value - grain, value), (value * (1 - _CLOSE), value)) or (
            Fit.LOOSE if found <= value else Fit.NONE
        )
    if found == value:
        return Fit.EXACT
    if _ABOUT.search(words):
        exact = _step(value) == 1
        room = min(max(_ABOUT_SHARE * value, _step(value) / 2), _ABOUT_MOST * value)
        room = _ABOUT_EXACT * value if exact and value >= _ROUND_FROM else room
        near = max(min(grain / 2, _ABOUT_SMALL * value), _PLAIN_SHARE * value)
        if exact:  # one or two rows come and go between two looks at a list
            near = min(room, 2.0)
        return _within(found, (value - near, value + near), (value - room, value + room))
    if value >= _ROUND_FROM and _step(value) >= _ROUND_FROM / 10:
        room = min(_PLAIN_SHARE * value, _step(value) / 2)
        return _within(found, (value - room, value + room))
    return Fit.NONE


def closely(value: float, value_high: float | None, qualifier: str | None, found: float) -> bool:
    """Whether `found` fits and is near, because a literal 'more than' would fit anything."""
    return fit(value, value_high, qualifier, found) in (Fit.EXACT, Fit.ROUNDED, Fit.WIDE)


def tightly(value: float, value_high: float | None, qualifier: str | None, found: float) -> bool:
    """Whether `found` fits to the last digit, or as closely as rounding to the last one printed allows."""
    return fit(value, value_high, qualifier, found) in (Fit.EXACT, Fit.ROUNDED)


def is_bound(qualifier: str | None) -> bool:
    """Whether it states a bound ('more than', 'up to'), which is true of numbers far away."""
    words = (qualifier or "").casefold()
    return not _JUST_SHORT.search(words) and bool(_AT_LEAST.search(words) or _AT_MOST.search(words))


def is_exact(value: float, value_high: float | None, qualifier: str | None) -> bool:
    """Whether it is told as a count to the last digit: 957 and 'only 135', not 'about 957', 950 or a range."""
    words = (qualifier or "").casefold()
    hedged = any(each.search(words) for each in (_JUST_SHORT, _AT_LEAST, _AT_MOST, _ABOUT))
    return value_high is None and not hedged and _step(value) == 1


def room_of(value: float, value_high: float | None, qualifier: str | None) -> float:
    """How many whole numbers would fit as well as rounding allows: 1 for 957, 10 for 'about 370'."""
    if value_high is not None and value_high > value:
        return value_high - value + 1
    words = (qualifier or "").casefold()
    if any(each.search(words) for each in (_JUST_SHORT, _AT_LEAST, _AT_MOST, _ABOUT)):
        return max(1.0, _grain(value))
    if value >= _ROUND_FROM and _step(value) >= _ROUND_FROM / 10:
        return max(1.0, 2 * min(_PLAIN_SHARE * value, _step(value) / 2))
    return 1.0


def share_fits(percent: float, qualifier: str | None, found: float) -> bool:
    """Whether a growth in percent is as stated. Writers cut off (609.6 becomes 609) as often as they round."""
    room = 0.5 if qualifier else 1 if float(percent).is_integer() else 0.1
    return bool(fit(percent, None, qualifier, found)) or abs(found - percent) < room


def _within(found: float, tight: tuple[float, float], wide: tuple[float, float] | None = None) -> Fit:
    if tight[0] <= found <= tight[1]:
        return Fit.ROUNDED
    return Fit.WIDE if wide is not None and wide[0] <= found <= wide[1] else Fit.NONE


def _grain(value: float) -> float:
    return min(_step(value), max(value * _GRAIN, _TENS))


def _step(value: float) -> float:
    """The place of the last digit that is not a zero: 100 for 1,100, 1 for 957, 1,000 for 8,000."""
    if value <= 0 or not float(value).is_integer():
        return 0
    step = 1
    while value % (step * 10) == 0:
        step *= 10
    return step
