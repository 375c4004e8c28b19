"""Which metric a left-out noun refers to."""

import re
from functools import lru_cache

from models.claims.lexicon import AGENCY_NOUNS, AGREEMENT_NOUNS, COUNTY_NOUNS, NOUN_METRICS, TRAINED
from models.claims.numbers import Measure, quantities
from models.claims.phrases import noun_after
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric

# Words that may stand between 'to' or 'with' and a number.
APPROXIMATELY = (
    r"(?:(?:about|roughly|some|nearly|almost|over|more\s+than|just|only|at\s+least|around|approximately|"
    r"another|under|fewer\s+than|a\s+(?:mere|paltry|scant|record|whopping|modest|meager|total\s+of)|barely|close\s+to|upwards?\s+of|an\s+estimated|as\s+(?:many|few)\s+as|"
    r"no\s+(?:more|fewer)\s+than)\s+){0,2}"
)
CARRIED = {Metric.AGENCIES, Metric.AGREEMENTS, Metric.COUNTIES, Metric.OFFICERS_TRAINED, Metric.STATES, Metric.ARRESTS}
_SET_ASIDE = re.compile(r"\b(?:instead\s+of|rather\s+than)\s+\w+")  # 'counting agencies instead of agreements'
# 'how many agreements each state has, by the agency's list': the noun that the list counts, not the last one
_COUNTED_BY_LIST = re.compile(
    r"\b(?:how\s+many|number\s+of|most|total)\s+(?:[\w()-]+\s+){0,3}?(?P<noun>[\w-]+s)\b", re.I
)
# The federal list is one of agreements: 'the rolls keep growing, from 135 to 649'.
_ROLLS = re.compile(r"\b(?:rolls|roster|ICE's\s+list|federal\s+list|tally)\b", re.I)
_COUNTED_NOUN = re.compile(
    r"\s+(?:[a-z-]+\s+)?(?P<noun>(?!times|years|months|weeks|days|hours|points|percent|was|has|does|is)[a-z]+s)\b"
)
# 'It has 5,900 people, 3,300 of them officers': neither agencies nor those trained
_PERSONS = re.compile(r"\d\s+(?:\w+\s+)?(?:people|employees|officers|residents|inmates|members)\b[^.;]{0,60}$")
_OF_PROGRAM = re.compile(r"\b(?:287|program|task\s+force)\b")
# 'State count unchanged at 40'
_COUNT_NOUN = re.compile(r"\b(?P<noun>state|county|agency|agreement)\s+(?:count|total|tally)\b(?!\s+of)", re.I)
_SERIES_OF = re.compile(r"\b(?:number|total|count|tally)\s+of\s+(?P<noun>[^,.;]{3,60})", re.I)


def carried_metric(spot: Spot, position: int, earlier: list[Reading]) -> Metric | None:
    """The metric that a left-out noun refers to: the nearest noun before it in the sentence, else what the
    text last counted."""
    since = earlier[-1].end if earlier else 0
    if (series := _SERIES_OF.search(spot.text, since, position)) and (metric := first_metric(series["noun"])):
        people = metric is Metric.OFFICERS_TRAINED and not (TRAINED.search(spot.text) or _OF_PROGRAM.search(spot.text))
        return None if people else metric  # 'the number of people in detention', 'of officers in its Dallas office'
    if headed := _COUNT_NOUN.search(spot.text, since, position):
        return NOUN_METRICS[headed["noun"].lower()]
    told = [reading for reading in earlier if reading.metric in CARRIED and reading.metric is not Metric.STATES]
    if told:
        return leading(spot.text, told).metric
    before = _SET_ASIDE.sub("", spot.text[max(0, position - 400) : position].lower())
    words = re.findall(r"[\w-]+", before)
    for word in reversed(words):
        if word in AGREEMENT_NOUNS and word != "programs":
            return Metric.AGREEMENTS
        if word in COUNTY_NOUNS and word in ("counties", "parishes"):
            return Metric.COUNTIES
        if word in AGENCY_NOUNS and word.endswith("s") and word not in ("offices", "members", "forces"):
            return Metric.AGENCIES
        if word in ("officers", "deputies", "troopers"):
            return Metric.OFFICERS_TRAINED if TRAINED.search(spot.text) else None
        if word == "arrests":
            return Metric.ARRESTS
    if _ARRESTING.search(spot.before) and first_metric(spot.before) is None:
        return Metric.ARRESTS
    if spot.carried is None and re.search(r"\b(?:counties|parishes)\b", spot.before):
        return Metric.COUNTIES
    if spot.carried is None and (metric := first_metric(spot.before)) in (Metric.AGENCIES, Metric.AGREEMENTS):
        return metric
    if spot.carried is None and spot.named is None and _ROLLS.search(spot.text):
        return Metric.AGREEMENTS
    if earlier and earlier[-1].metric in CARRIED:
        return earlier[-1].metric
    if counted_else(spot.before) or _PERSONS.search(spot.text, 0, position):
        return None
    return spot.carried or (None if spot.named is Metric.OFFICERS_TRAINED else spot.named)


# '456 agreements with 404 agencies': the second number belongs to the first
_COMPLEMENT = re.compile(
    rf"\b(?:with|between|among|includ(?:e|es|ing|ed)|by|from|for|cover(?:s|ing)|of|at|in|across|belong\s+to)\s+(?:all\s+|the\s+)?{APPROXIMATELY}$",
    re.I,
)


_ARRESTING = re.compile(r"\barrest(?:s|ing)\b", re.I)  # 'A handful of states do the arresting. Florida: 6,630.'


def leading(text: str, told: list[Reading]) -> Reading:
    """The last count of a sentence that what follows may refer to: not the bodies that it was counted with."""
    for position in range(len(told) - 1, 0, -1):
        reading = told[position]
        other = reading.metric is not told[position - 1].metric
        if not (other and _COMPLEMENT.search(text, 0, reading.quantity.start)):
            return reading
    return told[0]


@lru_cache(maxsize=64)  # the numbers of one sentence ask in turn
def counted_else(previous: str) -> bool:
    """Whether the sentence before counted last what is outside the field: 'There are three versions.'"""
    counted = [quantity for quantity in quantities(previous) if quantity.measure is Measure.COUNT]
    noun = _COUNTED_NOUN.match(previous, counted[-1].end) if counted else None
    return noun is not None and noun["noun"] not in NOUN_METRICS and noun_after(previous, counted[-1]) is None


def first_metric(phrase: str) -> Metric | None:
    """The first noun of the field in a phrase: 'agreements with local agencies' -> agreements."""
    for word in re.findall(r"[\w-]+", phrase.lower()):
        if (
            word in NOUN_METRICS
            and (word.endswith("s") or word == "agreement")
            and NOUN_METRICS[word] in CARRIED - {Metric.STATES}
        ):
            return NOUN_METRICS[word]
    return None


def metric_of(phrase: str) -> Metric | None:
    """The last noun of the field in a label or lead-in: 'States with the most agreements' -> agreements."""
    counted = _COUNTED_BY_LIST.search(phrase)
    if counted and NOUN_METRICS.get(counted["noun"].lower()) in CARRIED - {Metric.STATES}:
        return NOUN_METRICS[counted["noun"].lower()]
    for word in reversed(re.findall(r"[\w-]+", phrase.lower())):
        if word in NOUN_METRICS and NOUN_METRICS[word] is not Metric.STATES and word not in ("others", "people"):
            return NOUN_METRICS[word]
    return None
