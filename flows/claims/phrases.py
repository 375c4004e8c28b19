"""Which noun a number counts: the noun phrase after it, and the clause that it stands in."""

import re
from dataclasses import dataclass
from itertools import islice

from flows.claims.lexicon import BREAKERS, INNER_PARTICIPLES, NOUN_METRICS
from flows.claims.numbers import Quantity
from models.claims import Metric

_TOKEN = re.compile(r"287\s?-?\(?\s?g\b\)?|[^\W\d_]+(?:['.-][^\W\d_]+)*'?|\d[\d,.]*\d|\d|[^\w\s]", re.I)
# The longest noun phrases of the field have about ten words: '1,000 state, county, city and tribal law
# enforcement agencies'.
_MAX_TOKENS = 16
_MAX_CHARACTERS = 160

# Singular nouns before another noun only describe it: 'two state agencies', 'four police department contracts'.
_SINGULAR = frozenset(
    """state county parish agency department sheriff partner participant municipality city town village borough
    township university college campus school jail locality community government entity office company organization
    institution district body prison authority jurisdiction officer deputy trooper agent employee cop police
    agreement contract pact moa mou memorandum partnership deal arrangement accord chief application request
    arrest""".split()
)
_UNCOUNTED = frozenset({"personnel", "staff", "memoranda"})
_PARTITIVE_OPENERS = frozenset(
    "the its their his her our those these all them which whom us whose state's county's nation's country's".split()
)
_KIND_WORDS = frozenset("types kinds models forms categories versions sorts tiers varieties levels".split())
_NUMBER_WORD = re.compile(
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|dozen|hundred|"
    r"thousand)$"
)
_CLAUSE_BREAK = re.compile(
    r";|\s[—–]\s?|—|(?<!287)(?<!287 )\(|(?<!\([gG])\)|,\s(?:and|but|while|although|though|whereas|up|compared|with|who|which|where|so|yet|or)\b|:\s|"
    r"\s(?:while|whereas|although)\s"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase that a number opens."""

    metric: Metric
    head: str  # the noun, folded to lower case
    end: int  # offset in the sentence
    words: frozenset[str]  # all words between the number and the noun
    partitive: bool  # 'of the 67 sheriffs', 'of those agreements'
    set_value: bool  # a second number stands in the phrase: '3 of the state's 10 sheriffs'


def noun_after(sentence: str, quantity: Quantity) -> Phrase | None:
    """The noun that a count counts, if it is one of the field's; None where another or no noun follows."""
    tokens = list(
        islice(_TOKEN.finditer(sentence, quantity.end, quantity.end + _MAX_CHARACTERS), _MAX_TOKENS)
    )
    position, partitive, set_value = 0, False, False
    lows = [token.group().lower() for token in tokens]
    while position < len(lows) and lows[position] in ("more", "other", "others", "additional", "new", "different", "extra"):
        if lows[position] == "others":
            break
        position += 1
    if position < len(lows) and lows[position] in ("of", "out"):
        partitive = True
        position += 2 if lows[position : position + 2] == ["out", "of"] else 1
        while position < len(lows) and (
            lows[position] in _PARTITIVE_OPENERS
            or lows[position].endswith("'s")
            or lows[position].endswith("s'")
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
    found: tuple[Metric, str, int] | None = None
    seen: list[str] = []
    strangers = 0
    while position < len(lows):
        word, printed = lows[position], tokens[position].group()
        bare = word.rstrip("'").removesuffix("'s")
        following = lows[position + 1] if position + 1 < len(lows) else ""
        if word in _KIND_WORDS:
            return None
        plural = (value != 1 or partitive or set_value) and bare in _SINGULAR
        is_head = bare in NOUN_METRICS and not plural and not word.endswith("'s")
        if is_head:
            found = (NOUN_METRICS[bare], bare, tokens[position].end())
            if following not in NOUN_METRICS and following not in ("'", "and", "or", ",", "&"):
                break
            if following in ("and", "or", ",", "&") and not _same_metric_follows(lows, position + 2, found[0]):
                break
        elif found is not None and word in ("'", "and", "or", ",", "&"):
            pass
        elif word in (",", "and", "or", "&", "/", "-", '"'):
            if word in (",", "and", "or", "&") and not _continues(tokens, lows, position + 1):
                break
        elif word in BREAKERS and not (word in INNER_PARTICIPLES and found is None and _noun_near(lows, position + 1)):
            break
        elif not printed[0].isalpha() and not word.startswith("287"):
            break
        elif found is not None and bare not in _SINGULAR:
            if not _same_metric_follows(lows, position, found[0]):
                break
        elif bare not in _SINGULAR and not printed[0].isupper():
            strangers += 1
            if strangers > 4:
                break
        seen.append(bare)
        position += 1
    if found is None:
        return None
    return Phrase(found[0], found[1], found[2], frozenset(seen), partitive, set_value)


def _noun_near(lows: list[str], position: int) -> bool:
    """Whether a noun of the field follows within four words without a break: 'signed 287(g) agreements'."""
    for word in lows[position : position + 4]:
        if word in NOUN_METRICS:
            return True
        if word in BREAKERS and word not in INNER_PARTICIPLES:
            return False
    return False


def _continues(tokens: list[re.Match[str]], lows: list[str], position: int) -> bool:
    """Whether a list of modifiers goes on: 'city, county and state agencies'."""
    for word in lows[position : position + 5]:
        if word in NOUN_METRICS and word not in _SINGULAR:
            return True
        if word not in (",", "and", "or", "&") and (word in BREAKERS or not word[0].isalpha()):
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


def clause_around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the clause that holds a stretch of a sentence: between semicolons, dashes, brackets and
    the conjunctions that open another statement."""
    left, right = 0, len(sentence)
    for match in _CLAUSE_BREAK.finditer(sentence):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    return left, right
