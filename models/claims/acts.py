"""The acts that one sentence tells, by the rows of the table, and whether they were done."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from models.claims.act_table import ActRow, act_rows, compiled, moods
from models.claims.places import Mention
from models.claims.stated import EventKind
from models.claims.table_files import read_table

_MAX_MATCHES = 4  # of one row in a sentence; real sentences have two or three
_MAX_ACTS = 8  # of one sentence, all rows together
_LEAD = 70  # characters before an act in which its mood stands
_AROUND = 140  # characters on each side of an act in which a row's vetoes are looked for
_WORDS = re.compile(r"[a-z]+")

# A contract of these kinds is none of the program's, unless the sentence names 287(g) with it.
_OTHER_PROGRAM = compiled(
    r"\b(?:detention|beds?|housing|intergovernmental|IGSA|mutual aid|grant|body[- ]cameras?|camera|plate readers?|"
    r"flock|(?:data|information)[- ]sharing|labor|union|plea|lease|school resource|trade|"
    r"transport\w*|dispatch|marshals service|prison|"
    r"separate (?:\w+ ){0,3}?(?:program|agreement|contract)|reimbursement program|"
    r"to (?:house|hold|detain)|custody|settlement agreement|consent decree)\b"
)
_PROGRAM = compiled(
    r"{g}|\b{ice}|immigration (?:program|agreement|pact|deal)|warrant service|jail enforcement|"
    r"task force (?:model|agreement)"
)
_IS_PROGRAM = compiled(r"{g}")
# Between a state and what it is told to do: 'Illinois, among others, has since banned'.
_AUX = compiled(
    r"(?:,|\band others\b|\bamong (?:them|others)\b|\b(?:has|have|had|now|also|both|all|each|either|already|"
    r"since|statewide|lawmakers|legislators|then|(?:last|this) (?:year|month|week)|by law|became|becomes|is|was|the|"
    r"first|latest|second|newest|\w+th|state|does|too|long|to|on|\w+day|go|goes|further and|which|that|laws|statutes|"
    r"so far|\w+ly)\b|"
    r"\s|-|—|–)*"
)
# 'Washington's Keep Washington Working Act does the same'
_STATE_ACTS = compiled(
    rf"(?:'s? (?:[\w'-]+ ){{0,5}}(?:law|act|statute|ban|mandate|House|Senate|Assembly|Legislature|lawmakers)\b)?"
    rf"{_AUX.pattern}"
)
_PREDECESSOR = compiled(r"\bpredecessor (?:had )?\w+$|\bpredecessor\b[^,;]{0,40}$")
_NAMESAKE = re.compile(
    r"(?<!House )(?<!Senate )(?<!Assembly )(?<!Beautiful )\bBill(?=\s(?!Act\b|No\b)[A-Z][a-z])|"
    r"\b(?:Grant|Law|Bond)(?=\s[A-Z][a-z]+(?:'s|\s(?:said|signed|told|ended|wrote|announced|joined|has|had|of)\b))|"
    r"\b(?:Union|Grant|Bond|Liberty|Prison)(?=\s(?:County|Parish|City|Township)\b)|"
    r"\bLabor(?=\sDay\b)"
)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:\w+ly\s+)?")


@dataclass(frozen=True, slots=True)
class Act:
    """A telling stretch of one sentence; offsets within the sentence."""

    kind: EventKind | None  # None: the same as the act told before
    start: int
    end: int
    proposed: bool
    row: str  # the name of the row that found it
    names_follow: bool = False
    law: bool = False  # the row tells of a law
    states: tuple[Mention, ...] = ()  # the subject, where states themselves are told to do it


@dataclass(frozen=True, slots=True)
class Status:
    """What says that a law is in force, or only proposed."""

    name: str
    proposed: bool
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    fires: str
    silent: str


@cache
def statuses() -> tuple[Status, ...]:
    content = read_table("acts/statuses.toml")
    return tuple(
        Status(
            each["name"],
            each["proposed"],
            compiled(each["pattern"]),
            compiled(each["unless"]) if "unless" in each else None,
            each["fires"],
            each["silent"],
        )
        for each in content["status"]
    )


def status_of(text: str) -> Status | None:
    """What a sentence on a law says of it; None where nothing speaks against its being in force."""
    for status in statuses():
        if status.pattern.search(text) and not (status.unless and status.unless.search(text)):
            return status
    return None


def acts_of(text: str, before: str, places: tuple[Mention, ...]) -> list[Act]:
    """What a folded sentence tells, with what stands right `before` it. No two acts overlap."""
    text, before = _without_namesakes(text), _without_namesakes(before)
    found: list[Act] = []
    any_state = any(not place.local for place in places)
    for row in _rows_for(text):
        if len(found) >= _MAX_ACTS:
            break
        if row.subject and not any_state:
            continue
        for match in islice(row.pattern.finditer(text), _MAX_MATCHES):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            if (states := _subject(row, text, start, places)) is None or not _holds(row, text, before, start, end):
                continue
            proposed = row.proposed or (row.law and (status := status_of(text)) is not None and status.proposed)
            found.append(Act(row.kind, start, end, proposed, row.name, row.actors == "behind", row.law, states))
    return sorted(_without_background(found, text), key=lambda act: act.start)


def _without_namesakes(text: str) -> str:
    """With nothing in the place of names that are words of the tables: 'Sheriff Bill Waybourn', 'Union County'."""
    return _NAMESAKE.sub(lambda match: "_" * len(match.group()), text)


@cache
def _rows_by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for position, row in enumerate(act_rows()):
        for word in row.words:
            found.setdefault(word, []).append(position)
    return {word: tuple(positions) for word, positions in found.items()}


def _rows_for(text: str) -> list[ActRow]:
    """The rows of which a word stands in the text, in the order of the table."""
    by_word, rows = _rows_by_word(), act_rows()
    positions = {position for word in set(_WORDS.findall(text.lower())) for position in by_word.get(word, ())}
    return [rows[position] for position in sorted(positions)]


def _without_background(found: list[Act], text: str) -> list[Act]:
    """'She ended the agreement that her predecessor signed': who signed it only says which agreement ended."""
    if not any(act.kind is EventKind.TERMINATED for act in found):
        return found
    return [
        act
        for act in found
        if act.kind is not EventKind.SIGNED
        or not (_PREDECESSOR.search(text, 0, act.end) or text[: act.start].endswith(("who ", "who had ")))
    ]


def _holds(row: ActRow, text: str, before: str, start: int, end: int) -> bool:
    lead, tail = text[max(0, start - _LEAD) : start], text[end : end + _LEAD]
    if not row.supposable and any(mood.pattern.search(lead) for mood in moods()):
        return False
    around = text[max(0, start - _AROUND) : end + _AROUND]
    if row.unless and row.unless.search(around):
        return False
    if row.unless_before and row.unless_before.search(lead):
        return False
    if row.unless_after and row.unless_after.match(tail):
        return False
    if row.needs and not row.needs.search(text):
        told_before = _LAW.search(before) and _REFERS_BACK.search(text) if row.law else row.needs.search(before)
        if not told_before:
            return False
    return _is_about(row, text, start, end)


_LAW = compiled(r"{law}")
_REFERS_BACK = compiled(
    r"^\W*(?:It|That|This|(?:One|Another|The (?:other|first|second))(?= (?:{require.any}|{forbid.any}|would|makes))|"
    r"(?:One|Both|Another) of (?:the|those|these) (?:bills|laws|measures)|"
    r"The (?:bill|measure|law|proposal|legislation|statute|act|ban|mandate)|Under it)\b|"
    r"under (?:it|the law|that law|the bill|the measure)\b"
)


def _is_about(row: ActRow, text: str, start: int, end: int) -> bool:
    """Whether the act is about the program: a page on it that names no other contract beside the act."""
    around = text[max(0, start - 30) : end + 50]
    if row.about == "pattern":
        return _PROGRAM.search(text[start : end + 40]) is not None
    return (
        row.about == "anything"
        or not _OTHER_PROGRAM.search(around)
        or _IS_PROGRAM.search(text, start, end + 25) is not None
    )


def _subject(row: ActRow, text: str, start: int, places: tuple[Mention, ...]) -> tuple[Mention, ...] | None:
    """The states that stand right before the act, where the row asks for them; None where there is none."""
    if not row.subject:
        return ()
    run: list[Mention] = []
    limit = start
    for place in reversed([each for each in places if each.end <= start]):
        between = text[place.end : limit]
        if place.local:
            break
        if not run:
            fits = _POSSESSIVE.fullmatch(between) if row.subject == "possessive" else _STATE_ACTS.fullmatch(between)
            if not fits:
                break
        elif not re.fullmatch(r",?\s*(?:and\s+|or\s+)?", between):
            break
        run.append(place)
        limit = place.start
    return tuple(reversed(run)) or None


def refers_back(text: str) -> bool:
    """Whether a sentence goes on about the law of the one before: 'It would bar ...', 'Under it, sheriffs must ...'."""
    return _REFERS_BACK.search(text) is not None
