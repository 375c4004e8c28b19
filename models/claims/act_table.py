"""The acts as `data/claims/acts` states them: rows of patterns, and the macros they are written in."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from data import DATA
from models.claims.inflection import FORMS, forms, verb_lists
from models.claims.stated import EventKind
from models.claims.table_files import read_table, row_in
from models.claims.words import word_classes, words

ACTS = DATA / "claims" / "acts"
_MACRO = re.compile(r"\{([a-z_]+)(?:\.([a-z_]+))?\}")
_SPACES = re.compile(r"\[[^\]]*\]|(?P<behind>\(\?<[=!][^)]*\))|(?P<blank> +)(?P<maybe>\??)")
_WORD = re.compile(r"[a-z]+")
_FIELDS = words(
    """name kind pattern words needs unless unless_before unless_after proposed supposable law subject actors about
    reason fires silent"""
)
_MAX_DEPTH = 6  # macros within macros


@dataclass(frozen=True, slots=True)
class ActRow:
    """One way to tell an act: a row of the table."""

    name: str
    kind: EventKind | None  # None: the kind of the act told before
    pattern: re.Pattern[str]
    words: frozenset[str]  # a sentence without any of these cannot match; empty: always look
    proposed: bool  # the words tell a plan, a bill or a threat
    supposable: bool  # the pattern states the mood itself: 'would require', 'will not sign'
    law: bool  # `statuses.toml` says whether it is in force
    subject: str  # 'state': states stand right before it; 'possessive': one with 's
    actors: str  # 'behind': the words open a list of those who acted
    about: (
        str  # where the program must be named: 'pattern', 'near', 'topic' (near, beside other contracts, too), 'page'
    )
    needs: re.Pattern[str] | None  # stands somewhere in the sentence
    unless: re.Pattern[str] | None  # stands nowhere in the sentence
    unless_before: re.Pattern[str] | None  # does not end the words before the match
    unless_after: re.Pattern[str] | None  # does not begin the words after the match
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mood:
    """Words right before a verb that say it was not done: 'has not', 'asked whether to'."""

    name: str
    pattern: re.Pattern[str]
    stops: tuple[str, ...]
    passes: tuple[str, ...]


@cache
def act_rows() -> tuple[ActRow, ...]:
    """All rows, in the order in which they are tried: where two match the same words, the first one stands."""
    found = []
    for path in sorted(ACTS.glob("[0-9]*.toml")):
        content = read_table(f"acts/{path.name}")
        for each in content["act"]:
            with row_in(f"acts/{path.name}", each):
                found.append(_row(each.get("kind", content.get("kind")), each))
    return tuple(found)


@cache
def moods() -> tuple[Mood, ...]:
    content = read_table("acts/moods.toml")
    return tuple(
        Mood(each["name"], compiled(each["pattern"] + r"[\s\"'(]*$"), tuple(each["stops"]), tuple(each["passes"]))
        for each in content["mood"]
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the table as a regular expression: macros put in, a space standing for any white space."""
    return re.compile(_spaced(_expanded(pattern)), re.I)


@cache
def compiled_exactly(pattern: str) -> re.Pattern[str]:
    """The same, with capitals as written."""
    return re.compile(_spaced(_expanded(pattern)))


def _row(kind: str, each: dict[str, Any]) -> ActRow:
    if unknown := each.keys() - _FIELDS:
        raise ValueError(f"has the unknown field {min(unknown)!r}")

    def optional(field: str, before: str = "", after: str = "") -> re.Pattern[str] | None:
        return compiled(f"{before}(?:{each[field]}){after}") if field in each else None

    return ActRow(
        name=each["name"],
        kind=None if kind == "same" else EventKind(kind),
        pattern=compiled(rf"\b(?:{each['pattern']})"),
        words=_words_of(each["pattern"]) | frozenset(each.get("words", ())),
        proposed=each.get("proposed", False),
        supposable=each.get("supposable", False),
        law=each.get("law", False),
        subject=each.get("subject", ""),
        actors=each.get("actors", ""),
        about=each.get("about", ""),
        needs=optional("needs"),
        unless=optional("unless"),
        unless_before=optional("unless_before", before=r"\b", after=r"\W*$"),
        unless_after=optional("unless_after", before=r"\W*"),
        fires=tuple(each["fires"]),
        silent=tuple(each["silent"]),
    )


@cache
def _macros() -> dict[str, str]:
    content = read_table("acts/words.toml")
    found = dict(content["macros"])
    for name, verbs in verb_lists().items():
        bent = [forms(verb) for verb in verbs]
        for form in FORMS:
            found[f"{name}.{form}"] = _one_of({each[form] for each in bent})
        found[f"{name}.any"] = _one_of({each[form] for each in bent for form in FORMS})
    return found


def _one_of(alternatives: set[str]) -> str:
    """One of many words or phrases, the longest first, sorted by their first letter: that is found fast."""
    by_letter: dict[str, list[str]] = {}
    for each in _longest_first(alternatives):
        by_letter.setdefault(each[0].lower() if each[0].isalpha() else "", []).append(each)
    others = by_letter.pop("", [])
    groups = [f"{letter}(?:{'|'.join(each[1:] for each in found)})" for letter, found in sorted(by_letter.items())]
    return rf"(?:{'|'.join([*groups, *others])})\b"


def _longest_first(alternatives: set[str]) -> list[str]:
    return sorted(alternatives, key=lambda each: (-len(each), each))


def _expanded(pattern: str) -> str:
    for _ in range(_MAX_DEPTH):
        pattern, count = _MACRO.subn(_macro, pattern)
        if not count:
            break
    return pattern


def _macro(match: re.Match[str]) -> str:
    name = f"{match[1]}.{match[2]}" if match[2] else match[1]
    if match[1] == "class":
        return _class(match[2])
    try:
        return _macros()[name]
    except KeyError:
        raise ValueError(f"data/claims/acts: no word or macro is called {{{name}}}") from None


def _class(name: str) -> str:
    """The words of a class of `data/claims/words.toml`, which the numbers are read by, too."""
    found = word_classes()[name]
    found_words = {
        re.escape(word).replace("\\*", r"\w*").replace("\\ ", " ") for word in found.plurals | found.singulars
    }
    return _one_of(found_words)


def _spaced(pattern: str) -> str:
    """Spaces outside of brackets as any white space, with or without a quote; with a question mark none or more."""
    return _SPACES.sub(_space, pattern)


def _space(match: re.Match[str]) -> str:
    if match["behind"]:
        return match["behind"].replace(" ", r"\s")  # a look-behind has one width
    if match["blank"]:
        return r"\s*" if match["maybe"] else r'"?\s+"?'  # 'has "no intention" of signing one'
    return match.group()


def _words_of(pattern: str) -> frozenset[str]:
    """The first words of the verbs that a pattern names: one of them is in every sentence that it matches."""
    found = set()
    for match in _MACRO.finditer(pattern):
        if match[2] and match[1] != "class":
            for verb in verb_lists()[match[1]]:
                bent = forms(verb)
                wanted = FORMS if match[2] == "any" else (match[2],)
                for form in wanted:
                    found |= set(_plain_words(bent[form].split(" ")[0]))
    return frozenset(found)


def _plain_words(pattern: str) -> list[str]:
    """'cancell?ed' -> cancelled, canceled; 'OK(?:'d|ed)' -> ok; '(?:withdrew|withdrawn)' -> both."""
    alternatives = pattern[3:-1].split("|") if pattern.startswith("(?:") and pattern.endswith(")") else [pattern]
    found: list[str] = []
    for each in alternatives:
        each = re.sub(r"\(\?:.*", "", each)
        spelled = {each}
        while any("?" in one or "[" in one for one in spelled):
            spelled = {other for one in spelled for other in _unfold(one)}
        found += [first[0] for one in spelled if (first := _WORD.findall(one.lower()))]
    return found


def _unfold(pattern: str) -> list[str]:
    if bracket := re.search(r"\[(\w+)\]", pattern):
        return [pattern[: bracket.start()] + letter + pattern[bracket.end() :] for letter in bracket[1]]
    position = pattern.index("?")
    return [pattern[: position - 1] + pattern[position + 1 :], pattern[:position] + pattern[position + 1 :]]
