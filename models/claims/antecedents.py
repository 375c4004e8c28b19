"""What a number without a noun refers to: what was last counted or named, in the sentence or in the text before."""

from functools import lru_cache

from models.claims.bare import BODIES, LINKS, METRICS, Bare, metric_of
from models.claims.clauses import names_program, words_before
from models.claims.mentions import Cue, Marked, Token, marked
from models.claims.numbers import Measure
from models.claims.phrases import noun_behind
from models.claims.readings import Antecedent, Reading, Reason
from models.claims.sizes import TRAINED
from models.claims.stated import COUNTS_PLACES, Metric
from models.claims.text import Sentence
from models.claims.words import words

BASELINE = frozenset({"from", "than", "against", "versus"})
# The bodies or states that a count is told with: '456 agreements with 404 agencies in 40 states'.
_COMPLEMENT = words("with between among includes including by from for covering in across at")
_FILLING = words(
    """and in on now then january of about more than nearly some roughly just over almost to the end last this
    year"""
)
_MOST = frozenset({"most", "many", "number", "highest", "more", "top"})
# Nouns that a body shares with much else.
_VAGUE = frozenset({"offices", "members", "forces", "divisions"})

Found = tuple[Antecedent | None, Reason | None]


def antecedent_of(bare: Bare) -> Found:
    """What it refers to, and how well; an antecedent without metric is something outside the field."""
    if bare.opener == "made" and bare.spot.last.metric is Metric.ARRESTS:
        return bare.spot.last, Reason("arrests are made", 2.5)  # 'Florida agencies made 6,100 of them'
    foreign = _foreign_before(bare)
    own = [reading for reading in bare.earlier if reading.metric not in COUNTS_PLACES and reading.unit is None]
    last_own = own[-1].quantity.start if own else -1
    if bare.opener in BASELINE and foreign > last_own:
        return bare.spot.antecedent(None), None  # 'nine states ban them, up from two'
    if not own:
        if bare.opener in (*BASELINE, "with") and any(each.metric is Metric.STATES for each in bare.earlier):
            return bare.spot.antecedent(Metric.STATES), Reason("states were counted before", 2.0)
        sets = [metric for start, _, metric in bare.spot.page.passed if metric and start < bare.quantity.start]
        if sets:
            return bare.spot.antecedent(sets[-1]), Reason("part of a set named before", 2.5)
    cue = noun_before(bare)
    if own and foreign <= last_own:
        lead = _leading(bare.marked, own)
        topic = cue is not None and cue.start > lead.end and _is_topic(bare.marked, cue)
        if cue is None or not topic or METRICS[cue.kind] is lead.metric:
            return bare.spot.antecedent(lead.metric), Reason("counted earlier in the sentence", 2.5)
    if foreign >= 0 and (cue is None or cue.start < foreign):
        return bare.spot.antecedent(None), None
    if cue is not None:
        return bare.spot.antecedent(metric_of(cue)), Reason(f"'{cue.word}' stands before it", 2.0)
    if bare.said_before("officers"):
        return bare.spot.antecedent(None), None
    if bare.spot.lead_in and (headed := _lead_in_metric(bare.spot.lead_in)):
        return bare.spot.antecedent(headed), Reason("the line above the list counts them", 2.0)
    if following := _noun_of_next(bare):
        return bare.spot.antecedent(following), Reason("the noun stands behind the next number", 2.0)
    return _in_text_before(bare)


def _in_text_before(bare: Bare) -> Found:
    page, paragraph = bare.spot.page, bare.marked.sentence.paragraph
    # Applications are counted in passing: a later paragraph's 'the number' is that of the agreements.
    told = [each for each in page.told if each.metric is not Metric.PENDING or each.paragraph == paragraph]
    if not told:
        return None, None
    last = told[-1]
    if last.metric is None and last.paragraph == paragraph:
        return last, None
    counted = page.last() if last.metric is None or (not last.counted and last.paragraph < paragraph) else last
    if counted.metric:
        near = paragraph - counted.paragraph <= 1
        return counted, Reason("the text counted it before", 1.5 if near else 0.75)
    named = page.last(counted_only=False)
    return (named, Reason("the text is about them", 1.25)) if named.metric else (None, None)


def noun_after(bare: Bare) -> Found:
    """'Texas (287) and Florida (341) together account for nearly half of all agreements'"""
    for cue in bare.marked.within(bare.quantity.end, len(bare.marked.text), *METRICS):
        if not cue.singular and cue.kind != "states":
            return bare.spot.antecedent(METRICS[cue.kind]), Reason("the noun stands behind it in the sentence", 1.5)
    return None, None


def bodies_meant(bare: Bare) -> Metric:
    """Who joins is a body: the counties counted before, or agencies."""
    antecedent, _ = antecedent_of(bare)
    return Metric.COUNTIES if antecedent and antecedent.metric is Metric.COUNTIES else Metric.AGENCIES


def officers_meant(bare: Bare) -> bool:
    """Whether the noun told last is of people: who waits or is enrolled are officers then."""
    nouns = list(bare.marked.within(0, bare.quantity.start, *METRICS, "people"))
    if nouns:
        return nouns[-1].kind in ("officers", "people")
    return bare.spot.last.metric in TRAINED or "officers" in bare.spot.before.kinds


def _foreign_before(bare: Bare) -> int:
    """Where a number before this one ends that counts something outside the field; -1 where there is none."""
    passed = bare.spot.page.passed
    return max((end for start, end, metric in passed if metric is None and start < bare.quantity.start), default=-1)


def _leading(told: Marked, readings: list[Reading]) -> Reading:
    """The last count of a sentence that what follows may refer to: not the bodies that it was counted with."""
    for index in range(len(readings) - 1, 0, -1):
        ahead = next(words_before(told, readings[index].quantity), None)
        same = readings[index].metric is readings[index - 1].metric
        if same or ahead is None or ahead.low not in _COMPLEMENT:
            return readings[index]
    return readings[0]


def noun_before(bare: Bare) -> Cue | None:
    """The nearest noun of the field before the number in its sentence that is told as a kind: 'agreements'."""
    told = bare.marked
    for cue in told.within(0, bare.quantity.start, "states", "counties", "agreements"):
        if cue.singular and told.word_at(cue.last) in ("count", "total", "tally"):
            return cue  # 'State count unchanged at 38'
    nouns = [
        cue
        for cue in told.within(0, bare.quantity.start, *METRICS)
        if (not cue.singular or cue.word == "agreement")
        and cue.kind != "states"
        and (cue.word not in _VAGUE or _is_topic(told, cue))
    ]
    if len(nouns) > 1 and nouns[-1].kind == "agreements" and _hangs_on(told, nouns[-1], nouns[-2]):
        nouns.pop()  # 'Agencies with 287(g) agreements numbered 13'
    if not nouns:
        return None
    trained = {"trained", "in_training"} & told.kinds or names_program(told)
    return None if nouns[-1].kind == "officers" and not trained else nouns[-1]


def _hangs_on(told: Marked, cue: Cue, head: Cue) -> bool:
    ahead = set(told.words_ahead(cue.first, 3))
    if head.kind == "arrests":
        return "under" in ahead  # 'Arrests under the 287(g) agreement rose from 60'
    return head.kind in BODIES and bool({"with", "hold", "have", "holding", "under", "of", "signed"} & ahead)


def _is_topic(told: Marked, cue: Cue) -> bool:
    """'the number of agencies rose to 12': the noun is what a later number counts."""
    return bool({"number", "count", "total"} & set(told.words_ahead(cue.first, 5)))


@lru_cache(maxsize=8)  # the items of a list ask in turn
def _lead_in_metric(lead_in: str) -> Metric | None:
    """'States with the most agreements:', 'How many agreements each state has, by the agency's list:'"""
    line = marked(Sentence(0, lead_in, 0, False, ""), None)
    nouns = [cue for cue in line.cues if cue.kind in METRICS and cue.kind != "states" and not cue.singular]
    most = [cue for cue in nouns if set(line.words_ahead(cue.first, 3)) & _MOST]
    return METRICS[(most or nouns[-1:])[0].kind] if nouns else None


def _leads_on(told: Marked, token: Token) -> bool:
    """Whether a word may stand between two numbers of one noun: 'from three in 2024, it has gone to 26 agencies'."""
    if token.low in LINKS or token.low in _FILLING or not token.text[0].islower():
        return True
    cue = told.cue_at(told.token_at(token.start))
    return cue is not None and cue.kind in ("grow", "shrink")


def _noun_of_next(bare: Bare) -> Metric | None:
    """'from 135 to 1,184 agreements', 'Ohio has seven, Indiana 12 and Kentucky 28 agreements'"""
    told, end = bare.marked, bare.quantity.end
    for other in told.numbers:
        if other.start <= bare.quantity.start or other.measure is not Measure.COUNT:
            continue
        between = told.tokens[told.token_at(end) : told.token_at(other.start)]
        if not all(_leads_on(told, token) for token in between):
            return None
        phrase = noun_behind(told, other).phrase
        if phrase is not None:
            return METRICS.get(phrase.head.kind) if phrase.head.kind != "states" else None
        end = other.end
    return None
