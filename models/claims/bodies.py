"""What speaks for bodies - agencies, counties, states - that take part, and what against."""

import re
from collections.abc import Iterator

from models.claims.around import MAX_COUNTED, NAMED_BEFORE, NOTHING, OF_THE_NATION, Around, Weighed
from models.claims.bare import ONES
from models.claims.clauses import is_series
from models.claims.mentions import NO_CUE, Cue
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
_PARTNERS = frozenset({"partners", "participants", "signatories"})
_TAKING_PART = frozenset({"join", "in_force", "program", "agreements", "trained", "duty"})
_ASKED = frozenset({"asked to join", "asked to sign", "asked for one"})
_LAW = words("law bill measure act")
_MAKES = words("make makes made making gives gave tells lets allows")
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
    if what.article == "from" and what.near_before("applications"):  # 'bids from 60 more agencies'
        return Metric.PENDING, [Reason("bodies that have sent applications", ENOUGH + 1)]
    if _CHANGED_COURSE.match(what.rest):
        return NOTHING
    if _wait(what):
        return Metric.PENDING, [Reason(f"{what.head.word} that wait for approval", ENOUGH + 1), *_against(what)]
    metric = Metric.COUNTIES if what.head.kind == "counties" else Metric.AGENCIES
    own = [*_for(what), *_among(what, metric), *_beside(what, metric)]
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


def _wait(what: Around) -> bool:
    """'agencies have applied', 'applied with 12 agencies', 'agencies have filed applications'"""
    said, start, end = what.predicate, what.quantity.start, what.phrase.end
    # 'ICE has agreements with eight agencies and is considering two more'
    apart = said.start > end + _APPLY and what.said_before("agreements", "join")
    asked = said.word in _ASKED and what.marked.word_at(said.first - 1) in ("were", "was", "been")  # by others
    waiting = said.kind == "pending" and not apart and not asked
    before = what.marked.within(max(0, start - _APPLIED), start, "pending")
    applied = any(what.text[cue.end : start].strip() in _APPLIED_WITH for cue in before)
    filed = what.said_after("hold", reach=_APPLY) and what.said_after("applications", reach=_RELATIVE_REACH)
    return what.described("pending") or waiting or applied or filed


def _described(what: Around) -> bool:
    partner = what.head.word in _PARTNERS or "partner" in what.modifiers
    return partner or what.described("program", "join", "in_force")


def _for(what: Around) -> Iterator[Reason]:
    """What the words around the noun say for taking part."""
    law, said = what.head.kind == "law_bodies", what.predicate
    yield Reason(f"'{what.head.word}' enforce the law", 1.0) if law else Reason("they do much else", -1.0)
    if _described(what):
        yield Reason("the words before the noun say that they take part", 3.5)
    if said.kind in _TAKING_PART and (said.kind != "program" or what.marked.word_at(said.first - 1) in _INTO):
        yield Reason(f"'{said.word}' is said of them", 4.0)
    elif what.said_after("hold") and (
        what.said_after("agreements", "program") or _hold_one(what) or _HOLDS.search(what.rest)
    ):
        yield Reason("they are said to hold agreements", 3.5)
    elif what.does_so():
        yield Reason("they have done what was said before", 2.0)  # 'Fourteen other agencies have.'
    if what.said_before("agreements", "join"):
        yield Reason("agreements or joining stand before them in the clause", 2.5)
    if any(cue.word == "287(g)" for cue in what.marked.within(0, len(what.text), "program")):
        yield Reason("the sentence names the program", 2.0)
    elif what.in_sentence("program", "agreements"):
        yield Reason("the sentence speaks of agreements or of ICE", 1.5)
    elif what.in_sentence("join"):
        yield Reason("the sentence tells of joining", 1.0)


def _among(what: Around, metric: Metric) -> Iterator[Reason]:
    """What says that they are some of those who take part."""
    phrase, last, they = what.phrase, what.spot.last.metric, what.marked.lows[0] == "they"
    if phrase.partitive and phrase.of_set and _is_placed(what):
        yield Reason("part of a set, told by its place", 1.0)
    kinds = what.marked.within(phrase.end, phrase.end + _KIND_REACH, "law_bodies", "civic_bodies")
    if what.behind() in ("are", "were") and next(kinds, NO_CUE).word not in ("", "members"):
        yield Reason("told as a kind of body", 1.5)  # 'some 20 of the agencies are constables'
    if phrase.partitive and {"them", "which"} & set(what.modifiers):
        yield Reason("named as a kind of them", 3.5)  # '1,100 partners, 40 of them jails'
    including = what.article.startswith("includ")
    if including and what.said_before("law_bodies", "program", "agreements"):
        yield Reason("included in those that take part", 2.5)
    if including and they and last is metric:
        yield Reason("included in those counted before", 2.5)  # 'They include 20 constables'
    if what.article in ("for", "from") and they and last in PEOPLE:
        yield Reason("whose officers were counted before", 2.5)  # 'They work for 1,240 agencies.'


def _beside(what: Around, metric: Metric) -> Iterator[Reason]:
    """What the form of the count says for one of a series."""
    article, law = what.article, what.head.kind == "law_bodies"
    if what.quantity.value >= _KNOWN_TOTAL and article == "the":
        yield Reason("a number taken as known", 1.0)
    if article in (":", "(") and any(0 <= what.quantity.start - place.end <= 2 for place in what.marked.places):
        yield Reason("an item of a list by place", 2.0)  # 'Kentucky: 31 agencies.'
    if article in OF_THE_NATION:
        yield Reason("called the program's own", 2.0)
    somewhere = _is_placed(what) and what.behind() in ("in", "across", "from")
    if what.head.word in _ENLISTED and (somewhere or what.said_after("nation", "home", reach=_KIND_REACH)):
        yield Reason("so many in a place, on a page of the program", 1.0)
    if law and _is_listed(what):
        yield Reason("a list of the program shows so many", 2.5)
    if len(what.marked.tokens) <= _FRAGMENT:
        yield Reason("a line of its own", 1.0)
    if article in ("has", "have") and law and what.spot.last.metric:
        yield Reason("how many a place has, after others", 1.0)
    if what.in_many_states():
        yield Reason("counted over so many states", 1.0)
    changing = article in ("from", "to") and "grow" in what.marked.kinds
    if changing or is_series(what.marked, what.quantity):
        yield Reason("told as a number that changes", 1.0)
    if article in ("to", "for") and any(each.measure is Measure.MONEY for each in what.marked.numbers):
        yield Reason("they are paid", 1.0)
    if article == "of" and what.marked.has(0, what.quantity.start, "join", "program", "agreements"):
        yield Reason("one of so many", 0.5)
    if any(each.metric is metric for each in what.spot.page.sentence_readings):
        yield Reason("counted beside others of them", 1.0)


def _is_placed(what: Around) -> bool:
    return any(what.phrase.end < place.start <= what.phrase.end + 10 for place in what.marked.places)


def _is_listed(what: Around) -> bool:
    """'the list shows 58 sheriff's offices', 'It counts 1,600 agencies' of the program"""
    ahead = what.ahead()
    if ahead is None or ahead.low not in _LISTS:
        return False
    subject = what.marked.words_in(what.left, ahead.start)[-4:]
    program = subject[-1:] == ("it",) and what.quantity.value >= _KNOWN_TOTAL and what.spot.page.about
    return program or bool({"list", "roster", "website", "database", "spreadsheet"} & set(subject))


def _against(what: Around) -> Iterator[Reason]:
    said, ahead, described = what.predicate, what.ahead(), _described(what)
    said_of = what.marked.words_in(what.left, what.quantity.start)
    if what.head.kind != "law_bodies" and said is NO_CUE and what.article in ("has", "have") and not described:
        yield Reason("all that a place has", -3)  # 'Texas has 254 counties'
    if said.kind == "join" and what.denies(said):
        yield Reason(f"not '{said.word}'", -8)
    if said.kind == "join" and _only_promised(what, said):
        yield Reason(f"only a promise to '{said.word}'", -8)
    if said.kind in ("leave", "business", "wish", "outside"):
        yield Reason(f"'{said.word}': gone, or something else", -8)
    if not _LAW.isdisjoint(said_of) and not _MAKES.isdisjoint(said_of):
        yield Reason("what a law makes them do", -8)
    if what.behind() in _SPEAKING and said.kind not in ("join", "in_force", "agreements"):
        yield Reason("only what they say or think is told", -6)
    if said.kind == "agreements" and what.marked.lows[said.first - 1] == "no":
        yield Reason("without an agreement", -8)  # 'eighty counties still have no agreement'
    if not described and what.near_before("outside", "wish", "leave"):
        yield Reason("forbidden, wished or ended", -8)
    if ahead is not None and ahead.low in _SPOKEN_TO and ahead.start >= _ALL_TOLD:
        yield Reason("only spoken to", -8)  # 'told 14 cities that they cannot stop their police'
    if _WHO_LIVES_THERE.search(what.text, 0, what.quantity.start):
        yield Reason("only whose voters or residents", -8)  # 'Voters in three counties ousted sheriffs'
    if what.phrase.partitive and _main_verb_is_other(what):
        yield Reason("those of them that something else befell", -8)
    if what.described("whole_ice", "outside", "private") or (_does_else(what) and not _that_joined(what)):
        yield Reason("other business", -8)


def _does_else(what: Around) -> bool:
    """Whether other business is told before the number: in its own 'that' clause, where there is one."""
    told = what.text.rfind(" that ", what.left, what.quantity.start)
    return what.marked.has(max(what.left, told), what.quantity.start, "business")


def _that_joined(what: Around) -> bool:
    """'of the 52 agencies that had joined': their own clause says it, whatever the sentence says of a part of them"""
    return what.behind() in _RELATIVE and what.said_after("join", reach=_RELATIVE_REACH)


def _main_verb_is_other(what: Around) -> bool:
    """'41 of the sheriffs who signed have been sued', 'reviewed 19 of the 52 agencies that had joined'"""
    of_them = what.behind() in _RELATIVE and what.said_after("business", "wish", "leave")
    return of_them or what.near_before("business")


def _hold_one(what: Around) -> bool:
    """'Nine sheriffs have one.'"""
    held = what.marked.within(what.phrase.end, what.tail, "hold")
    return any(what.marked.word_at(cue.last) in ONES for cue in held)


def _only_promised(what: Around, join: Cue) -> bool:
    """'ran for office on a promise to join', 'had vowed to sign', 'said they would join'"""
    if what.marked.has(join.end, what.right, "join"):
        return False  # 'sheriffs who had vowed to sign have joined'
    promised, ahead = what.marked.words_ahead(join.first, 2)
    return ahead == "would" or (ahead == "to" and promised in _PROMISES)
