"""Seeded mutations of honest documents: the same kind and seed give the same bytes, on any machine and day."""

import warnings
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from typing import Literal, get_args

from tests.fuzz.seeds import SEEDS, workbook_parts
from tests.fuzz.wounds import BYTES, HEADERS, JSON, MARKUP, OBJECTS, Mutation, extreme_day, extreme_number

Kind = Literal["workbook", "page", "feed", "gdelt", "article", "headers", "pdf"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# A spoiled document has one to so many wounds; with more, readers give up at the first and the others teach nothing.
MAX_WOUNDS = 3

# The kind's own mutations twice: wounds of bytes alone mostly end in the parser.
MUTATIONS: dict[Kind, Sequence[Mutation]] = {
    "page": (*MARKUP, *MARKUP, *BYTES),
    "feed": (*MARKUP, *MARKUP, *BYTES),
    "article": (*MARKUP, *MARKUP, *JSON, *BYTES),
    "gdelt": (*JSON, *JSON, extreme_number, extreme_day, *BYTES),
    "headers": (*HEADERS, *HEADERS, *BYTES),
    "pdf": (*OBJECTS, *OBJECTS, *BYTES),
}


def mutated(kind: Kind, seed: int) -> bytes:
    """One spoiled document."""
    random = Random(f"{kind} {seed}")
    if kind == "workbook":
        return _mutated_workbook(random)
    good = random.choice(SEEDS[kind])
    spoiled = good
    while spoiled == good:  # some wounds do nothing where there is nothing to wound
        for _ in range(random.randint(1, MAX_WOUNDS)):
            spoiled = random.choice(MUTATIONS[kind])(spoiled, random)
    return spoiled


# Workbooks: most wounds go inside a part and the zip around it stays whole, or no reader would come to see them.


def _mutated_workbook(random: Random) -> bytes:
    parts = list(random.choice(workbook_parts()).items())
    if random.random() < 0.1:
        return random.choice(BYTES)(_zipped(parts), random)
    good = list(parts)
    while parts == good:
        for _ in range(random.randint(1, MAX_WOUNDS)):
            _spoil_part(parts, random)
    return _zipped(parts)


def _spoil_part(parts: list[tuple[str, bytes]], random: Random) -> None:
    number = _some_part(parts, random)
    name, part = parts[number]
    wound = random.random()
    if wound < 0.6:
        parts[number] = name, random.choice(MARKUP)(part, random)
    elif wound < 0.8:
        parts[number] = name, random.choice(BYTES)(part, random)
    elif wound < 0.86 and len(parts) > 1:
        del parts[number]
    elif wound < 0.93:
        parts[number] = random.choice(_RENAMINGS)(name), part
    else:
        parts.insert(random.randint(0, len(parts)), (name, random.choice(MARKUP)(part, random)))


def _some_part(parts: Sequence[tuple[str, bytes]], random: Random) -> int:
    """Mostly one that the reader looks into: no reader minds the theme."""
    telling = [n for n, (name, _) in enumerate(parts) if "theme" not in name and "app.xml" not in name]
    return random.choice(telling) if telling and random.random() < 0.95 else random.randrange(len(parts))


_RENAMINGS: Sequence[Callable[[str], str]] = (
    str.upper,
    lambda name: name.replace("/", "\\"),
    lambda name: "/" + name,
    lambda name: "../" + name,
    lambda name: name.replace("1", "99"),
    lambda name: name.replace(".", "\x1b[2J."),
    lambda name: name.replace("xl/", "xl//"),
    lambda name: name.replace("s", "\u017f"),  # the long s, which folds to s
)


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    packed = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile's own warning of a name that comes twice
        for name, part in parts:
            # With a day of its own, or it carries the time of the test; stored, as packers differ by machine.
            archive.writestr(zipfile.ZipInfo(name, (2026, 2, 3, 0, 0, 0)), part, zipfile.ZIP_STORED)
    return packed.getvalue()
