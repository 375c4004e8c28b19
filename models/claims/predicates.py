"""What is said of a number without a noun: 'seven joined', 'two more are pending', 'six are in training'."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from models.claims.antecedents import antecedent_of, bodies_meant, officers_meant
from models.claims.bare import BODIES, METRICS, MODELS, ONES, SIGNS, Bare, Trigger
from models.claims.clauses import past_aside
from models.claims.mentions import NO_CUE, Cue
from models.claims.readings import Reading
from models.claims.sizes import PEOPLE
from models.claims.stated import Metric, Role
from models.claims.training import stage
from models.claims.words import words

# What may stand between a number and its verb.
_AUXILIARY = words(
    """have has had are were is was be been being also already since now still currently just more others other of them
    those these which whom additional extra there will would are then to who that an a did do does not in all or so
    newly recently officers statewide nationally nationwide said say"""
)
_SO = words("so too across in there statewide nationwide now and as among already elsewhere a last when before by")
# 'Another 140 cover jails, and 270 let officers serve warrants'
_COVERS = words("cover use follow let allow permit authorize involve govern")
_OF_MODEL = re.compile(r"\b(?:jails?|warrants?|task\s+force|patrol|street|inmates)\b")
_TAKES = words("took completed finished passed attended graduated begin start")
_STARTS = words("start begin follow finish graduate complete")
_HOPES = words("expects expect hopes plans wants for")  # 'has certified a dozen and expects six more by fall'
_OF_PAPERS = frozenset({"in effect", "in force", "in place", "on the books", "on record"})
_VERBS = ("in_training", "in_force", "pending", "trained", "join")
_SAID = ("pending", "join", "leave", "outside", "in_force", "trained", "in_training")
_COURSE = ("train", "class", "course", "academ", "school", "certif", "deputi")
_HAVE_NONE = re.compile(r"\s+(?:still\s+)?(?:have|has|had|hold)\s+no\b")  # 'Eighty still have no agreement.'
_SOME_OF = re.compile(
    r"(?i)(?<![.,])\b(?:\d{1,3}|[a-z-]*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty))\s+of\s+(?:the|its|their|those|our)\s+$"
)  # '39 of the 100 have one': how many sheriffs there are
_ASKED_TO = re.compile(
    r"\s+(?:more\s+|others\s+)?have\s+(?:asked|applied)\s+to(?=\s*[.,;]|$)"
)  # 'three more have asked to'
_EXPECTED = re.compile(
    r"\s+(?:more\s+|others\s+)?(?:are|were)\s+(?:expected|due|set|scheduled|slated)\s+to\s+"
    r"(?:finish|start|begin|graduate|complete|follow)\b"
)
_NEAR, _FIRST, _HELD = 30, 18, 45  # characters behind the auxiliaries in which the verb, its start, its object stand


@dataclass(frozen=True, slots=True)
class _Said:
    """A number with the words behind it, its auxiliaries skipped."""

    bare: Bare
    index: int  # of the first token behind the auxiliaries
    skipped: frozenset[str]
    moved: bool  # something was skipped: the number stands for itself
    cue: Cue  # the word of weight there

    @property
    def start(self) -> int:
        return self.bare.marked.tokens[self.index].start

    @property
    def words(self) -> str:
        return self.bare.marked.text[self.bare.quantity.end : self.bare.tail]

    @property
    def verb(self) -> str:
        return self.bare.marked.lows[self.index]

    @property
    def last(self) -> Reading | None:
        """What the sentence counted before it."""
        return self.bare.earlier[-1] if self.bare.earlier else None

    def follows(self, *kinds: str, reach: int = 1_000) -> Cue:
        return next(self.bare.marked.within(self.start, min(self.bare.tail, self.start + reach), *kinds), NO_CUE)


def predicate(bare: Bare) -> Trigger | None:
    """What the words behind a number say that it counts."""
    said = _said_of(bare)
    if said is None or (bare.behind.points_back and bare.opener in ("from", "in", "at")):
        return None  # 'officers from 21 of them were trained'
    stock = said.cue.kind == "in_force" or said.skipped & {"that", "which", "who"}  # '334 of the 1,012 in effect'
    if not stock and _SOME_OF.search(bare.marked.text, 0, bare.quantity.start):
        return Trigger("the set of which some do", 0)
    return next((trigger for find in _FINDERS if (trigger := find(said)) is not None), None)


def _said_of(bare: Bare) -> _Said | None:
    told, points = bare.marked, bare.behind.points_back
    index = bare.behind.resumes if points else told.token_at(bare.quantity.end)
    aside = next(each for each in count(index) if told.word_at(each) not in ("more", "others"))
    if (resumed := past_aside(told, aside)) != aside:
        index = resumed  # 'Two more, both in the west of the state, have applied'
    first, skipped = index, []
    while index < len(told.tokens) and told.tokens[index].start < bare.tail and told.lows[index] in _AUXILIARY:
        cue = told.cue_at(index)
        if cue is not None and cue.kind in _VERBS and cue.first == index:
            break
        skipped.append(told.lows[index])
        index += 1
        if skipped[-1] == "of" and (whole := bare.whole) is not None:
            index = told.token_at(whole.end)
            index += told.word_at(index) == ","
    if index >= len(told.tokens):
        return None
    said = _Said(bare, index, frozenset(skipped), points or index > first, told.cue_at(index) or NO_CUE)
    near = said.follows(*_SAID, reach=_NEAR)
    if said.cue is NO_CUE and said.moved and near.start - said.start < _FIRST:
        return replace(said, cue=near)
    return said


def _training(said: _Said) -> Trigger | None:
    kind = said.cue.kind
    takes = said.bare.next() in _TAKES and officers_meant(said.bare)  # 'Another 1,900 took the course online'
    joined = said.last is not None and said.last.metric in PEOPLE and said.bare.opener in ("and", ",")
    told = stage(said.words) if said.moved or takes or joined or kind in ("trained", "in_training") else None
    if told is None or kind == "pending":
        return None
    course = any(word in said.words.lower() for word in _COURSE)
    weight = (3.0 if course else 1.5) + (1.0 if officers_meant(said.bare) else 0)
    return Trigger("the words behind tell of training", weight, told)


def _holding(said: _Said) -> Trigger | None:
    kind = said.cue.kind
    holds = kind == "hold" or bool(said.skipped & {"have", "has", "had"})
    helped = not kind and said.verb.endswith("ed")  # 'have asked to be taken off the task force'
    if not holds or kind in ("leave", "outside", "pending") or helped:
        return None
    if _HAVE_NONE.match(said.words) or officers_meant(said.bare):
        return None
    if said.follows("applications", reach=_HELD) is not NO_CUE:
        return Trigger("said to have applied", 3.5, Metric.PENDING)
    if said.follows("agreements", "program", reach=_HELD) is not NO_CUE:
        return Trigger("said to hold agreements", 2.5, bodies_meant(said.bare))
    one = said.bare.marked.word_at(said.cue.last if kind == "hold" else said.index) in ONES
    return Trigger("said to hold one", 3.0, bodies_meant(said.bare)) if one else None


def _beside_another(said: _Said) -> Trigger | None:
    """'Nine are task force agreements, four are warrant service and two cover jails'"""
    last = said.last
    if last is None or not last.bare or last.role is not Role.COMPONENT:
        return None
    another = said.skipped & {"are", "were"} or said.bare.next() in ("cover", "use", "follow")
    return Trigger("beside another kind of them", 2.0, last.metric, Role.COMPONENT) if another else None


def _starting(said: _Said) -> Trigger | None:
    last_trained = said.last is not None and said.last.metric is Metric.OFFICERS_TRAINED
    expected = "will" in said.skipped or _EXPECTED.match(said.bare.marked.text, said.bare.quantity.end)
    if last_trained and expected:
        return Trigger("more of them will", 3.0, Metric.OFFICERS_IN_TRAINING)
    if last_trained and said.bare.opener in _HOPES:
        return Trigger("more of them are hoped for", 3.0, Metric.OFFICERS_IN_TRAINING, Role.PROJECTION)
    if said.verb in _STARTS and said.skipped & {"will", "more", "others"} and officers_meant(said.bare):
        return Trigger("they will start", 2.5, Metric.OFFICERS_IN_TRAINING)
    return None


def _kind_of(said: _Said) -> Trigger | None:
    """'nine are task force agreements', 'Of those, 21 are sheriff's offices', '712 follow the task force model'"""
    cue = said.cue
    if cue.word in ("287(g)", "program") and said.skipped >= {"are", "in"}:
        return Trigger("said to be in the program", 4, bodies_meant(said.bare))
    are = cue.kind in ("program", "agreements", *BODIES) and said.skipped & {"are", "were", "is"}
    if are and (noun := METRICS.get(said.follows("agreements", "law_bodies", "civic_bodies").kind)):
        return Trigger("named as a kind of them", 2.5, noun, Role.COMPONENT)
    if said.bare.next() in _COVERS and _OF_MODEL.search(said.words) and _papers_told(said.bare):
        return Trigger("what they let officers do", 2.5, Metric.AGREEMENTS, Role.COMPONENT)
    models = said.bare.marked.within(said.start, said.bare.tail, "program")
    model = next((each for each in models if each.word.split()[0] in MODELS), None)
    if model is not None and cue in (NO_CUE, model) and antecedent_of(said.bare)[1] is not None:
        return Trigger(f"those of the model '{model.word}'", 2.0, role=Role.COMPONENT)
    return None


def _papers_told(bare: Bare) -> bool:
    return (bare.earlier or [bare.spot.last])[-1].metric is Metric.AGREEMENTS


def _made(said: _Said) -> Trigger | None:
    """'Of the 20,000 arrests, about 13,000 were made by troopers'"""
    antecedent = antecedent_of(said.bare)[0] if said.verb == "made" and said.skipped & {"were", "was"} else None
    of_arrests = antecedent is not None and antecedent.metric is Metric.ARRESTS
    return Trigger("said to be made", 2.0, role=Role.COMPONENT) if of_arrests else None


def _fresh(said: _Said) -> Trigger | None:
    """'1,040 agreements, of which 905 are new since January'"""
    new = said.cue.kind == "fresh" and said.skipped & {"are", "were"}
    return Trigger("said to be new", 2.0, role=Role.COMPONENT) if new else None


def _doing_so(said: _Said) -> Trigger | None:
    """'No department takes part in one county, but 55 do across the state'"""
    bare, before = said.bare, said.bare.spot.before
    at = 2 if bare.next() == "of" and bare.next(1)[:1].isdigit() else 0  # 'Today seven of 23 do'
    following = bare.next(at + 1)
    now = bare.next(at) == "are" and bare.marked.word_at(bare.position - 1) == "now"
    if not (now or bare.next(at) in ("do", "did", "have")) or not (following in ("", *SIGNS) or following in _SO):
        return None
    if {"join", "program", "agreements"} & before.kinds and set(BODIES) & before.kinds:
        return Trigger("they do what the sentence before said", 3.0, bodies_meant(bare))
    if bare.said_before("join", "agreements", "pending") and bare.said_before(*BODIES):
        return Trigger("they do what was said before", 3.0, bodies_meant(bare))
    return None


def _waiting(said: _Said) -> Trigger | None:
    if _ASKED_TO.match(said.bare.marked.text, said.bare.quantity.end) and not officers_meant(said.bare):
        return Trigger("said to have asked", 3, Metric.PENDING)
    if said.cue.kind != "pending":
        return None
    if said.skipped & {"will", "would"} or said.follows("court") is not NO_CUE:
        return Trigger("they have yet to apply, or wait for a court", 0)
    waiting = Metric.OFFICERS_IN_TRAINING if officers_meant(said.bare) else Metric.PENDING
    return Trigger("said to be pending", 3, waiting, end=said.cue.end)


def _leaving(said: _Said) -> Trigger | None:
    return Trigger("gone, or said no", 0) if said.cue.kind in ("leave", "outside", "business", "wish") else None


def _joining(said: _Said) -> Trigger | None:
    bare, cue = said.bare, said.cue
    if cue.kind != "join":
        return None
    if " would " in bare.marked.text[bare.quantity.end : cue.start]:
        return Trigger("they only would", 0)  # 'three said they would sign'
    passive = cue.word in ("signed", "inked") and said.skipped & {"were", "was", "been"}
    metric = Metric.AGREEMENTS if passive or cue.word in ("held by", "signed by") else bodies_meant(bare)
    dated = any(bare.quantity.end <= date.start < bare.tail for date in bare.marked.dates)
    return Trigger(f"'{cue.word}' is said of them", 2.5, metric, Role.COMPONENT if dated else None)


def _remaining(said: _Said) -> Trigger | None:
    """'Twelve agencies have left. About 1,390 remain.'"""
    if said.bare.next() not in ("remain", "stay") or said.bare.spot.before.kinds.isdisjoint(BODIES):
        return None
    return Trigger("said to remain", 4, bodies_meant(said.bare))


def _in_force(said: _Said) -> Trigger | None:
    if said.cue.kind != "in_force":
        return None
    if said.cue.word in _OF_PAPERS:
        return Trigger("said to be in force", 3, Metric.AGREEMENTS)
    antecedent, _ = antecedent_of(said.bare)
    counted = antecedent.metric if antecedent else None
    named = said.bare.said_before(*BODIES) or not said.bare.spot.before.kinds.isdisjoint(BODIES)
    applied = counted is Metric.PENDING and named  # 'on top of the 26 already approved'
    bodies = applied or counted in (Metric.AGENCIES, Metric.COUNTIES)
    return Trigger("said to be in force", 3, bodies_meant(said.bare) if bodies else Metric.AGREEMENTS)


_FINDERS: tuple[Callable[[_Said], Trigger | None], ...] = (
    _training, _holding, _beside_another, _starting, _kind_of, _fresh, _made, _doing_so, _waiting, _leaving, _joining,
    _remaining, _in_force,
)  # fmt: skip
