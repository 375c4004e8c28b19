"""Bodies named in a sentence: 'the Brule County Sheriff's Office', 'the city council of Key West, Florida'.

They are found around the places: a body noun behind a place or before it, a titled person of a place, or the place
alone, which stands for its government. Names without a place ('Sheriff Glenn Tolliver', 'the Highway Patrol') follow.
"""

import re
from dataclasses import dataclass

from models.claims.places import Mention

_NOUN = (
    r"(?:[Ss]heriff'?s'?\s+(?:[Oo]ffice|[Dd]epartment)|[Ss]heriff|[Cc]onstable(?:'s\s+[Oo]ffice|\s+[Pp]recinct\s+\d+)?|"
    r"[Cc]ity\s+[Cc]ouncil|[Cc]ity\s+[Cc]ommission|[Tt]own\s+[Cc]ouncil|[Tt]own\s+[Bb]oard|[Vv]illage\s+[Bb]oard|"
    r"[Cc]ounty\s+(?:[Bb]oard|[Cc]ouncil|[Cc]ommission(?:ers)?|[Jj]ail)|[Bb]oard\s+of\s+(?:[Ss]upervisors|[Cc]ommissioners|"
    r"[Tt]rustees|[Ff]reeholders|[Aa]ldermen)|[Ss]elect\s+[Bb]oard|[Bb]orough\s+[Cc]ouncil|[Cc]ouncil|[Cc]ommission(?:ers?)?|"
    r"[Pp]olice\s+[Dd]epartment|[Pp]olice\s+[Cc]hief|[Pp]olice\s+[Ff]orce|[Pp]olice|[Cc]hief|[Mm]ayor|[Mm]arshal(?:'s\s+[Oo]ffice)?|"
    r"[Ff]iscal\s+[Cc]ourt|[Qq]uorum\s+[Cc]ourt|[Jj]ailer|[Jj]ail|[Dd]etention\s+[Cc]enter|[Rr]egional\s+[Jj]ail|"
    r"(?:State\s+)?[Hh]ighway\s+[Pp]atrol|[Ss]tate\s+(?:[Pp]atrol|[Pp]olice|[Tt]roopers)|National\s+Guard|"
    r"Department\s+of\s+(?!State\b|Defense\b|Homeland\b)[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+){0,2}|"
    r"Bureau\s+of\s+Investigation|Legislature|General\s+Assembly|University|College|"
    r"[Gg]overnor|[Ss]tate\s+[Ss]enate|Senate|House|[Ll]awmakers)"
)
_BEHIND = re.compile(rf"(?:'s?)?\s+(?:City\s+|County\s+)?(?P<noun>{_NOUN})(?!\w)")
_BEFORE = re.compile(
    rf"(?:[Tt]he\s+)?(?P<noun>(?:(?:city|county|town|village|borough|state)\s+)?{_NOUN}|[Cc]ity|[Tt]own|[Vv]illage|[Bb]orough|[Tt]ownship|[Ss]tate|[Cc]ounty)"
    r"\s+(?:of|in|for|from)\s+$"
)
_TITLED = re.compile(
    r"(?:[Ss]heriff(?:-elect)?|[Uu]ndersheriff|[Pp]olice\s+[Cc]hief|[Cc]hief|[Jj]ailer|[Cc]onstable|[Mm]ayor|Gov\.|[Gg]overnor|"
    r"[Ss]uperintendent|Col\.|[Cc]olonel|[Cc]ommissioner|[Mm]arshal|President)\s+(?:[A-Z][\w'-]*\.?\s+){0,2}[A-Z][\w'-]+"
)
_PLACELESS = re.compile(
    r"\b(?:[Tt]he\s+)?(?:State\s+)?(?:Highway\s+Patrol|State\s+Police|State\s+Patrol|National\s+Guard|Legislature|"
    r"General\s+Assembly|Department\s+of\s+Public\s+Safety)\b|\b(?:FDLE|GBI|KBI|TBI|DPS)\b"
)
_SCHOOL = re.compile(
    r"\b(?:University\s+of\s+(?:[A-Z]\w+\s?){1,3}|(?:[A-Z][\w&']*\s+){1,4}(?:State\s+)?(?:University|College))\b"
)
_OF_PLACE = re.compile(r"\s+(?:of|in|from)\s+$")
_REACH = 60  # characters around a place in which its body stands


def surnames(text: str) -> list[str]:
    """Of the officials whom a sentence names: 'Ruiz' of 'Sheriff Tom Ruiz'."""
    return [person.group().split()[-1].removesuffix("'s") for person in _TITLED.finditer(text)]


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body as a sentence names it; offsets within the sentence."""

    start: int
    end: int
    name: str  # as printed: 'Brule County Sheriff's Office', 'Sheriff Lou Barr of Knox County, Tennessee'
    noun: str  # in small letters: "sheriff's office", 'city council', 'sheriff'; '' where the place stands for itself
    place: Mention | None


def named_bodies(text: str, places: tuple[Mention, ...]) -> tuple[NamedBody, ...]:
    """The bodies of a folded sentence with its places, in order, none inside another."""
    found: list[NamedBody] = []

    def add(start: int, end: int, noun: str, place: Mention | None) -> None:
        if not any(start < other.end and other.start < end for other in found):
            found.append(NamedBody(start, end, text[start:end].strip(" ,"), noun.lower(), place))

    titled = list(_TITLED.finditer(text))
    for place in places:
        person = next((t for t in titled if _OF_PLACE.fullmatch(text[t.end() : place.start])), None)
        before = _BEFORE.search(text, max(0, place.start - _REACH), place.start)
        behind = _BEHIND.match(text, place.end)
        if person:
            add(person.start(), place.end, person.group().split()[0], place)
        elif before:
            add(before.start(), place.end, before["noun"], place)
        elif behind:
            add(place.start, behind.end(), behind["noun"], place)
    for school in _SCHOOL.finditer(text):
        inside = next((p for p in places if school.start() <= p.start < school.end()), None)
        add(school.start(), school.end(), "university", inside)
    for person in titled:
        add(person.start(), person.end(), person.group().split()[0], None)
    for match in _PLACELESS.finditer(text):
        add(match.start(), match.end(), match.group().removeprefix("the ").removeprefix("The "), None)
    for place in places:
        add(place.start, place.end, "", place)
    return tuple(sorted(found, key=lambda body: body.start))
