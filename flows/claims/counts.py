"""Counts: agencies, agreements, states, counties, pending, officers, arrests, population.

A count is read from the noun after it (`phrases`), and kept only where the clause says that what is counted takes
part in the program. Numbers without a noun are in `elided`.
"""

import re

from flows.claims.elided import elided_reading
from flows.claims.lexicon import (
    AGENCY_NOUNS,
    AGREEMENT_NOUNS,
    CIVIC_BODIES,
    HYPOTHETICAL,
    IN_TRAINING,
    LAW_AGENCIES,
    LEAVING,
    OUTSIDE,
    PARTICIPATION,
    PENDING,
    PROGRAM,
    RELATED,
    TRAINED,
)
from flows.claims.numbers import Measure, Quantity
from flows.claims.phrases import Phrase, clause_around, noun_after
from flows.claims.readings import Reading, Spot
from models.claims import Metric

_SHARE = re.compile(
    r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|forty|fifty|hundred)\b(?!\s+states)", re.I
)
_STATE_ITEM = re.compile(r"(?:^|[,;]\s|\d\.\s|•\s)[A-Z][\w ]{2,20}\s\($")  # 'Florida (331 agencies)'
_MOST_AGENCIES = 20_000  # there are about 18,000 law enforcement agencies in the country
_RANKED = re.compile(r"\b(?:leads?|dominates?|tops?|ranks?|accounts?\s+for|followed\s+by|comes?)\b[^.;]{0,40}$", re.I)
_JUST_SAID = re.compile(r"\b(?:(?:have|hold|has|holds|signed)\s+(?:\w+\s+){0,2}(?:agreements?|contracts?)|participat\w+|287)", re.I)
_OR_SO = re.compile(r"\s+or\s+(?:\d|two|three|four|five|six|so\b)|-or-", re.I)
_POPULATION = re.compile(
    r"\bhome\s+to\s+(?:\w+\s+){0,3}$|\bpopulations?\s+of\s+(?:\w+\s+){0,3}$|\bcover(?:s|ing)?\s+(?:\w+\s+){0,2}$", re.I
)
_PEOPLE = re.compile(r"\s+(?:people|residents|Americans|inhabitants)\b", re.I)

_WHOLE_ICE = re.compile(
    r"\b(?:ICE|agency|administration|government|Homeland\s+Security|DHS|field\s+office|federal\s+agents|office)\s+"
    r"(?:\w+\s+){0,3}?(?:made|arrested|has\s+made|removed|deported|conducted|carried\s+out)\b|\bdeport(?:ed|ation)|\bremov(?:ed|als)\b|"
    r"\bas\s+a\s+whole\b|\bfield\s+office|\bnationwide\s+sweep|\bits\s+own\b|\bimmigration\s+arrests\b",
    re.I,
)
_OWN_ARRESTS = re.compile(r"\b(?:they|we|his\s+deputies|her\s+deputies|rangers|officers|deputies|troopers|partners)\b[^.;]{0,90}$", re.I)
_LOCAL_ARREST = re.compile(
    r"\b(?:local\s+officers|local\s+police|troopers|deputies|sheriff'?s?|those\s+officers|partners?|287\s?\(?g|"
    r"task\s+force|program|deputized|highway\s+patrol|state\s+police|local\s+arrests|under\s+(?:the|its|their)\s+agreements?|"
    r"operation|officers|agreement)\b",
    re.I,
)
_ARRESTED = re.compile(
    r"\b(?:arrest(?:ed|ing)?|detain(?:ed|ing)?|apprehend(?:ed|ing)?|turned\s+over|handed\s+over|transferred|flagged|"
    r"identif(?:ied|ying)|processed|handed\s+ICE)\s+(?:a\s+minimum\s+of\s+|at\s+least\s+|more\s+than\s+|about\s+|nearly\s+|some\s+|over\s+|roughly\s+)?$",
    re.I,
)
_ARRESTED_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,4}?(?:people|folks|immigrants|inmates|migrants|men|individuals|persons|suspects|noncitizens|aliens)\b"
    r"(?:\s+(?:(?:were|was|have\s+been|had\s+been)\s+(?:\w+\s+)?)?(?:arrested|detained|turned\s+over|handed\s+over|into\s+custody))?",
    re.I,
)

# Officers that are not of the local partners, and officers that are only moved around.
_OTHER_OFFICERS = re.compile(
    r"\b(?:deportation|ICE|federal|border\s+patrol|immigration|FBI|new\s+hires|military|academy|recruits?)\s*$", re.I
)
_NOT_TRAINED = re.compile(
    r"\b(?:hired?|hiring|vacan\w+|sworn\s+positions|off\s+patrol|off\s+the\s+street|reassign\w+|on\s+nights|complained|"
    r"opposed?|force\s+of|laid\s+off|killed|injured|voted|dispatchers?|spanish|asylum|judges?|lawyers?|volunteers?|"
    r"applied\s+for\s+jobs|deportation\s+officers|would\s+have\s+to\s+be|short)\b",
    re.I,
)
_ASSIGNED = re.compile(
    r"\b(?:cover(?:s|ed|ing)?|assign(?:ed|s)|certif\w+|authori[sz]\w+|deputi[sz]\w+|task\s+force|287|credential\w*|participat\w+|"
    r"dedicat\w+|nominat\w+|memo\w*)\b",
    re.I,
)
_STATES_OUT = re.compile(
    r"\b(?:sent|troops|sanctuary|governors?\s+of|sued|suing|lawsuit|sue|attorneys\s+general|border|"
    r"such\s+a\s+law|similar\s+laws?|laws?\s+(?:that|which)|like\s+it|elections?|legislatures?|made\s+none|no\s+agreements|"
    r"e-verify|laws?\s+prevent\w*|have\s+(?:passed|enacted|adopted)|"
    r"order(?:s|ed)?\s+cooperation|court)\b",
    re.I,
)
# 'seven states - California, ... and Washington - prohibit it', 'at least 13 states require or encourage it'
_STATES_RULE = re.compile(
    r"(?:\s*(?:—|–|-|,|\()[^.;)]{0,140}?(?:—|–|-|,|\)))?\s+(?:now\s+|also\s+|either\s+|currently\s+|already\s+|that\s+|have\s+|either\s+|(?:statewide\s+)?(?:policies|laws|statutes|bans)\s+){0,5}"
    r"(?:requir|mandat|encourag|prohibit|ban|bar|forbid|outlaw|restrict|limit|block|compel)\w*\b", re.I
)
_OTHER_CONTRACT = re.compile(
    r"\b(?:mutual\s+aid|detention|beds?|intergovernmental|dispatch|lease|labor|union|trade|plea|peace|real\s+estate|"
    r"service\s+agreements?|IGSA|flock|camera|plate\s+reader|data[\s-]sharing)\b",
    re.I,
)
_JOBS = re.compile(r"\b(?:job|asylum|visa|naturalization|green\s+card|citizenship|records|detainer|employment|public)\b", re.I)


def read_counts(spot: Spot) -> list[Reading]:
    """The count readings of one sentence, in order."""
    readings: list[Reading] = []
    inside_until = 0  # numbers before this offset belong to a noun phrase already read
    for quantity in spot.quantities:
        if quantity.measure is not Measure.COUNT or quantity.start < inside_until:
            continue
        phrase = noun_after(spot.text, quantity)
        if quantity.value <= 10 and (match := _SHARE.match(spot.text, quantity.end)) and " of " not in match.group():
            inside_until = match.end()  # 'one in 40', 'four in five': a share
            continue
        if quantity.value <= 5 and (match := _OR_SO.match(spot.text, quantity.end)):
            inside_until = match.end() + 3  # 'two or three agreements': no count
            continue
        if quantity.value == 1 and phrase and phrase.partitive and phrase.set_value:
            continue  # 'one of seven departments': the count is of the seven
        if quantity.value == 1 and phrase and phrase.partitive:
            continue
        reading = _with_noun(spot, quantity, phrase) if phrase else None
        if phrase and phrase.set_value:
            inside_until = phrase.end
        if reading is None and (phrase is None or phrase.metric is Metric.OFFICERS_TRAINED):
            reading = _population(spot, quantity) or elided_reading(spot, quantity, readings)
        if reading is not None:
            readings.append(reading)
    return readings


def _population(spot: Spot, quantity: Quantity) -> Reading | None:
    people = _PEOPLE.match(spot.text, quantity.end)
    large = quantity.value >= 1_000_000
    if large and people and _POPULATION.search(spot.text[: quantity.start]):
        return Reading(Metric.POPULATION, quantity, people.end())
    if large and re.search(r"\bup\s+from\s+(?:\w+\s+)?$", spot.text[: quantity.start]) and "home to" in spot.text:
        return Reading(Metric.POPULATION, quantity, quantity.end)
    return None


def _with_noun(spot: Spot, quantity: Quantity, phrase: Phrase) -> Reading | None:
    left, right = clause_around(spot.text, quantity.start, phrase.end)
    clause = spot.text[left:right]
    following = min((other.start for other in spot.quantities if other.start >= phrase.end), default=right)
    tail = spot.text[phrase.end : min(right, following)]
    rule = {
        Metric.AGENCIES: _agencies,
        Metric.AGREEMENTS: _agreements,
        Metric.STATES: _states,
        Metric.COUNTIES: _agencies,
        Metric.PENDING: _applications,
        Metric.OFFICERS_TRAINED: _officers,
        Metric.ARRESTS: _arrests,
    }[phrase.metric]
    metric = rule(spot, quantity, phrase, clause, tail)
    return Reading(metric, quantity, phrase.end) if metric else None


def _agencies(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    if _is_denominator(spot.text, quantity, phrase.head) or quantity.value > _MOST_AGENCIES:
        return None
    if re.search(r"\bpending\b|\bawait", " ".join(phrase.words)) or _pending_tail(tail):
        return Metric.PENDING
    if OUTSIDE.search(clause) or LEAVING.match(tail.lstrip()[:40]):
        return None
    signed = re.match(r"\s*(?:\w+\s+){0,4}?(?:sign\w*|joined|participat\w+|enrolled|hold|held|have\s+(?:an?\s+|\d|287|signed|agree)|"
                      r"take\s+part|partner\w*|already|in\s+the\s+program)", tail, re.I)
    required = re.search(r"\bwould\s+(?:\w+\s+)?(?:require|force|compel|make)\b", spot.text[: quantity.start], re.I)
    if not signed and (required or HYPOTHETICAL.search(clause)):
        return None
    if signed is None and not PARTICIPATION.search(f"{spot.lead_in} {spot.text}"):
        item = _STATE_ITEM.search(spot.text[: quantity.start]) or spot.sentence.bullet
        ranked = _RANKED.search(spot.text[: quantity.start])
        if not ranked and (phrase.head not in LAW_AGENCIES) or not (ranked or _JUST_SAID.search(spot.before) or RELATED.search(spot.text) or item):
            return None
    if re.search(r"\b(?:can|could|may|might)\s+(?:\w+\s+)?$", spot.text[left_of(quantity) : quantity.start]):
        return None
    if phrase.head in CIVIC_BODIES or phrase.metric is Metric.COUNTIES:
        near = spot.text[max(0, quantity.start - 45) : quantity.start]
        joining = re.search(r"\b(?:agreements?|contracts?|pacts?|partner\w*|mo[au]s?)\s+(?:\w+\s+){0,3}$|\bsigned\s+(?:up\s+)?(?:\w+\s+)?$|join(?:s|ed)?\s+(?:\w+\s+)?$", near, re.I)
        told = re.search(
            r"participat|sign(?:ed|s|ing)\b|join|enrolled|partner|stay\s+in|agreement|287|in\s+the\s+program|follow(?:ed|ing)|take\s+part|"
            r"contract|in\s+effect|approved|entered|opted|task\s+force", " ".join(phrase.words) + spot.text[phrase.end : phrase.end + 70], re.I
        )
        counted = phrase.metric is Metric.COUNTIES and re.search(r"\bagreements?\b|\b287", spot.text[: quantity.start])
        ranked = _RANKED.search(spot.text[: quantity.start])
        if not joining and not told and not counted and not ranked:
            return None
    if quantity.value == 1 and not re.search(r"\b(?:only|single|exactly|was|just)\b", spot.text[max(0, quantity.start - 9) : quantity.end], re.I):
        return None
    return phrase.metric


def left_of(quantity: Quantity) -> int:
    return max(0, quantity.start - 30)


# 'Of the 958 agencies, 320 are in Florida' states 958; 'of the 254 counties' is no more than a denominator.
_ENROLLED_NOUNS = frozenset({"agencies", "partners", "participants", "departments", "jurisdictions"})


def _is_denominator(text: str, quantity: Quantity, head: str) -> bool:
    """'Of South Carolina's 46 sheriffs, 21 ...', 'six parishes out of 64', 'half of the 120 sheriffs'."""
    before = text[max(0, quantity.start - 40) : quantity.start]
    if head in _ENROLLED_NOUNS and re.search(r"\bof\s+the\s+(?:\w+ly\s+|about\s+|roughly\s+)?$", before, re.I):
        return False
    return bool(
        re.search(r"(?:^|[.,;—]\s*|\()(?:out\s+)?of\s+(?:(?:the|our|its)\s+)?(?:[A-Z][\w' ]{1,25}'s?\s+|state's\s+|nation's\s+|country's\s+)?"
                  r"(?:roughly\s+|about\s+|some\s+)?$", before, re.I)
        or re.search(r"\bout\s+of\s+(?:\w+\s+)?(?:\w+'s\s+)?$", before)
        or re.search(r"\b(?:half|quarter|thirds?|fourths?|fifths?|tenth|percent|majority|most|many|none|few)\s+of\s+(?:the\s+|its\s+)?(?:\w+'s\s+)?$|%\s+of\s+(?:the\s+)?(?:\w+'s\s+)?$", before)
    )


def _pending_tail(tail: str) -> bool:
    return re.match(r"(?:(?!\band\b|\bhave\s+signed)[^.;]){0,45}?" + PENDING.pattern, tail, re.I) is not None


def _agreements(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    words = " ".join(phrase.words)
    if _OTHER_CONTRACT.search(words) or _OTHER_CONTRACT.search(tail[:40]):
        return None
    if re.search(r"\b(?:similar|such\s+as)\b", words):
        return None
    if "pending" in phrase.words or (_pending_tail(tail[:60]) and not re.search(r"\bactive\b", words)):
        return Metric.PENDING
    if OUTSIDE.search(clause) and not PROGRAM.search(words):
        return None
    if phrase.head in ("approvals", "arrangements", "arrangement") and not PROGRAM.search(spot.text) and quantity.value < 20:
        return None
    if quantity.value == 1 and not re.search(r"\b(?:only|single|had|has)\b", spot.text[max(0, quantity.start - 9) : quantity.end], re.I):
        return None
    return Metric.AGREEMENTS


def _states(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    if quantity.value > 56 or quantity.value < 2 or OUTSIDE.search(clause) or _STATES_OUT.search(clause):
        return None
    if _STATES_RULE.match(spot.text, phrase.end):
        return None
    nouns = set(re.findall(r"[\w-]+", spot.text.lower()))
    if re.search(r"\b(?:oversees|handles)\s+(?:\w+\s+)?$", spot.text[: quantity.start]):
        return None
    bodies = {noun for noun in AGENCY_NOUNS if noun.endswith("s")}
    if PARTICIPATION.search(spot.text) or nouns & (AGREEMENT_NOUNS | bodies) or "officers" in nouns:
        return Metric.STATES
    return None


def _applications(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    words = " ".join(phrase.words)
    if _JOBS.search(words) or re.search(r"\bjobs?\b|for\s+(?:jobs|asylum)", tail[:30]):
        return None
    if re.search(r"\bapproved|\bsigned|\bapproved\s+(?:\w+\s+)?$", f"{words} {tail[:25]}") or re.search(
        r"\bapproved\s+(?:\w+\s+)?$", spot.text[: quantity.start]
    ):
        return Metric.AGREEMENTS
    if PENDING.search(clause) or PROGRAM.search(clause) or re.search(r"\bnew\b", words):
        return Metric.PENDING
    return None


def _officers(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    modifiers = spot.text[quantity.end : phrase.end - len(phrase.head)]
    if re.search(r"\bwould\s+have\b", clause):
        return None
    if re.search(r"\b(?:expects?|plans?|hopes?|aims?|wants?|going|set|will|intends?)\s+(?:to\s+)?train\s+(?:\w+\s+){0,3}$", spot.text[: quantity.start], re.I):
        return Metric.OFFICERS_IN_TRAINING
    if phrase.head == "others" and not IN_TRAINING.match(tail.lstrip()):
        return None
    if phrase.head in ("people", "members", "officials", "workers", "others") and not (
        IN_TRAINING.search(tail[:40]) or re.match(r"\s*(?:\w+\s+){0,3}(?:trained|certified|deputi[sz]ed)", tail)
    ):
        return None
    if _OTHER_OFFICERS.search(modifiers) or _NOT_TRAINED.search(clause):
        return None
    if IN_TRAINING.search(tail):
        trained_first = re.match(r"\s*(?:have\s+(?:been\s+)?)?trained\b|\s*trained\s+or", tail)
        return Metric.OFFICERS_TRAINED if trained_first else Metric.OFFICERS_IN_TRAINING
    following = min((other.start for other in spot.quantities if other.start >= phrase.end), default=len(spot.text))
    until = spot.text[clause_around(spot.text, quantity.start, phrase.end)[0] : following]
    if IN_TRAINING.search(until) and not re.search(r"\btrained\b", modifiers):
        return Metric.OFFICERS_IN_TRAINING
    if quantity.value > 1 and (TRAINED.search(clause) or _ASSIGNED.search(clause)):
        return Metric.OFFICERS_TRAINED
    return None


def _arrests(spot: Spot, quantity: Quantity, phrase: Phrase, clause: str, tail: str) -> Metric | None:
    around = f"{spot.before} {spot.text}"
    if _WHOLE_ICE.search(clause) or (quantity.value == 0):
        return None
    return Metric.ARRESTS if _LOCAL_ARREST.search(clause) or _LOCAL_ARREST.search(around) else None


def read_arrested_people(spot: Spot, taken: list[Reading]) -> list[Reading]:
    """'arrested at least 84 people': arrests told by the verb."""
    starts = {reading.quantity.start for reading in taken}
    found = []
    for quantity in spot.quantities:
        if quantity.measure is not Measure.COUNT or quantity.start in starts:
            continue
        people = _ARRESTED_AFTER.match(spot.text, quantity.end)
        verb = _ARRESTED.search(spot.text, max(0, quantity.start - 40), quantity.start)
        passive = people and re.search(r"arrested|detained|over$|custody$", people.group())
        bare = verb and re.match(r"\s+(?:in|since|so\s+far|during|last|this)\b|[.,]", spot.text[quantity.end :])
        if not bare and (not people or not (verb or passive)):
            continue
        left, right = clause_around(spot.text, quantity.start, quantity.end)
        clause = spot.text[left:right]
        local = _LOCAL_ARREST.search(spot.text) or _OWN_ARRESTS.search(spot.text[: quantity.start])
        if local and not _WHOLE_ICE.search(clause):
            found.append(Reading(Metric.ARRESTS, quantity, people.end() if people else quantity.end))
    return found
