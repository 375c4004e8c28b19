"""Which counted bodies take part: agencies, counties, states."""

import re

from models.claims.lexicon import (
    AGENCY_NOUNS,
    AGREEMENT_NOUNS,
    CIVIC_BODIES,
    HYPOTHETICAL,
    LEAVING,
    OUTSIDE,
    PARTICIPATION,
)
from models.claims.papers import LISTS, MAX_OF_ONE_BODY, MAY, pending_tail
from models.claims.phrases import Counted
from models.claims.stated import Metric

_MAX_AGENCIES = 5_000  # the program had 1,400 in early 2026; the country has about 18,000
_RANKED = re.compile(
    r"\b(?:leads?|dominates?|tops?|ranks?|accounts?\s+for|followed\s+by|comes?|(?:brings?|bringing|brought)\s+the\s+(?:\w+\s+)?(?:total|number|count|tally))\b[^.;]{0,40}$",
    re.I,
)
_STATES_OUT = re.compile(
    r"\b(?:sent|troops|sanctuary|governors?\s+of|sued|suing|lawsuit|sue|attorneys\s+general|border|"
    r"mayors|letter|visited|toured|laws?\s+(?:against|limiting|barring|banning|restricting)|such\s+a\s+law|similar\s+laws?|"
    r"(?<!\d{4} )laws?\s+(?:that|which)|like\s+it|elections?|legislatures?|"
    r"states\s+(?:say|said)|made\s+none|no\s+agreements|filed|legislators|"
    r"e-verify|detention\s+centers?|nations|third-country|field\s+offices|laws?\s+prevent\w*|have\s+(?:passed|enacted|adopted)|"
    r"order(?:s|ed)?\s+cooperation|court)\b",
    re.I,
)
# 'seven states - California, ... and Washington - prohibit it', 'at least 13 states require or encourage it'
_STATES_RULE = re.compile(
    r"(?:\s*(?:—|–|-|,|\()[^.;)]{0,140}?(?:—|–|-|,|\)))?\s+(?:now\s+|also\s+|either\s+|currently\s+|"
    r"already\s+|that\s+|have\s+|either\s+|(?:statewide\s+)?(?:policies|laws|statutes|bans)\s+){0,5}"
    r"(?:requir|mandat|encourag|prohibit|ban|bar|forbid|outlaw|restrict|limit|block|compel)\w*\b",
    re.I,
)
_ENROLLED = frozenset({"participating", "partner", "enrolled"})
_OF_A_KIND = re.compile(r"\b(?:municipal|police|local|city|town)\b")
_SOME_HAVE = re.compile(r"[^.;]{0,80},\s+(?:only\s+|just\s+|about\s+)?(?:\d+|[a-z-]+)\s+(?:have|has|are|joined)\b")
_OF_THE = re.compile(r"\bof\s+the\s+(?:\w+ly\s+|about\s+)?$", re.I)
_POSSESSED = re.compile(
    r"\b(?!It|That|There|What)(?:state|county|country|nation|[A-Z]\w+)'s\s+$"
)  # 'the state's 58 sheriffs'
_THOSE = re.compile(r"\b(?:those|these|all)\s+$", re.I)  # 'those five have agreements' counts
_THE_FEW = re.compile(r"\b(?:the|those|these|both|all)\s+$", re.I)  # 'the two agencies': named before, not counted
_NEAR_BEFORE = 110  # characters before a noun in which 'asked' or 'sanctuary' still speak of it
_QUEUE = re.compile(r"\b(?:pipeline|queue|waiting\s+list)\b[^.;]{0,20}$")  # 'the pipeline holds another 55 agencies'
_ELSEWHERE_BEFORE = re.compile(
    r"\b(?:represents|asked|surveyed|contacted|buried|reviewed|audited|inspected)\s+(?:\w+\s+){0,3}$", re.I
)  # 'represents 1,900 jails, has asked ICE'
# 'asked the court to block jails in five counties'
_STOPPED = re.compile(r"\b(?:block|stop|bar|enjoin|prevent|forbid|keep)\s+(?:\w+\s+){1,2}(?:in|of)\s+$")
_SIGNERS = re.compile(
    r"\s*(?:that|which|with)\s+(?:(?:have|had|hold|held|signed)\s+)?(?:an?\s+)?(?:[\w()]+\s+)?agreements?\b"
)
_NOT_ONE = re.compile(
    r"\b(?:not|never|without|n't)\b[^.;]{0,30}$|n't\b[^.;]{0,30}$"
)  # 'did not sign up a single department'
_MANY_STATES = 15  # 'the seven states' were named before; 'in all 40 states' counts
_MAX_STATES = 56  # with the territories and the District of Columbia
_COUNT_IN = re.compile(
    r"\d(?:,?\s+|\s+[^.;\d]{2,25},?\s+)(?:in|across|spanning|covering|spread\s+(?:over|across))\s+(?:all\s+)?$"
)  # 'had climbed to 900 in 39 states'
_RANKING = re.compile(r"\s+with\s+the\s+(?:most|highest|largest|fewest|biggest)\b", re.I)
# 'Lawmakers in nine states', 'asked 85 agencies in 14 states': whose people did something, and where somebody asked
_NO_COUNT_OF_STATES = re.compile(
    r"\b(?:oversees|handles)\s+(?:\w+\s+)?$|\b(?:all\s+but|except|besides)\s+$|"
    r"\b(?:lawmakers|legislat(?:ors|ures)|governors|senators|voters|residents|reporters|judges)\s+(?:in|from|of)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:asked|surveyed|contacted|polled|interviewed|queried|e-?mailed)\b[^.;]{0,50}\b(?:in|across)\s+(?:\w+\s+){0,2}$",
    re.I,
)
# 'Eight states go the opposite way', 'twelve states have two or fewer'
_OTHER_STATES = re.compile(
    r"\s+(?:now\s+|also\s+|have\s+)?(?:(?:go|gone|went|head|headed|move|moved)\s+(?:in\s+)?(?:the\s+)?(?:opposite|other|another)\b|"
    r"(?:have|had)\s+(?:none\b|no\b|only\s+one|\w+\s+or\s+(?:fewer|less)))"
)
# 'It now reaches into 40 states'
_REACHES = re.compile(
    r"\b(?:it|program|network|partner\w*|they|reach)\b[^.;,]{0,40}\b(?:in|into|across|to|through\w*|cover\w*|span\w*)\s+(?:\w+\s+){0,2}$",
    re.I,
)
_BODIES = AGREEMENT_NOUNS | {noun for noun in AGENCY_NOUNS if noun.endswith("s")} | {"officers", "agency"}
# What bodies do that neither joins the program nor follows from it.
_OTHER_BUSINESS = re.compile(
    r"\b(?:attend\w*|gather\w*|meeting|conference|surveyed|contacted|emailed|records?\s+requests?|requested\s+records|responded|"
    r"replied|did\s+not\s+(?:respond|reply|answer)|subpoenaed?|audit\w*|dispatch\w*|drugs?|narcotics|gangs?|traffic|search\s+for|"
    r"searched|manhunt|shooting|crash|fire|rescue|accredit\w*|body\s+cameras?|worked\s+(?:for|at)|career|spoke|testified|"
    r"been\s+offered|panel|approached|solicited|took\s+questions|defended|appeared|filed\s+(?:no|a|an)|represents|told\s+by|asked|whether|argued|applauded|criticized|endorsed|interviewed|lobb(?:y|ied)\w*|elected|up\s+for\s+(?:election|re-?election))\b",
    re.I,
)
# 'There are 400 police departments in Ohio': what a place has anyhow.
_INVENTORY = re.compile(
    r"(?:\bthere\s+are\s+|\b(?:state|county|city|country|nation|region|[A-Z][a-z]+)(?:\s+(?:has|have|with)\s+|'s\s+))"
    r"(?:more\s+than\s+|about\s+|roughly\s+|some\s+|nearly\s+|over\s+|around\s+|approximately\s+)?$"
)
_INVENTORIED = re.compile(r"\b(?:law\s+enforcement|police|sheriff'?s?|municipal)\b")
_HAVE_SIGNED = re.compile(
    r"\s*(?!to\b)(?:\w+\s+){0,4}?(?:sign\w*|joined|participat\w+|enrolled|hold|held|have\s+(?:an?\s+|\d|287|signed|agree)|"
    r"take\s+part|partner\w*|already|in\s+the\s+program)",
    re.I,
)
_SIGNED_LETTER = re.compile(
    r"\s*(?:[\w']+\s+){0,4}?sign(?:ed|s)?\s+(?:on\s?to\s+)?(?:an?|the|our)\s+(?:\w+\s+)?(?:letter|petition|statement|brief|pledge)\b",
    re.I,
)
_WOULD_REQUIRE = re.compile(
    r"\bwould(?:'ve|\s+have)?\s+(?:\w+\s+)?(?:require|force|compel|oblige|make|made|have\s+(?:all|every|each))d?\b",
    re.I,
)
_MAY_AFTER = re.compile(r"\s*(?:can|could|may|might)\b(?!\s+now)")
_ONLY = re.compile(r"\b(?:only|single|exactly|was|just)\s*(?:one\s*)?$|\ba\s+single$", re.I)
# 'There are more than 3,000 counties in the United States': all there are
_THERE_ARE = re.compile(r"\bthere\s+are\s+(?:\w+\s+){0,3}$", re.I)
_OF_THE_LAND = re.compile(r"\s+in\s+(?:the\s+(?:United\s+States|U\.S\.|country|nation|state)|America)\b")
_CIVIC_TOLD = re.compile(
    r"participat|sign(?:ed|s|ing)\b|join|enrolled|partner|stay\s+in|agreement|287|in\s+the\s+program|"
    r"follow(?:ed|ing)|"
    r"take\s+part|contract|inked|deals?\s+with|in\s+effect|approved|entered|opted|task\s+force|on\s+board|are\s+covered|were\s+involved|\bha(?:s|ve)\s+one\b|"
    r"deputi[sz]ed|agree(?:d|s)\s+to|\bd(?:o|id|one|oing)\s+(?:so|it|likewise)\b|\bICE\b|immigration|memorand|under\s+the\s+program|accepted|enlist|adopted",
    re.I,
)
# 'as have 140 police departments and 11 colleges': what is said of the first holds for the second
_JOINED_TO = re.compile(
    r"\b(?:agencies|departments|sheriffs|offices|counties|cities|towns|police|forces)(?:,\s+|,?\s+and\s+|,?\s+"
    r"(?:along|together)\s+with\s+)(?:about\s+|some\s+|more\s+than\s+)?$",
    re.I,
)
_NEAR = re.compile(
    r"\b(?:populous|largest|biggest|adjoining|neighboring|surrounding|nearby)\b"
)  # 'the five largest counties'
_OF_LAW = re.compile(r"\b(?:sheriffs?|police|law|constables?|marshals?|enforcement)\b")  # '1,150 sheriff's offices'
_PRIVATE = re.compile(
    r"\b(?:advocacy|rights|immigrants?|nonprofit|community|faith|civic|legal|aid|news|media|private|technology|business|religious|"
    r"church|labor|progressive|conservative|liberties|national|political|federal|field|ICE)\b"
)  # '30 advocacy organizations', '25 ICE field offices'
_CIVIC_JOINING = re.compile(
    r"\b(?:agreements?|contracts?|pacts?|partner\w*|mo[au]s?)\s+(?:\w+\s+){0,3}$|\bsigned\s+(?:up\s+)?(?:\w+\s+)?$|"
    r"join(?:s|ed)?\s+(?:\w+\s+)?$",
    re.I,
)
# 'Of the 958 agencies, 320 are in Florida' states 958; 'of the 254 counties' is no more than a denominator.
_ENROLLED_NOUNS = frozenset({"agencies", "partners", "participants", "departments", "jurisdictions"})


def agencies(counted: Counted) -> Metric | None:
    """Agencies and counties that take part, or that have applied."""
    if (
        counted.quantity.value <= MAX_OF_ONE_BODY
        and _THE_FEW.search(counted.before)
        and not (_THOSE.search(counted.before) and _HAVE_SIGNED.match(counted.tail))
        and not PARTICIPATION.search(counted.words)
    ):
        return None
    if counted.quantity.value < 10 and " different " in counted.text[counted.quantity.end : counted.phrase.end]:
        return None  # 'sent in by two different sheriffs'
    if counted.phrase.head == "names" and not LISTS.search(f"{counted.spot.before} {counted.text}"):
        return None
    if counted.quantity.value > _MAX_AGENCIES or _is_denominator(counted):
        return None
    if _ELSEWHERE_BEFORE.search(counted.before[-60:]) or _STOPPED.search(counted.before[-60:]):
        return None
    if re.search(r"\bpending\b|\bawait", counted.words) or pending_tail(counted.tail):
        return Metric.PENDING
    if _QUEUE.search(counted.before):
        return Metric.PENDING
    near = counted.clause[max(0, counted.clause.find(counted.phrase.head) - _NEAR_BEFORE) :]
    if "federal" in counted.phrase.words or OUTSIDE.search(near) or LEAVING.match(counted.tail.lstrip()[:40]):
        return None
    if _SIGNED_LETTER.match(counted.after):
        return None
    signed = _HAVE_SIGNED.match(counted.tail) is not None
    if _WOULD_REQUIRE.search(counted.before) or (not signed and HYPOTHETICAL.search(near)):
        return None
    if MAY.search(counted.before) or _MAY_AFTER.match(counted.tail) or _something_else(counted):
        return None
    civic = counted.phrase.head in CIVIC_BODIES and not _OF_LAW.search(counted.words)
    civic = civic or counted.phrase.metric is Metric.COUNTIES
    if civic and (
        _PRIVATE.search(counted.words) or (_NEAR.search(counted.words) and not signed) or not _civic_told(counted)
    ):
        return None
    if counted.quantity.value == 1 and (
        _NOT_ONE.search(counted.before) or not _ONLY.search(counted.text, 0, counted.quantity.end)
    ):
        return None
    return counted.phrase.metric


def _something_else(counted: Counted) -> bool:
    """Whether the bodies are all that a place has, or are told to do something outside the program."""
    if _ENROLLED.intersection(counted.phrase.words):
        return False  # 'the nine participating sheriffs criticized the bill'
    business = _OTHER_BUSINESS.search(counted.tail[:80])
    if business or _OTHER_BUSINESS.search(counted.before[-60:]):
        return _CIVIC_TOLD.search(counted.tail[: business.start() if business else 50]) is None
    if (
        counted.phrase.head == "sheriffs"
        and _POSSESSED.search(counted.before)
        and not PARTICIPATION.search(counted.clause)
    ):
        return True
    if _INVENTORY.search(counted.before) and counted.spot.carried is None and _INVENTORIED.search(counted.words):
        return PARTICIPATION.search(counted.clause) is None
    return False


def _civic_told(counted: Counted) -> bool:
    """Towns, counties, universities do many things: those beside the number must be to take part."""
    if _THERE_ARE.search(counted.before) and _OF_THE_LAND.match(counted.after):
        return False
    if _CIVIC_TOLD.search(counted.words + counted.after[:70]) or _CIVIC_JOINING.search(counted.before[-45:]):
        return True
    if counted.phrase.metric is Metric.COUNTIES and re.search(r"\bagreements?\b|\b287", counted.before):
        return True
    if _JOINED_TO.search(counted.before):
        return True
    return _RANKED.search(counted.before) is not None


def states(counted: Counted) -> Metric | None:
    """States that take part: not those that forbid, require, sue or send troops."""
    if (
        not 2 <= counted.quantity.value <= _MAX_STATES
        or (counted.quantity.value < _MANY_STATES and _THE_FEW.search(counted.before))
        or _STATES_RULE.match(counted.text, counted.phrase.end)
        or _RANKING.match(counted.after)
        or _OTHER_STATES.match(counted.after)
    ):
        return None
    if (
        OUTSIDE.search(counted.clause)
        or _STATES_OUT.search(counted.clause)
        or _NO_COUNT_OF_STATES.search(counted.before)
    ):
        return None
    if LEAVING.match(counted.tail.lstrip()[:40]):
        return None
    if counted.spot.carried and _COUNT_IN.search(counted.before):
        return Metric.STATES
    nouns = set(re.findall(r"[\w-]+", counted.text.lower()))
    if PARTICIPATION.search(counted.text) or nouns & _BODIES or _REACHES.search(counted.before):
        return Metric.STATES
    return None


def _is_denominator(counted: Counted) -> bool:
    """'Of South Carolina's 46 sheriffs, 21 ...', 'six parishes out of 64', 'half of the 120 sheriffs'."""
    before = counted.before[-40:]
    if _SIGNERS.match(counted.tail):
        return False  # 'of the nine counties that had agreements, six ...'
    if _OF_THE.search(before) and _OF_A_KIND.search(counted.words) and _SOME_HAVE.match(counted.after):
        return True  # 'Of the 18 municipal police departments in the area, 15 have agreements'
    if counted.phrase.head in _ENROLLED_NOUNS and _OF_THE.search(before):
        return False
    return bool(
        re.search(
            r"(?:^|[.,;—]\s*|\()(?:out\s+)?of\s+(?:(?:the|our|its)\s+)?(?:[A-Z][\w' ]{1,25}'s?\s+|"
            r"state's\s+|nation's\s+|country's\s+)?(?:roughly\s+|about\s+|some\s+)?$",
            before,
            re.I,
        )
        or re.search(r"\bout\s+of\s+(?:\w+\s+)?(?:\w+'s\s+)?$", before)
        or re.search(
            r"\b(?:half|quarter|thirds?|fourths?|fifths?|tenth|percent|majority|most|many|none|"
            r"few)\s+of\s+(?:the\s+|its\s+)?(?:\w+'s\s+)?$|%\s+of\s+(?:the\s+)?(?:\w+'s\s+)?$",
            before,
        )
    )
