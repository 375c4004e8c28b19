"""What speaks for papers of the program - agreements in force, applications that wait - and what against."""

from collections.abc import Iterator

from models.claims.around import MAX_COUNTED, NAMED_BEFORE, NOTHING, THE_FEW, Around, Weighed
from models.claims.inflection import verb_words
from models.claims.readings import ENOUGH, Reason
from models.claims.stated import Metric
from models.claims.words import words

# 'agreements', 'MOAs' and 'memorandums' are the program's own words, 'contracts' and 'deals' anybody's.
_OWN_WORDS = ("agree", "moa", "mou", "memor")
_SETTLED = words("denied rejected refused approved granted dismissed withdrew")
_OTHER_REACH, _OVER_REACH = 25, 40  # characters behind the noun: 'contracts for beds', 'agreements were ended'


def weigh_agreements(what: Around) -> Weighed:
    if what.quantity.value > MAX_COUNTED or what.quantity.value == 1:
        return NOTHING
    if what.described("pending") or (
        what.predicate.kind == "pending" and what.said_after("pending", reach=_OVER_REACH)
    ):
        return Metric.PENDING, [Reason("agreements that wait for approval", ENOUGH + 1)]
    return Metric.AGREEMENTS, [*_for(what), *what.context(), *_against(what)]


def _for(what: Around) -> Iterator[Reason]:
    own = what.head.word.startswith(_OWN_WORDS)
    yield Reason(f"'{what.head.word}' is what the program calls its papers", 3.0 if own else 2.0)
    if what.described("program", "in_force", "fresh", "join"):
        yield Reason("the words before the noun are the program's", 2.0)
    if what.in_sentence("program", "law_bodies"):
        yield Reason("the sentence names the program or its bodies", 1.0)


_PASSIVE = frozenset({"was", "were", "been"})
_LAPSED = verb_words("lapse")
_SUPPOSED = words("would will could may might can should to not never be")


def _against(what: Around) -> Iterator[Reason]:
    said = what.predicate
    if what.described("other_papers", "leave") or what.said_after("other_papers", reach=_OTHER_REACH):
        yield Reason("contracts of another kind", -8)
    gone = said.kind in ("leave", "outside") and not ended_then(what)
    if gone and what.said_after(said.kind, reach=_OVER_REACH):
        yield Reason(f"'{said.word}': no longer in force", -8)
    if what.behind() in ("each", "apiece"):  # 'Greene and Christian counties signed two agreements each'
        yield Reason("so many for each of them", -8)
    if what.near_before("outside", "leave", "wish"):
        yield Reason("forbidden, wished or ended", -8)
    if "if" in what.marked.words_in(what.left, what.quantity.start):
        yield Reason("only supposed", -8)
    if what.quantity.value <= NAMED_BEFORE and what.article in THE_FEW:
        yield Reason("named before", -4)


def ended_then(what: Around) -> bool:
    """'Two agreements were terminated on Monday', 'three expired last week': so many were lost in a time that is told.
    Without a time they may be those of any former day."""
    verb = what.predicate
    if verb.kind != "leave":
        return False
    between = what.marked.lows[what.head.last : verb.first]
    ended = not _PASSIVE.isdisjoint(between) or verb.word in _LAPSED
    return ended and bool(what.marked.dates) and not any(low in _SUPPOSED or low.endswith("n't") for low in between)


def weigh_applications(what: Around) -> Weighed:
    return Metric.PENDING, list(_pending(what))


def _pending(what: Around) -> Iterator[Reason]:
    yield Reason("applications wait for approval", 1.5)
    if what.opener in _SETTLED:
        yield Reason(f"'{what.opener}': no longer pending", -8)
    if what.described("pending") or what.predicate.kind in ("pending", "in_training"):
        yield Reason("said to be pending", 2.5)
    if what.said_before("pending"):
        yield Reason("said to be under review", 1.0)
    if what.in_sentence("program", "agreements", "law_bodies"):
        yield Reason("the sentence speaks of the program", 1.0)
    yield from what.context()
    if what.marked.has(what.quantity.end, what.tail, "other_applications") or what.described("other_officers"):
        yield Reason("applications for something else", -8)
    if what.predicate.kind == "leave":
        yield Reason("rejected", -5)
