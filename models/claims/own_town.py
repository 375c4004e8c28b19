"""The town that a page is about: of its dateline where the page goes on about it, or of the body that published it."""

import re

from models.claims.act_table import compiled

_DATELINE = re.compile(
    r"\s*(?P<town>[A-Z][A-Z.'-]+(?:\s[A-Z][A-Z.'-]+){0,3})(?:,\s[A-Z][\w.\s]{1,20}?)?\s*(?:\([^)]{1,60}\)\s*)?(?:—|–|--?)\s"
)
_OPENING = 600  # characters in whose first lines a dateline stands
_PUBLISHER = re.compile(
    r"\b(?:City|Town|Village|Borough|Township)\sof\s(?P<of>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,2})"
    r"|^(?P<town>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,2}?)\s(?:City\s|Town\s|Village\s|Borough\s)?"
    r"(?:Council|Commission|Select\sBoard|Board\sof\sTrustees|Police\sDepartment)\b"
)
_THE_TOWN = re.compile(r"\b[Tt]he\s(?:village|town|township|borough)(?:'s)?\b")  # not 'the city': a dateline has many
# The bodies of a town; those of a county or a state are none.
_OF_TOWN = compiled(
    r"\b(?:city|town|village|borough|township|councilors|council|select board|selectmen|aldermen|trustees|mayor|"
    r"(?:police )?chief|police|campus|university|college)\b"
)
_NOT_OF_TOWN = compiled(
    r"\b(?:county|parish|sheriff'?s?|state|commissioners|supervisors|jail\w*|deputies|highway|constable)\b"
)


def own_town(title: str, text: str, outlet: str) -> str:
    """'Hollis Corner'; '' where the page does not tell."""
    if publisher := _PUBLISHER.search(outlet):
        return publisher["of"] or publisher["town"]
    for line in text[:_OPENING].split("\n")[:6]:
        if dateline := _DATELINE.match(line):
            town = dateline["town"].title().replace("'S", "'s")
            rest = f"{title} {line[dateline.end() :]} {text[text.find(line) + len(line) :]}"
            again = re.search(rf"\b{re.escape(town)}\b(?!\sCounty|\sParish)", rest) or _THE_TOWN.search(rest)
            return town if again else ""
    return ""


def is_of_town(name: str) -> bool:
    """Whether a body is a town's, by its name: 'the select board', 'Chief Ann Poe'."""
    return _OF_TOWN.search(name) is not None and _NOT_OF_TOWN.search(name) is None
