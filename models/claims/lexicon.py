"""The words of the field: what each noun makes of a number, and which verbs make an agency a participant.

Widened on principle: synonyms that news pages, press releases and thesaurus copies of them use.
"""

import re
from collections.abc import Iterable

from models.claims.stated import Metric


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of many names, the longest first; grouped by their first letter, which is tried once."""
    opening: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        opening.setdefault(name[0], []).append(re.escape(name[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in opening.items()) + ")"


# Bodies that take part. A number before one of these is a count of agencies.
LAW_AGENCIES = words(
    """agencies agency departments department sheriffs sheriff chiefs constables leas partners partner participants
    participant names police-departments marshals signatories forces enrollees divisions constabularies"""
)
# Bodies that are not law enforcement by their name: counted only where they are said to take part.
CIVIC_BODIES = words(
    """jurisdictions jurisdiction municipalities municipality cities towns villages boroughs townships universities
    university colleges campuses schools jails jail localities communities governments entities offices office
    companies organizations institutions districts bodies prisons authorities members newcomers workplaces"""
)
AGENCY_NOUNS = LAW_AGENCIES | CIVIC_BODIES
AGREEMENT_NOUNS = words(
    """agreements agreement contracts contract pacts pact moas moa mous mou memorandums memoranda memorandum
    partnerships partnership deals deal accords accord tie-ups compacts arrangements arrangement approvals
    covenants sign-ups signups signings programs entries"""
)
STATE_NOUNS = words("states state")
COUNTY_NOUNS = words("counties parishes county parish")
OFFICER_NOUNS = words(
    """officers officer deputies deputy troopers trooper agents agent employees staff staffers personnel cops
    policemen jailers guards detectives investigators lawmen members officials sergeants police workers rangers
    people trainees others folks"""
)
ARREST_NOUNS = words("transfers arrests arrest apprehensions hand-overs handovers")
APPLICATION_NOUNS = words("applications application requests request applicants bids")

NOUN_METRICS: dict[str, Metric] = {
    **dict.fromkeys(AGENCY_NOUNS, Metric.AGENCIES),
    **dict.fromkeys(AGREEMENT_NOUNS, Metric.AGREEMENTS),
    **dict.fromkeys(STATE_NOUNS, Metric.STATES),
    **dict.fromkeys(COUNTY_NOUNS, Metric.COUNTIES),
    **dict.fromkeys(APPLICATION_NOUNS, Metric.PENDING),
    **dict.fromkeys(ARREST_NOUNS, Metric.ARRESTS),
    **dict.fromkeys(OFFICER_NOUNS, Metric.OFFICERS_TRAINED),
}

# Words that end a noun phrase: what follows them is no longer what the number counts.
BREAKERS = words(
    """in on at by for from with within without across under over into onto to through throughout during since until
    after before between among against of as than that which who whom whose where when while if because although
    the a an this that these those its their his her our your my is are was were be been being has have had do does
    did will would can could may might must shall should not no and or but nor so yet it he she they we you i there
    here now signed sign signs joined join joins participate participated participates participating? have had holds
    hold held take takes took work works worked agree agreed applied apply made make said says say told put puts
    include includes including covers cover remain remains came come comes went go goes agreed? chose plus per each
    worth about around nearly almost roughly"""
)
# Participles that stand between a number and its noun, although the form could be a verb.
INNER_PARTICIPLES = words("signed participating enrolled partnering cooperating trained certified deputized held")

# What makes a body a participant: at least one of these stands in the sentence (or in the list's lead-in).
PARTICIPATION = re.compile(
    r"\b(?:sign(?:s|ed|ing)?(?:\s+(?:up|on))?|join(?:s|ed|ing)?|participat\w+|enroll(?:ed|ing|ment)|partner\w*|"
    r"approv(?:ed|al|als)|enter(?:s|ed|ing)?|tak(?:e|es|ing)\s+part|took\s+part|taken\s+part|agreements?|contracts?|"
    r"pacts?|deals?|moas?|mous?|memorand\w+|287\s?-?\(?g\)?|in\s+the\s+program|program|task\s+force|accepted|"
    r"accords?|tie-ups|on\s+the\s+(?:list|roster|books)|opt(?:ed)?\s+in|work(?:s|ed|"
    r"ing)?\s+(?:hand.in.hand\s+)?with\s+"
    r"(?:ICE|immigration|federal|the\s+federal|U\.S\.|Homeland|DHS|the\s+agency)|cooperat\w+|"
    r"help(?:s|ed|ing)?\s+(?:ICE|federal|enforce|immigration)|"
    r"assist(?:s|ed|ing)?\s+(?:ICE|federal|in\s+arrest|with\s+immigration|immigration)|deputiz\w+|"
    r"on\s+board|aboard|re-joined|powers|with\s+ICE\s+authority|ha(?:s|ve|ving)\s+(?:at\s+least\s+|"
    r"a\s+minimum\s+of\s+)?one|stay(?:s|ed)?\s+in|arrangements?|authorit(?:y|ies)\s+under|"
    r"taken\s+ICE\s+up|do\s+likewise|did\s+likewise|standing\s+with|stand\s+with|roster|\bactive\b|"
    r"represented|credential\w*|team(?:ed|ing)?\s+up)\b",
    re.I,
)
# The sentence speaks of bodies outside the program, or of what is only wished for or forbidden.
OUTSIDE = re.compile(
    r"\b(?:without\s+(?:an?\s+|any\s+)?(?:agreements?|contracts?|deals?|pacts?|partner\w*)|"
    r"no\s+(?:such\s+)?(?:agreements?|"
    r"contracts?|partners)|(?:ban|bans|banned|banning|bar|bars|barred|barring|forbid|forbids|forbade|forbidding|"
    r"prohibit\w*|outlaw\w*|prevent(?:s|ed|ing)?|restrict(?:s|ed|ing)?|limit(?:s|ing)?)\b(?:\W+\w+){0,8}?\W+"
    r"(?:agreements?|contracts?|partnerships?|pacts?|deals?|cooperat\w+|participat\w+|them|287)|"
    r"sanctuary|detention\s+(?:contracts?|agreements?)|none\s+(?:at\s+all|of\s+them)|such\s+a\s+(?:law|ban)|"
    r"stop(?:s|ped|ping)?\b(?:\W+\w+){0,10}?\W+participat\w+|do(?:es)?\s+not\s+(?:have|participate)|don't\s+(?:have|participate)|refus(?:e|ed|es|ing)|"
    r"never\s+(?:signed|applied|joined)|have\s+not\s+(?:signed|joined|applied)|haven't\s+(?:signed|joined|applied)|"
    r"intergovernmental\s+service|IGSAs?|flock|plate\s+readers?|cameras|searches|lookups|Secure\s+Communities|fingerprints)\b",
    re.I,
)
LEAVING = re.compile(
    r"\b(?:(?:that|which|who)\s+)?(?:(?:have|had)\s+(?:since\s+)?)?(?:withdr[ae]wn?|quit|walked\s+away|departed|withdrew|end(?:ed|ing)\s+(?:their|its)|terminat\w+|cancell?ed|dropped\s+out|backed\s+out|"
    r"pulled\s+out|left\s+the|chose\s+not|declined|rejected|turned\s+down|opted\s+out|rescinded|"
    r"have\s+quit|cut\s+ties)\b",
    re.I,
)
# A law or a wish that names bodies says nothing about how many take part.
HYPOTHETICAL = re.compile(
    r"\b(?:would\s+(?:\w+\s+)?(?:require|compel|force|make|mandate|have\s+to|oblige|order)|(?:require|"
    r"requires|required|"
    r"requiring|compel|compels|(?<!task )forc(?:e|es|ed|ing)(?=\s+(?:the|all|every|sheriffs|agencies|"
    r"counties|them|local|police))|mandate|mandates|mandating|urge[sd]?|urging|encourag\w+|asked|asking|"
    r"wrote|(?:sent|signed|joined)\s+(?:a|our|the)\s+letter|in\s+opposition|solicited|invited|contacted|emailed|surveyed|like\s+to\s+see|oppose[sd]?|"
    r"complained|sued|consider(?:ed|ing|s)?|weigh(?:ed|ing|s)?)\b)",
    re.I,
)

PROGRAM = re.compile(r"287\s?-?\s?\(?\s?g\b\)?", re.I)
MODEL_WORDS = re.compile(
    r"\b(?:(?P<tfm>task[\s-]force|TFM)|(?P<wso>warrant[\s-]service|warrant\s+officer|WSO)|"
    r"(?P<jem>jail[\s-](?:enforcement|based|model)|jails?|JEM))\b",
    re.I,
)

TRAINED = re.compile(
    r"\b(?:trained|train|trains|certified|deputi[sz]ed|credentialed|credentials|sworn\s+in|nominated|graduated|"
    r"commissioned|completed|qualified|authorized|cross-designated|designated|training|received|"
    r"educated|schooled|cleared|skilled|educated|coaching|"
    r"through\s+(?:its|the|their)\s+(?:[\w-]+\s+)?(?:course|class|training|academy)|"
    r"(?:have|has|had)\s+(?:been\s+through|taken|finished|passed|gone\s+through)\s+(?:it|the|that|this)|"
    r"have\s+authority|held\s+287|task\s+force\s+officers)\b",
    re.I,
)
PENDING = re.compile(
    r"\b(?:pending|outstanding|await(?:s|ing|ed)?\b(?!\s+(?:training|graduation|certification|class))|(?:sent|filed|turned|put)\s+(?:in\s+)?(?:an?\s+)?applications?|"
    r"waiting\s+to\s+hear|(?:has|have|had)\s+(?:also\s+|already\s+)?(?:applied|asked|requested)|applied|"
    r"(?:waiting|ready)\s+(?:for|on)\s+(?:approval|ICE|an\s+answer|federal)|in\s+the\s+pipeline|"
    r"under\s+(?:review|consideration|negotiation)|being\s+negotiated|(?:approval|application)\s+process|asked\s+to\s+join|"
    r"yet\s+to\s+be\s+(?:decided|acted|reviewed|finali[sz]ed|signed)|(?:have|has|had)\s+(?:paperwork|put\s+in|submitted|(?:requests?|applications?)\s+(?:in|on\s+file|pending))|"
    r"applying|sought|seeking|in\s+line|in\s+the\s+queue|on\s+hold|on\s+the\s+waiting\s+list|"
    r"being\s+(?:reviewed|processed)|in\s+the\s+works|under\s+discussion|yet\s+to\s+be\s+approved)\b",
    re.I,
)
