"""A document held against the row that links it: the same agency, the same support type, a date near the listed one.

A disagreement goes to review and changes nothing. It needs two clear readings: what recognition may have
spoiled, and what two names of one body may be, is left open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from models.documents.facts import MoaFacts, TextLayer
from models.documents.letters import as_latin
from models.documents.states import begins_with_state, without_state
from models.lists.agency_names import NameRelation, compare_names
from models.lists.counts import county_key
from models.lists.folding import AgencyName, fold_agency
from models.places.bodies import Body, body_of
from models.places.spelling import letters
from models.places.tables import counties_by_name, states_with_town, towns
from models.vocabulary import PLACE_NAMES, SupportType


class Held(StrEnum):
    """What came of it, for the document or for one part of it."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    ILLEGIBLE = "illegible"  # not to be read, or not to be settled by what is read


class LinkedAs(StrEnum):
    """As what a row links a document."""

    AGREEMENT = "agreement"
    ADDENDUM = "addendum"


class LinkingRow(NamedTuple):
    """The row of a list that links a document."""

    state: str  # two letters
    agency: str
    agency_type: str
    support_type: SupportType | None
    signed: date | None


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    held: Held
    evidence: tuple[str, ...]  # one sentence for each part that agrees, disagrees or is left open


# An agency signs some weeks before ICE does, and the list has the later day: four months apart at most among those
# tried. Days are the worst part of a scan, so a single one proves nothing.
_NEAR_DAYS = 200
_LEAST_DAYS_READ = 2

# Of the letters of a word or a name, so many may be misread: one in five.
_LETTERS_PER_SLIP = 5

# What recognition takes for each other; the round letters are one.
_TAKEN_FOR = (
    ("rn", "m"), ("vv", "w"), ("0", "o"), ("e", "o"), ("c", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("8", "b"),
)  # fmt: skip

_DOUBTED = ("OCR read something else than the row has, and may have misread it",)

_SAME = (NameRelation.EQUAL, NameRelation.REORDERED, NameRelation.REWORDED)
_WORD = re.compile(r"[a-z]{2,}")
_LOCAL = (Body.SHERIFF, Body.CONSTABLE, Body.POLICE)
_PART = re.compile(r"[,;(]| - ")


def held_against(
    row: LinkingRow, facts: MoaFacts, texts: Sequence[str], what: LinkedAs = LinkedAs.AGREEMENT
) -> HeldAgainst:
    """The document, with the text of its pages, against the row. Of an addendum only the agency counts: it is signed
    years later, and may speak of another support type."""
    row = row._replace(agency=as_latin(row.agency))
    facts = replace(facts, agency=as_latin(facts.agency) if facts.agency else None)
    of_agreement = what is LinkedAs.AGREEMENT
    noun = "document" if of_agreement else "addendum"
    found = [_agency(row, facts, texts, noun)]
    if of_agreement:
        found += [_support_type(row, facts), _signed(row, facts)]
    by_ocr = " (read by OCR)" if facts.layer is TextLayer.RECOGNIZED else ""
    parts = [(held, said.replace(f"the {noun}", f"the {noun}{by_ocr}", 1)) for held, said in filter(None, found)]
    against = tuple(sentence for held, sentence in parts if held is Held.DISAGREES)
    if against and not _is_beyond_doubt(facts):
        return HeldAgainst(Held.ILLEGIBLE, _DOUBTED)
    if against:
        return HeldAgainst(Held.DISAGREES, against)
    of_the_agency = any(held is Held.AGREES and sentence.startswith("the agency") for held, sentence in parts)
    return HeldAgainst(Held.AGREES if of_the_agency else Held.ILLEGIBLE, tuple(sentence for _, sentence in parts))


def _is_beyond_doubt(facts: MoaFacts) -> bool:
    """What OCR read disagrees with nothing unless it names a county that there is, a town of the state that it names,
    or a state's own body."""
    if facts.layer is not TextLayer.RECOGNIZED:
        return True
    return facts.agency is not None and any(_is_known(part, facts.state) for part in _variants(facts.agency))


def _is_known(agency: str, state: str | None) -> bool:
    name, counties = fold_agency(state or "", agency), counties_by_name()
    place = _place(name)
    if name.forms & {"county", "parish"}:  # 'Leo County' is none, though there is a town of that name
        return any(place in counties.get(each, ()) for each in ([state] if state else counties))
    if state is None:
        return False
    return place in counties.get(state, ()) or place in towns(state) or begins_with_state(agency)


def _support_type(row: LinkingRow, facts: MoaFacts) -> tuple[Held, str] | None:
    if facts.support_type is None or row.support_type is None:
        return None
    if facts.support_type is row.support_type:
        return Held.AGREES, f"the support type is {row.support_type} in both"
    return Held.DISAGREES, f"the document is a {facts.support_type} agreement, the row is listed as {row.support_type}"


def _signed(row: LinkingRow, facts: MoaFacts) -> tuple[Held, str] | None:
    if not facts.signed or row.signed is None:
        return None
    nearest = min(facts.signed, key=lambda day: abs((day - row.signed).days) if row.signed else 0)
    apart = abs((nearest - row.signed).days)
    if apart <= _NEAR_DAYS:
        return Held.AGREES, f"a signature of {nearest} is near the listed {row.signed}"
    if len(facts.signed) < _LEAST_DAYS_READ or facts.layer is TextLayer.RECOGNIZED:
        return None
    return Held.DISAGREES, f"the document was signed on {nearest}, the row lists {row.signed}"


def _agency(row: LinkingRow, facts: MoaFacts, texts: Sequence[str], what: str) -> tuple[Held, str] | None:
    if facts.agency is None:
        return None
    named, listed = _shown(facts.agency, facts.state), _shown(row.agency, row.state)
    disagrees = Held.DISAGREES, f"the {what} names {named}; the row is {listed}"
    names = [fold_agency(row.state, part) for part in _variants(facts.agency)]
    own = [fold_agency(row.state, part) for part in _variants(row.agency)]
    relations = {compare_names(one, other).relation for one in names for other in own}
    if relations & set(_SAME) or (NameRelation.MISSPELLED in relations and _is_misread(row, facts)):
        if facts.state is not None and facts.state != row.state:
            return disagrees
        if facts.state is None and not _is_of_one_state(row):
            return Held.ILLEGIBLE, f"the {what} names {named} and no state; several states have one"
        return Held.AGREES, f"the agency is {named} in the {what} and {listed} on the row"
    if _differs(row, facts, names, own, texts):
        return disagrees
    return None


def _differs(
    row: LinkingRow, facts: MoaFacts, names: list[AgencyName], own: list[AgencyName], texts: Sequence[str]
) -> bool:
    """Whether the two names are certainly those of two agencies: a place is in one, and nothing of it in the other."""
    row_name = own[0]
    if any(_near(name.key, row_name.key) or _abbreviates(name, row_name) for name in names):
        return False
    if any(_near(one, other) for name in names for one in name.naming for other in row_name.naming):
        return facts.state in (None, row.state) and _bodies_differ(row, facts)
    if row_name.naming and _is_said(row_name.naming, texts):
        return False
    if any(_has_place(name, facts.state or row.state) for name in names):
        return True
    # A county that no state has is a misread one: 'Leo County' may be Lee County on every page.
    return _has_place(row_name, row.state) and body_of(without_state(facts.agency or ""), "", row.state) not in _LOCAL


def _has_place(name: AgencyName, state: str) -> bool:
    """Whether a county, or a town of the state, is what an agency is named for. A state's own bodies and universities
    are not, and go by several names: 'FSU Police Department', 'Florida State University'."""
    place = _place(name)
    return bool(place) and (place in towns(state) or any(place in by_name for by_name in counties_by_name().values()))


def _place(name: AgencyName) -> str:
    return letters("".join(word for word in name.key.split() if word in name.naming))


def _bodies_differ(row: LinkingRow, facts: MoaFacts) -> bool:
    """A sheriff is no city's police; a jail may be the sheriff's."""
    named = body_of(without_state(facts.agency or ""), "", row.state)
    listed = body_of(row.agency, row.agency_type, row.state)
    return {named, listed} in ({Body.SHERIFF, Body.POLICE}, {Body.SHERIFF, Body.CONSTABLE}, {Body.SHERIFF, Body.CAMPUS})


def _variants(name: str) -> Iterator[str]:
    """The name, and what stands before a comma or a bracket in it: 'Winnebago County Sheriff's Office, Oshkosh, WI'. Of
    a state's own body, what stands before an 'and': 'Oklahoma Bureau of Narcotics and Dangerous Drugs Control'."""
    bare = without_state(name)
    yield bare
    before, _, more = bare.partition(" and ")
    if more and begins_with_state(bare) and len(before.split()) > 3:
        yield before
    first = _PART.split(bare)[0].strip()
    if first and first != bare and len(first.split()) > 1:
        yield first


def _near(one: str, other: str) -> bool:
    most = min(len(one), len(other)) // _LETTERS_PER_SLIP
    return OSA.distance(one, other, score_cutoff=most) <= most


def _is_misread(row: LinkingRow, facts: MoaFacts) -> bool:
    """Whether a name a few letters off is the row's, misread: no county has it, and none is as near to it as the row's.
    'Walker' and 'Waller' are two counties of Texas, and 'Wa1ler' may be either. Sumter County, of an unread state, is
    not Sutton County, Texas."""
    county, own = _county(facts.agency or ""), _county(row.agency)
    tables = counties_by_name()
    if any(county in tables[state] for state in ([facts.state] if facts.state else tables)):
        return False
    if own not in tables.get(row.state, {}):
        return True
    seen = _as_recognized(county)
    apart = OSA.distance(seen, _as_recognized(own))
    others = (other for other in tables[row.state] if other != own)
    return all(OSA.distance(seen, _as_recognized(other)) > apart for other in others)


def _county(agency: str) -> str:
    return letters(county_key(agency.casefold().partition(" county")[0]))


@lru_cache(maxsize=20_000)
def _as_recognized(name: str) -> str:
    """The letters of a name with one in place of each that recognition takes for it: 'Leo' for 'Lee', 'Larnar' for
    'Lamar', 'Wa1ler' for 'Waller'."""
    for taken, meant in _TAKEN_FOR:
        name = name.replace(taken, meant)
    return name


def _is_of_one_state(row: LinkingRow) -> bool:
    """Whether a name without a state can be meant for the row's alone: there are eight Hamilton Counties, and a Troy in
    thirty states."""
    if "county" in row.agency.casefold():
        county = _county(row.agency)
        return sum(county in by_name for by_name in counties_by_name().values()) <= 1
    place = _place(fold_agency(row.state, row.agency))
    return len(states_with_town().get(place, ())) <= 1


def _abbreviates(one: AgencyName, other: AgencyName) -> bool:
    """'UCF PD' and 'University of Central Florida Police Department': the initials of one stand in the other."""
    return any(
        _initials(name) & {word for word in beside.words if 2 <= len(word) <= 6}
        for name, beside in ((one, other), (other, one))
    )


def _initials(name: AgencyName) -> set[str]:
    words = name.key.split()
    letters_of = "".join(word[0] for word in words)
    without_small = "".join(word[0] for word in words if word not in ("of", "the", "and", "for"))
    return {text[:length] for text in (letters_of, without_small) for length in range(2, len(text) + 1)}


def _is_said(words: frozenset[str], texts: Sequence[str]) -> bool:
    """Whether the document says one of the words anywhere, misread or not."""
    said = _words(tuple(texts))
    return any(_near(word, other) for word in words for other in said if abs(len(word) - len(other)) <= 3)


@lru_cache(maxsize=64)
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(as_latin(text).casefold()))


def _shown(name: str, state: str | None) -> str:
    return f"{name}, {state}" if state and not name.endswith((state, PLACE_NAMES.get(state, state))) else name
