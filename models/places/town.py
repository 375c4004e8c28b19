"""The town in an agency's name, and the counties that it lies in by the mail's table of towns."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from models.places.tables import towns

# What a police department, a constable or an airport is called around its town's name.
_AROUND = frozenset(
    (
        "police", "department", "office", "constable", "marshal", "sheriff", "safety", "services", "division", "bureau",
        "authority", "airport", "enforcement", "precinct", "code", "housing", "transit",
    )
)  # fmt: skip
# These also stand within the names of towns: North Port, State College, International Falls.
_OFTEN_AROUND = frozenset(
    ("public", "service", "international", "regional", "metropolitan", "metro", "special", "ward", "district", "law",
     "state", "fire", "port")
)  # fmt: skip
_LEADING = frozenset({"of", "the", "for", "city", "town", "village", "borough", "township", "municipality"})
_ENDING = frozenset({"city", "town", "village", "borough", "township", "area", "the"})
# Several townships of a state share a name, and the mail's town of that name may be a third one.
_UNSURE = frozenset({"township", "regional"})

# A town with fewer than four fifths of its ZIP codes in one county lies in several.
_MOST_OF_IT = 0.8


class Town(NamedTuple):
    """A town of the table."""

    name: str  # 'bay harbor islands'
    counties: tuple[str, ...]  # FIPS codes, the one with most of its ZIP codes first
    most: bool  # whether that one has four fifths of them
    has_post_office: bool  # whether a ZIP code has its name first
    sure: bool  # whether the name can mean no other town


@lru_cache(maxsize=20_000)
def town_of_name(state: str, name: tuple[str, ...]) -> Town | None:
    """The town of 'Paris Police Department', 'Constable Unity Township', 'Village of Clearview Police'."""
    known = towns(state)
    for run in (*_runs(name, _AROUND, 1), *_runs(name, _AROUND), *_runs(name, _AROUND | _OFTEN_AROUND)):
        for said in _shortened(run):
            if shares := known.get("".join(said)):
                codes = sum(shares.values())
                ranked = sorted(shares, key=lambda fips: (-shares[fips], fips))
                most = len(ranked) == 1 or (codes > 0 and shares[ranked[0]] >= _MOST_OF_IT * codes)
                return Town(" ".join(said), tuple(ranked), most, codes > 0, not _UNSURE & set(name))
    return None


def _runs(name: tuple[str, ...], around: frozenset[str], start: int = 0) -> Iterator[tuple[str, ...]]:
    """The stretches of a name between such words and numbers from `start` on: Safety Harbor begins with one."""
    run = list(name[:start])
    for word in (*name[start:], "police"):
        if word not in around and not word.isdigit():
            run.append(word)
        elif run:
            yield tuple(run)
            run = []


def _shortened(run: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The run itself, then without 'City of' before it, then without 'Township' after it."""
    yield run
    while run and run[0] in _LEADING:
        run = run[1:]
        yield run
    while run and run[-1] in _ENDING:
        run = run[:-1]
        yield run
