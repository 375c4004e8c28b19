"""The loader of `data/claims/words.toml`: each word of the field with its one class."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from data import DATA
from models.claims.inflection import verb_words

# A stem shorter than this would swallow words of another kind: 'sign*' also 'significant'.
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class WordClass:
    """One class of words, with the sentences that show what it is for."""

    name: str
    plurals: frozenset[str]  # the words as written in the table, '_' as blank; singular forms apart
    singulars: frozenset[str]
    written: frozenset[str]  # those that stand in this table; the others are verbs of acts/words.toml
    fires: str
    silent: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All classes, ready to be looked up by the first word of a phrase."""

    phrases: dict[
        str, tuple[tuple[tuple[str, ...], str, bool], ...]
    ]  # first word -> (words, class, singular), longest first
    stems: dict[str, str]
    stem_lengths: tuple[int, ...]


def words(text: str) -> frozenset[str]:
    """'have has had' as a set."""
    return frozenset(text.split())


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of many names, the longest first; grouped by their first letter, which is tried once."""
    opening: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        opening.setdefault(name[0], []).append(re.escape(name[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in opening.items()) + ")"


@cache
def word_classes() -> dict[str, WordClass]:
    """The table as it stands; a word in two classes is refused, as nobody could say which one wins."""
    with (DATA / "claims" / "words.toml").open("rb") as table:
        rows = tomllib.load(table)
    owner: dict[str, str] = {}
    found: dict[str, WordClass] = {}
    for name, row in rows.items():
        pairs = [entry.replace("_", " ").partition("/") for entry in row["words"].split()]
        written = frozenset(part for first, _, second in pairs for part in (first, second) if part)
        pairs += [(verb, "", "") for each in row.get("verbs", "").split() for verb in sorted(verb_words(each))]
        for word in (part for first, _, second in pairs for part in (first, second) if part):
            if owner.setdefault(word, name) != name:
                raise ValueError(f"data/claims/words.toml: {word!r} stands in {owner[word]} and in {name}; keep one")
        found[name] = WordClass(
            name,
            frozenset(first for first, _, _ in pairs),
            frozenset(second for _, _, second in pairs if second),
            written,
            row["fires"],
            row["silent"],
        )
    return found


@cache
def lexicon() -> Lexicon:
    phrases: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    stems: dict[str, str] = {}
    for row in word_classes().values():
        for words, singular in ((row.plurals, False), (row.singulars, True)):
            for word in words:
                if word.endswith("*"):
                    if len(word) <= _SHORTEST_STEM:
                        raise ValueError(f"data/claims/words.toml: the stem {word!r} is too short")
                    stems[word[:-1]] = row.name
                else:
                    parts = tuple(word.split())
                    phrases.setdefault(parts[0], []).append((parts, row.name, singular))
    return Lexicon(
        {first: tuple(sorted(all_, key=lambda each: -len(each[0]))) for first, all_ in phrases.items()},
        stems,
        tuple(sorted({len(stem) for stem in stems}, reverse=True)),
    )
