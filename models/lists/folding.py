"""A printed spelling -> the key by which it is compared.

Folding joins only what cannot be two things: case, spacing, quotes, accents and the usual abbreviations. What could be
another body (a misspelled name, 'Town of X' beside 'City of X') is left to the pairing, which weighs it. Every function
is cached: a list repeats nine tenths of the spellings of the list before.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from rapidfuzz.distance import OSA

from models.vocabulary import PLACE_NAMES, SupportType

_NOT_LETTERS = re.compile(r"[^A-Z ]+")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")

_PLACES_BY_NAME = {_NOT_LETTERS.sub("", name.upper()): code for code, name in PLACE_NAMES.items()} | {
    "VIRGIN ISLANDS": "VI",
    "COMMONWEALTH OF THE NORTHERN MARIANA ISLANDS": "MP",
    "CNMI": "MP",
    "WASHINGTON DC": "DC",
}

# One typo for every six letters. With one for every four, WEST VIRGINIA would be two of ALABAMA's
# neighbors and IOWA would be OHIO.
_LETTERS_PER_SLIP = 6

_SUPPORT_TYPE_WORDS = (
    ("task force", SupportType.TFM),
    ("warrant service", SupportType.WSO),
    ("jail enforcement", SupportType.JEM),
)


@lru_cache(maxsize=4_000)
def fold_state(printed: str) -> str:
    """Two letters, despite a typo or two (`UTAHJ`, `WEST VIRIGINIA`); '' for an unknown place."""
    name = " ".join(_NOT_LETTERS.sub("", unicodedata.normalize("NFKC", printed).upper()).split())
    if name in PLACE_NAMES:
        return name
    if name in _PLACES_BY_NAME:
        return _PLACES_BY_NAME[name]
    slips = max(1, len(name) // _LETTERS_PER_SLIP)
    near = sorted((OSA.distance(name, known, score_cutoff=slips), known) for known in _PLACES_BY_NAME)
    near = [(distance, known) for distance, known in near if distance <= slips]
    # If two places are equally near, the place is unknown.
    if not near or len(name) < 4 or (len(near) > 1 and near[0][0] == near[1][0]):
        return ""
    return _PLACES_BY_NAME[near[0][1]]


@lru_cache(maxsize=1_000)
def fold_support_type(printed: str) -> SupportType | None:
    """The support type, by initials or its first two words (`Warrant Services Officer`, `Jail Enforcment Model`)."""
    text = " ".join(_NOT_A_WORD.sub(" ", printed.casefold()).split())
    if text.upper() in SupportType.__members__:
        return SupportType[text.upper()]
    # 'Task Force Officer' and 'Task Force Model' are one support type; the last word does not matter.
    slips, nearest = min((OSA.distance(text[: len(words)], words), found) for words, found in _SUPPORT_TYPE_WORDS)
    return nearest if slips <= 2 else None


@dataclass(frozen=True, slots=True)
class AgencyName:
    """The parts of one printed name. `key` joins spellings; the pairing weighs the rest."""

    key: str  # 'alamance county sheriff'
    words: frozenset[str]
    core: frozenset[str]  # without connecting words and the state's name, which lists sometimes omit
    naming: frozenset[str]  # the words that tell one agency from another: {'alamance'}; none for a state's own bodies
    forms: frozenset[str]  # the kind of place: county, city, township
    bodies: frozenset[str]  # the kind of body: sheriff, police, corrections
    numbers: tuple[str, ...]  # 'Precinct 2' and 'Precinct 6' are two agencies


_ABBREVIATION_WORDS = {
    "saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "department": "dept dpt depart",
    "police department": "pd", "department of public safety": "dps", "department of corrections": "doc",
    "sheriff": "so sheriffs", "board of county commissioners": "bocc bcc", "township": "twp", "borough": "boro",
    "county": "co cnty", "university": "univ", "highway": "hwy", "division": "div", "national": "natl",
    "attorney": "atty attorneys", "commission": "comm", "authority": "auth", "enforcement": "enf",
    "precinct": "pct prec", "regional": "reg", "corrections": "correction correctional", "constable": "constables",
    "marshal": "marshals", "commissioners": "commissioner",
}  # fmt: skip
_ABBREVIATIONS = {word: meant for meant, words in _ABBREVIATION_WORDS.items() for word in words.split()}

# '6th' and 'Sixth' are equal; a misspelled ordinal ('ixth') stays a word and can be weighed as a typo.
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = {word: str(number) for number, word in enumerate(_ORDINALS, start=1)}
_NUMBER = re.compile(rf"\d|^(?:{'|'.join(_ORDINALS)})$")

# The office behind a name: 'Sheriff's Office', 'Sheriff's Department' and 'Sheriff' are the same.
_OFFICE = re.compile(r"\b(sheriff|constable|marshal)( s)?( (office|department|offic|offices|departments))+\b")
_CITY_OF = re.compile(r"^(?:the )?city of (.+ (?:police|public safety|fire|marshal)\b.*)$")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_THE = re.compile(r"^the ")

_BODY_WORDS = {
    "sheriff": "sheriff", "police": "police patrol trooper troopers", "constable": "constable", "marshal": "marshal",
    "corrections": "corrections jail prison prisons detention", "attorney": "attorney prosecutor",
    "board": "board commissioners trustees council", "guard": "guard", "fire": "fire", "court": "court",
    "probation": "probation", "investigation": "investigation investigations",
}  # fmt: skip
_BODIES = {word: body for body, words in _BODY_WORDS.items() for word in words.split()}
_FORMS = frozenset(["county", "city", "town", "township", "village", "borough", "parish", "municipality"])
_CONNECTING = frozenset({"of", "the", "and", "for", "in", "at", "a"})
# Words that say what an agency is or does; the others name it.
_DUTIES = frozenset(
    (
        "department", "office", "division", "bureau", "agency", "authority", "commission", "district", "regional",
        "service", "services", "public", "safety", "law", "enforcement", "state", "security", "unit", "center",
        "facility", "rehabilitation", "justice", "criminal", "university", "college", "school", "schools", "precinct",
        "highway", "national", "homeland",
    )
)  # fmt: skip
_GENERIC = _FORMS | _BODIES.keys() | frozenset(_BODIES.values()) | _CONNECTING | _DUTIES


# Words long enough that a word one or two typos away means them: `Constbales`, `Sherrif`.
_REPAIRABLE = (
    "attorneys", "authority", "commissioners", "constable", "constables", "corrections", "department", "detention",
    "district", "division", "enforcement", "office", "police", "sheriff", "sheriffs", "township", "university",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _repaired(word: str) -> str:
    """The correct word for a misspelled one in `_REPAIRABLE`; any other word unchanged."""
    if len(word) < 5 or word in _GENERIC or word in _ABBREVIATIONS:
        return word
    for meant in _REPAIRABLE:
        slips = 2 if len(meant) > 6 else 1
        if word[0] == meant[0] and OSA.distance(word, meant, score_cutoff=slips) <= slips:
            return meant
    return word


@lru_cache(maxsize=20_000)
def fold_agency(state: str, printed: str) -> AgencyName:
    """An agency's name in its state (two letters), which may lead the name: `MT Dept of Justice`. Behind a comma at its
    end the state says nothing: `Addison Borough Constable's Office, PA`."""
    text = unicodedata.normalize("NFKD", printed).replace("\u2019", "'").replace("\u2018", "'")
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    text = text.replace("'", "").replace("`", "").replace("&", " and ").replace(".", " ")
    name, _, last = text.rpartition(",")
    if name.strip() and last.strip().upper() == state:
        text = name
    words = [_repaired(word) for word in _NOT_A_WORD.sub(" ", text).split()]
    if words and words[0].upper() == state and state in PLACE_NAMES:
        words[:1] = PLACE_NAMES[state].casefold().split()
    key = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    key = _THE.sub("", _ORDINAL.sub(_spelled, key))
    key = _OFFICE.sub(r"\1", key)
    if city := _CITY_OF.match(key):
        key = city[1]
    kept = frozenset(key.split())
    core = frozenset(_BODIES.get(word, word) for word in kept - _CONNECTING)
    # 'Department of Corrections' is 'Alaska Department of Corrections', but 'Utah County' is not any county.
    if not core & _FORMS:
        core -= frozenset(PLACE_NAMES.get(state, "").casefold().split())
    core = core or kept
    return AgencyName(
        key=key,
        words=kept,
        core=core,
        naming=core - _GENERIC,
        forms=kept & _FORMS,
        bodies=frozenset(_BODIES[word] for word in kept & _BODIES.keys()),
        numbers=tuple(sorted(_NUMBERS.get(word, word) for word in key.split() if _NUMBER.search(word))),
    )


def short_forms(key: str) -> list[str]:
    """The usual abbreviations of the words of a key: 'pd', 'dept' for a police department."""
    return [
        short for meant, shorts in _ABBREVIATION_WORDS.items() if f" {meant} " in f" {key} " for short in shorts.split()
    ]


def single_forms(word: str) -> frozenset[str]:
    """The words that may stand for a word: 'saint' and 'st' for each of them."""
    meant = _ABBREVIATIONS.get(word, word)
    return frozenset({word, *_ABBREVIATION_WORDS.get(word, "").split(), *({meant} if " " not in meant else ())})


def shortened(key: str) -> str:
    """A key with each phrase that has an abbreviation in its place: 'keller pd'."""
    for meant, shorts in _ABBREVIATION_WORDS.items():
        if " " in meant:
            key = f" {key} ".replace(f" {meant} ", f" {shorts.split()[0]} ").strip()
    return key


def _spelled(ordinal: re.Match[str]) -> str:
    number = int(ordinal[1])
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else ordinal[1]


@lru_cache(maxsize=20_000)
def tidy(printed: str) -> str:
    """As printed, without extra spaces."""
    return " ".join(printed.split())


@lru_cache(maxsize=20_000)
def fold_link(url: str) -> str:
    """The file that a link points at, ignoring scheme, doubled or missing slashes, case of the host, query, and whether
    a space is written as `%20`."""
    bare = re.sub(r"^(?:chrome-extension:/+[^/]*/+)?(?:https?:/+)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    path = unquote(bare.partition("?")[0])
    host, slash, rest = path.partition("/")
    return host.casefold() + slash + rest.rstrip("/")
