"""Numbers whose noun is left out: 'seven joined in July', 'two more are pending', '2,000 more in training'."""

import re

from models.claims import series, totals
from models.claims.carried import APPROXIMATELY, carried_metric, metric_of
from models.claims.lexicon import AGENCY_NOUNS, PARTICIPATION, PENDING
from models.claims.numbers import Quantity
from models.claims.phrases import opens_label
from models.claims.readings import Reading, Spot
from models.claims.referring import pointing_back
from models.claims.stated import Metric, Role
from models.claims.training import stage

_JOINED = re.compile(
    r"\s+(?:more\s+|others?\s+|of\s+them\s+|of\s+those\s+|of\s+which\s+|of\s+whom\s+)?(?:(?:have|had|"
    r"has)\s+)?(?:also\s+|already\s+|since\s+)?"
    r"(?:joined|signed(?:\s+(?:on|up))?|participat\w+|enrolled|followed|take\s+part|took\s+part|partnered|"
    r"since\s+(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|last)|(?:are|"
    r"were)\s+(?:in\s+the\s+program|added|approved|signed|participating|enrolled|partners)|"
    r"been\s+(?:approved|signed|added)|date\s+from|"
    r"do(?=\s*[,.;])|did(?=\s*[,.;])|(?:sign|join|enter|reach|strike|adopt|do)\b|do\s+(?:nationally|nationwide|statewide|now|so)\b|(?:are|were)\s+in(?=\s*[,.;])|(?:are\s+|'re\s+)?in\s+the\s+program|chose|choose|concluded|adopted|said\s+yes|say\s+yes|"
    r"(?:say|said)\s+(?:that\s+)?they(?:'re|\s+are|\s+were)\s+in\b|(?:are|were)\s+(?:involved|on\s+board|covered)|"
    r"(?:have|had|hold|held)\s+(?:it|them|signed|an?\s+(?:\w+\s+)?(?:sheriff|deal|agreement|contract|pact|287)|one|agreements?|contracts|deals|pacts|287))\b",
    re.I,
)
_SIGNED_PASSIVE = re.compile(
    r"\s+(?:\w+\s+)?(?:were|was|have\s+been|had\s+been)\s+(?:signed|inked|finali[sz]ed)\b", re.I
)
_IN_FORCE = re.compile(
    r"\s+(?:(?:that\s+|which\s+)?(?:are|were|was)\s+(?:now\s+|still\s+)?)?(?:in\s+force|in\s+effect|on\s+the\s+books|"
    r"in\s+place|on\s+record)\b",
    re.I,
)
_WITH_BODIES = re.compile(
    r"\s+(?:are\s+|were\s+|is\s+)?(?:with|held\s+by|signed\s+by|"
    r"belong\s+to)\s+(?:the\s+)?([\w'-]+)(?:\s+([\w'-]+))?(?:\s+([\w'-]+))?",
    re.I,
)
_OF_NOUN = re.compile(
    rf"\bof\s+(?:the\s+|its\s+|our\s+|those\s+|these\s+|them\b)?(?P<noun>[^,;.]{{0,60}}?),\s*(?:just\s+|"
    rf"only\s+|or\s+)?{APPROXIMATELY}$",
    re.I,
)
# 'Nearly a third of the agreements — 340 — are in Florida'
_ASIDE = re.compile(
    rf"\b(?:third|half|quarter|most|many|fifth|tenth|majority|bulk|part|share|rest)\s+of\s+(?P<noun>[^,;.]{{0,60}}?)"
    rf"\s?[—–,(]\s?{APPROXIMATELY}$",
    re.I,
)
_IN_PLACE = re.compile(r"(?:\s+of\s+[\d,]+)?\s?[—–,)]\s?(?:are|were|have|came)\b")
_BODIES = (Metric.AGENCIES, Metric.COUNTIES, Metric.AGREEMENTS)
_VERB_AFTER = re.compile(
    r",?\s+(?:\w+\s+)?(?:have|had|has|are|were|is|participat\w+|signed|joined|hold|held|belong|take|use|"
    r"follow|take\s+part|date|come|came|now)\b",
    re.I,
)
_PENDING_AFTER = re.compile(r"\s+(?:(?:more|others?|additional)\b)?[^.;]{0,45}?(?:" + PENDING.pattern + ")", re.I)
_NOT_NOUN_AFTER = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:people|residents|members|inmates|detainees|beds|miles|times|percent|"
    r"years?)\b(?!\s+(?:ago|earlier|before))",
    re.I,
)
_AWAIT_ELSE = re.compile(
    r"\boutstanding\s+(?:\w+\s+)?(?:warrants?|charges?|fines?)|\bpending\s+(?:charges?|cases?|trial|criminal|warrants?)\b|\bput\s+in\s+for\s+(?:\w+\s+)?(?:money|reimburs\w+|grants?|funds?)|\bawait\w*\s+(?:trial|deportation|removal|sentenc\w+|hearings?|court|a\s+judge)\b"
)
_START = re.compile(
    r"\s+(?:more\s+|others\s+)?(?:will\s+|are\s+to\s+|should\s+)?(?:start|begin)\b"
)  # 'another eight will start'
_TO_TRAIN = re.compile(r"\bto\s+(?:train|certify|deputi[sz]e)\s+(?:about\s+|another\s+|some\s+|up\s+to\s+)?$", re.I)
_SENDING = re.compile(rf"\b(?:send(?:s|ing)?|sent|enroll(?:s|ed|ing)?|put(?:s|ting)?)\s+{APPROXIMATELY}$", re.I)
_ONE_BODY = re.compile(r"\b(?:department|agency|sheriff|police|office)\b", re.I)
_OWN_CLAUSE = re.compile(r"[.;—–(]|,\s+(?:and|but|while|with|according|which|who|up|down)\b")
# What may stand behind a number without a noun: an adverb, 'of them', or at once the verb
_PREDICATE = re.compile(
    r"\s+(?:or\s+so\s+|in\s+all,?\s+)?(?:(?:more|others?|additional|extra|of\s+(?:them|those|these|whom|which))\b|have|has|had|are|were|is|was|will|must|should|"
    r"in\b|on\b|to\b|still|currently|now|just|already|also|start|began|begin|begins|took|take|got|get|went|go|finished|completed|passed|graduated|"
    r"received|await\w*|waiting|signed|enrolled|volunteered|scheduled|training|by\b|through\b)",
    re.I,
)
_OVER = re.compile(r"\b(?:done|out|gone|over|ended|left|quit)\b")
_WE_TRAINED = re.compile(
    rf"(?:\bha(?:ve|s|d)|'ve)\s+(?:\w+ly\s+|already\s+|now\s+)?(?:trained|certified|credentialed|deputi[sz]ed)\s+{APPROXIMATELY}$",
    re.I,
)
_APPLIED = re.compile(
    r"\b(?:applied|applications?|approv\w+|hear\s+back)\b"
)  # 'have applied and are waiting': agencies
_TRAINING_WORD = re.compile(r"train|course|class|school|academy|graduat|certif", re.I)
_PEOPLE_OR_BODIES = re.compile(
    r"\b(?:(officers?|deputies|troopers|jailers|agents|guards)|agencies|departments|sheriffs|partners|agreements|applications|counties)\b",
    re.I,
)
# '98 of the 142 who operate a jail have concluded an agreement'
OUT_OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|its|those|these|our|all)\s+)?(?:[A-Z]\w+'s\s+)?\d[\d,]*"
    r"(?:\s+(?:that|who|which)\s+[^,.;]{0,50}?(?=\s+(?:have|has|had|are|were|do|did)\b)|\s+in\s+[A-Z]\w+(?:\s+(?:County|Parish))?\s+that)?(?=\s+(?:have|has|had|are|were|do|did|joined|signed|take)\b)"
)
_LABELLED = re.compile(r"\s?[:—–]\s+(?:(?:those|the\s+ones)\s+(?:that|which|who)\s+)?")  # '9: those that had one'
_MOST = 5_000  # the program had 1,400 agreements in early 2026; a larger bare number counts something else
_DATED_ONLY = re.compile(r"\s+(?:of\s+(?:them|those)\s+)?(?:since|date\s+from|came)\b", re.I)


def elided_reading(spot: Spot, quantity: Quantity, earlier: list[Reading]) -> Reading | None:
    """What a number without a noun of its own counts; None where the context does not settle it."""
    before, after = (
        spot.text[max(0, quantity.start - 110) : quantity.start],
        spot.text[quantity.end : quantity.end + 110],
    )
    if share := OUT_OF.match(after):
        after = after[share.end() :]
    if opens_label(spot.text, quantity):
        after = _LABELLED.sub(" ", after, count=1)
    if (
        quantity.value == 1
        or re.match(r"\s+or\s+\d", after)
        or (_NOT_NOUN_AFTER.match(after) and not _IN_FORCE.match(after))
    ):
        return None
    for rule in (
        series.cell,
        totals.toward,
        _officers,
        _pending,
        _answer,
        series.model,
        series.respectively,
        series.state_list,
        series.bracketed,
        series.label,
        _of_noun,
        _with_bodies,
        _in_force,
        _joined,
        pointing_back,
        totals.change,
    ):
        reading = rule(spot, quantity, before, after, earlier)
        if reading is not None:
            too_many = reading.metric in _BODIES and quantity.value > _MOST
            return None if too_many else reading
    return None


def _officers(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    told = f"{spot.before} {spot.text}"[: len(spot.before) + 1 + quantity.start]
    following = min((other.start for other in spot.quantities if other.start >= quantity.end), default=len(spot.text))
    own = _OWN_CLAUSE.split(after[: following - quantity.end])[0]
    if _TO_TRAIN.search(before) and re.match(
        r"\s+(?:more|others|additional|by|of\s+(?:them|those|his|her|our|its))\b", after
    ):
        return Reading(Metric.OFFICERS_IN_TRAINING, quantity, quantity.end, role=Role.PROJECTION, bare=True)
    if _SENDING.search(before) and _PREDICATE.match(own) and stage(f" to {own}"):
        return Reading(Metric.OFFICERS_IN_TRAINING, quantity, quantity.end, bare=True)
    if _WE_TRAINED.search(before):
        return Reading(Metric.OFFICERS_TRAINED, quantity, quantity.end, bare=True)
    if _APPLIED.search(own):
        return None
    if earlier and earlier[-1].metric is Metric.OFFICERS_TRAINED and _START.match(own):
        return Reading(Metric.OFFICERS_IN_TRAINING, quantity, quantity.end, bare=True)
    metric = stage(own) if _PREDICATE.match(own) and _of_officers(told, own) else None
    return Reading(metric, quantity, quantity.end, bare=True) if metric else None


def _of_officers(told: str, predicate: str) -> bool:
    """Whether who waits or is enrolled are officers: the words say so, or the noun told last."""
    if _TRAINING_WORD.search(predicate):
        return True
    nouns = _PEOPLE_OR_BODIES.findall(told)
    return not nouns or nouns[-1] != ""


def _pending(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    following = min((other.start for other in spot.quantities if other.start >= quantity.end), default=len(spot.text))
    after = after[: following - quantity.end]
    match = _PENDING_AFTER.match(after)
    if match is None or re.search(r"\b(?:were|was)\s+(?:rejected|denied)", after):
        return None
    if not re.match(
        r"\s+(?:more|others?|additional|extra|are|is|were|have|has|had|await|still|of|applications?|pending)\b",
        after,
        re.I,
    ):
        return None
    if _AWAIT_ELSE.search(after):
        return None
    return Reading(Metric.PENDING, quantity, quantity.end + match.end(), bare=True)


def _answer(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    """'Which ones applied? Fourteen have.'"""
    if not re.match(r"\s+(?:have|has|had|did|do|are)\s*[.,;:]", after):
        return None
    if PENDING.search(spot.before):
        return Reading(Metric.PENDING, quantity, quantity.end, bare=True)
    asked = PARTICIPATION.search(f"{spot.before} {spot.text[: quantity.start]}")
    metric = carried_metric(spot, quantity.start, earlier) if asked else None
    if metric is None and asked and _ONE_BODY.search(spot.before):
        metric = Metric.AGENCIES  # 'No police department in Alabama had a deal. Now 19 do.'
    return Reading(metric, quantity, quantity.end, bare=True) if metric in _BODIES and metric else None


def _of_noun(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    match = _OF_NOUN.search(before)
    if aside := _ASIDE.search(before):
        placed, counted = _IN_PLACE.match(after), metric_of(aside["noun"])
        if placed is None or counted not in _BODIES:
            return None
        return Reading(counted, quantity, quantity.end + placed.end(), role=Role.COMPONENT, bare=True)
    if match is None or not _VERB_AFTER.match(after):
        return None
    named = metric_of(match["noun"].split(" in ")[0])
    metric = named or carried_metric(spot, quantity.start, earlier)
    told = PARTICIPATION.search(after) or re.match(r"\s+(?:have|has|hold)\s+(?:one|an?)\b", after)
    if metric not in _BODIES or _OVER.search(after[:40]) or not (told or named is Metric.AGREEMENTS):
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
    role = Role.BASELINE if totals.BASELINE_BEFORE.search(before) else None
    return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=role, bare=True)


_LEAVERS = re.compile(r"\bwho\s+(?:has\s+|have\s+)?(?:drop\w*|quit\w*|left|leaves?|withdr[ae]w\w*)\b")
_SIGNING = re.compile(rf"\b(?:signing|signed|adding|added|approving|approved)\s+{APPROXIMATELY}$", re.I)
_ONE_OF = re.compile(
    r"\b(?:one|among|\w+est|first|latest|last)\s+of\s+(?:the\s+)?(?:about\s+|roughly\s+|some\s+|more\s+than\s+|nearly\s+)?$",
    re.I,
)


def _joined(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if _SIGNED_PASSIVE.match(after):
        return Reading(Metric.AGREEMENTS, quantity, quantity.end, role=Role.COMPONENT, bare=True)
    if _SIGNING.search(before) and re.match(r"\s+of\s+(?:them|those|which)\b", after):
        metric = carried_metric(spot, quantity.start, earlier)
        return Reading(metric, quantity, quantity.end, role=Role.COMPONENT, bare=True) if metric else None
    relative = (
        re.match(r"(?:\s+in\s+[A-Z]\w+)?\s+(?:that|which|who|to)(?=\s)", after) if _ONE_OF.search(before) else None
    )
    if _JOINED.match(after[relative.end() :] if relative else after) is None or _LEAVERS.search(spot.before):
        return None
    metric = carried_metric(spot, quantity.start, earlier)
    if metric not in (Metric.AGENCIES, Metric.COUNTIES) and not _DATED_ONLY.match(after):
        metric = Metric.AGENCIES if metric or spot.named else None
    return Reading(metric, quantity, quantity.end, bare=True) if metric else None
