"""The third stage: which reading wins, how far it is ahead, and what is told of that as evidence."""

from models.claims.readings import ENOUGH, Reading, Reason
from models.claims.roles import Played
from models.claims.scope import Where
from models.claims.stated import ClaimPart, Grounds

# The winner is sure where it is ahead of the next place by this much: less than one piece of direct evidence.
_SCOPE_MARGIN = 1.0
# A reading at the bare threshold is told, but no verdict may rest on it.
_METRIC_MARGIN = 0.5


def evidence_of(reading: Reading, found: Where, played: Played) -> tuple[Grounds, ...]:
    """What decided each part of a claim, the runner-up where there is one, and whether it is sure."""
    evidence = []
    if reading.reasons:
        ahead = reading.weight - ENOUGH
        other = reading.runner_up.value if reading.runner_up else ""
        evidence.append(
            Grounds(ClaimPart.METRIC, reading.metric.value, _told(reading.reasons), other, ahead >= _METRIC_MARGIN)
        )
    if found.reasons:
        sure = found.margin >= _SCOPE_MARGIN
        evidence.append(Grounds(ClaimPart.SCOPE, found.scope, _told(found.reasons), found.runner_up, sure))
    evidence.append(Grounds(ClaimPart.WHOLE, played.role.value, (played.why,), sure=played.sure))
    return tuple(evidence)


def _told(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    return tuple(reason.why for reason in sorted(reasons, key=lambda each: -each.weight))
