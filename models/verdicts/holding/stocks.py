"""Whether a sentence tells a number as what there is, and not as what came, went or was done.

Writers have more verbs of change than any table: 'tacked on three', 'parted with two', 'swelled by 200'. So a number is
taken for what there is only behind one of the few words that say so ('has 31', 'are 31', 'in 40 states', 'of 31'), or
at the head of its clause ('31 agencies take part').
"""

import re

from models.claims.stated import Claim
from models.claims.words import word_classes, words
from models.verdicts.holding.parts import place_of

# What may stand between such a word and the number, or the number and the head of its clause.
_BETWEEN = re.compile(
    r"(?:\b(?:an?|the|its|their|his|her|all|both|some|about|approximately|around|roughly|nearly|almost|more|fewer|less|"
    r"than|over|only|just|exactly|as|many|much|least|most|up|now|still|today|already|also|currently|nationwide|"
    r"statewide|altogether|together|another|a|total|combined|estimated|reported|active|signed|current|\w+ly)\s+)+$",
    re.IGNORECASE,
)

# 'There are 31', 'the list shows 31', 'a total of 31', 'in 40 states', 'rose to 31', 'stands at 31'.
_SAY_SO = words(
    "is are was were be been being count counts counted counting list lists listed listing show shows showed shown "
    "number numbers numbered numbering total totals totaled totalled totaling totalling include includes included "
    "including boast boasts comprise comprises reach reached hit hits of in at to from for among across say says said "
    "that and but while where whereas because though or which who"
)

# A number above twenty in words.
_IN_WORDS = re.compile(
    r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?)\b", re.IGNORECASE
)

# 'Agreements with 858 agencies', but not 'parted with two agreements'.
_DONE = re.compile(r"(\w+ed)\s+with$", re.IGNORECASE)


def is_told_as_a_stock(claim: Claim) -> bool:
    """Whether the number stands where what there is stands."""
    found = place_of(claim)
    worded = _IN_WORDS.search(claim.sentence)
    start = found[0] if found else worded.start() if worded else 0
    before = _BETWEEN.sub("", claim.sentence[:start]).rstrip()
    if not before or not before[-1].isalnum():
        return True
    last = re.split(r"\s+", before)[-1]
    classes = word_classes()
    joining = classes["join"].plurals | classes["in_force"].plurals
    if last.casefold() == "with":
        done = _DONE.search(before)
        return done is None or done[1].casefold() in joining
    if last[0].isupper() or last[0].isdigit():  # 'On Tuesday 31 agencies', 'As of 2025 31 agencies'
        return True
    return last.casefold() in _SAY_SO | classes["hold"].plurals | joining
