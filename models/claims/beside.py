"""Numbers set beside a name: cells of a table, labels, items of a list by place or by model, brackets."""

from collections.abc import Iterator
from itertools import islice

from models.claims.bare import LINKS, METRICS, MODELS, SIGNS, Bare, Trigger
from models.claims.mentions import Cue, Marked, Token
from models.claims.numbers import Measure
from models.claims.places import Mention
from models.claims.stated import Metric, Role
from models.claims.words import words

# Words over which a place still owns the number: 'the Georgia State Patrol, with 410', 'Texas follows with 290'.
_OVER = words(
    """state patrol police highway department sheriff's office county parish the runner-up first second third fourth
    fifth sixth seventh eighth ninth tenth which next of added follows follow came comes leads was a distant close
    ranks trails accounts account accounted none adds alone"""
)
_ITEM_ENDS = words("( and in as agreements total so while of belong are were")
_ONE_OFFICE = 3  # the program has three models
_TOTALS = frozenset({"total", "overall", "combined", "nationwide"})
# What a column of a table is headed by.
_HEADS = {
    **dict.fromkeys(("agenc", "sheriff", "police", "jurisdiction"), Metric.AGENCIES),
    **dict.fromkeys(("agreement", "contract"), Metric.AGREEMENTS),
    "counties": Metric.COUNTIES,
    **dict.fromkeys(("officers", "deputies"), Metric.OFFICERS_TRAINED),
    "arrests": Metric.ARRESTS,
    **dict.fromkeys(("pending", "application"), Metric.PENDING),
}


def cell(bare: Bare) -> Trigger | None:
    """A cell of a table: '| Florida | 301 | 347 |' under '| State | Agencies | Agreements |'."""
    columns = bare.spot.lead_in.split("|")
    row = bare.marked.text[: bare.quantity.start]
    column = row.count("|")
    if len(columns) < 2 or column >= len(columns):
        return None
    metric = next((each for head, each in _HEADS.items() if head in columns[column].lower()), None)
    place = next((place for place in bare.marked.places if place.end <= bare.quantity.start), None)
    if metric is None or (place is None and "total" not in row.lower()):
        return None
    return Trigger("a cell of a table", 4, metric, Role.COMPONENT, place)


def bracket(bare: Bare) -> Trigger | None:
    """'police departments (430) and constables (60)'"""
    index = bare.position - 1
    if index < 1 or bare.marked.lows[index] != "(" or bare.next() != ")":
        return None
    cue = bare.marked.cue_at(index - 1)
    if cue is None or cue.kind not in ("law_bodies", "civic_bodies", "agreements") or cue.singular:
        return None
    return Trigger(f"in brackets behind '{cue.word}'", 3.0, METRICS[cue.kind], Role.COMPONENT)


def label(bare: Bare) -> Trigger | None:
    """'Police departments: 22', 'Sheriffs with an agreement: 171', 'Total: 1,184', 'WSO 139'"""
    told, tokens = bare.marked, bare.marked.tokens
    index, low = bare.position - 1, bare.next()
    if index < 0 or not (low in ("", *SIGNS) or low in ("of", "out", "(", "and")):
        return None
    if told.lows[index] != ":":
        model = told.cue_at(index)
        lettered = model is not None and model.word in ("tfm", "wso", "jem")
        return Trigger("beside the letters of a model", 3, Metric.AGREEMENTS, Role.COMPONENT) if lettered else None
    opening = max((token.end for token in tokens[:index] if token.low in (".", ";", "|", "•")), default=0)
    cues = [cue for cue in told.cues if opening <= cue.start < tokens[index].start]
    kinds = {cue.kind for cue in cues}
    if "pending" in kinds:
        return Trigger("the label names what is pending", 4, Metric.PENDING)
    nouns = [cue for cue in cues if cue.kind in METRICS and cue.kind != "states"]
    if not nouns:
        return _label_without_noun(bare, cues, told.words_in(opening, tokens[index].start))
    metric = METRICS[nouns[0].kind]
    if metric is Metric.OFFICERS_TRAINED:
        if not kinds & {"trained", "program", "in_training"}:
            return None
        metric = Metric.OFFICERS_IN_TRAINING if "in_training" in kinds else metric
    about = bool(bare.spot.page.told) or bool(kinds & {"join", "program", "agreements", "trained"})
    return Trigger(f"the label says '{nouns[0].word}'", 3.5 if about else 2, metric, Role.COMPONENT)


def _label_without_noun(bare: Bare, cues: list[Cue], words: tuple[str, ...]) -> Trigger | None:
    counted = bare.spot.page.told
    if counted and any(cue.word == "police" for cue in cues):
        return Trigger("the label says 'police'", 3.0, Metric.AGENCIES, Role.COMPONENT)
    if counted and words[-1:] and words[-1].endswith("'s"):
        return Trigger("whose count it is", 1.75)  # 'Our count: 1,190 agreements. ICE's: 1,191.'
    if not _TOTALS.isdisjoint(words):
        return Trigger("the label says that it is the total", 2.5)
    if (counted or bare.earlier) and any(cue.kind == "states" and not cue.singular for cue in cues):
        return Trigger("the label counts states", 2.5, Metric.STATES)
    return None


def model_item(bare: Bare) -> Trigger | None:
    """'the Task Force Model accounts for 757 agreements, the Warrant Service Officer program for 472'"""
    if not bare.earlier or bare.earlier[-1].metric is not Metric.AGREEMENTS:
        return None
    for token, cue in islice(_cues_ahead(bare), 4):
        if cue is not None and cue.word.split()[0] in MODELS:
            return Trigger(f"those of the model '{cue.word}'", 2.0, role=Role.COMPONENT)
        if token.low not in LINKS and token.low not in ("model", "program", "officer", "accounts"):
            return None
    return None


def kind_item(bare: Bare) -> Trigger | None:
    """'Sheriffs hold 67 of the agreements, city police 190 and state bodies 12'"""
    if not bare.closed or not bare.earlier or not bare.earlier[-1].bare:
        return None
    for token, cue in islice(_cues_ahead(bare), 2):
        if cue is not None and cue.kind in ("law_bodies", "civic_bodies", "people"):
            return Trigger(f"those of '{cue.word}'", 2.0, bare.earlier[-1].metric, Role.COMPONENT)
        if token.low not in LINKS:
            return None
    return None


def _cues_ahead(bare: Bare) -> Iterator[tuple[Token, Cue | None]]:
    return ((token, bare.marked.cue_at(bare.marked.token_at(token.start))) for token in bare.ahead())


def paired(bare: Bare) -> Trigger | None:
    """'come from Florida and Texas, with 349 and 311': the first number is the first state's."""
    told, quantity = bare.marked, bare.quantity
    counts = [each for each in told.numbers if each.measure is Measure.COUNT]
    at = next((index for index, each in enumerate(counts) if each is quantity), -1)
    after, before = counts[at + 1 : at + 2], counts[max(0, at - 1) : max(0, at)]
    first = bool(after) and told.text[quantity.end : after[0].start] == " and "
    second = bool(before) and told.text[before[0].end : quantity.start] == " and "
    if first is second:
        return None
    opening = quantity if first else before[0]
    states = [place for place in told.places if place.end <= opening.start and not place.local]
    if len(states) != 2 or told.text[states[0].end : states[1].start] != " and ":
        return None
    if told.text[states[1].end : opening.start].strip(" ,") not in ("with", "at", "have", "had", "hold"):
        return None
    place = states[0 if first else 1]
    return Trigger("the two numbers are the two states', in order", 2.5, role=Role.COMPONENT, place=place)


def list_item(bare: Bare) -> Trigger | None:
    """'Florida (342)', 'Texas with 214', 'Georgia 35', 'Ohio: 9', 'and Iowa three'"""
    place, low = _place_before(bare), bare.next()
    if place is None or _ends_series(bare.marked, place):
        return None
    if low in ("in", "from") and any(0 < each.start - bare.quantity.end <= 6 for each in bare.marked.places):
        return None  # 'nine in Texas, six in Florida'
    owned = bare.marked.word_at(bare.position - 1).endswith("'s")  # 'Utah's 17 put it ahead'
    if not (owned or low in ("", *SIGNS) or low in _ITEM_ENDS):
        return None
    if place.local.endswith(("County", "Parish")) and bare.quantity.value <= _ONE_OFFICE and _has_papers(bare):
        return Trigger(f"so many has {place.local}", 3.0, Metric.AGREEMENTS, Role.COMPONENT, place)
    listed = bool(bare.spot.lead_in or bare.earlier or bare.spot.sentence.bullet) or _counts_beside(bare)
    weight = (2.5 if listed else 1.5) + (0.5 if bare.opener in ("(", ":", "—", "–", "|") else 0)
    named = bare.marked.text[place.start : place.end]
    return Trigger(f"an item of a list beside {named}", weight, role=Role.COMPONENT, place=place)


def _has_papers(bare: Bare) -> bool:
    """'Polk County has the oldest agreement. Linn County has three, one under each model.'"""
    if not {"model", "models"}.isdisjoint(bare.marked.lows[bare.position : bare.position + 8]):
        return True
    nouns = [cue for cue in bare.spot.before.cues if cue.kind in METRICS]
    return bool(nouns) and nouns[-1].kind == "agreements" and nouns[-1].singular


def _ends_series(told: Marked, place: Mention) -> bool:
    """'together with Alabama and South Carolina, 70': of all of them."""
    ahead = told.tokens[max(0, told.token_at(place.start) - 1)]
    other = next((each for each in told.places if each.end == ahead.start - 1), None)
    if ahead.low != "and" or other is None:
        return False
    return not any(number.start > other.end and number.end <= place.start for number in told.numbers)


def _place_before(bare: Bare) -> Mention | None:
    """The place that a number is set beside, over a link such as 'with' or a bracket."""
    for token in islice(bare.ahead(), 8):
        for place in bare.marked.places:
            if place.start <= token.start < place.end or token.end - 2 <= place.end <= token.end + 1:
                return place
        named = token.text[0].isupper() and token.start > 0  # 'the Oklahoma Bureau of Narcotics, with 20'
        if not (named or token.low in LINKS or token.low in _OVER):
            return None
    return None


def _counts_beside(bare: Bare) -> bool:
    """Whether another number of the sentence stands beside a place as well."""
    others = [other for other in bare.marked.numbers if other is not bare.quantity and other.measure is Measure.COUNT]
    return any(0 <= other.start - place.end <= 8 for other in others for place in bare.marked.places)
