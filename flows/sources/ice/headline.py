"""The headline sentence of ICE's page: how many agreements, in how many states, and of which support types.

'ICE has signed 2,382 Memorandums of Agreement for 287(g) programs covering 39 states and 2 U.S. Territories', then each
support type: '182 Jail Enforcement Model (JEM) agreements in 30 states and 1 territory', in this order or with the
name first. The publisher counts rows, and often the header with them.
"""

import re

from models.lists.listings import Headline
from models.vocabulary import SUPPORT_TYPE_TITLES, SupportType

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_SIGNED = re.compile(
    rf"[^\n]*?\b(?:has|have)\s+(?:now\s+)?signed\s+{_NUMBER}\s+"
    r"(?:Memorand(?:ums?|a)\b(?:\s+of\s+(?:Agreement|Understanding)s?)?|MOAs?\b|agreements?\b)[^\n]*",
    re.IGNORECASE,
)
_STATES = re.compile(rf"\b{_NUMBER}\s+states?\b", re.IGNORECASE)
_TERRITORIES = re.compile(rf"\b{_NUMBER}\s+(?:U\.?S\.?\s+)?territor(?:y|ies)\b", re.IGNORECASE)
_END_OF_SENTENCE = re.compile(r"(?<=[^.][a-z0-9)])\.(?=\s|$)")
_SUPPORT_TYPES = {
    support_type: re.compile(rf"\b{title}s?\b", re.IGNORECASE) for support_type, title in SUPPORT_TYPE_TITLES.items()
}
# A number that counts agreements: not one of states or territories, not a date, not the '287' of the program.
_COUNT = re.compile(
    rf"(?<![\d/,$])\b{_NUMBER}\b(?!\s*(?:states?\b|(?:U\.?S\.?\s+)?territor|\(g\)|[/%:,]?\d))", re.IGNORECASE
)
_WINDOW = 3_000  # characters behind the headline in which the support types are told
_MAX_SENTENCE = 400


def find_headline(text: str) -> Headline | None:
    """The first headline in a text of one block a line; None where there is none."""
    found = _SIGNED.search(text)
    if found is None:
        return None
    line = found[0].strip()
    number = line.find(found[1])
    start = max((end.end() for end in _END_OF_SENTENCE.finditer(line[:number])), default=0)
    end = _END_OF_SENTENCE.search(line, number)
    sentence = line[start : end.end() if end else None].strip()
    agreements = _value(found[1])
    states, territories = _STATES.search(sentence), _TERRITORIES.search(sentence)
    behind = line[end.end() :] if end else ""
    behind += text[found.end() : found.end() + _WINDOW]
    return Headline(
        agreements=agreements,
        states=_value(states[1]) if states else None,
        territories=_value(territories[1]) if territories else None,
        by_support_type=_by_support_type(behind, agreements),
        sentence=sentence[:_MAX_SENTENCE],
    )


def _by_support_type(text: str, agreements: int) -> tuple[tuple[str, int], ...]:
    """Each support type with the count that stands with it, as far as counts and names pair off."""
    stated: dict[SupportType, int] = {}
    for line in text.split("\n"):
        named = sorted(
            (found.start(), support_type)
            for support_type, name in _SUPPORT_TYPES.items()
            if (found := name.search(line))
        )
        counts = [_value(found[1]) for found in _COUNT.finditer(line)]
        # As many counts as names in one block: they stand in the same order, whichever comes first.
        if named and len(named) == len(counts):
            for (_, support_type), count in zip(named, counts, strict=True):
                stated.setdefault(support_type, count)
    return tuple(
        (support_type.value, stated[support_type])
        for support_type in SupportType
        if stated.get(support_type, agreements + 1) <= agreements
    )


def _value(number: str) -> int:
    return int(number.replace(",", ""))
