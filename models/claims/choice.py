"""The third stage: how far the reading that won is ahead, and what is told of that as evidence."""

from models.claims.readings import ENOUGH, Reading, Reason
from models.claims.roles import Played
from models.claims.scope import Where
from models.claims.stated import ClaimPart, Grounds, Metric
from models.claims.timing import Dated

# Read off 60 pages that no rule had been written for: how often the scope that won was right, by its lead over the next
# place, and how often the metric was, by its weight.
#
#     lead of the scope        below 1   1 to 2.5   2.5 and more
#     right / wrong              5 / 2     33 / 5        137 / 3
#
#     weight of the metric                       below 5   5 and more
#     agreements or agencies with their noun      10 / 1       56 / 1
#     other nouns                                 14 / 4       44 / 3
#     the noun left out                           35 / 7        9 / 0
#
# What is only likely is told, but no verdict may rest on it.
_SCOPE_MARGIN = 2.5
_METRIC_MARGIN = 2.0
_NAMED_MARGIN = 0.5
_LISTED = (Metric.AGREEMENTS, Metric.AGENCIES)


def evidence_of(reading: Reading, found: Where, dated: Dated, played: Played) -> tuple[Grounds, ...]:
    """What decided each part of a claim, the runner-up where there is one, and whether it is sure."""
    grounds = []
    if reading.reasons:
        named = not reading.bare and reading.metric in _LISTED
        sure = reading.weight - ENOUGH >= (_NAMED_MARGIN if named else _METRIC_MARGIN)
        grounds.append(Grounds(ClaimPart.METRIC, reading.metric.value, _told(reading.reasons), sure=sure))
    sure = found.margin >= _SCOPE_MARGIN
    return (
        *grounds,
        Grounds(ClaimPart.SCOPE, found.scope, _told(found.reasons), found.runner_up, sure),
        Grounds(ClaimPart.DATE, dated.iso or "", (dated.why,), sure=dated.sure),
        Grounds(ClaimPart.WHOLE, played.role.value, (played.why,), sure=played.sure),
    )


def _told(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """In words, the heaviest first; what spoke against it is marked."""
    ranked = sorted(reasons, key=lambda reason: -reason.weight)
    return tuple(reason.why if reason.weight > 0 else f"but: {reason.why}" for reason in ranked)
