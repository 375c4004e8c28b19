"""Which counted people are officers of the program, or were arrested under it, or live where it is in force."""

import re

from models.claims.lexicon import PROGRAM, TRAINED
from models.claims.numbers import Measure, Quantity
from models.claims.phrases import Counted, clause_around
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric
from models.claims.training import IN_TRAINING, stage

_POPULATION = re.compile(
    r"\bhome\s+to\s+(?:\w+\s+){0,3}$|\bpopulations?\s+of\s+(?:\w+\s+){0,3}$|\bcover(?:s|ing)?\s+(?:\w+\s+){0,2}$", re.I
)
_LIVE_UNDER = re.compile(
    r"(?:,|,(?:[^,.;]|\.(?=\w|\s[a-z])){3,50},|\s+or\s+[^,.;]{3,40},)?\s+(?:now\s+)?live\s+(?:in|under)\b[^.;]{0,90}\b(?:agreements?|287|partner\w*|participat\w+|signed|joined|one\s+of\s+them)\b",
    re.I,
)
_PEOPLE = re.compile(r"\s+(?:people|residents|inhabitants|[A-Z][a-z]+(?:ans|ians|ites|ers))\b")
_WHOLE_ICE = re.compile(
    r"\b(?:ICE|agency|administration|government|Homeland\s+Security|DHS|field\s+office|federal\s+agents|office)\s+"
    r"(?:\w+\s+){0,3}?(?:made|arrested|detained|picked\s+up|rounded\s+up|caught|took|has\s+made|removed|deported|conducted|carried\s+out)\b|"
    r"\bdeported|(?<!for\s)\bdeportation|\bremov(?:ed|als)\b|"
    r"\bby\s+Border\s+Patrol|\bas\s+a\s+whole\b|\bfield\s+office|\bnationwide\s+sweep|\bits\s+own\b",
    re.I,
)
_HANDED = re.compile(r"\b(?:handed|turned|transferred|referred|delivered|sent|placed|put)\s+(?:\w+\s+){0,3}$", re.I)
_TO_ICE = re.compile(
    r"\s+(?:(?:a|per|each|this|last)\s+year\s+)?(?:over\s+)?(?:to\s+(?:ICE|immigration|federal|U\.S\.)|"
    r"(?:in|into)\s+(?:ICE|immigration|federal)(?:'s)?\s+(?:custody|hands))"
)
# 'Seventy-one were picked up', '4,012 were handed to ICE'
_HANDED_OVER = re.compile(
    r"\s+(?:of\s+(?:them|those|whom)\s+)?(?:were|was|have\s+been|had\s+been)\s+(?:\w+\s+)?(?:arrested|picked\s+up|turned\s+over|handed\s+over|"
    r"(?:handed|transferred|delivered|passed\s+on)\s+to\s+ICE|taken\s+by\s+ICE)\b"
)
_OF_THE = re.compile(r"(?:^|[,;]\s+)[Oo]f\s+(?:the|those|some|about)\s+$")
_DAILY = re.compile(r"\s*(?:a|per|each)\s+day\b|\s+daily\b")
_OWN_ARRESTS = re.compile(
    r"\b(?:they|we|(?:[Tt]he|[Hh]is|[Hh]er|[Oo]ur|[Ii]ts)\s+(?:department|office|jail|county|sheriff)|his\s+deputies|her\s+deputies|rangers|officers|deputies|troopers|partners)\b[^.;]{0,90}$",
    re.I,
)
# 'They have made 370 immigration arrests'
_MADE_BY_LOCALS = re.compile(
    r"\b(?:they|deputies|troopers|(?:local|state)\s+officers|partners)\s+(?:have\s+)?made(?:,[^,]{3,40},)?\s+(?:[a-z]+\s+){0,2}$",
    re.I,
)
_LOCAL_ARREST = re.compile(
    r"\b(?:local\s+officers|local\s+police|troopers|deputies|sheriff'?s?|those\s+officers|partner\w*|287\s?\(?g|"
    r"task\s+force|program|deputized|highway\s+patrol|FHP|DPS|state\s+police|local\s+arrests|under\s+(?:the|its|"
    r"their)\s+agreements?|"
    r"operation|officers|agreement|(?:assist(?:ed|ing)?|tak(?:en|ing)\s+part|took\s+part|participated)\s+(?:in|with)|help(?:ed|ing)?\s+(?:to\s+)?make|jail\s+(?:model|program|staff))\b",
    re.I,
)
_ARRESTED = re.compile(
    r"\b(?:arrest(?:ed|ing)?|detain(?:ed|ing)?|apprehend(?:ed|ing)?|picked\s+up|took\s+in|turned\s+up|rounded\s+up|caught|nabbed|delivered|"
    r"(?:placed|lodged|issued|filed)\s+(?:ICE\s+)?(?:detainers|holds)\s+(?:on|for|against)|turned\s+over|handed\s+over|transferred|flagged|"
    r"identif(?:ied|ying)|processed|handed\s+ICE)\s+(?:a\s+minimum\s+of\s+|at\s+least\s+|more\s+than\s+|"
    r"about\s+|nearly\s+|some\s+|over\s+|roughly\s+)?$",
    re.I,
)
_ARRESTED_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,4}?(?:people|folks|immigrants|inmates|migrants|men|individuals|persons|suspects|"
    r"noncitizens|aliens)\b(?:\s+in\s+[A-Z]\w+)?"
    r"(?:\s+(?:(?:were|was|have\s+been|had\s+been|being)\s+(?:\w+\s+)?)?(?:arrested|detained|apprehended|turned\s+over|picked\s+up|"
    r"handed\s+over|(?:handed|passed\s+on|transferred|delivered)\s+to\s+ICE|into\s+custody))?",
    re.I,
)
# Officers that are not of the local partners, and officers that are only moved around.
_OTHER_OFFICERS = re.compile(
    r"\b(?:deportation|ICE|federal|border\s+patrol|immigration|FBI|new\s+hires|military|academy|recruits?)\s*$", re.I
)
_NOT_TRAINED = re.compile(
    r"\b(?:hired?|hiring|vacan\w+|sworn\s+positions|off\s+patrol|off\s+the\s+street|reassign\w+|"
    r"on\s+nights|complained|"
    r"opposed?|force\s+of|laid\s+off|killed|injured|voted|dispatchers?|spanish|asylum|judges?|lawyers?|volunteers?|"
    r"applied\s+for\s+jobs|deportation\s+officers|of\s+its\s+own|would\s+have\s+to\s+be|short|met\s+with|crowd\s+control|peace\s+officers|number\s+of\s+officers|riot\w*|first\s+aid|school\s+resource)\b",
    re.I,
)
# What makes officers those of the program: they were picked for it, hold its powers or do its work.
_PICKED = (
    r"cover(?:s|ed|ing)?|assign(?:ed|s|ing)?|dedicat\w+|nominat\w+|train(?:s|ed)?|certif\w+|deputi[sz]\w+|authori[sz]\w+|"
    r"credential\w*|mentions|pick(?:s|ed)|select(?:s|ed)|chose(?:n)?|designat\w+|empower\w*|detail(?:ed|s)|commit(?:s|ted)|"
    r"qualif\w+|accredit\w*|class(?:es)?\s+of|graduat\w+|mint(?:s|ed)|giv\w+|gave|grant\w*|lend(?:s|ing)?|lent|loan(?:s|ed)?|contribut\w+"
)
_PICKED_BEFORE = re.compile(rf"\b(?:{_PICKED})\s+(?:[\w-]+\s+){{0,3}}$", re.I)
_AT_WORK = re.compile(
    rf"\b(?:{_PICKED}|participat\w+|active|tak(?:e|es|ing)\s+part|took\s+part|involved|graduat\w+)\b|"
    r"\b(?:serv\w+|handl\w+|perform\w*|carr(?:y|ies|ied|ying)|do(?:es|ing)?|did|work(?:s|ed|ing)?|hold(?:s|ing)?|held|ha(?:ve|s|d)|act(?:s|ed|"
    r"ing)?|operat\w+|enforc\w+|screen\w*|interview\w*|becom\w*|became|check(?:s|ed)?|arrest|question|with|under|for|on|in|of)\b[^.;]{0,45}?"
    r"\b(?:ICE|immigration|federal|illegally|program|warrants?|agreement|287|task\s+force|duties|training|screening|deportation|powers?|authority)\b",
    re.I,
)
# '..., with hundreds more in class'
_OTHERS_FOLLOW = re.compile(r",\s+with\b|\b(?:thousands|hundreds|dozens)\s+more\b")
# 'agencies with more than 50 employees', 'a department that trains 30 officers': nobody's officers
_ANY_BODY = re.compile(
    r"\b(?:(?:agencies|departments|counties|offices)|(?:[Aa]n?|[Aa]ny|[Ee]ach|[Ee]very)\s+(?:[\w-]+\s+){0,3}(?:county|department|agency|office|sheriff))\s+"
    r"(?:with|of|that\s+trains?|having|under|over)\s+(?:[\w-]+\s+){0,3}$"
)
_ASIDE = re.compile(
    r",\s+(?!all\b|including\b|newly\b|each\b|some\b|most\b)|\bthan\b"
)  # 'has 24 officers, sent ICE an application'
_FEW_OF_THE = re.compile(
    r"\b(?:none|not\s+one|few|half|most)\s+of\s+(?:the|its|his|her)\s+$|\bof\s+(?:his|her|its|their|our)\s+$", re.I
)  # 'none of the 92 officers'
_A_YEAR = re.compile(r"\s+(?:a|per|each|every)\s+(?:year|month|quarter)\b")  # 'trains two officers a year'
# 'plans to send 12 deputies', 'wants five of his deputies to serve warrants'
_PLANNED = re.compile(
    r"\b(?:ha(?:s|d|ve)\s+signed\s+up\s+$|(?:expects?|plans?|hopes?|aims?|wants?|going|set|will|would|intends?)\s+(?:to\s+)?"
    r"(?:train|have|put|send|start|begin|certify|assign|dedicate|deputize|enroll|nominate)\s+(?:\w+\s+){0,3}$)|\bwants\s+$",
    re.I,
)
_REACH = 70  # characters after the noun in which its predicate stands


def officers(counted: Counted) -> Metric | None:
    """Officers trained under the program, or in class for it; None for all others that a page counts."""
    modifiers = counted.text[counted.quantity.end : counted.phrase.end - len(counted.phrase.head)]
    if _would_only(counted) or _ANY_BODY.search(counted.before):
        return None
    if _PLANNED.search(counted.before):
        return Metric.OFFICERS_IN_TRAINING
    if _others(counted, modifiers):
        return None
    trained = re.search(r"\b(?:trained|certified|credentialed)\b", modifiers)
    told = Metric.OFFICERS_TRAINED if trained else stage(_OTHERS_FOLLOW.split(counted.tail)[0])
    if told is Metric.OFFICERS_IN_TRAINING or (told and counted.quantity.value > 1):
        return told
    if IN_TRAINING.search(_own_statement(counted)) and not re.search(r"\btrained\b", modifiers):
        return Metric.OFFICERS_IN_TRAINING
    return Metric.OFFICERS_TRAINED if counted.quantity.value > 1 and _at_work(counted, modifiers) else None


def _would_only(counted: Counted) -> bool:
    """'would have 12 deputies', but not 'would have 12 deputies trained'"""
    return re.search(r"\bwould\s+have\b", counted.clause) is not None and not counted.tail.lstrip().startswith(
        "trained"
    )


def _others(counted: Counted, modifiers: str) -> bool:
    """Whether the people counted are other ones: ICE's own, a whole force, those of each year."""
    head = counted.phrase.head
    if head == "others" and not IN_TRAINING.match(counted.tail.lstrip()):
        return True
    if head in ("people", "members", "officials", "workers", "others") and not stage(counted.tail[:80]):
        return True
    if _FEW_OF_THE.search(counted.before) or _A_YEAR.match(counted.after):
        return True
    return _OTHER_OFFICERS.search(modifiers) is not None or _NOT_TRAINED.search(counted.clause) is not None


def _own_statement(counted: Counted) -> str:
    """The clause of a number up to the next number or to '..., with hundreds more'."""
    following = (other.start for other in counted.spot.quantities if other.start >= counted.phrase.end)
    left, _ = clause_around(counted.text, counted.quantity.start, counted.phrase.end)
    return _OTHERS_FOLLOW.split(counted.text[left : min(following, default=len(counted.text))])[0]


def _at_work(counted: Counted, modifiers: str) -> bool:
    """Whether the words say that the officers were picked for the program, or do its work."""
    around = f"{modifiers} … {counted.after[:_REACH]}"
    if TRAINED.search(around) or _AT_WORK.search(_ASIDE.split(around)[0]) or _PICKED_BEFORE.search(counted.before):
        return True
    return PROGRAM.search(modifiers) is not None or re.search(r"\b(?:task|such)\b", modifiers) is not None


_CRIMES = re.compile(r"\b(?:drugs?|felony|misdemeanor|dui|dwi|narcotics|gang|warrant)\b")  # '412 felony drug arrests'


def arrests(counted: Counted) -> Metric | None:
    """Arrests under the program: by local officers, not by ICE as a whole."""
    if counted.phrase.head == "transfers":
        return Metric.ARRESTS if re.match(r"\s+to\s+(?:ICE|immigration)", counted.tail) else None
    own = _MADE_BY_LOCALS.search(counted.before)
    credited = re.search(r"\bcredit\w*\b[^.;]{0,60}\b(?:287|task\s+force|partner|local)", counted.before)
    if (
        (_WHOLE_ICE.search(counted.clause) and not (credited or own))
        or counted.quantity.value <= 1
        or _CRIMES.search(counted.words)
        or _DAILY.match(counted.after)
    ):
        return None
    if _LOCAL_ARREST.search(counted.clause):
        return Metric.ARRESTS
    by_ice = re.search(r"\b(?:ICE|agents)\b", counted.before)
    return Metric.ARRESTS if not by_ice and _LOCAL_ARREST.search(f"{counted.spot.before} {counted.text}") else None


def population(spot: Spot, quantity: Quantity) -> Reading | None:
    people = _PEOPLE.match(spot.text, quantity.end)
    large = quantity.value >= 1_000_000
    if large and people and _LIVE_UNDER.match(spot.text, people.end()):
        return Reading(Metric.POPULATION, quantity, people.end())
    if large and people and _POPULATION.search(spot.text[: quantity.start]):
        return Reading(Metric.POPULATION, quantity, people.end())
    if large and re.search(r"\bup\s+from\s+(?:\w+\s+)?$", spot.text[: quantity.start]) and "home to" in spot.text:
        return Reading(Metric.POPULATION, quantity, quantity.end)
    return None


def read_arrested_people(spot: Spot) -> list[Reading]:
    """'arrested at least 84 people': arrests told by the verb."""
    found = []
    for quantity in spot.quantities:
        if quantity.measure is not Measure.COUNT:
            continue
        people = _ARRESTED_AFTER.match(spot.text, quantity.end)
        verb = _ARRESTED.search(spot.text, max(0, quantity.start - 40), quantity.start)
        passive = people and re.search(r"arrested|detained|apprehended|over$|ICE$|custody$", people.group())
        if people and _HANDED.search(spot.text[: quantity.start]) and _TO_ICE.match(spot.text, people.end()):
            verb = verb or people
        if _OF_THE.search(spot.text, 0, quantity.start):
            continue  # 'of the 41 people arrested, his officers took in 12'
        if people is None and (over := _HANDED_OVER.match(spot.text, quantity.end)):
            people = verb = over
        bare = verb and re.match(r"\s+(?:in|since|so\s+far|during|last|this)\b|[.,]", spot.text[quantity.end :])
        if not bare and (not people or not (verb or passive)):
            continue
        left, right = clause_around(spot.text, quantity.start, quantity.end)
        clause = spot.text[left:right]
        handed = people and _HANDED.search(spot.text[: quantity.start]) and _TO_ICE.match(spot.text, people.end())
        local = (
            handed
            or (people and re.search(r"\bICE\b|turned\s+over$|handed\s+over$", people.group()))
            or spot.carried is Metric.ARRESTS
            or _LOCAL_ARREST.search(spot.text)
            or _OWN_ARRESTS.search(spot.text[: quantity.start])
        )
        if local and not _WHOLE_ICE.search(clause):
            found.append(Reading(Metric.ARRESTS, quantity, people.end() if people else quantity.end))
    return found
