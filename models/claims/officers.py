"""What speaks for officers of the program - trained, or in class - and for the arrests they made."""

import re
from collections.abc import Iterator
from itertools import islice

from models.claims.around import NOTHING, Around, Weighed
from models.claims.bare import BODIES
from models.claims.clauses import names_program, words_before
from models.claims.readings import Reason
from models.claims.stated import Metric
from models.claims.training import stage
from models.claims.words import words

_SUPPOSED_REACH = 14  # 'his 20 officers would have taken the course'
_PLAN_REACH = 25  # characters behind the noun in which 'will be trained' stands
_WISH_REACH = 35  # characters before the number in which 'require' or 'forbid' applies to it
_DUTY_REACH = 90  # characters behind the noun in which 'serve warrants' or 'under the program' stands
_IN_IT = 12  # '14 agents in 287(g)'
_PROGRAM_REACH = 30  # 'the 287(g) program let 29 troopers check ...'
_TOLD = 4.0  # the weight of words that tell of training itself
_FEW_OF = frozenset({"none", "few", "half", "most"})
# 'The first group, 31 troopers, finished in May'
_GROUP = re.compile(r"\b(?:first|second|third|latest|new|last)\s+(?:group|class|cohort|batch|round)\W+(?:of\s+)?$")
_FINISHED = re.compile(r"\W+(?:have\s+|has\s+)?(?:finished|graduated|completed)\b")
_SOURCES = frozenset({"familiar", "briefed", "close", "aware", "knowledgeable"})
_COVERING = frozenset({"covering", "covers", "covered", "names", "naming"})
# 'resulted in 412 arrests, 129 of them made by our partners': the whole is not theirs
_PARTLY = re.compile(
    r",\s+(?:(?:about|some|only|just|roughly)\s+)?[\d,]+\s+of\s+(?:them|those|which)\s+(?:were\s+)?made\b"
)
_NONE_OF_THEM = re.compile(r"[^.;]{0,40},\s+(?:almost\s+)?none\s+of\s+(?:them|those|which)\b")
# 'wanted to put two sergeants through the course'
_WANTED = re.compile(
    r"\b(?:wanted|had\s+hoped|had\s+planned|proposed|asked|offered)\s+to\s+(?:put|send|train|enroll|certify|have)\s+(?:\w+\s+)?$"
)
_FORCE_OF = re.compile(r"\b(?:force|department|staff)\s+of\s+(?:about\s+|some\s+)?$")
_EACH = frozenset({"a", "an", "any", "each", "every"})
_OF_SO_MANY = frozenset({"with", "of", "has", "over", "under", "than"})
_SPEAKS = words("says said data reports reported records credits credited figures officials statistics")


def weigh_officers(what: Around) -> Weighed:
    """Officers trained under the program, or in class for it."""
    of_force = what.is_denominator() and what.behind() not in ("trained", "certified", "credentialed", "deputized")
    if what.quantity.value == 1 or of_force:
        return NOTHING
    metric, reason = _stage(what)
    if metric is None or reason is None:
        return NOTHING
    trained, end = what.described("trained"), _told_at(what)
    joint = what.text.find(" and ", what.phrase.end, end)  # 'has certified 22 deputies and would like 30 more'
    planned = what.marked.has(what.left, end if joint < 0 else joint, "planned")
    if what.described("in_training") or (metric is Metric.OFFICERS_TRAINED and planned and not trained):
        metric = Metric.OFFICERS_IN_TRAINING
    told = trained or reason.weight >= _TOLD
    return metric, [reason, *what.context()[:1], *_against(what, told)]


def _told_at(what: Around) -> int:
    """Where the words begin that tell of training or the program: a plan told behind them is about something else."""
    told = next(what.marked.within(what.phrase.end, what.tail, "trained", "in_training", "program"), None)
    return told.start if told else min(what.tail, what.phrase.end + _PLAN_REACH)


def _stage(what: Around) -> tuple[Metric | None, Reason | None]:
    """How far they are with their training, by the nearest words that tell."""
    trained, training = Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING
    if what.described("trained"):
        return trained, Reason("called trained or certified", 4.0)
    if said := stage(what.rest):
        return said, Reason("the words behind tell of their training", 4.0)
    if "such" in what.modifiers and "trained" in what.spot.before.kinds:
        return trained, Reason("such as the sentence before calls trained", 4.0)
    if _goes_on(what) and (said := stage(what.text[what.phrase.end : what.right])):
        return said, Reason("the words behind tell of their training, over other numbers", 3.5)
    if _GROUP.search(what.text, 0, what.quantity.start) and _FINISHED.match(what.text, what.phrase.end):
        return trained, Reason("a class that has finished", 3.5)
    if what.near_before("trained", "in_training"):
        ahead = [token.low for token in islice(words_before(what.marked, what.quantity), 2)]
        done = what.near_before("trained") and ahead != ["train", "to"]  # '$1.2 million to train 90 troopers'
        return trained if done else training, Reason("training is said of them before", 3.5)
    opening = what.marked.within(max(0, what.quantity.start - 14), what.quantity.start, "join")
    if any(cue.word in ("signed up", "enrolled") for cue in opening):
        return training, Reason("signed up for it", 3.5)
    if what.described("program") and "ice" not in what.modifiers:
        return trained, Reason("called officers of the program", 4.0)
    if names_program(what.marked, what.phrase.end, min(what.tail, what.phrase.end + _IN_IT)):
        return trained, Reason("said to be in the program", 4.0)
    if _work_in_program(what) or _are_covered(what):
        return trained, Reason("they work in the program", 3.0)
    if names_program(what.marked, max(what.left, what.quantity.start - _PROGRAM_REACH), what.quantity.start):
        return trained, Reason("the program is said to use them", 3.0)
    if _trained_with_others(what) and names_program(what.marked):
        return trained, Reason("the sentence tells of training in the program", 3.0)
    if what.spot.last.metric is trained and what.spot.before.text:
        return trained, Reason("the sentences before count trained officers", 1.5)
    return None, None


def _trained_with_others(what: Around) -> bool:
    """'Four officers from Wilson and two from Nash County trained under 287(g)': said of both."""
    end = what.phrase.end
    said = (sorted((end, cue.start)) for cue in what.marked.within(0, len(what.text), "trained"))
    return any(";" not in what.text[slice(*between)] for between in said)


def _goes_on(what: Around) -> bool:
    """Whether the number that ends what is said opens no item of its own: 'four were selected from among eleven
    volunteers and will complete the course'"""
    ahead = what.marked.lows[max(0, what.marked.token_at(what.tail) - 1)]
    return ahead not in (",", "and", ";", "—") and not what.marked.has(what.tail, what.right, "officers", "people")


def _work_in_program(what: Around) -> bool:
    end = min(what.tail, what.phrase.end + _DUTY_REACH)
    return what.said_after("join", "duty", reach=_DUTY_REACH) or names_program(what.marked, what.phrase.end, end)


def _are_covered(what: Around) -> bool:
    """'a task force agreement that covers ten detectives'"""
    told = what.spot.page.about or what.marked.has(0, what.quantity.start, "agreements", "program")
    return told and what.opener in _COVERING


def _against(what: Around, told: bool) -> Iterator[Reason]:
    start = what.quantity.start
    if what.head.kind == "people" and not what.described("officers"):
        sources = what.behind() in _SOURCES  # 'three people familiar with the schedule said'
        yield Reason("'people' may be anyone", -8 if sources else -1.5)
    if _FORCE_OF.search(what.text, 0, start) and not what.described("trained"):
        yield Reason("the size of a force", -8)
    if _are_of_any_body(what):
        yield Reason("of any body that has so many", -8)
    if not told and not _FEW_OF.isdisjoint(what.marked.words_ahead(what.marked.token_at(start), 4)):
        yield Reason("none or few of a force", -8)
    if _WANTED.search(what.text, 0, start):
        yield Reason("only wanted", -8)
    wished = what.marked.has(max(what.left, start - _WISH_REACH), start, "wish", "outside")
    if wished or what.said_after("wish", reach=_SUPPOSED_REACH):
        yield Reason("only supposed, or denied", -8)
    of_ice = what.described("program") and "ice" in what.modifiers
    if of_ice or what.said_after("whole_ice") or what.described("other_officers", "whole_ice"):
        yield Reason("officers of another service", -8)
    if what.in_clause("other_training"):
        yield Reason("trained for something else", -8)
    if what.in_clause("staffing") and not told:
        yield Reason("told as a force, not as trained", -5)


def _are_of_any_body(what: Around) -> bool:
    """'A department with 30 trained officers', 'counties with more than 100,000 people': nobody's in particular."""
    ahead = what.ahead()
    if ahead is None or ahead.low not in _OF_SO_MANY:
        return False
    cue = what.marked.cue_at(what.marked.token_at(ahead.start) - 1)
    if cue is None or cue.kind not in BODIES:
        return False
    compared = what.quantity.qualifier not in (None, "some", "about", "only", "just")
    return (not cue.singular and compared) or what.marked.word_at(cue.first - 1) in _EACH


def weigh_arrests(what: Around) -> Weighed:
    """Arrests under the program: by local officers, not by ICE as a whole."""
    if what.quantity.value <= 1:
        return NOTHING
    if partly_theirs(what):
        ahead = what.said_before("officers", "law_bodies", "trained", "agreements")
        if not (ahead or names_program(what.marked, what.left, what.quantity.start)):
            return NOTHING
    return Metric.ARRESTS, list(_made(what))


def _made(what: Around) -> Iterator[Reason]:
    made = what.spot.page.about and what.opener == "made"
    program = what.in_clause("agreements") or names_program(what.marked, what.left, what.right)
    if program or what.in_clause("officers", "law_bodies", "trained"):
        yield Reason("local officers or the program made them", 3.5)
    elif what.in_sentence("officers", "trained") and "they" in _subject(what):
        yield Reason("'they' are the officers named before it", 3.0)
    elif {"officers", "trained"} & what.spot.before.kinds:
        yield Reason("the sentence before speaks of local officers", 3.0)
    elif made and any(each.local for each in what.marked.places):
        yield Reason("a place of those told of before made them", 3.0)
    if what.behind() == "to" and what.behind(1) in ("ice", "immigration", "federal"):
        yield Reason("handed to ICE", 3.5)
    if _NONE_OF_THEM.match(what.text, what.phrase.end):
        yield Reason("none of them under the program", -8)
    if what.described("crimes") or what.in_clause("whole_ice", "other_officers"):
        yield Reason("other arrests", -8)
    if _made_by_ice(what) or what.behind(1) == "day":
        yield Reason("ICE made them", -4)


def _subject(what: Around) -> tuple[str, ...]:
    """The first words of the clause: 'and they have made over 200 arrests'."""
    return what.marked.words_in(what.left, what.quantity.start)[:4]


def partly_theirs(what: Around) -> bool:
    """Whether the words behind say which part of the arrests the partners made."""
    return _PARTLY.match(what.text, what.phrase.end) is not None


def _made_by_ice(what: Around) -> bool:
    """'ICE itself made 220,000 arrests', not 'ICE says the partners made 9,600'."""
    if what.said_before("law_bodies", "officers"):
        return False
    first = what.marked.token_at(what.left)
    subject = [token.text for token in what.marked.tokens[first : first + 4]]
    verb = subject[subject.index("ICE") + 1 :] if "ICE" in subject[:3] else []
    return bool(verb) and verb[0] not in _SPEAKS
