"""What a number counts by the noun behind it: each kind of noun weighs what is said around it.

A reading is told where its evidence reaches `ENOUGH`; what speaks against it weighs down, so that a veto needs no rule
of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from models.claims.mentions import Cue, Marked
from models.claims.numbers import Quantity
from models.claims.phrases import Phrase, clause_around, past_aside, tail_end, words_before
from models.claims.readings import Reading, Reason, Spot
from models.claims.stated import Metric
from models.claims.training import stage

ENOUGH = 3.0
_MAX_BODIES = 5_000  # the program had 1,400 agreements in early 2026; the country has about 18,000 agencies
_MAX_STATES = 56  # with the territories and the District of Columbia
_KNOWN_TOTAL = 100  # 'half of the 1,150 agencies'
_NAMED_BEFORE = 10  # 'the two agencies' were named before; 'the 300 agencies' are counted
_PREDICATES = (
    "duty",
    "join",
    "leave",
    "pending",
    "outside",
    "wish",
    "business",
    "in_force",
    "trained",
    "in_training",
    "program",
    "agreements",
)
_ONLY = frozenset({"only", "single", "just", "exactly", "lone", "sole"})
_THE_FEW = frozenset({"the", "those", "these", "both", "all"})
_WEAKENS = frozenset("about nearly almost roughly some over more than at least around approximately just only".split())
_FRACTIONS = frozenset(
    """half third thirds quarter quarters fourth fourths fifth fifths tenth percent % majority most many none few
    share rest some all out""".split()
)


@dataclass(frozen=True, slots=True)
class Around:
    """A number with its noun, and the stretches of its sentence that speak of it."""

    spot: Spot
    quantity: Quantity
    phrase: Phrase
    left: int  # of the clause
    right: int
    tail: int  # where its own statement ends

    @property
    def marked(self) -> Marked:
        return self.spot.marked

    def described(self, *kinds: str) -> bool:
        """Between the number and its noun: '12 participating agencies', '40 detention contracts'."""
        return self.marked.has(self.quantity.end, self.phrase.head.start, *kinds)

    def said_before(self, *kinds: str) -> bool:
        return self.marked.has(self.left, self.quantity.start, *kinds)

    def said_after(self, *kinds: str, reach: int = 1_000) -> bool:
        return self.marked.has(self.phrase.end, min(self.tail, self.phrase.end + reach), *kinds)

    def in_sentence(self, *kinds: str) -> bool:
        """Anywhere in the sentence but in the noun itself."""
        return self.marked.has(0, self.phrase.head.start, *kinds) or self.marked.has(
            self.phrase.end, len(self.marked.text), *kinds
        )

    def predicate(self) -> Cue | None:
        """The first word of weight behind the noun: 'joined', 'withdrew', 'are pending'."""
        found = next(self.marked.within(self.phrase.end, self.tail, *_PREDICATES), None)
        resumed = past_aside(self.marked, self.phrase.head.last)
        if resumed == self.phrase.head.last:
            return found
        start = self.marked.tokens[resumed].start
        return next(self.marked.within(start, tail_end(self.marked, start, start), *_PREDICATES), found)

    def word_before(self) -> str:
        """The word in front of the number, other than one that only weakens it."""
        return next((token.low for token in words_before(self.marked, self.quantity)), "")


def around(spot: Spot, quantity: Quantity, phrase: Phrase) -> Around:
    left, right = clause_around(spot.marked, quantity.start, phrase.end)
    return Around(spot, quantity, phrase, left, right, tail_end(spot.marked, quantity.start, phrase.end))


def counted_reading(spot: Spot, quantity: Quantity, phrase: Phrase) -> Reading | None:
    """The best reading of a number with a noun of the field; None where it is none, or not sure enough."""
    what = around(spot, quantity, phrase)
    metric, reasons = _RULES[phrase.head.kind](what)
    if metric is None or sum(reason.weight for reason in reasons) < ENOUGH:
        return None
    return Reading(metric, quantity, phrase.end, tuple(reasons))


def set_of(spot: Spot, quantity: Quantity, phrase: Phrase) -> Metric | None:
    """What a number is the set of, where it is no claim: 'of the state's 46 sheriffs, 21 ...' are agencies."""
    what = around(spot, quantity, phrase)
    if phrase.head.kind not in ("law_bodies", "civic_bodies", "counties") or not (
        _is_denominator(what) or not what.predicate()
    ):
        return None
    return Metric.COUNTIES if phrase.head.kind == "counties" else Metric.AGENCIES


_Weighed = tuple[Metric | None, list[Reason]]
_NOTHING: _Weighed = (None, [])


def _bodies(what: Around) -> _Weighed:
    """Agencies and counties that take part, or that have applied."""
    value, head = what.quantity.value, what.phrase.head
    if value > _MAX_BODIES or _is_denominator(what) or not _counts(what) or what.described("other_officers"):
        return _NOTHING
    metric = Metric.COUNTIES if head.kind == "counties" else Metric.AGENCIES
    first = what.predicate()
    if _word_behind(what) in _MODALS and "now" not in what.marked.text[what.phrase.end : what.phrase.end + 12].split():
        return _NOTHING  # 'a single office can hold three'
    if "different" in what.marked.text[what.quantity.end : what.phrase.end].split():
        return _NOTHING  # 'two different sheriffs'
    if what.described("pending") or (first is not None and first.kind == "pending"):
        return Metric.PENDING, [Reason(f"{head.word} that wait for approval", ENOUGH + 1)]
    law = head.kind == "law_bodies"
    reasons = [Reason(f"'{head.word}' is a law-enforcement body", 1.0) if law else Reason("they do much else", -1.0)]
    described = what.described("program", "join", "in_force")
    if (
        described
        or head.word in ("partners", "participants", "signatories")
        or "partner" in what.marked.text[what.quantity.end : what.phrase.end].split()
    ):
        reasons.append(Reason("the words before the noun say that they take part", 3.5))
    if first is not None and first.kind in ("join", "in_force", "program", "agreements", "trained", "duty"):
        reasons.append(Reason(f"'{first.word}' is said of them", 4.0))
    elif what.said_after("hold") and (what.said_after("agreements", "program") or _holds_one(what)):
        reasons.append(Reason("they are said to hold agreements", 3.5))
    if what.said_before("agreements", "join"):
        reasons.append(Reason("agreements or joining stand before them in the clause", 2.5))
    if any(cue.word == "287(g)" for cue in what.marked.within(0, len(what.marked.text), "program")):
        reasons.append(Reason("the sentence names the program", 2.0))
    elif what.in_sentence("program", "agreements"):
        reasons.append(Reason("the sentence speaks of agreements or of ICE", 1.5))
    elif what.in_sentence("join"):
        reasons.append(Reason("the sentence tells of joining", 1.0))
    if what.phrase.partitive and what.phrase.of_set and _said_to_be_there(what):
        reasons.append(Reason("part of a set, told by its place", 1.0))
    if value >= _KNOWN_TOTAL and _article(what) == "the":
        reasons.append(Reason("a number taken as known", 1.0))
    if is_series(what.marked, what.quantity):
        reasons.append(Reason("told as a number that changes", 1.0))
    if _article(what) == "of" and what.marked.has(0, what.quantity.start, "join", "program", "agreements"):
        reasons.append(Reason("one of so many", 0.5))
    if not law and first is None and _article(what) in ("has", "have") and not described:
        reasons.append(Reason("all that a place has", -3))
    if _have_too(what):
        reasons.append(Reason("they have done what was said before", 2.0))
    if any(
        each.metric is metric and each.quantity.start < what.quantity.start for each in what.spot.page.sentence_readings
    ):
        reasons.append(Reason("counted beside others of them", 1.0))
    reasons += _context(what)
    if first is not None and first.kind == "leave":
        reasons.append(Reason(f"'{first.word}': they have left or said no", -8))
    if first is not None and first.kind in ("business", "wish", "outside"):
        reasons.append(Reason(f"'{first.word}' tells of something else", -8))
    if not described and _before_near(what, "outside", "wish", "leave"):
        reasons.append(Reason("forbidden, wished or ended", -8))
    if what.described("whole_ice", "outside", "private") or what.said_before("business"):
        reasons.append(Reason("other business", -8))
    return metric, reasons


def _have_too(what: Around) -> bool:
    """'Fourteen other agencies have.'"""
    index = what.phrase.head.last + 1
    ends = index >= len(what.marked.tokens) or what.marked.tokens[index].low in (".", ",", ";")
    return _word_behind(what) in ("have", "do", "did") and ends


def _said_to_be_there(what: Around) -> bool:
    """'Nine of the 14 agencies are in Rockingham County'"""
    return any(what.phrase.end < place.start <= what.phrase.end + 10 for place in what.marked.places)


_MODALS = frozenset({"can", "could", "may", "might"})
_ONES = frozenset({"one", "them", "it", "such"})


def _word_behind(what: Around) -> str:
    index = what.phrase.head.last
    return what.marked.tokens[index].low if index < len(what.marked.tokens) else ""


def _holds_one(what: Around) -> bool:
    """'Nine sheriffs have one.'"""
    return any(
        cue.last < len(what.marked.tokens) and what.marked.tokens[cue.last].low in _ONES
        for cue in what.marked.within(what.phrase.end, what.tail, "hold")
    )


SERIES = frozenset(
    {
        "number",
        "figure",
        "total",
        "count",
        "tally",
        "roster",
        "list",
        "rolls",
        "sum",
        "ranks",
        "network",
        "enrollment",
        "membership",
    }
)


def is_series(marked: Marked, quantity: Quantity) -> bool:
    """Whether the clause speaks of a number that changes: 'the roster has gone from 36 agencies'."""
    left, _ = clause_around(marked, quantity.start, quantity.end)
    return any(token.low in SERIES for token in marked.tokens[marked.token_at(left) : marked.token_at(quantity.start)])


def _context(what: Around) -> list[Reason]:
    reasons = [Reason("the page is about the program", 1.0)] if what.spot.page.on_program else []
    last = what.spot.page.last()
    if last is not None and what.spot.marked.sentence.paragraph - last.paragraph <= 1:
        reasons.append(Reason("the text has just counted the program", 1.0))
    if what.spot.page.about:
        reasons.append(Reason("the sentence before speaks of the program", 1.0))
    return reasons


def _before_near(what: Around, *kinds: str) -> bool:
    return what.marked.has(max(what.left, what.quantity.start - 70), what.quantity.start, *kinds)


def _counts(what: Around) -> bool:
    """Whether a small number counts: not 'the two agencies', not 'one sheriff', but 'only one sheriff'."""
    before = _article(what)
    if what.quantity.value == 1:
        only = {
            token.low
            for token in what.marked.tokens[
                max(0, what.marked.token_at(what.quantity.start) - 2) : what.marked.token_at(what.quantity.end)
            ]
        }
        return bool(_ONLY & only)
    few = what.quantity.value <= _NAMED_BEFORE and before in _THE_FEW
    return (
        not few
        or what.described("join", "program", "in_force")
        or (before == "those" and what.said_after("join", "hold"))
    )


def _article(what: Around) -> str:
    index = what.marked.token_at(what.quantity.start) - 1
    return what.marked.tokens[index].low if index >= 0 else ""


_ENROLLED = frozenset(
    {"agencies", "partners", "participants", "departments", "jurisdictions", "law enforcement agencies"}
)


NATIONS = frozenset({"program's", "ice's", "nation's", "country's", "agency's"})


def _is_denominator(what: Around) -> bool:
    """'Of South Carolina's 46 sheriffs, 21 ...', 'half of the 120 sheriffs', 'six out of 64 parishes'."""
    tokens = what.marked.tokens
    position = what.marked.token_at(what.quantity.start) - 1
    owned = the = False
    while position >= 0 and (
        tokens[position].low in _WEAKENS
        or tokens[position].low in ("the", "its", "our", "their", "state", "those")
        or tokens[position].low.endswith(("'s", "s'"))
        or tokens[position].text[0].isupper()
        and tokens[position].low not in ("of", "out")
    ):
        owned = owned or tokens[position].low.endswith(("'s", "s'")) or tokens[position].low in ("its", "our", "their")
        the = the or tokens[position].low == "the"
        position -= 1
    if position < 0 or tokens[position].low != "of":
        return False
    ahead = tokens[position - 1].low if position else ""
    opens = position == 0 or not ahead[0].isalnum() or ahead in _FRACTIONS or ahead[0].isdigit()
    if not opens:
        return False
    if any(token.low in NATIONS for token in tokens[position : what.marked.token_at(what.quantity.start)]):
        return False  # 'about 40 of the program's 1,200 agencies': both count
    if what.said_after("hold", reach=12) and what.said_after("agreements"):
        return False  # 'of the nine counties that had agreements, six ...'
    return not (the and not owned and what.phrase.head.word in _ENROLLED and not what.described("home"))


def _agreements(what: Around) -> _Weighed:
    head, first = what.phrase.head, what.predicate()
    if what.quantity.value > _MAX_BODIES or what.quantity.value == 1:
        return _NOTHING
    if what.described("pending") or (
        first is not None and first.kind == "pending" and what.said_after("pending", reach=40)
    ):
        return Metric.PENDING, [Reason("agreements that wait for approval", ENOUGH + 1)]
    reasons = [
        Reason(
            f"'{head.word}' is what the program calls its papers", 3.0 if head.word[:2] in ("ag", "mo", "me") else 2.0
        )
    ]
    if what.described("program", "in_force", "fresh", "join"):
        reasons.append(Reason("the words before the noun are the program's", 2.0))
    if what.in_sentence("program", "law_bodies"):
        reasons.append(Reason("the sentence names the program or its bodies", 1.0))
    reasons += _context(what)
    if what.described("other_papers", "leave") or what.said_after("other_papers", reach=25):
        reasons.append(Reason("contracts of another kind", -8))
    if first is not None and first.kind in ("leave", "outside") and what.said_after(first.kind, reach=40):
        reasons.append(Reason(f"'{first.word}': no longer in force", -5))
    if _before_near(what, "outside", "leave", "wish"):
        reasons.append(Reason("forbidden, wished or ended", -8))
    if any(
        token.low == "if"
        for token in what.marked.tokens[what.marked.token_at(what.left) : what.marked.token_at(what.quantity.start)]
    ):
        reasons.append(Reason("only supposed", -4))
    if what.quantity.value <= _NAMED_BEFORE and _article(what) in _THE_FEW:
        reasons.append(Reason("named before", -4))
    return Metric.AGREEMENTS, reasons


def _states(what: Around) -> _Weighed:
    """States that take part: not those that forbid, require, sue or send troops."""
    value = what.quantity.value
    if not 2 <= value <= _MAX_STATES or not (value >= 15 or _counts(what)):
        return _NOTHING
    reasons = []
    position = what.marked.token_at(what.quantity.start)
    preposition = next(
        (i for i in range(position - 1, max(-1, position - 5), -1) if what.marked.tokens[i].low in _IN), None
    )
    if preposition is not None:
        ahead = what.marked.tokens[preposition - 1] if preposition else None
        owners = list(
            what.marked.within(
                max(0, (ahead.start if ahead else 0) - 40),
                what.quantity.start,
                "law_bodies",
                "civic_bodies",
                "agreements",
                "officers",
                "program",
                "join",
                "counties",
            )
        )
        if owners:
            reasons.append(Reason(f"'{owners[-1].word}' in so many states", 2.5))
    if what.said_after("join", "hold", "in_force") or what.described("join"):
        reasons.append(Reason("they are said to take part", 2.0))
    if what.in_sentence("program", "agreements", "law_bodies", "join"):
        reasons.append(Reason("the sentence speaks of the program", 1.5))
    reasons += _context(what)
    aside = _word_behind(what) in ("—", "–", ",", "(")
    end = len(what.marked.text) if aside else what.right  # 'seven states — California, Oregon ... — prohibit it'
    first = next(what.marked.within(what.phrase.end, end, "outside", "wish", "join", "other_states"), None)
    if first is not None and first.kind in ("outside", "wish", "other_states"):
        reasons.append(Reason(f"'{first.word}' is said of them", -6))
    if what.marked.has(what.left, what.quantity.start, "other_states", "outside", "wish"):
        reasons.append(Reason("counted for something else", -6))
    return Metric.STATES, reasons


_IN = frozenset(
    {"in", "across", "from", "of", "into", "over", "spanning", "covering", "all", "joins", "reaches", "covers"}
)


def _officers(what: Around) -> _Weighed:
    """Officers trained under the program, or in class for it."""
    tail = what.marked.text[what.phrase.end : what.tail]
    said = stage(tail)
    planned = what.marked.has(what.left, what.tail, "planned")
    reasons, metric = [], said
    if what.described("trained"):
        metric = Metric.OFFICERS_TRAINED
        reasons.append(Reason("called trained or certified", 4.0))
    elif said is not None:
        reasons.append(Reason("the words behind tell of their training", 4.0))
    elif _before_near(what, "trained", "in_training"):
        ahead = _before_near(what, "in_training") and not _before_near(what, "trained")
        metric = Metric.OFFICERS_IN_TRAINING if planned or ahead else Metric.OFFICERS_TRAINED
        reasons.append(Reason("training is said of them before", 3.5))
    elif any(
        cue.word in ("signed up", "enrolled")
        for cue in what.marked.within(max(0, what.quantity.start - 14), what.quantity.start, "join")
    ):
        metric = Metric.OFFICERS_IN_TRAINING
        reasons.append(Reason("signed up for it", 3.5))
    elif (
        what.described("program")
        and "ice" not in what.marked.text[what.quantity.end : what.phrase.head.start].lower().split()
    ):
        metric = Metric.OFFICERS_TRAINED
        reasons.append(Reason("called officers of the program", 4.0))
    elif _works_in_program(what) or _covered(what):
        metric = Metric.OFFICERS_IN_TRAINING if planned else Metric.OFFICERS_TRAINED
        reasons.append(Reason("they work in the program", 3.0))
    elif what.marked.has(0, len(what.marked.text), "trained") and _names_program(what.marked):
        metric = Metric.OFFICERS_TRAINED
        reasons.append(Reason("the sentence tells of training in the program", 3.0))
    elif (
        (told := what.spot.page.last()) is not None
        and told.metric is Metric.OFFICERS_TRAINED
        and what.spot.page.before is not None
    ):
        metric = Metric.OFFICERS_TRAINED
        reasons.append(Reason("the sentences before count trained officers", 2.5))
    if what.described("in_training") or (
        metric is Metric.OFFICERS_TRAINED and planned and not what.described("trained")
    ):
        metric = Metric.OFFICERS_IN_TRAINING
    if metric is None or what.quantity.value == 1:
        return _NOTHING
    reasons += _context(what)[:1]
    if what.phrase.head.kind == "people":
        reasons.append(Reason("'people' may be anyone", -1.5))
    if _any_body(what):
        reasons.append(Reason("of any body that has so many", -8))
    if _before_near(what, "wish"):
        reasons.append(Reason("only supposed", -8))
    if (
        what.described("other_officers", "whole_ice")
        or what.described("program")
        and "ice" in what.marked.text[what.quantity.end : what.phrase.head.start].lower().split()
    ):
        reasons.append(Reason("officers of another service", -6))
    if what.marked.has(what.left, what.right, "staffing") and not what.described("trained"):
        reasons.append(Reason("told as a force, not as trained", -5))
    if _before_near(what, "outside"):
        reasons.append(Reason("denied", -4))
    return metric, reasons


def _names_program(marked: Marked) -> bool:
    return any(cue.word == "287(g)" for cue in marked.within(0, len(marked.text), "program"))


def _works_in_program(what: Around) -> bool:
    end = min(what.tail, what.phrase.end + 60)
    return what.said_after("join", "duty", reach=60) or any(
        cue.word not in ("ice", "immigration", "dhs", "homeland security")
        for cue in what.marked.within(what.phrase.end, end, "program")
    )


def _any_body(what: Around) -> bool:
    """'A department with 30 trained officers', 'counties with more than 100,000 people': nobody's in particular."""
    ahead = list(islice(words_before(what.marked, what.quantity), 4))
    if not ahead or ahead[0].low not in ("with", "of", "has", "over", "under", "than"):
        return False
    index = what.marked.token_at(ahead[0].start) - 1
    cue = what.marked.covering.get(index)
    if cue is None or cue.kind not in ("law_bodies", "civic_bodies", "counties"):
        return False
    article = what.marked.tokens[cue.first - 1].low if cue.first else ""
    return not cue.singular or article in ("a", "an", "any", "each", "every")


def _covered(what: Around) -> bool:
    """'a task force agreement that covers ten detectives'"""
    ahead = next(words_before(what.marked, what.quantity), None)
    return (
        ahead is not None
        and ahead.low in ("covering", "covers", "covered", "names", "naming")
        and (what.spot.page.about or what.marked.has(0, what.quantity.start, "agreements", "program"))
    )


def _arrests(what: Around) -> _Weighed:
    """Arrests under the program: by local officers, not by ICE as a whole."""
    if what.quantity.value <= 1:
        return _NOTHING
    reasons = []
    if what.marked.has(what.left, what.right, "officers", "law_bodies", "trained") or _named_program(what):
        reasons.append(Reason("local officers or the program made them", 3.5))
    elif what.spot.page.before is not None and {"officers", "trained"} & what.spot.page.before.kinds:
        reasons.append(Reason("the sentence before speaks of local officers", 3.0))
    if what.marked.text[what.phrase.end : what.phrase.end + 8].startswith((" to ICE", " to immi", " to feder")):
        reasons.append(Reason("handed to ICE", 3.5))
    if what.described("crimes") or what.marked.has(what.left, what.right, "whole_ice", "other_officers"):
        reasons.append(Reason("other arrests", -8))
    subject = what.marked.text[what.left : what.quantity.start].split()
    if (
        "ICE" in subject[:2]
        and subject[subject.index("ICE") + 1 :][:1]
        and subject[subject.index("ICE") + 1] in _SPEAKS
    ):
        subject = []
    alone = not what.marked.has(what.left, what.quantity.start, "law_bodies", "officers")
    if ("ICE" in subject[:3] and alone) or "day" in what.marked.text[what.phrase.end : what.phrase.end + 8]:
        reasons.append(Reason("ICE made them", -4))
    return Metric.ARRESTS, reasons


def _named_program(what: Around) -> bool:
    return any(
        cue.word not in ("ice", "immigration", "dhs", "immigration enforcement")
        for cue in what.marked.within(what.left, what.right, "program", "agreements")
    )


_SPEAKS = frozenset("says said data reports reported records credits credited figures officials statistics".split())


def _applications(what: Around) -> _Weighed:
    reasons = [Reason("applications wait for approval", 1.5)]
    first = what.predicate()
    if what.described("pending") or (first is not None and first.kind in ("pending", "in_training")):
        reasons.append(Reason("said to be pending", 2.5))
    if what.in_sentence("program", "agreements", "law_bodies"):
        reasons.append(Reason("the sentence speaks of the program", 1.0))
    reasons += _context(what)
    if what.marked.has(what.quantity.end, what.tail, "other_applications") or what.described("other_officers"):
        reasons.append(Reason("applications for something else", -6))
    if first is not None and first.kind == "leave":
        reasons.append(Reason("rejected", -5))
    return Metric.PENDING, reasons


_RULES: dict[str, Callable[[Around], _Weighed]] = {
    "law_bodies": _bodies,
    "civic_bodies": _bodies,
    "counties": _bodies,
    "agreements": _agreements,
    "states": _states,
    "officers": _officers,
    "people": _officers,
    "arrests": _arrests,
    "applications": _applications,
}
