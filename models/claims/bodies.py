"""What speaks for bodies - agencies, counties, states - that take part, and what against."""

import re

from models.claims.around import MAX_COUNTED, NAMED_BEFORE, NOTHING, OF_THE_NATION, Around, Weighed
from models.claims.clauses import is_series
from models.claims.mentions import Cue
from models.claims.numbers import Measure
from models.claims.readings import ENOUGH, Reason
from models.claims.sizes import PEOPLE
from models.claims.stated import Metric
from models.claims.words import words

_LEAST_OWN = 1.5  # what the sentence itself must say for a reading
_KNOWN_TOTAL = 100  # 'half of the 1,150 agencies'
_PERIODS = frozenset({"day", "week", "month", "year", "quarter"})
_APPLY = 12  # characters of ' have applied'
_INTO = words("in under with of for into to the by")
# Nouns that by themselves are seldom the whole of a state's: 'more than 210 agencies in Florida'
_ENLISTED = frozenset({"agencies", "law enforcement agencies", "departments", "partners", "participants", "companies"})
_LISTS = words("shows showed show lists listed names named counts has includes included")
_SPEAKING = words("say says said think thinks believe believes want wants")
_KIND_REACH = 25  # characters of ' are sheriff's offices'
_APPLIED = 14  # characters of 'applied with ' before the number
_APPLIED_WITH = frozenset({"", "with", "from", "by", "are"})
_FRAGMENT = 5  # tokens of a line such as '1,140 agencies.'
_MODALS = frozenset({"can", "could", "may", "might"})
_ONES = frozenset({"one", "them", "it", "such"})
_PARTNERS = frozenset({"partners", "participants", "signatories"})
_TAKING_PART = frozenset({"join", "in_force", "program", "agreements", "trained", "duty"})
_PROMISES = words(
    """promise promises promised pledge vow vows vowed plan plans planned hope hopes hoped want wants wanted
    threatened offer offers offered chance invitation invited pressure pressured call calls called urged
    campaigned refusal unwilling"""
)
# 'Nine departments that applied have since thought better of it'
_CHANGED_COURSE = re.compile(r"\s+(?:that|which|who)\s+(?:had\s+)?(?:once\s+)?applied\s+(?:have|has)\s+since\b")
_ALL_TOLD = 8  # characters: 'All told, 1,184 departments ...' opens a sentence
_SPOKEN_TO = frozenset({"told", "warned", "reminded", "notified", "informed", "advised", "thanked"})
_WHO_LIVES_THERE = re.compile(
    r"\b(?:[Vv]oters|[Rr]esidents|[Pp]eople|[Pp]rotesters|[Aa]ctivists|[Ff]amilies|[Ll]awyers|[Cc]ritics)\s+(?:in|of|from|across)\s+(?:[\w-]+\s+){0,4}$"
)
_RELATIVE = frozenset({"who", "that", "which"})
_RELATIVE_REACH = 30  # characters behind the noun: 'that had joined the program'
# 'six counties have the program', 'agencies had more than one model'
_HOLDS = re.compile(
    r"^\s+(?:have|has|had|hold)\s+(?:the\s+program|(?:more\s+than\s+)?(?:one|two|several)\s+(?:\w+\s+)?models?)\b"
)


def weigh_bodies(what: Around) -> Weighed:
    """Agencies and counties that take part, or that have applied."""
    if what.head.word == "members" and what.article == "of":
        return NOTHING  # 'the town council of five members'
    if what.quantity.value > MAX_COUNTED or what.is_denominator() or not what.counts() or _are_others(what):
        return NOTHING
    first = what.predicate()
    waiting = first is not None and first.kind == "pending"
    if (
        waiting
        and first is not None
        and what.said_before("agreements", "join")
        and first.start > what.phrase.end + _APPLY
    ):
        waiting = False  # 'ICE has agreements with eight agencies and is considering two more'
    applied = any(
        what.marked.text[cue.end : what.quantity.start].strip() in _APPLIED_WITH
        for cue in what.marked.within(max(0, what.quantity.start - _APPLIED), what.quantity.start, "pending")
    )
    if what.article == "from" and what.near_before("applications"):
        return Metric.PENDING, [
            Reason("bodies that have sent applications", ENOUGH + 1)
        ]  # 'bids from 60 more agencies'
    asked = what.said_after("hold", reach=_APPLY) and what.said_after("applications", reach=_RELATIVE_REACH)
    if _CHANGED_COURSE.match(_tail(what)):
        return NOTHING
    if waiting and first is not None and what.marked.lows[max(0, first.first - 1)] in ("were", "was", "been"):
        waiting = first.word not in ("asked to join", "asked to sign", "asked for one")  # others asked them
    if what.described("pending") or waiting or applied or asked:
        return Metric.PENDING, [Reason(f"{what.head.word} that wait for approval", ENOUGH + 1), *_against(what)]
    metric = Metric.COUNTIES if what.head.kind == "counties" else Metric.AGENCIES
    own = [*_for(what), *_beside(what, metric)]
    if sum(reason.weight for reason in own) < _LEAST_OWN:
        return NOTHING  # a page about the program also counts sheriffs for other things
    return metric, [*own, *what.context(), *_against(what)]


def _are_others(what: Around) -> bool:
    """'a single office can hold three', 'two different sheriffs' but not '1,190 different agencies'"""
    supposed = what.behind() in _MODALS and what.behind(1) != "now"
    ratio = what.article == "every"  # 'of every five agencies, two ...'
    rate = what.behind() in ("a", "per", "each") and what.behind(1) in _PERIODS  # 'signed up 40 agencies a week'
    few = what.quantity.value <= NAMED_BEFORE and "different" in what.modifiers
    return rate or ratio or supposed or few or what.described("other_officers")


def _described(what: Around) -> bool:
    partner = what.head.word in _PARTNERS or "partner" in what.modifiers
    return partner or what.described("program", "join", "in_force")


def _for(what: Around) -> list[Reason]:
    """What the words around the noun say for taking part."""
    law, first = what.head.kind == "law_bodies", what.predicate()
    reasons = [Reason(f"'{what.head.word}' enforce the law", 1.0) if law else Reason("they do much else", -1.0)]
    if _described(what):
        reasons.append(Reason("the words before the noun say that they take part", 3.5))
    beside = first is not None and first.kind == "program"
    inside = beside and first is not None and what.marked.lows[max(0, first.first - 1)] in _INTO
    if first is not None and first.kind in _TAKING_PART and (inside or not beside):
        reasons.append(Reason(f"'{first.word}' is said of them", 4.0))
    elif what.said_after("hold") and (
        what.said_after("agreements", "program") or _hold_one(what) or _HOLDS.search(_tail(what))
    ):
        reasons.append(Reason("they are said to hold agreements", 3.5))
    elif what.does_so():
        reasons.append(Reason("they have done what was said before", 2.0))  # 'Fourteen other agencies have.'
    if what.said_before("agreements", "join"):
        reasons.append(Reason("agreements or joining stand before them in the clause", 2.5))
    if any(cue.word == "287(g)" for cue in what.marked.within(0, len(what.marked.text), "program")):
        reasons.append(Reason("the sentence names the program", 2.0))
    elif what.in_sentence("program", "agreements"):
        reasons.append(Reason("the sentence speaks of agreements or of ICE", 1.5))
    elif what.in_sentence("join"):
        reasons.append(Reason("the sentence tells of joining", 1.0))
    return reasons


def _beside(what: Around, metric: Metric) -> list[Reason]:
    """What the form of the count says for one of a series."""
    reasons = []
    placed = any(what.phrase.end < place.start <= what.phrase.end + 10 for place in what.marked.places)
    if what.phrase.partitive and what.phrase.of_set and placed:
        reasons.append(Reason("part of a set, told by its place", 1.0))
    kinds = what.marked.within(what.phrase.end, what.phrase.end + _KIND_REACH, "law_bodies", "civic_bodies")
    if what.behind() in ("are", "were") and (kind := next(kinds, None)) is not None and kind.word != "members":
        reasons.append(Reason("told as a kind of body", 1.5))  # 'some 20 of the agencies are constables'
    tokens = what.marked.tokens[what.marked.token_at(what.quantity.end) : what.head.first]
    if what.phrase.partitive and {"them", "which"} & {token.low for token in tokens}:
        reasons.append(Reason("named as a kind of them", 3.5))  # '1,100 partners, 40 of them jails'
    if what.article.startswith("includ") and what.said_before("law_bodies", "program", "agreements"):
        reasons.append(Reason("included in those that take part", 2.5))
    last = what.spot.page.last()
    subject = what.marked.lows[0]
    if what.article.startswith("includ") and subject == "they" and last is not None and last.metric is metric:
        reasons.append(Reason("included in those counted before", 2.5))  # 'They include 20 constables'
    if what.article in ("for", "from") and subject == "they" and last is not None and last.metric in PEOPLE:
        reasons.append(Reason("whose officers were counted before", 2.5))  # 'They work for 1,240 agencies.'
    if what.quantity.value >= _KNOWN_TOTAL and what.article == "the":
        reasons.append(Reason("a number taken as known", 1.0))
    if what.article in (":", "(") and any(0 <= what.quantity.start - place.end <= 2 for place in what.marked.places):
        reasons.append(Reason("an item of a list by place", 2.0))  # 'Kentucky: 31 agencies.'
    if what.article in OF_THE_NATION:
        reasons.append(Reason("called the program's own", 2.0))
    somewhere = placed and what.behind() in ("in", "across", "from")
    if what.head.word in _ENLISTED and (somewhere or what.said_after("nation", "home", reach=_KIND_REACH)):
        reasons.append(Reason("so many in a place, on a page of the program", 1.0))
    if what.head.kind == "law_bodies" and _is_listed(what):
        reasons.append(Reason("a list of the program shows so many", 2.5))
    if len(what.marked.tokens) <= _FRAGMENT:
        reasons.append(Reason("a line of its own", 1.0))
    if what.article in ("has", "have") and last is not None and what.head.kind == "law_bodies":
        reasons.append(Reason("how many a place has, after others", 1.0))
    if what.in_many_states():
        reasons.append(Reason("counted over so many states", 1.0))
    changing = what.article in ("from", "to") and "grow" in what.marked.kinds
    if changing or is_series(what.marked, what.quantity):
        reasons.append(Reason("told as a number that changes", 1.0))
    if what.article in ("to", "for") and any(each.measure is Measure.MONEY for each in what.marked.numbers):
        reasons.append(Reason("they are paid", 1.0))
    if what.article == "of" and what.marked.has(0, what.quantity.start, "join", "program", "agreements"):
        reasons.append(Reason("one of so many", 0.5))
    if any(each.metric is metric for each in what.spot.page.sentence_readings):
        reasons.append(Reason("counted beside others of them", 1.0))
    return reasons


def _is_listed(what: Around) -> bool:
    """'the list shows 58 sheriff's offices', 'It counts 1,600 agencies' of the program"""
    ahead = what.ahead()
    if ahead is None or ahead.low not in _LISTS:
        return False
    opening = [
        token.low for token in what.marked.tokens[what.marked.token_at(what.left) : what.marked.token_at(ahead.start)]
    ]
    program = opening[-1:] == ["it"] and what.quantity.value >= _KNOWN_TOTAL and what.spot.page.about
    return program or bool({"list", "roster", "website", "database", "spreadsheet"} & set(opening[-4:]))


def _against(what: Around) -> list[Reason]:
    first, described, reasons = what.predicate(), _described(what), []
    if what.head.kind != "law_bodies" and first is None and what.article in ("has", "have") and not described:
        reasons.append(Reason("all that a place has", -3))  # 'Texas has 254 counties'
    if first is not None and first.kind == "join" and what.denies(first):
        reasons.append(Reason(f"not '{first.word}'", -8))
    if first is not None and first.kind == "join" and _only_promised(what, first):
        reasons.append(Reason(f"only a promise to '{first.word}'", -8))
    if first is not None and first.kind in ("leave", "business", "wish", "outside"):
        reasons.append(Reason(f"'{first.word}': gone, or something else", -8))
    own = slice(what.marked.token_at(what.left), what.marked.token_at(what.quantity.start))
    before = set(what.marked.lows[own])
    if before & {"law", "bill", "measure", "act"} and before & {
        "make",
        "makes",
        "made",
        "making",
        "gives",
        "gave",
        "tells",
        "lets",
        "allows",
    }:
        reasons.append(Reason("what a law makes them do", -8))
    if what.behind() in _SPEAKING and (first is None or first.kind not in ("join", "in_force", "agreements")):
        reasons.append(Reason("only what they say or think is told", -6))
    if first is not None and first.kind == "agreements" and what.marked.lows[first.first - 1] == "no":
        reasons.append(Reason("without an agreement", -8))  # 'eighty counties still have no agreement'
    if not described and what.near_before("outside", "wish", "leave"):
        reasons.append(Reason("forbidden, wished or ended", -8))
    ahead = what.ahead()
    if ahead is not None and ahead.low in _SPOKEN_TO and ahead.start >= _ALL_TOLD:
        reasons.append(Reason("only spoken to", -8))  # 'told 14 cities that they cannot stop their police'
    if _WHO_LIVES_THERE.search(what.marked.text, 0, what.quantity.start):
        reasons.append(Reason("only whose voters or residents", -8))  # 'Voters in three counties ousted sheriffs'
    if what.phrase.partitive and _main_verb_is_other(what):
        reasons.append(Reason("those of them that something else befell", -8))
    if what.described("whole_ice", "outside", "private") or (_does_else(what) and not _that_joined(what)):
        reasons.append(Reason("other business", -8))
    return reasons


def _does_else(what: Around) -> bool:
    """Whether other business is told before the number: in its own 'that' clause, where there is one."""
    told = what.marked.text.rfind(" that ", what.left, what.quantity.start)
    return what.marked.has(max(what.left, told), what.quantity.start, "business")


def _that_joined(what: Around) -> bool:
    """'of the 52 agencies that had joined': their own clause says it, whatever the sentence says of a part of them"""
    return what.behind() in _RELATIVE and what.said_after("join", reach=_RELATIVE_REACH)


def _main_verb_is_other(what: Around) -> bool:
    """'41 of the sheriffs who signed have been sued', 'reviewed 19 of the 52 agencies that had joined'"""
    if what.near_before("business"):
        return True
    if what.behind() not in _RELATIVE:
        return False
    return what.said_after("business", "wish", "leave")


def _tail(what: Around) -> str:
    return what.marked.text[what.phrase.end : what.tail]


def _hold_one(what: Around) -> bool:
    """'Nine sheriffs have one.'"""
    tokens = what.marked.tokens
    held = what.marked.within(what.phrase.end, what.tail, "hold")
    return any(cue.last < len(tokens) and tokens[cue.last].low in _ONES for cue in held)


def _only_promised(what: Around, join: Cue) -> bool:
    """'ran for office on a promise to join', 'had vowed to sign', 'said they would join'"""
    if what.marked.has(join.end, what.right, "join"):
        return False  # 'sheriffs who had vowed to sign have joined'
    ahead = list(what.marked.words_ahead(join.first, 2))
    return ahead[-1:] == ["would"] or (ahead[-1:] == ["to"] and ahead[0] in _PROMISES)
