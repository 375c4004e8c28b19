"""Who is named as having said it."""

import re
from functools import lru_cache

_NAME = r"(?:the\s+|a\s+|an\s+|its\s+)?[A-Za-z][\w.,'()-]*(?:\s+[\w.'()&-]+){0,8}?"
_ACCORDING = re.compile(
    rf"\baccording\s+to\s+(?P<who>{_NAME})(?=[,.;]|\s+(?:of|released|published|that|on|through|by|as|in)\b|$)", re.I
)
_SAYS = re.compile(
    r"(?:^|[,;\"]\s*|\band\s+)(?P<who>(?:the\s+|an?\s+)?(?:[A-Z][\w.'()&-]*|department|agency|analysis|"
    r"report|records?|officials|data|state|federal|public|sheriff|"
    r"chief|letter|posting|adviser|commissioner|advocates|analysts)(?:\s+(?:of|for|and|the|"
    r"[A-Z][\w.'()&-]*|data|records|officials|spokes\w+|records|figures|analysis|list)){0,7})"
    r"\s+(?:\w+ly\s+)?(?:said|says|shows?|found|finds|estimates?d?|reports?|reported|told|announced|"
    r"counts?|confirmed|noted|claims?|wrote)\b"
)
_SAID_AFTER = re.compile(
    r",\"?\s+(?P<who>(?:the\s+|[A-Z])[\w.'() &-]{2,60}?)\s+(?:said|says|shows?|show|confirmed|noted|"
    r"estimates|told|reported)\b|,\s+(?:said|says)\s+(?P<who2>[A-Z][\w.'() &-]{2,60}?)(?=[,.;]|$)"
)


_NOBODY = frozenset({"he", "she", "it", "they", "who", "an", "a", "the", "as", "that", "this", "which"})


@lru_cache(maxsize=16)  # asked once for each claim of a sentence
def source_of(sentence: str) -> str | None:
    """The speaker, document or office that a sentence names as its source; None where it names none."""
    for pattern in (_ACCORDING, _SAYS, _SAID_AFTER):
        match = pattern.search(sentence)
        if match:
            who = match.groupdict().get("who") or match.groupdict().get("who2") or ""
            who = who.strip(" ,.\"'")
            who = re.sub(r"^(?:As|But|And|In|While|When)\s+", "", who)
            if who and who.lower() not in _NOBODY:
                return who
    return None
