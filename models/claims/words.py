"""The loader of `data/claims/words.toml`: each word of the field with its one class."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from models.claims.inflection import verb_words
from models.claims.table_files import read_table
from models.errors import TableError

Phrase = tuple[tuple[str, ...], str, bool]  # words, class, singular

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
    rows = read_table("words.toml")
    owner: dict[str, str] = {}
    found: dict[str, WordClass] = {}
    for name, row in rows.items():
        pairs = [entry.replace("_", " ").partition("/") for entry in row["words"].split()]
        written = frozenset(part for first, _, second in pairs for part in (first, second) if part)
        pairs += [(verb, "", "") for each in row.get("verbs", "").split() for verb in sorted(verb_words(each))]
        for word in (part for first, _, second in pairs for part in (first, second) if part):
            if owner.setdefault(word, name) != name:
                raise TableError(f"data/claims/words.toml: {word!r} stands in {owner[word]} and in {name}; keep one")
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
def _phrases_and_stems() -> tuple[dict[str, list[Phrase]], dict[str, str]]:
    """The phrases by their first word, the longest first, and the class of each stem."""
    phrases: dict[str, list[Phrase]] = {}
    stems: dict[str, str] = {}
    for row in word_classes().values():
        for written, singular in ((row.plurals, False), (row.singulars, True)):
            for parts in map(str.split, written):
                if parts[-1].endswith("*"):
                    if len(parts[-1]) <= _SHORTEST_STEM:
                        raise ValueError(f"data/claims/words.toml: the stem {parts[-1]!r} is too short")
                    stems[" ".join(parts)[:-1]] = row.name
                else:
                    phrases.setdefault(parts[0], []).append((tuple(parts), row.name, singular))
    return {first: sorted(found, key=lambda each: -len(each[0])) for first, found in phrases.items()}, stems


@lru_cache(maxsize=20_000)
def phrases_opening(word: str) -> tuple[Phrase, ...]:
    """The phrases of the table that a word opens, the longest first; at last the word itself, where a stem fits it."""
    phrases, stems = _phrases_and_stems()
    stem = next((stems[word[:end]] for end in range(len(word), 0, -1) if word[:end] in stems), "")
    return (*phrases.get(word, ()), *([((word,), stem, False)] if stem else ()))
