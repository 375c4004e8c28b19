"""What a sentence says that an agency did: signed, ended its agreement, took an application back, said no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from models.claims.stated import EventKind
from models.claims.words import words


@dataclass(frozen=True, slots=True)
class Act:
    """A telling stretch of one sentence; offsets within the sentence."""

    kind: EventKind
    start: int
    end: int
    proposed: bool = False


MAX_ACTS = 6  # verbs of one sort that are looked at in a sentence; real sentences have two or three

PROGRAM_OBJECT = (
    r"(?:287\s?-?\(?\s?g|agreements?|contracts?|pacts?|deals?|partnerships?|program|memorand\w+|moas?|mous?|accords?|"
    r"task\s+force|ICE\b|immigration\s+(?:enforcement|authorit\w+|and\s+customs)|arrangements?|authority)"
)
NEAR_OBJECT = re.compile(PROGRAM_OBJECT, re.I)
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|nobody|none|would|could|should|might|may|if|whether|consider\w*|weigh\w*|debat\w+|asked\s+to|"
    r"require[sd]?|requiring|compel\w*|mandat\w+|order\w*|urg\w+|encourag\w+|must|ought|to)|n't)\s+(?:\w+\s+){0,3}$",
    re.I,
)

_SIGNED = re.compile(
    r"\b(?:re-?)?(?:signed(?:\s+(?:on|up|onto))?|joined|entered(?:\s+into)?|finali[sz]ed|inked|signs|"
    r"joins|enrolled|enters|"
    r"formali[sz]ed|teamed\s+up|partnered|struck(?!\s+down)|reached|cemented|reinstated|revived|renewed|opted\s+in(?:to)?|put\s+pen\s+to\s+paper|put\s+(?:\w+\s+){1,2}(?:name|signature)\s+(?:to|on))\b"
    r"|\bexecuted\s+(?:an?|the|its)\b|\b(?:counter)?signed(?=\s*[.,]|\s+on\b)|"
    r"\bapproved\s+(?:an?|the|its|[A-Z]\w+'s)\s+(?:[\w()]+\s+){0,3}?(?:agreement|contract|memorandum|application|request)\b|\b(?:was|were|been|got)\s+(?:\w+ly\s+)?(?:approved|accepted|admitted|added)\b"
    r"|,\s+approved\s+(?=on|in|last|this|[A-Z])|\bfirst\s+(?:\w+\s+){0,6}?to\s+(?:sign|join|put|enter|do\s+so)\b|"
    r"\b(?:became|becomes)\b[^.;]{0,50}?\bto\s+(?:sign|join|enter|conclude|adopt|take|partner|put)\b"
    r"|\b(?:contract|agreement|memorandum)\s+(?:is|was)\s+dated\b|\boperat(?:ed|es)\s+under\s+an?\s+(?:\w+\s+)?(?:agreement|contract|memorandum)\b|\bso\s+have\b|\bis\s+now\s+(?:part\s+of|in)\b"
    r"|\bagreed\s+to\s+(?:join|partner|participate)|\bsignature\s+of\b|\b(?:hopped|come|came|"
    r"jumped)\s+(?:on\s+board|aboard)\b",
    re.I,
)
_SIGNED_ELSE = re.compile(
    r"\s+(?:\w+\s+){0,3}?(?:bills?|law\b|laws|legislation|executive|orders?|directive|measure|act\b|"
    r"letter|budget|petition|"
    r"lawsuit|suit|statement|resolution|(?:United\s+States|country|U\.S\.)|house|senate|force\s+in|"
    r"into\s+law|proclamation|in\s+as)|\s+(?:[a-z]+\s+){0,2}\d[\d,]+\s+(?:[\w()]+\s+){0,3}agreements|"
    r"\s+to\s+(?:speak|testify)|\s+(?:more\s+than\s+|about\s+|some\s+)?\d[\d,]+\s*[.,;]|\s+by\s+(?:the\s+)?(?:[\w]+\s+){0,3}(?:governor|president|gov\.|act|law|Congress)",
    re.I,
)
_JOINS_STATES = re.compile(r"\s+(?:[\w-]+\s+){0,3}?(?:other\s+)?states\b", re.I)
_LAW_BEFORE = re.compile(
    r"\b(?:Bill|bills?|law|act|Act|ban|prohibition|mandate|measure|legislation|statute|SB|HB|Gov|Governor|governor)\b[^;]{0,60}$"
)
_STRONGLY_SIGNED = re.compile(
    r"\bfirst\b|\bso\s+have\b|\bdated\b|\bsigned\s+(?:on|up)\b|\bsignature\b|aboard|on\s+board", re.I
)

_ENDED = re.compile(
    r"\b(?P<verb>(?:participation|program|agreement|partnership|contract|memorandum)\s+(?:\w+\s+){0,2}?(?:ended|came\s+to\s+an\s+end|expired|lapsed)|ended|ending|ends|terminated|terminat(?:e|es|ing)|cancell?ed|cancell?ing|cancels|scrapped|severed|"
    r"let\b[^.]{0,60}?\b(?:expire|lapse|run\s+out)|lets\b[^.]{0,60}?\b(?:expire|lapse)|"
    r"allowed\b[^.]{0,60}?\bto\s+(?:expire|lapse)|cut\s+(?:all\s+)?ties|cut\s+off|rescinded|revoked|"
    r"withdrawn|withdrew|"
    r"withdraws|pulled\s+(?:\w+\s+){0,3}?out|pulled\s+(?:its|the|his|her|their)\s+(?:paperwork|application|request|name)|tore\s+up|torn\s+up|"
    r"(?:ha(?:s|ve)\s+)?(?:all\s+)?left\s+(?:the\s+program|in\s+the\s+(?:past|last))|program\s+(?:is|was)\s+over|pulls\s+out|suspended|dropped\s+out|backed\s+(?:out|away)|"
    r"walked\s+away|did\s+the\s+same|"
    r"lost\s+(?:all\s+(?:of\s+)?)?its\s+authority|exited|discontinued|left\s+it|asked\s+ICE\s+to\s+(?:cancel|end)|"
    r"voted\b[^.]{0,40}?\bagainst\s+(?:renew|extend|keep|continu)\w*|voted\b[^.]{0,40}?\bto\s+(?:tear\s+up|terminate|end|cancel|rescind|leave|withdraw|exit|revoke|"
    r"pull\s+(?:[\w']+\s+){0,5}?out|back\s+out|quit|drop|scrap|sever|void|undo)|(?:moved|"
    r"direct(?:ed|s))\b[^.]{0,90}?\bto\s+(?:withdraw|terminate|end|get\s+out)\b|"
    r"(?:will|would|did|does)\s+not\s+renew|won't\s+renew|declined\s+to\s+renew|opted\s+to\s+end|"
    r"reversed\s+(?:course|itself)|called\s+off|undid|ripped\s+up|pulled\s+the\s+plug|pulled\s+back|stepped\s+(?:away|back)|ditched|abandoned|"
    r"nixed|axed|walked\s+back|dissolved|shut\s+down|phased\s+out|quit|stopped\s+participating|dropped\s+(?:its|the|his|her|their|an?)|broke\s+off|"
    r"parted\s+ways)\b",
    re.I,
)
_ENDED_ELSE = re.compile(
    r"\s+(?:up|in\s+(?:an?\s+)?(?:arrest|hold|tie)|with\s+\d|an?\s+(?:order|operation)|the\s+(?:order|"
    r"week|year|fiscal|day|meeting)|(?:that|the|its|this)\s+(?:[\w-]+\s+){0,3}models?\b|"
    r"(?:her|his)\s+predecessor|Executive|on\s+a\b|Thursday\s+morning)",
    re.I,
)
# The verb alone says that a bond was broken; the others need the agreement right behind them.
_STRONG_ENDING = re.compile(
    r"terminat|cancel|withdr|rescind|cut|expire|lapse|plug|ditch|nix|axed|quit|broke|parted|tore|left|over|end|paperwork|asked|voted|directed|moved|dropped\s+out|pulled|"
    r"renew|backed|walked|authority|left\s+it|same|off",
    re.I,
)
_FRESH = re.compile(
    r"\b(?:applications?|request|paperwork|bid|(?:days|weeks?)\s+(?:after|later)[^.;]{0,25}(?:sign|join|"
    r"enter)\w*|(?:days|a\s+week)\s+later|within\s+(?:days|weeks|hours|a\s+(?:day|week|month))|never\s+trained|"
    r"asked\s+ICE\s+to\s+cancel|left\s+it|dropped\s+out|backed\s+(?:out|away)|withdr[ae]w\w*|reversed)\b",
    re.I,
)
_IN_FORCE_SINCE = re.compile(
    r"\b(?:in\s+force\s+since|since\s+20[01]\d|in\s+20[012]\d|after\s+(?:\w+\s+)?(?:months|years?)\b|years?(?:-|\s)(?:old|long)|predecessor|existing|"
    r"long-?standing|decade|expire|lapse)\b",
    re.I,
)

_DECLINED = re.compile(
    r"\b(?:declined|refused|refuses|declines|rejected|rejects|(?:turned|voted|shot)\s+(?:\w+\s+){0,4}?down|"
    r"turns\s+down|opted\s+(?:out|not)|opts\s+out|"
    r"sa(?:id|ys)\s+no(?=\s*[.,;\"]|\s+(?:to|from|in|on|last|thanks|again))|passed\s+on|passes\s+on|"
    r"(?:will|would)\s+not\s+(?:be\s+)?(?:sign|join|participat|enter|apply|enforc|partner|seek|take\s+part|taking\s+part)\w*|"
    r"won't\s+(?:be\s+)?(?:sign|join|participat|enter|apply|enforc|partner|pursue|seek|take\s+part|taking\s+part)\w*|(?:he|she|they)'ll\s+pass|"
    r"told\s+(?:ICE|Washington|them|the\s+\w+)\s+no\b|(?:ha(?:s|ve)|'ve|'s)\s+(?:got\s+)?no\s+(?:plans|intention|interest)|(?:is|are|'s|'re)\s+not\s+interested|isn't\s+interested|"
    r"voted\s+(?:\S+\s+){0,3}?against|voted\s+(?:\S+\s+){0,4}?to\s+(?:oppose|reject|decline|turn\s+down|refuse|pass\s+on|forgo)|ruled\s+out|"
    r"chose\s+not\s+to|decided\s+(?:against|not\s+to)|balked|opted\s+against|spurned|passed\s+up|"
    r"(?:has|have|does|do|is|are|was|were)(?:\s+not|n't)\s+(?:intend|plan|planning|seeking|pursuing|going|considering|inclined)\b|"
    r"stay(?:ing|s|ed)?\s+out\s+of|steer(?:ed|ing)?\s+clear)(?!\w)",
    re.I,
)
_DECLINED_ELSE = re.compile(
    r"\s+(?:to\s+)?(?:renewing|extending|keeping|continuing|comment|give|say|provide|discuss|release|answer|disclose|identify|name|respond|"
    r"speak|elaborate|renew|be\s+interviewed|an?\s+interview|one\s+would)\b",
    re.I,
)
_DECLINED_OBJECT = re.compile(
    rf"{PROGRAM_OBJECT}|\b(?:offer|invit\w+|participat\w+|join|sign|detainers|apply|immigration|opted\s+out|pass\b|"
    r"federal\s+money|sa(?:id|ys)\s+no|refused|won't|see\s+the\s+state|idea|not\s+interested|similar\s+(?:plan|proposal|request))\b",
    re.I,
)


# ICE rejects applicants, an administration lets agreements lapse, a judge refuses to block one, a law ends them
_OF_THE_NATION = re.compile(
    r"(?<!with\s)\b(?:administration|ICE|DHS|Homeland\s+Security|Congress|Obama|Biden|Trump|judge|court|justices)\b(?:,\s[^,]{3,60},)?"
    r"(?:\s+(?!said|says|told|was|were|is|asked)\w+){0,6}\s+$"
)
_BODY = re.compile(r"County|Parish|Sheriff|Police|Department")  # ICE ends the agreement of a named body
_OF_A_LAW = re.compile(r"\b(?:law|bill|measure|act|it\s+also)\b(?:\s+\w+){0,3}\s+$", re.I)
# 'ended the agreement seven months after it was signed': how long it lasted, not another act
_OF_WHAT_ENDED = re.compile(r"\b(?:after|since|before|once)\s+(?:it|they|he|she)\s+(?:(?:was|were|had)\s+)?$", re.I)
_WHEN = re.compile(r"\s+(?:in|on|last|this)\s")
_PASSED_ALONG = re.compile(r"passed\s+on\s+to\b")
# The openings of the verbs of each sort, and whole words: a sentence without any of them tells of no such act.
_SIGNING_OPENINGS = words(
    """signe signs sign join joine joins enter final inked enrol forma teame partn execu appro accep admit added first
    hoppe come came jumpe signa count struc reach cemen reins reviv put renew opted becam becom opera agreed dated so
    now"""
)
_ENDING_OPENINGS = words(
    """ended endin ends end termi cance scrap sever let lets allow cut resci revok withd pulle pulls dropp backe walke
    did lost exite disco left asked voted moved direc renew opted rever calle undid rippe tore torn over expir lapse
    suspe ditch stepp aband nixed axed disso shut phase quit stopp broke parte not won"""
)
_REFUSAL_OPENINGS = words(
    """decli refus rejec turne turns voted shot opted opts passe pass ruled chose decid balke spurn stay stays stayi
    staye steer not no t"""
)
_WORDS = re.compile(r"[a-z]+")


def agency_acts(text: str, previous: str) -> Iterator[Act]:
    """What agencies did in one folded sentence; `previous` is the sentence before it in its paragraph."""
    found = set(_WORDS.findall(text.lower()))
    found |= {word[:5] for word in found}
    leavings = [] if _ENDING_OPENINGS.isdisjoint(found) else list(_leavings(text, previous))
    yield from leavings
    if not _REFUSAL_OPENINGS.isdisjoint(found):
        yield from _refusals(text)
    if not _SIGNING_OPENINGS.isdisjoint(found):
        yield from _signings(text, previous, leaving=bool(leavings))


def _leavings(text: str, previous: str) -> Iterator[Act]:
    for match in islice(_ENDED.finditer(text), MAX_ACTS):
        verb, tail = match["verb"].lower(), text[match.end() : match.end() + 70]
        lead = text[max(0, match.start() - 70) : match.start()]
        voted = verb.startswith(("voted", "moved", "directed"))
        if (not voted and _NOT_DONE.search(lead)) or _ENDED_ELSE.match(tail):
            continue
        if (_OF_THE_NATION.search(lead) and not _BODY.search(tail)) or _OF_A_LAW.search(lead):
            continue
        if re.search(r"\bsuit\b[^.]*$|\border(?:ing|s)?\b|\bdirective\b", lead, re.I) or re.search(
            r"executive\s+order|directive", tail, re.I
        ):
            continue
        near = NEAR_OBJECT.search(tail) or re.search(r"\b(?:applications?|paperwork)\b", tail)
        strong = _STRONG_ENDING.search(verb) is not None
        far = strong and (NEAR_OBJECT.search(text) or NEAR_OBJECT.search(previous))
        own = re.match(r"\s+(?:his|hers|theirs|its)\b", tail) and NEAR_OBJECT.search(previous)
        alone = (
            verb.startswith(("withdr", "quit", "dropped out", "pulled out"))
            and _BODY.search(lead)
            and _WHEN.match(tail)
        )
        if not (near or far or own or alone or "renew" in verb):
            continue
        around = text[max(0, match.start() - 80) : match.end() + 80]
        fresh = _FRESH.search(around) and not _IN_FORCE_SINCE.search(text)
        yield Act(EventKind.WITHDREW if fresh else EventKind.TERMINATED, match.start(), match.end())


def _refusals(text: str) -> Iterator[Act]:
    for match in islice(_DECLINED.finditer(text), MAX_ACTS):
        tail = text[match.end() : match.end() + 60]
        lead = text[max(0, match.start() - 30) : match.start()]
        if _OF_THE_NATION.search(text[max(0, match.start() - 90) : match.start()]) or _PASSED_ALONG.match(
            text, match.start()
        ):
            continue
        if _DECLINED_ELSE.match(tail) or re.search(r"\b(?:if|whether|would\s+have)\s+(?:\w+\s+){0,3}$", lead):
            continue
        if (
            _DECLINED_OBJECT.search(match.group() + tail)
            or NEAR_OBJECT.search(text)
            or (
                match.group().lower() == "decided against"
                and re.match(r"\s+(?:it|one|joining|signing|doing\s+so)\b", tail)
            )
        ):
            yield Act(EventKind.DECLINED, match.start(), match.end())
            return


def _signings(text: str, previous: str, leaving: bool) -> Iterator[Act]:
    for match in islice(_SIGNED.finditer(text), MAX_ACTS):
        tail, lead = text[match.end() : match.end() + 80], text[max(0, match.start() - 80) : match.start()]
        if _NOT_DONE.search(lead) and "first" not in match.group().lower():
            continue
        if _SIGNED_ELSE.match(tail) or re.match(r"\s+(?:our|the)\s+letter", tail) or _JOINS_STATES.match(tail):
            continue
        if re.match(r"sign|approv", match.group(), re.I) and _LAW_BEFORE.search(lead):
            continue
        if re.search(r"\b(?:agreements?|contracts?|deals?|pacts?)\s+$", lead) and re.match(
            r"\s+(?:under|during|before|since|with|so\s+far)\b", tail
        ):
            continue
        if re.search(r"\b(?:an?|any|no|every|of)\s+$", lead) and re.match(
            r"\s+(?:[\w()]+\s+)?(?:agree|contr|memor)", tail
        ):
            continue  # 'the agencies with a signed agreement'
        if leaving and ("predecessor" in lead or (_OF_WHAT_ENDED.search(lead) and not _WHEN.match(tail))):
            continue
        alone = re.match(
            r"\s*(?:in|on|last|this|after|since)\s|\s+[A-Z][a-z]{2,8}\.?\s\d|\s*[.,;]", tail
        ) and re.search(r"sign|join", match.group(), re.I)
        first_person = len(text) < 70 and re.search(r"\b(?:we|I)\s+$", lead, re.I)
        about = NEAR_OBJECT.search(text) or NEAR_OBJECT.search(previous) or _STRONGLY_SIGNED.search(match.group())
        if about or alone or first_person:
            yield Act(EventKind.SIGNED, match.start(), match.end())
