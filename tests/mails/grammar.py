"""The grammar of statements: which words make a number mean what, and how that is found in the record.

A reading is a template with named holes and a truth for each of them. '{n} new agreements? in {place}' with
`n=lambda eye, found: ...` finds such words anywhere in a statement and holds the number against the truth. What no
reading has covered in the end, and holds a digit, is unread.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.mails.eye import Eye
from tests.mails.parts import Statement, TakenApart
from tests.mails.places import PLACE, code_of, place_in_section, place_of, places_in

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
LONG_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"

# The one form of a day, and of a number.
DAY = rf"{_MONTH} \d{{1,2}}, \d{{4}}"
NUMBER = r"(?<![\d,.])\d{1,3}(?:,\d{3})*(?![\d%]|,\d)"

# The words for a support type.
TYPES = {"Jail Enforcement Model": "JEM", "Task Force Model": "TFM", "Warrant Service Officer": "WSO"}
SUPPORT_TYPE = "(?:" + "|".join((*TYPES, *TYPES.values())) + ")"

# The words for a sort of agency.
BODIES = {
    "sheriff": "sheriffs?", "police": "police departments?", "constable": "constables?", "prosecutor": "prosecutors?",
    "corrections": "corrections agenc(?:y|ies)", "campus": "school (?:or|and) campus agenc(?:y|ies)",
    "marshal": "marshals?", "state_police": "state police agenc(?:y|ies)", "other": "other agenc(?:y|ies)",
}  # fmt: skip
_BODY = "(?:" + "|".join(BODIES.values()) + ")"
_OF_BODY = rf"{NUMBER} {_BODY}"

_HOLES = {
    "day": DAY,
    "month": rf"(?:{LONG_MONTH}|{_MONTH}) \d{{4}}",
    "place": PLACE,
    "step": rf"(?:[+−]{NUMBER}|±0)",
    "percent": r"[+−]?\d{1,3}(?:,\d{3})*%",
    "sha": r"[0-9a-f]{12,64}",
    "year": r"\d{4}",
    "number": rf"(?:{NUMBER}|\b[Nn]o\b)",
    "types": rf"{SUPPORT_TYPE}(?:(?:, | and ){SUPPORT_TYPE})*",
    "body": _BODY,
    "bodies": rf"{_OF_BODY}(?:(?:, | and ){_OF_BODY})*",
    "bytype": rf"{NUMBER} {SUPPORT_TYPE}(?:(?:, | and ){NUMBER} {SUPPORT_TYPE})*",
    "word": r"[^|]+?",
}

Truth = Callable[[Eye, SimpleNamespace], Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words with holes, and what belongs into each hole. `about` tells whose number it is: a code of a place, or None
    for words that are about no place."""

    words: re.Pattern[str]
    truths: Mapping[str, Truth]
    about: Truth | None
    source: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One hole of one reading in one statement."""

    hole: str
    said: Any
    truth: Any

    @property
    def is_right(self) -> bool:
        return self.said in self.truth if isinstance(self.truth, (set, frozenset)) else self.said == self.truth


def reading(words: str, *, about: Truth | None = None, parts: str = "", **truths: Truth) -> Reading:
    """A reading from its template. The name of a hole tells its form: `{day}`, `{day_before}` are days, `{place}`,
    `{month}`, `{step}` (a signed number), `{percent}`, `{sha}`, `{word}`; any other is a number."""
    holes = re.findall(r"\{([a-z_]+)\}", words)
    pattern = re.sub(r"\{([a-z_]+)\}", lambda hole: f"(?P<{hole[1]}>{_HOLES[_form(hole[1])]})", words)
    unexplained = [
        hole for hole in holes if hole not in truths and _form(hole) not in ("place", "types", "body", "word")
    ]
    assert not unexplained, f"{words}: no truth for {unexplained}"
    return Reading(re.compile(pattern), truths, about or _about, words, frozenset(parts.split()))


def _about(eye: Eye, found: SimpleNamespace) -> str | None:
    """A number is about the place in its words or near them; a day is about none."""
    return found.place if found.place else found.near if found.counts else None


@cache
def _form(hole: str) -> str:
    name = hole.partition("_")[0]
    return name if name in _HOLES else "number"


def number(text: str) -> int:
    if text.casefold() == "no":
        return 0
    return int(text.replace(",", "").replace("−", "-").replace("±", "").rstrip("%"))


def day_of(text: str) -> date:
    """A day; the first of all days for one that there is not, which no mail is about."""
    month, day, year = text.replace(",", "").split()
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return date.min


def month_of(text: str) -> tuple[int, int]:
    month, year = text.split()
    return int(year), MONTHS.index(month[:3]) + 1


def _body_of(words: str) -> str:
    return next(body for body, form in BODIES.items() if re.fullmatch(form, words))


def _numbered(text: str, meaning: Callable[[str], str]) -> dict[str, int]:
    """'12 sheriffs and 1 police department' -> {'sheriff': 12, 'police': 1}."""
    found = (each.partition(" ") for each in re.split(r", | and (?=\d)", text))
    return {meaning(words): number(said) for said, _, words in found}


_VALUES: dict[str, Callable[[str], Any]] = {
    "day": day_of,
    "month": month_of,
    "place": code_of,
    "step": number,
    "percent": number,
    "number": number,
    "sha": str,
    "year": int,
    "word": str,
    "body": _body_of,
    "bodies": lambda text: _numbered(text, _body_of),
    "bytype": lambda text: _numbered(text, lambda word: TYPES.get(word, word)),
    "types": lambda text: frozenset(TYPES.get(each, each) for each in re.findall(SUPPORT_TYPE, text)),
}


def values(match: re.Match[str]) -> SimpleNamespace:
    """What stands in the holes. Raises KeyError for a place that there is not."""
    holes = {hole: text and _VALUES[_form(hole)](text) for hole, text in match.groupdict().items()}
    return SimpleNamespace(**{"place": None, "types": None, "body": None, **{hole: holes[hole] for hole in holes}})


def judge(
    found: Reading, match: re.Match[str], eye: Eye, statement: Statement, mail: TakenApart, told: Iterable[str] = ()
) -> tuple[list[Judged], str | None]:
    """Each hole with its truth, and the place that the words are about."""
    said = values(match)
    said.statement, said.mail, said.told = statement, mail, told
    said.near, said.subject = near(eye, statement, match.end()), subject(eye, statement, match.start())
    said.counts = any(_form(hole) in ("number", "step", "percent") for hole in found.truths)
    judged = [
        Judged(hole, getattr(said, hole), truth(eye, said))
        for hole, truth in found.truths.items()
        if getattr(said, hole) is not None
    ]
    return judged, found.about(eye, said) if found.about else None


# Where a sentence ends: not after 'St.' or 'Dept.'.
_END = re.compile(r"(?<=[a-z0-9)~])(?<!\bSt)(?<!\bFt)(?<!\bMt)(?<!\bSte)(?<!Dept)\. (?=[A-Z0-9~])")
_ASIDE = re.compile(r"\([^()]*\)")


def _sentence(text: str, until: int) -> str:
    """The words of the sentence up to there."""
    return _END.split(_ASIDE.sub(lambda aside: "~" * len(aside[0]), text[:until]))[-1]


def near(eye: Eye, statement: Statement, until: int) -> str | None:
    """Whose number it is: the place named last before it in its sentence, else that of the headings, else the only one
    asked for."""
    named = places_in(_sentence(statement.text, until))
    above = place_of(statement.group) or place_in_section(statement.section)
    only = next(iter(eye.places)) if len(eye.places) == 1 else None
    return named[-1] if named else above or only


def subject(eye: Eye, statement: Statement, until: int) -> str | None:
    """The place whose news a sentence tells: 'Texas: 4 new applications', or that of the heading."""
    told = re.findall(rf"({PLACE}):", _sentence(statement.text, until))
    return code_of(told[-1]) if told else place_of(statement.group) or _headed(statement)


def _headed(statement: Statement) -> str | None:
    """The place of a heading and its sentences in one: 'Iowa (1 agreement, +1) 1 new agreement.'"""
    headed = re.match(rf"({PLACE}) (?:\(|\d)", statement.text)
    return code_of(headed[1]) if headed else None
