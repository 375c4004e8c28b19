"""The names of the states in print: in full, abbreviated, as nicknames, as the people who live there."""

import re
from collections.abc import Iterator

from models.claims.words import any_of
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
# 'Washington' alone is the federal government or the city far more often than the state.
NAMES = {name: code for code, name in PLACE_NAMES.items() if code not in ("WA", "DC")}
NAMES |= {
    "Washington state": "WA",
    "Washington State": "WA",
    "state of Washington": "WA",
    "Washington": "WA",
    "Virgin Islands": "VI",
}
STATE_WORDS = NAMES | _AP | _NICKNAMES | _DEMONYMS
_STATE = re.compile(
    r"(?<![\w.])(?=[A-Z])(?:(?P<name>"
    + any_of(STATE_WORDS)
    + r")(?!\w)|(?<=, )(?P<code>"
    + "|".join(code for code in PLACE_NAMES if code not in TERRITORY_NAMES)
    + r")\b)(?!\s+(?:County|Parish|Avenue|Ave\.|Street|St\.|Road|Boulevard|Tech))"
)
# 'Kansas City' may be in either state.
_NO_STATE_AFTER = re.compile(r"\s+City\b")


def states_named(sentence: str) -> Iterator[tuple[int, int, str]]:
    """The states named in a folded sentence, in order: start, end and two letters."""
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
        code = STATE_WORDS[match["name"]] if match["name"] else match["code"]
        if not code or (match["name"] == "Kansas" and _NO_STATE_AFTER.match(sentence, match.end())):
            continue
        if match["name"] == "Indiana" and sentence.startswith(", P", match.end()):
            continue
        yield match.start(), match.end(), code
