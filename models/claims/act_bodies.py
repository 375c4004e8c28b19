"""The bodies that a sentence names, also those of places that no table knows: 'the Hollis Corner Select Board'."""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.claims.gazetteer import city_states, has_county
from models.claims.named_bodies import NamedBody, named_bodies
from models.claims.named_so_far import STATE_BODY, NamedSoFar
from models.claims.places import Mention, mentions
from models.claims.text import Sentence
from models.claims.words import words
from models.places.spelling import letters
from models.places.tables import towns

_TOWN = r"(?:(?:St|Ft|Mt)\.\s)?[A-Z][a-z][\w'-]+(?:\s[A-Z][\w'-]+){0,2}?"
_UNPLACED = re.compile(
    rf"""\b(?P<town>{_TOWN})(?:'s?)?\s
    (?P<noun>(?:[Cc]ity|[Tt]own|[Vv]illage|[Bb]orough|[Tt]ownship)\s(?:[Cc]ouncil|[Cc]ommission|[Bb]oard)|[Ss]elect\s[Bb]oard
    |Board\sof\s(?:Selectmen|Trustees|Aldermen)|[Pp]olice\s[Dd]epartment|[Pp]olice\s[Cc]hief|[Pp]olice
    |(?<='s\s)(?:chief|council|sheriff|manager|jailer)|officials|leaders|council\smembers|mayor)\b""",
    re.VERBOSE,
)
_TOWN_OF = re.compile(
    rf"""\b(?P<noun>(?:[Cc]ity|[Tt]own|[Vv]illage|[Bb]orough|[Tt]ownship)(?:\s(?:[Cc]ouncil|[Cc]ommission|[Bb]oard))?|[Ss]elect\s[Bb]oard
    |[Cc]ouncil|[Mm]ayor|[Vv]oters|[Pp]olice\s(?:[Dd]epartment|[Cc]hief|[Ff]orce)|[Pp]olice|suburb)\s(?:of|in)\s(?P<town>{_TOWN})(?![\w'-]*\s[A-Z])""",
    re.VERBOSE,
)
# 'Ridgeway, a town of 6,400 in western Missouri': its state, where the sentence names one, is found by `_settled`.
_TOWN_IN_APPOSITION = re.compile(
    rf"""\b(?P<town>{_TOWN}),\s(?P<noun>an?\s(?:[\w-]+\s){{0,3}}?(?:town|city|village|borough|township|suburb|community|hamlet))\b""",
    re.VERBOSE,
)
# 'Gwinnett's sheriff': a county by its bare name, where the state has one of that name.
_COUNTY_OFFICER = re.compile(
    rf"\b(?P<town>{_TOWN})(?:'s?)?\s(?P<noun>[Ss]heriff(?:'s\s(?:[Oo]ffice|[Dd]epartment))?|jail|commissioners)\b"
)
# A town that stands for its government: 'Coral Gables signed in March'.
_BARE = re.compile(
    rf"""(?:^|(?<=[—–-]\s)|(?<=\bof\s)|(?<=\band\s)|(?<=,\s)|(?<=\bin\s)|(?<=\bneighboring\s)|(?<=\bnearby\s)|(?<=:\s))(?P<town>{_TOWN})
    (?=(?:,\s{_TOWN}){{0,4}}(?:,?\sand\s{_TOWN}(?:\spolice)?)?(?:,\s(?:the|an?|one)\s[^,;.]{{3,60}},)?\s(?:\w+ed|has|had|was|is|are|also|then|first|quietly|left|withdrew|said|says|becomes?|became|struck|have|did|won't|will)\b)""",
    re.VERBOSE,
)
_BEYOND = re.compile(r"\b(?:\w*(?:north|south|east|west)|outside|miles?|minutes|hours?)\s(?:of|from)\s$")
_BARE_NAME = r"(?:(?:St|Ft|Mt)\.\s)?[A-Z][\w'-]+(?:\s(?:du|de|la|of|[A-Z][\w'-]*)){0,2}"
_LIST_NAME = re.compile(_BARE_NAME)
# 'three Idaho counties: Owyhee, Canyon and Kootenai'
_LISTED = re.compile(
    rf"""\b(?P<noun>counties|parishes|sheriffs|sheriff's\soffices|towns|cities|villages|boroughs|municipalities|departments|agencies
    |chiefs)\b(?:(?:[^.;:(—]|\(g\)){{0,60}}?(?::|\(|—|–|\s-|,?\s(?:including|among\sthem|such\sas|like|namely))|\s(?:in|of))\s?
    (?P<names>{_BARE_NAME}(?:,\s{_BARE_NAME}){{0,8}},?\sand\s{_BARE_NAME})""",
    re.VERBOSE,
)
# 'Two towns, Sneads and Graceville, dropped out'
_APPOSED = re.compile(
    rf"""\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d{{1,2}})\s(?:\w+\s)?(?P<noun>counties|parishes|towns|townships|cities|villages|boroughs),\s
    (?P<names>{_BARE_NAME}(?:,\s{_BARE_NAME}){{0,5}},?\sand\s{_BARE_NAME}),""",
    re.VERBOSE,
)
_OFFICIAL = re.compile(
    r"\b(?P<noun>County (?:Executive|Judge|Attorney|Administrator)|District Attorney|(?:City|Town) Manager)"
    r"\s(?:[A-Z][\w'-]*\.?\s){0,2}[A-Z][\w'-]+"
)
_TITLES = frozenset({"sheriff", "chief", "police chief", "constable", "jailer", "mayor", "marshal"})
_PERSON = re.compile(r"\s(?:[A-Z][\w'-]*\.?\s){0,2}[A-Z][\w'-]+(?=\W|$)")
_OPENER = r"(?:The|At|In|And|But|When|As|After)\s"
_CAPITALS_BEFORE = re.compile(rf"(?:^|[\s(\"]){_OPENER}{{0,2}}(?P<name>(?:(?!{_OPENER})[A-Z][\w'&.-]+\s){{1,4}})$")
# 'Wicomico's, which signed in March', 'Cumberland's came through in May'
_POSSESSIVE = re.compile(
    r"\b(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)'s"
    r"(?=,?\s(?:which|has|had|was|is|came|expired|ended|lapsed|signed|joined|followed|left|agreement|contract|deal|partnership|program)\b)"
)
# 'In neighboring Guilford County, ...', 'And in Gwinnett County, Georgia, Sheriff ...', 'In Wise County, where Sheriff'
OPENS_WITH_PLACE = re.compile(
    r"\b(?:[Ii]n|[Oo]ver\sin|[Aa]t)\s(?:(?:the\s)?(?:neighboring|nearby|rural|suburban|tiny)\s)?$"
)
_TO_ITS_OFFICER = re.compile(
    r",(?:\s[^,;:.]{2,60},){0,2}\s(?:where\s|whose\s)?(?:the\s)?(?:(?:new|newly\selected|longtime|former|then|interim)[\s-])?"
)
# '- Sedgwick County, Kansas: Sheriff Jeff Easter says no.'
_HEADS_LINE = re.compile(r"\W*")
_HEADING_ENDS = re.compile(r"(?:,\s[A-Z][\w. ]+)?:\s")
_BESIDE_STATE = re.compile(
    r"(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?,\s"
)  # 'DeKalb County, Georgia, Sheriff Melody Maddox'
_HEADING = re.compile(rf"\W*(?P<town>{_TOWN})(?=(?:,\s[A-Z][\w. ]+)?:\s)")
_IN_STATE = 25  # characters between a body and 'in Florida'
# What is printed like a town's name, but is none.
_NO_TOWN = words(
    """The A An In At On And But For State County City Town Village Metro Local Federal National New Former Other Both
    Some Many Three Two Four Sheriff Chief Mayor Governor President ICE DHS Department Republican Democratic Democrat
    Border Immigration Homeland Highway School University College Capitol Transit Park Military Tribal Public His Her
    Its Their Our My That This When After Before While He She They It We You Who Since If As Most Trump Biden Congress
    Attorney General Monday Tuesday Wednesday Thursday Friday Saturday Sunday"""
)


def bodies_of(sentence: Sentence, page: NamedSoFar, acting: bool) -> tuple[NamedBody, ...]:
    """The named bodies of a sentence, in order; `acting` is whether it tells an act, or may name who acted."""
    text, places = sentence.text, mentions(sentence.text)
    named = list(named_bodies(text, places))
    for match in (*_UNPLACED.finditer(text), *_TOWN_OF.finditer(text)):
        _add_town(named, text, match, match["noun"].lower(), page)
    for match in _TOWN_IN_APPOSITION.finditer(text):
        _add_town(named, text, match, "town", page, end=match.end("town"))
    for match in _COUNTY_OFFICER.finditer(text):
        state = page.home.state or page.state
        name = match["town"].removesuffix("'s") + " County"
        if state and has_county(state, name):
            county = Mention(match.start("town"), match.end("town"), state, name)
            _add(named, NamedBody(match.start(), match.end(), match.group(), match["noun"].lower(), county))
    for match in _OFFICIAL.finditer(text):
        _add(named, NamedBody(match.start(), match.end(), match.group(), match["noun"].lower(), None))
    for match in STATE_BODY.finditer(text):
        place = _its_state(match, places, page)
        unplaced = [
            body for body in named if body.place is None and match.start() < body.end and body.start < match.end()
        ]
        for body in unplaced:
            named.remove(body)
        first = min([match.start(), *(body.start for body in unplaced)])
        _add(named, NamedBody(first, match.end(), text[first : match.end()], match.group().lower(), place))
    if acting:
        if heading := _HEADING.match(text):
            _add_town(named, text, heading, "", page)
        for match in _BARE.finditer(text):
            if not _BEYOND.search(text, 0, match.start()):
                _add_town(named, text, match, "", page)
        for body in (*_bare_list(text, places, page), *_own_names(text, page)):
            _add(named, body)
    states = [place for place in places if not place.local]
    found = sorted((_whole_name(_settled(body, states), text) for body in named), key=lambda body: body.start)
    return tuple(body if body.place else _there(body, found, text) for body in found)


def _add(named: list[NamedBody], body: NamedBody) -> None:
    if not any(body.start < other.end and other.start < body.end for other in named):
        named.append(body)


def _add_town(
    named: list[NamedBody], text: str, match: re.Match[str], noun: str, page: NamedSoFar, end: int = 0
) -> None:
    """A body of a town, in place of a person or an office found within it without a place."""
    town = match["town"].removesuffix("'s").removeprefix("The ")
    state, home = city_states().get(town, ""), page.home.state or page.state
    if not state and (town.split()[0] in _NO_TOWN or town.split()[-1] in _NO_TOWN):
        return
    if noun in ("", "officials", "leaders") and not (state or (home and letters(town) in towns(home))):
        return
    own = home if not state or letters(town) in towns(home) else state
    start, end = match.start(), end or match.end()
    within = [body for body in named if start < body.end and body.start < end]
    if any(body.place is not None for body in within):
        return
    for body in within:
        named.remove(body)
    end = max([end, *(body.end for body in within)])
    place = Mention(match.start("town"), match.end("town"), own, town, False)
    named.append(NamedBody(start, end, text[start:end].strip(" ,"), noun, place))


def _bare_list(text: str, places: tuple[Mention, ...], page: NamedSoFar) -> Iterator[NamedBody]:
    """Counties and towns by their bare names, behind the noun that says what they are."""
    for opened in (*_LISTED.finditer(text), *_APPOSED.finditer(text)):
        before = [place.state for place in places if not place.local and place.end <= opened.end()]
        state = before[0] if before else page.home.state or page.state
        for match in _LIST_NAME.finditer(text, opened.start("names"), opened.end("names")):
            local = match.group()
            if opened["noun"].startswith(("count", "sheriff", "parish")):
                local += " Parish" if has_county(state, f"{local} Parish") else " County"
                if not has_county(state, local):
                    continue
            elif not (state and letters(local) in towns(state)):
                continue
            yield NamedBody(match.start(), match.end(), local, "", Mention(match.start(), match.end(), state, local))


def _own_names(text: str, page: NamedSoFar) -> Iterator[NamedBody]:
    """The page's own town, and a county of its state by its bare name: 'Kenner's application', 'Wicomico's, which'."""
    state = page.home.state or page.state
    if page.town and state:
        for match in re.finditer(rf"\b{re.escape(page.town)}\b(?!,?\s(?:County|Parish)|\s[A-Z])", text):
            yield NamedBody(match.start(), match.end(), page.town, "", Mention(*match.span(), state, page.town))
    for match in _POSSESSIVE.finditer(text):
        for local in (f"{match['name']} County", f"{match['name']} Parish"):
            if has_county(state, local):
                yield NamedBody(match.start(), match.end("name"), local, "", Mention(*match.span(), state, local))
                break


def _its_state(match: re.Match[str], places: tuple[Mention, ...], page: NamedSoFar) -> Mention | None:
    """The state of 'the state police': named in the sentence, else the page's."""
    states = [place for place in places if not place.local]
    before = [place for place in states if place.end <= match.start()]
    state = before[-1].state if before else states[0].state if states else page.home.state or page.state
    return Mention(match.start(), match.end(), state, "") if state else None


def _settled(body: NamedBody, states: list[Mention]) -> NamedBody:
    """A name that several states have is in the one that its sentence names: 'the Gulfport council in Florida'."""
    place = body.place
    if not states or place is None or not place.local or (place.printed and place.state):
        return body
    behind = [each for each in states if 0 <= each.start - body.end <= _IN_STATE]
    state = (behind[:1] or [each for each in states if each.end <= body.start][-1:] or states[:1])[0].state
    if place.local.endswith((" County", " Parish", " Borough")):
        if not has_county(state, place.local):
            return body
    elif place.state and not behind and len(states) > 1:
        return body
    return replace(body, place=replace(place, state=state, printed=True))


def _there(body: NamedBody, bodies: list[NamedBody], text: str) -> NamedBody:
    """A person or office in the place that opens its clause: 'In Travis County, Sheriff Monica Teller signed'."""
    for other in bodies:
        if other.end > body.start:
            break
        if other.place is None or not other.place.local:
            continue
        heads = _HEADS_LINE.fullmatch(text, 0, other.start) and _HEADING_ENDS.fullmatch(text, other.end, body.start)
        beside = _BESIDE_STATE.fullmatch(text, other.end, body.start)
        opens = OPENS_WITH_PLACE.search(text, 0, other.start) and _TO_ITS_OFFICER.fullmatch(text, other.end, body.start)
        if heads or opens or beside:
            return replace(body, place=other.place)
    return body


def _whole_name(body: NamedBody, text: str) -> NamedBody:
    """With the capitals before a department, and with the person behind a title: 'Hall County Sheriff Ron Bell'."""
    start, end = body.start, body.end
    if body.noun and text[start].isupper() and (before := _CAPITALS_BEFORE.search(text, max(0, start - 60), start)):
        start = before.start("name")
    if body.noun in _TITLES and (person := _PERSON.match(text, end)):
        end = person.end()
    return body if (start, end) == (body.start, body.end) else replace(body, start=start, end=end, name=text[start:end])
