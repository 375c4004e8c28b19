"""Places in a text: states under all their names, counties, towns; and where the page itself is at home."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.claims.gazetteer import city_states, county_state
from flows.claims.lexicon import any_of, words
from models.vocabulary import PLACE_NAMES, TERRITORY_NAMES

# The Associated Press's abbreviations; postal codes count only after a comma ('Lubbock, TX').
_AP = {
    "Ala.": "AL", "Ariz.": "AZ", "Ark.": "AR", "Calif.": "CA", "Colo.": "CO", "Conn.": "CT", "Del.": "DE",
    "Fla.": "FL", "Ga.": "GA", "Ill.": "IL", "Ind.": "IN", "Kan.": "KS", "Kans.": "KS", "Ky.": "KY",
    "La.": "LA", "Md.": "MD", "Mass.": "MA", "Mich.": "MI", "Minn.": "MN", "Miss.": "MS", "Mo.": "MO",
    "Mont.": "MT", "Neb.": "NE", "Nev.": "NV", "N.H.": "NH", "N.J.": "NJ", "N.M.": "NM", "N.Y.": "NY",
    "N.C.": "NC", "N.D.": "ND", "Okla.": "OK", "Ore.": "OR", "Pa.": "PA", "R.I.": "RI", "S.C.": "SC",
    "S.D.": "SD", "Tenn.": "TN", "Tex.": "TX", "Vt.": "VT", "Va.": "VA", "Wash.": "WA", "W.Va.": "WV",
    "W. Va.": "WV", "Wis.": "WI", "Wyo.": "WY",
}  # fmt: skip
_NICKNAMES = {
    "Lone Star State": "TX", "Sunshine State": "FL", "Peach State": "GA", "Palmetto State": "SC",
    "Tar Heel State": "NC", "Volunteer State": "TN", "Bluegrass State": "KY", "Hoosier State": "IN",
    "Buckeye State": "OH", "Keystone State": "PA", "First State": "DE", "Granite State": "NH",
    "Bay State": "MA", "Pine Tree State": "ME", "Show-Me State": "MO", "Show Me State": "MO",
    "Sooner State": "OK", "Natural State": "AR", "Magnolia State": "MS", "Pelican State": "LA",
    "Old Dominion": "VA", "Empire State": "NY", "Garden State": "NJ", "Badger State": "WI",
    "Hawkeye State": "IA", "Cornhusker State": "NE", "Sunflower State": "KS", "Beehive State": "UT",
    "Silver State": "NV", "Gem State": "ID", "Treasure State": "MT", "Cowboy State": "WY",
    "Equality State": "WY", "Centennial State": "CO", "Grand Canyon State": "AZ", "Golden State": "CA",
    "Beaver State": "OR", "Evergreen State": "WA", "Last Frontier": "AK", "Aloha State": "HI",
    "North Star State": "MN", "Wolverine State": "MI", "Great Lakes State": "MI", "Prairie State": "IL",
    "Land of Lincoln": "IL", "Ocean State": "RI", "Constitution State": "CT", "Green Mountain State": "VT",
    "Mountain State": "WV", "Heart of Dixie": "AL", "Yellowhammer State": "AL", "Land of Enchantment": "NM",
    "Peace Garden State": "ND", "Mount Rushmore State": "SD", "Free State": "MD", "Old Line State": "MD",
}  # fmt: skip
_DEMONYMS = {
    "Texan": "TX", "Texans": "TX", "Floridian": "FL", "Floridians": "FL", "Virginians": "VA", "Georgians": "GA",
    "Californians": "CA", "Kansans": "KS", "Oklahomans": "OK", "Hoosiers": "IN", "Marylanders": "MD",
    "Tennesseans": "TN", "Pennsylvanians": "PA", "Ohioans": "OH", "Alabamians": "AL", "Coloradans": "CO",
    "Carolinians": "", "Wisconsinites": "WI", "Minnesotans": "MN", "Arizonans": "AZ", "Nevadans": "NV",
}  # fmt: skip
# Wire-service datelines of two state capitals that larger cities of the same name would hide.
_DATELINE_CITIES = {
    "CHARLESTON": "WV",
    "COLUMBIA": "SC",
    "SPRINGFIELD": "IL",
    "JACKSON": "MS",
    "LINCOLN": "NE",
    "MADISON": "WI",
}

# 'Washington' alone is the federal government or the city far more often than the state.
_NAMES = {name: code for code, name in PLACE_NAMES.items() if code not in ("WA", "DC")}
_NAMES |= {
    "Washington state": "WA",
    "Washington State": "WA",
    "state of Washington": "WA",
    "Washington": "WA",
    "Virgin Islands": "VI",
}
_ALL = _NAMES | _AP | _NICKNAMES | _DEMONYMS
_STATE = re.compile(
    r"(?<![\w.])(?=[A-Z])(?:(?P<name>"
    + any_of(_ALL)
    + r")(?!\w)|(?<=, )(?P<code>"
    + "|".join(code for code in PLACE_NAMES if code not in TERRITORY_NAMES)
    + r")\b)(?!\s+(?:County|Parish|Avenue|Ave\.|Street|St\.|Road|Boulevard|Tech))"
)
# 'Kansas City' may be in either state.
_NO_STATE_AFTER = re.compile(r"\s+City\b")
_COUNTY = re.compile(
    r"\b(?P<name>(?:(?:St|Ste|Mt|Ft)\. )?[A-Z][\w']*(?:[ -](?:of|de|du|la|the|and(?= [A-Z])|[A-Z][\w']*)){0,3}?)"
    r"\s(?P<kind>County|Parish|Borough)\b"
)
_COUNTY_OPENERS = words(
    """The In At For A An And But When While As Of Neighboring Nearby Outside Near Sheriff Last Both Only Even
    That His Her Its Former Meanwhile Also Like Under On From After Since Before To With By If So Then Now
    Here Where Each Every Another Sheriffs Deputies Rural Suburban Statewide"""
)
_DATELINE = re.compile(
    r"\s*(?P<city>[A-Z][A-Z.'\s-]{2,40}?)(?:,\s(?P<state>[A-Z][\w.\s]{1,20}?))?\s*(?:\([^)]{1,60}\)\s*)?(?:—|–|--?)\s"
)

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
_LOCAL_OUTLET = re.compile(r"\b(?:County|Parish|Sheriff|City\s+of|Town\s+of|Borough\s+of|Police)\b")
_STATE_HOUSE = re.compile(r"\b(?:the\s+governor|governor's|lawmakers|legislators|legislature|the\s+state)\b", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a sentence; offsets within the sentence. `local` is 'Lamar County' or '' for a state."""

    start: int
    end: int
    state: str  # two letters; '' where a county is named without its state
    local: str

    def scope(self, home: str) -> str:
        state = self.state or home
        return f"{self.local}, {state}" if self.local and state else state


NATION = "US"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a page is at home: the state that it takes for granted."""

    state: str  # '' for a national page
    county: str  # 'Lamar County' where one county is what the page is about, else ''
    sure: bool  # the page names the state in title, dateline, or over and over; otherwise a guess from a city


def scope_or_nation(place: Mention, home: Home) -> str:
    """The scope that a place gives a claim; the nation's where its state cannot be told."""
    return place.scope(home.state) or NATION


def state_mentions(sentence: str) -> Iterator[Mention]:
    """The states named in a folded sentence, in order."""
    ends: set[int] = set()
    for match in _STATE.finditer(sentence):
        if match["name"] == "Washington":
            # 'Oregon and Washington', 'Washington, Oregon and ...': a state among states
            beside = next((end for end in ends if sentence[end : match.start()] in (", ", " and ", ", and ")), None)
            onward = (
                _STATE.match(sentence, match.end() + 2) if sentence[match.end() : match.end() + 2] == ", " else None
            )
            if beside is None and (onward is None or onward["name"] in (None, "Washington")):
                continue
        ends.add(match.end())
        code = _ALL[match["name"]] if match["name"] else match["code"]
        if not code or (match["name"] == "Kansas" and _NO_STATE_AFTER.match(sentence, match.end())):
            continue
        if match["name"] == "Indiana" and sentence.startswith(", P", match.end()):
            continue
        yield Mention(match.start(), match.end(), code, "")


@lru_cache(maxsize=64)  # claims and events of one sentence ask in turn
def mentions(sentence: str) -> tuple[Mention, ...]:
    """States and counties of a folded sentence, in order; 'Lamar County, Texas' is one mention."""
    states = list(state_mentions(sentence))
    counties: list[Mention] = []
    for match in _COUNTY.finditer(sentence):
        name = _county_name(match["name"])
        if not name:
            continue
        following = next((s for s in states if _beside(sentence, match.end(), s.start)), None)
        start = match.end("name") - len(name)
        close = following and following.start - match.end() <= 2
        end = following.end if following and close else match.end()
        counties.append(
            Mention(start, end, following.state if following else county_state(name), f"{name} {match['kind']}")
        )
        if following:
            states.remove(following)
    cities = list(_body_cities(sentence))
    return tuple(sorted([*states, *counties, *cities], key=lambda mention: mention.start))


# 'Lamar County Sheriff's Office in Texas'
_OFFICE_IN = re.compile(
    r"(?:'s)?\s+(?:[Ss]heriff(?:'s\s+(?:[Oo]ffice|[Dd]epartment))?|[Jj]ail|[Cc]onstable|[Pp]olice(?:\s+[Dd]epartment)?)\s+in\s+"
)


def _beside(sentence: str, county_end: int, state_start: int) -> bool:
    """Whether a state stands right behind a county, or behind the county's office."""
    if 0 <= state_start - county_end <= 2:
        return True
    office = _OFFICE_IN.match(sentence, county_end)
    return office is not None and office.end() == state_start


_BODY_WORD = re.compile(r"olice|ouncil|ayor|ity\b|uburb|etro|hief|onstable|arshal")


@cache
def _city_pattern() -> re.Pattern[str]:
    names = any_of(city_states())
    return re.compile(
        rf"\b(?P<city>{names})(?=(?:'s)?\s+(?:(?:City\s+)?(?:[Pp]olice|[Cc]ouncil|[Mm]ayor|chief|"
        rf"[Cc]ity\s+[Cc]ouncil|[Cc]onstable|suburb|marshal)))"
        rf"|(?:\b(?:[Cc]ity|suburb|mayor|[Mm]etro|police\s+chief)\s+of\s+|\b[Pp]olice\s+in\s+|"
        rf"\b[Mm]etro\s+)(?P<of>{names})(?!\s+County)\b"
    )


def _body_cities(sentence: str) -> Iterator[Mention]:
    """Cities named as bodies: 'Dallas Police Department', 'the city of Mesa', 'Pueblo's chief'."""
    if _BODY_WORD.search(sentence) is None:
        return
    for match in _city_pattern().finditer(sentence):
        city = match["city"] or match["of"]
        if not match["city"] or not re.match(r",\s(?:[A-Z][a-z]*\.|[A-Z][a-z]+)", sentence[match.end("city") :]):
            group = "city" if match["city"] else "of"
            yield Mention(match.start(group), match.end(group), city_states()[city], city)


def _county_name(printed: str) -> str:
    words = printed.split()
    while words and words[0] in _COUNTY_OPENERS:
        words.pop(0)
    if not words or words[0] in ("County", "State") or not words[0][0].isupper():
        return ""
    name = " ".join(words)
    if " of " in name and not name.endswith(("of Wight", "of the Woods")):
        name = name.rsplit(" of ", 1)[1]  # 'Jim Smith of Brevard County'
    return name.rsplit(" and ", 1)[-1]


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
        for name, code in _NAMES.items():
            if name.upper() in city and city != "NEW YORK" and code != "WA":
                return code, True
        return _DATELINE_CITIES.get(city) or _city_state(city), False
    return "", False


def _city_state(upper: str) -> str:
    return next((state for city, state in city_states().items() if city.upper() == upper), "")


def home_of(title: str, folded: str, outlet: str) -> Home:
    """Where the page is at home, from dateline, title, the states that it keeps naming, and its outlet."""
    dateline, printed = dateline_state(folded)
    body = folded[:20_000]
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
    elif times >= 2 and times >= 2 * rival and (not _national(body) or times >= 4):
        state, sure = top, True
    elif outlet_state:
        state, sure = outlet_state, True
    elif dateline:
        state, sure = dateline, top == dateline or (not counted and _STATE_HOUSE.search(body) is not None)
    elif times and rival < times and not _national(body):
        local = _LOCAL_PAGE.search(f"{title} {body[:1_500]}") or _COUNTY.search(body[:3_000])
        state, sure = top, times >= 2 or (local is not None and _NATIONAL_COUNT.search(body) is None)
    else:
        state, sure = "", False
    county = _home_county(outlet, "") or _home_county(title, body)
    if not sure and state and (_LOCAL_OUTLET.search(outlet) or (county and county in outlet)):
        sure = True
    if not state and county:
        state = county_state(county.rsplit(" ", 1)[0])
        sure = bool(state) and rival == 0
    return Home(state, county, sure)


def _national(body: str) -> bool:
    return re.match(r"\s*WASHINGTON\b(?!,\s(?:Pa|Ga|N\.C|Ind|Mo|Ill))", body) is not None


def _home_county(title: str, body: str) -> str:
    """The one county that the page is about; '' where it names several about equally often."""
    counted = Counter(mention.local for mention in mentions(body[:6_000]) if mention.local)
    counted.update({mention.local: 2 for mention in mentions(title) if mention.local})
    ranked = counted.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return ""
    return ranked[0][0]
