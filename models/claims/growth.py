"""Growth of the program: percents and multiples."""

import re

from models.claims.numbers import Measure, Quantity
from models.claims.readings import ENOUGH, Reading, Reason, Spot
from models.claims.stated import Metric, Role, Unit

_UP = (
    r"increas\w+|upsurge|rise|rises|risen|rose|rising|grow|grows|grew|grown|growing|growth|jump\w*|"
    r"surg\w+|soar\w*|climb\w*|expan\w+|spik\w+|"
    r"balloon\w*|leap\w*|leapt|explo\w+|skyrocket\w*|swell\w*|swollen|up|uptick|gain\w*|more|higher|"
    r"boost\w*|hike\w*|bigger|mushroom\w*|escalat\w+|multipl\w+"
)
_BEFORE = re.compile(rf"\b(?:{_UP})\b(?:\s+[\w']+){{0,4}}?\s*\"?(?:by\s+|of\s+|to\s+)?(?:\w+\s+){{0,3}}$", re.I)
_AFTER = re.compile(rf"[\s-]*(?:\w+[\s-]+){{0,2}}?(?:{_UP})\b", re.I)
# 'The growth, 850% in a year,', 'rose from 135 to 1,001, or 641%'
_APPOSED = re.compile(
    r"\b(?:increase|rise|growth|jump|surge|leap|gain)\s?[,(—–:]\s?(?:of\s+)?(?:[\w]+\s+){0,3}$|"
    rf"\b(?:{_UP})\b[^.;]{{0,80}}\bto\s+[\d,]+[^.;%]{{0,25}}[,(—–]\s?(?:or|that's|which\s+is|a)?\s?(?:[\w]+\s+){{0,3}}$",
    re.I,
)
# 'it would come to about 6 percent, not half': a share of the whole
_SHARE_OF = re.compile(r"\b(?:half|share|portion|fraction|one\s+in|out\s+of)\b", re.I)
_DOWN = re.compile(r"\b(?:fell|fallen|drop\w*|declin\w+|decreas\w+|down|fewer|less|shr[aiu]nk|lower)\b", re.I)
_PROGRAM_NOUN = re.compile(
    r"\b(?:287\s?-?\(?\s?g|program|partner\w*|agreements?|contracts?|pacts?|moas?|mous?|memorand\w+|"
    r"deals?|accords?|tie-ups|agencies|departments|"
    r"participat\w+|enrollment|roster|signups|sign-ups|task\s+force|number|total|list|counties|sheriffs|"
    r"jurisdictions|initiative|ranks|companies|cooperation|collaboration|deputized|network|figure|footprint)\b",
    re.I,
)
_NUMBER_OF = re.compile(
    r"\b(?:number|total|count|list|roster)\s+of\s+(?:[\w()-]+\s+){0,4}?(?:agencies|agreements|partners|departments|partnerships|sheriffs)\b",
    re.I,
)
_OVER_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:years?|months?|weeks?|since|before|after|when|ago|earlier|last|past|now|today|inaugurat\w*|office|term|"
    r"then|had|did|were|was|grew|grown|growing|risen|rose|multipl\w+|Biden|Obama|January|at\s+the\s+(?:start|end|beginning))\b|"
    rf"\b(?:{_UP})\s+(?:by\s+)?(?:\w+\s+)?(?:times|by)"
)
_OTHER_THING = re.compile(
    r"\b(?:arrest\w*|deport\w*|remov(?:al|als|ed)|detain\w*|detention|detainers?|hir(?:ed|ing)|crime|"
    r"homicides?|border|budget|overtime|salary|salaries|"
    r"pay\b|deportation\s+officers|its\s+own|stops?|tips|revenue|population|prices?|costs?|own\s+agents|"
    r"workforce|in\s+size|staff\w*|officer\s+corps|crossings|"
    r"calls|complaints|caseload|backlog|trained\s+officers\s+off|certified\s+troopers|encounters|raids|"
    r"beds|wages|premiums|taxes|unemployment|(?:officers|agents)\s+(?:in|at)\s+its)\b",
    re.I,
)


def read_growth(spot: Spot, counted: list[Reading]) -> list[Reading]:
    """The growth readings of one sentence; `counted` are its counts, which a growth may lean on."""
    found = []
    for quantity in spot.quantities:
        if quantity.measure is Measure.PERCENT and _grows(spot.text, quantity):
            unit = Unit.PERCENT
        elif quantity.measure is Measure.MULTIPLE and _multiplies(spot.text, quantity):
            unit = Unit.TIMES
        else:
            continue
        before = [reading for reading in counted if reading.quantity.start < quantity.start]
        left, right = spot.marked.clause_around(quantity.start, quantity.end)
        if before and before[-1].metric is Metric.ARRESTS and not _NUMBER_OF.search(spot.text[left:right]):
            continue  # arrests grew, not the program
        if _about_program(spot, quantity, counted):
            role = (
                Role.PROJECTION
                if re.search(r"\b(?:would|could|will|might)\s+(?:\w+\s+){0,2}$", spot.text[: quantity.start][-30:])
                else None
            )
            grounds = (_what_grew(spot, quantity, before),)
            found.append(Reading(Metric.PCT_INCREASE, quantity, quantity.end, grounds, unit=unit, role=role))
    return found


def _what_grew(spot: Spot, quantity: Quantity, counted: list[Reading]) -> Reason:
    """What says that the program grew: its own clause, a count before it in the sentence, else only what is around."""
    left, right = spot.marked.clause_around(quantity.start, quantity.end)
    if _PROGRAM_NOUN.search(spot.text[left:right]):
        return Reason("its clause says what grew", ENOUGH + 3)
    if counted:
        return Reason("it follows a count in its sentence", ENOUGH + 3)
    if _PROGRAM_NOUN.search(spot.text):
        return Reason("another clause of its sentence names what grew", ENOUGH + 1)
    return Reason("only the sentences around it say what grew", ENOUGH + 0.4)


def _grows(text: str, quantity: Quantity) -> bool:
    before, after = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 45]
    if quantity.qualifier == "more than":
        before = before.rsplit("more", 1)[0]  # 'has more than 30 percent' tells of no growth
    if re.match(
        r"\s+(?:of|in\s+favor|favor|oppose|approve|disapprove|say|said|support|against|use|are|were|had|"
        r"have|to\s+help)\b",
        after,
        re.I,
    ):
        return False
    if re.search(
        r"\bup\s+to\s+(?:\w+\s+)?$|\bby\s+(?:at\s+least\s+)?half|\bfrom\s+$", before, re.I
    ) and not _AFTER.match(after):
        return False
    if _DOWN.search(before[-30:]) and not re.search(rf"\b(?:{_UP})\b", before[-30:], re.I):
        return False
    ascends = _BEFORE.search(before) or _AFTER.match(after) or _APPOSED.search(before)
    if re.search(r"\bby\s+(?:\w+\s+){0,2}$", before) and re.search(
        rf"\b(?:{_UP})\b[^.;]{{0,110}}$", text[: quantity.start], re.I
    ):
        return True
    if re.search(r"\b(?:increase|rise|growth|jump|surge)\b[^.;%]{0,30}\s(?:is|was)\s+(?:\w+\s+){0,2}$", before, re.I):
        return True
    if re.search(r"\b(?:increase|rise|growth)\s+from\s+[\d,]+\s+to\s+[\d,]+[^.;]{0,30}\bis\s+$", before, re.I):
        return True
    computed = re.search(
        r"\b(?:work\s+out\s+to|math\s+gives|comes?\s+to|amounts?\s+to|figure,|using)\b[^.;]{0,40}$", before
    ) and not _SHARE_OF.search(text)
    return bool(ascends or (computed and _PROGRAM_NOUN.search(text)))


def _multiplies(text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.start - 14) : quantity.start]
    # 'orders the patrol to double its troopers' is a plan, 'doubling as a jail' no growth.
    if "times" in text[quantity.start : quantity.end] and not _OVER_TIME.search(text):
        return False  # 'Florida also has four times as many agreements': as another state
    return re.search(r"\bto\s+(?:nearly\s+|almost\s+|roughly\s+|more\s+than\s+)?$", before, re.I) is None


def _about_program(spot: Spot, quantity: Quantity, counted: list[Reading]) -> bool:
    left, right = spot.marked.clause_around(quantity.start, quantity.end)
    clause = spot.text[left:right]
    near = spot.text[max(left, quantity.start - 90) : min(right, quantity.end + 40)]
    if _NUMBER_OF.search(clause):
        return True
    if _OTHER_THING.search(near):
        return False
    if _PROGRAM_NOUN.search(clause) or counted:
        return True
    if _OTHER_THING.search(spot.text):
        return False
    # 'It is a 641% increase': what grew is the program, where the sentence or the count before it speaks of that
    counted_near = spot.sentence.paragraph - spot.last.paragraph <= 1
    return bool(_PROGRAM_NOUN.search(spot.text) or counted_near or spot.page.about)
