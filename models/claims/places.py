"""Places in a text: states under all their names, counties, towns; and where the page itself is at home."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from models.claims.gazetteer import city_states, county_state, has_county, states_with, states_with_place
from models.claims.state_names import STATE_WORDS, states_named
from models.claims.words import any_of, words

COUNTY = re.compile(
    r"\b(?P<name>(?:(?:St|Ste|Mt|Ft)\. )?[A-Z][\w']*(?:[ -](?:of|de|du|la|the|and(?= [A-Z])|[A-Z][\w']*)){0,3}?)"
    r"\s(?P<kind>County|Parish|Borough)\b"
)
_COUNTY_OPENERS = words(
    """The In At For A An And But When While As Of Neighboring Nearby Outside Near Sheriff Last Both Only Even
    That His Her Its Former Meanwhile Also Like Under On From After Since Before To With By If So Then Now
    Here Where Each Every Another Two Three Four Five Six Seven Eight Nine Ten Eleven
    Twelve Dozens Sheriffs Deputies Rural Suburban Statewide Across Throughout Around Among Besides Between Within
    Unlike Including Beyond Inside Through During Again Even Still Yet Just About Over"""
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a sentence; offsets within the sentence. `local` is 'Lamar County' or '' for a state."""

    start: int
    end: int
    state: str  # two letters; '' where a county is named without its state
    local: str
    printed: bool = True  # the state stands beside the name, or no other state has a place of that name

    def scope(self, home: str) -> str:
        """'Lamar County, TX'; where the sentence leaves the state out, a page's home has the say."""
        state = self.state or home
        if not self.printed and home and (has_county(home, self.local) or self._is_small_town):
            state = home
        return f"{self.local}, {state}" if self.local and state else state

    @property
    def _is_small_town(self) -> bool:
        """No table has all towns: on a page of another state the name may be that of one there."""
        return not self.local.endswith((" County", " Parish", " Borough")) and self.local not in city_states()


NATION = "US"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a page is at home: the state that it takes for granted."""

    state: str  # '' for a national page
    county: str  # 'Lamar County' where one county is what the page is about, else ''
    sure: bool  # the page names the state in title, dateline, or over and over; otherwise a guess from a city


def at_home(place: Mention, home: Home) -> Mention:
    """A county named without its state, in the page's own state where that has such a county."""
    own = place.local and not place.state and has_county(home.state, place.local)
    return replace(place, state=home.state) if own else place


def scope_or_nation(place: Mention, home: Home) -> str:
    """The scope that a place gives a claim; the nation's where its state cannot be told."""
    return place.scope(home.state) or NATION


def state_mentions(sentence: str) -> Iterator[Mention]:
    """The states named in a folded sentence, in order."""
    return (Mention(start, end, code, "") for start, end, code in states_named(sentence))


@lru_cache(maxsize=64)  # claims and events of one sentence ask in turn
def mentions(sentence: str) -> tuple[Mention, ...]:
    """States, counties and towns of a folded sentence, in order; 'Lamar County, Texas' is one mention."""
    if _CAPITAL.search(sentence) is None:
        return ()
    states = list(state_mentions(sentence))
    local: list[Mention] = []
    for start, end, name in _counties(sentence):
        following = next((s for s in states if _beside(sentence, end, s.start)), None)
        owner = next((s for s in states if sentence[s.end : start] == "'s "), None)  # 'Arizona's Maricopa County'
        close = following and following.start - end <= 2
        told = following or owner
        code, only = (told.state, True) if told else county_state(name)
        local.append(Mention(start, following.end if following and close else end, code, name, only))
        if told:
            states.remove(told)
    for state in list(states):
        if (town := _TOWN.search(sentence, max(0, state.start - 45), state.start)) and (name := _town_name(town[1])):
            start = town.end(1) - len(name)
            if not any(start < each.end and each.start < town.end(1) for each in local):
                local.append(Mention(start, state.end, state.state, name))
                states.remove(state)
    taken = [(place.start, place.end) for place in (*local, *states)]
    cities = [
        city
        for city in _body_cities(sentence)
        if not any(start < city.end and city.start < end for start, end in taken)
    ]
    return tuple(sorted([*states, *local, *cities], key=lambda mention: mention.start))


_CAPITAL = re.compile(r"[A-Z]")
_TOWN = re.compile(r"(?<![\w.])((?:(?:St|Ft|Mt)\. |[A-Z][\w'-]+ (?:(?:of|de|la|du) )?){0,3}[A-Z][a-z][\w'-]*),\s$")
# What stands before a state and a comma, but is no town: 'the Sheriff's Office, Texas', 'In March, Florida'.
_NO_TOWN = words(
    """Commissioners Supervisors Trustees Selectmen Aldermen Jail Academy Bureau Corrections Office Department Police
    Patrol Division County Parish Board Council Sheriff Chief Agency Program Association University College District
    Commission State Nationwide Statewide Today Now Still Yesterday However Instead Meanwhile Overall Also Then Here
    There Elsewhere Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec January February March April May June July
    August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Republican
    Democrat Republicans Democrats Since So Yes No Enforcement Security"""
)


def _town_name(printed: str) -> str:
    """The town of 'In Palmyra', 'Chief Smith of Palmyra'; '' where the words before a state name none."""
    name = re.split(r"(?<! Isle) of (?!the )", printed)[-1]
    named = name.split()
    while named and named[0] in _COUNTY_OPENERS:
        named.pop(0)
    if (
        not named
        or any(word in _NO_TOWN or word.removesuffix("'s") != word for word in named)
        or " ".join(named) in STATE_WORDS
    ):
        return ""
    return " ".join(named)


_NAME = r"[A-Z][\w'.-]+(?: [A-Z][\w'-]+)?"
_COUNTY_LIST = re.compile(rf"\b((?:{_NAME}, ){{0,6}}{_NAME},? and {_NAME}) (counties|parishes)\b")
_LIST_NAME = re.compile(_NAME)


def _counties(sentence: str) -> Iterator[tuple[int, int, str]]:
    """'Lamar County', and each of 'Hanover and Augusta counties': start, end and name."""
    for match in COUNTY.finditer(sentence):
        name = _known_part(_county_name(match["name"]), match["kind"])
        if name:
            yield match.end("name") - len(name), match.end(), f"{name} {match['kind']}"
    if "counties" in sentence or "parishes" in sentence:
        for match in _COUNTY_LIST.finditer(sentence):
            kind = "Parish" if match[2] == "parishes" else "County"
            for each in _LIST_NAME.finditer(sentence, match.start(1), match.end(1)):
                if (name := _county_name(each.group())) and name not in STATE_WORDS:
                    yield each.end() - len(name), each.end(), f"{name} {kind}"


# 'Lamar County Sheriff's Office in Texas'
_OFFICE_IN = re.compile(
    r"(?:'s)?\s+(?:Board\s+of\s+\w+,|Commission(?:ers)?,|Council,|[Ss]heriff's\s+(?:Office|Department),)\s+|(?:'s)?\s+(?:[Ss]heriff(?:'s\s+(?:[Oo]ffice|[Dd]epartment))?|[Jj]ail|[Cc]onstable|[Pp]olice(?:\s+[Dd]epartment)?)\s+in\s+"
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
        rf"\b(?P<city>{names})(?=(?:'s?)?\s+(?:(?:City\s+)?(?:[Pp]olice|[Cc]ouncil|[Mm]ayor|chief|"
        rf"[Cc]ity\s+[Cc]ouncil|[Cc]onstable|suburb|marshal)))"
        rf"|(?:\b(?:[Cc]ity|suburb|mayor|[Mm]etro|police\s+chief)\s+of\s+|\b[Pp]olice\s+in\s+|"
        rf"\b[Mm]etro\s+)(?P<of>{names})(?!\s+County)\b"
    )


def _body_cities(sentence: str) -> Iterator[Mention]:
    """Cities named as bodies: 'Dallas Police Department', 'the city of Mesa', 'Pueblo's chief'."""
    if _BODY_WORD.search(sentence) is None:
        return
    found: list[Mention] = []
    for match in _city_pattern().finditer(sentence):
        city = match["city"] or match["of"]
        if not match["city"] or not re.match(r",\s(?:[A-Z][a-z]*\.|[A-Z][a-z]+)", sentence[match.end("city") :]):
            group = "city" if match["city"] else "of"
            found.append(Mention(match.start(group), match.end(group), city_states()[city], city, False))
    for town in _towns(sentence):
        if not any(town.start < city.end and city.start < town.end for city in found):
            found.append(town)
    yield from found


_NO_TOWN_ALONE = words(
    "Campus Park Transit Harbor Airport Federal Local Border School Tribal Metro Capitol Union Village Town City"
)
# 'the Gulf Stream Police Department', 'Hialeah Gardens police': a town before its body
_TOWN_BODY = re.compile(
    r"\b(?P<town>[A-Z][\w'.-]+(?: [A-Z][\w'-]+){0,2})(?:'s)? (?:Police Department|Police Chief|Town Council|"
    r"City Council|Mayor|police|town council|city council)\b"
)


def _towns(sentence: str) -> Iterator[Mention]:
    """Towns named as bodies whose name is that of no other state's town; the first words may not belong to the name."""
    for match in _TOWN_BODY.finditer(sentence):
        printed = match["town"].split()
        for first in range(len(printed)):
            name = " ".join(printed[first:])
            if printed[first] in _NO_TOWN or printed[first] in _COUNTY_OPENERS or name in _NO_TOWN_ALONE:
                continue
            if len(states := states_with_place(name)) == 1:
                end = match.end("town")
                yield Mention(end - len(name), end, next(iter(states)), name, False)
                break


def _county_name(printed: str) -> str:
    words = printed.split()
    while words and (words[0] in _COUNTY_OPENERS or not words[0][0].isupper()):  # 'Only the Polk County'
        words.pop(0)
    if not words or words[0] in ("County", "State") or not words[0][0].isupper():
        return ""
    name = re.split(r"'s (?=[A-Z])", " ".join(words))[-1]
    if " of " in name and not name.endswith(("of Wight", "of the Woods")):
        name = name.rsplit(" of ", 1)[1]  # 'Jim Smith of Brevard County'
    return name.rsplit(" and ", 1)[-1]


def _known_part(name: str, kind: str) -> str:
    """The county at the end of capitalized words, as in 'How Utah County' or 'Judge Sues Wake County'; all the words
    where the tables know no such county."""
    printed = name.split()
    known = (" ".join(printed[first:]) for first in range(len(printed)))
    return next((part for part in known if states_with(f"{part} {kind}")), name)
