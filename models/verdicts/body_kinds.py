"""The kinds of body that a text names beside a number: '16 sheriffs', 'Texas sheriffs hold 173 agreements'."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.lists.counts import AgencyType
from models.places.bodies import Body
from models.verdicts.record_view import AgreementOnList


@dataclass(frozen=True, slots=True)
class KindOfBody:
    """A kind of agency that a noun names, and how a list shows it."""

    one: str  # 'sheriff's office'
    noun: str  # 'sheriff's offices', after a number
    words: re.Pattern[str]
    bodies: frozenset[Body] = frozenset()
    agency_types: frozenset[AgencyType] = frozenset()
    # Writers call all that take part 'police departments' or, fewer of them, 'sheriffs'.
    may_mean_all: bool = False

    def counts(self, each: AgreementOnList) -> bool:
        return each.body in self.bodies or each.agency_type in self.agency_types


def _kind(
    one: str, noun: str, words: str, *bodies: Body, types: Sequence[AgencyType] = (), may_mean_all: bool = False
) -> KindOfBody:
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return KindOfBody(one, noun, pattern, frozenset(bodies), frozenset(types), may_mean_all)


# The first that matches counts: state police are no police of a town.
KINDS = (
    _kind(
        "state police agency",
        "state police agencies",
        r"state police|highway patrols?|state patrols?|state troopers?",
        Body.STATE_POLICE,
    ),
    _kind(
        "state agency",
        "state agencies",
        r"state (?:law enforcement )?(?:agenc(?:y|ies)|bod(?:y|ies))",
        types=[AgencyType.STATE],
    ),
    _kind(
        "university or college",
        "universities and colleges",
        r"(?:universit|colleg)\w*|campus\w*|schools?|school districts?",
        Body.CAMPUS,
    ),
    _kind("sheriff's office", "sheriff's offices", r"sheriff\w*(?:['’]s?)?", Body.SHERIFF, may_mean_all=True),
    _kind("constable", "constables", r"constables?", Body.CONSTABLE),
    _kind("marshal", "marshals", r"marshals?", Body.MARSHAL),
    _kind(
        "jail or prison agency",
        "jail and prison agencies",
        r"jails?|prisons?|corrections?|detention centers?",
        Body.CORRECTIONS,
    ),
    _kind("police department", "police departments", r"police|municipal departments?", Body.POLICE, may_mean_all=True),
    _kind(
        "agency of a city or town",
        "agencies of cities and towns",
        r"cit(?:y|ies)|towns?|townships?|villages?|boroughs?|municipal\w*",
        types=[AgencyType.MUNICIPALITY],
    ),
)

# The noun phrase behind a number ends with one of these; 'are' and 'were' lead on to what is counted: '63 are
# sheriff's offices'.
_END_OF_NOUN = re.compile(
    r"[,;:.()\n\u2013\u2014]|\b(?:in|across|from|ha(?:s|ve|d)|to|that|which|who|take[sn]?|took|join\w*|sign\w*|under|"
    r"participat\w*|work\w*|hold\w*|and|as|by|belong\w*|on|at|for|now)\b",
    re.IGNORECASE,
)
# What joins a second kind to the first: '16 city, county and state agencies', 'police departments and sheriffs', but
# not 'six police departments and two state agencies'.
_JOINED = re.compile(
    r"\s*(?:,\s*(?:and|or)\b|,|\b(?:and|or)\b)\s*(?!\d|(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten)\b)"
)
_OF_WHOM = re.compile(r"\s+(?:\w+\s+){0,2}?(?:of|among)\s+(?:those|these|them|which|whom)\b", re.IGNORECASE)
# 'Jail enforcement agreements' are of a support type, not of jails.
MODEL = re.compile(r"\b(?:jail enforcement|task force|warrant service)(?: officer)?s?\b", re.IGNORECASE)
LONGEST_NOUN = 80  # characters: 'state and local law enforcement agencies and sheriff's offices'

# 'Texas sheriffs hold 173 agreements', 'Sheriffs in Texas have signed 173', '173 agreements held by sheriffs'.
_HOLD = re.compile(
    r"\s(?:(?:have|had)(?:\s+(?:signed|inked))?|hold|held|run|ran|operated?|signed|inked)"
    r"(?:\s+(?:now|still|also|together|a|total|of|about|around|roughly|nearly|almost|more|than|over|at|least|some|all|the|"
    r"\w+ly))*\s*$",
    re.IGNORECASE,
)
_HELD_BY = re.compile(r"\s+(?:[\w()'’-]+\s+){1,5}?(?:(?:are|were)\s+)?(?:held|signed)\s+by\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.()\n\u2013\u2014]")
# Where the holders are, or that there are no others: it ends their noun.
_PLACED = re.compile(
    r"(?:\s+(?:(?:in|of|across|throughout|around)\s+(?:the\s+)?(?:[A-Z][\w.]*(?:\s+[A-Z][\w.]*)*|state|country|nation)|"
    r"statewide|nationwide|there|together|alone|combined|now|still|also))+\s*$"
)


def kind_of_noun(words: str) -> KindOfBody | None:
    """The kind that the noun names with which the words begin; None where it names several, which may be all."""
    noun, rest = (MODEL.sub("", each) for each in _first_noun(words[:LONGEST_NOUN]))
    if _OF_WHOM.match(noun):
        return None  # 'four of them wildlife police': what they are among those
    kinds = [kind for kind in KINDS if kind.words.search(noun)]
    while joined := _JOINED.match(rest):
        noun, rest = _first_noun(rest[joined.end() :])
        if any(kind.words.search(noun) for kind in KINDS if kind not in kinds):
            return None
        if not noun:
            break
    return kinds[0] if kinds else None


def kind_of_holder(before: str, behind: str) -> KindOfBody | None:
    """The kind of body that is said to hold a number of agreements, by the words on both sides of the number; None for
    several kinds, and for a single body."""
    if by := _HELD_BY.match(behind):
        return kind_of_noun(behind[by.end() :])
    holds = _HOLD.search(before)
    if holds is None:
        return None
    *earlier, noun = (_PLACED.sub("", clause) for clause in _CLAUSE.split(before[: holds.start()]))
    kind = kind_at_end(noun)
    listed = bool(earlier) and kind_at_end(earlier[-1]) is not None  # 'police, sheriffs hold 250'
    return None if listed or re.search(r"\b(?:and|or)\b|&", noun) else kind


def kind_at_end(noun: str) -> KindOfBody | None:
    """The kind of the bodies, always several, whose name ends the words."""
    several = r"(?:\s+(?:offices|departments|agencies|forces))?\s*$"
    if not re.search(r"(?:s['’]?|police)\s*$", noun, re.IGNORECASE):
        return None
    return next((kind for kind in KINDS if re.search(kind.words.pattern + several, noun, re.IGNORECASE)), None)


def _first_noun(words: str) -> tuple[str, str]:
    """The words to the end of the noun phrase, and what comes then."""
    end = _END_OF_NOUN.search(words)
    return (words[: end.start()].rstrip(), words[end.start() :]) if end else (words, "")
