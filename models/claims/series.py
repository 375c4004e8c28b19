"""Numbers in a series: the states of a list, the models of a total, a label and its number."""

import re

from models.claims.carried import APPROXIMATELY, CARRIED, carried_metric, metric_of
from models.claims.lexicon import MODEL_WORDS, NOUN_METRICS, PARTICIPATION, PENDING, TRAINED
from models.claims.numbers import Quantity
from models.claims.phrases import noun_after
from models.claims.places import state_mentions
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role
from models.claims.training import IN_TRAINING

_MODEL_AFTER = re.compile(
    r",?\s+(?:of\s+(?:them|those|which|these)\s+)?(?:(?:(?:are|were)\s+(?:for|under)|are|were|is|use|used|follow(?:s|ed)?|cover(?:s|"
    r"ed)?|under|for|fall\s+under|operate\s+under|"
    r"involve|give|adopt\w*|chose)\s+)(?:only\s+)?(?:the\s+|a\s+|so-called\s+)?",
    re.I,
)
_IN = re.compile(r"\s+(?:in|from)\s+")
_BEFORE_BRACKET = re.compile(rf"\b(?P<noun>[A-Za-z]+)\s\({APPROXIMATELY}$")
_OF_WHICH = re.compile(rf"\b(?P<noun>[A-Za-z]+),\s+of\s+which\s+there\s+(?:are|were)\s+{APPROXIMATELY}$")
_POLICE_LABEL = re.compile(r"\bpolice$", re.I)  # 'City and town police: 334'
_PAIR_BEFORE = re.compile(
    rf"(?P<states>[A-Z][\w ]{{3,15}}\s+and\s+[A-Z][\w ]{{3,15}}?)"
    rf"(?:,\s+with|,\s+at|\s+have|\s+had|\s+with|\s+accounted\s+for)\s+{APPROXIMATELY}$"
)
_CHOSEN = re.compile(r"\b(?:chose|use|used|adopt\w*|operate)\b")  # bodies choose a model; agreements follow one
_MODEL_BEFORE = re.compile(
    rf"(?:TFM|WSO|JEM|task\s+force(?:\s+model)?s?|warrant\s+service(?:\s+officers?)?(?:\s+(?:model|"
    rf"program))?s?|jail\s+enforcement(?:\s+model)?s?)"
    rf"(?:\s+agreements?)?\s?(?:\([A-Z]{{3}}\)\s?)?[:,\-—–(]?\s?{APPROXIMATELY}$",
    re.I,
)
# '820 task force, 410 warrant service and 160 jail enforcement'
_BARE_MODEL = re.compile(
    r"\s+(?:(?:(?:use|follow|involve|cover|for|under)\s+)?(?:the\s+))?(?:task\s+force|warrant\s+service(?:\s+officer)?|jail(?:\s+enforcement)?)(?:\s+models?)?"
    r"(?=\s*(?:[,.;)]|$|\s+and\s+\d))",
    re.I,
)
_LABEL = re.compile(
    r"(?:^|[.;]\s|[-–—•*·]\s)\s*(?P<label>(?:[^.;:]|\b[A-Z][a-z]{2,3}\.\s(?=\d)){3,70}):\s*" + APPROXIMATELY + "$", re.I
)
_STATE_LINK = re.compile(
    rf"(?:'s\s+(?:share|total|tally|count|number|figure)\s+(?:is|was|stands\s+at|reached)|'s\s+(?:have|has)(?:\s+signed)?)?(?:'s?)?(?:,\s[^,.;\d]{{3,30}},|,(?:\s+which)?(?=\s+(?:with|at|has|had|counts|lists|holds|added|gained|saw)\b))?\s?(?:\(|:|,|—|–|-|=|\||\s(?:alone\s+)?(?:with|has|had|have|at|holds?|counts?|"
    rf"leads\s+with|lists?|(?:is\s+|was\s+)?responsible\s+for|account(?:s|ed)?\s+for|for|reported|boasts?|rounds?\s+(?:it\s+)?out[^,.;\d]{{0,15}}\swith|saw|gained|recorded|"
    rf"(?:is|was)\s+home\s+to|claims?|contribut\w+|tall(?:ies|ied)|log(?:s|ged)|added|adds|makes\s+up|posted|(?:has|had|holds|claims|accounts\s+for)\s+"
    rf"(?:by\s+far\s+)?the\s+(?:most|lion's\s+share|(?:largest|biggest|highest|greatest)\s+\w+),?\s+(?:with|at)|"
    rf"(?:leads|tops|is\s+first|ranks\s+\w+|comes\s+\w+|trails|is\s+next)\b[^,.;\d]{{0,25}}[, ]\s*(?:with|at)|"
    rf"follows\s+with|follows\s+at|comes\s+next\s+with|(?:first|second|third|fourth|fifth|next|last)\s+(?:with|at)|is\s+(?:second|third|fourth|fifth|next|"
    rf"\w+\s+in\s+(?:second|third|fourth|fifth))\s+(?:with|at)))?\s?{APPROXIMATELY}$",
    re.I,
)
_MAX_STATES = 56  # with the territories and the District of Columbia
_TOTAL_ROW = re.compile(r"\b(?:total|nationwide|all\s+states|united\s+states)\b", re.I)


def model(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if (
        re.search(r"\bit\s+(?:now\s+)?(?:has|had|accounts\s+for|covers)\s+$", before)
        and MODEL_WORDS.search(spot.text[: quantity.start])
        and re.match(r"\s*[.;,]", after)
    ):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    if _MODEL_BEFORE.search(before) and re.match(r"\s*(?:[;,.)]|$|and\b)", after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    if _BARE_MODEL.match(after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    match = _MODEL_AFTER.match(after)
    if match and MODEL_WORDS.match(after, match.end()):
        told = carried_metric(spot, quantity.start, earlier) if _CHOSEN.search(match.group()) else None
        return Reading(
            told if told in (Metric.AGENCIES, Metric.COUNTIES) else Metric.AGREEMENTS,
            quantity,
            quantity.end + match.end(),
            role=Role.COMPONENT,
            bare=True,
        )
    return None


def state_list(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    offset = quantity.start - len(before)
    last = None
    for mention in state_mentions(spot.text[offset : quantity.start]):
        last = mention
    if last is None or _STATE_LINK.fullmatch(before[last.end :]) is None:
        return None
    if not re.match(
        r"\s*(?:[,;.()|]|$|and\b|in\b|by\b|on\b|at\b|as\b|a\s+year|last\b|this\b|now\b|then\b|today\b|when\b|since\b|before\b|put\b|make\b|ranks?\b|cover\b|over\b|to\s+reach\b|belong\b|for\s+a\s+total\b|of\s+(?:them|those)\b)",
        after,
    ):
        return None
    if (placed := _IN.match(after)) and any(place.start == 0 for place in state_mentions(after[placed.end() :])):
        return None  # '9 in Iowa, 12 in Indiana': the state comes after
    linked = before[last.end :].strip()
    metric = carried_metric(spot, quantity.start, earlier) or metric_of(spot.lead_in)
    if spot.lead_in and earlier == [] and metric_of(spot.lead_in):
        metric = metric_of(spot.lead_in)
    metric = metric or _noun_of_next(spot, quantity) or metric_of(after)
    onward = re.match(r"[,;]\s+(?:and\s+)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,?\s\d", after)
    listed = (
        onward is not None
        or bool(earlier)
        or spot.sentence.bullet
        or bool(spot.lead_in)
        or linked not in ("", ",", "in")
    )
    if metric not in CARRIED or metric is Metric.STATES or not listed:
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, state=last.state, bare=True)


def respectively(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'comes from Florida and Texas, with 349 and 311': the first number is the first state's"""
    text = spot.text
    pair = next((other for other in spot.quantities if text[quantity.end : other.start] == " and "), None)
    second = pair is None and next(
        (other for other in spot.quantities if text[other.end : quantity.start] == " and "), None
    )
    first = quantity if pair else second or None
    if first is None or not (match := _PAIR_BEFORE.search(text, 0, first.start)):
        return None
    states = list(state_mentions(match["states"]))
    metric = carried_metric(spot, quantity.start, earlier)
    if len(states) != 2 or metric not in CARRIED or metric is Metric.STATES:
        return None
    state = states[0 if pair else 1].state
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, state=state, bare=True)


def _noun_of_next(spot: Spot, quantity: Quantity) -> Metric | None:
    """'Ohio has seven, Indiana 12 and Kentucky 28 agreements': the noun stands with the last item."""
    following = (noun_after(spot.text, other) for other in spot.quantities if other.start >= quantity.end)
    return next((phrase.metric for phrase in following if phrase), None)


def cell(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """A cell of a table: '| Florida | 301 | 347 |' under '| State | Agencies | Agreements |'."""
    columns, position = spot.lead_in.split("|"), spot.text.count("|", 0, quantity.start)
    metric = metric_of(columns[position]) if len(columns) > 1 and position < len(columns) else None
    row = spot.text[: quantity.start]
    state = next((mention.state for mention in state_mentions(row)), "US" if _TOTAL_ROW.search(row) else "")
    if metric not in CARRIED or metric is Metric.STATES or not state:
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, state=state, bare=True)


def bracketed(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'from constables (39) to campus police (33)', 'warrant agreements, of which there are 512'"""
    noun = _BEFORE_BRACKET.search(before) if after.startswith(")") else _OF_WHICH.search(before)
    word = noun["noun"].lower() if noun else ""
    metric = Metric.AGENCIES if word == "police" else NOUN_METRICS.get(word)
    if metric not in (Metric.AGENCIES, Metric.AGREEMENTS) or not (word.endswith("s") or word == "police"):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, bare=True)


def label(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _LABEL.search(before)
    if match is None or not re.match(r"\s*(?:[;,.(]|$|of\b|out\s+of\b|\()", after):
        return None
    label = match["label"]
    if PENDING.search(label):
        return Reading(Metric.PENDING, quantity, quantity.end, bare=True)
    if re.search(r"\b(?:count|total|tally)\b", label, re.I) and spot.carried in CARRIED:
        return Reading(spot.carried, quantity, quantity.end, bare=True)
    if _POLICE_LABEL.search(label) and (spot.lead_in or spot.sentence.bullet):
        return Reading(Metric.AGENCIES, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    first = next(
        (word for word in re.findall(r"[\w-]+", label.lower()) if word in NOUN_METRICS and word.endswith("s")), None
    )
    if first is None or (spot.carried is None and not PARTICIPATION.search(label) and not TRAINED.search(label)):
        return None
    metric = NOUN_METRICS[first]
    if metric is Metric.OFFICERS_TRAINED and IN_TRAINING.search(label):
        metric = Metric.OFFICERS_IN_TRAINING
    if metric is Metric.STATES and quantity.value > _MAX_STATES:
        return None  # 'All other states combined: 380' counts something else
    if metric in (Metric.OFFICERS_TRAINED, Metric.ARRESTS, Metric.STATES) and not re.search(
        r"train|certif|287|state|^arrests", label, re.I
    ):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT if "," not in label else None, bare=True)
