"""Which noun a number counts: the noun phrase after it, and the clause that it stands in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from models.claims.lexicon import BREAKERS, INNER_PARTICIPLES, NOUN_METRICS, words
from models.claims.numbers import Quantity
from models.claims.readings import Spot
from models.claims.stated import Metric

_TOKEN = re.compile(r"287\s?-?\(?\s?g\b\)?|[^\W\d_]+(?:['.-][^\W\d_]+)*'?|\d[\d,.]*\d|\d|[^\w\s]", re.I)
# The longest noun phrases of the field have about ten words: '1,000 state, county, city and tribal law
# enforcement agencies'.
_MAX_TOKENS = 16
_MAX_CHARACTERS = 160
_BEFORE = 160

# Singular nouns before another noun only describe it: 'two state agencies', 'four police department contracts'.
_SINGULAR = words(
    """state county parish agency department sheriff partner participant municipality city town village borough
    township university college campus school jail locality community government entity office company
    organization institution district body prison authority jurisdiction officer deputy trooper agent employee
    cop police agreement contract pact moa mou memorandum partnership deal arrangement accord chief
    application request arrest"""
)
_PARTITIVE_OPENERS = words(
    "the its their his her our my your those these all them which whom us whose state's county's nation's country's"
)
_LABEL_MARK = re.compile(r"\s?[:—–]\s")
_WORD = re.compile(r"\w")
_BODY_OF = words("bureau department division office board")  # 'nine Bureau of Investigation agents'
_FURTHER = words("more other additional new different extra")
_JOINTS = frozenset({",", "and", "or", "&"})
_MARKS = frozenset({"'", "/", "-", '"'})
_MAX_STRANGERS = 4
_NUMBER_WORD = re.compile(
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|dozen|hundred|"
    r"thousand)$"
)
_CLAUSE_BREAK = re.compile(
    r";|\s[—–]\s?|—|(?<!287)(?<!287 )\(|(?<!\([gG])\)|,\s(?:and|but|while|although|though|whereas|up|"
    r"compared|with|who|which|where|so|yet|or)\b|:\s|\s(?:while|whereas|although)\s"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase that a number opens."""

    metric: Metric
    head: str  # the noun, folded to lower case
    end: int  # offset in the sentence
    words: tuple[str, ...]  # all words between the number and the noun
    partitive: bool  # 'of the 67 sheriffs', 'of those agreements'
    set_value: bool  # a second number stands in the phrase: '3 of the state's 10 sheriffs'


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its noun phrase and the words around them."""

    spot: Spot
    quantity: Quantity
    phrase: Phrase
    clause: str
    tail: str  # what follows the noun, up to the end of the clause or the next number

    @property
    def text(self) -> str:
        return self.spot.text

    @property
    def before(self) -> str:
        """What stands before the number, as far back as its own statement can reach."""
        return self.spot.text[max(0, self.quantity.start - _BEFORE) : self.quantity.start]

    @property
    def after(self) -> str:
        return self.spot.text[self.phrase.end :]

    @property
    def words(self) -> str:
        """The words between the number and its noun."""
        return " ".join(self.phrase.words)


def opens_label(sentence: str, quantity: Quantity) -> bool:
    """Whether a line names its number first: '61: agencies that take part'."""
    return _LABEL_MARK.match(sentence, quantity.end) is not None and _WORD.search(sentence, 0, quantity.start) is None


def noun_after(sentence: str, quantity: Quantity) -> Phrase | None:
    """The noun that a count counts, if it is one of the field's; None where another or no noun follows."""
    tokens = list(islice(_TOKEN.finditer(sentence, quantity.end, quantity.end + _MAX_CHARACTERS), _MAX_TOKENS))
    position, partitive, set_value = 0, False, False
    lows = [token.group().lower() for token in tokens]
    if opens_label(sentence, quantity):
        position = 1
    if lows[:2] == ["or", "so"]:
        position = 2  # '530 or so agencies'
    while position < len(lows) and lows[position] in _FURTHER:
        position += 1
    if position < len(lows) and lows[position] in ("of", "out"):
        partitive = True
        position += 2 if lows[position : position + 2] == ["out", "of"] else 1
        while position < len(lows) and (
            lows[position] in _PARTITIVE_OPENERS
            or lows[position].endswith("'s")
            or lows[position].endswith("s'")
            or lows[position] in ("more", "than", "about", "roughly", "nearly", "over", "approximately")
            or (tokens[position].group()[0].isupper() and position + 1 < len(lows))
        ):
            position += 1
        while position < len(lows) and (_NUMBER_WORD.match(lows[position]) or lows[position] == "some"):
            set_value = set_value or lows[position] != "some"
            position += 1
    return _head(tokens, lows, position, quantity.value, partitive, set_value)


def _head(
    tokens: list[re.Match[str]], lows: list[str], position: int, value: float, partitive: bool, set_value: bool
) -> Phrase | None:
    """The last noun of the field before the phrase breaks off."""
    found: tuple[Metric, str, int] | None = None
    many = value != 1 or partitive or set_value
    seen: list[str] = []
    strangers = 0  # words that are neither of the field nor names: 'eight small rural town departments'
    while position < len(lows):
        word, printed = lows[position], tokens[position].group()
        bare = word.rstrip("'").removesuffix("'s")
        if bare in NOUN_METRICS and not (many and bare in _SINGULAR) and not word.endswith("'s"):
            found = (NOUN_METRICS[bare], bare, tokens[position].end())
            if _ends_here(lows, position + 1, found[0]):
                break
        elif _breaks(lows, position, printed, found[0] if found else None):
            break
        elif found is None and bare not in _SINGULAR and printed[0].isalpha() and not printed[0].isupper():
            strangers += bare not in _JOINTS
            if strangers > _MAX_STRANGERS:
                break
        seen.append(bare)
        position += 1
    return Phrase(*found, tuple(seen), partitive, set_value) if found else None


def _ends_here(lows: list[str], position: int, metric: Metric) -> bool:
    """Whether a noun is the last of its phrase: no second noun follows, alone or joined by 'and'."""
    following = lows[position] if position < len(lows) else ""
    if following in _JOINTS:
        return not _same_metric_follows(lows, position + 1, metric)
    return following not in NOUN_METRICS and following != "'"


def _breaks(lows: list[str], position: int, printed: str, found: Metric | None) -> bool:
    """Whether a word that is no noun of the field ends the phrase."""
    word = lows[position]
    if word in _JOINTS:
        return found is None and not _continues(lows, position + 1)
    if word in _MARKS:
        return False
    if word == "of" and position and lows[position - 1] in _BODY_OF:
        return False
    if word in BREAKERS:
        inner = word in INNER_PARTICIPLES and found is None and _noun_near(lows, position + 1)
        return not inner
    if not printed[0].isalpha() and not word.startswith("287"):
        return True
    bare = word.rstrip("'").removesuffix("'s")
    return found is not None and bare not in _SINGULAR and not _same_metric_follows(lows, position, found)


def _noun_near(lows: list[str], position: int) -> bool:
    """Whether a noun of the field follows within four words without a break: 'signed 287(g) agreements'."""
    for word in lows[position : position + 4]:
        if word in NOUN_METRICS:
            return True
        if word in BREAKERS and word not in INNER_PARTICIPLES:
            return False
    return False


def _continues(lows: list[str], position: int) -> bool:
    """Whether a list of modifiers goes on: 'city, county and state agencies'."""
    for word in lows[position : position + 5]:
        if word in NOUN_METRICS and word not in _SINGULAR:
            return True
        if _NUMBER_WORD.match(word):
            return False
        if word not in _JOINTS and (word in BREAKERS or not word[0].isalpha()):
            return False
    return False


def _same_metric_follows(lows: list[str], position: int, metric: Metric) -> bool:
    """'sheriffs and police chiefs' is one head of two nouns; 'agencies and two states' is not."""
    for word in lows[position : position + 3]:
        bare = word.rstrip("'")
        if bare in NOUN_METRICS and bare not in _SINGULAR:
            return NOUN_METRICS[bare] is metric
        if word in BREAKERS or not word[0].isalpha() or _NUMBER_WORD.match(word):
            return False
    return False


@lru_cache(maxsize=64)  # asked several times for each number of a sentence
def _clause_breaks(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _CLAUSE_BREAK.finditer(sentence))


def clause_around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the clause that holds a stretch of a sentence: between semicolons, dashes, brackets and
    the conjunctions that open another statement."""
    left, right = 0, len(sentence)
    for opens, closes in _clause_breaks(sentence):
        if closes <= start:
            left = closes
        elif opens >= end:
            right = opens
            break
    return left, right
