"""Numbers of one figure at two times: from one to another, up from, to a total of."""

import re

from models.claims.carried import APPROXIMATELY, CARRIED, carried_metric
from models.claims.numbers import Measure, Quantity
from models.claims.phrases import noun_after
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role

_MAX_STATES = 56  # with the territories and the District of Columbia
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
_FROM_ALONE = re.compile(rf"(?<!up )(?<!down )\bfrom\s+{APPROXIMATELY}$", re.I)
_CLOSED = re.compile(
    r"\s*(?:at\s+last\s+count|in\s+all|altogether|[,;.)\"—–]|$|and\b|in\b|on\b|by\b|at\b|as\b|since\b|today\b|now\b|"
    r"this\b|last\b|during\b|when\b|a\s+year|to\b|from\b|before\b|under\b|nationwide\b|across\b|statewide\b|just\b|"
    r"the\b|late\b|early\b|over\b|through\b|within\b|that\s+existed|(?:it|they|that)\s+(?:had|were|was|has))",
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
_NEVER = re.compile(r"\b(?:never|not|hardly|yet\s+to)\s+\w+\s+$", re.I)  # 'never topped 80'
# 'there were 150 agreements in 2020 and 36 in 2015'
_ANOTHER_YEAR = re.compile(
    r"\s+(?:in|by|at\s+the\s+end\s+of)\s+(?:(?:early|late|mid)[\s-])?(?:[A-Z][a-z]+\.?\s+)?(?:19|20)\d\d\b|"
    r"\s+by\s+(?:(?:early|late|mid)[\s-])?[A-Z][a-z]+\b"
)
_YEAR_BEFORE = re.compile(r"(?:\b(?:19|20)\d\d|\bago|\byear),?\s+(?:and\s+|to\s+)?(?:just\s+|only\s+|about\s+)?$")
# What a page about the program also counts.
_FOREIGN = re.compile(
    r"\b(?:requir\w+|ICE\s+arrests|detain\w+|inmates|prisoners|workforce|population|budget|crimes?|calls|deaths|stay|hours|employees?|employs|"
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
    if metric not in CARRIED or (metric is Metric.STATES and quantity.value > _MAX_STATES):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.BASELINE if baseline else None, bare=True)
