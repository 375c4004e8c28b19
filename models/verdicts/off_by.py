"""When to say that a number is off: only if it cannot count anything but what the list counts.

The worst error is a false alarm. 'Nine universities' or 'eleven sheriffs joined' counts a part of the list, which may
be smaller than the whole but never larger. And the record may lack a list, between two that it has or after the last.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.claims.stated import Claim, Metric, Role
from models.lists.counts import NATION
from models.verdicts.baselines import EARLIER
from models.verdicts.record_view import ListOnDate, ListsOfPeriod
from models.verdicts.stated_periods import Period
from models.verdicts.values import Verdict, in_place, number, on_list, stated, units
from models.verdicts.ways_of_counting import true_count
from models.vocabulary import PLACE_NAMES, VerdictKind

# ICE skips weekends and holidays; if more days lie between two of our lists, one may be missing.
_WEEKEND = timedelta(days=4)

# Words that make a number count one kind of agency. Nationwide, 'police departments' means all agencies.
_KIND = re.compile(
    r"\b(sheriffs?|universit\w+|colleges?|campus\w*|schools?|towns?|cit(?:y|ies)|boroughs?|villages?|municipal\w*|"
    r"constables?|marshals?|troopers?|jails?|prisons?|state agenc\w+|parks?|rangers?|wildlife)\b",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\bpolice\b", re.IGNORECASE)
# Words that make it count what is new or additional.
_FLOW = re.compile(
    r"\b(others?(?! states?)|more(?! than)|new|newly|added|join(?:ed|ing)|additional|another|further|so far this|since|"
    r"signed (?:on|in|up|this|last|during))\b",
    re.IGNORECASE,
)
_ADDITIONAL = frozenset({"another", "an additional"})
# A number this far below the nation's belongs to a place that the text names elsewhere.
_TOO_SMALL_FOR_THE_NATION = 0.1


def unexplained(
    claim: Claim, siblings: Sequence[Claim], lists: ListsOfPeriod, period: Period, known_until: date | None
) -> Verdict | None:
    """The verdict on a count that no list explains; None if it may come from a list that the record lacks."""
    each = lists.lists[-1]
    own = true_count(claim, each.count())
    if own is None:
        sentence = f"The list of {each.published_on} does not show counts for {claim.scope}."
        return on_list(VerdictKind.NOT_CHECKABLE, sentence, each)
    if _may_be_missing(claim, lists, own, period.last, known_until):
        return None
    whole = f"{number(own)} {units(claim, own)}{in_place(claim)}"
    if claim.role in EARLIER and not _says_when(claim, period):
        sentence = f"Only the surrounding text dates this to {period.words}, which is not enough to compare it."
    elif claim.metric is Metric.PENDING and claim.scope != NATION:
        sentence = f"The pending list of {each.published_on} shows {whole}, but it may lack some applications."
    elif _rests_on_the_county_column(claim, each):
        sentence = f"The list of {each.published_on} shows {whole}, but does not name the county of every agency."
    elif claim.value < own and _may_be_a_part(claim, siblings, own):
        sentence = f"This may count only some of the {whole} on the list of {each.published_on}."
    else:
        nearest = claim.value if claim.value_high is None or own < claim.value else claim.value_high
        compared = f"{number(abs(nearest - own))} {'more' if own > nearest else 'fewer'} than the {_as_stated(claim)}"
        sentence = f"The list of {each.published_on} counts {whole}, {compared}."
        return on_list(VerdictKind.OFF_BY, sentence, each, own, difference=nearest - own)
    return on_list(VerdictKind.NOT_CHECKABLE, sentence, each, own)


def _as_stated(claim: Claim) -> str:
    """'911 stated', '31 additional ones stated', 'stated "nearly 911"'."""
    if (claim.qualifier or "").casefold() in _ADDITIONAL:
        return f"{number(claim.value)} additional ones stated"
    return f"stated '{stated(claim)}'" if claim.qualifier and claim.value_high is None else f"{stated(claim)} stated"


def _says_when(claim: Claim, period: Period) -> bool:
    """Whether the sentence itself names the year, or the month, of the period."""
    months = {calendar.month_name[period.first.month][:3], calendar.month_name[period.last.month][:3]}
    return str(period.first.year) in claim.sentence or any(month in claim.sentence for month in months)


def _rests_on_the_county_column(claim: Claim, each: ListOnDate) -> bool:
    """Whether the number may be more than that column shows: towns and state agencies often have no county there."""
    if ", " in claim.scope:
        return True
    agencies = true_count(replace(claim, metric=Metric.AGENCIES), each.count()) or 0
    return claim.metric is Metric.COUNTIES and claim.value <= agencies


def _may_be_missing(claim: Claim, lists: ListsOfPeriod, own: int, last_day: date, known_until: date | None) -> bool:
    """Whether a list that the record lacks may have given the number: after its last list, or in a gap between two
    lists with a lower and a higher number."""
    each, following = lists.lists[-1], lists.following
    if following is None:
        return max(known_until or each.published_on, each.published_on) < last_day
    after = true_count(claim, following.count())
    gap = following.published_on - each.published_on
    return gap > _WEEKEND and after is not None and min(own, after) <= claim.value <= max(own, after)


def _may_be_a_part(claim: Claim, siblings: Sequence[Claim], own: int) -> bool:
    if claim.metric is Metric.STATES:
        return False
    if claim.role is Role.COMPONENT and claim.support_type is None and not _is_item_of_places(claim, siblings):
        return True
    if _KIND.search(claim.sentence) or _FLOW.search(claim.sentence):
        return True
    if claim.scope == NATION:
        return claim.value < _TOO_SMALL_FOR_THE_NATION * own
    return bool(_POLICE.search(claim.sentence))


def _is_item_of_places(claim: Claim, siblings: Sequence[Claim]) -> bool:
    """'Florida (342), Texas (296)' are parts of a nationwide total, but each is the whole of its state."""
    others = PLACE_NAMES.keys() - {claim.scope}
    items = [each for each in siblings if each.role is Role.COMPONENT and each.metric is claim.metric]
    return claim.scope in PLACE_NAMES and any(each.scope in others for each in items)
