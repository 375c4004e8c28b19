"""Multiples in digits and in words: doubled, tenfold, seven times as many, by a factor of nine."""

import re
from collections.abc import Iterator

_FOLDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_VERBS = {
    "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "septupl": 7, "octupl": 8,
}  # fmt: skip
_MULTIPLE = re.compile(
    r"\b(?:(?P<verb>" + "|".join(_VERBS) + r")(?:e|es|ed|ing)\b"
    r"|(?P<fold>" + "|".join(_FOLDS) + r"|\d{1,4}(?:\.\d+)?)(?:-|\s)?fold\b"
    r"|(?:by\s+a\s+factor\s+of|multipl(?:ied|ying)\s+(?:\w+\s+)?by)\s+(?P<factor>"
    + "|".join(_FOLDS)
    + r"|\d{1,4}(?:\.\d+)?)\b"
    r"|(?P<twice>twice)(?=\s+(?:as\s+many|the|what|its|that|as\s+large))"
    r"|(?P<times>" + "|".join(_FOLDS) + r"|\d{1,4}(?:\.\d+)?)(?:\s+(?:times|occasions)\b|x\b)"
    r"(?=\s+(?:as\s+many|as\s+large|as\s+big|bigger|larger|as\s+much|more|the|higher|larger|longer|what|its|greater|that|over|its|their))"
    r")(?![\s-]+(?:the\s+\$|down|check|standard|digit|bunk|lane|homicide|murder))",
    re.I,
)


_MULTIPLE_WORD = re.compile(
    r"[bpl]l[ei]|[Tt]wice|fold|actor|ultipl|imes|\dx|ccasion"
)  # opens none of them: no multiple
# Lower-case words that tell of a multiple: a sentence without digits or any of them states no quantity.
MULTIPLE_WORDS = frozenset(
    [stem + ending for stem in _VERBS for ending in ("e", "es", "ed", "ing")] + [word + "fold" for word in _FOLDS]
)


def stated_multiples(sentence: str) -> Iterator[tuple[int, int, float]]:
    """The multiples of a sentence in order: start and end offset, and the value."""
    if _MULTIPLE_WORD.search(sentence):
        for match in _MULTIPLE.finditer(sentence):
            yield match.start(), match.end(), _value(match)


def _value(match: re.Match[str]) -> float:
    if match["verb"]:
        return _VERBS[match["verb"].lower()]
    if match["twice"]:
        return 2
    printed = (match["fold"] or match["factor"] or match["times"]).lower()
    return _FOLDS[printed] if printed in _FOLDS else float(printed)
