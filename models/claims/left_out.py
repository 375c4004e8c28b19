"""Numbers whose noun is left out: 'seven joined in July', 'from 135 to 958', 'Texas with 214', 'two are pending'.

Two things are weighed: how surely the words around the number say that something of the field is counted (the trigger),
and what there is to refer to (the antecedent).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from models.claims.counted import ENOUGH, SERIES, is_series
from models.claims.mentions import Cue, Marked, Token, marked
from models.claims.numbers import Measure, Quantity
from models.claims.phrases import (
    COUNTED,
    Behind,
    clause_around,
    cue_at,
    noun_behind,
    past_aside,
    tail_end,
    words_before,
)
from models.claims.places import Mention
from models.claims.readings import Antecedent, Reading, Reason, Spot
from models.claims.stated import Metric, Role
from models.claims.text import Sentence
from models.claims.training import stage

_MOST = 5_000  # the program had 1,400 agreements in early 2026; a larger bare number counts something else
_MOST_OFFICERS = 40_000
_METRICS = {
    "law_bodies": Metric.AGENCIES,
    "civic_bodies": Metric.AGENCIES,
    "agreements": Metric.AGREEMENTS,
    "counties": Metric.COUNTIES,
    "officers": Metric.OFFICERS_TRAINED,
    "arrests": Metric.ARRESTS,
    "applications": Metric.PENDING,
    "states": Metric.STATES,
}
_CHANGING = frozenset(
    "from to than against versus reached reach hit hits top tops topped topping exceeds exceeded numbered number numbers totaled totals stood stands at was were is are has had have lists listed counts counted with of makes brings became".split()
)
_BASELINE = frozenset({"from", "than", "against", "versus"})
_CLOSING = frozenset(
    """in on at by as when a now last this nationwide nationally statewide and to today since under so or across from
    before after during earlier later while it they with ago that which but through until among for just""".split()
)
_LINKS = frozenset(
    {
        "with",
        "has",
        "had",
        "have",
        "at",
        ":",
        ",",
        "—",
        "–",
        "-",
        "(",
        "is",
        "got",
        "counts",
        "'s",
        "|",
        "lists",
        "to",
        "for",
    }
)
_SIGNS = frozenset(".,;:)—–|!?-")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What the words around a number say: that it counts, and perhaps what, as which part and where."""

    why: str
    weight: float
    metric: Metric | None = None  # None: whatever it refers to
    role: Role | None = None
    place: Mention | None = None
    end: int = 0  # behind the words that belong to the claim; 0: behind the number


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without a noun, and what stands around it."""

    spot: Spot
    quantity: Quantity
    behind: Behind
    earlier: tuple[Reading, ...]

    @property
    def marked(self) -> Marked:
        return self.spot.marked

    @property
    def position(self) -> int:
        return self.marked.token_at(self.quantity.start)

    def ahead(self) -> Iterator[Token]:
        """The words before the number, the nearest first, without those that only weaken it."""
        return words_before(self.marked, self.quantity)

    def next(self, count: int = 0) -> str:
        """The word behind the number; '' at the end."""
        index = self.marked.token_at(self.quantity.end) + count
        return self.marked.tokens[index].low if index < len(self.marked.tokens) else ""

    @property
    def tail(self) -> int:
        end = self.quantity.end
        if self.next() == "of" and self.next(1)[:1].isdigit():  # '57 of 95, have agreements'
            end = self.marked.tokens[self.marked.token_at(end) + 1].end
        return tail_end(self.marked, self.quantity.start, end)

    @property
    def closed(self) -> bool:
        """Whether the number ends its phrase."""
        low = self.next()
        return not low or low in _SIGNS or low in _CLOSING or low in ("nationwide", "there") or self._dated()

    def _dated(self) -> bool:
        return any(0 <= date.start - self.quantity.end <= 1 for date in self.marked.dates)


def left_out_reading(spot: Spot, quantity: Quantity, behind: Behind, earlier: list[Reading]) -> Reading | None:
    """What a number without a noun counts; None where trigger and antecedent together are too weak."""
    if behind.foreign or quantity.value < 2 or quantity.in_words and quantity.value == 1:
        return None
    bare = Bare(spot, quantity, behind, tuple(earlier))
    left, _ = clause_around(spot.marked, quantity.start, quantity.end)
    if spot.marked.has(max(left, quantity.start - 60), quantity.start, "outside", "wish", "business"):
        return None
    if _is_denied(spot.marked, quantity):
        return None
    for find in _TRIGGERS:
        trigger = find(bare)
        if trigger is None:
            continue
        if trigger.weight <= 0:
            return None
        antecedent, reason = _antecedent(bare)
        if trigger.metric is None and reason is None:
            ahead = _noun_after(bare) if trigger.place is not None or _is_series(bare) else None
            if ahead is not None:
                antecedent, reason = _as_antecedent(bare, ahead), Reason("the noun stands at the end of the list", 1.5)
        if antecedent is not None and antecedent.metric is None and trigger.weight < 4:
            return None
        metric = trigger.metric or (antecedent.metric if antecedent else None)
        if metric is None or not _fits(metric, quantity.value):
            return None
        reasons = [Reason(trigger.why, trigger.weight), *([reason] if reason and not trigger.metric else [])]
        if trigger.metric and antecedent is not None and antecedent.metric is not None:
            reasons.append(Reason("the text has counted the program", 1.0))
        if sum(each.weight for each in reasons) < ENOUGH:
            return None
        return Reading(
            metric,
            quantity,
            trigger.end or quantity.end,
            tuple(reasons),
            role=trigger.role,
            place=trigger.place,
            bare=True,
            antecedent=antecedent,
        )
    return None


def _is_denied(marked: Marked, quantity: Quantity) -> bool:
    """'I will not make it 12'"""
    near = marked.tokens[max(0, marked.token_at(quantity.start) - 4) : marked.token_at(quantity.start)]
    return quantity.qualifier is None and any(
        token.low in ("not", "never") or token.low.endswith("n't") for token in near
    )


def _fits(metric: Metric, value: float) -> bool:
    if metric is Metric.STATES:
        return value <= 56
    return value <= (
        _MOST_OFFICERS if metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING, Metric.ARRESTS) else _MOST
    )


# ---- what a number may refer to --------------------------------------------------------------------


def _antecedent(bare: Bare) -> tuple[Antecedent | None, Reason | None]:
    """What was last counted or named: in the sentence, else in the text before."""
    marked = bare.marked
    refused = bare.spot.page.passed
    own = [reading for reading in bare.earlier if reading.metric is not Metric.STATES and reading.unit is None]
    foreign = _foreign_before(bare)
    cue = _noun_before(bare)
    sets = [metric for start, _, metric in refused if metric is not None and start < bare.quantity.start]
    opener = next(bare.ahead(), None)
    if (
        opener is not None
        and opener.low in _BASELINE
        and foreign is not None
        and not (own and own[-1].quantity.start > foreign)
    ):
        return Antecedent(
            None, "", bare.spot.index, marked.sentence.paragraph, True
        ), None  # 'nine states ban them, up from two'
    states = [reading for reading in bare.earlier if reading.metric is Metric.STATES]
    if states and not own and opener is not None and opener.low in (*_BASELINE, "with"):
        return _as_antecedent(bare, Metric.STATES), Reason("states were counted before", 2.0)
    if sets and not own:
        return _as_antecedent(bare, sets[-1]), Reason("part of a set named before", 2.5)
    if own and not (foreign is not None and foreign > own[-1].quantity.start):
        leading = _leading(marked, own)
        if (
            cue is None
            or cue.start <= leading.end
            or _METRICS[cue.kind] is leading.metric
            or not _is_topic(marked, cue)
        ):
            return _as_antecedent(bare, leading.metric), Reason("counted earlier in the sentence", 2.5)
    if foreign is not None and (cue is None or cue.start < foreign):
        return Antecedent(None, "", bare.spot.index, marked.sentence.paragraph, True), None
    if cue is not None:
        return _as_antecedent(bare, _METRICS[cue.kind]), Reason(f"'{cue.word}' stands before it", 2.0)
    if marked.has(0, bare.quantity.start, "officers"):
        return Antecedent(None, "", bare.spot.index, marked.sentence.paragraph, True), None
    lead = _lead_in_metric(bare.spot.lead_in) if bare.spot.lead_in else None
    if lead is not None:
        return _as_antecedent(bare, lead), Reason("the line above the list counts them", 2.0)
    ahead = _noun_of_next(bare)
    if ahead is not None:
        return _as_antecedent(bare, ahead), Reason("the noun stands behind the next number", 2.0)
    told = bare.spot.page.told
    if not told:
        return None, None
    last = told[-1]
    distance = marked.sentence.paragraph - last.paragraph
    if last.metric is None and distance == 0:
        return last, None
    counted = bare.spot.page.last() if last.metric is None or not last.counted and distance > 0 else last
    if counted is None:
        named = bare.spot.page.last(counted_only=False)
        return (named, Reason("the text is about them", 1.0)) if named else (None, None)
    distance = marked.sentence.paragraph - counted.paragraph
    return counted, Reason("the text counted it before", 1.5 if distance <= 1 else 0.75)


@lru_cache(maxsize=8)  # the items of a list ask in turn
def _lead_in_metric(lead_in: str) -> Metric | None:
    """'States with the most agreements:', 'How many agreements each state has, by the agency's list:'"""
    line = marked(Sentence(0, lead_in, 0, False, ""), None)
    nouns = [cue for cue in line.cues if cue.kind in _METRICS and cue.kind != "states" and not cue.singular]
    if not nouns:
        return None
    counted = [
        cue for cue in nouns if {token.low for token in line.tokens[max(0, cue.first - 3) : cue.first]} & _MOST_WORDS
    ]
    return _METRICS[(counted or nouns[-1:])[0].kind]


_MOST_WORDS = frozenset({"most", "many", "number", "highest", "more", "top"})


def _as_antecedent(bare: Bare, metric: Metric) -> Antecedent:
    return Antecedent(metric, "", bare.spot.index, bare.marked.sentence.paragraph, True)


_WITH = frozenset(
    {"with", "between", "among", "includes", "including", "by", "from", "for", "covering", "in", "across", "at"}
)


def _leading(marked: Marked, told: list[Reading]) -> Reading:
    """The last count of a sentence that what follows may refer to: not the bodies that it was counted with."""
    for index in range(len(told) - 1, 0, -1):
        reading = told[index]
        ahead = next(words_before(marked, reading.quantity), None)
        if reading.metric is told[index - 1].metric or ahead is None or ahead.low not in _WITH:
            return reading
    return told[0]


def _foreign_before(bare: Bare) -> int | None:
    """Where the last number before this one counts a noun outside the field, in the same sentence."""
    return next(
        (
            end
            for start, end, metric in reversed(bare.spot.page.passed)
            if metric is None and start < bare.quantity.start
        ),
        None,
    )


def _noun_before(bare: Bare) -> Cue | None:
    """The nearest noun of the field before the number in its sentence that is told as a kind: 'agreements'."""
    nouns = [
        cue
        for cue in bare.marked.within(0, bare.quantity.start, *_METRICS)
        if (not cue.singular or cue.word == "agreement")
        and cue.kind != "states"
        and (cue.word not in ("offices", "members", "forces", "divisions") or _is_topic(bare.marked, cue))
    ]
    counted = next(
        (
            cue
            for cue in bare.marked.within(0, bare.quantity.start, "states", "counties", "agreements")
            if cue.singular and _is_count(bare.marked, cue)
        ),
        None,
    )
    if counted is not None:
        return counted  # 'State count unchanged at 38'
    if len(nouns) > 1 and nouns[-1].kind == "agreements" != nouns[-2].kind and _hangs_on(bare.marked, nouns[-1]):
        nouns.pop()  # 'Agencies with 287(g) agreements numbered 13'
    officers = (
        nouns
        and nouns[-1].kind == "officers"
        and not ({"trained", "in_training"} & bare.marked.kinds or _names_program(bare.marked))
    )
    return None if not nouns or officers else nouns[-1]


def _hangs_on(marked: Marked, cue: Cue) -> bool:
    return bool(
        {"with", "holding", "under", "of", "signed"}
        & {token.low for token in marked.tokens[max(0, cue.first - 3) : cue.first]}
    )


def _is_count(marked: Marked, cue: Cue) -> bool:
    return cue.last < len(marked.tokens) and marked.tokens[cue.last].low in ("count", "total", "tally")


def _names_program(marked: Marked) -> bool:
    return any(
        cue.word not in ("ice", "immigration", "dhs", "homeland security")
        for cue in marked.cues
        if cue.kind == "program"
    )


def _is_topic(marked: Marked, cue: Cue) -> bool:
    """'the number of agencies rose to 12': the noun is what a later number counts."""
    ahead = [token.low for token in marked.tokens[max(0, cue.first - 5) : cue.first]]
    return "number" in ahead or "count" in ahead or "total" in ahead


def _noun_after(bare: Bare) -> Metric | None:
    """'Texas (287) and Florida (341) together account for nearly half of all agreements'."""
    nouns = [
        cue
        for cue in bare.marked.within(bare.quantity.end, len(bare.marked.text), *_METRICS)
        if not cue.singular and cue.kind != "states"
    ]
    return _METRICS[nouns[0].kind] if nouns else None


def _noun_of_next(bare: Bare) -> Metric | None:
    """'from 135 to 1,184 agreements', 'Ohio has seven, Indiana 12 and Kentucky 28 agreements'."""
    marked = bare.marked
    others = [other for other in marked.numbers if other.start > bare.quantity.start and other.measure is Measure.COUNT]
    end = bare.quantity.end
    for other in others:
        between = marked.tokens[marked.token_at(end) : marked.token_at(other.start)]
        if not all(token.low in _LINKS or token.text[0].isupper() or token.low in _FILLING for token in between):
            return None
        phrase = noun_behind(marked, other).phrase
        if phrase is not None:
            return _METRICS.get(phrase.head.kind) if phrase.head.kind != "states" else None
        end = other.end
    return None


_FILLING = frozenset(
    "and in on january of about more than nearly some roughly just over almost to the end last this year".split()
)


# ---- triggers, the most particular first -----------------------------------------------------------


def _cell(bare: Bare) -> Trigger | None:
    """A cell of a table: '| Florida | 301 | 347 |' under '| State | Agencies | Agreements |'."""
    columns = bare.spot.lead_in.split("|")
    row = bare.marked.text[: bare.quantity.start]
    column = row.count("|")
    if len(columns) < 2 or column >= len(columns):
        return None
    heads = [
        kind for kind in _METRICS if kind != "states" and any(word in columns[column].lower() for word in _HEADS[kind])
    ]
    place = next((place for place in bare.marked.places if place.end <= bare.quantity.start), None)
    if not heads or (place is None and "total" not in row.lower()):
        return None
    return Trigger("a cell of a table", 4, _METRICS[heads[0]], Role.COMPONENT, place)


_HEADS = {
    "law_bodies": ("agencies", "sheriff", "police"), "civic_bodies": ("jurisdiction",), "agreements": ("agreement", "contract"),
    "counties": ("counties",), "officers": ("officers", "deputies"), "arrests": ("arrests",), "applications": ("pending", "application"),
    "states": (),
}  # fmt: skip


def _list_item(bare: Bare) -> Trigger | None:
    """'Florida (342)', 'Texas with 214', 'Georgia 35', 'Ohio: 9', 'and Iowa three'."""
    place = _place_before(bare)
    if place is None or _ends_series(bare.marked, place):
        return None
    low = bare.next()
    if not (
        low in _SIGNS
        or not low
        or low in ("(", "and", "in", "as", "agreements", "total", "so", "while", "of")
        or low in ("belong", "are", "were")
    ):
        return None
    listed = bool(bare.spot.lead_in or bare.earlier or bare.marked.sentence.bullet) or _counts_beside(bare)
    own = next(bare.ahead(), None)
    appended = own is not None and own.low in ("(", ":", "—", "–", "|")
    weight = 2.5 if listed else 1.5
    return Trigger(
        f"an item of a list beside {bare.marked.text[place.start : place.end]}",
        weight + (0.5 if appended else 0),
        role=Role.COMPONENT,
        place=place,
    )


def _ends_series(marked: Marked, place: Mention) -> bool:
    """'together with Alabama and South Carolina, 70': of all of them."""
    ahead = marked.tokens[max(0, marked.token_at(place.start) - 1)]
    other = next((each for each in marked.places if each.end == ahead.start - 1), None)
    return (
        ahead.low == "and"
        and other is not None
        and not any(n.start > other.end and n.end <= place.start for n in marked.numbers)
    )


_BODY_WORDS = frozenset(
    "state patrol police highway department sheriff's office county parish the runner-up second which next of added follows follow came comes leads ranks trails adds alone".split()
)


def _place_before(bare: Bare) -> Mention | None:
    """The place that a number is set beside, over a link such as 'with' or a bracket."""
    steps = 0
    for token in bare.ahead():
        found = next(
            (
                place
                for place in bare.marked.places
                if place.start <= token.start < place.end or token.end - 2 <= place.end <= token.end + 1
            ),
            None,
        )
        if found is not None:
            return found
        steps += 1
        named = token.text[0].isupper() and token.start > 0  # 'the Oklahoma Bureau of Narcotics, with 20'
        if not (named or token.low in _LINKS or token.low in _BODY_WORDS) or steps > 7:
            return None
    return None


def _counts_beside(bare: Bare) -> bool:
    """Whether another number of the sentence stands beside a place as well."""
    others = [other for other in bare.marked.numbers if other is not bare.quantity and other.measure is Measure.COUNT]
    return any(0 <= other.start - place.end <= 8 for other in others for place in bare.marked.places)


def _label(bare: Bare) -> Trigger | None:
    """'Police departments: 22', 'Sheriffs with an agreement: 171', 'WSO 139'."""
    marked, tokens = bare.marked, bare.marked.tokens
    index = bare.position - 1
    low = bare.next()
    if index < 0 or not (low in _SIGNS or not low or low in ("of", "out", "(", "and")):
        return None
    if tokens[index].low != ":":
        model = cue_at(marked, index)
        if model is not None and model.word in ("tfm", "wso", "jem"):
            return Trigger("beside the letters of a model", 3, Metric.AGREEMENTS, Role.COMPONENT)
        return None
    opening = max((token.end for token in tokens[:index] if token.low in (".", ";", "|", "•")), default=0)
    label = [cue for cue in marked.cues if opening <= cue.start < tokens[index].start]
    if any(cue.kind == "pending" for cue in label):
        return Trigger("the label names what is pending", 4, Metric.PENDING)
    nouns = [cue for cue in label if cue.kind in _METRICS and cue.kind != "states"]
    if {"total", "overall", "combined", "nationwide"} & {
        token.low for token in tokens[marked.token_at(opening) : index]
    } and not nouns:
        return Trigger("the label says that it is the total", 2.5)
    if not nouns:
        states = [cue for cue in label if cue.kind == "states"]
        told = bool(states) and bool(bare.spot.page.told or bare.earlier)
        return Trigger("the label counts states", 2.5, Metric.STATES) if told else None
    metric = _METRICS[nouns[0].kind]
    if metric is Metric.OFFICERS_TRAINED and not any(
        cue.kind in ("trained", "program", "in_training") for cue in label
    ):
        return None
    if metric is Metric.OFFICERS_TRAINED and any(cue.kind == "in_training" for cue in label):
        metric = Metric.OFFICERS_IN_TRAINING
    told = bool(bare.spot.page.told) or any(cue.kind in ("join", "program", "agreements", "trained") for cue in label)
    return Trigger(f"the label says '{nouns[0].word}'", 3.5 if told else 2, metric, Role.COMPONENT)


_AUXILIARY = frozenset(
    """have has had are were is was be been being also already since now still currently just more others other of them
    those these which whom additional extra there will would are then to who that an a did do does not in all or so newly
    recently officers statewide nationally nationwide""".split()
)


def _predicate(bare: Bare) -> Trigger | None:
    """'seven joined', 'two more are pending', 'six are in training', 'nine are task force agreements'."""
    marked = bare.marked
    index = marked.token_at(bare.quantity.end)
    if bare.behind.points_back:
        index = bare.behind.resumes
    moved = bare.behind.points_back
    skipped: set[str] = set()
    first = index
    while first < len(marked.tokens) and marked.tokens[first].low in ("more", "others"):
        first += 1
    resumed = past_aside(marked, first)
    index = index if resumed == first else resumed
    while (
        index < len(marked.tokens) and marked.tokens[index].start < bare.tail and marked.tokens[index].low in _AUXILIARY
    ):
        cue = cue_at(marked, index)
        if (
            cue is not None
            and cue.kind in ("in_training", "in_force", "pending", "trained", "join")
            and cue.first == index
        ):
            break
        skipped.add(marked.tokens[index].low)
        moved = True
        index += 1
        if (
            marked.tokens[index - 1].low == "of"
            and index + 1 < len(marked.tokens)
            and marked.tokens[index].text[0].isdigit()
        ):
            index += 2 if marked.tokens[index + 1].low == "," else 1  # '57 of 95, have agreements'
    if index >= len(marked.tokens):
        return None
    tail = marked.text[bare.quantity.end : bare.tail]
    cue = cue_at(marked, index)
    court = marked.has(marked.tokens[index].start, bare.tail, "court")
    said = stage(tail) if moved or (cue is not None and cue.kind in ("trained", "in_training")) else None
    if said is not None and not (cue is not None and cue.kind == "pending"):
        course = any(
            word in tail.lower() for word in ("train", "class", "course", "academ", "school", "certif", "deputi")
        )
        return Trigger(
            "the words behind tell of training", (3.0 if course else 1.5) + (1.0 if _officers_told(bare) else 0), said
        )
    near = next(
        marked.within(
            marked.tokens[index].start,
            min(bare.tail, marked.tokens[index].start + 30),
            "pending",
            "join",
            "leave",
            "outside",
            "in_force",
            "trained",
            "in_training",
        ),
        None,
    )
    if cue is None and near is not None and moved and near.start - marked.tokens[index].start < 18:
        cue = near
    holds = (cue is not None and cue.kind == "hold") or bool(skipped & {"have", "has", "had"})
    if (
        holds
        and marked.has(
            marked.tokens[index].start, min(bare.tail, marked.tokens[index].start + 45), "agreements", "program"
        )
        and not (cue is not None and cue.kind in ("leave", "outside", "pending"))
    ):
        return Trigger("said to hold agreements", 2.5, _of_bodies(bare))
    if (
        bare.earlier
        and bare.earlier[-1].bare
        and bare.earlier[-1].role is Role.COMPONENT
        and (skipped & {"are", "were"} or bare.next() in ("cover", "use", "follow"))
    ):
        return Trigger("beside another kind of them", 2.0, bare.earlier[-1].metric, Role.COMPONENT)
    if "will" in skipped and bare.earlier and bare.earlier[-1].metric is Metric.OFFICERS_TRAINED:
        return Trigger("more of them will", 3.0, Metric.OFFICERS_IN_TRAINING)
    if (
        skipped & {"will", "more", "others"}
        and marked.tokens[index].low in ("start", "begin", "follow")
        and _officers_told(bare)
    ):
        return Trigger("they will start", 2.5, Metric.OFFICERS_IN_TRAINING)
    if cue is not None and cue.kind == "program" and skipped >= {"are", "in"} and cue.word in ("287(g)", "program"):
        return Trigger("said to be in the program", 4, _of_bodies(bare))
    if cue is not None and cue.kind == "program" and skipped & {"are", "were", "is"}:
        noun = next((each for each in marked.within(cue.start, bare.tail, "agreements", "law_bodies")), None)
        if noun is not None:
            return Trigger("named as a kind of them", 2.5, _METRICS[noun.kind], Role.COMPONENT)
    model = next(
        (
            each
            for each in marked.within(marked.tokens[index].start, bare.tail, "program")
            if each.word.split()[0] in _MODELS
        ),
        None,
    )
    if model is not None and (cue is None or cue is model) and _antecedent(bare)[1] is not None:
        return Trigger(f"those of the model '{model.word}'", 2.0, role=Role.COMPONENT)
    if (
        bare.next() in ("do", "did", "have")
        and marked.has(0, bare.quantity.start, "join", "agreements")
        and marked.has(0, bare.quantity.start, "law_bodies", "civic_bodies", "counties")
    ):
        return Trigger("they do what was said before", 3.0, _of_bodies(bare))
    if cue is None:
        return None
    if cue.kind == "pending" and skipped & {"will", "would"}:
        return Trigger("they have yet to apply", 0)
    if cue.kind == "pending" and court:
        return Trigger("pending in court", 0)
    if cue.kind == "pending":
        waiting = Metric.OFFICERS_IN_TRAINING if _officers_told(bare) else Metric.PENDING
        return Trigger("said to be pending", 3, waiting, end=cue.end)
    if cue.kind in ("leave", "outside", "business"):
        return Trigger("gone, or said no", 0)
    if cue.kind == "join":
        passive = cue.word in ("signed", "inked") and skipped & {"were", "was", "been"}
        return Trigger(
            f"'{cue.word}' is said of them",
            2.5,
            Metric.AGREEMENTS if passive else _of_bodies(bare),
            Role.COMPONENT if _dated_behind(bare) else None,
        )
    if cue.kind == "in_force":
        return Trigger("said to be in force", 3, None if _counted_bodies(bare) else Metric.AGREEMENTS)
    if cue.kind in ("agreements", "law_bodies", "civic_bodies", "program") and skipped & {"are", "were", "is", "cover"}:
        noun = next(
            (each for each in marked.within(cue.start, bare.tail, "agreements", "law_bodies", "civic_bodies")), None
        )
        metric = _METRICS[noun.kind] if noun else None
        return Trigger("named as a kind of them", 2, metric, Role.COMPONENT)
    if cue.kind == "hold" and cue.last < len(marked.tokens) and marked.tokens[cue.last].low in ("one", "them", "it"):
        return Trigger("said to hold one", 2.5, _of_bodies(bare))
    return None


_MODELS = frozenset({"task", "warrant", "jail", "tfm", "wso", "jem"})


def _officers_told(bare: Bare) -> bool:
    nouns = [cue for cue in bare.marked.within(0, bare.quantity.start, *COUNTED)]
    if nouns:
        return nouns[-1].kind in ("officers", "people")
    before = bare.spot.page.before
    last = bare.spot.page.last()
    return bool(before and "officers" in before.kinds) or bool(
        last and last.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING)
    )


def _counted_bodies(bare: Bare) -> bool:
    antecedent, _ = _antecedent(bare)
    return antecedent is not None and antecedent.metric in (Metric.AGENCIES, Metric.COUNTIES)


def _of_bodies(bare: Bare) -> Metric:
    """Who joins is a body: the counties counted before, or agencies."""
    antecedent, _ = _antecedent(bare)
    return Metric.COUNTIES if antecedent and antecedent.metric is Metric.COUNTIES else Metric.AGENCIES


def _dated_behind(bare: Bare) -> bool:
    return any(bare.quantity.end <= date.start < bare.tail for date in bare.marked.dates)


def _change(bare: Bare) -> Trigger | None:
    """'from 135', 'to 958', 'the figure reached 13', 'There are now 1,004', 'up from nine'."""
    if bare.closed and any(reading.metric is Metric.STATES for reading in bare.earlier) and _in_after_number(bare):
        return Trigger("in so many states as well", 3.0, Metric.STATES)
    if not (bare.closed or bare.next() in ("more", "others", "of")):
        return None
    ahead = next(bare.ahead(), None)
    if ahead is None:
        return None
    low = ahead.low
    if not bare.closed and low != "train":
        return None
    if bare.marked.tokens[bare.position - 1].low in ("now", "today") and (bare.earlier or _noun_before(bare)):
        return Trigger("what it is now", 1.75)
    grows = bare.marked.has(0, len(bare.marked.text), "grow") or any(
        each.measure in (Measure.PERCENT, Measure.MULTIPLE) for each in bare.marked.numbers
    )
    if low in _BASELINE or (low in ("with", "to") and _word_before(bare, ahead) in ("compared", "compares")):
        if not (bare.earlier or grows or _is_series(bare) or _subject(bare) or _noun_before(bare)):
            return None
        return Trigger(
            f"'{low}' opens what a change starts from", 2.0 if grows or bare.earlier else 1.5, role=Role.BASELINE
        )
    if low in (
        "to",
        "at",
        "reached",
        "hit",
        "topped",
        "tops",
        "exceeds",
        "exceeded",
        "numbered",
        "numbers",
        "number",
        "surpassed",
        "passed",
        "past",
    ):
        series = (
            bool(bare.earlier)
            or _is_series(bare)
            or bool(_noun_before(bare))
            or ((grows or bare.marked.has(0, bare.quantity.start, "shrink")) and bool(_subject(bare)))
        )
        return Trigger(f"'{low}' opens what a change leads to", 2.0) if series else None
    if low == "train" and bare.next() in ("more", "others", "of", "additional", "by", "in"):
        return Trigger("officers to be trained", 3.5, Metric.OFFICERS_IN_TRAINING, Role.PROJECTION)
    if (
        low == "of"
        and _word_before(bare, ahead) in ("class", "group", "team")
        and {"program", "in_training", "trained"} & bare.marked.kinds
    ):
        done = any(word in bare.marked.text.lower() for word in ("graduat", "complet", "finish"))
        return Trigger("a class of so many", 3.0, Metric.OFFICERS_TRAINED if done else Metric.OFFICERS_IN_TRAINING)
    if low == "of" and _word_before(bare, ahead) in ("total", "number", "count", "tally"):
        return Trigger("a total", 2.0)
    if low in ("lists", "counts", "counted", "listed"):
        return Trigger(f"what a list {low}", 1.75)
    if low in ("was", "were", "are", "is", "has", "had", "have", "lists", "counts", "counted", "'s", "it", "there's"):
        subject = _subject(bare) or (
            "the same" if bare.earlier and low in ("has", "have", "had", "lists", "counts") else ""
        )
        if subject:
            return Trigger(f"'{subject} {low}' tells the count", 1.75)
    if low in ("says", "say", "shows", "show", "put", "puts") and _is_series(bare):
        return Trigger("what a list says", 1.75)
    if low in ("double", "triple", "quadruple", "twice", "times") and (bare.earlier or _noun_before(bare)):
        return Trigger("what has multiplied", 2.0, role=Role.BASELINE)
    if low == "up" and bare.earlier:
        return Trigger("'up' tells what was added", 1.0, role=Role.COMPONENT)
    if low in ("total", "brings", "makes", "equals", "or", "get", "be", "comes", "account", "accounts", "for", "than"):
        return Trigger("a total", 1.5) if low not in ("or", "be", "for", "than") or _is_series(bare) else None
    return None


def _in_after_number(bare: Bare) -> bool:
    """'135 agreements in 20 states; now 1,200 in 40'"""
    index = bare.position - 1
    return index > 0 and bare.marked.tokens[index].low == "in" and bare.marked.tokens[index - 1].text[0].isdigit()


def _word_before(bare: Bare, token: Token) -> str:
    index = bare.marked.token_at(token.start) - 1
    return bare.marked.tokens[index].low if index >= 0 else ""


_SUBJECTS = SERIES | frozenset({"program", "it", "there", "that", "this", "they", "ice", "agency", "today", "state"})


def _is_series(bare: Bare) -> bool:
    return is_series(bare.marked, bare.quantity)


def _subject(bare: Bare) -> str:
    """The subject of 'it was 135', 'there are 1,004', 'ICE lists 900'."""
    near = [token.low for token in bare.marked.tokens[max(0, bare.position - 7) : bare.position]]
    return next((low for low in reversed(near) if low in _SUBJECTS), "")


def _part(bare: Bare) -> Trigger | None:
    """'326 of them in Florida', '45 of those', '70 in blue states', 'half of them, 512'."""
    ahead = next(bare.ahead(), None)
    if bare.behind.points_back:
        if ahead is not None and ahead.low in ("in", "of", "from", "at"):
            return None  # 'Commissioners in two of them'
        return Trigger("part of what was counted", 2.0, role=Role.COMPONENT)
    low = bare.next()
    if (
        low in ("others", "more")
        and bare.marked.has(0, bare.quantity.start, "join")
        and bare.marked.has(0, bare.quantity.start, "law_bodies", "civic_bodies")
    ):
        return Trigger("others that joined as well", 3.0, _of_bodies(bare))
    if (low == "in" and bare.next(1) in ("all", "total")) or low in ("altogether", "combined"):
        return Trigger("the sum of them", 1.5)
    if low == "at" and bare.next(2) == "count":
        return Trigger("told by a count", 2.0)
    if _fraction_before(bare):
        return Trigger("a share told as a number", 2.0, role=Role.COMPONENT)
    if ahead is not None and ahead.low == "of" and low in ("nationwide", "nationally") and bare.earlier:
        return Trigger("the whole that a part is of", 1.75)
    more = low in ("more", "others", "alone", "elsewhere")
    placed = any(0 < place.start - bare.quantity.end <= 14 for place in bare.marked.places) and (
        bare.next(1 if more else 0) in ("in", "from", "across")
    )
    regional = low in ("in", "from") and any(
        cue.start - bare.quantity.end <= 10
        for cue in bare.marked.within(bare.quantity.end, bare.tail, "region", "nation", "home")
    )
    if low in ("are", "were", "is", "come", "came") and any(
        0 <= place.start - bare.quantity.end <= 12 for place in bare.marked.places
    ):
        placed = placed or bare.next(1) in ("in", "from", "across")
    if (placed or regional) and (bare.earlier or bare.spot.page.told or bare.spot.page.passed):
        return Trigger("a part told by its place", 1.75, role=Role.COMPONENT)
    series = ahead is not None and ahead.low in (",", "and", ";", "then", "—")
    if bare.closed and bare.earlier and ((series and _date_beside(bare)) or _date_ends_before(bare)):
        return Trigger("an item of a series by date", 1.5)
    if (
        bare.closed
        and ahead is not None
        and ahead.low in (",", "—", "–", "(")
        and bare.earlier
        and bare.quantity.value >= 10
    ):
        return Trigger("set beside a count", 0.75, role=Role.COMPONENT)
    if low in ("more", "others") and bare.earlier:
        return Trigger("more of the same", 1.0)
    return None


_SHARES = frozenset("half third quarter fifth tenth majority most thirds quarters rest".split())


def _fraction_before(bare: Bare) -> bool:
    """'Nearly a third of the agreements — 341 — are in Florida', 'about half of them, 76, patrol streets'."""
    sign = next(bare.ahead(), None)
    if sign is None or sign.low not in (",", "—", "–", "("):
        return False
    index = bare.marked.token_at(sign.start)
    return bool(_SHARES & {token.low for token in bare.marked.tokens[max(0, index - 7) : index]})


def _date_beside(bare: Bare) -> bool:
    """'71 in March', '36 in 2015'."""
    return any(0 <= date.start - bare.quantity.end <= 12 for date in bare.marked.dates)


def _date_ends_before(bare: Bare) -> bool:
    """'in April 142'."""
    return any(0 <= bare.quantity.start - date.end <= 2 for date in bare.marked.dates)


def _model_item(bare: Bare) -> Trigger | None:
    """'the Task Force Model accounts for 757 agreements, the Warrant Service Officer program for 472'"""
    if not bare.earlier or bare.earlier[-1].metric is not Metric.AGREEMENTS:
        return None
    for token in islice(bare.ahead(), 4):
        cue = cue_at(bare.marked, bare.marked.token_at(token.start))
        if cue is not None and cue.word.split()[0] in _MODELS:
            return Trigger(f"those of the model '{cue.word}'", 2.0, role=Role.COMPONENT)
        if token.low not in _LINKS and token.low not in ("model", "program", "officer", "accounts"):
            return None
    return None


def _bracket(bare: Bare) -> Trigger | None:
    """'police departments (430) and constables (60)'"""
    tokens, index = bare.marked.tokens, bare.position - 1
    if index < 1 or tokens[index].low != "(" or bare.next() != ")":
        return None
    cue = cue_at(bare.marked, index - 1)
    if cue is None or cue.kind not in ("law_bodies", "civic_bodies", "agreements") or cue.singular:
        return None
    return Trigger(f"in brackets behind '{cue.word}'", 3.0, _METRICS[cue.kind], Role.COMPONENT)


_TRIGGERS: tuple[Callable[[Bare], Trigger | None], ...] = (
    _cell,
    _bracket,
    _label,
    _model_item,
    _list_item,
    _predicate,
    _change,
    _part,
)
