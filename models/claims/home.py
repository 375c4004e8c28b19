"""Where a page is at home: the state and county that it takes for granted."""

import re
from collections import Counter

from models.claims.gazetteer import city_states, county_state, states_with, states_with_place
from models.claims.places import COUNTY, Home, mentions, state_mentions
from models.claims.state_names import NAMES
from models.vocabulary import PLACE_NAMES, TERRITORY_NAMES

# Wire-service datelines of two state capitals that larger cities of the same name would hide.
_DATELINE_CITIES = {
    "CHARLESTON": "WV", "COLUMBIA": "SC", "SPRINGFIELD": "IL", "JACKSON": "MS", "LINCOLN": "NE", "MADISON": "WI",
}  # fmt: skip

_DATELINE = re.compile(
    r"\s*(?P<city>[A-Z][A-Z.'\s-]{2,40}?)(?:,\s(?P<state>[A-Z][\w.\s]{1,20}?))?\s*(?:\([^)]{1,60}\)\s*)?(?:—|–|--?)\s"
)

_FIRST_WORDS = 150  # a county named only once is the page's if it stands there
_BODY = 20_000  # characters of a page that show where it is
_OPENING = 300  # characters in which a local page has said where it is

_HEAD = 600  # characters in which a page that is at home in a county has named it

# Words of a page that takes its state for granted.
_LOCAL_PAGE = re.compile(
    r"\b(?:statewide|the\s+state's|in\s+the\s+state|the\s+commonwealth|county\s+(?:commissioners?|"
    r"sheriff|board|council)|"
    r"our\s+(?:state|county)|the\s+county|(?:his|her)\s+deputies|city\s+council|select\s+board)\b",
    re.I,
)
# A count that no state has: the page also looks at the nation.
_NATIONAL_COUNT = re.compile(
    r"\b(?:[5-9]\d\d|\d,\d{3})\s+(?:[\w()]+\s+){0,4}?(?:agreements|agencies|partners|departments|contracts)\b", re.I
)
_STATE_HOUSE = re.compile(r"\b(?:the\s+governor|governor's|lawmakers|legislators|legislature|the\s+state)\b", re.I)


def dateline_state(folded: str) -> tuple[str, bool]:
    """The state of the dateline that opens a text, and whether it was printed ('LUBBOCK, Texas (KTXB) -')."""
    for line in folded[:600].split("\n")[:6]:
        match = _DATELINE.match(line) or re.match(
            r"\s*(?P<city>[A-Z][A-Z.\s]{2,30}?)(?:,\s(?P<state>[\w.\s]{2,20}?))?\s\([A-Z][\w.,\s]{2,20}\)", line
        )
        if match is None:
            continue
        city = match["city"].strip()
        if match["state"]:
            printed = match["state"].strip()
            named = next(state_mentions(printed), None)
            if named or printed in PLACE_NAMES:
                return (named.state if named else printed), True
        for name, code in NAMES.items():
            if name.upper() in city and city != "NEW YORK" and code != "WA":
                return code, True
        return _DATELINE_CITIES.get(city) or _city_state(city) or _town_state(city, folded), False
    return "", False


def _city_state(upper: str) -> str:
    return next((state for city, state in city_states().items() if city.upper() == upper), "")


def _town_state(city: str, folded: str) -> str:
    """The state of a smaller town: DOBSON is in North Carolina only, HAMILTON in the one of its states that the page
    names. WASHINGTON is the capital."""
    return "" if city.startswith("WASHINGTON") else _only(states_with_place(city), folded)


def _only(states: frozenset[str], folded: str) -> str:
    """The one of some states, or the one of them that a page names; '' where it does not settle it."""
    if len(states) > 1:
        states &= {mention.state for mention in state_mentions(folded[:_BODY])}
    return next(iter(states)) if len(states) == 1 else ""


def home_of(title: str, folded: str, outlet: str) -> Home:
    """Where the page is at home, from dateline, title, the states that it keeps naming, and its outlet."""
    dateline, printed = dateline_state(folded)
    body = folded[:_BODY]
    counted = Counter(mention.state for mention in state_mentions(body) if mention.state not in TERRITORY_NAMES)
    titled = {mention.state for mention in state_mentions(title)} - set(TERRITORY_NAMES)
    outlet_state = next((mention.state for mention in state_mentions(outlet)), "")
    ranked = counted.most_common(2)
    top, times = ranked[0] if ranked else ("", 0)
    rival = ranked[1][1] if len(ranked) > 1 else 0
    if printed:
        state, sure = dateline, True
    elif len(titled) == 1:
        state, sure = titled.pop(), True
    elif (
        times >= 2
        and times >= 2 * rival
        and (not _national(body) or times >= 4)
        and ((rival == 0 and times >= 3) or ((times >= 3 or rival == 0) and _opens_with(body, top)))
    ):
        state, sure = top, True
    elif outlet_state:
        state, sure = outlet_state, True
    elif dateline:
        state, sure = dateline, top == dateline or (not counted and _STATE_HOUSE.search(body) is not None)
    elif times and rival < times and not _national(body):
        local = _LOCAL_PAGE.search(f"{title} {body[:1_500]}") or COUNTY.search(f"{title} {body[:_HEAD]}")
        state, sure = top, (times >= 2 and rival == 0) or (local is not None and _NATIONAL_COUNT.search(body) is None)
    else:
        state, sure = "", False
    county = _home_county(outlet, "") or _home_county(title, body)
    if not sure and state and county and county in outlet:
        sure = True
    if not state and county:
        state = county_state(county)[0] or _only(states_with(county), body)
        sure = bool(state) and (rival == 0 or state == dateline)
    return Home(state, county, sure)


# '2. Virginia.', 'Washington state:': what follows in the paragraph is about that state.
_SECTION = re.compile(r"\s*(?:\d{1,2}[.)]\s*|[•*-]\s*)?(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: state)?)[.:]\s*")


def section_of(sentence: str) -> Home | None:
    """The state that a section of a newsletter opens with; None where a sentence is no such heading."""
    heading = _SECTION.fullmatch(sentence)
    states = [each.state for each in state_mentions(heading["place"])] if heading else []
    return Home(states[0], "", True) if len(states) == 1 else None


def _opens_with(body: str, state: str) -> bool:
    """Whether a page names a state in its opening: one that only ranks first in a national list comes later."""
    return any(place.state == state for place in mentions(body[:_OPENING]))


def _national(body: str) -> bool:
    return re.match(r"\s*WASHINGTON\b(?!,\s(?:Pa|Ga|N\.C|Ind|Mo|Ill))", body) is not None


def _home_county(title: str, body: str) -> str:
    """The one county that the page is about; '' where it names several about equally often."""
    counted = Counter(mention.local for mention in mentions(body[:6_000]) if mention.local)
    opening = {mention.local for mention in mentions(body[:_FIRST_WORDS]) if mention.local}
    for name in [name for name, times in counted.items() if times < 2 and name not in opening]:
        del counted[name]  # named once, and far down: an example
    counted.update({mention.local: 2 for mention in mentions(title) if mention.local})
    ranked = counted.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return ""
    return ranked[0][0]
