"""The map of the README holds: who may import whom, where SQL may stand, how full a folder may be, one name once."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

CODE = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for top in ("flows", "models")
    for path in (ROOT / top).rglob("*.py")
}
TREES = {module: ast.parse(path.read_text("utf-8")) for module, path in CODE.items()}

# From the top down: a room may import those below it. `flows.commands` and `flows.demo` meet only at run time.
FLOORS = (
    ("flows.cli", "flows.commands", "flows.demo", "flows.deploying"),
    ("flows.track",),
    ("flows.story", "flows.workers"),
    ("flows.run",),
    ("flows.web",),
    (
        "flows.news",
        "flows.digests",
        "flows.lists",
        "flows.inbox",
        "flows.browsing",
        "flows.exports",
        "flows.operating",
        "flows.moas",
    ),
    ("flows.served", "flows.watchdog"),
    ("flows.seam",),
    ("flows.world",),
    ("flows.sources", "flows.noted_rows"),
    (
        "flows.fetching",
        "flows.settings",
        "flows.figures",
        "flows.terminal",
        "flows.listening",
        "flows.whole_file",
    ),
    ("models.record",),
    ("models.identity", "models.claims", "models.verdicts", "models.news", "models.digests", "models.documents"),
    ("models.places",),
    ("models.lists",),
    ("models.vocabulary", "models.links", "models.kinds", "models.calendar", "models.nearest", "models.errors"),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# What `flows` alone may touch, and what no rule may: the map's 'no SQL, no clock, no socket'.
OUTSIDE_MODELS = {"flows", "prefect", "requests", "urllib3", "socket", "smtplib", "http"}
SQL = {"sqlmodel", "sqlalchemy", "alembic"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "monotonic")}

# `from models.record import ...` is for programs of one's own; it hands on what `asking` has, and no room uses it.
FRONT_DOOR = "models.record"

MAX_FILES = 12
LARGE_ROOMS = {"models/identity", "models/claims"}  # one file a rule: a second level would hide more than it orders


def imports(module: str) -> Iterator[str]:
    """What a module imports at any depth, each as its module where that is one of ours."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in CODE else node.module


def room(module: str) -> str:
    """The room of the map that a module stands in: 'flows.news' for 'flows.news.gather'."""
    return ".".join(module.split(".")[:2])


def folder(module: str) -> str:
    return str(CODE[module].parent.relative_to(ROOT))


@pytest.mark.parametrize("module", sorted(CODE))
def test_a_module_imports_its_own_floor_or_those_below(module: str) -> None:
    if module in ("flows", "models"):
        return
    assert room(module) in FLOOR_OF, f"{module} is in no room of the map"
    above = [
        name
        for name in imports(module)
        if name in CODE and room(name) in FLOOR_OF and FLOOR_OF[room(name)] < FLOOR_OF[room(module)]
    ]
    assert not above, f"{module} reaches up to {above}"


@pytest.mark.parametrize("module", sorted(name for name in CODE if name.startswith("models")))
def test_the_models_touch_neither_the_world_nor_the_clock(module: str) -> None:
    touched = {name.partition(".")[0] for name in imports(module)} & OUTSIDE_MODELS
    assert not touched
    calls = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    assert not calls & CLOCKS


@pytest.mark.parametrize("module", sorted(name for name in CODE if not name.startswith("models.record")))
def test_sql_stands_in_the_record_alone(module: str) -> None:
    assert not {name.partition(".")[0] for name in imports(module)} & SQL


def test_no_two_folders_import_each_other() -> None:
    below: dict[str, set[str]] = defaultdict(set)
    for module in CODE:
        if module == FRONT_DOOR:
            continue
        for name in imports(module):
            if name in CODE and folder(name) != folder(module) and folder(name) not in ("flows", "models"):
                below[folder(module)].add(folder(name))
    assert not [circle for start in below for circle in _circles(start, below)]


def _circles(start: str, below: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The ways that lead from a folder back to it."""
    seen: set[str] = set()
    ways: list[tuple[str, ...]] = [(start,)]
    while ways:
        way = ways.pop()
        for following in below.get(way[-1], ()):
            if following == start:
                yield (*way, start)
            elif following not in seen:
                seen.add(following)
                ways.append((*way, following))


def test_the_front_door_is_for_others() -> None:
    users = [module for module in CODE if FRONT_DOOR in set(imports(module))]
    assert users == []


def test_no_folder_holds_more_files_than_a_person_takes_in() -> None:
    flat = Counter(path.parent.relative_to(ROOT).as_posix() for path in CODE.values() if path.name != "__init__.py")
    assert {name: count for name, count in flat.items() if count > MAX_FILES and name not in LARGE_ROOMS} == {}


def test_no_class_name_stands_twice() -> None:
    names = Counter(
        node.name.lstrip("_") for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_helper_of_the_tests_has_the_name_of_another() -> None:
    names = Counter(
        node.name
        for path in (ROOT / "tests" / "support").rglob("*.py")
        for node in ast.parse(Path(path).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []
