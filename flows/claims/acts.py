"""The verbs of the field: which words of a sentence tell that somebody signed, left, declined, legislated, sued."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.claims import EventKind


@dataclass(frozen=True, slots=True)
class Act:
    """A telling stretch of one sentence; offsets within the sentence."""

    kind: EventKind
    start: int
    end: int
    proposed: bool = False


_OBJECT = (
    r"(?:287\s?-?\(?\s?g|agreements?|contracts?|pacts?|deals?|partnerships?|program|memorand\w+|moas?|mous?|accords?|task\s+force|"
    r"ICE\b|immigration\s+(?:enforcement|authorit\w+|and\s+customs)|arrangements?|authority)"
)
_NEAR_OBJECT = re.compile(_OBJECT, re.I)
_NOT_DONE = re.compile(
    r"\b(?:not|never|n't|no\s+one|nobody|none|would|could|should|might|may|if|whether|consider\w*|weigh\w*|debat\w+|refus\w+\s+to|declin\w+\s+to|asked\s+to|"
    r"require[sd]?|requiring|compel\w*|mandat\w+|order\w*|urg\w+|encourag\w+|must|ought|to)\s+(?:\w+\s+){0,3}$|n't\s+(?:\w+\s+){0,2}$",
    re.I,
)

_SIGNED = re.compile(
    r"\b(?:(?:has|have|had|just|already|also|recently|quietly)\s+)*(?:signed(?:\s+(?:on|up|onto))?|joined|entered(?:\s+into)?|finali[sz]ed|inked|executed|signs|joins|"
    r"enrolled|enters|formali[sz]ed|sealed|struck|accepted\s+into|teamed\s+up)\b"
    r"|\b(?:was|were|been|got|is|are)\s+(?:\w+ly\s+)?(?:approved|accepted|admitted|cleared|added)\b|,\s+approved\s+(?=on|in|last|this|[A-Z])"
    r"|\bfirst\s+(?:\w+\s+){0,6}?to\s+(?:sign|join)\b|\b(?:contract|agreement|memorandum)\s+is\s+dated\b|\bso\s+have\b|\bpartnered\b|\bis\s+now\s+(?:part\s+of|in)\b|\bagreed\s+to\s+(?:join|partner|participate)",
    re.I,
)
_SIGNED_ELSE = re.compile(
    r"\s+(?:\w+\s+){0,3}?(?:bills?|law\b|laws|legislation|executive|orders?|directive|measure|act\b|letter|budget|petition|lawsuit|suit|"
    r"statement|resolution|house|senate|force\s+in|into\s+law|proclamation)",
    re.I,
)
_ENDED = re.compile(
    r"\b(?:(?:has|have|had|will|would|quietly|formally)\s+)*(?P<verb>ended|ending|ends|terminated|terminat(?:e|es|ing)|cancell?ed|cancell?ing|cancels|scrapped|severed|let\b.{0,60}?\bexpire|allowed\b.{0,60}?\bto\s+(?:expire|lapse)|"
    r"cut\s+ties|rescinded|rescind|revoked|withdr[ae]wn?|withdrew|withdraws|pulled\s+(?:\w+\s+){0,3}?out|pulls\s+out|dropped\s+out|dropped|backed\s+(?:out|away)|walked\s+away|"
    r"did\s+the\s+same|lost\s+(?:all\s+(?:of\s+)?)?its\s+authority|quit|exited|discontinued|abandoned|left\s+it|voted\b.{0,25}?\bto\s+(?:terminate|end|cancel|rescind|leave|withdraw|exit)|"
    r"asked\s+ICE\s+to\s+(?:cancel|end)|suspended|opted\s+to\s+end|pulling\s+out|reversed\s+(?:course|itself))\b",
    re.I,
)
_FRESH = re.compile(
    r"\b(?:applications?|request|paperwork|bid|days\s+after|a\s+week\s+later|weeks\s+(?:later|after)|never\s+trained|asked\s+ICE\s+to\s+cancel|left\s+it|dropped\s+out|"
    r"backed\s+(?:out|away)|withdr[ae]w\w*|reversed)\b",
    re.I,
)
_IN_FORCE_SINCE = re.compile(r"\b(?:in\s+force\s+since|since\s+20\d\d|years?(?:-|\s)(?:old|long)|predecessor|existing|longstanding|long-standing|decade)\b", re.I)
_DECLINED = re.compile(
    r"\b(?:(?:has|have|had|he'd|she'd|they'd|reportedly|also)\s+)*(?:declined|refused|refuses|declines|rejected|rejects|turned\s+(?:\w+\s+){0,4}?down|turns\s+down|opted\s+(?:out|not)|opts\s+out|said\s+no|says\s+no|passed\s+on|"
    r"(?:will|would)\s+not\s+(?:be\s+)?(?:sign|join|participat|enter|apply|enforc|partner|seek|tak)\w*|won't\s+(?:be\s+)?(?:sign|join|participat|enter|apply|enforc|partner|tak|seek)\w*|(?:he|she|they)'ll\s+pass|"
    r"has\s+no\s+(?:plans|intention|interest)|have\s+no\s+(?:plans|intention|interest)|(?:is|are)\s+not\s+interested|isn't\s+interested|voted\s+(?:\S+\s+){0,3}?against|ruled\s+out|chose\s+not\s+to|decided\s+(?:against|not\s+to)|balked|hasn't\s+applied\s+and\s+says\s+it\s+won't|says?\s+it\s+won't)\b",
    re.I,
)
_DECLINED_ELSE = re.compile(r"\s+(?:to\s+)?(?:comment|give|say|provide|discuss|release|answer|disclose|identify|name|respond|speak|elaborate|be\s+interviewed|an?\s+interview)\b", re.I)
_DECLINED_OBJECT = re.compile(
    rf"{_OBJECT}|\b(?:offer|invitation|participat\w+|join|sign|detainers|apply|immigration|opted\s+out|pass\b|federal\s+money|say(?:s|ing)?\s+no|refused|won't|see\s+the\s+state)\b", re.I
)

_LAW = re.compile(r"\b(?:bills?|laws?|acts?|measures?|statutes?|legislation|ordinance|S\.?B\.?\s?\d+|H\.?B\.?\s?\d+|Senate\s+Bill|House\s+Bill|L\.?B\.?\s?\d+|H\.?F\.?\s?\d+|A\.?B\.?\s?\d+)\b")
_BANS = re.compile(
    r"\b(?:ban(?:s|ned|ning)?|bar(?:s|red|ring)?|prohibit\w*|forbid\w*|forbade|outlaw\w*|prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|may\s+(?:not\s+)?enter|"
    r"no\s+(?:law\s+enforcement|state|local|police)\s+\w+|end(?:s|ing)?\s+(?:all\s+)?287|void(?:s|ing)?|repeal\w*)\b[^.]{0,110}?(?:" + _OBJECT + r"|participat\w+|them\b|working\s+with|cooperat\w+|from\s+(?:entering|signing|joining))",
    re.I,
)
_MANDATES = re.compile(
    r"\b(?:requir(?:e|es|ed|ing)|compel(?:s|led|ling)?|mandat(?:e|es|ed|ing)|forc(?:e|es|ed|ing)|oblig\w+|order(?:s|ed|ing)?|direct(?:s|ed|ing)?)\b"
    r"[^.]{0,90}?\b(?:sheriffs?|jails?|agenc(?:y|ies)|departments?|counties|police|any\s+of\s+them|all\s+\d+|law\s+enforcement|them|officers?)\b[^.]{0,70}?"
    r"\b(?:sign|apply|join|participat\w+|cooperat\w+|enter|take\s+part|follow|ask|seek|request|partner|enroll|work\s+with)\b"
    r"|\bparticipation\s+mandatory|\bmandatory\s+participation|\brequir\w+\s+(?:participation|cooperation|287)|\bstops?\b[^.]{0,60}\bfrom\s+(?:blocking|barring|forbidding)|"
    r"\brequires\s+(?:jails|sheriffs)\s+to\b|\bprohibits?\b[^.]{0,40}\bfrom\s+(?:blocking|refusing|restricting)",
    re.I,
)
_MADE_LAW = re.compile(
    r"\b(?:signed|passed|enacted|approved|filed|introduced|proposed|sponsor\w*|would|heard|hearing|died|failed|vetoed|adopted|takes?\s+effect|took\s+effect|in\s+effect|became\s+law|advance[sd]?|"
    r"(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december|last\s+(?:month|year|spring|summer|fall|session)|this\s+(?:month|year|spring|session)|new)\b",
    re.I,
)
_PROPOSED = re.compile(
    r"\b(?:would|filed|introduced|proposed|propos\w+|died|failed|hearing|pending\s+in|vetoed|stalled|sponsor\w*|considering|never\s+left|committee|debat\w+|pushing|awaits)\b", re.I
)
_MANY_STATES = re.compile(r"\b(?:\w+)\s+(?:other\s+)?states\s+(?:now\s+|also\s+)?(?:forbid|ban|bar|prohibit|with\s+laws|have|require)|\bother\s+legislatures\b|\bstate\s+law\s+limits\b|\bno\s+law\s+requires\b", re.I)

_ORDER = re.compile(
    r"\bexecutive\s+(?:orders?|directives?|action)\b|\b(?:an|the|january|his|her|governor's|president's)\s+order\b(?=[^.]{0,60}\b(?:signed|issued|tells|told|directs|calls|requir|that\s+had))|\b(?:signed|issued|rescinded)\s+(?:an|the)\s+order\b|"
    r"\b(?:president's|governor's)\s+(?:\w+\s+)?(?:order|directive)\b",
    re.I,
)
_ORDER_ACT = re.compile(r"\b(?:sign(?:ed|s|ing)?|issu(?:ed|es|ing)|rescind(?:ed|s|ing)?|order(?:ed|s|ing)|direct(?:ed|s|ing)|tell(?:s|ing)?|told|call(?:s|ed)|requir(?:ed|es|ing)|renew(?:s|ed)|revok\w+|repeal\w+|revers\w+|of\s+[A-Z][a-z]{2})\b", re.I)

_FUNDING = re.compile(
    r"\b(?:announce[sd]?|announcing|unveiled?|offer(?:s|ed|ing)?|opened|launch(?:ed|es|ing)?|creat(?:ed|es)|established|will\s+(?:cover|pay|reimburse|start\s+paying|provide|offer|fund)|would\s+(?:cover|reimburse|pay|start\s+paying)|"
    r"took\s+effect|take[s]?\s+effect|sets?\s+aside|lets\s+DHS\s+reimburse|began\s+(?:paying|reimbursing|offering)|start(?:ed|ing)?\s+(?:paying|reimbursing)|covers|propos\w+|said\s+it\s+(?:will|would)|are\s+several\s+pots|funds?)\b",
    re.I,
)
_FUNDING_OBJECT = re.compile(
    r"\b(?:reimburs\w+|grants?\s+program|grant\s+program|grants?\b|funding|wages|salar(?:y|ies)|pay\s+(?:and|plan|for)|pay\s+plan|financial|start-up\s+support|additional\s+support|awards?|bonus(?:es)?|stipends?|incentives?|fund\b|money)\b",
    re.I,
)
_FUNDER = re.compile(r"\b(?:Department\s+of\s+Homeland\s+Security|DHS|ICE\b|Homeland\s+Security|federal(?:\s+government)?|Congress|Justice\s+Department|Washington|state|legislature|Trump\s+administration|comptroller|Rep\.|Sen\.)", re.I)

_SUIT = re.compile(
    r"\b(?:sued|suing|sue|filed\s+(?:a\s+)?(?:suit|lawsuit|complaint)|lawsuit(?:s)?\s+(?:\w+\s+){0,3}?(?:filed|against|challeng\w+|over|seeks)|suit,?\s+(?:was\s+)?filed|files?\s+(?:suit|lawsuit)|"
    r"(?:suit|lawsuit)\s+(?:filed|challeng\w+|against|over)|asked\s+a\s+(?:\w+\s+)?judge|went\s+to\s+court|legal\s+challenge)\b",
    re.I,
)
_POLL = re.compile(
    r"\b(?:[A-Z][\w–-]+(?:\s+(?:[A-Z][\w–-]+|of|and))*\s+[Pp]oll|poll\s+(?:published|released|by|from|conducted|out)|(?:a|the|new|recent)\s+(?:\w+\s+){0,3}?(?:poll|survey)\s+(?:published|released|by|from|conducted|found|finds|out|shows)|"
    r"survey\s+of\s+[\d,]+|poll\s+of\s+[\d,]+)\b"
)


def acts_of(text: str, previous: str, lead_in_money: bool) -> Iterator[Act]:
    """The acts that one folded sentence tells; `previous` is the sentence before it in its paragraph, and
    `lead_in_money` is whether the sentence opens a list of sums ('ICE has offered:')."""
    yield from _orders(text, previous)
    law = list(_laws(text, previous))
    yield from law
    yield from _funding(text, lead_in_money)
    if (match := _SUIT.search(text)) and (_NEAR_OBJECT.search(text) or _NEAR_OBJECT.search(previous)):
        yield Act(EventKind.LAWSUIT, match.start(), match.end())
    if match := _POLL.search(text):
        yield Act(EventKind.POLL, match.start(), match.end())
    yield from _leavings(text, previous)
    yield from _refusals(text, previous)
    yield from _signings(text, previous)


def _orders(text: str, previous: str) -> Iterator[Act]:
    match = _ORDER.search(text)
    if match and _ORDER_ACT.search(text) and not re.search(r"\bno\s+executive\s+order|14287", text):
        yield Act(EventKind.EXECUTIVE_ORDER, match.start(), match.end())


def _laws(text: str, previous: str) -> Iterator[Act]:
    law = _LAW.search(text)
    if law is None or _MANY_STATES.search(text) or not _MADE_LAW.search(text):
        return
    if re.search(r"\b(?:executive|spending)\s+\w+\s*$|sweeping\s+tax", text[max(0, law.start() - 20) : law.start()]):
        return
    about = _NEAR_OBJECT.search(text) or _NEAR_OBJECT.search(previous)
    mandates, bans = _MANDATES.search(text), _BANS.search(text)
    if re.search(r"\bstops?\b[^.]{0,60}\bfrom\s+(?:blocking|barring|forbidding)|prohibits?\b[^.]{0,60}\bfrom\s+(?:blocking|refusing|restricting)", text):
        bans = None
    proposed = _PROPOSED.search(text) is not None and not re.search(r"\bsigned\b|\blaw\s+(?:requires|says)", text)
    if mandates and about and (bans is None or mandates.start() <= bans.start()):
        yield Act(EventKind.MANDATE_LAW, law.start(), mandates.end(), proposed)
    elif bans and about:
        yield Act(EventKind.BAN_LAW, law.start(), bans.end(), proposed)


def _funding(text: str, lead_in_money: bool) -> Iterator[Act]:
    if lead_in_money and (match := re.search(r"\b(?:offer(?:s|ed)?|provide|pay|announced|reimburs\w+)\b", text)):
        yield Act(EventKind.FUNDING_PROGRAM, match.start(), match.end())
        return
    match, funder = _FUNDING.search(text), _FUNDER.search(text)
    if match and funder and _FUNDING_OBJECT.search(text):
        if re.search(r"\b(?:training\s+budget|could\s+(?:get|see)|wary|per\s+person|beds)\b", text):
            return
        proposed = re.search(r"\bpropos\w+\b", text) is not None
        yield Act(EventKind.FUNDING_PROGRAM, match.start(), match.end(), proposed)


def _leavings(text: str, previous: str) -> Iterator[Act]:
    for match in _ENDED.finditer(text):
        verb, tail = match["verb"].lower(), text[match.end() : match.end() + 70]
        if _NOT_DONE.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        if re.match(r"\s+(?:up|in\s+(?:an?\s+)?(?:arrest|hold)|Executive|an?\s+(?:order|operation)|the\s+(?:order|week|year|fiscal)|with\s+\d|her\s+predecessor|his\s+predecessor)", tail):
            continue
        if re.search(r"\border(?:ing)?\b", text[match.start() - 40 : match.start()]) or re.search(r"executive\s+order|directive", tail, re.I):
            continue
        about = _NEAR_OBJECT.search(tail) or re.search(_OBJECT, text, re.I) or (verb == "did the same" or "left it" in verb)
        if not about or (verb in ("dropped", "quit", "suspended", "abandoned", "ending", "ends") and not _NEAR_OBJECT.search(tail)):
            continue
        fresh = _FRESH.search(text[max(0, match.start() - 80) : match.end() + 80]) and not _IN_FORCE_SINCE.search(text)
        if "suit" in text[max(0, match.start() - 70) : match.start()].lower():
            continue
        yield Act(EventKind.WITHDREW if fresh else EventKind.TERMINATED, match.start(), match.end())


def _refusals(text: str, previous: str) -> Iterator[Act]:
    for match in _DECLINED.finditer(text):
        tail = text[match.end() : match.end() + 60]
        if _DECLINED_ELSE.match(tail) or re.search(r"\b(?:if|whether|would\s+have)\s+(?:\w+\s+){0,3}$", text[: match.start()][-30:]):
            continue
        if _DECLINED_OBJECT.search(match.group() + tail) or _NEAR_OBJECT.search(text):
            yield Act(EventKind.DECLINED, match.start(), match.end())
            return


def _signings(text: str, previous: str) -> Iterator[Act]:
    for match in _SIGNED.finditer(text):
        tail, lead = text[match.end() : match.end() + 80], text[max(0, match.start() - 40) : match.start()]
        if _NOT_DONE.search(lead) and "first" not in match.group().lower():
            continue
        if _SIGNED_ELSE.match(tail) or re.match(r"\s+(?:by|in)\s+(?:the\s+)?(?:the\s+)?(?:governor|president|gov\.)", tail, re.I):
            continue
        if re.match(r"\s+(?:our|the)\s+letter", tail):
            continue
        about = _NEAR_OBJECT.search(text) or _NEAR_OBJECT.search(previous) or re.search(r"\bso\s+have\b", match.group())
        if about:
            yield Act(EventKind.SIGNED, match.start(), match.end())
