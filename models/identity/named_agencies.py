"""Which agency some words mean: 'Sheriff Jo Aspen of Aster County', 'Miami police', 'Virginia State Police'.

One matcher for the news, for what is said but not listed, and for who asks for an agency by name. It is sure or finds
several: whoever asks takes one agency for an answer, and two for none.

The words are read as a name first: the words that tell one agency from another must be the same, not merely overlap
('Miami' is not 'Miami Springs'), and the kind of body must agree. Where they name nobody ('the sheriff', a person, a
county's commissioners), the place decides: a county's own agency, a town's police, a state's own body.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.lists.agency_names import NameRelation, compare_names
from models.lists.counts import AgencyType, agency_type, county_key
from models.lists.folding import AgencyName, fold_agency
from models.places.bodies import Body, body_of
from models.vocabulary import PLACE_NAMES

_DIVISION = re.compile(r",|\s[-\u2013]\s|\b(?:division|bureau) of\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency that may be meant, under every name that it was ever printed with."""

    agency_id: str
    state: str
    names: tuple[str, ...]
    agency_type: str  # as printed
    county: str  # as printed, or the county's name; '' or '#NA' where there is none

    @property
    def body(self) -> Body:
        return body_of(self.names[0], self.agency_type, self.state)

    @property
    def folded(self) -> tuple[AgencyName, ...]:
        return tuple(fold_agency(self.state, name) for name in self.names)

    @property
    def divisions(self) -> tuple[AgencyName, ...]:
        """What follows 'Division of' or a comma in its names."""
        parts = (part for name in self.names for part in _DIVISION.split(name)[1:] if part.strip())
        return tuple(fold_agency(self.state, part) for part in parts)

    def is_of_county(self, county: str) -> bool:
        """Whether it is of the county with this key, by its cell, or else by its name."""
        if own := county_key(self.county):
            return own == county
        return any(county_key(name).startswith(f"{county} ") and "county" in name.casefold() for name in self.names)

    @property
    def is_of_a_county(self) -> bool:
        """Whether the county runs it: its sheriff, its jail, its police."""
        return agency_type(self.agency_type) is AgencyType.COUNTY or self.body in (Body.SHERIFF, Body.CONSTABLE)

    @property
    def is_of_a_town(self) -> bool:
        return agency_type(self.agency_type) is AgencyType.MUNICIPALITY or (
            self.body in (Body.POLICE, Body.MARSHAL) and not self.is_of_a_county
        )


# A title is followed by a person's name, which names no agency: 'Sheriff Jo Aspen of ...', 'Chief J. R. Birch'.
_TITLED = re.compile(
    r"\b((?:Sheriff|Chief|Constable|Marshal|Mayor|Commissioner|Supervisor|Superintendent|Colonel|Director|Judge|"
    r"Gov\.?|Governor)(?: Deputy)?)"
    r"((?:\s+(?!(?:Office|Department|Dept|Precinct|Pct|County|Police|of|and)\b)[A-Z][\w.’'-]*)+)"
)
_OFFICE_OF = re.compile(r"^(?:the )?(?:office|department) of (?:the )?", re.IGNORECASE)
_APPENDED = re.compile(rf",\s*(?:{'|'.join(sorted((*PLACE_NAMES, *PLACE_NAMES.values()), key=len, reverse=True))})\.?$")

_SHERIFF = re.compile(r"\b(?:sheriff\w*|deput(?:y|ies))\b", re.IGNORECASE)
_CONSTABLE = re.compile(r"\bconstables?\b", re.IGNORECASE)
_POLICE = re.compile(r"\b(?:police|chief)\b", re.IGNORECASE)
_OF_A_TOWN = re.compile(
    r"\b(?:mayor|city|town|township|village|borough|alder\w+|selectm\w+|select ?board|town council|city council)\b",
    re.IGNORECASE,
)
_OF_A_COUNTY = re.compile(
    r"\b(?:county|parish|commission(?:ers?)?|supervisors?|freeholders|police jury|county council|quorum court)\b",
    re.IGNORECASE,
)
# Words of office that name no agency; `fold_agency` knows those of agencies.
_OFFICES = frozenset(
    (
        "mayor", "chief", "supervisors", "supervisor", "council", "councilors", "aldermen", "alderman", "selectmen",
        "selectboard", "manager", "executive", "administrator", "officials", "leaders", "deputies", "deputy",
        "officers", "officer", "undersheriff", "jury", "quorum", "members", "voters", "governing", "body",
    )
)  # fmt: skip
_CLOSE = frozenset({NameRelation.EQUAL, NameRelation.REORDERED})


def agencies_named(words: str, place: str, known: Iterable[KnownAgency]) -> list[KnownAgency]:
    """The agencies that `words` can mean at `place` ('Lamar County, TX', 'Milton, FL', 'TX'); `words` may be empty."""
    where, _, state = f", {place}".rpartition(", ")
    where = where.removeprefix(", ")
    if state not in PLACE_NAMES:
        return []
    here = [each for each in known if each.state == state]
    said = _name_said(words)
    name = fold_agency(state, said)
    naming = (name.naming - _OFFICES) if said else frozenset[str]()
    if said and (exact := _under_that_name(name, here)):
        return _at_place(exact, where)
    if naming:
        named = _at_place(_of_that_kind(said, [one for one in here if _has_naming(one, naming, name)]), where)
        if named or not _may_be_a_person(said, name):
            return named
    if not where:
        return [] if naming else _bodies_of_the_state(name, said, here)
    return _of_the_place(said, state, where, here)


def may_be_meant(words: str, place: str, known: Iterable[KnownAgency]) -> bool:
    """Whether any agency might be meant, on a generous view: one that shares a word of the name, or one of the county's
    own in the county."""
    where, _, state = f", {place}".rpartition(", ")
    where = where.removeprefix(", ")
    here = [each for each in known if each.state == state]
    naming = (fold_agency(state, _name_said(words)).naming | fold_agency(state, where).naming) - _OFFICES
    county = county_key(where) if _is_county(where) else ""
    return any(
        (county and one.is_of_county(county) and one.is_of_a_county) or any(naming & own.naming for own in one.folded)
        for one in here
    )


def _name_said(words: str) -> str:
    """The words without persons, and without a state appended: 'Sheriff of Aster County'."""
    said = _APPENDED.sub("", " ".join(words.split()))
    return _OFFICE_OF.sub("", _TITLED.sub(r"\1", said)).strip()


def _under_that_name(name: AgencyName, here: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Those with exactly this name, whatever the order of its words; none for 'sheriff' or 'state police' alone."""
    if not name.naming and len(name.core) < 3:
        return []
    return [one for one in here if any(compare_names(name, own).relation in _CLOSE for own in one.folded)]


def _has_naming(one: KnownAgency, naming: frozenset[str], name: AgencyName) -> bool:
    """Whether one of its names has the same naming words, and no other number than the one that is said."""
    return any(
        own.naming == naming and (not name.numbers or own.numbers == name.numbers) and _forms_agree(name, own, one)
        for own in one.folded
    )


def _forms_agree(name: AgencyName, own: AgencyName, one: KnownAgency) -> bool:
    """'Lamar County' is not the town of Lamar, and 'City of Aster' is not Aster County."""
    if name.forms & {"county", "parish"}:
        return bool(own.forms & {"county", "parish"}) or one.body is Body.SHERIFF
    if name.forms:
        return not own.forms & {"county", "parish"} and one.body is not Body.SHERIFF
    return True


def _of_that_kind(said: str, found: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Those of the kind of body that the words mention; of a county or a town alone its own agencies."""
    if _SHERIFF.search(said):
        return [one for one in found if one.body is Body.SHERIFF]
    if _CONSTABLE.search(said):
        return [one for one in found if one.body is Body.CONSTABLE]
    body = body_of(said, "")
    if body not in (Body.OTHER, Body.POLICE):
        return [one for one in found if one.body is body]
    if _OF_A_COUNTY.search(said) and body is Body.OTHER:
        return [one for one in found if one.is_of_a_county]
    if _OF_A_TOWN.search(said) and body is Body.OTHER:
        return [one for one in found if one.is_of_a_town]
    if _POLICE.search(said):
        return [one for one in found if one.body in (Body.POLICE, Body.CAMPUS, Body.MARSHAL)]
    return list(found)


def _at_place(found: Sequence[KnownAgency], where: str) -> list[KnownAgency]:
    """Without those that are known to be in another county than the place says."""
    if not _is_county(where):
        return list(found)
    county = county_key(where)
    return [one for one in found if not county_key(one.county) or one.is_of_county(county)]


def _may_be_a_person(said: str, name: AgencyName) -> bool:
    """Whether the words that name nobody may be a person with an office: 'Neal Abbot, the sheriff'."""
    return bool(_SHERIFF.search(said) or _OF_A_COUNTY.search(said) or _OF_A_TOWN.search(said)) and not name.forms


def _bodies_of_the_state(name: AgencyName, said: str, here: Sequence[KnownAgency]) -> list[KnownAgency]:
    """The state's own bodies have no naming words: they are one if they share most of their words and their kind. A
    division of a department goes by its own name: 'Division of Highway Patrol'."""
    kind = body_of(said, "State")
    return [
        one
        for one in here
        if said
        and one.body is kind
        and any(
            not own.naming and compare_names(name, own).relation <= NameRelation.REWORDED
            for own in (*one.folded, *one.divisions)
        )
    ]


def _of_the_place(said: str, state: str, where: str, here: Sequence[KnownAgency]) -> list[KnownAgency]:
    """A county's own agencies or a town's police, where the words name no agency themselves."""
    if _is_county(where):
        if _POLICE.search(said) or (_OF_A_TOWN.search(said) and not _OF_A_COUNTY.search(said)):
            return []  # of some town in the county, which is not named
        county = county_key(where)
        return _of_that_kind(said, [one for one in here if one.is_of_county(county) and one.is_of_a_county])
    if _SHERIFF.search(said) or _CONSTABLE.search(said):
        return []  # of the county that the town lies in, which is not named
    town = fold_agency(state, where).naming
    return _of_that_kind(said, [one for one in here if one.is_of_a_town and any(o.naming == town for o in one.folded)])


def _is_county(where: str) -> bool:
    return where.casefold().endswith((" county", " parish"))
