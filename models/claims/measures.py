"""What a sentence says that governments, courts and pollsters did: laws, orders, money, suits, polls."""

import re
from collections.abc import Iterator

from models.claims.acts import NEAR_OBJECT, PROGRAM_OBJECT, Act
from models.claims.places import state_mentions
from models.claims.stated import EventKind
from models.claims.words import words

_LAW = re.compile(
    r"\b(?:[Bb]ills?|(?<!immigration )[Ll]aws?(?!\s+(?:and\s+order|enforcement))|[Aa]ct|[Mm]easures?|"
    r"[Ss]tatutes?|[Ll]egislation|[Oo]rdinance|[Mm]andates?|[Pp]rohibitions?|"
    r"[Pp]roposals?|[Rr]egulation|proposed\s+ban|(?:the|a|'s)\s+ban|(?:[Ll]awmakers|[Ll]egislature|General\s+Assembly|House|Senate)\s+(?:\w+\s+){0,2}(?:voted|moved)|"
    r"S\.?B\.?\s?\d+|H\.?B\.?\s?\d+|L\.?[BD]\.?\s?\d+|H\.?F\.?\s?\d+|A\.?B\.?\s?\d+|(?:Senate|House|"
    r"Home)\s+(?:Bill|Invoice))\b"
)
_NO_LAW = re.compile(r"\b(?:rule\s+of|federal|spending)\s+$|\bsweeping\s+tax|\band-spending\s+$", re.I)
_BANS = re.compile(
    r"\b(?:rul(?:e|es|ed|ing)\b(?=[^.]{0,40}\bout\b)|(?:stop|keep)(?:s|ped|ping)?\b(?=[^.]{0,60}\bfrom\b)|ban(?:s|ned|ning)?|bar(?:s|red|ring)?|prohibit\w*|forbid\w*|forbade|outlaw\w*|prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|"
    r"won't\s+be\s+able\s+to|no\s+longer\s+be\s+(?:able|allowed)|do(?:es|ing)?\s+away\s+with|no\s+(?:law\s+enforcement|state|local|police)\s+\w+|(?:can|may)\s+no\s+longer\s+\w+|end(?:s|ing)?\s+(?:(?:all|the|such|any)\s+)?(?:287|agreements|partnerships|contracts)|sever(?:s|ed|ing)?|void(?:s|ing)?)\b[^.]{0,110}?(?:"
    + PROGRAM_OBJECT
    + r"|participat\w+|\bthem\b|\bit\b|\bwhat\b|working\s+with|cooperat\w+|immigration\s+(?:officers|agents)|"
    r"from\s+(?:entering|signing|joining))",
    re.I,
)
# 'Illinois has banned 287(g) agreements since 2021': the state is named, the law is not.
_STATE_BANS = re.compile(
    r"\b(?:bans|bars|prohibits?|forbids?|outlaws?)\s+(?:\w+\s+){0,4}?(?:287|them\b|agreements\s+with\s+ICE|its\s+(?:agencies|police|sheriffs))\b|"
    r"\b(?:has|have)\s+(?:\w+ly\s+)?(?:banned|barred|prohibited|outlawed|forbidden)\b[^.]{0,40}?\b(?:287|agreements|contracts|them|it|its\s+(?:agencies|police|sheriffs))\b|"
    r"\b(?:became|becomes|is|was)\s+the\s+(?:[\w-]+\s+){1,3}to\s+(?:ban|bar|prohibit|outlaw|forbid)\b[^.]{0,40}?"
    r"\b(?:287|agreements|contracts|them|it)\b",
    re.I,
)
_DETAINER_LAW = re.compile(
    r"\b(?:detainers?|holding\s+anyone|past\s+(?:their\s+)?release|masks?|courthouses?|plate\s+readers?)\b", re.I
)
_MANDATES = re.compile(
    r"\b(?:requir(?:e|es|ed|ing)|compel(?:s|led|ling)?|mandat(?:e|es|ed|ing)|forc(?:e|es|ed|ing)|"
    r"oblig\w+|(?:would|will|to)\s+make|would\s+have\s+(?:all|every|each)|order(?:s|ed|ing)?)\b"
    r"[^.]{0,90}?\b(?:sheriffs?|jails?|jailers?|agenc(?:y|ies)|departments?|counties|police|any\s+of\s+them|the\s+rest|"
    r"all\s+\d+|law\s+enforcement|them|officers?|others)\b[^.]{0,70}?"
    r"\b(?:sign|apply|join|participat\w+|cooperat\w+|enter|take\s+part|follow|ask|seek|hunt|request|"
    r"partner|enroll|support|assist|help|use\s+\"?best|into\s+(?:287|the\s+program)|work\s+with|do\s+the\s+(?:same|identical))\b|"
    r"\b(?:push|shove|herd)\b[^.]{0,90}\binto\s+(?:an?\s+)?(?:partnerships?|agreements?|contracts?)"
    r"|\b(?:participation|cooperation)\s+mandatory|\b(?:mak(?:e|es|ing)|made)\s+(?:[\w()]+\s+){1,5}(?:compulsory|mandatory)|"
    r"\bmandatory\s+(?:participation|cooperation)|"
    r"\brequir\w+\s+(?:participation|cooperation|287|an\s+application)|\b(?:would|to)\s+(?:require|mandate|compel)\s+(?:it|that|them)\b"
    r"|\bgiv(?:e|es|ing)\b[^.]{0,40}?\b(?:sheriffs?|jails?|agenc(?:y|ies)|counties|departments?|them)\b[^.]{0,40}?\b(?:until|a\s+deadline)\b"
    r"|\b(?:sheriffs|jails|agencies|departments|counties)\b[^.]{0,80}\b(?:are|is|be|were)\s+(?:now\s+)?"
    r"(?:required|ordered|obliged|forced)\s+to\s+(?:sign|apply|join|participat|cooperat|enter|seek)"
    r"|\b(?:sheriffs?|jails?|agencies|departments|counties|officers)\b[^.]{0,80}\b(?:must\s*(?=[.,;])|(?:must|ha(?:ve|s|d)\s+to)\s+(?:\w+\s+){0,2}?"
    r"(?:sign|apply|join|participate|take\s+part|comply|cooperate|enter|seek|request|pursue)\b)"
    r"|\bno\s+(?:town|city|county|council|board|locality)\s+(?:can|may)\s+(?:keep|stop|bar|forbid|prevent)\b[^.]{0,40}\bfrom\b"
    r"|\b(?:stop|prohibit|ban|bar|keep|prevent|forbid)(?:s|ned|red|ed)?\b[^.]{0,60}\bfrom\s+"
    r"(?:stopping|preventing|interfering|limiting|adopting\s+(?:policies|rules|ordinances)|blocking|barring|forbidding|refusing|restricting|prohibiting|banning)",
    re.I,
)
_IT = re.compile(r"\W*(?:It|The\s+(?:bill|measure|law|proposal|legislation)|That)\b")
_THE_SAME = re.compile(r"\b(?:do|does|did|doing)\s+(?:the\s+same|so|likewise)\b")
# 'Maine passed something similar last year'
_SIMILAR = re.compile(r"\b(?:passed|enacted|signed|adopted|approved)\s+(?:something\s+|an?\s+)?similar\b")
_AS_AGENTS = re.compile(r"\bas\s+(?:federal\s+)?immigration\s+(?:officers|agents)\b")
_ENACTED = re.compile(r"\b(?:signed|passed|enacted|approved|bec[ao]me\s+law|adopted)\b")
_PROHIBITION = re.compile(r"prohibition|\bban\b", re.I)
# 'Florida has required participation by jails since 2022'
_STATE_REQUIRES = re.compile(
    r"\b(?:such\s+as|including|like)\s[^.]{0,80}\brequire\b[^.]{0,40}\b(?:sheriffs|jails|agencies)\b|\b[Ll]awmakers\b[^.]{0,120}\b(?:told|ordered|required?)\s+(?:\w+\s+){0,2}(?:sheriffs|jails|agencies)\b|"
    r"\b(?:ha(?:s|ve)\s+(?:\w+ly\s+)?required|requires|mandates|mandated)\b[^.]{0,40}?\b(?:participation|cooperation|sheriffs?|jails?|agreements?|287)\b",
    re.I,
)
_MADE = re.compile(
    r"\b(?:signed|passed|voted|enacted|approved|(?:pre-?)?filed?|introduced|proposed|sponsor\w*|would|heard|hearing|died|"
    r"failed|vetoed|adopted|takes?\s+effect|took\s+effect|in\s+effect|"
    r"bec[ao]me\s+law|advance[sd]?|(?:19|20)\d\d|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|"
    r"last\s+(?:month|year|spring|summer|fall|session)|this\s+(?:month|year|spring|session)|new|"
    r"by\s+law|mandat(?:es|ed|ing)|required\s+to|law\s+(?:forbids|bans|requires|bars|prohibits)|violate\s+state\s+law|requiring|"
    r"requires)\b",
    re.I,
)
_PROPOSED = re.compile(
    r"\b(?:would|filed|introduced|propos\w+|died|failed|hearing|pending\s+in|vetoed|stalled|sponsor\w*|"
    r"considering|never\s+left|committee|awaiting\s+the\s+governor|cleared|debat\w+|pushing|awaits)\b",
    re.I,
)
_MANY_STATES = re.compile(
    r"\b(?:\w+)\s+(?:other\s+)?states\s+(?:now\s+|also\s+)?(?:forbid|ban|bar|prohibit|with\s+laws|have|"
    r"require)|\bother\s+legislatures\b|\bstate\s+law\s+(?:limits|bars|bans|forbids|prohibits)\b|\bno\s+law\s+requires\b|"
    r"\b(?:have|has|did)\s+not\s+(?:pass|enact|adopt)\w*|\bdoes\s+not\s+mention\b|\bno\s+(?:state\s+)?law\b(?!\s+enforcement)",
    re.I,
)

_ORDER = re.compile(
    r"\bexecutive\s+(?:orders?|directives?|action)\b|\b(?:Trump|Biden|president)'s\s+(?:[A-Z][a-z]+\.?\s\d{1,2}\s+)?order\b|\b(?:an|the|january|his|her|governor's|"
    r"president's|predecessor's)\s+order\b(?=[^.]{0,60}\b(?:signed|issued|tells|told|directs|calls|requir|"
    r"that\s+(?:had|state)))|"
    r"\b(?:Gov\.|[Gg]overnor)\s(?:[^.;]|\.\s(?=\d)){0,60}?\b(?:ordered|directed|instructed)\b(?=[^.]{0,60}\b(?:agencies|police|troopers|patrol))|"
    r"\b(?:signed|issued|rescinded)\s+(?:an|the)\s+order\b|\ban\s+order\s+(?:from|by|of)\s+(?:Gov|President|the\s+governor)|\b(?:president's|"
    r"governor's|predecessor's)\s+(?:\w+\s+)?(?:order|directive)\b",
    re.I,
)
_ORDER_ACT = re.compile(
    r"\b(?:launch(?:ed|es)|instruct(?:s|ed|ing)?|sign(?:ed|s|ing)?|issu(?:ed|es|ing)|rescind(?:ed|s|ing)?|order(?:ed|s|ing)|direct(?:ed|s|"
    r"ing)|tell(?:s|ing)?|told|call(?:s|ed)|requir(?:ed|es|ing)|renew(?:s|ed)|revok\w+|"
    r"repeal\w+|revers\w+|of\s+[A-Z][a-z]{2}|that\s+state|cooperate)\b",
    re.I,
)
# A mayor's or a judge's order is no executive order of a state or of the nation.
_OTHER_ORDER = re.compile(r"\b(?:mayor|judge|court|county\s+executive|commissioners?)\b", re.I)
_HEAD = re.compile(r"\bGov\.|\b(?:governor|president|Trump|Biden)\b", re.I)
_ORDERS_COUNTED = re.compile(
    r"\bgovernors\s+have\b|\bexecutive\s+orders\b(?!\s+(?:signed|issued)\s+by)|\bno\s+executive\s+order|"
    r"\bneither\s+applies|\breferred\s+to\b",
    re.I,
)

_FUNDED = re.compile(
    r"\b(?:announce[sd]?|announcing|unveiled?|offer(?:s|ed|ing)?|opened|launch(?:ed|es|ing)?|creat(?:ed|"
    r"es)|established|"
    r"made\s+available\s+\$|w(?:as|ere)\s+(?:given|handed)\s+\$|reimbursements?\s+that\s+(?:started|began)|will\s+be\s+(?:\w+\s+)?reimbursed|ha(?:s|ve)\s+(?:reimbursed|been\s+(?:reimbursing|paying))|authori[sz](?:e|es|ed|ing)\s+\$|pick(?:s|ed)?\s+up|throw\s+in|(?:gave|give[sn]?|poured|put)\s+(?:\w+\s+)?\$|approved\s+\$|"
    r"will\s+(?:fully\s+)?(?:cover|pay|reimburse|start\s+paying|provide|offer|fund)|would\s+(?:cover|"
    r"reimburse|pay|start\s+paying)|t(?:oo|a)kes?\s+effect|took\s+effect|sets?\s+aside|"
    r"lets\s+DHS\s+reimburse|began\s+(?:paying|reimbursing|offering)|start(?:ed|ing)?\s+(?:paying|"
    r"reimbursing)|propos\w+|said\s+it\s+(?:will|would)|performance\s+awards)\b|"
    r"\$[\d.]+\s?[bm]illion\s+grant\s+program",
    re.I,
)
_MONEY_OBJECT = re.compile(
    r"\b(?:reimburs\w+|grants?\s+program|grants?\b|funding|wages|salar(?:y|ies)|pay\s+(?:and|plan|for)|"
    r"financial|start-up\s+support|additional\s+support|awards?|bonus(?:es)?|stipends?|incentives?|fund\b|money)\b",
    re.I,
)
FUNDER = re.compile(
    r"\b(?:Department\s+of\s+Homeland\s+Security|DHS|ICE|Homeland\s+Security|federal(?:\s+government)?|"
    r"Congress|Justice\s+Department|Washington|Trump\s+administration)\b|\bRep\.|\bSen\."
)
_STATE_FUNDER = re.compile(
    r"\b(?:the\s+state|state\s+board|legislature|comptroller|lawmakers|special\s+session|the\s+bill's|the\s+(?:law|bill|measure)\s+(?:sets|provides|creates|gives|offers|appropriates)|the\s+department\s+(?:told|said|announced))\b",
    re.I,
)
FEDERAL_PLAN = re.compile(r"\breimbursement\s+(?:plan|program|that)\b|\bBeautiful\s+Bill\b")
_NO_PROGRAM = re.compile(
    r"\b(?:training\s+budget|(?:signing|sign-on|hiring|recruitment)\s+bonus\w*|job\s+offers|tentative\s+offers|could\s+(?:get|see)|per\s+person|beds|border\s+costs|sponsor|mayor|chief)\b",
    re.I,
)

_SUIT = re.compile(
    r"\b(?:sued|went\s+to\s+(?:[A-Z][\w.]*\s+){1,4}Court|brought\s+(?:the|a)\s+(?:case|suit|challenge)|asked\s+a\s+(?:federal\s+|state\s+)?(?:judge|court)\s+to|filed\s+(?:an?\s+)?(?:\w+\s+)?(?:suit|lawsuit|complaint|class[\s-]action)|lawsuits?\s+(?:\w+\s+){0,3}?(?:filed|"
    r"against|by|challeng\w+|over|seeks)|suit,?\s+(?:was\s+)?filed|files?\s+(?:suit|lawsuit)|"
    r"(?:suit|lawsuit)\s+(?:filed|challeng\w+|against|over)|(?:went|gone|going|goes)\s+to\s+court|(?:is|are|was)\s+suing|legal\s+challenge)\b",
    re.I,
)
_SUED_OVER = re.compile(r"\bthe\s+(?:ban|mandate)\b|\bImmigrant\b|\bACLU\b|\bCivil\s+Liberties\b")
_FEARED = re.compile(
    r"\b(?:without|getting|being|be|avoid\w*|risk\w*|fear\w*|could|would|might|will|threaten\w*)\b", re.I
)
_POLL = re.compile(
    r"\b(?:(?:[A-Z][\w–-]+|a|an|new|the)\s+)(?:\w+\s+){0,4}?[Pp]oll\b(?=[^.]{0,60}\b(?:published|"
    r"released|found|finds|out\b|conducted|shows))|\bpoll\s+(?:published|released|by|from|conducted|out|"
    r"of\s+[\d,]+)|\b(?:a|the|new|recent)\s+(?:\w+\s+){0,3}?survey\s+(?:published|released|by|from|conducted|found|"
    r"finds|out|shows|of\s+[\d,]+)"
)


_IT_BY_LAW = re.compile(r"\bby\s+law\b|\blaw\s+(?:forbids|bans|prohibits|bars)\b|\bjust\s+signed\b", re.I)


# The openings of the nouns and verbs above: a sentence without any of them tells of no public act.
_OPENINGS = words(
    """order direc execu bill bills law laws act measu statu legis ordin propo regul sb hb lb ld hf ab senat
    house home ban banne barre prohi outla forbi reimb grant fundi wages salar pay finan suppo award
    bonus stipe incen requi manda fund money becam becom sued filed lawsu suit court legal poll surve
    offer provi annou reimb eligi lawma simil"""
)


def public_acts(text: str, previous: str, opens_sums: bool) -> Iterator[Act]:
    """What governments, courts and pollsters did in one folded sentence; `opens_sums` is whether the sentence
    opens a list of sums of money ('ICE has offered:')."""
    words = {word[:5] for word in re.findall(r"[a-z]+", text.lower())}
    if _OPENINGS.isdisjoint(words) and not (_IT.match(text) and _LAW.search(previous)):
        return
    order = _ORDER.search(text)
    if order and _OTHER_ORDER.search(text) and not _HEAD.search(text):
        order = None
    if order and _ORDER_ACT.search(text) and not _ORDERS_COUNTED.search(text):
        yield Act(EventKind.EXECUTIVE_ORDER, order.start(), order.end())
    elif order is None:
        yield from _laws(text, previous)
    yield from _funding(text, opens_sums)
    suit = _SUIT.search(text)
    if (
        suit
        and (NEAR_OBJECT.search(text) or NEAR_OBJECT.search(previous) or _SUED_OVER.search(text))
        and not re.search(r"\bsome\s+states\b", text)
        and not _FEARED.search(text[max(0, suit.start() - 40) : suit.end() + 40])
    ):
        yield Act(EventKind.LAWSUIT, suit.start(), suit.end())
    if poll := _POLL.search(text):
        yield Act(EventKind.POLL, poll.start(), poll.end())


def _laws(text: str, previous: str) -> Iterator[Act]:
    law = next((m for m in _LAW.finditer(text) if not _NO_LAW.search(text[max(0, m.start() - 24) : m.start()])), None)
    if law is None and _LAW.search(previous):
        law = _IT.match(text)  # 'House Bill 47 cleared a committee. It would require agencies to apply.'
    if law is None and _LAW.search(previous) and (similar := _SIMILAR.search(text)) and not _MANY_STATES.search(text):
        kind = EventKind.BAN_LAW if _BANS.search(previous) else EventKind.MANDATE_LAW
        if next(state_mentions(text), None) and (_BANS.search(previous) or _MANDATES.search(previous)):
            yield Act(kind, similar.start(), similar.end())
        return
    if law is None:
        for kind, pattern in ((EventKind.BAN_LAW, _STATE_BANS), (EventKind.MANDATE_LAW, _STATE_REQUIRES)):
            told = pattern.search(text)
            if told and next(state_mentions(text), None) and not _MANY_STATES.search(text):
                yield Act(kind, told.start(), told.end())
        return
    if _MANY_STATES.search(text) or not _MADE.search(text):
        return
    about = (
        NEAR_OBJECT.search(text) or NEAR_OBJECT.search(previous) or _IT_BY_LAW.search(text) or _AS_AGENTS.search(text)
    )
    mandates, bans = _MANDATES.search(text), _BANS.search(text)
    if (
        mandates is None
        and bans is None
        and ((len(text) < 40 and "would" in text) or _THE_SAME.search(text) or _SIMILAR.search(text))
    ):
        # 'Can sheriffs be made to sign? Senate Bill 9 would.', 'A Texas bill would do the same.'
        mandates = (_MANDATES.search(previous) or _STATE_REQUIRES.search(previous)) and law
        bans = None if mandates else _BANS.search(previous) and law
    if mandates is None and bans is None:
        # the noun says what the law does: 'Delaware's governor signed a prohibition', 'passed a similar mandate'
        named = law if _ENACTED.search(text) else None
        bans = named if named and _PROHIBITION.search(named.group()) else None
        mandates = named if named and named.group().lower().startswith("mandate") else None
        about = about or bans or mandates
    if mandates and bans and mandates.start() <= bans.start() + 2:
        bans = None
    proposed = _PROPOSED.search(text) is not None and not re.search(r"\bsigned\b|\blaw\s+(?:requires|says)", text)
    if mandates and bans is None:
        yield Act(EventKind.MANDATE_LAW, min(law.start(), mandates.start()), mandates.end(), proposed)
    elif bans and about and not _DETAINER_LAW.search(text):
        yield Act(EventKind.BAN_LAW, min(law.start(), bans.start()), bans.end(), proposed)


def _funding(text: str, opens_sums: bool) -> Iterator[Act]:
    if opens_sums and (
        match := re.search(r"\b(?:eligible\s+for|offer(?:s|ed)?|provide|pay|announced|reimburs\w+)\b", text)
    ):
        yield Act(EventKind.FUNDING_PROGRAM, match.start(), match.end())
        return
    match = _FUNDED.search(text)
    funder = FUNDER.search(text) or _STATE_FUNDER.search(text) or (match and _gives(text, match))
    if match and funder and _MONEY_OBJECT.search(text) and not _NO_PROGRAM.search(text):
        proposed = re.search(r"\bpropos\w+\b", text) is not None
        yield Act(EventKind.FUNDING_PROGRAM, match.start(), match.end(), proposed)


def _gives(text: str, match: re.Match[str]) -> bool:
    """Whether a state is the giver, or the program is by the words: 'Ohio gave $2 million', 'will be reimbursed'."""
    if match.group().endswith("reimbursed") or FEDERAL_PLAN.search(text):
        return True
    return any(match.start() - place.end < 12 for place in state_mentions(text[: match.start()]))


_LAW_LIST = re.compile(
    r"^\W*(?:states\s+(?:that|which|with)\s+)?(?:(?:laws?\s+)?(?P<ban>bans?|banning|prohibit\w*|"
    r"forbid\w*)|(?P<mandate>mandates?|mandating|requir\w+))\b[^.:]{0,50}[.:]",
    re.I,
)


def law_list(text: str) -> EventKind | None:
    """The kind of law whose states a heading announces: 'Bans.', 'States that prohibit 287(g) agreements:'."""
    match = _LAW_LIST.match(text)
    if match is None:
        return None
    return EventKind.BAN_LAW if match["ban"] else EventKind.MANDATE_LAW
