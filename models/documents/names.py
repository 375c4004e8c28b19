"""The agency that a document names: in the sentence of the parties, in its foot lines, under the signature.

A form has the name typed in ten or twenty places, and recognition spoils each in its own way. A name counts where two
places agree; what the most places say is taken, and where two names are said as often, none is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from models.documents.letters import ILLEGIBLE_WORD, one_line
from models.documents.revisions import REVISED
from models.documents.states import without_state
from models.lists.folding import AgencyName, fold_agency

_NAME = r"(?P<name>\S.{3,140}?)"
_ABBREVIATED = r"(?:\s?[(\[{][A-Z&]{2,8}[)\]}])?"
# The sentence of the parties, in the wordings of six forms.
_SENTENCES = (
    re.compile(rf"Homeland Security.{{0,12}}?\band (?:the ?)?{_NAME}{_ABBREVIATED}\s?,? ?(?:hereinafter|pursu)"),
    re.compile(
        r"pursuant to which ICE delegates to nominated, (?!trained)(?P<name>\S.{3,120}?) trained, and certified"
    ),
    re.compile(rf"officers or employees of (?:the ?)?{_NAME}{_ABBREVIATED}\s?,? ?\(hereinafter"),
    re.compile(rf"The LEA represents (?:the )?{_NAME} in the implementation"),
    re.compile(rf"agreement between ICE and (?:the ?)?{_NAME}{_ABBREVIATED}\s?(?:[.,(]|pursu)"),
)

# Words that make a line a name, whatever else stands on it.
_BODY = re.compile(
    r"sheri\w{2,4}|\bpolice|\bdep(?:t\b|artment)|\boffice\b|\bconstable|\bmarshal|\bbureau\b|\bcommission\b"
    r"|\bcorrection|\bdetention|\bjail\b|\bguard\b|\bpatrol\b|\bpublic safety\b|\bdivision\b|\battorney general\b"
    r"|\buniversity\b|\bcollege\b|\bauthority\b|\bagency\b|^(?:town|city|village|county) of\b|\bcounty\b",
    re.IGNORECASE,
)
# Words of the forms themselves, and of the other party.
_NOT_A_NAME = re.compile(
    "|".join(
        (
            r"\bICE\b|\b[DO]HS\b|\bLEA\b|\bMOA\b|homeland|immigration|customs|united states|\bU\.?\s?S\.",
            r"enforcement and removal|\bpublic affairs\b|\bprivacy\b|professional responsib|inspector general",
            r"civil rights|principal legal|field office|\bjoint intake\b|\bhereinafter\b|\band the\b",
            r"\bauthorit(?:y to|ies)\b|\bpersonnel\b",
            r"\bofficers?\s(?:will|may|shall|or)\b|\bshall\b|\bwill\b|\bpursuan|\bagree|\bcomplaint|\bparagraph\b|\balien",
            r"\bsignature\b|\bdate\b|\bdigitally\b|\bappendix\b|\bjustice\. |points? of contact|^attn\b|@|\bwww\b",
            r"\bstreet\b|\b\d{3}[-.) ]+\d{3,4}\b|\bp\.?\s?o\.? box\b|^(?:[IVXLD1l]{1,5}\. )?AUTHORITY$",
            r"^(?:assistant |deputy |acting |interim )*(?:chief|director|head|secretary|commissioner)\b",
            r"\bexecutive director\b|" + ILLEGIBLE_WORD,
        )
    ),
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:A?gency|For the(?! LEA)|Name of (?:the )?agency)\b\s?:?\s*|^For the LEA:?\s*", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page )?\d{1,2}\b(?: of \d+)?\s+|(?<!precinct)(?<!pct)(?<!pct\.)\s+(?:page )?\d{1,2}\W*$|^[ivx]{1,4}\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?[(\[{\"].*$")  # 'Pasco Sheriff's Office ("PSO") Pasco County'
# 'State of Georgia, by and through the Department of Public Safety'; 'Fannin County, by and through its Sheriff'
_THROUGH = re.compile(r",? (?:acting )?by and through (?P<its>its )?(?:the )?", re.IGNORECASE)
_AND = re.compile(r",? and (?:the )?")
_EDGES = " \t,;:.|~*'\"-•·!"

# In so many places; a form has ten or more, and what OCR makes of handwriting comes out alike twice at most.
_LEAST, _LEAST_BY_OCR = 2, 3
# Two names are said as often as one where the second has six tenths of the places of the first.
_RIVAL = 0.6
_EDGE_LINES = 3
_MOST_NAMES = 60  # a real document has some ten that may be names, each compared with the others


class NamedAgency(NamedTuple):
    name: str
    spellings: tuple[str, ...]  # the same name as the other places have it
    evidence: str


def agency_named(pages: Sequence[str], by_ocr: bool = False) -> NamedAgency | None:
    """The agency that the cleaned pages name; None where it is illegible."""
    said = list(_names(pages))
    groups = _grouped(Counter(said))
    if not groups:
        return None
    totals = [sum(group.values()) for group in groups]
    if totals[0] < (_LEAST_BY_OCR if by_ocr else _LEAST) or (len(totals) > 1 and totals[1] >= _RIVAL * totals[0]):
        return None
    name, _ = max(groups[0].items(), key=lambda each: (_says_most(each[0]), each[1], "'" in each[0]))
    return NamedAgency(name, tuple(groups[0]), f"{totals[0]} places name '{name}'")


def _names(pages: Sequence[str]) -> Iterator[str]:
    """Each name at each place where one may stand."""
    for number, page in enumerate(pages):
        text = one_line(page)
        for sentence in _SENTENCES if number < 2 or "between ICE and" in text else ():
            for match in sentence.finditer(text):
                yield from _name(match["name"])
        lines = [line for line in page.split("\n") if any(map(str.isalnum, line))]
        edge = {*range(min(_EDGE_LINES, len(lines))), *range(max(len(lines) - _EDGE_LINES, 0), len(lines))}
        for place, line in enumerate(lines):
            if place in edge or _LABEL.match(line) or _is_alone(line):
                yield from _name(line)


def _is_alone(line: str) -> bool:
    """Whether a line has a name and nothing else: under a signature, in an address."""
    return len(line) < 80 and line[:1].isupper() and not line.rstrip().endswith((",", "-"))


def _name(text: str) -> Iterator[str]:
    """The name in a line or in a part of a sentence, if it has one."""
    name = _LABEL.sub("", REVISED.sub(" ", text))
    name = _PAGE_NUMBER.sub(" ", f" {name} ".strip()).strip(_EDGES)
    name = _one_party(_ASIDE.sub("", one_line(name)).strip(_EDGES))
    if not 6 <= len(name) <= 110 or not _BODY.search(name) or _NOT_A_NAME.search(name):
        return
    words = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", name)
    small = [word for word in words if word.islower() and word not in ("of", "the", "and", "for", "at", "in", "s")]
    letters = sum(map(len, words))
    if len(words) < 2 or small or letters < 0.75 * len(name.replace(" ", "")):
        return
    if not fold_agency("", name).naming and "attorney" not in name.casefold() and "general" not in name.casefold():
        return  # 'Office of Public Information' names nobody
    yield name


def _one_party(name: str) -> str:
    """The agency itself, where a county, town or state is named beside it."""
    if through := _THROUGH.search(name):
        return name[: through.start()] if through["its"] else name[through.end() :]
    for link in _AND.finditer(name):
        first, second = name[: link.start()], name[link.end() :]
        naming = fold_agency("", without_state(first)).naming
        if naming and naming == fold_agency("", without_state(second)).naming:
            return second
    return name


def _grouped(said: Counter[str]) -> list[Counter[str]]:
    """The names with their spellings, the most said first: spellings of one name have the same words, or are a letter
    or two apart."""
    groups: dict[AgencyName, Counter[str]] = {}
    for name, times in said.most_common(_MOST_NAMES):
        folded = fold_agency("", without_state(name))
        near = next((known for known in groups if _is_spelling(folded, known) or _is_part(folded, known)), folded)
        groups.setdefault(near, Counter())[name] += times
    return sorted(groups.values(), key=lambda group: -sum(group.values()))


def _is_spelling(one: AgencyName, other: AgencyName) -> bool:
    """'Holmes County Sherifrs Office'; 'Office of the Texas Attorney General', 'Texas Office of Attorney General'."""
    return one.core == other.core or OSA.distance(one.key, other.key) * 8 <= min(len(one.key), len(other.key))


_TOWN_FORMS = frozenset({"city", "town", "village", "township", "borough"})


def _is_part(one: AgencyName, other: AgencyName) -> bool:
    """'City of Keller' stands for 'City of Keller Police Department' where the name is split over two lines; 'Lamar
    County' for its sheriff, never for the police of Lamar."""
    if not one.naming or one.naming != other.naming or not (one.forms ^ other.forms) <= _TOWN_FORMS:
        return False
    return not (one.bodies and other.bodies) and one.numbers == other.numbers


def _says_most(name: str) -> int:
    """'Lamar County Sheriff's Office' says more than 'Lamar County', and its board of commissioners leads it alone."""
    bodies = fold_agency("", without_state(name)).bodies
    return 2 if bodies - {"board"} else 0 if bodies else 1
