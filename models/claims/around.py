"""A number with its noun, and the stretches of its sentence that speak of it."""

import re
from dataclasses import dataclass
from itertools import islice

from models.claims.clauses import denied, past_aside, words_before
from models.claims.mentions import NO_CUE, Cue, Marked, Token
from models.claims.numbers import Quantity
from models.claims.phrases import Phrase, noun_behind
from models.claims.readings import Reason, Spot
from models.claims.stated import Metric
from models.claims.words import words

Weighed = tuple[Metric | None, list[Reason]]
NOTHING: Weighed = (None, [])
MAX_COUNTED = 5_000  # the program had 1,400 agreements in early 2026; the country has about 18,000 agencies
NAMED_BEFORE = 10  # 'the two agencies' were named before; 'the 300 agencies' are counted
_COMPLEMENT = frozenset({"from", "in", "across", "at", "from about", "in about", "in all"})
THE_FEW = frozenset({"the", "those", "these", "both", "all"})
# Owners of the whole program: 'about 40 of the program's 1,200 agencies' states both numbers.
OF_THE_NATION = frozenset({"program's", "ice's", "nation's", "country's", "agency's"})

_PREDICATES = (
    "duty", "join", "leave", "pending", "outside", "wish", "business", "in_force", "trained", "in_training", "program",
    "agreements",
)  # fmt: skip
_ONLY = frozenset({"only", "single", "just", "exactly", "lone", "sole"})
_BETWEEN = words(
    """about nearly almost roughly some over more than at least around approximately just only the its our their his her
    my state those"""
)
_FRACTIONS = words(
    """half third thirds quarter quarters fourth fourths fifth fifths tenth percent % majority most many none few share
    rest some all out"""
)
_ENROLLED = frozenset(
    {"agencies", "partners", "participants", "departments", "jurisdictions", "law enforcement agencies"}
)
_SIGNERS = frozenset({"signatories", "participants", "signers", "enrollees"})
_ALL_THERE_ARE = frozenset({"counties", "sheriffs", "parishes"})
_SIZED = frozenset({"largest", "biggest", "smallest", "busiest", "municipal", "elected"})
_BODIES = ("law_bodies", "civic_bodies", "counties")
_TERRITORIES = re.compile(r"\s+(?:U\.S\.\s+)?territor(?:y|ies)\b")
_RIGHT_BEHIND = 14
_NEAR = 70  # characters before a number in which 'ban' or 'require' applies to it


@dataclass(frozen=True, slots=True)
class Around:
    spot: Spot
    quantity: Quantity
    phrase: Phrase
    left: int  # of the clause
    right: int
    tail: int  # where its own statement ends
    predicate: Cue  # the first word of weight behind the noun: 'joined', 'withdrew', 'are pending'

    @property
    def marked(self) -> Marked:
        return self.spot.marked

    @property
    def text(self) -> str:
        return self.spot.marked.text

    @property
    def head(self) -> Cue:
        return self.phrase.head

    @property
    def rest(self) -> str:
        """What is said behind the noun."""
        return self.text[self.phrase.end : self.tail]

    @property
    def modifiers(self) -> tuple[str, ...]:
        """The words between the number and its noun."""
        return self.marked.words_in(self.quantity.end, self.head.start)

    @property
    def article(self) -> str:
        """The word right before the number; '' at the start."""
        return self.marked.word_at(self.marked.token_at(self.quantity.start) - 1)

    def behind(self, count: int = 0) -> str:
        """The word behind the noun; '' at the end."""
        return self.marked.word_at(self.head.last + count)

    def ahead(self) -> Token | None:
        """The word before the number, other than one that only weakens it."""
        return next(words_before(self.marked, self.quantity), None)

    @property
    def opener(self) -> str:
        """That word, '' at the start."""
        ahead = self.ahead()
        return ahead.low if ahead else ""

    def described(self, *kinds: str) -> bool:
        """Between the number and its noun: '12 participating agencies', '40 detention contracts'."""
        return self.marked.has(self.quantity.end, self.head.start, *kinds)

    def said_before(self, *kinds: str) -> bool:
        return self.marked.has(self.left, self.quantity.start, *kinds)

    def near_before(self, *kinds: str) -> bool:
        return self.marked.has(max(self.left, self.quantity.start - _NEAR), self.quantity.start, *kinds)

    def said_after(self, *kinds: str, reach: int = 1_000) -> bool:
        return self.marked.has(self.phrase.end, min(self.tail, self.phrase.end + reach), *kinds)

    def in_clause(self, *kinds: str) -> bool:
        return self.marked.has(self.left, self.right, *kinds)

    def in_sentence(self, *kinds: str) -> bool:
        """Anywhere in the sentence but in the noun itself."""
        end = len(self.marked.text)
        return self.marked.has(0, self.head.start, *kinds) or self.marked.has(self.phrase.end, end, *kinds)

    def does_so(self) -> bool:
        """'Fourteen other agencies have.', 'Now 1,200 agencies in 40 states do.'"""
        index = self.marked.token_at(_over_complement(self.marked, self.phrase.end))
        said = [low for low in self.marked.lows[index : index + 4] if low not in ("now", "all", "already")]
        if said[:2] == ["are", "in"]:  # 'All 99 sheriffs are in.', 'Thirty-four sheriffs are now in.'
            return said[2:3] in ([], ["."], [","], [";"])
        ahead = self.ahead()
        so = self.marked.word_at(self.marked.token_at(ahead.start) - 1) if ahead else ""
        if so in ("so", "as") and self.opener in ("are", "do", "did", "have", "has"):
            return True  # 'So are 120 of the police departments.'
        behind = self.marked.word_at(index + 1)
        return self.marked.word_at(index) in ("have", "do", "did") and behind in ("", ".", ",", ";")

    def in_many_states(self) -> bool:
        end = _over_complement(self.marked, self.phrase.end)
        return end > self.phrase.end and self.marked.has(self.phrase.end, end, "states")

    def denies(self, cue: Cue) -> bool:
        """'took an oath not to join', 'have never signed'"""
        return denied(self.marked.words_ahead(cue.first, 3))

    def counts(self) -> bool:
        """Whether a small number counts: not 'the two agencies', not 'one sheriff', but 'only one sheriff'."""
        if self.quantity.value == 1:
            start, end = self.marked.token_at(self.quantity.start), self.marked.token_at(self.quantity.end)
            return bool(_ONLY & set(self.marked.lows[max(0, start - 2) : end]))
        if self.quantity.value > NAMED_BEFORE or self.article not in THE_FEW:
            return True
        joined = self.article == "those" and self.said_after("join", "hold")
        return joined or self.described("join", "program", "in_force")

    def context(self) -> list[Reason]:
        """What the page and the sentences before lend to the reading."""
        page = self.spot.page
        reasons = [Reason("the page is about the program", 1.0)] if page.on_program else []
        if self.spot.sentence.paragraph - page.last().paragraph <= 1:
            reasons.append(Reason("the text has just counted the program", 1.0))
        if page.about:
            reasons.append(Reason("the sentence before speaks of the program", 1.0))
        return reasons

    def is_denominator(self) -> bool:
        """'Of South Carolina's 46 sheriffs, 21 ...', 'half of the 120 sheriffs', 'six out of 64 parishes'."""
        tokens = self.marked.tokens
        end = position = self.marked.token_at(self.quantity.start)
        while position and _belongs(tokens[position - 1]):
            position -= 1
        between = set(self.marked.lows[position:end])
        if position == 0 or tokens[position - 1].low != "of":
            return False
        if between & OF_THE_NATION:  # not 'a quarter of the nation's 3,100 counties'
            return self.head.word in _ALL_THERE_ARE and bool(between & {"nation's", "country's"})
        opener = tokens[position - 2].low if position > 1 else ""
        if opener and opener[0].isalpha() and opener not in (*_FRACTIONS, "one"):
            return False
        if opener in ("none", "few"):
            return True
        if self.head.word in _ENROLLED and self.said_after("program", "join", reach=_RIGHT_BEHIND):
            return False  # 'of 1,140 agencies in 287(g), 28 ...'
        if self.said_after("hold", reach=12) and self.said_after("agreements"):
            return False  # 'of the nine counties that had agreements, six ...'
        owner = any(low.endswith("'s") for low in between)
        if opener == "one":  # 'the only one of Oregon's 36 counties', but 'one of 39 states with agreements'
            return owner and self.head.kind != "law_bodies"
        owned = any(low.endswith(("'s", "s'")) or low in ("its", "our", "their") for low in between)
        if not self.described("join", "program", "in_force") and _SIZED & set(self.modifiers):
            return True  # 'of the 40 largest departments, two have joined'
        if self.head.word in _SIGNERS:
            return False  # 'a third of Florida's 342 signatories'
        of_program = "the" in between and not owned and self.head.word in _ENROLLED
        return not (of_program and not self.described("home"))  # 'of the 958 agencies, 320 ...' states both


def _belongs(token: Token) -> bool:
    if token.low in ("of", "out"):
        return False
    return token.low in _BETWEEN or token.low.endswith(("'s", "s'")) or token.text[0].isupper()


def around(spot: Spot, quantity: Quantity, phrase: Phrase) -> Around:
    left, right = spot.marked.clause_around(quantity.start, phrase.end)
    tail = spot.marked.tail_end(quantity.start, _over_complement(spot.marked, phrase.end))
    return Around(spot, quantity, phrase, left, right, tail, _predicate(spot.marked, phrase, tail))


def _predicate(marked: Marked, phrase: Phrase, tail: int) -> Cue:
    resumed = past_aside(marked, phrase.head.last)
    if resumed != phrase.head.last:
        start = marked.tokens[resumed].start
        if (found := _first(marked, start, marked.tail_end(start, start))) is not NO_CUE:
            return found
    return _first(marked, phrase.end, tail)


def _first(marked: Marked, start: int, end: int) -> Cue:
    """The first such word; of '287(g) paperwork' and '287(g) agreements' the noun, not what describes it."""
    found = list(islice(marked.within(start, end, *_PREDICATES), 2))
    if len(found) == 2 and found[0].kind == "program" and found[1].first == found[0].last:
        return found[1]
    return found[0] if found else NO_CUE


def _over_complement(marked: Marked, end: int) -> int:
    """'300 deputies from 40 counties took the course': what follows the counties is said of the deputies."""
    other = next((number for number in marked.numbers if number.start >= end), None)
    gap = marked.text[end : other.start].strip() if other is not None else ""
    if other is not None and gap in ("and", "plus") and (territories := _TERRITORIES.match(marked.text, other.end)):
        return territories.end()  # 'Thirty-nine states and two territories have at least one'
    owned = re.fullmatch(r"(?:in|from|across) (?:the state|[A-Z]\w+)'s", gap)  # 'Five sheriffs in Maine's 16 counties'
    if other is None or (gap not in _COMPLEMENT and gap != "and" and not owned):
        return end
    phrase = noun_behind(marked, other).phrase
    if phrase is None or (gap == "and" and phrase.head.kind not in _BODIES):
        return end  # 'Eleven sheriffs and two police departments have one'
    return phrase.end
