"""The forms of a verb, so that a table needs to name it once: 'pull out of' -> pulls, pulled, pulling out of."""

import re
from collections.abc import Iterator
from functools import cache

from models.claims.table_files import read_table

FORMS = ("base", "third", "past", "part", "ing", "told")
_SIBILANT = re.compile(r"(?:[sxz]|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


def forms(verb: str) -> dict[str, str]:
    """The pattern of each form of a verb as the table writes it: its first word is bent, the rest stays.

    An irregular first word is written base/past, base/past/participle or base/past/participle/-ing.
    """
    head, _, rest = verb.partition(" ")
    base, *irregular = head.split("/")
    past = irregular[0] if irregular else _past(base)
    part = irregular[1] if len(irregular) > 1 else past
    ing = irregular[2] if len(irregular) > 2 else _ing(base)
    bent = {"base": base, "third": _third(base), "past": past if past == part else f"(?:{past}|{part})"}
    bent |= {"part": part, "ing": ing, "told": f"(?:{past}|{part}|{_third(base)})"}
    return {form: f"{word} {rest}" if rest else word for form, word in bent.items()}


@cache
def verb_lists() -> dict[str, tuple[str, ...]]:
    """The verbs of `data/claims/acts/words.toml` by list; an entry '@leave' stands for all verbs of that list."""
    lists = read_table("acts/words.toml")["verbs"]
    return {
        name: tuple(verb for each in verbs for verb in (lists[each[1:]] if each.startswith("@") else [each]))
        for name, verbs in lists.items()
    }


def verb_words(named: str) -> frozenset[str]:
    """The words that a class takes from a list: all of its verbs as they are told ('leave'), without the word behind
    that they take ('walked away', 'opts out'), or one of them in every form ('lose.drop'; a blank is written '_')."""
    name, _, base = named.replace("_", " ").partition(".")
    if not base:
        return frozenset(word for verb in verb_lists()[named] for word in _alternatives(forms(verb)["told"]))
    verb = next(each for each in verb_lists()[name] if _base(each) == base)
    return frozenset(word for form in forms(verb).values() for word in _alternatives(form))


def _base(verb: str) -> str:
    head, blank, rest = verb.partition(" ")
    return head.partition("/")[0] + blank + rest


def _alternatives(form: str) -> Iterator[str]:
    """'(?:walked|walks) away from' -> 'walked away', 'walks away'."""
    heads, _, rest = form.removeprefix("(?:").partition(")") if form.startswith("(?:") else (form, "", "")
    return (f"{head}{rest}".removesuffix(" of").removesuffix(" from") for head in heads.split("|"))


def _third(base: str) -> str:
    if _SIBILANT.search(base):
        return f"{base}es"
    return f"{base[:-1]}ies" if _CONSONANT_Y.search(base) else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if _CONSONANT_Y.search(base) else f"{base}ed"


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return f"{base[:-1]}ing"
    return f"{base}ing"
