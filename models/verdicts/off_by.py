"""When to say that a number is off: only where it can count nothing but what the list counts.

The worst error is a false alarm. A text that says 'nine universities' or 'eleven sheriffs joined' counts a part of
what the list holds, and a part may be smaller than the whole; it can never be larger. And a list that we may have
missed, between two that we have or after the last, proves nobody wrong.
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
from models.verdicts.values import Verdict, in_place, number, stated, units
from models.verdicts.ways_of_counting import true_count
from models.vocabulary import PLACE_NAMES, VerdictKind

# The publisher skips a weekend and a holiday; where more days lie between two of our lists, one may be missing.
_WEEKEND = timedelta(days=4)

# Words that make a number count a kind of agency. Nationwide 'police departments' stands for all agencies.
_KIND = re.compile(
    r"\b(sheriffs?|universit\w+|colleges?|campus\w*|schools?|towns?|cit(?:y|ies)|boroughs?|villages?|municipal\w*|"
    r"constables?|marshals?|troopers?|jails?|prisons?|state agenc\w+|parks?|rangers?|wildlife)\b",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\bpolice\b", re.IGNORECASE)
# Words that make it count what is new, or what is besides.
_FLOW = re.compile(
    r"\b(others?(?! states?)|more(?! than)|new|newly|added|join(?:ed|ing)|additional|another|further|so far this|since|"
    r"signed (?:on|in|up|this|last|during))\b",
    re.IGNORECASE,
)
# A number this far below the nation's is a place's that the text names elsewhere.
_TOO_SMALL_FOR_THE_NATION = 0.1


def unexplained(
    claim: Claim, siblings: Sequence[Claim], lists: ListsOfPeriod, period: Period, known_until: date | None
) -> Verdict | None:
    """The verdict on a count that no list explains, beside the list in force; None where it may be a list that
    the record lacks."""
    each = lists.lists[-1]
    own = true_count(claim, each.counts)
    if own is None:
        return _not_checkable(each, f"The list of {each.published_on} does not tell places such as {claim.scope}.")
    if _may_be_missing(claim, lists, own, period.last, known_until):
        return None
    if claim.role in EARLIER and not _says_when(claim, period):
        sentence = f"It speaks of {period.words} only by what stands around it, which is too little to compare."
        return _not_checkable(each, sentence, own)
    whole = f"{number(own)} {units(claim, own)}{in_place(claim)}"
    if claim.metric is Metric.PENDING and claim.scope != NATION:
        sentence = f"The pending list of {each.published_on} shows {whole}, but applications may not have reached it."
        return _not_checkable(each, sentence, own)
    if _rests_on_the_county_column(claim, each):
        sentence = f"The list of {each.published_on} shows {whole}, but does not name the county of every agency."
        return _not_checkable(each, sentence, own)
    if claim.value < own and _may_be_a_part(claim, siblings, own):
        sentence = (
            f"It may count a part of the {whole} on the list of {each.published_on}, which does not tell which part."
        )
        return _not_checkable(each, sentence, own)
    nearest = claim.value if claim.value_high is None or own < claim.value else claim.value_high
    more = "more" if own > nearest else "fewer"
    sentence = (
        f"The list of {each.published_on} counts {whole}, {number(abs(nearest - own))} {more} than the "
        f"{stated(claim)} stated."
    )
    return Verdict(VerdictKind.OFF_BY, sentence, each.published_on, each.sha256, own, difference=nearest - own)


def _not_checkable(each: ListOnDate, sentence: str, own: int | None = None) -> Verdict:
    return Verdict(VerdictKind.NOT_CHECKABLE, sentence, each.published_on, each.sha256, own)


def _says_when(claim: Claim, period: Period) -> bool:
    """Whether the sentence itself names the year, or the month, of the period."""
    months = {calendar.month_name[period.first.month][:3], calendar.month_name[period.last.month][:3]}
    return str(period.first.year) in claim.sentence or any(month in claim.sentence for month in months)


def _rests_on_the_county_column(claim: Claim, each: ListOnDate) -> bool:
    """Whether the number may be more than that column tells: towns and state agencies often stand without one."""
    if ", " in claim.scope:
        return True
    agencies = true_count(replace(claim, metric=Metric.AGENCIES), each.counts) or 0
    return claim.metric is Metric.COUNTIES and claim.value <= agencies


def _may_be_missing(claim: Claim, lists: ListsOfPeriod, own: int, last_day: date, known_until: date | None) -> bool:
    """Whether a list that we do not have may have given the number: after our last, or in a gap with the number
    between those on either side."""
    each, following = lists.lists[-1], lists.following
    if following is None:
        return max(known_until or each.published_on, each.published_on) < last_day
    after = true_count(claim, following.counts)
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
    """'Florida (342), Texas (296)' are parts of a nationwide total, and each the whole of its state."""
    return claim.scope in PLACE_NAMES and any(
        each.role is Role.COMPONENT
        and each.metric is claim.metric
        and each.scope in PLACE_NAMES
        and each.scope != claim.scope
        for each in siblings
    )
