"""Numbers whose noun is left out: '... to 958', 'Texas with 214', 'nine are task force agreements', 'TFM 88'."""

import re

from flows.claims.lexicon import (
    AGENCY_NOUNS,
    AGREEMENT_NOUNS,
    COUNTY_NOUNS,
    MODEL_WORDS,
    NOUN_METRICS,
    PARTICIPATION,
    PENDING,
    TRAINED,
)
from flows.claims.numbers import Measure, Quantity
from flows.claims.phrases import noun_after
from flows.claims.places import state_mentions
from flows.claims.readings import Reading, Spot
from models.claims import Metric, Role

_CARRIED = {
    Metric.AGENCIES,
    Metric.AGREEMENTS,
    Metric.COUNTIES,
    Metric.OFFICERS_TRAINED,
    Metric.STATES,
    Metric.ARRESTS,
}
_APPROXIMATELY = r"(?:(?:about|roughly|some|nearly|almost|over|more\s+than|just|only|at\s+least|around|approximately|another|under|fewer\s+than)\s+){0,2}"

_BASELINE_BEFORE = re.compile(
    rf"\b(?:up\s+(?:sharply\s+)?from|from(?:\s+just|\s+only)?|against|compared\s+(?:with|to)|versus|vs\.?|than|beside|the)\s+(?:the\s+)?{_APPROXIMATELY}$",
    re.I,
)
_TOTAL_BEFORE = re.compile(
    rf"(?:\bto|\b(?:list|tally|count|sheet|data|figures)\s+(?:now\s+)?(?:says?|shows?|has|have)(?:\s+only)?|\btotal(?:\s+(?:comes|came|rises|rose|is|now|of|stands?|at|to))*|\breach(?:ed|es|ing)?|\bstands?\s+at|\bstood\s+at|\bat|"
    rf"\bhit|\bis|\bare|\bwas|\bnow|\bpass(?:ed|es|ing)?|\bsurpass(?:ed|es|ing)|\btopp?(?:ed|s|ing)|\bnearing|\bexceed(?:ed|s|ing)|\bof)\s+(?:now\s+)?{_APPROXIMATELY}$",
    re.I,
)
_SERIES_NOUN = re.compile(
    r"\b(?:number|total|figure|tally|count|roster|list|sum|participation|enrollment|membership|ranks|partnerships|program)\b",
    re.I,
)
_SERIES_OF = re.compile(r"\b(?:number|total|count|tally)\s+of\s+(?P<noun>[^,.;]{3,60})", re.I)
_CHANGE = re.compile(
    r"\b(?:increas\w+|r[io]s(?:e|en|ing)|rose|gr[eo]w(?:n|s|ing|th)?|climb\w*|jump\w*|surg\w+|soar\w*|went|gone|up|swell\w*|"
    r"swollen|balloon\w*|expand\w*|expansion|doubl\w+|tripl\w+|quadrupl\w+|bring\w*|brought|mushroom\w*|leap\w*|leapt|"
    r"total|reach\w*|stand|stands|stood|number|figure|tally|count|fell|dropped|shr[aiu]nk|spik\w+|slow\w*|percent|%)",
    re.I,
)
_JOINED = re.compile(
    r"\s+(?:more\s+|others?\s+|of\s+them\s+|of\s+those\s+|of\s+which\s+|of\s+whom\s+)?(?:(?:have|had|has)\s+)?(?:also\s+|already\s+|since\s+)?"
    r"(?:joined|signed(?:\s+(?:on|up))?|participat\w+|enrolled|followed|take\s+part|took\s+part|partnered|"
    r"since\s+(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|last)|(?:are|were)\s+(?:in\s+the\s+program|added|approved|signed|participating|enrolled|partners)|been\s+(?:approved|signed|added)|date\s+from|"
    r"(?:have|had|hold|held)\s+(?:signed|an?\s+(?:sheriff|deal|agreement|contract|pact|287)|one|agreements?|287))\b",
    re.I,
)
_SIGNED_PASSIVE = re.compile(r"\s+(?:\w+\s+)?(?:were|was|have\s+been|had\s+been)\s+(?:signed|inked|finali[sz]ed)\b", re.I)
_IN_FORCE = re.compile(
    r"\s+(?:that\s+(?:were|was)\s+|which\s+were\s+)?(?:in\s+force|in\s+effect|on\s+the\s+books|in\s+place|on\s+record)\b", re.I
)
_MODEL_AFTER = re.compile(
    r"\s+(?:of\s+(?:them|those|which|these)\s+)?(?:(?:are|were|is|use|used|follow(?:s|ed)?|cover(?:s|ed)?|under|for|fall\s+under|operate\s+under|"
    r"involve|give|adopt\w*|chose)\s+)(?:the\s+|a\s+|so-called\s+)?",
    re.I,
)
_MODEL_BEFORE = re.compile(
    rf"(?:TFM|WSO|JEM|task\s+force(?:\s+model)?s?|warrant\s+service(?:\s+officers?)?(?:\s+(?:model|program))?s?|jail\s+enforcement(?:\s+model)?s?)"
    rf"(?:\s+agreements?)?\s?(?:\([A-Z]{{3}}\)\s?)?[:,\-—–(]?\s?{_APPROXIMATELY}$",
    re.I,
)
_WITH_BODIES = re.compile(r"\s+(?:are\s+|were\s+|is\s+)?(?:with|held\s+by|signed\s+by|belong\s+to)\s+(?:the\s+)?([\w'-]+)(?:\s+([\w'-]+))?(?:\s+([\w'-]+))?", re.I)
_LABEL = re.compile(r"(?:^|[.;]\s|[-–—•*·]\s)\s*(?P<label>[^.;:]{3,70}):\s*" + _APPROXIMATELY + "$", re.I)
_OF_NOUN = re.compile(
    rf"\bof\s+(?:the\s+|its\s+|our\s+|those\s+|these\s+|them\b)?(?P<noun>[^,;.]{{0,60}}?),\s*(?:just\s+|only\s+)?{_APPROXIMATELY}$", re.I
)
_VERB_AFTER = re.compile(
    r"\s+(?:\w+\s+)?(?:have|had|has|are|were|is|participat\w+|signed|joined|hold|held|belong|take|use|follow|take\s+part|now)\b", re.I
)
_PENDING_AFTER = re.compile(
    r"\s+(?:(?:more|others?|additional)\b)?[^.;]{0,45}?(?:" + PENDING.pattern + ")", re.I
)
_STATE_LINK = re.compile(
    rf"(?:'s?)?\s?(?:\(|:|,|—|–|-|=|\||\s(?:alone\s+)?(?:with|has|had|have|at|holds?|counts?|leads\s+with|lists?|accounts?\s+for|reported|"
    rf"follows\s+with|follows\s+at|comes\s+next\s+with|is\s+(?:second|third|fourth|fifth|next|\w+\s+in\s+(?:second|third|fourth|fifth))\s+(?:with|at)))?\s?{_APPROXIMATELY}$",
    re.I,
)
_NOT_NOUN_AFTER = re.compile(r"\s+(?:[a-z]+\s+)?(?:people|residents|members|inmates|detainees|beds|miles|times|percent|years?)\b(?!\s+(?:ago|earlier|before))", re.I)


_MORE_IN_TRAINING = re.compile(
    r"\s+(?:more\s+|others?\s+|additional\s+|extra\s+)?(?:\w+ly\s+|are\s+|still\s+)*(?:in\s+(?:the\s+)?(?:training|pipeline|class)|being\s+trained|await\w*\s+training|"
    r"training|on\s+the\s+way|(?:will|are\s+(?:set|scheduled|expected|slated)\s+to)\s+(?:\w+\s+){0,3}(?:training|trained|course|class))\b", re.I
)
_GRADUATED = re.compile(r"\s+(?:have|had|has)\s+(?:been\s+|already\s+|since\s+)*(?:graduated|trained|certified|deputi[sz]ed|credentialed|completed)\b", re.I)
_TOWARD = re.compile(rf"\s+to\s+{_APPROXIMATELY}(?=\d)", re.I)


_MOST = 20_000  # more agencies than the country has; a larger number counts something else


def elided_reading(spot: Spot, quantity: Quantity, earlier: list[Reading]) -> Reading | None:
    """What a number without a noun of its own counts; None where the context does not settle it."""
    before, after = spot.text[max(0, quantity.start - 110) : quantity.start], spot.text[quantity.end : quantity.end + 110]
    if quantity.value == 1 or re.match(r"\s+or\s+\d", after) or (_NOT_NOUN_AFTER.match(after) and not _IN_FORCE.match(after)):
        return None
    if quantity.value > _MOST:
        return None
    for rule in (_toward, _officers, _pending, _answer, _model, _state_list, _label, _of_noun, _with_bodies, _in_force, _joined, _change):
        reading = rule(spot, quantity, before, after, earlier)
        if reading is not None:
            return reading
    return None


def carried_metric(spot: Spot, position: int, earlier: list[Reading]) -> Metric | None:
    """The metric that a left-out noun refers to: the nearest noun before it in the sentence, else what the
    text last counted."""
    since = earlier[-1].end if earlier else 0
    if (series := _SERIES_OF.search(spot.text, since, position)) and (metric := _first_metric(series["noun"])):
        return metric
    for reading in reversed(earlier):
        if reading.metric in _CARRIED and reading.metric is not Metric.STATES:
            return reading.metric
    words = re.findall(r"[\w-]+", spot.text[max(0, position - 400) : position].lower())
    for word in reversed(words):
        if word in AGREEMENT_NOUNS:
            return Metric.AGREEMENTS
        if word in COUNTY_NOUNS and word in ("counties", "parishes"):
            return Metric.COUNTIES
        if word in AGENCY_NOUNS and word.endswith("s") and word not in ("offices", "members", "forces"):
            return Metric.AGENCIES
        if word in ("officers", "deputies", "troopers"):
            return Metric.OFFICERS_TRAINED if TRAINED.search(spot.text) else None
        if word == "arrests":
            return Metric.ARRESTS
    if spot.carried is None and re.search(r"\b(?:county|counties|parish(?:es)?)\b", spot.before, re.I):
        return Metric.COUNTIES
    if spot.carried is None and (metric := _first_metric(spot.before)) in (Metric.AGENCIES, Metric.AGREEMENTS):
        return metric
    return earlier[-1].metric if earlier and earlier[-1].metric in _CARRIED else spot.carried


def _pending(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _PENDING_AFTER.match(after)
    if match is None or re.search(r"\b(?:were|was)\s+(?:rejected|denied)", after):
        return None
    if not re.match(r"\s+(?:more|others?|additional|extra|are|is|were|have|has|had|await|still|of|applications?|pending)\b", after, re.I):
        return None
    if spot.carried is None and not PARTICIPATION.search(f"{spot.before} {spot.text}"):
        return None
    return Reading(Metric.PENDING, quantity, quantity.end + match.end(), bare=True)


def _toward(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'from 135 to 1,184 agreements': the noun stands after the second number."""
    if not re.search(rf"\bfrom\s+(?:just\s+|only\s+)?{_APPROXIMATELY}$", before, re.I) or not _TOWARD.match(after):
        return None
    second = next((other for other in spot.quantities if other.start >= quantity.end), None)
    phrase = noun_after(spot.text, second) if second else None
    if phrase is None or phrase.metric not in _CARRIED:
        return None
    return Reading(phrase.metric, quantity, quantity.end, role=Role.BASELINE, bare=True)


def _officers(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    told = f"{spot.before} {spot.text}"
    if match := _MORE_IN_TRAINING.match(after):
        return Reading(Metric.OFFICERS_IN_TRAINING, quantity, quantity.end + match.end(), bare=True)
    match = _GRADUATED.match(after)
    if match and re.search(r"\b(?:officers|deputies|troopers|cops|jailers|guards)\b", told, re.I):
        return Reading(Metric.OFFICERS_TRAINED, quantity, quantity.end + match.end(), bare=True)
    return None


def _answer(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'We asked whether they had applied. At least 11 have.'"""
    if not re.match(r"\s+(?:have|has|had|did|do)\s*[.,;:]", after):
        return None
    if PENDING.search(spot.before):
        return Reading(Metric.PENDING, quantity, quantity.end, bare=True)
    metric = spot.carried if PARTICIPATION.search(spot.before) else None
    return Reading(metric, quantity, quantity.end, bare=True) if metric else None


def _model(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if re.search(r"\bit\s+(?:now\s+)?(?:has|had|accounts\s+for|covers)\s+$", before) and MODEL_WORDS.search(spot.text[: quantity.start]) and re.match(r"\s*[.;,]", after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    if _MODEL_BEFORE.search(before) and re.match(r"\s*(?:[;,.)]|$|and\b)", after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    match = _MODEL_AFTER.match(after)
    if match and MODEL_WORDS.match(after, match.end()):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end + match.end(), role=Role.COMPONENT, bare=True)
    return None


def _state_list(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    offset = quantity.start - len(before)
    last = None
    for mention in state_mentions(spot.text[offset : quantity.start]):
        last = mention
    if last is None or _STATE_LINK.fullmatch(before[last.end :]) is None:
        return None
    if not re.match(r"\s*(?:[,;.)|]|$|and\b|in\b|as\b|belong\b)", after):
        return None
    linked = before[last.end :].strip()
    metric = carried_metric(spot, quantity.start, earlier) or _metric_of(spot.lead_in)
    if spot.lead_in and earlier == [] and _metric_of(spot.lead_in):
        metric = _metric_of(spot.lead_in)
    onward = re.match(r"[,;]\s+(?:and\s+)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s\d", after)
    listed = onward is not None or bool(earlier) or spot.sentence.bullet or bool(spot.lead_in) or linked not in ("", ",", "in")
    if metric not in _CARRIED or metric is Metric.STATES or not listed:
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, state=last.state, bare=True)


def _first_metric(phrase: str) -> Metric | None:
    """The first noun of the field in a phrase: 'agreements with local agencies' -> agreements."""
    for word in re.findall(r"[\w-]+", phrase.lower()):
        if word in NOUN_METRICS and word.endswith("s") and NOUN_METRICS[word] in _CARRIED:
            return NOUN_METRICS[word]
    return None


def _metric_of(phrase: str) -> Metric | None:
    """The last noun of the field in a label or lead-in: 'States with the most agreements' -> agreements."""
    for word in reversed(re.findall(r"[\w-]+", phrase.lower())):
        if word in NOUN_METRICS and NOUN_METRICS[word] is not Metric.STATES and word not in ("others", "people"):
            return NOUN_METRICS[word]
    return None


def _label(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _LABEL.search(before)
    if match is None or not re.match(r"\s*(?:[;,.(]|$|of\b|out\s+of\b|\()", after):
        return None
    label = match["label"]
    if PENDING.search(label):
        return Reading(Metric.PENDING, quantity, quantity.end, bare=True)
    if re.search(r"\b(?:count|total|tally)\b", label, re.I) and spot.carried in _CARRIED:
        return Reading(spot.carried, quantity, quantity.end, bare=True)
    first = next((word for word in re.findall(r"[\w-]+", label.lower()) if word in NOUN_METRICS and word.endswith("s")), None)
    if first is None or (spot.carried is None and not PARTICIPATION.search(label) and not TRAINED.search(label)):
        return None
    metric = NOUN_METRICS[first]
    if metric in (Metric.OFFICERS_TRAINED, Metric.ARRESTS, Metric.STATES) and not re.search(r"train|certif|287|state", label):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.COMPONENT if "," not in label else None, bare=True)


def _of_noun(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _OF_NOUN.search(before)
    if match is None or not _VERB_AFTER.match(after):
        return None
    if not PARTICIPATION.search(after) and not re.match(r"\s+(?:have|has|hold)\s+(?:one|an?)\b", after):
        return None
    metric = _metric_of(match["noun"]) or carried_metric(spot, quantity.start, earlier)
    if metric not in (Metric.AGENCIES, Metric.COUNTIES, Metric.AGREEMENTS):
        return None
    return Reading(metric, quantity, quantity.end, bare=True)


def _with_bodies(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _WITH_BODIES.match(after)
    if match is None or carried_metric(spot, quantity.start, earlier) is not Metric.AGREEMENTS:
        return None
    if not any(word and word.lower().rstrip("'") in (AGENCY_NOUNS | {"police"}) for word in match.groups()):
        return None
    return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)


def _in_force(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if _IN_FORCE.match(after) is None:
        return None
    role = Role.BASELINE if _BASELINE_BEFORE.search(before) else None
    return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=role, bare=True)


_DATED_ONLY = re.compile(r"\s+(?:of\s+(?:them|those)\s+)?(?:since|date\s+from|came)\b", re.I)


def _joined(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if _SIGNED_PASSIVE.match(after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    if _JOINED.match(after) is None:
        return None
    metric = carried_metric(spot, quantity.start, earlier)
    if metric not in (Metric.AGENCIES, Metric.COUNTIES) and not _DATED_ONLY.match(after):
        metric = Metric.AGENCIES if metric is not None else None
    return Reading(metric, quantity, quantity.end, bare=True) if metric else None


def _change(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'from 135 agreements ... to 958', 'that figure had climbed to 13', 'up 300 percent ..., when there were five'."""
    closed = re.match(r"\s*(?:at\s+last\s+count|in\s+all|altogether|[,;.)\"—–]|$|and\b|in\b|on\b|by\b|at\b|as\b|since\b|today\b|now\b|this\b|last\b|during\b|when\b|a\s+year|to\b|from\b|before\b|under\b|nationwide\b|across\b|statewide\b|just\b|the\b|late\b|early\b)", after, re.I)
    if closed is None:
        return None
    baseline = _BASELINE_BEFORE.search(before)
    total = _TOTAL_BEFORE.search(before)
    there = re.search(r"\bthere\s+(?:were|are|was)\s+(?:only\s+|just\s+)?$", before, re.I)
    if baseline and re.search(r"\bthe\s+$", before) and not _CHANGE.search(spot.text):
        return None
    total = total or re.match(r"\s+(?:at\s+last\s+count|in\s+all|altogether|in\s+total)\b", after) or re.match(r",?\s+(?:the|a)\s+(?:national\s+)?total\b", after)
    if not (baseline or total or there):
        return None
    same = any(reading.metric in _CARRIED for reading in earlier) or any(
        other.measure in (Measure.PERCENT, Measure.MULTIPLE) for other in spot.quantities
    )
    if not _CHANGE.search(before + after[:20]) and not re.match(r"\s+at\s+last\s+count", after) and not (there and same) and not (baseline and same):
        return None
    whole = re.match(r",?\s+(?:the|a)\s+(?:national\s+)?total\b", after)
    counted = re.match(r"\s+(?:at\s+last\s+count|altogether|in\s+total)\b", after)
    named = counted or re.search(r"\b(?:agreements|agencies|partners|departments|partnerships|contracts)\b", before, re.I)
    if total and not whole and not baseline and not (same or named or _SERIES_NOUN.search(spot.text) or re.search(r"\bfrom\b", before)):
        return None
    metric = carried_metric(spot, quantity.start, earlier)
    if metric not in _CARRIED or (metric is Metric.STATES and quantity.value > 56):
        return None
    return Reading(metric, quantity, quantity.end, role=Role.BASELINE if baseline else None, bare=True)
