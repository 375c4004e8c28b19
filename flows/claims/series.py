"""Numbers in a series: the states of a list, the models of a total, a label and its number, from one to another."""

import re

from flows.claims.carried import APPROXIMATELY, CARRIED, carried_metric, metric_of
from flows.claims.lexicon import MODEL_WORDS, NOUN_METRICS, PARTICIPATION, PENDING, TRAINED
from flows.claims.numbers import Measure, Quantity
from flows.claims.phrases import noun_after
from flows.claims.places import state_mentions
from flows.claims.readings import Reading, Spot
from models.claims import Metric, Role

BASELINE_BEFORE = re.compile(
    rf"\b(?:up\s+(?:sharply\s+)?from|from(?:\s+just|\s+only)?|against|compared\s+(?:with|to)|versus|"
    rf"vs\.?|than|beside|dwarf(?:s|ed|ing)?(?:\s+the)?|the)\s+(?:the\s+)?{APPROXIMATELY}$",
    re.I,
)
_TOTAL_BEFORE = re.compile(
    rf"(?:\bto|\bnumber(?:s|ed|ing)?|\b(?:total|number|count|tally)\s+(?:past|beyond|above|over)|\b(?:list|tally|count|sheet|data|figures)\s+(?:now\s+)?(?:says?|shows?|has|"
    rf"have)(?:\s+only)?|\btotal(?:\s+(?:comes|came|rises|rose|is|now|of|stands?|at|to))*|\breach(?:ed|"
    rf"es|ing)?|\bstands?\s+at|\bstood\s+at|\bat|"
    rf"\bhit|\bis|\bare|\bwas|\bnow|\bpass(?:ed|es|ing)?|\bsurpass(?:ed|es|ing)|\btopp?(?:ed|s|ing)|"
    rf"\b(?:swell(?:ed|s)|swollen|gr(?:ew|own)|climb(?:ed|s)|risen|rose|shot|soared|jumped)\s+(?:past|above|beyond)|"
    rf"\bnearing|\bexceed(?:ed|s|ing)|\bof)\s+(?:now\s+)?{APPROXIMATELY}$",
    re.I,
)
_SERIES_NOUN = re.compile(
    r"\b(?:number|total|figure|tally|count|roster|list|sum|participation|enrollment|membership|ranks|"
    r"partnerships|program)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:increas\w+|r[io]s(?:e|en|ing)|rose|gr[eo]w(?:n|s|ing|th)?|climb\w*|jump\w*|surg\w+|soar\w*|"
    r"went|gone|up|swell\w*|"
    r"swollen|balloon\w*|expand\w*|expansion|doubl\w+|tripl\w+|quadrupl\w+|bring\w*|brought|mushroom\w*|"
    r"leap\w*|leapt|"
    r"total|reach\w*|stand|stands|stood|number|figure|tally|count|fell|dropped|shr[aiu]nk|spik\w+|slow\w*|percent|%)",
    re.I,
)
_MODEL_AFTER = re.compile(
    r",?\s+(?:of\s+(?:them|those|which|these)\s+)?(?:(?:(?:are|were)\s+(?:for|under)|are|were|is|use|used|follow(?:s|ed)?|cover(?:s|"
    r"ed)?|under|for|fall\s+under|operate\s+under|"
    r"involve|give|adopt\w*|chose)\s+)(?:the\s+|a\s+|so-called\s+)?",
    re.I,
)
_IN = re.compile(r"\s+(?:in|from)\s+")
_BEFORE_BRACKET = re.compile(r"\b(?P<noun>[A-Za-z]+)\s\($")
_OF_WHICH = re.compile(rf"\b(?P<noun>[A-Za-z]+),\s+of\s+which\s+there\s+(?:are|were)\s+{APPROXIMATELY}$")
_POLICE_LABEL = re.compile(r"\bpolice$", re.I)  # 'City and town police: 334'
_FROM_ALONE = re.compile(rf"(?<!up )(?<!down )\bfrom\s+{APPROXIMATELY}$", re.I)
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
_LABEL = re.compile(r"(?:^|[.;]\s|[-–—•*·]\s)\s*(?P<label>[^.;:]{3,70}):\s*" + APPROXIMATELY + "$", re.I)
_STATE_LINK = re.compile(
    rf"(?:'s\s+(?:share|total|tally|count|number|figure)\s+(?:is|was|stands\s+at|reached))?(?:'s?)?(?:,\s[^,.;\d]{{3,30}},|,(?:\s+which)?(?=\s+(?:with|at|has|had|counts|lists|holds)\b))?\s?(?:\(|:|,|—|–|-|=|\||\s(?:alone\s+)?(?:with|has|had|have|at|holds?|counts?|"
    rf"leads\s+with|lists?|(?:is\s+|was\s+)?responsible\s+for|account(?:s|ed)?\s+for|for|reported|boasts?|saw|gained|recorded|"
    rf"(?:is|was)\s+home\s+to|claims?|contribut\w+|tall(?:ies|ied)|log(?:s|ged)|added|adds|makes\s+up|posted|(?:has|had|holds|claims|accounts\s+for)\s+"
    rf"(?:by\s+far\s+)?the\s+(?:most|lion's\s+share|(?:largest|biggest|highest|greatest)\s+\w+),?\s+(?:with|at)|"
    rf"(?:leads|tops|is\s+first|ranks\s+\w+|comes\s+\w+|trails|is\s+next)\b[^,.;\d]{{0,25}}[, ]\s*(?:with|at)|"
    rf"follows\s+with|follows\s+at|comes\s+next\s+with|(?:first|second|third|fourth|fifth|next|last)\s+(?:with|at)|is\s+(?:second|third|fourth|fifth|next|"
    rf"\w+\s+in\s+(?:second|third|fourth|fifth))\s+(?:with|at)))?\s?{APPROXIMATELY}$",
    re.I,
)
_CLOSED = re.compile(
    r"\s*(?:at\s+last\s+count|in\s+all|altogether|[,;.)\"—–]|$|and\b|in\b|on\b|by\b|at\b|as\b|since\b|today\b|now\b|"
    r"this\b|last\b|during\b|when\b|a\s+year|to\b|from\b|before\b|under\b|nationwide\b|across\b|statewide\b|just\b|"
    r"the\b|late\b|early\b|over\b|through\b|within\b|that\s+existed)",
    re.I,
)
_THE_TOTAL = re.compile(
    r"\s+(?:at\s+last\s+count|in\s+all|altogether|in\s+total)\b|,?\s+(?:the|a)\s+(?:national\s+)?total\b", re.I
)
_AND_BEFORE = re.compile(rf"\band\s+{APPROXIMATELY}$", re.I)  # 'up from 135 under Biden and 150 under Trump'
_LIST_SAYS = re.compile(
    rf"\b(?:list|spreadsheet|roster|website|web\s+page|page|database|tally|sheet|count)\s+(?:now\s+)?(?:lists?|listed|shows?|showed|counts?|has|had)\s+{APPROXIMATELY}$",
    re.I,
)
_THERE_WERE = re.compile(r"\bthere\s+(?:were|are|was)\s+(?:now\s+)?(?:only\s+|just\s+)?$", re.I)
_COUNTED_NOUN = re.compile(r"\b(?:agreements|agencies|partners|departments|partnerships|contracts)\b", re.I)
_MOST_STATES = 56  # with the territories and the District of Columbia
_NEVER = re.compile(r"\b(?:never|not|hardly|yet\s+to)\s+\w+\s+$", re.I)  # 'never topped 80'
# 'there were 150 agreements in 2020 and 36 in 2015'
_ANOTHER_YEAR = re.compile(
    r"\s+(?:in|by|at\s+the\s+end\s+of)\s+(?:(?:early|late|mid)[\s-])?(?:[A-Z][a-z]+\.?\s+)?(?:19|20)\d\d\b|"
    r"\s+by\s+(?:(?:early|late|mid)[\s-])?[A-Z][a-z]+\b"
)
_YEAR_BEFORE = re.compile(r"(?:\b(?:19|20)\d\d|\bago|\byear),?\s+(?:and\s+|to\s+)?(?:just\s+|only\s+|about\s+)?$")
# What a page about the program also counts.
_FOREIGN = re.compile(
    r"\b(?:detain\w+|inmates|prisoners|workforce|population|budget|crimes?|calls|deaths|stay|hours|employees?|employs|"
    r"students|judges|cases|removals|deport\w+|backlog|crossings|payroll|salary|beds?|raids|citations|stops|"
    r"residents|protest\w+|votes?|forbid|ban|bans|prohibit|shelters?|court|staff\w*|agents|hires?|capacity|"
    r"(?:arrested|arrests|arresting)(?=[^.;]*\ba\s+day))\b",
    re.I,
)
_OTHER_NOUN = re.compile(
    r"\s+(?:(?:more|new|other)\s+)?(?!(?:in|on|at|by|as|for|from|to|up|now|last|this|since|when|with|and|or|than|percent|"
    r"total|of|a|the|times|statewide|nationwide|nationally|across|under|more|just|have|has|had|were|are|is|was|joined|"
    r"signed|participating|such)\b)"
    r"(?!(?:[\w'()-]+\s+){0,4}(?:agenc|agree|partner|depart|pact|contract|memorand|deal|sheriff|count(?:y|ies)|officers|"
    r"deput|troopers|accord|entries|participant|jurisdiction|police|tie-up|moa|mou))[a-z]",
    re.I,
)
_TOTAL_ROW = re.compile(r"\b(?:total|nationwide|all\s+states|united\s+states)\b", re.I)
_TOWARD = re.compile(rf"(?:\s+(?:in|on|at)\s+[^,;.\d]{{3,20}})?\s+to\s+{APPROXIMATELY}(?=\d)", re.I)


def toward(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'from 135 to 1,184 agreements': the noun stands after the second number."""
    if not re.search(rf"\bfrom\s+(?:just\s+|only\s+)?{APPROXIMATELY}$", before, re.I) or not _TOWARD.match(after):
        return None
    second = next((other for other in spot.quantities if other.start >= quantity.end), None)
    phrase = noun_after(spot.text, second) if second else None
    if phrase is None or phrase.metric not in CARRIED:
        return None
    return Reading(phrase.metric, quantity, quantity.end, role=Role.BASELINE, bare=True)


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
        r"\s*(?:[,;.)|]|$|and\b|in\b|by\b|on\b|at\b|as\b|a\s+year|last\b|this\b|now\b|then\b|today\b|when\b|since\b|before\b|put\b|make\b|ranks?\b|belong\b|for\s+a\s+total\b|of\s+(?:them|those)\b)",
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
    onward = re.match(r"[,;]\s+(?:and\s+)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s\d", after)
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
    if metric is Metric.STATES and quantity.value > _MOST_STATES:
        return None  # 'All other states combined: 380' counts something else
    if metric in (Metric.OFFICERS_TRAINED, Metric.ARRESTS, Metric.STATES) and not re.search(
        r"train|certif|287|state", label
    ):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT if "," not in label else None, bare=True)


def _counts_something_else(spot: Spot, quantity: Quantity, before: str, earlier: list[Reading]) -> bool:
    """Whether the left-out noun is one outside the program: 'The jail holds 300 inmates, compared with 250'."""
    since = earlier[-1].end if earlier else 0
    if not earlier and _FOREIGN.search(before[-90:]):
        return True
    preceding = [other for other in spot.quantities if since <= other.start < quantity.start]
    return any(other.measure is Measure.COUNT and _OTHER_NOUN.match(spot.text, other.end) for other in preceding[-1:])


def change(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'from 135 agreements ... to 958', 'that figure had climbed to 13', 'up 300 percent ..., when there were five'."""
    if _CLOSED.match(after) is None:
        return None
    if _NEVER.search(before) or _counts_something_else(spot, quantity, before, earlier):
        return None
    if _ANOTHER_YEAR.match(after) and _YEAR_BEFORE.search(before) and earlier and earlier[-1].metric in CARRIED:
        return Reading(earlier[-1].metric, quantity, quantity.end, bare=True)
    beside = any(reading.metric in CARRIED for reading in earlier) or any(
        other.measure in (Measure.PERCENT, Measure.MULTIPLE) for other in spot.quantities
    )
    baseline = BASELINE_BEFORE.search(before) is not None
    if _AND_BEFORE.search(before) and earlier and earlier[-1].role is Role.BASELINE:
        return Reading(earlier[-1].metric, quantity, quantity.end, role=Role.BASELINE, bare=True)
    if baseline and _FROM_ALONE.search(before) and not _CHANGE.search(before):
        told = False  # 'heard back from 22'
    elif baseline:
        changing = _CHANGE.search(before) or beside
        told = bool((changing or spot.carried) and (_CHANGE.search(spot.text) or not re.search(r"\bthe\s+$", before)))
    elif _THE_TOTAL.match(after) or _LIST_SAYS.search(before):
        told = True
    elif _TOTAL_BEFORE.search(before):
        series = beside or _COUNTED_NOUN.search(before) or _SERIES_NOUN.search(spot.text) or "from" in before
        told = bool((series or spot.carried) and _CHANGE.search(before + after[:20]))
    else:
        told = bool(
            _THERE_WERE.search(before) and (beside or ((spot.before or spot.carried) and re.match(r"\s*\.?$", after)))
        )
    metric = carried_metric(spot, quantity.start, earlier) if told else None
    if metric not in CARRIED or (metric is Metric.STATES and quantity.value > _MOST_STATES):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.BASELINE if baseline else None, bare=True)
