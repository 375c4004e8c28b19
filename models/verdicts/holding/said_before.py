"""What no list counts: who had stated the same by the day of the text, and who first."""

from collections.abc import Sequence
from datetime import date

from models.claims.stated import Claim, ClaimPart
from models.verdicts.record_view import Statement
from models.verdicts.stated_numbers import closely
from models.verdicts.values import Verdict, number, stated
from models.vocabulary import VerdictKind


def said_before(claim: Claim, statements: Sequence[Statement], day: date) -> Verdict:
    """The verdict on what no list counts. Each statement is charged to whom it cites, and counts once for each."""
    if ClaimPart.SCOPE in claim.uncertain:
        sentence = "No list counts this, and the text does not settle for which place, so it is compared with nothing."
        return Verdict(VerdictKind.NOT_CHECKABLE, sentence)
    what = (claim.metric, claim.scope, claim.unit)
    before = (each for each in statements if each.said_on <= day and (each.metric, each.scope, each.unit) == what)
    same = sorted((each for each in before if _same_figure(claim, each)), key=lambda each: each.said_on)
    if not same:
        return Verdict(VerdictKind.NOT_CHECKABLE, "No list counts this, and no earlier statement of it is on record.")
    first, others = same[0], len({each.said_by for each in same} - {same[0].said_by})
    repeat = "other source says" if others == 1 else "other sources say"
    more = f"; {number(others)} {repeat} the same" if others else ""
    note = f" ({first.note})" if first.note else ""
    sentence = f"No list counts this; {first.said_by} stated {stated(first)}{note} on {first.said_on}{more}."
    return Verdict(VerdictKind.NOT_CHECKABLE, sentence, said_before=tuple(same))


def _same_figure(claim: Claim, each: Statement) -> bool:
    """'Over 8,500' repeats 8,501; a range repeats the same range."""
    if claim.value_high or each.value_high:
        return (claim.value, claim.value_high) == (each.value, each.value_high)
    return claim.value == each.value or closely(claim.value, None, claim.qualifier, each.value)
