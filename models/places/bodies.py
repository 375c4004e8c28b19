"""What sort of agency a name says: sheriff, police, constable, and so on."""

import re
from enum import StrEnum
from functools import lru_cache

from models.lists.counts import AgencyType, agency_type
from models.lists.folding import fold_agency
from models.places.tables import bodies_by_hand, by_hand_of
from models.vocabulary import PLACE_NAMES


class Body(StrEnum):
    """The sorts of agencies that sign agreements. `OTHER` is also what no rule settles."""

    SHERIFF = "sheriff"
    POLICE = "police"  # of a city, town, county, airport or transit line
    CONSTABLE = "constable"
    CORRECTIONS = "corrections"  # jails and prisons that no sheriff runs
    PROSECUTOR = "prosecutor"  # district and state attorneys, attorneys general
    CAMPUS = "campus"  # a university, college or school district
    MARSHAL = "marshal"
    STATE_POLICE = "state_police"  # state police, highway patrols, state departments of public safety or investigation
    OTHER = "other"


# 'College Station Police Department' is a city's; 'Tallahassee State College Police Department' is not.
_COLLEGE_TOWNS = re.compile(
    r"^(?:(?:city|town|village|borough) of )?(?:(?:north |west )?college "
    r"(?:station|park|place|corner|city|hill|grove|springs|ward)|state college(?= (?:borough )?police)"
    r"|(?:west )?university (?:park|city|heights|place|hills))\b"
)

# The first that a folded name matches. Where a name says two, the first is the one that signs: a sheriff's office has
# a detention division, a state constable is no state policeman, a campus has a police department.
_BY_NAME = (
    (Body.OTHER, re.compile(r"\b(?:national guard|state guard|military|fire marshal|police jury)\b")),
    (Body.CONSTABLE, re.compile(r"\bconstable\b")),
    # Folding takes 'SO' for a sheriff's office; the police of 'So. Daytona' are none.
    (Body.SHERIFF, re.compile(r"^(?!sheriff .*\bpolice\b).*\bsheriff\b")),
    (Body.CAMPUS, re.compile(r"\b(?:university|colleges?|schools?|isd|campus|tech|institute of technology)\b")),
    (Body.PROSECUTOR, re.compile(r"\b(?:attorney|prosecutor|prosecuting|solicitor)\b")),
    (Body.CORRECTIONS, re.compile(r"\b(?:corrections?|correctional|jails?|prisons?|detention|penitentiary)\b")),
    (Body.STATE_POLICE, re.compile(r"\bstate (?:police|patrol|troopers?)\b|\bhighway patrol\b")),
)  # fmt: skip
_OF_A_STATE = re.compile(
    r"\bpublic safety\b|\bdepartment of (?:law enforcement|safety)\b|^[a-z ]+ law enforcement (?:division|agency)\b"
    r"|\b(?:bureau|division) of (?:criminal )?investigations?\b"
)
_LOCAL = (
    (Body.MARSHAL, re.compile(r"\bmarshal\b|\b(?:town|city|village) marshall\b")),
    (Body.POLICE, re.compile(r"\bpolice\b|\bpublic safety\b")),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def body_of(name: str, agency_type_printed: str, state: str = "") -> Body:
    """The sort of agency, by its name as printed; the TYPE cell tells a town's Department of Public Safety from a
    state's. `state` (two letters) finds the agency in `bodies_by_hand.csv`, which has the last word."""
    key = fold_agency(state, name).key
    if by_hand := by_hand_of(bodies_by_hand(), state, key):
        return Body(by_hand)
    key = _COLLEGE_TOWNS.sub("", key)
    for body, said in _BY_NAME:
        if said.search(key):
            return body
    if is_of_the_state(agency_type_printed, key) and _OF_A_STATE.search(key):
        return Body.STATE_POLICE
    return next((body for body, said in _LOCAL if said.search(key)), Body.OTHER)


def is_of_the_state(agency_type_printed: str, key: str) -> bool:
    """Whether the TYPE cell says state, or says nothing and the folded name starts with a state's: 'iowa department
    of public safety'."""
    kind = agency_type(agency_type_printed)
    if kind is not AgencyType.UNSTATED:
        return kind is AgencyType.STATE
    return any(key.startswith(f"{state.casefold()} department") for state in PLACE_NAMES.values())
