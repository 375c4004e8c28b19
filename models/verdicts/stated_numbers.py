"""What a stated number leaves room for: 'more than 1,100' is borne out by 1,168, 'nearly 950' is not by 765."""

import re
from enum import Enum


class Fit(Enum):
    """How a number found stands to a number stated."""

    EXACT = "exact"
    ROUNDED = "rounded"  # within what the qualifier, or the roundness of the number, leaves room for
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
_ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|some|an estimated|estimated|circa|or so|more or less|in the region of|"
    r"in the neighbou?rhood of|on the order of|give or take)\b|~"
)

# Writers who say 'about' round to the last digit that they print and rarely beyond a twentieth.
_ABOUT_SHARE = 0.05
# 'Nearly 1,000' is said of 957 and 920, hardly of less; and of 1,003 by those who look at an older list.
_SHORT_SHARE, _SHORT_OVERSHOOT = 0.10, 0.02
# A round number without a qualifier ('1,000 agreements') is a rounding of what lies within a hundredth.
_PLAIN_SHARE = 0.01
_ROUND_FROM = 100
# 'More than X' is natural up to the next round figure; from there it stays true and grows misleading.
_CLOSE_ABOVE = 0.25
_CLOSE_BELOW = 0.25


def fit(value: float, value_high: float | None, qualifier: str | None, found: float) -> Fit:
    """How `found` stands to 'qualifier value' or to the range from `value` to `value_high`."""
    if value_high is not None and value_high > value:
        return Fit.ROUNDED if value <= found <= value_high else Fit.NONE
    words = (qualifier or "").casefold()
    # 'Just under' and 'just over' must be seen before the 'under' and 'over' in them.
    if _JUST_SHORT.search(words):
        return _within(found, value * (1 - _SHORT_SHARE), value * (1 + _SHORT_OVERSHOOT))
    if _AT_LEAST.search(words):
        if found == value:
            return Fit.EXACT if _AT_LEAST_INCLUSIVE.search(words) else Fit.NONE
        return _one_sided(found > value, found <= value + max(value * _CLOSE_ABOVE, _step(value)))
    if _AT_MOST.search(words):
        return _one_sided(found <= value, found >= value * (1 - _CLOSE_BELOW))
    if found == value:
        return Fit.EXACT
    if _ABOUT.search(words):
        room = max(_ABOUT_SHARE * value, _step(value) / 2)
        return _within(found, value - room, value + room)
    if value >= _ROUND_FROM and _step(value) >= _ROUND_FROM / 10:
        room = min(_PLAIN_SHARE * value, _step(value) / 2)
        return _within(found, value - room, value + room)
    return Fit.NONE


def closely(value: float, value_high: float | None, qualifier: str | None, found: float) -> bool:
    """Whether `found` fits and is near: for explanations, where a literal 'more than' would fit anything."""
    return fit(value, value_high, qualifier, found) in (Fit.EXACT, Fit.ROUNDED)


def share_fits(percent: float, qualifier: str | None, found: float) -> bool:
    """Whether a growth in percent is as stated. People cut off (609.6 is told as 609) as often as they round."""
    if qualifier:
        return bool(fit(percent, None, qualifier, found)) or abs(found - percent) < 0.5
    if bool(fit(percent, None, None, found)):
        return True
    return abs(found - percent) < (1 if float(percent).is_integer() else 0.1)


def _within(found: float, low: float, high: float) -> Fit:
    return Fit.ROUNDED if low <= found <= high else Fit.NONE


def _one_sided(true: bool, close: bool) -> Fit:
    if not true:
        return Fit.NONE
    return Fit.ROUNDED if close else Fit.LOOSE


def _step(value: float) -> float:
    """The place of the last digit that is not a zero: 100 for 1,100, 1 for 957, 1,000 for 8,000."""
    if value <= 0 or not float(value).is_integer():
        return 0
    step = 1
    while value % (step * 10) == 0:
        step *= 10
    return step
