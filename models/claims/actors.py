"""Who did it: the body beside an act, all bodies of a list, or the one that a pronoun means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from models.claims.act_table import compiled
from models.claims.actor_names import is_local, named_actor
from models.claims.acts import Act
from models.claims.named_bodies import NamedBody
from models.claims.named_so_far import Actor, NamedSoFar
from models.claims.pronouns import meant, office_there
from models.claims.stated import EventKind

_LEAD = 250  # characters before an act in which its subject stands
_REACH = 150  # characters between a body and its act
_CLOSE = 12  # characters between a pronoun and the act that it is the subject of
_LIST_TO_ACT = 30  # characters between a list and the act that follows it
_LIST_REACH = 400  # characters of a list behind an act

# Auxiliaries and adverbs between a subject and its verb.
_AUXILIARIES = compiled(
    r"(?:[\s,—-]|\b(?:has|have|had|was|were|is|are|been|be|being|also|then|later|since|now|already|first|both|all|each|"
    r"instead|even|just|soon|who|which|that|again|never|not|still|once|did|will|would|[a-z]+ly)\b)*$"
)
_ON_A_DAY = compiled(r"(?:\s|\b(?:on|has|have|also|then|unanimously|\w+day|night|last|this|week|month)\b)*")
_ASIDE = compiled(r",\s(?!which|who)[^,;]{3,90},(?:\s|\b(?:has|have|had|also|then|now|\w+ly)\b)*$")
# 'nine universities', 'sheriffs in Ohio', 'those that': a count or a plural, and nobody by name.
_UNNAMED = compiled(
    r"\b(?P<subject>{counted}(?: (?:more|others?|of (?:them|those|these)))?|"
    r"{vague}(?: (?:of (?:them|those|these)|others))?|"
    r"(?:[\w'()-]+ ){0,5}{plural})(?: (?:in|across|of|from|around|with|on) (?:the )?"
    r"(?:(?!, (?:the|an?|[Ss]heriff|[Cc]hief) )[\w ,'-]){2,60}?)?"
    r"(?: (?:that|who|which|here|there|statewide|nationwide|so far|alone))?$"
)
_COUNT = compiled(r"\b{counted}\b")
_OF_THEM = compiled(r"\bof (?:them|those|these)\b")
_HAVE = compiled(r"\bha(?:ve|s|d)\b")
_AMONG = compiled(r",? (?:is|are|was|were) (?:also )?(?:one of|among)(?: the)?\W*$")  # 'X is among those that joined'
_INDEFINITE = compiled(
    r"\b(?P<body>(?:a|an|one|another) (?:[\w'-]+ ){0,3}?(?:department|sheriff|police chief|town|county|city|office|"
    r"agency|suburb|"
    r"village))(?: (?:that|which|who))?$"
)
# 'counties whose sheriff refuses', 'any county that signs': nobody by name.
_GENERIC = compiled(
    r"\b(?:{plural}|any \w+|every \w+|each \w+|a \w+),? (?:whose(?: \w+){1,2}|that|which|who)$|"
    r"\b(?:any|every|each|no) \w+$"
)
_CANDIDATE = compiled(r"\b(?:candidates?|challengers?|nominees?|contenders?|hopefuls?)\b")  # who only promise
# 'Federal officials said they would not renew it': they are no body of this place.
_OUTSIDERS_SAID = compiled(r"\b{outsider}\b[^.;]{0,20} (?:said|says|announced|told)\b[^.;]{0,30}$")
_OUTSIDER = compiled(r"\b{outsider}$")
_RANGE = re.compile(r",\sfrom\s(?:the\s)?[A-Z][^,;]{2,60}\sto\s(?:the\s)?$")
_RANGE_OPENS = re.compile(r",\sfrom\s(?:the\s)?$")
_ITS = re.compile(r"(?:its|their|his|her)\s", re.I)
_OPENING = 40  # characters in which a sentence goes on about whom the one before named
_IN_MINUTES = "motion carried, as minutes have it"
_PRONOUN = compiled(r"\b{pronoun}\b(?:'s (?:office|department|board|council))?")
_PASSIVE = compiled(r"(?:{bond}|{application}|that|it|this|the)\b")  # 'The agreement was signed in 2020.'
_ITS_BOND = compiled(r"^\W*(?:Its|Their|His|Her) (?:\w+ )?{bond}$")  # 'Its agreement was signed on July 21.'
_BESIDE = compiled(  # 'an agreement with the ...'
    r"(?:[^;:,]{0,30}?\b(?:with|by|of|between|for|from|in|at) (?:the |ICE and |former |then-)*|"
    r" (?:was|were) (?:the )?|\W*)$"
)
_LIST_OPENS = compiled(
    r":|\(|\b(?:including|includes?|among them|such as|namely|those of|like|they are|these are)\b|—|--| - "
)
_NAMES_THE_COUNTED = compiled(
    r"\W*(?:They|These|Those|The (?:{counted}|others?|new ones|newest|agencies|counties|sheriffs|departments|latest)|"
    r"Among them|The list|Its list|The signers|The partners|Participants)"
    r"(?: \w+){0,3}?(?: (?:are|were|include|is|was))? "
)
_LIST_GAP = re.compile(  # also over the state of the body before: 'Homerville, Georgia, and sheriffs in ...'
    r"(?:'s?)?(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?(?=[,;]))?[,;]?\s*(?:and\s+)?"
    r"(?:the\s+|those\s+of\s+|that\s+of\s+|sheriffs\s+(?:in|of)\s+)?"
)
_CHAIN_GAP = re.compile(r"(?:'s?)?,?\s*(?:and\s+)?(?:the\s+)?")
_IN_PLACE = re.compile(r"\b(?:in|across|of|from|around)\s+\S+(?:,? \S+){0,2}$")
_IN = re.compile(r"(?:^|\s)(?:[Ii]n|across|from|of)$")
_LAST_NAME = re.compile(
    r"(?:^|[\s\"(])(?P<who>[A-Z][\w-]+)(?:'s\s(?:office|department|agency|deputies|jail|administration))?$"
)
_OURS = re.compile(r"\b(?:[Oo]ur|[Mm]y)(?: \w+)?\s*$")
_GOVERNMENT = frozenset(
    {"governor", "gov.", "president", "lawmakers", "legislature", "house", "senate", "state senate", "general assembly"}
)


def actors_of(act: Act, text: str, bodies: tuple[NamedBody, ...], page: NamedSoFar) -> list[Actor]:
    """Whoever the sentence, or the page before it, names as having acted; none where nobody is named."""
    if act.names_follow:
        return _all(_run([body for body in bodies if body.start >= act.end and is_local(body)], text), page)
    inside = [body for body in bodies if act.start <= body.start and body.end <= act.end and is_local(body)]
    beside = any(is_local(body) and _ON_A_DAY.fullmatch(text, body.end, act.start) for body in bodies)
    if inside and not (beside and act.row == "authorized the sheriff"):
        return _all(_run(inside, text), page)
    cut = max(0, act.start - _LEAD)
    lead = _AUXILIARIES.sub("", _without_aside(text, cut, act.start, bodies))
    end = cut + len(lead)
    if (unnamed := _UNNAMED.search(lead[-110:])) and not _ends_in_name(lead, bodies, end):
        return _all(_of_unnamed(unnamed.group(), act, text, bodies, end), page)
    behind = [
        body
        for body in bodies
        if body.start >= act.end - 1 and _BESIDE.match(text[act.end : body.start]) and _may_act(body, act, text)
    ]
    if behind and is_local(behind[0]):  # 'with the sheriffs of Hartley, Oldham and Moore counties'
        behind = list(_run([body for body in bodies if body.start >= behind[0].start and is_local(body)], text))
    if _GENERIC.search(lead[-80:]) or _CANDIDATE.search(lead):
        return []
    if _OUTSIDER.search(lead[-60:]):
        local = behind if behind and is_local(behind[0]) else _listed(act, text, bodies)
        return _all(local, page)
    before = [body for body in bodies if body.end <= end + 2 and end - body.end < _REACH and _may_act(body, act, text)]
    if (
        act.kind is not EventKind.SIGNED
        and (indefinite := _INDEFINITE.search(lead))
        and not (before and end - before[-1].end <= 2)
    ):
        return _of_indefinite(indefinite["body"], bodies, page)
    if act.kind is EventKind.SIGNED and not before and _INDEFINITE.search(lead):
        return []  # 'a town department that entered an agreement'
    return _subject(act, text, lead, before, behind, page)


def _without_aside(text: str, cut: int, start: int, bodies: tuple[NamedBody, ...]) -> str:
    """The words before an act without an aside: 'Broome County, pressed by voters, ended'."""
    aside = _ASIDE.search(text, cut, start)
    lists = aside and any(
        body.start == aside.start() + 2 for body in bodies if is_local(body)
    )  # 'Harford, Cecil and ...'
    if aside and not lists and any(0 <= aside.start() - body.end <= 2 for body in bodies if is_local(body)):
        return text[cut : aside.start()]
    return text[cut:start]


def _subject(
    act: Act, text: str, lead: str, before: list[NamedBody], behind: list[NamedBody], page: NamedSoFar
) -> list[Actor]:
    """The body before the act, unless a pronoun is its subject; else the one behind; else whom the page has named."""
    cut = max(0, act.start - _LEAD)
    pronoun = next(iter(reversed(list(_PRONOUN.finditer(lead, max(0, len(lead) - _REACH))))), None)
    if before:
        own = pronoun and cut + pronoun.start() >= before[-1].end and len(lead) - pronoun.end() < _CLOSE
        if own and pronoun and (there := office_there(pronoun.group(), before[-1], text, page)):
            return [there]
        return _all([before[-1]] if own else _without_range(_chain(before, text), text), page)
    if behind and pronoun is None:
        return _all(behind, page)
    last = _LAST_NAME.search(lead)
    if last and (known := page.people.get(last["who"])) is not None:
        return [known]
    if pronoun and _OUTSIDERS_SAID.search(lead, 0, pronoun.start()):
        return []
    if pronoun and _ITS.match(pronoun.group()) and pronoun.start() > _OPENING:
        return []  # 'warned Fort Myers after its council rejected it': whose council only the sentence could say
    law_before = page.last_kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW)
    if pronoun and law_before and pronoun.group() == "It" and not lead[: pronoun.start()].strip():
        return []  # 'House Bill 182 bars them. It voids existing deals.'
    if pronoun:
        return meant(pronoun.group(), page)
    if act.row == _IN_MINUTES:
        if page.town:
            return [Actor(page.town, page.town_of("town"), "the body whose minutes these are")]
        return [replace(page.actor, why="the body of the minutes")] if page.actor else []
    if _OURS.search(lead) and ", " in page.here:
        return [Actor(page.home.county, page.here, "'our' on the page of the county")]
    if _ITS_BOND.search(lead) and page.actor is not None:
        return [replace(page.actor, why="the agreement is that of the body named before")]
    if _PASSIVE.match(text, act.start) and page.actor is not None:
        return [replace(page.actor, why="the agreement of the body named before")]
    return []


def _without_range(chain: list[NamedBody], text: str) -> list[NamedBody]:
    """Nobody of 'departments from Barrow County to Cape Coral', which are only examples."""
    first = chain[0]
    return [] if _RANGE.search(text, 0, chain[-1].start) or _RANGE_OPENS.search(text, 0, first.start) else chain


def counted_subject(act: Act, text: str) -> str:
    """'Eighteen Texas sheriffs' right before the act; '' where none stands there, or they 'have' done it by now."""
    before = text[max(0, act.start - 110) : act.start]
    subject = _UNNAMED.search(_AUXILIARIES.sub("", before))
    if subject is None or not _COUNT.match(subject["subject"]) or _HAVE.search(before[subject.end() :]):
        return ""
    return "" if _OF_THEM.search(subject.group()) else subject["subject"]


def named_after(text: str, bodies: tuple[NamedBody, ...], page: NamedSoFar) -> list[Actor]:
    """The bodies that a sentence names after one that only counted them: 'The two are Augusta County and ...'."""
    opened = _NAMES_THE_COUNTED.match(text)
    named = [body for body in bodies if is_local(body)]
    if opened is None or not named or named[0].start - opened.end() >= 30:
        return []
    return _all(_run(named, text), page)


def items_of(bodies: tuple[NamedBody, ...], page: NamedSoFar) -> list[Actor]:
    """The body that an item of a list opens with."""
    return _all([body for body in bodies[:1] if body.start < 15 and is_local(body)], page)


def _all(bodies: Sequence[NamedBody] | Iterator[NamedBody], page: NamedSoFar) -> list[Actor]:
    return [named_actor(body, page) for body in bodies]


def _of_unnamed(subject: str, act: Act, text: str, bodies: tuple[NamedBody, ...], end: int) -> list[NamedBody]:
    """The names of bodies that are told as many: listed, or there: 'Sheriffs in Ashford and Rock counties'."""
    if listed := _listed(act, text, bodies):
        return listed
    if among := _AMONG.search(text[: end - len(subject)]):
        named = [body for body in bodies if body.end <= among.start() + 1 and is_local(body)]
        return _chain(named, text) if named else []
    there = [body for body in bodies if body.start >= end - len(subject) and body.end <= end + 10 and is_local(body)]
    return _chain(there, text) if there and not _COUNT.search(subject) else []


def _of_indefinite(words: str, bodies: tuple[NamedBody, ...], page: NamedSoFar) -> list[Actor]:
    """'A department' whose state the sentence names."""
    states = [body.place.state for body in bodies if body.place and not body.place.local]
    state = states[0] if states else page.home.state
    return [Actor(words, state, "the sentence names only its state")] if state else []


def _ends_in_name(lead: str, bodies: tuple[NamedBody, ...], end: int) -> bool:
    return any(abs(end - body.end) <= 2 for body in bodies if is_local(body)) and not _IN_PLACE.search(lead)


def _may_act(body: NamedBody, act: Act, text: str) -> bool:
    """A state alone acts only right beside its verb: 'Oklahoma has struck a deal'; 'In Texas, ...' does not."""
    if body.noun in _GOVERNMENT:
        return act.row == "announced an agreement"
    if body.noun == "attorney general" and act.kind is not EventKind.SIGNED:
        return False
    if is_local(body):
        return True
    between = text[body.end : act.start] if body.end <= act.start else "far"
    return not _IN.search(text[: body.start].rstrip()) and len(between) < 40 and _AUXILIARIES.match(between) is not None


def _chain(before: list[NamedBody], text: str) -> list[NamedBody]:
    """The last body, with those that a list joins to it: 'Owyhee, Canyon and Kootenai counties'."""
    found = [before[-1]]
    for body in reversed(before[:-1]):
        if body.place is not None and body.place is found[0].place:
            break  # 'In Travis County, Sheriff Monica Teller signed'
        if not _CHAIN_GAP.fullmatch(text[body.end : found[0].start]):
            break
        found.insert(0, body)
    return found if all(is_local(body) for body in found) else [before[-1]]


def _listed(act: Act, text: str, bodies: tuple[NamedBody, ...]) -> list[NamedBody]:
    """The bodies that a sentence lists with a count: '... have signed: those of Polk County and Linn County'."""
    if opened := _LIST_OPENS.search(text, act.end, act.end + _LIST_REACH):
        named = [body for body in bodies if body.start >= opened.end() - 1 and is_local(body)]
        if named and named[0].start - opened.end() < 40:
            return list(_run(named, text))
    if opened := _LIST_OPENS.search(text, 0, act.start):
        named = [body for body in bodies if opened.end() <= body.start < act.start and is_local(body)]
        run = list(_run(named, text)) if named and named[0].start - opened.end() < 20 else []
        if run and act.start - run[-1].end < _LIST_TO_ACT:
            return run
    return []


def _run(named: list[NamedBody], text: str) -> Iterator[NamedBody]:
    yield from named[:1]
    for last, body in pairwise(named):
        if not _LIST_GAP.fullmatch(text[last.end : body.start]):
            return
        yield body
