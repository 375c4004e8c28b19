"""What speaks for papers of the program - agreements in force, applications that wait - and what against."""

from models.claims.around import MAX_COUNTED, NAMED_BEFORE, NOTHING, THE_FEW, Around, Weighed
from models.claims.inflection import verb_words
from models.claims.readings import ENOUGH, Reason
from models.claims.stated import Metric

# 'agreements', 'MOAs' and 'memorandums' are the program's own words, 'contracts' and 'deals' anybody's.
_OWN_WORDS = ("agree", "moa", "mou", "memor")
_OTHER_REACH, _OVER_REACH = 25, 40  # characters behind the noun: 'contracts for beds', 'agreements were ended'


def weigh_agreements(what: Around) -> Weighed:
    if what.quantity.value > MAX_COUNTED or what.quantity.value == 1:
        return NOTHING
    first = what.predicate()
    waiting = first is not None and first.kind == "pending" and what.said_after("pending", reach=_OVER_REACH)
    if what.described("pending") or waiting:
        return Metric.PENDING, [Reason("agreements that wait for approval", ENOUGH + 1)]
    own = what.head.word.startswith(_OWN_WORDS)
    reasons = [Reason(f"'{what.head.word}' is what the program calls its papers", 3.0 if own else 2.0)]
    if what.described("program", "in_force", "fresh", "join"):
        reasons.append(Reason("the words before the noun are the program's", 2.0))
    if what.in_sentence("program", "law_bodies"):
        reasons.append(Reason("the sentence names the program or its bodies", 1.0))
    return Metric.AGREEMENTS, [*reasons, *what.context(), *_against(what)]


_PASSIVE = frozenset({"was", "were", "been"})
_LAPSED = verb_words("lapse")
_SUPPOSED = frozenset({"would", "will", "could", "may", "might", "can", "should", "to", "not", "never", "be"})
_SETTLED = frozenset({"denied", "rejected", "refused", "approved", "granted", "dismissed", "withdrew"})


def _against(what: Around) -> list[Reason]:
    first, reasons = what.predicate(), []
    if what.described("other_papers", "leave") or what.said_after("other_papers", reach=_OTHER_REACH):
        reasons.append(Reason("contracts of another kind", -8))
    gone = first is not None and first.kind in ("leave", "outside") and not ended_then(what)
    if first is not None and gone and what.said_after(first.kind, reach=_OVER_REACH):
        reasons.append(Reason(f"'{first.word}': no longer in force", -8))
    if what.behind() in ("each", "apiece"):
        reasons.append(
            Reason("so many for each of them", -8)
        )  # 'Greene and Christian counties signed two agreements each'
    if what.near_before("outside", "leave", "wish"):
        reasons.append(Reason("forbidden, wished or ended", -8))
    tokens = what.marked.tokens[what.marked.token_at(what.left) : what.marked.token_at(what.quantity.start)]
    if any(token.low == "if" for token in tokens):
        reasons.append(Reason("only supposed", -8))
    if what.quantity.value <= NAMED_BEFORE and what.article in THE_FEW:
        reasons.append(Reason("named before", -4))
    return reasons


def ended_then(what: Around) -> bool:
    """'Two agreements were terminated on Monday', 'three expired last week': so many were lost in a time that is told.
    Without a time they may be those of any former day."""
    verb = what.predicate()
    if verb is None or verb.kind != "leave":
        return False
    between = [token.low for token in what.marked.tokens[what.head.last : verb.first]]
    ended = bool(_PASSIVE & set(between)) or verb.word in _LAPSED
    return ended and bool(what.marked.dates) and not any(low in _SUPPOSED or low.endswith("n't") for low in between)


def weigh_applications(what: Around) -> Weighed:
    first = what.predicate()
    reasons = [Reason("applications wait for approval", 1.5)]
    ahead = what.ahead()
    if ahead is not None and ahead.low in _SETTLED:
        reasons.append(Reason(f"'{ahead.low}': no longer pending", -8))
    if what.described("pending") or (first is not None and first.kind in ("pending", "in_training")):
        reasons.append(Reason("said to be pending", 2.5))
    if what.said_before("pending"):
        reasons.append(Reason("said to be under review", 1.0))
    if what.in_sentence("program", "agreements", "law_bodies"):
        reasons.append(Reason("the sentence speaks of the program", 1.0))
    reasons += what.context()
    if what.marked.has(what.quantity.end, what.tail, "other_applications") or what.described("other_officers"):
        reasons.append(Reason("applications for something else", -8))
    if first is not None and first.kind == "leave":
        reasons.append(Reason("rejected", -5))
    return Metric.PENDING, reasons
